package recognize

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"zoauth/flow"
)

// readWords finds what libraries leave of a response in a log: the code alone, in a
// sentence of their own. Lines of a program are left out: what they quote did not
// happen.
func readWords(r *reader) {
	for _, code := range oauthCodes {
		r.each(code, func(at int) int {
			after := at + len(code)
			if at > 0 && isWordByte(r.text[at-1]) || after < len(r.text) && isWordByte(r.text[after]) {
				return after
			}
			n := r.lineOf(at)
			start, end := r.line(n)
			if r.claimed[n] || end-start > maxAddress || isSource(r.text[start:end]) || isDocumentation(r.text[start:end]) || r.listsErrors(n) || r.isOtherObject(r.text[start:end]) {
				return after
			}
			line := r.text[start:end]
			r.addExcerpt(start, end, lastStatus(line[:at-start]), "error", code, "reason", reasonIn(line))
			return after
		})
	}
}

// wordsOfALog is the form of a response of which a log or a sentence has words alone.
const wordsOfALog = "line that quotes a response"

// addExcerpt keeps a line as what a log has of a response: its status, and names of members in
// turn with their values; an empty value is none.
func (r *reader) addExcerpt(start, end, status int, members ...string) {
	response := &flow.Response{Status: status, Header: http.Header{}}
	var o object
	for i := 0; i < len(members); i += 2 {
		if value := members[i+1]; value != "" {
			o.members = append(o.members, member{name: members[i], text: value, quoted: !isNumber(value)})
		}
	}
	if len(o.members) > 0 {
		response.Body = o.body()
	}
	r.add(Artefact{Kind: Response, Form: wordsOfALog, Certainty: Possible, Trace: pastedResponse(response)}, start, end)
}

// rpcError is an error of JSON-RPC by its number: of an MCP server's own.
var rpcError = expression(`-32[0-7]\d\d\b`)

// readCutReasons finds a response of which a logger kept no more than the beginning of
// its reason, where Zoom has only one that begins so.
func readCutReasons(r *reader) {
	r.each("reason", func(at int) int {
		n := r.lineOf(at)
		start, end := r.line(n)
		if end-at > maxName || at-start > maxAddress {
			return at + len("reason")
		}
		rest, found := strings.CutPrefix(strings.TrimLeft(r.text[at+len("reason"):end], "\"'\\ "), ":")
		kept := strings.ToLower(strings.TrimRight(strings.TrimLeft(rest, "\"'\\ "), " .…"))
		if reason := completed(kept); found && reason != "" && !r.claimed[n] && !isSource(r.text[start:end]) {
			r.addExcerpt(start, end, lastStatus(r.text[start:at]), "reason", reason)
			r.found[len(r.found)-1].Flaws = []string{breaksOff}
		}
		return at + len("reason")
	})
}

// leastMessage is how many bytes a line has at least that holds a message and what it is about.
const leastMessage = 16

// readMessages finds a message of the REST API in a line that has its status, or in a
// text that speaks of Zoom: other providers use the same words.
func readMessages(r *reader) {
	zoom := r.speaksOfZoom()
	for n := range r.lines {
		start, end := r.line(n)
		if r.claimed[n] || r.full() || end-start < leastMessage || end-start > maxAddress {
			continue
		}
		line := r.text[start:end]
		message, _ := messages().First(line)
		refused := strings.Contains(line, "401")
		if message == "" || isSource(line) || strings.Contains(line, "{") || !zoom && !(refused && IsWholeMessage(line)) || scopesLacked().MatchString(line) || r.listsErrors(n) {
			continue
		}
		status := http.StatusUnauthorized
		if strings.HasSuffix(strings.ToLower(message), unknownEndpoint) {
			status = http.StatusNotFound
		}
		r.addExcerpt(start, end, status, "reason", message)
	}
}

// scopesOfZoom is Zoom's message with scopes in Zoom's form.
var scopesOfZoom = expression(`does not contain scopes:[\s\\n]*\[["'\\\s]*\w+:\w`)

// scopesLacked is how that message begins, as Zoom and as people write it.
var scopesLacked = expression(`(?i)\b(?:does not|doesn[\x27’]?t) contain (?:the |these )?(?:required )?scopes?\b:?`)

// AsZoomLacksScopes is a text in which that message begins as Zoom writes it.
func AsZoomLacksScopes(text string) string {
	return scopesLacked().ReplaceAllString(text, "does not contain scopes:")
}

