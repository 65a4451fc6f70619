package inspect

import (
	"cmp"
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

// requests lays a server's request beside the one that worked: what differs first.
func (d sideBySide) requests(worked Worked, pasted flow.Request) {
	differ, same := session.SideBySide(partsOf(pasted), partsOf(worked.Request))
	d.page.Note = ui.L(plain(safe.Format("%s differ, %s the same", safe.Int(len(differ)), safe.Int(len(same)))))
	d.add(d.twoColumns(ui.Line{}, ui.L(faint(safe.Const("the server sends"))), ui.L(faint(safe.Format("worked at %s", d.clock(worked.At)))))...)
	for _, f := range differ {
		d.compared(f, d.side(f, f.A), d.side(f, f.B))
	}
	theirs, ours := clientSecret(pasted), clientSecret(worked.Request)
	if theirs != ours && strings.TrimSpace(theirs.Reveal()) == ours.Reveal() && !ours.IsZero() {
		d.blank()
		d.prose(safe.Const("The secret is the right one with a space or a line break around it."), ui.Strong, ui.Keep)
	}
	if len(differ) == 0 {
		d.blank()
		d.prose(safe.Const("The server sends what worked: the token it holds is the difference."), ui.Strong, ui.Keep)
	}
	if len(same) > 0 {
		d.blank()
		d.section(safe.Const("The same"), ui.L(plain(safe.Number(len(same)))))
	}
	for _, f := range same {
		d.fact(d.Clean.Line(f.Name), d.side(f, f.A).Spans...)
	}
}

// clientSecret is the secret in a request's Basic header.
func clientSecret(r flow.Request) flow.Secret {
	for _, f := range r.Header {
		if h, ok := basic(f); ok {
			return h.secret
		}
	}
	return r.Auth.Secret
}

// partsOf are the facts of a request that a server of OAuth looks at. A secret is its
// fingerprint and its length.
func partsOf(r flow.Request) []session.Fact {
	_, address, _ := strings.Cut(r.URL, "://") // a raw request does not tell the scheme
	list := []session.Fact{{Name: "request", A: r.Method + " " + cmp.Or(address, r.URL)}}
	add := func(name, value string) {
		if value != "" {
			list = append(list, session.Fact{Name: name, A: value})
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
		switch h, ok := basic(f); {
		case ok:
			add("client ID", h.clientID)
			add("client secret", secret(h.secret))
			add("authentication", "Basic header")
		case strings.EqualFold(f.Name, "Content-Type"), strings.EqualFold(f.Name, "Authorization"):
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
