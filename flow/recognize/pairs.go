package recognize

import (
	"slices"
	"strings"

	"zoauth/flow"
)

// pairNames are the names whose values matter where they stand outside an object, as
// in a log, a print_r, a table or a YAML file.
var pairNames = []string{"error", "reason", "error_description", "errorCode", "errorMessage", "code", "message", "state", "access_token", "refresh_token", "status"}

var (
	pairWords    = wordsOf(pairNames...)
	pairInitials = initialsOf(pairNames)
)

// initialsOf are the bytes by which names in small letters begin, however they are written.
func initialsOf(names []string) (initials [256]bool) {
	for _, name := range names {
		initials[name[0]], initials[name[0]-'a'+'A'] = true, true
	}
	return initials
}

// pair is a name with its value.
type pair struct {
	name, value string
	start, end  int
}

// readPairs finds names with values: "error=invalid_grant reason=…", a Go map, a PHP
// print_r, "code: … state: …", rows of a table.
func readPairs(r *reader) { (&pairReader{reader: r}).read() }

// pairReader reads names with values, line by line. The lines below a line are asked for again
// by the next ones: what was read last is kept.
type pairReader struct {
	*reader
	rows    [maxRowsOfPairs]pairRow
	pairs   []pair   // room for those of the lines that go together
	members []member // room for them as members
}

// pairRow is a part of a text with its pairs.
type pairRow struct {
	start, end int
	pairs      []pair
}

func (r *pairReader) read() {
	last := -1
	for n := range r.linesWith(pairParts()) {
		if r.full() {
			return
		}
		if n > last && !r.claimed[n] {
			last = r.pairsFrom(n)
		}
	}
}

// pairParts are parts of the names without which pairs mean nothing here.
var pairParts = wordsOf("rror", "eason", "ode", "access_token")

// maxRowsOfPairs is over how many lines one response may be spread, a pair in each.
const maxRowsOfPairs = 12

// pairsFrom reads the pairs of a line; where it has a single one, those of the lines
// below go with it, as in YAML or a print_r. It returns the last line that they took.
func (r *pairReader) pairsFrom(n int) int {
	start, end, last := r.pairLine(n)
	if end-start > maxTextBody {
		return n
	}
	if pairs, row := r.pairsInTable(n); r.takePairs(pairs) {
		return row
	}
	pairs := append(r.pairs[:0], r.pairsOf(n, start, end)...)
	if len(pairs) == 0 {
		return n
	}
	for rows := 1; len(pairs) == rows && rows < maxRowsOfPairs && last+1 < len(r.lines) && !r.claimed[last+1]; rows++ {
		start, end, line := r.pairLine(last + 1)
		more := r.pairsOf(last+1, start, min(end, start+maxAddress))
		if len(more) != 1 {
			break
		}
		pairs, last = append(pairs, more...), line
	}
	if r.pairs = pairs; slices.ContainsFunc(pairs, pair.tells) && !isSource(r.text[start:end]) && r.takePairs(pairs) {
		return last
	}
	return n
}

// tells reports whether a pair is one of those without which others are neither a response nor the
// parameters of a callback.
func (p pair) tells() bool {
	switch p.name {
	case "error", "errorCode", "message", "access_token":
		return true
	}
	return p.name == "code" && len(p.value) >= leastCode
}

// pairsInTable reads the only row below a line that has names alone, in columns, and returns where it
// is: a table with more rows is a list of errors, none of which need have come.
func (r *pairReader) pairsInTable(n int) (pairs []pair, row int) {
	start, end := r.line(n)
	names := cellsOf(r.text[start:min(end, start+maxName)])
	if len(names) < 2 || slices.ContainsFunc(names, func(name string) bool { return !slices.Contains(pairNames, name) }) {
		return nil, n
	}
	for row = n + 1; row < min(len(r.lines), n+3) && !r.claimed[row]; row++ {
		from, to := r.line(row)
		values := cellsOf(r.text[from:min(to, from+maxAddress)])
		if len(values) != len(names) || strings.Trim(values[0], "-:") == "" { // the line below the heads
			continue
		}
		if row+1 < len(r.lines) && len(cellsOf(r.lineText(r.lines[row+1]))) == len(names) {
			return nil, n
		}
		for i, name := range names {
			pairs = append(pairs, pair{name: name, value: values[i], start: start, end: to})
		}
		return pairs, row
	}
	return nil, n
}

// cellsOf are the cells of a table's row; nil where the line is none.
func cellsOf(line string) []string {
	line = strings.Trim(line, "| ")
	for _, sign := range []string{"|", "\t", ","} {
		if !strings.Contains(line, sign) {
			continue
		}
		cells := strings.Split(line, sign)
		for i := range cells {
			cells[i] = strings.Trim(cells[i], " `\"")
		}
		return cells
	}
	return nil
}