// saidMessage is a message of the REST API with its code behind it, as programs print them:
// "Webinar has not started (code: 3000)".
var saidMessage = expression(`([A-Z][^\n{}()=]{7,160}?)[.,]? [(\[](?:(?:error )?code:? ?(\d{3,4})|(3\d{3}))[)\]]`)

// hasCodeInBrackets reports whether the code of such a message stands in a line.
func hasCodeInBrackets(line string) bool {
	for i := range len(line) {
		if line[i] != '(' && line[i] != '[' {
			continue
		}
		rest := strings.TrimPrefix(line[i+1:], "error ")
		if strings.HasPrefix(rest, "code") || len(rest) > 4 && rest[0] == '3' && isNumber(rest[:4]) && (rest[4] == ')' || rest[4] == ']') {
			return true
		}
	}
	return false
}

// numberedMessage is one with its code before it, which ends where its quote does, and refusing are words of
// a message that refuses.
var (
	numberedMessage = expression(`\b(\d{4})[:,) |(-]{1,3}(?:["“]([A-Z][^\n{}()="”]{7,160})|([A-Z][^\n{}()=]{7,160}))`)
	refusing        = wordsOf("not ", "cannot", "only ", "missing", "already", "exceed", "invalid", "unable", "too many", "expired")
)

// messageSaid is the code and the message by which a line refuses an operation; without a code:
// it refuses none.
func messageSaid(line string) (code, message string) {
	if hasCodeInBrackets(line) {
		if m := saidMessage().FindStringSubmatch(line); m != nil && RefusesOperation(m[2]+m[3], m[1]) {
			return m[2] + m[3], m[1]
		}
	}
	if !refusing().In(line) {
		return "", ""
	}
	if m := numberedMessage().FindStringSubmatch(line); m != nil && refusing().In(m[2]+m[3]) && RefusesOperation(m[1], m[2]+m[3]) {
		return m[1], m[2] + m[3]
	}
	return "", ""
}

// readSaidMessages finds them in a text that speaks of Zoom.
func readSaidMessages(r *reader) {
	if !r.speaksOfZoom() {
		return
	}
	for n := range r.lines {
		start, end := r.line(n)
		if r.claimed[n] || r.full() || end-start < leastMessage || end-start > maxAddress {
			continue
		}
		line := r.text[start:end]
		if code, message := messageSaid(line); code != "" && !isSource(line) && !r.listsErrors(n) {
			r.addExcerpt(start, end, saidStatus(line), "code", code, "message", strings.TrimSpace(message))
		}
	}
}

// readRefusals finds the first line in which a program says that a request to Zoom was refused, with
// the status and without an address, where the text says nothing more of the response.
func readRefusals(r *reader) {
	if slices.ContainsFunc(r.found, func(a Artefact) bool { return a.HasResponse() || a.Kind == Page }) {
		return
	}
	for n := range r.linesWith(refusalNumbers()) {
		start, end := r.line(n)
		line := r.text[start:min(end, start+maxAddress)]
		if r.claimed[n] || strings.Contains(line, " HTTP/") && !statusLine().MatchString(line) || strings.Contains(line, "://") || isSource(line) || isDocumentation(line) || r.advises(n) {
			continue
		}
		status, limited := saidStatus(line), isLimit(line)
		switch {
		case limited:
			status = http.StatusTooManyRequests
		case status == 0 && n > 0 && r.claimed[n-1] && isNumber(strings.TrimSpace(line)): // all that a command prints
			status, _ = strconv.Atoi(strings.TrimSpace(line))
		}
		from, _ := r.line(max(0, n-linesOfReport))
		_, to := r.line(min(len(r.lines)-1, n+linesOfReport))
		if slices.Contains(refusals, status) && (limited || !goesOn(line, status)) && speaksOfZoom(withoutPages(r.text[max(from, start-maxAddress):min(to, end+maxAddress)])) {
			r.addExcerpt(start, end, status)
			return
		}
	}
}

// withoutPages is a text without the addresses of pages, meetings and files: what refuses those has nothing
// to do with OAuth.
func withoutPages(text string) string {
	return AnyAddress().ReplaceAllStringFunc(text, func(address string) string {
		if isEndpoint(hostOf(address), address) {
			return address
		}
		return ""
	})
}

// refusals are the statuses by which Zoom refuses a request, a token or a client, whatever the path.
var (
	refusals       = []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests}
	refusalNumbers = wordsOf("400", "401", "403", "429")
)

