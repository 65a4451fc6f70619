package recognize

import (
	"slices"
	"strings"
)

// HiddenAddress stands for Zoom's host where a program has the address in a variable that the text does not set.
const HiddenAddress = "$address"

// addressOfZoom is such a variable by its name, or the header that names the host.
var addressOfZoom = expression(`(?i)zoom\w*(?:url|uri|endpoint|host)|zoom[\w.'"\[\]-]{1,24}(?:url|uri|endpoint)\b|["']host:? ?["']?[:,]?\s*(?:=>\s*)?["']?zoom\.us`)

// readUnaddressed finds the requests for a token of a program that has no address of the endpoint.
func (r programReader) readUnaddressed() {
	if strings.Contains(r.text, "/oauth/token") || slices.ContainsFunc(r.found, func(a Artefact) bool { return a.Kind == Request }) {
		return
	}
	r.tries("grant_type", func(at int) (int, bool) {
		end := at + len("grant_type")
		start, stop := r.line(r.lineOf(at))
		around := r.around(at, end)
		r.looked += len(around)
		if r.isCommented(at) || !addressOfZoom().MatchString(around) {
			return end, false
		}
		d := draft{method: methodIn(around, "POST"), url: HiddenAddress + "/oauth/token"}
		d.fill(around)
		if !bareGrant().MatchString(grantOf(d.request())) {
			return end, false
		}
		d.authenticated() // elsewhere, where nothing says it
		r.add(Artefact{Kind: Request, Form: ProgramRequest, Certainty: Possible, Flaws: d.flaws, Trace: pastedRequest(d.request())}, start, stop)
		return stop, true
	})
}

// variableOfBase is the variable that an address of a command begins with, setToAddress an address that one is set to.
var (
	variableOfBase = expression(`^\$\{?(\w+)\}?`)
	setToAddress   = expression(`^[ \t]*=[ \t]*["']?(https?://[^\s"'${]+)`)
)

// resolved is the address of a command with what the text sets the variable to that it begins with.
func (r *reader) resolved(address string) string {
	m := variableOfBase().FindStringSubmatch(address)
	if m == nil {
		return address
	}
	for at := 0; ; at += len(m[1]) {
		i := strings.Index(r.text[at:], m[1])
		if i < 0 {
			return address
		}
		at += i
		behind := r.text[at+len(m[1]):]
		if set := setToAddress().FindStringSubmatch(behind[:min(len(behind), maxName)]); set != nil {
			return strings.TrimRight(set[1], "/") + strings.TrimPrefix(address, m[0])
		}
	}
}
