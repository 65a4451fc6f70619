package recognize

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"zoauth/flow"
)

// pastedRequest is the trace of a request of which nothing more is known.
func pastedRequest(r flow.Request) flow.Trace {
	return flow.Trace{Origin: flow.OriginPasted, Step: r.Step, Request: r}
}

// methods are those of HTTP requests.
var methods = []string{"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"}

// readHTTP finds raw requests and responses: as on the wire, as curl -v prints
// them behind "> " and "< ", and a bare "POST https://…" line.
func readHTTP(r *reader) {
	messageReader{r, sync.OnceValues(func() (variables [][]string, ok bool) { return variablesOfFile(r.text) })}.read()
}

// messageReader reads HTTP messages, line by line.
type messageReader struct {
	*reader
	file func() (variables [][]string, ok bool) // what the text sets, if it is a .http file
}

var (
	// variableOfFile is a variable that a .http file sets.
	variableOfFile = expression(`(?m)^@([\w-]+)[ \t]*=[ \t]*(\S+)`)
	// ofClient are the signs of such a file: what it sets or names, the lines between its requests, what
	// its client does with a response, values from its environment.
	ofClient = expression(`(?m)^@[\w-]+[ \t]*=|^(?:#|//) @\w|^###[^\n]*\n(?:(?:#|//|@)[^\n]*\n|[ \t]*\n)*(?:GET|POST|PUT|PATCH|DELETE) |^[<>] \{%|\{\{(?:\$|\w+\.(?:response|request)\.)|^[A-Z]+ \{\{`)
	// leadingVariable is the variable of a host.
	leadingVariable = expression(`^\{\{[^{}]*\}\}`)
	inFile          = strings.NewReplacer("{{", "${", "}}", "}")
)

// variablesOfFile are the variables that a text sets, if it is a .http file.
func variablesOfFile(text string) (variables [][]string, ok bool) {
	text = text[:min(len(text), maxTextBody)]
	return variableOfFile().FindAllStringSubmatch(text, maxMembers), ofClient().MatchString(text)
}

// fillIn puts the variables of a .http file into the address and marks them elsewhere as variables,
// which the file's client fills in, from its environment too: they are no forgotten placeholders.
func (r messageReader) fillIn(d *draft) {
	variables, ok := r.file()
	if !ok {
		return
	}
	for _, m := range variables {
		d.url = strings.ReplaceAll(d.url, "{{"+m[1]+"}}", m[2])
	}
	base := leadingVariable().FindString(d.url)
	d.url = base + inFile.Replace(strings.TrimPrefix(d.url, base))
	for i := range d.headers {
		d.headers[i].Plain = inFile.Replace(d.headers[i].Plain)
	}
	for i := range d.data {
		d.data[i] = inFile.Replace(d.data[i])
	}
	d.body = inFile.Replace(d.body)
}

func (r messageReader) read() {
	for n := 0; n < len(r.lines) && !r.full(); {
		start, end := r.line(n)
		text, at := undress(r.text[start:end])
		n = max(r.readMessage(n, text, start+at), n+1)
	}
}

// readMessage reads a message that begins on line n, and returns the line after it.
func (r messageReader) readMessage(n int, first string, at int) int {
	if r.claimed[n] {
		return n + 1
	}
	switch {
	case strings.HasPrefix(first, "HTTP/"):
		return r.readResponse(n, first, at)
	case isAnswered(r.text[max(0, at-longestArrow):at], first):
		return r.readResponse(n, "HTTP "+first, at)
	case requestLine(first):
		return r.readRequest(n, first, at)
	}
	return n + 1
}

// arrows are what programs put before the lines of a request and those of a response that they print.
var (
	sentArrows = []string{"→", "⇒", "-->", "->", "=>", "⇢", "⟶"}
	gotArrows  = []string{"←", "⇐", "<--", "<-", "<=", "⇠", "⟵"}
	allArrows  = slices.Concat(sentArrows, gotArrows)
)

