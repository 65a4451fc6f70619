package diagnose

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// When is the part of a rule's condition that is plain data. A zero field does
// not restrict; all that are set have to hold, each with one of its entries.
type When struct {
	Steps    []flow.Step
	Statuses []int    // HTTP status; 500 stands for any 5xx, 300 for any 3xx
	Errors   []string // Zoom's error, or the REST code
	Said     []string // a part of the reason or message, or of the page or text, lower case
	Reasons  []string // a part of the reason or message alone, lower case
	Numbers  []int    // one of Zoom's 47xx numbers anywhere in the answer or text
	Text     []string // a part of the page or text alone, lower case
	Phases   []flow.Phase
	Not      []string // a part of the page or text that speaks of something else, lower case
	// Any makes one matching field of Errors, Said, Reasons, Numbers and Text enough.
	Any bool
}

// phrases are the words by which the condition knows a reason or a text.
func (w When) phrases() []string { return slices.Concat(w.Said, w.Reasons, w.Text) }

// reading is a case, read once for all rules.
type reading struct {
	Case
	origin  flow.Origin
	step    flow.Step
	failure flow.ErrorKind
	status  int
	code    string
	reason  string
	said    recognize.Said // in other words than Zoom's
	body    string
	all     string // body and pasted text, lower case, in one row, at most maxRead bytes
	numbers []int
	words   map[string]bool // those of the rules that are in it
	// reasonKnown says that a rule has the reason's words.
	reasonKnown bool
	html        bool
	// translated says that the page's words are those of another language.
	translated bool
}

// maxRead bounds how much of a body or text is searched, in bytes.
const maxRead = 256 << 10

// thousands is one of [recognize.Thousands], or nothing.
var thousands = "[" + strings.Join(recognize.Thousands, "") + "]?"

// noSuchID is the consent page's answer to a client ID, in every language: it alone writes the number in brackets, or
// with a sign behind the 4.
var noSuchID = expression(`invalid client_id:|\(4` + thousands + `702\)|\b4[.,]702\b`)

// unknownID reports whether the consent page refused the client ID (docs/zoom.md, row page:4702).
func (l *reading) unknownID() bool { return l.step == "" && noSuchID().MatchString(l.all) }

func newReading(c Case) *reading {
	l := &reading{Case: c, origin: originOf(c), step: c.Trace.Step, failure: flow.KindOf(c.Trace.Err)}
	if r := c.Trace.Response; r != nil {
		l.status = r.Status
		l.body = string(r.Body[:min(len(r.Body), maxRead)])
	}
	text := l.body + "\n" + c.Text[:min(len(c.Text), maxRead)]
	if e := flow.Classify(c.Trace).Err; e != nil && c.Trace.Response != nil {
		l.code, l.reason = e.Code, strings.ToLower(e.Reason)
	}
	if c.Trace.Response == nil || !json.Valid([]byte(l.body)) {
		l.readText(text)
	}
	l.all, l.reason = recognize.AsZoomLacksScopes(strings.ToLower(inOneRow(text))), recognize.AsZoomLacksScopes(inOneRow(l.reason))
	if said := recognize.PageSays(c.Text); said != "" && !strings.Contains(l.all, said) {
		l.all, l.translated = l.all+" "+said, true
	}
	if l.speaksOfZoom() {
		l.numbers = recognize.PageNumbers(text)
	}
	l.html = !json.Valid([]byte(l.body)) &&
		(strings.Contains(l.all, "<html") || strings.Contains(l.all, "<!doctype html") || strings.HasPrefix(strings.TrimSpace(l.all), "<?xml"))
	return l
}

// inOneRow is a text without line ends: a message may be broken over rows between words or, by a
// terminal, within one.
func inOneRow(text string) string {
	const short = 4 << 10
	row := strings.Join(strings.Fields(text), " ")
	if trimmed := strings.TrimSpace(text); len(trimmed) < short && strings.Contains(trimmed, "\n") {
		row += " " + strings.ReplaceAll(trimmed, "\n", "")
	}
	return row
}

