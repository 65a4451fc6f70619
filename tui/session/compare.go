package session

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"zoauth/flow"
)

// Comparison is what two rows have in common and what not.
type Comparison struct {
	Differ []Fact
	Same   []Fact
	Again  []Fact // of Same: where a different value was due
}

// Fact is one fact of two rows.
type Fact struct {
	Name string
	A, B string // empty: that row has none; unsafe
}

// Compare lays the facts of two rows beside each other. Both traces have to be in
// memory ([Timeline.Result]); what is not is left out. Secrets are compared by
// fingerprint.
func Compare(a, b Result) Comparison {
	var c Comparison
	c.Differ, c.Same = SideBySide(facts(a), facts(b))
	first := a
	if b.At.Before(a.At) {
		first = b
	}
	for _, f := range c.Same { // what works once; a request that brought nothing has not used it up
		if a.ID != b.ID && (f.Name == "refresh_token" || f.Name == "code") && first.Verdict == flow.Granted {
			c.Again = append(c.Again, f)
		}
	}
	return c
}

// SideBySide lays facts of two things beside each other, each told by its A.
func SideBySide(a, b []Fact) (differ, same []Fact) {
	find := func(list []Fact, name string) int {
		return slices.IndexFunc(list, func(f Fact) bool { return f.Name == name })
	}
	for _, f := range a {
		if i := find(b, f.Name); i >= 0 {
			f.B = b[i].A
		}
		if f.A == f.B {
			same = append(same, f)
		} else {
			differ = append(differ, f)
		}
	}
	for _, f := range b {
		if find(a, f.Name) < 0 {
			differ = append(differ, Fact{Name: f.Name, B: f.A})
		}
	}
	return differ, same
}

// factList is facts in the order in which they are drawn, each name once.
type factList []Fact

func (l *factList) add(name, value string) {
	if value != "" && !slices.ContainsFunc(*l, func(f Fact) bool { return f.Name == name }) {
		*l = append(*l, Fact{Name: name, A: value})
	}
}

// facts are those of one row.
func facts(r Result) []Fact {
	var l factList
	l.add("step", string(r.Step))
	l.add("request", strings.TrimSpace(r.Trace.Request.Method+" "+r.Trace.Request.URL))
	l.addFields(r)
	if r.Status != 0 {
		l.add("status", strconv.Itoa(r.Status))
	}
	if e := r.Answer().Err; e != nil {
		l.add("error", e.Code)
		l.add("reason", e.Reason)
	}
	l.add("outcome", cmp.Or(string(r.Verdict), r.Mark.String()))
	l.add("code brought", r.Code)
	l.add("access token", r.Access)
	l.add("refresh token", r.Refresh)
	l.add("tracking ID", r.Trace.Response.TrackingID())
	l.add("server", r.Trace.Peer.Address)
	l.add("sent by", sender(r.Entry))
	return l
}

// addFields adds the fields of the request; a secret is its fingerprint. Of a row of
// the history only the credential is known.
func (l *factList) addFields(r Result) {
	for _, part := range []flow.Part{flow.InQuery, flow.InHeader, flow.InForm} {
		for _, f := range r.Trace.Request.Fields(part) {
			l.add(f.Name, cmp.Or(f.Secret.Fingerprint(), f.Plain))
		}
	}
	name := map[flow.Step]string{flow.StepExchange: "code", flow.StepRefresh: "refresh_token", flow.StepRevoke: "token", flow.StepProbe: "token"}[r.Step]
	if name != "" {
		l.add(name, r.Spent)
	}
}

// sender names the process that sent a row's request, as far as it is known.
func sender(e Entry) string {
	switch {
	case e.Own():
		return "this workbench"
	case e.By != "":
		return e.By + ", process " + strconv.Itoa(e.PID)
	default:
		return ""
	}
}