// longestArrow is how many bytes an arrow has at most, with the blank behind it.
const longestArrow = len("→ ")

// undress takes off what curl -v, a mail, a log viewer or a program's own dump puts before a line. It
// returns how many bytes it took.
func undress(line string) (string, int) {
	if line == "" || isLetter(line[0]) || isDigit(line[0]) {
		return line, 0
	}
	bare := strings.TrimLeft(line, " \t|")
	bare = strings.TrimPrefix(bare, arrowOf(bare))
	bare = strings.TrimLeft(bare, " \t>|")
	if rest, found := strings.CutPrefix(bare, "<"); found && strings.TrimLeft(rest, "!?") == rest && !strings.Contains(rest, ">") { // no tag of a page
		bare = strings.TrimLeft(rest, " \t>|<")
	}
	return bare, len(line) - len(bare)
}

// arrowOf is the arrow that a line begins with; "" where it begins with none.
func arrowOf(line string) string {
	for _, arrow := range allArrows {
		if rest, found := strings.CutPrefix(line, arrow); found && (rest == "" || rest[0] == ' ') {
			return arrow
		}
	}
	return ""
}

// statusAlone is the first line of a response without the protocol.
var statusAlone = expression(`^[1-5]\d\d(?: [A-Z][A-Za-z' -]{1,40})?$`)

// isAnswered reports whether a line behind the arrow of a response begins one.
func isAnswered(before, line string) bool {
	if !statusAlone().MatchString(strings.TrimSpace(line)) {
		return false
	}
	before = strings.TrimRight(before, " ")
	return slices.ContainsFunc(gotArrows, func(arrow string) bool { return strings.HasSuffix(before, arrow) })
}

// requestLine reports whether a line is "METHOD target" or "METHOD target HTTP/x", and
// not a client's report, "METHOD target net::ERR_…" or "METHOD target -> 401".
func requestLine(line string) bool {
	method, rest, _ := strings.Cut(line, " ")
	rest = strings.TrimSpace(rest)
	if !slices.Contains(methods, method) || !holdsPrefix(rest, []string{"/", "http", "{{"}) {
		return false
	}
	target, after, _ := strings.Cut(rest, " ")
	ofApp := strings.HasPrefix(target, "/") && !holdsAny(target, []string{"/oauth/token", "/v2/"}) // of the server of an app, in its log
	refused := (IsZoomHost(hostOf(target)) || ofApp) && refusalIn("", after) >= http.StatusBadRequest
	return !refused && !transportWords().In(after) // else it reports how the request ended
}

// readRequest reads a request line, its headers, and a body that is a form or JSON.
func (r messageReader) readRequest(n int, first string, at int) int {
	parts := strings.Fields(first)
	d := draft{method: parts[0], url: strings.TrimRight(parts[1], ":")} // Postman's console ends it with a colon
	from := n + 1
	if strings.HasPrefix(r.trimmedLine(from), "HTTP/") && len(strings.Fields(r.trimmedLine(from))) == 1 { // the rest of a request line that was broken
		from++
	}
	next, hasBlank := r.readHeaders(from, &d)
	if host := headerOf(d.headers, "Host"); host != "" && strings.HasPrefix(d.url, "/") {
		d.url = "https://" + host + d.url
	}
	if isCallbackTarget(d.url) {
		return n + 1 // a callback's own request: the callback reader takes it
	}
	if hasBlank || len(d.headers) > 0 || strings.HasPrefix(r.trimmedLine(next), "grant_type=") {
		next = r.readBody(next, &d)
	}
	_, end := r.line(next - 1)
	if strings.Contains(r.text[at:end], "{{") {
		r.fillIn(&d)
	}
	if c, ok := callbackParameters(d.url, strings.Join(d.data, "&")); ok && plausibleCallback(c) { // response_mode=form_post
		r.add(Artefact{Kind: Callback, Form: "callback in a form", Certainty: Likely, Callback: c}, at, end)
		return next
	}
	if next == n+1 { // the line may go on behind the target
		end = at + strings.Index(first, parts[1]) + len(parts[1])
	}
	a := Artefact{Kind: Request, Form: "HTTP request", Certainty: Certain, Trace: pastedRequest(d.request())}
	if len(d.headers) == 0 {
		a.Certainty = Likely
	}
	if at > 0 && strings.HasSuffix(strings.TrimRight(r.text[:at], " "), ">") {
		a.Form = "HTTP request in a curl -v transcript"
	}
	if _, stop := r.line(n); next == n+1 && strings.ContainsFunc(r.text[end:max(end, stop)], unicode.IsDigit) && !strings.Contains(r.text[end:stop], "HTTP/") { // with what came of it, perhaps
		r.keep(a, at, end)
	} else {
		r.add(a, at, end)
	}
	return next
}

