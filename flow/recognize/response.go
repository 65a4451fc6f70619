package recognize

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"zoauth/flow"
)

// readObjects finds objects in any dress and keeps those that are a response or
// carry a callback's parameters. Objects inside strings of a log record are looked
// into.
func readObjects(r *reader) {
	work := 3*len(r.text) + maxTextBody // broken objects are read again from the next bracket on, but not for ever
	for at := 0; at < len(r.text) && work > 0 && !r.full(); at++ {
		i := strings.IndexAny(r.text[at:], "{[<")
		if i < 0 {
			return
		}
		at += i
		if r.covered(at) {
			continue
		}
		o, end, ok := readObject(r.text, at)
		work -= o.read
		argument := ok && (isArgument(r, at, end) || isAnswer(&o) && r.isInDocs(at, end))
		if argument && isAnswer(&o) {
			r.leaveOut(at, max(end, r.assertionEnd(at)))
		}
		if ok && !argument && takeObject(r, &o, at, end) || !o.cut {
			if ok && !r.covered(at) && strings.Contains(r.text[at:end], "\n") && r.isOtherObject(r.text[at:end]) {
				r.others = append(r.others, Span{Start: at, End: end})
			}
			at = max(at, end-1)
		}
	}
}

// breaksOff is the flaw of a text that was cut. Whether the response itself was cut is
// not known: a logger or a copy may have done it.
const breaksOff = "the text is cut off"

// isArgument reports whether an object is the argument of a call in a line of a program, or stands
// in a comment, a comparison or a sentence with a condition: what they have in them did not happen.
func isArgument(r *reader, at, end int) bool {
	start, _ := r.line(r.lineOf(at))
	_, stop := r.line(r.lineOf(max(at, end-1)))
	before, after := r.text[start:at], strings.TrimLeft(r.text[min(end, stop):stop], " )")
	mark := strings.TrimSpace(strings.TrimLeft(before, "+-"))                                                          // of a diff
	if mark == "//" || mark == "#" && strings.HasSuffix(before, " ") || mark == "*" || strings.HasPrefix(mark, "/*") { // a comment has it
		above := r.trimmedLine(r.lineOf(at) - 1)
		return isComment(above) || !prints().MatchString(above) // else it tells what that printed
	}
	if isCondition(r.text[start:end]) || strings.HasPrefix(after, "==") || strings.HasSuffix(strings.TrimRight(before, " '\"`"), "==") { // a test compares it
		return true
	}
	if stop = max(end, stop); stop-start <= maxAddress && isPassed(strings.TrimSpace(r.text[start:stop])) || strings.HasPrefix(mark, "return ") && strings.Contains(mark, "(") { // a program passes it
		return true
	}
	return strings.HasSuffix(before, "(") && len(before) > 1 && isWordByte(before[len(before)-2]) && strings.HasPrefix(after, ";")
}

// prints is a call by which a program shows a value.
var prints = expression(`^(?:echo|print(?:_r|f|ln)?|puts|p|var_dump|console\.log|fmt\.Print\w*|System\.out\.print\w*|Console\.Write\w*|Debug\.Print|IO\.(?:puts|inspect))\b`)

// isInDocs reports whether a sentence has an object as what documentation says.
func (r *reader) isInDocs(at, end int) bool {
	start, _ := r.line(r.lineOf(at))
	return isQuotedFromDocs(r.text[max(start, at-2*maxName):min(end, at+4*maxName)])
}

// isMocked reports whether a test has an object as what its own server answers.
func isMocked(r *reader, at, end int) bool {
	start, _ := r.line(r.lineOf(at))
	return mockMarks().In(r.text[max(start, at-2*maxName):min(end, at+4*maxName)]) || double().MatchString(r.text[max(0, at-4*maxName):at])
}

// assertion is a call by which a test says what it expects.
var assertion = expression(`\b(?:assert\w*!?(?:\.\w+)*|expect|to(?:Strict)?Equal|toMatchObject)\(`)

// assertionEnd is where such a call ends that an offset is in; the offset itself where it is in none.
func (r *reader) assertionEnd(at int) int {
	from := max(0, at-4*maxName)
	calls := assertion().FindAllStringSubmatchIndex(r.text[from:at], -1)
	if calls == nil {
		return at
	}
	from += calls[len(calls)-1][1]
	call := r.text[from:min(len(r.text), from+maxProgram)]
	end := scan(call, func(i, open int) bool { return open == 0 && call[i] == ')' })
	if strings.Contains(r.text[from:at], "->") {
		return at
	}
	return max(at, from+end)
}