// pairLine returns the bounds of a line, with the line below where the value of
// var_dump stands there, and the last line of both.
func (r *pairReader) pairLine(n int) (start, end, last int) {
	start, end = r.line(n)
	if n+1 < len(r.lines) && strings.HasSuffix(strings.TrimRight(r.text[start:end], " "), "=>") {
		_, end = r.line(n + 1)
		return start, end, n + 1
	}
	return start, end, n
}

// pairsOf are the pairs of line n, which stands between two offsets.
func (r *pairReader) pairsOf(n, start, end int) []pair {
	row := &r.rows[n%maxRowsOfPairs]
	if row.start != start || row.end != end {
		*row = pairRow{start, end, r.pairsIn(start, end)}
	}
	return row.pairs
}

// pairsIn finds the pairs of one line.
func (r *pairReader) pairsIn(start, end int) []pair {
	var pairs []pair
	line, next, tried := r.text[start:end], 0, 0
	pairWords().Each(line, func(word, at int) bool {
		name := pairNames[word]
		if at < next || at > 0 && (isWordByte(line[at-1]) || line[at-1] == '.') || at+len(name) == len(line) || isWordByte(line[at+len(name)]) {
			return true
		}
		if tried++; tried > maxArtefacts { // each may be looked for to the end of the line
			return false
		}
		if value, from, ok := pairValue(line, at+len(name), holdsSentence(name)); ok {
			next = from + len(value)
			pairs = append(pairs, pair{name: name, value: value, start: start + at, end: start + next})
		}
		return true
	})
	return pairs
}

// nameAt returns the name that text begins with, as pairNames has it, or "".
func nameAt(text string) string {
	if !pairInitials[text[0]] {
		return ""
	}
	for _, name := range pairNames {
		if len(text) > len(name) && strings.EqualFold(text[:len(name)], name) && !isWordByte(text[len(name)]) {
			return name
		}
	}
	return ""
}

// holdsSentence reports whether the value of a name is a sentence.
func holdsSentence(name string) bool {
	return name == "message" || name == "errorMessage" || name == "reason"
}

// pairValue reads what follows a name: a separator, and a value in quotes or up to
// the next separator.
func pairValue(line string, at int, said bool) (value string, from int, ok bool) {
	rest := strings.TrimLeft(line[at:], "\"'`]*")
	sign := strings.TrimLeft(rest, " \t\n|=:>")
	if arrow, found := strings.CutPrefix(sign, "->"); found {
		sign = strings.TrimLeft(arrow, " ")
	}
	separator := strings.TrimSpace(rest[:len(rest)-len(sign)])
	tabbed := strings.ContainsAny(rest[:len(rest)-len(sign)], "\t|") || separator == "" && strings.HasPrefix(line[at:], " ")
	if !strings.ContainsAny(separator, "=:>") && !tabbed || strings.Contains(separator, "==") {
		return "", 0, false
	}
	sign = strings.TrimLeft(afterType(sign), "*[")
	from = len(line) - len(sign)
	if sign == "" || beginsPair(sign) { // "Error: error=…"
		return "", 0, false
	}
	if quote := sign[0]; quote == '"' || quote == '\'' || quote == '`' {
		if i := strings.IndexByte(sign[1:], quote); i >= 0 {
			return sign[1 : 1+i], from + 1, true
		}
	}
	end := valueEnd(sign)
	if !strings.ContainsAny(separator, ":>") { // key=value: one word
		if next := nextKey().FindStringIndex(sign[:end]); said && isCapital(sign[0]) && next != nil {
			end = next[0]
		} else if blank := strings.IndexByte(sign[:end], ' '); blank >= 0 && !isProseToEnd(sign[:end]) && !(said && isCapital(sign[0])) {
			end = blank
		}
	}
	if next := nextPair(sign[:end]); next > 0 {
		end = next
	}
	value = strings.TrimSpace(sign[:end])
	return value, from, value != ""
}

// valueEnd is where a value without quotes ends that a text begins with. In a sentence a comma
// belongs to it where the sentence goes on: "Invalid access token, does not contain scopes".
func valueEnd(text string) int {
	for i := range len(text) {
		switch c := text[i]; {
		case strings.IndexByte(";&|)]}\t\"'", c) >= 0:
			return i
		case c == ',' && !(strings.Contains(text[:i], " ") && sentenceGoesOn().MatchString(text[i:])):
			return i
		}
	}
	return len(text)
}

// sentenceGoesOn is a comma in a sentence: no name with its value is behind it.
var sentenceGoesOn = expression(`^, [a-z]+ [a-z]`)

// nextKey is where another name with its value begins.
var nextKey = expression(` [\w.-]+=`)