// isCallbackTarget reports whether a path carries a code or an error as a callback.
func isCallbackTarget(target string) bool {
	_, query, _ := strings.Cut(target, "?")
	return (strings.Contains(query, "code=") || strings.Contains(query, "error=")) && !strings.Contains(query, "grant_type=")
}

// readHeaders reads header lines from line n on, and says whether a blank line ended
// them, which it skips.
func (r messageReader) readHeaders(n int, d *draft) (next int, blank bool) {
	for ; n < len(r.lines) && !r.claimed[n]; n++ {
		start, end := r.line(n)
		text, _ := undress(r.text[start:end])
		if text == "" && !partLabel().MatchString(r.trimmedLine(n+1)) {
			return n + 1, true
		}
		name, value, colon := strings.Cut(text, ":")
		if text == "" || partLabel().MatchString(text) {
			d.labelled = true
			continue
		}
		if strings.HasPrefix(text, "* ") || strings.HasPrefix(text, "} [") || strings.HasPrefix(text, "{ [") {
			continue // curl -v's own remarks
		}
		if commented := strings.TrimLeft(name, "#/ "); commented != name && colon && isHeaderName(commented) {
			continue
		}
		if !colon || !isHeaderName(name) {
			return n, false
		}
		d.setHeader(name, value)
	}
	return n, false
}

// partLabel is what documentation puts above the parts of a request.
var partLabel = expression(`(?i)^\W*(?:headers?|body|form(?: data)?|payload|(?:(?:query|body|form) )?param(?:eter)?s)\b[^:=]{0,24}:\W*$`)

func isHeaderName(name string) bool {
	return name != "" && len(name) < 48 && !strings.HasPrefix(name, "http") && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-") == ""
}

// formLine is a line of a form, with a placeholder or a template's variable for a value or without.
var formLine = expression(`^&?[A-Za-z_][\w.%\[\]-]*=(?:[^\s{}<>]|\$?\{\{?[^{}\n]*\}?\}|<[\w -]+>)*$`)

// readBody reads the body of a request: a form, which may go on over lines at its "&", or JSON.
func (r messageReader) readBody(n int, d *draft) (next int) {
	if n >= len(r.lines) || r.claimed[n] {
		return n
	}
	start, end := r.line(n)
	text, at := undress(r.text[start:end])
	switch {
	case strings.HasPrefix(text, "{") && !strings.Contains(headerOf(d.headers, "Content-Type"), "form"):
		if _, stop, ok := readObject(r.text, start+at); ok {
			d.body = r.text[start+at : stop]
			return r.lineOf(stop-1) + 1
		}
	case formLine().MatchString(text):
		return r.readForm(n, d)
	}
	return n
}

