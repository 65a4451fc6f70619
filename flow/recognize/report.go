package recognize

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/flow/find"
)

// ReportOfClient is the form of an exchange of which a client printed address and status.
const ReportOfClient = "client's report of a refused request"

// readReports finds the lines in which a client says that a server refused a request,
// with its address and status and without its body: "400 Client Error: Bad Request for
// url: https://…", "401 Unauthorized from GET https://…", "<-- 401 https://…".
func readReports(r *reader) {
	r.tries("https://", func(at int) (int, bool) {
		n := r.lineOf(at)
		start, end := r.line(n)
		if end-start > maxAddress {
			return at + len("https://"), false
		}
		line, address := r.text[start:end], addressAt(r.text[at:end])
		next := at + len(address)
		host, _, port := strings.Cut(hostOf(address), ":")
		if r.claimed[n] || port || holdsCallback(line) || !isEndpoint(host, address) || isSource(line) || isCallbackTarget(address) ||
			strings.HasSuffix(line[:at-start], `": "`) || holdsAny(strings.ToLower(line), TransportWords) {
			return next, false
		}
		d := draft{method: methodBefore(line[:at-start]), url: address}
		for i, text := range []string{r.text[max(0, at-maxName):at], r.text[next:end]} {
			d.method = cmp.Or(d.method, strings.ToUpper(methodBeside[i]().Group(text)))
		}
		if target, method := loggedTarget(r.text[next:end]); target != "" { // urllib3 writes the host alone, then the request line
			d.method, d.url = method, strings.TrimSuffix(address, "/")+target
		}
		if d.method == "" && strings.HasSuffix(strings.SplitN(d.url, "?", 2)[0], "/oauth/token") {
			d.method = http.MethodPost // of which the report says nothing
		}
		if m := bearerInRecord().FindStringSubmatch(line); m != nil {
			d.setHeader("Authorization", m[1])
		}
		status := refusalIn(line[:at-start], r.text[next:end])
		if status == 0 && strings.Contains(line[:at-start], "FileNotFoundException") { // what Java makes of a 404
			status = http.StatusNotFound
		}
		if status == 0 {
			status, start, end = r.refusalNear(n)
		}
		if status == 0 {
			return next, false
		}
		if responseBelow(r, n) {
			r.add(Artefact{Kind: Request, Form: ReportOfClient, Certainty: Likely, Trace: pastedRequest(d.request())}, at, next)
			return next, true
		}
		body, end := r.bodyOfReport(next, end)
		t := pastedResponse(&flow.Response{Status: status, Header: http.Header{}, Body: []byte(body)})
		t.Request = d.request()
		t.Step = t.Request.Step
		r.add(Artefact{Kind: Exchange, Form: ReportOfClient, Certainty: Possible, Trace: t}, start, end)
		return end, true
	})
}

// bearerInRecord is the header of a request in a client's record of it.
var bearerInRecord = expression(`(?i)authorization["']?\s*(?:=>|[=:])\s*["'](bearer [^"']*)["']`)

// isEndpoint reports whether an address is one of Zoom's for programs, and not a page, a file or a
// meeting of its.
func isEndpoint(host, address string) bool {
	_, path, _ := strings.Cut(strings.TrimPrefix(address, "https://"), "/")
	return IsZoomHost(host) && (path == "" || strings.HasPrefix(host, "api") || holdsAny("/"+path, []string{"/oauth", "/v1/", "/v2/", "/rec/download", "/rec/webhook_download", "/mcp"}))
}

// linesOfReport is how far from its address a report may name the status.
const linesOfReport = 5