// isProseToEnd reports whether a value without quotes is a sentence of Zoom's that ends
// with it: "message=Invalid access token."
func isProseToEnd(value string) bool {
	if len(value) > maxName {
		return false
	}
	lower := strings.ToLower(strings.TrimSpace(value))
	known := func(said string) bool { return strings.HasPrefix(lower, said) && len(lower) <= len(said)+1 }
	return slices.ContainsFunc(reasons, known) || slices.ContainsFunc(restMessages, known)
}

// afterType skips the type that var_dump writes before a string, string(14) "…", or around a
// number, int(300).
func afterType(text string) string {
	if number, found := strings.CutPrefix(text, "int("); found {
		return number
	}
	if !strings.HasPrefix(text, "string(") {
		return text
	}
	_, value, _ := strings.Cut(text, ")")
	return strings.TrimLeft(value, " ")
}

// nextPair returns where another known name with a separator begins in a value, or 0.
func nextPair(value string) int {
	for i := 1; i < len(value); i++ {
		if (value[i-1] == ' ' || value[i-1] == '[') && beginsPair(value[i:]) {
			return i
		}
	}
	return 0
}

// beginsPair reports whether text begins with a known name and a separator.
func beginsPair(text string) bool {
	name := nameAt(text)
	return name != "" && strings.IndexAny(strings.TrimLeft(text[len(name):], " ]"), "=:") == 0
}

// takePairs keeps pairs that are a response or the parameters of a callback, and reports whether they are. A callback
// with an error is its whole line: what it says beside the pairs is about the same.
func (r *pairReader) takePairs(pairs []pair) bool {
	if len(pairs) == 0 {
		return false
	}
	o := object{form: "names and values", members: r.members[:0]}
	start, end := pairs[0].start, pairs[0].end
	for _, p := range pairs {
		if _, twice := o.find(p.name); twice {
			continue
		}
		if (p.name == "reason" || p.name == "message") && !strings.Contains(p.value, " ") { // of a form
			p.value = unpercent(p.value, true)
		}
		o.members = append(o.members, member{name: p.name, text: p.value, quoted: !isNumber(p.value), at: p.start})
		start, end = min(start, p.start), max(end, p.end)
	}
	r.members = o.members
	if c, ok := codeIn(&o); ok {
		r.add(Artefact{Kind: Callback, Form: "code with its state", Certainty: Likely, Callback: c}, start, end)
		return true
	}
	if c, ok := refusedCallback(&o); ok {
		r.add(Artefact{Kind: Callback, Form: "error with its state", Certainty: Likely, Callback: c}, start, end)
		return true
	}
	if failed := o.text("error"); slices.Contains(callbackErrors, failed) && o.text("reason") == "" && r.speaksOfZoom() {
		first, _ := r.line(r.lineOf(start))
		_, last := r.line(r.lineOf(max(start, end-1)))
		r.add(Artefact{Kind: Callback, Form: "callback in " + o.form, Certainty: Possible, Callback: flow.CallbackParameters{Error: failed}}, first, last)
		return true
	}
	if isNumber(o.text("code")) && o.text("message") != "" && !isErrorCode(o.text("error")) { // "Error: …" of a client, above what the server said
		o.members = slices.DeleteFunc(o.members, func(m member) bool { return m.name == "error" })
	}
	if !answersOAuth(&o) || !isAnswer(&o) {
		return false
	}
	if isMocked(r.reader, start, end) {
		r.leaveOut(start, end)
		return true
	}
	response := &flow.Response{Body: o.body(), Status: statusIn(&o)}
	if response.Status == 0 {
		response.Status = statusBefore(r.reader, start)
	}
	r.add(Artefact{Kind: Response, Form: "response in " + o.form, Certainty: Likely, Trace: pastedResponse(response)}, start, end)
	return true
}

// codeIn are the parameters of a callback that has a code and a state, from loose pairs.
func codeIn(o *object) (flow.CallbackParameters, bool) {
	code := o.text("code")
	if len(code) < leastCode || o.text("error") != "" || isNumber(code) || strings.Trim(code, tokenLetters+"%") != "" {
		return flow.CallbackParameters{}, false
	}
	values := map[string]string{}
	for _, m := range o.members {
		values[m.name] = m.text
	}
	c := fromValues(values)
	return c, c.HasState && plausibleCallback(c)
}

// answersOAuth reports whether loose pairs are those of an OAuth answer: "code" and
// "message" of a log are of anything.
func answersOAuth(o *object) bool {
	return isOAuthCode(o.text("error")) || o.text("reason") != "" && isErrorCode(o.text("error")) ||
		o.text("errorCode") != "" || o.text("message") != "" && (isZoomNumber(o.text("code")) || zoomMessage(o)) || len(o.text("access_token")) >= ShortestToken && len(o.members) > 1
}