// readForm reads the lines of a form from line n on.
func (r messageReader) readForm(n int, d *draft) (next int) {
	for next = n; next < len(r.lines) && !r.claimed[next]; next++ {
		start, end := r.line(next)
		text, _ := undress(r.text[start:end])
		text = strings.TrimRight(text, " \t")
		goesOn := next == n || d.labelled || strings.HasPrefix(text, "&") || strings.HasSuffix(d.data[len(d.data)-1], "&")
		if !goesOn || !formLine().MatchString(text) {
			break
		}
		d.data = append(d.data, text)
	}
	return next
}

func headerOf(headers []flow.Field, name string) string {
	for _, h := range headers {
		if strings.EqualFold(h.Name, name) {
			return h.Plain
		}
	}
	return ""
}

// isOfProxy reports whether a proxy answered for itself: it asks for a login (RFC 9110 §15.5.8), or has opened a
// tunnel (§9.3.6) in which the server's own response follows.
func isOfProxy(status int, reason string) bool {
	return status == http.StatusProxyAuthRequired || strings.EqualFold(strings.TrimSpace(reason), "Connection established")
}

// readResponse reads a status line, headers, and the body behind them.
func (r messageReader) readResponse(n int, first string, at int) int {
	proto, rest, _ := strings.Cut(first, " ")
	number, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
	status, err := strconv.Atoi(number)
	if err != nil || status < 100 || status > 599 || isOfProxy(status, reason) {
		return n + 1
	}
	var d draft
	next, _ := r.readHeaders(n+1, &d)
	response := &flow.Response{Proto: proto, Status: status, Reason: strings.TrimSpace(reason), Header: http.Header{}}
	for _, h := range d.headers {
		response.Header.Add(h.Name, h.Plain)
	}
	if c, ok := parseCallback(headerOf(d.headers, "Location")); ok && status/100 == 3 && plausibleCallback(c) {
		_, end := r.line(next - 1)
		r.add(Artefact{Kind: Callback, Form: "callback in a Location header", Certainty: Certain, Callback: c}, at, end)
		return next
	}
	a := Artefact{Kind: Response, Form: "HTTP response", Certainty: Certain}
	end, next, cut := r.responseBody(next, response)
	if cut {
		a.Flaws = append(a.Flaws, breaksOff)
	}
	a.Trace = pastedResponse(response)
	r.add(a, at, end)
	return next
}

// responseBody reads the body that begins on or a little after line n: an object in
// any dress, a page, or text up to a blank line.
func (r messageReader) responseBody(n int, response *flow.Response) (end, next int, cut bool) {
	for ; n < len(r.lines) && !r.claimed[n]; n++ {
		start, stop := r.line(n)
		text, at := undress(r.text[start:stop])
		if text == "" || strings.HasPrefix(text, "* ") || strings.HasPrefix(text, "{ [") {
			continue
		}
		if o, after, ok := readObject(r.text, start+at); ok {
			response.Body = o.body()
			return after, r.lineOf(after-1) + 1, o.cut
		}
		if strings.HasPrefix(text, "<") || !requestLine(text) && !strings.HasPrefix(text, "HTTP/") {
			end, next = r.textBody(n, response)
			return end, next, false
		}
		break
	}
	_, end = r.line(n - 1)
	return end, n, false
}

// maxTextBody is how much of a page is kept.
const maxTextBody = 64 << 10

// textBody reads a body that is text or HTML, to the next blank line.
func (r messageReader) textBody(n int, response *flow.Response) (end, next int) {
	start, _ := r.line(n)
	for next = n; next < len(r.lines) && !r.claimed[next]; next++ {
		from, to := r.line(next)
		if strings.TrimSpace(r.text[from:to]) == "" || to-start > maxTextBody {
			break
		}
		end = to
	}
	response.Body = []byte(r.text[start:end])
	return end, next
}

// pastedResponse is the trace of a response of which no request is known.
func pastedResponse(response *flow.Response) flow.Trace {
	return flow.Trace{Origin: flow.OriginPasted, Delivery: flow.Answered, Response: response}
}