// speaksOfZoom reports whether a number in the case can be one of Zoom's: it does not
// stand in a text of another thing, like a printer's "error 4700".
func (l *reading) speaksOfZoom() bool {
	if !l.OfZoom && l.step == "" && l.reason != "" && len(l.code) == 4 && !recognize.SpeaksOfOAuth(l.reason) { // the message says what the number is of
		return false
	}
	if l.body == "" && recognize.HasOtherNumbers(l.Text) {
		return false
	}
	return l.step != "" || l.OfZoom || l.body != "" && recognize.NumberContext(l.body) || l.Text != "" && recognize.NumberContext(l.Text)
}

// callbackURL finds the code in the query of a callback.
var callbackURL = expression(`[?&]code=[a-z0-9_-]{8}`)

// Members of error answers that stand in broken JSON or amid other text.
var (
	looseReason = expression(`"(reason|message|errorMessage|error_description)"\s*:\s*"((?:[^"\\]|\\.)*)`)
	looseCode   = expression(`"(?:error|code|errorCode)"\s*:\s*"?([A-Za-z_]+|\d+)(?:[",}\]\s]*$|["}\],])`)
)

// tokenCode is what libraries leave of an answer in a log: the code, and perhaps the reason, in words of their own.
var tokenCode = expression(`\b(?:` + strings.Join(recognize.TokenCodes, "|") + `)\b`)

func isTokenCode(code string) bool { return slices.Contains(recognize.TokenCodes, code) }

// readText fills code and reason from what is no whole answer: JSON amid other
// text, or JSON that Zoom itself breaks (docs/zoom.md, row api:104).
func (l *reading) readText(text string) {
	if m := looseCode().FindStringSubmatch(text); m != nil && l.code == "" {
		l.code = m[1]
	}
	if m := looseReason().FindStringSubmatch(text); m != nil && l.reason == "" && (l.code != "" || l.OfZoom || m[1] == "reason") {
		l.reason = strings.ToLower(m[2])
	}
	if m := tokenCode().FindString(text); m != "" && l.code == "" && l.reason == "" {
		l.code, l.reason = m, recognize.ReasonSaid(text).Reason
	}
	if l.code == "" && l.reason == "" && l.OfZoom && !l.Answered {
		l.said = recognize.ReasonSaid(text)
		l.reason = l.said.Reason
		if l.reason == "" {
			l.code = numberSaid(text)
		}
		if l.reason == "" && l.code == "" && grantSpelled().MatchString(text) {
			l.code = "invalid_grant"
		}
	}
}

// numberSaid is the number of the REST API in a sentence; "" where it is another's, by what stands before it or by the
// message behind it.
func numberSaid(text string) string {
	m := saidCode().FindStringSubmatchIndex(text)
	if m == nil || recognize.HasOtherNumbers(text) || recognize.IsOthersError(text[:m[0]]) {
		return ""
	}
	number := text[max(m[2], m[4]):max(m[3], m[5])]
	message, _, _ := strings.Cut(text[max(m[3], m[5]):], "\n")
	if said, found := strings.CutPrefix(message, ": "); found && !recognize.MayMean(number, said) {
		return ""
	}
	return number
}

// grantSpelled is the code that says least, as people write it or RFC 6749 explains it.
var grantSpelled = expression(`(?i)\binvalid[ -]grant\b|\bprovided authorization grant \(e\.g\.`)

// saidCode finds one of the REST API's numbers behind a word for it in a sentence (docs/zoom.md,
// rows api:invalid to api:3161); what other things are counted with stands directly behind it, and before no amount.
var saidCode = expression(`(?i)\b(?:error|code)\b[^\n.]{0,80}?[\s:=(#](1001|1010)\b|\b(?:error|code)(?: code)?\s?[:=#(]?\s?(124|300|1005|3001|3161)\b(?:[,.;:)?!"]|\s*$|\s+(?:for|when|from|on|in|at|with|by|and|after|since|if|while)\b)`)

func (w When) fits(l *reading) bool {
	if len(w.Steps) > 0 && l.step != "" && !slices.Contains(w.Steps, l.step) {
		return false
	}
	if len(w.Statuses) > 0 && !slices.ContainsFunc(w.Statuses, l.hasStatus) {
		return false
	}
	if len(w.Phases) > 0 && (l.Trace.Err == nil || !slices.Contains(w.Phases, l.Trace.Phase)) {
		return false
	}
	return w.words(l) && !slices.ContainsFunc(w.Not, func(s string) bool { return l.words[s] })
}

