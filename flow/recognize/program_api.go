package recognize

import (
	"cmp"
	"strings"
)

// readAPICalls finds the calls of the REST API with a token that programs make in a way that none of the
// calls has.
func (r programReader) readAPICalls() {
	r.tries("/v2/", func(at int) (int, bool) {
		start, end, ok := r.address(at)
		if !ok || !strings.HasPrefix(hostOf(r.text[start:end]), "api") {
			return at + len("/v2/"), false
		}
		around := r.near(start, end)
		r.looked += len(around)
		m := bearerValue().FindStringSubmatch(around)
		if m == nil || strings.HasPrefix(m[1], "eyJ") { // the reader of tokens has more to say of one
			return end, false
		}
		d := draft{method: cmp.Or(r.methodOfCall(start, end, around), methodIn(around, "GET")), url: r.joined(start, end)}
		if unspacedScheme().MatchString(around) {
			d.setHeader("Authorization", "Bearer${token}")
		} else {
			d.setHeader("Authorization", "Bearer "+cmp.Or(m[1], "$token"))
		}
		r.add(Artefact{Kind: Request, Form: ProgramRequest, Certainty: Likely, Trace: pastedRequest(d.request())}, start, end)
		return end, true
	})
}

// bearerValue is the header of a token in a program, with the token where it is written out.
var bearerValue = expression(`(?i)\bauthorization\b[^\n]{0,40}(?:\n[^\n]{0,40})?\bbearer\b(?: ([^"'` + "`" + `\s$%{+]+|<[^<>\n]+>)["'` + "`" + `])?`)

// near is what stands a few lines around a request of a program.
func (r programReader) near(start, end int) string {
	const lines = 12
	first, last := r.lineOf(start), r.lineOf(max(start, end-1))
	from, _ := r.line(max(0, first-lines))
	_, to := r.line(min(len(r.lines)-1, last+lines))
	return r.textAround(start)[max(from, start-maxProgram):min(to, end+maxProgram)]
}