// statusLine is the first line of a response, in what a client says of it.
var statusLine = expression(`\bHTTP/[\d.]+ [45]\d\d\b`)

var (
	limitStatus = expression(`(?:^|[\s>(\[=])429(?:$|[\s,;.)\]:(])`)
	waits       = wordsOf("retry", "retries", "back off", "backing off", "backoff", "sleep", "throttl", "slow down", "wait")
	countsOf429 = wordsOf("line 429", "id 429", "meeting 429", "row 429", "attempt 429", "port 429", "page 429", "user 429", "order 429", "429 users", "429 meetings", "429 participants", "429 recordings")
)

// isLimit reports whether a line has the status of a rate limit and says that something waits for it.
func isLimit(line string) bool {
	return strings.Contains(line, "429") && limitStatus().MatchString(line) && waits().In(line) && !countsOf429().In(line)
}

// goesOn reports whether a line has a sentence behind a status: what it says is the response.
func goesOn(line string, status int) bool {
	const few = 3
	rest, _, _ := strings.Cut(line[strings.LastIndex(line, strconv.Itoa(status)):], "statusText") // of a browser's Response
	words := strings.Fields(rest)
	words = slices.DeleteFunc(words, func(w string) bool { return !strings.ContainsFunc(w, unicode.IsLetter) || strings.HasPrefix(w, "/") })
	return len(words) > few
}

// stems are parts of the words without which a line has nothing to do with OAuth or
// with Zoom.
var stems = wordsOf(
	"zoom", "oauth", "token", "redirect", "scope", "client", "grant", "authoriz", "state", "provider", "rest api", "meeting", "account", "server-to-server", "server to server",
	"exchange", "code is expired", "disabled by the developer", "disabled by developer", "denied", "rate limit", "api requests", "too many requests", "bad gateway", "bad request", "internal server error", "service unavailable", "gateway time", "forbidden", "<html", "<!doctype", "'<'", "expecting value: line 1",
)

// maxProse is how much of other lines is kept, in bytes, and maxRowsOfProse how many of them together.
const (
	maxProse       = 96 << 10
	maxRowsOfProse = 40
)

// readProse keeps the other lines that speak of OAuth or Zoom, those next to each
// other together: a rule may know their words.
func readProse(r *reader) {
	left, n := maxProse, -1
	for first := range r.linesWith(stems()) {
		if left <= 0 {
			return
		}
		if first <= n {
			continue
		}
		for n = first; n < len(r.lines) && (isProse(r, n) || n > first && r.inScopes(first, n)) && n-first < maxRowsOfProse; {
			n++
		}
		if n == first {
			continue
		}
		start, _ := r.line(first)
		_, end := r.line(n - 1)
		r.add(Artefact{Kind: Prose, Form: "text", Certainty: Possible}, start, end)
		left -= end - start
	}
}

// openScopes is the end of a text whose list of scopes goes on in the next line.
var openScopes = expression(`(?i)scopes:\s*(?:\[[^\]]*)?$`)

// inScopes reports whether line n, which nothing claims, is of the list of scopes that the lines
// from first on begin.
func (r *reader) inScopes(first, n int) bool {
	start, _ := r.line(first)
	_, end := r.line(n - 1)
	return !r.claimed[n] && openScopes().MatchString(r.text[max(start, end-maxAddress):end])
}

// isOtherObject reports whether a line is one whole object that no reader took, and that does
// not speak of Zoom: somebody else's data. A logger's record in a text that speaks of Zoom is none, where it
// names nobody else.
func (r *reader) isOtherObject(line string) bool {
	line = strings.TrimSpace(line)
	if !strings.HasPrefix(line, "{") || !json.Valid([]byte(line)) || speaksOfZoom(line) || scopesOfZoom().MatchString(line) {
		return false
	}
	if !r.speaksOfZoom() {
		return true
	}
	o, _, _ := readObject(line, 0)
	return !isLogRecord(&o) || whose(line).Foreign
}

func isProse(r *reader, n int) bool {
	start, end := r.line(n)
	if r.claimed[n] || end-start < 4 || end-start > maxAddress {
		return false
	}
	line := r.text[start:end]
	return stems().In(line) && !isSource(line) && !isDocumentation(line) && !r.listsErrors(n) && !r.isOtherObject(line) &&
		!slices.ContainsFunc(r.others, func(other Span) bool { return other.Start < end && start < other.End })
}