// double is a call by which a test makes something that stands in for a server.
var double = expression(`(?:\b|_)(?:[Ff]ake|[Mm]ock|[Ss]tub)[A-Z]?\w*(?:\(|::)`)

// leaveOut claims lines of which nothing is an event, without an artefact.
func (r *reader) leaveOut(start, end int) {
	for n := r.lineOf(start); n <= r.lineOf(max(start, end-1)); n++ {
		r.claimed[n] = true
	}
}

// takeObject keeps what an object holds, if it holds anything.
func takeObject(r *reader, o *object, at, end int) bool {
	if c, ok := refusedCallback(o); ok {
		r.add(Artefact{Kind: Callback, Form: "callback in " + o.form, Certainty: Likely, Callback: c}, at, end)
		return true
	}
	answer := findAnswer(o, 0)
	if a, ok := failedCall(o, answer); ok {
		r.add(a, at, end)
		return true
	}
	if answer != nil {
		if stop := r.assertionEnd(at); stop > at && (isZooms(answer) || strings.IndexByte("\"'`", r.text[at-1]) >= 0) {
			r.leaveOut(at, max(stop, end))
			return false
		}
		if isMocked(r, at, end) {
			r.leaveOut(at, end)
			return false
		}
		form := o.form + " response"
		if isRPC(o) {
			form = "JSON-RPC response"
		} else if answer != o {
			form = "response in a log record"
		}
		a := Artefact{Kind: Response, Form: form, Certainty: Certain}
		response := &flow.Response{Body: answer.body(), Header: http.Header{}}
		response.Status = cmp.Or(statusIn(o), statusBefore(r, at))         // a number before it may count something else
		if response.Status/100 == 2 && isErrorCode(answer.text("error")) { // that of another response
			response.Status = 0
		}
		if answer.cut || o.cut {
			a.Flaws = append(a.Flaws, breaksOff)
			response.Body = answer.wholeMessage().body()
		}
		if len(a.Flaws) > 0 || answer != o || o.form != "JSON" {
			a.Certainty = Likely
		}
		a.Trace = pastedResponse(response)
		r.add(a, at, end)
		return true
	}
	parameters, ok := callbackOf(o)
	if ok {
		r.add(Artefact{Kind: Callback, Form: "callback in " + o.form, Certainty: Likely, Callback: parameters}, at, end)
	}
	return ok
}

// failedCall reads the error of a JavaScript client that has the request beside the status and,
// perhaps, the server's answer: axios's config, got's options.
func failedCall(o, answer *object) (Artefact, bool) {
	for _, name := range []string{"config", "options", "request"} {
		m, there := o.find(name)
		if !there || m.object == nil || !IsZoomHost(hostOf(m.object.address())) {
			continue
		}
		d := draft{method: m.object.text("method"), url: m.object.address()}
		if headers, _ := m.object.find("headers"); headers.object != nil {
			for _, h := range headers.object.members {
				d.setHeader(h.name, h.text)
			}
		}
		if data, _ := m.object.find("data"); data.quoted && strings.HasPrefix(data.text, "{") {
			d.body = data.text
		} else if data.quoted {
			d.data = []string{data.text}
		}
		a := Artefact{Kind: Request, Form: ReportOfClient, Certainty: Likely, Trace: pastedRequest(d.request())}
		status := statusIn(o)
		if response, _ := o.find("response"); response.object != nil && status == 0 {
			status = statusIn(response.object)
		}
		if status >= http.StatusBadRequest {
			a.Kind = Exchange
			a.Trace.Delivery = flow.Answered
			a.Trace.Response = &flow.Response{Status: status, Header: http.Header{}}
			if answer != nil && answer != o {
				a.Trace.Response.Body = answer.body()
			}
		}
		return a, true
	}
	return Artefact{}, false
}

// address is the URL of a request, as text or as Node's object.
func (o *object) address() string {
	if m, there := o.find("url"); there && m.object != nil {
		return m.object.text("href")
	}
	return o.text("url")
}

