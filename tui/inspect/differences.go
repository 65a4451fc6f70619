package inspect

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Worked is a request that the server granted, which a pasted one is compared with.
type Worked struct {
	Request flow.Request
	At      time.Time
}

// differences lays a server's request beside the one that worked: what differs first.
func differences(c Context, worked Worked, pasted flow.Request) Page {
	d := &drawing{Context: c}
	var differ, same []session.Fact
	theirs, ours := partsOf(pasted), partsOf(worked.Request)
	for _, p := range theirs {
		f := session.Fact{Name: p.name, A: p.value}
		if i := slices.IndexFunc(ours, func(o fact) bool { return o.name == p.name }); i >= 0 {
			f.B = ours[i].value
		}
		if f.A == f.B {
			same = append(same, f)
		} else {
			differ = append(differ, f)
		}
	}
	for _, o := range ours {
		if !slices.ContainsFunc(theirs, func(p fact) bool { return p.name == o.name }) {
			differ = append(differ, session.Fact{Name: o.name, B: o.value})
		}
	}
	d.page.Note = ui.L(plain(safe.Format("%s differ, %s the same", safe.Int(len(differ)), safe.Int(len(same)))))
	d.add(d.twoColumns(ui.Line{}, ui.L(faint(safe.Const("the server sends"))), ui.L(faint(safe.Format("worked at %s", c.clock(worked.At)))))...)
	for _, f := range differ {
		d.compared(f, d.side(f, f.A), d.side(f, f.B))
	}
	if len(differ) == 0 {
		d.blank()
		d.prose(safe.Const("The server sends what worked: the token it holds is the difference."), ui.Strong, ui.Keep)
	}
	d.same(session.Comparison{Same: same})
	return d.page
}

// fact is one fact of a request.
type fact struct{ name, value string }

// partsOf are the facts of a request that a server of OAuth looks at. A secret is its
// fingerprint and its length.
func partsOf(r flow.Request) []fact {
	list := []fact{{"request", r.Method + " " + r.URL}}
	add := func(name, value string) {
		if value != "" {
			list = append(list, fact{name, value})
		}
	}
	secret := func(s flow.Secret) string {
		if s.IsZero() {
			return ""
		}
		return s.Fingerprint() + " (" + strconv.Itoa(s.Len()) + ")"
	}
	switch r.Auth.Scheme {
	case flow.Basic:
		add("client ID", r.Auth.ClientID)
		add("client secret", secret(r.Auth.Secret))
		add("authentication", "Basic header")
	case flow.Bearer:
		add("authentication", "Bearer header")
		add("bearer token", secret(r.Auth.Secret))
	}
	for _, f := range r.Header {
		if strings.EqualFold(f.Name, "Content-Type") || strings.EqualFold(f.Name, "Authorization") {
			add(f.Name, f.Plain+secret(f.Secret))
		}
	}
	for _, f := range r.Query {
		add("query "+f.Name, f.Plain+secret(f.Secret))
	}
	for _, f := range slices.Concat(r.Form, recognize.BodyFields(r)) {
		add(f.Name, f.Plain+secret(f.Secret))
	}
	return list
}
