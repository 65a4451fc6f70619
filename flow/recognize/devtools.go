package recognize

import (
	"net/http"
	"strconv"
	"strings"

	"zoauth/flow"
)

// maxShown is how many lines of a request's page in a browser's tools are read.
const maxShown = 64

// readDevtools reads what a browser's network tools show of a request, as it is copied: each
// name with its value behind a colon, or on the line below.
func readDevtools(r *reader) {
	r.tries("Request URL", func(at int) (int, bool) {
		n := r.lineOf(at)
		shown, last := shownLines(r, n)
		d := draft{method: shown["request method"], url: shown["request url"]}
		if !d.plausible() || !isMethod(d.method) || isCallbackTarget(d.url) {
			return at + len("Request URL"), false
		}
		for _, name := range []string{"Authorization", "Content-Type", "Origin"} {
			if value := shown[strings.ToLower(name)]; value != "" {
				d.setHeader(name, value)
			}
		}
		for _, name := range grantParameters {
			if value := shown[name]; value != "" {
				d.data = append(d.data, encodeMembers(&object{members: []member{{name: name, text: value, quoted: true}}}))
			}
		}
		_, end := r.line(last)
		a := Artefact{Kind: Request, Form: "HTTP request in a browser's tools", Certainty: Likely, Trace: pastedRequest(d.request())}
		number, _, _ := strings.Cut(shown["status code"], " ")
		if status, err := strconv.Atoi(number); err == nil && !responseBelow(r, last) {
			a.Kind, a.Trace.Delivery, a.Trace.Response = Exchange, flow.Answered, &flow.Response{Status: status, Header: http.Header{}}
		}
		r.add(a, at, end)
		return end, true
	})
}

// grantParameters are the parameters of a token request.
var grantParameters = []string{"grant_type", "code", "redirect_uri", "refresh_token", "account_id", "client_id", "client_secret", "code_verifier", "device_code", "token"}

// shownLines are the values of the lines from n on by their names in lower case, and the last
// line that has one.
func shownLines(r *reader, n int) (shown map[string]string, last int) {
	shown, last = map[string]string{}, n
	for i := n; i < min(len(r.lines), n+maxShown) && !r.claimed[i]; i++ {
		name, value, _ := strings.Cut(strings.TrimSpace(r.lineText(r.lines[i])), ":")
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
		if strings.HasPrefix(name, "{") || strings.HasPrefix(name, "<") || i > n && name == "request url" {
			break
		}
		if value == "" && i+1 < len(r.lines) && !isBelowHeading(r.lineText(r.lines[i+1])) {
			i++
			value = strings.TrimSpace(r.lineText(r.lines[i]))
		}
		if _, twice := shown[name]; !twice && name != "" && len(name) <= maxName && value != "" {
			shown[name], last = value, i
		}
	}
	return shown, last
}

// isBelowHeading reports whether a line is no value of the name above it: a name with its own, or a
// body.
func isBelowHeading(line string) bool {
	return strings.Contains(line, ": ") || holdsPrefix(strings.TrimSpace(line), []string{"{", "<"})
}