// maxWrapped is in how many objects and strings an answer may be wrapped: a logger's, a proxy's, a client's.
const maxWrapped = 6

// findAnswer returns the innermost object that is a server's answer: in it, in a
// member of it, or in a string of it.
func findAnswer(o *object, depth int) *object {
	if depth > maxWrapped {
		return nil
	}
	for _, m := range o.members {
		if m.name == "errors" {
			continue
		}
		inner := m.object
		if inner == nil && m.quoted {
			inner = objectIn(m.text)
		}
		if inner == nil {
			continue
		}
		answer := findAnswer(inner, depth+1)
		switch {
		case answer != nil && m.name == "error" && m.object != nil && !isZooms(answer) && !isRPC(o):
			return o
		case answer != nil:
			return answer
		}
	}
	if isAnswer(o) {
		return o
	}
	return nil
}

// isRPC reports whether an object is a message of JSON-RPC, as MCP servers send it.
func isRPC(o *object) bool { return o.text("jsonrpc") != "" }

// isZooms reports whether an answer has Zoom's members: the error of other providers is
// an object with members of its own.
func isZooms(o *object) bool {
	return o.text("reason") != "" || o.text("errorMessage") != "" || zoomMessage(o) || scopesOfZoom().MatchString(o.text("message"))
}

// objectIn reads an object that stands somewhere in a string.
func objectIn(text string) *object {
	i := max(strings.IndexByte(text, '{'), strings.Index(text, "<result>"))
	if i < 0 || len(text) > maxTextBody {
		return nil
	}
	return objectOf([]byte(text[i:]))
}

// isAnswer reports whether an object has the members of a token endpoint's, a REST
// API's or the consent page's answer.
func isAnswer(o *object) bool {
	has := func(name string) bool { m, there := o.find(name); return there && (m.text != "" || m.object != nil) }
	gives := func(name string) bool {
		return has(name) && !IsVariable(o.text(name)) && !typeName().MatchString(o.text(name))
	}
	code := o.text("error")
	switch {
	case gives("access_token"), gives("device_code"), has("errorCode") && has("errorMessage"), has("errorCode") && has("errorSummary"):
		return true
	case isErrorCode(code), isRevoked(o), slices.Contains(reasons, strings.ToLower(strings.TrimRight(o.text("reason"), ". "))):
		return true
	case has("error") && (has("reason") || has("error_description")):
		return true
	case gives("refresh_token") && !has("grant_type"):
		return true
	case has("message") && has("code") && (isNumber(o.text("code")) || codeInWords().MatchString(o.text("code"))):
		return true
	case has("message") && statusIn(o) >= 400 && !isLogRecord(o):
		return true
	case has("timestamp") && has("path") && has("error"), has("error") && has("message") && (has("status") || has("statusCode")), has("reason") && has("status") && has("message"), has("status") && has("message") && has("correlationId"):
		return true
	}
	m, there := o.find("error")
	return there && m.object != nil && !m.object.array && m.object.text("stack") == "" // that is of a program
}

// typeName is a type that stands for a value where a program says what an answer has.
var typeName = expression(`^(?:string|String|str|number|any)\??(?:[;,|\s].*)?$`)

// isRevoked reports whether an object is what Zoom says to a revoke that it has done
// (docs/zoom.md §2.5).
func isRevoked(o *object) bool { return len(o.members) == 1 && o.text("status") == "success" }

// codeInWords is an error's code as other APIs write one: "InvalidAccessToken".
var codeInWords = expression(`^(?:[A-Z][a-z]+){2,}$`)

// isErrorCode reports whether s is written as an error code: "invalid_grant".
func isErrorCode(s string) bool {
	return len(s) >= 5 && len(s) <= 48 && strings.Trim(s, "abcdefghijklmnopqrstuvwxyz_") == "" && (strings.Contains(s, "_") || s == "unauthorized")
}

// statusIn is an HTTP status that an object names beside the answer.
func statusIn(o *object) int {
	for _, name := range []string{"status", "statusCode", "status_code", "http_status", "httpStatus", "responseStatus"} {
		if n, err := strconv.Atoi(o.text(name)); err == nil && n >= 100 && n <= 599 {
			return n
		}
	}
	title := strings.TrimPrefix(o.text("title"), "Error ") // of a page in JSON
	if n, err := strconv.Atoi(title); err == nil && n >= http.StatusBadRequest && n <= 599 {
		return n
	}
	return 0
}