// refusalNear is the status of an error that a line above or below an address names, in lines
// that stand together with it, and the bounds of the lines up to there; 0 where none does.
func (r *reader) refusalNear(n int) (status, start, end int) {
	for _, step := range []int{-1, 1} {
		for line := n + step; line >= 0 && line < len(r.lines) && (line-n)*step <= linesOfReport; line += step {
			from, to := r.line(line)
			text := r.text[from:to]
			if r.claimed[line] || strings.TrimSpace(text) == "" || len(text) > maxAddress || strings.Contains(text, "://") || transportWords().In(text) {
				break
			}
			if status := saidStatus(text); status >= http.StatusBadRequest && !isSource(text) {
				first, _ := r.line(min(n, line))
				_, last := r.line(max(n, line))
				return status, first, last
			}
		}
	}
	return 0, 0, 0
}

// bodyOfReport is what a report has of the response's body: behind a word for it, or a page
// on the lines below. It returns where the report ends.
func (r *reader) bodyOfReport(from, end int) (body string, stop int) {
	if _, body, found := strings.Cut(r.text[from:max(from, end)], "response:"); found {
		return strings.TrimSpace(body), end
	}
	below := strings.TrimLeft(r.text[end:], " \n")
	if start := len(r.text) - len(below); strings.HasPrefix(below, "<") && !r.claimed[r.lineOf(start)] {
		var page flow.Response
		stop, _ = messageReader{reader: r}.textBody(r.lineOf(start), &page)
		return string(page.Body), stop
	}
	return "", end
}

// responseBelow reports whether a response begins a little below a line.
func responseBelow(r *reader, n int) bool {
	return slices.ContainsFunc(r.found, func(a Artefact) bool {
		line := r.lineOf(a.start)
		return a.Kind == Response && line > n && line <= n+3
	})
}

// holdsCallback reports whether a line is a server's of a callback: Zoom's address in it is
// where the browser came from.
func holdsCallback(line string) bool {
	if !strings.Contains(line, "code=") && !strings.Contains(line, "error=") {
		return false
	}
	return slices.ContainsFunc(strings.Fields(line), func(word string) bool {
		c, ok := parseCallback(strings.Trim(word, "\"',;"))
		return ok && plausibleCallback(c) && !IsZoomHost(hostOf(c.Address))
	})
}

// addressAt is the address that text begins with.
func addressAt(text string) string {
	if i := strings.IndexAny(text, " \t\"'`<>)\\"); i >= 0 {
		text = text[:i]
	}
	return strings.TrimRight(text, ".,:;")
}

// methodBefore is the method of a request that stands before its address, or "".
func methodBefore(before string) string {
	word := strings.TrimRight(before, " \t\"'`[]")
	word = word[strings.LastIndexAny(word, " \t\"'`[")+1:]
	if isMethod(word) {
		return word
	}
	return ""
}

// methodBeside is where a client's record of a request has the method: before the address, in the same
// object, or behind it.
var methodBeside = [...]func() *find.Pattern{
	expression(`\b(?i)method["']?\s*(?:=>|[=:])\s*["']?(GET|POST|PUT|PATCH|DELETE)\b[^{}]*["' ]$`),
	expression(`^["'\])},; ]+(?i)method["']?\s*(?:=>|[=:])\s*["']?(GET|POST|PUT|PATCH|DELETE)\b`),
}

// loggedTarget reads the request line in quotes that a log has behind the host.
func loggedTarget(after string) (target, method string) {
	fields := strings.Fields(strings.TrimLeft(after, " :0123456789"))
	if len(fields) < 3 || !strings.HasPrefix(fields[0], `"`) || !strings.HasPrefix(fields[1], "/") || !strings.HasPrefix(fields[2], "HTTP/") {
		return "", ""
	}
	return fields[1], fields[0][1:]
}

// refusalIn is the status of an error before or behind an address on its line; 0 where
// there is none.
func refusalIn(before, after string) int {
	if _, behind, found := strings.Cut(after, `" `); found && strings.Contains(after, ` HTTP/`) { // a request line in quotes
		number, _, _ := strings.Cut(behind, " ")
		return lastStatus(number)
	}
	for _, part := range []string{before, after} {
		if status := lastStatus(part); status >= 400 {
			return status
		}
	}
	return 0
}