// words compares the five fields of text.
func (w When) words(l *reading) bool {
	checks := []struct {
		set, holds bool
	}{
		{len(w.Errors) > 0, slices.Contains(w.Errors, l.code)},
		{len(w.Said) > 0, holds(l.reason, w.Said) || slices.ContainsFunc(w.Said, func(s string) bool { return l.words[s] })},
		{len(w.Reasons) > 0, holds(l.reason, w.Reasons)},
		{len(w.Numbers) > 0, slices.ContainsFunc(w.Numbers, func(n int) bool { return slices.Contains(l.numbers, n) })},
		{len(w.Text) > 0, slices.ContainsFunc(w.Text, func(s string) bool { return l.words[s] })},
	}
	some, any := false, false
	for _, c := range checks {
		if !c.set {
			continue
		}
		some = true
		any = any || c.holds
		if !c.holds && !w.Any {
			return false
		}
	}
	return !some || any
}

// namesReason reports whether the reason, in lower case, has one of the rule's.
func (w When) namesReason(reason string) bool {
	return holds(reason, w.Said) || holds(reason, w.Reasons)
}

func (l *reading) hasStatus(s int) bool {
	if s == 500 || s == 300 {
		return l.status/100 == s/100
	}
	return l.status == s
}

// form returns the value of a form or query field of the request as it was
// built, and whether it is there.
func (l *reading) form(name string) (string, bool) {
	return fieldOf(slices.Concat(l.Trace.Request.Form, l.Trace.Request.Query), func(own string) bool { return own == name })
}

// fieldOf is the value of the first field with one of the names, and whether it is there.
func fieldOf(fields []flow.Field, isNamed func(name string) bool) (string, bool) {
	i := slices.IndexFunc(fields, func(f flow.Field) bool { return isNamed(f.Name) })
	if i < 0 {
		return "", false
	}
	return fields[i].Value(), true
}

// headerOf returns a header of a request that was set by hand or by the step, and whether it is there.
func headerOf(r flow.Request, name string) (string, bool) {
	return fieldOf(r.Header, func(own string) bool { return strings.EqualFold(own, name) })
}

// header returns a header of the request, "" when it has none.
func (l *reading) header(name string) string {
	value, _ := headerOf(l.Trace.Request, name)
	return value
}

// contentType is that of the request; of one from the history, what was written. known
// reports whether the headers are there to be read.
func (l *reading) contentType() (kind string, known bool) {
	if kind := l.header("Content-Type"); kind != "" {
		return kind, true
	}
	head, _, known := strings.Cut(string(l.Trace.Sent), "\r\n\r\n")
	for line := range strings.SplitSeq(head, "\r\n") {
		if name, value, _ := strings.Cut(line, ":"); strings.EqualFold(name, "Content-Type") {
			return strings.TrimSpace(value), true
		}
	}
	return "", known
}

// known reports whether the request itself is known, not just its answer.
// A request from the history is not: its fields are gone.
func (l *reading) known() bool {
	r := l.Trace.Request
	return r.Method != "" && len(r.Form)+len(r.Query) > 0
}

// earlier returns the requests of the history that carried the same credential.
func (l *reading) earlier() []flow.Trace {
	var same []flow.Trace
	for _, t := range l.History {
		if t.ID != l.Trace.ID && t.Step == l.step && t.SpentSame(l.Trace) {
			same = append(same, t)
		}
	}
	return same
}

// brought reports whether tokens came, refused whether the server took nothing.
func brought(t flow.Trace) bool {
	_, sealed := t.Brought(flow.KindAccessToken)
	return sealed || flow.Classify(t).Verdict == flow.Granted
}
func refused(t flow.Trace) bool { return flow.Classify(t).Verdict == flow.Refused }

func clock(t time.Time) string { return t.Local().Format(time.TimeOnly) }

// claims decodes the credential that was sent, when it is a JWT.
func (l *reading) claims() (flow.Claims, bool) {
	c, err := flow.DecodeToken(l.Trace.Request.Credential())
	return c, err == nil
}

func claim(c flow.Claims, names ...string) string {
	for _, one := range c.List {
		if slices.Contains(names, one.Name) {
			return one.Value
		}
	}
	return ""
}