// statusBefore reads the HTTP status that stands before a body: on its line, or
// alone or behind a word for it on the line before.
func statusBefore(r *reader, at int) int {
	n := r.lineOf(at)
	start, _ := r.line(n)
	if status := lastStatus(r.text[start:at]); status != 0 || n == 0 {
		return status
	}
	start, end := r.line(n - 1)
	if r.claimed[n-1] || strings.HasPrefix(strings.TrimSpace(r.text[start:end]), "{") {
		return 0
	}
	return lastStatus(r.text[start:end])
}

// lastStatus finds the last number that is an HTTP status in a line, where one may stand:
// where [saidStatus] looks, or at an end of the line.
func lastStatus(line string) int { return statusWhere(line, statusPlace) }

// saidStatus finds the last number that words make an HTTP status: behind "HTTP", "status" or
// "code", or before its reason.
func saidStatus(line string) int { return statusWhere(line, namesStatus) }

func statusWhere(line string, place func(before, after string) bool) int {
	const reach = 200 // bytes: longer lines are data
	line = line[max(0, len(line)-reach):]
	for end := len(line); end >= 3; end-- {
		digits := line[end-3 : end]
		if strings.Trim(digits, "0123456789") != "" || digits[0] < '1' || digits[0] > '5' {
			continue
		}
		if end < len(line) && (isWordByte(line[end]) && !strings.HasPrefix(line[end:], "-U") && !strings.HasPrefix(line[end:], "-F") || line[end] == '.' || line[end] == ',' && end+1 < len(line) && line[end+1] != ' ') || end > 3 && (isWordByte(line[end-4]) || strings.IndexByte(".,/", line[end-4]) >= 0) {
			continue
		}
		if !isUnit(line[end:]) && place(strings.TrimRight(line[:end-3], " :=[(\"'`"), line[end:]) {
			status, _ := strconv.Atoi(digits)
			return status
		}
	}
	return 0
}

// statusPlace reports whether a number between two texts may be an HTTP status.
func statusPlace(before, after string) bool {
	return before == "" || strings.HasSuffix(before, "<") || strings.HasSuffix(before, ">") || strings.HasSuffix(before, "→") ||
		namesStatus(before, after) || strings.TrimSpace(after) == "" && !isOfThing(before) // at the end of the line, before the body
}

// isOfThing reports whether the word before a number makes it one of anything: "user 318", "order #404".
func isOfThing(before string) bool {
	word := strings.ToLower(before[strings.LastIndexAny(before, " \t:=([{,;>\"'")+1:])
	return strings.HasSuffix(word, "#") || word != "" && strings.Trim(word, "abcdefghijklmnopqrstuvwxyz_") == "" && !slices.Contains(beforeStatus, word)
}

// beforeStatus are the words of sentences that go on with a status, and those for who answers with it.
var beforeStatus = strings.Fields("a an and as by gave get gets give gives is of our said says sends sent the then to was were with " +
	"answer answered answers got receive received receives refused rejected replied reply responded responds result return returned returns " +
	"api call endpoint oauth post put request server token upstream url zoom zooms")

// statusNouns stand before an HTTP status, in lower case, perhaps at the end of a longer name: HTTPError. Those of
// statusWords stand alone: other words end so too, barcode and forgot.
var (
	statusNouns = []string{"http", "status", "statuscode", "status_code", "response", "http/1.1", "http/2", "error", "failed", "failed with", "returned"}
	statusWords = []string{"code", "code of", "got"}
)

// namesStatus reports whether the words before or after a number make it an HTTP status.
func namesStatus(before, after string) bool {
	lower := strings.ToLower(strings.TrimRight(before, " =>]*"))
	words := strings.ToLower(strings.TrimLeft(after, " -:()]"))
	return slices.ContainsFunc(statusNouns, func(word string) bool { return strings.HasSuffix(lower, word) }) ||
		slices.ContainsFunc(statusWords, func(word string) bool {
			return strings.HasSuffix(lower, word) && standsAlone(lower, len(lower)-len(word), len(word))
		}) ||
		after != words && holdsPrefix(words, []string{"bad request", "unauthorized", "forbidden", "not found", "ok", "internal server", "too many"})
}
