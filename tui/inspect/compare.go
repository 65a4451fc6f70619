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

// sameFold is the name of what space unfolds in a comparison.
const sameFold = "same"

// sideBySide draws facts of two rows beside each other.
type sideBySide struct{ *drawing }

// rows lays two rows side by side: what differs first, the finding in a sentence,
// then what is the same, folded.
func (d sideBySide) rows(s *session.Session, a, b session.Result) {
	if b.At.Before(a.At) {
		a, b = b, a
	}
	found := session.Compare(a, b)
	d.page.Note = ui.L(plain(safe.Format("%s differ, %s the same", safe.Int(len(found.Differ)), safe.Int(len(found.Same)))))
	d.add(d.twoColumns(ui.L(plain(safe.Text{})), ui.L(faint(d.clock(a.At))), ui.L(faint(d.clock(b.At))))...)
	for _, f := range found.Again {
		value := d.print(f.A)
		d.compared(f, ui.L(value), ui.L(value).With(ui.S(safe.Const("  the same again"), ui.Bad)))
	}
	for _, f := range found.Differ {
		if f.Name == "tracking ID" {
			f.A, f.B = shortTracking(f.A), shortTracking(f.B)
		}
		d.compared(f, d.side(f, f.A), d.side(f, f.B))
	}
	if len(found.Again) > 0 {
		d.blank()
	}
	for _, f := range found.Again {
		d.prose(d.again(s, a, f), ui.Strong, ui.Keep)
	}
	d.grants(a, b)
	d.same(found)
}

// side is one of two values; a fingerprint has its colour.
func (d sideBySide) side(f session.Fact, value string) ui.Line {
	switch {
	case value == "":
		return ui.L(faint(safe.Const("–")))
	case isPrint(value):
		return ui.L(d.print(value))
	case f.Name == "status" && value >= "400":
		return ui.L(ui.S(d.Clean.Whole(value), ui.Bad))
	}
	return ui.L(plain(d.Clean.Whole(value)))
}

// isPrint reports whether a value is a fingerprint, as in "rt:71d02b".
func isPrint(value string) bool { return len(value) == 9 && value[2] == ':' }

// compared is a row of a fact with both its values.
func (d sideBySide) compared(f session.Fact, a, b ui.Line) {
	it := Item{Kind: FieldItem, Lead: -1, Name: d.Clean.Line(f.Name), Value: f.B}
	if isPrint(f.A) {
		it.Print = f.A
	}
	if isPrint(f.B) {
		it.Print = f.B
	}
	d.item(it, d.twoColumns(ui.L(faint(d.Clean.Line(f.Name))), a, b)...)
}

// twoColumns set a name and two values beside each other, in as many rows as the longer
// value takes; where there is little room, below each other.
func (d sideBySide) twoColumns(name, a, b ui.Line) []ui.Line {
	label := d.names()
	room := (d.Width - 1 - label) / 2
	if whole := max(a.Width(), b.Width()); whole > room-1 && whole <= d.Width-1-label {
		return d.below(name, a, b, label)
	}
	var rows []ui.Line
	for at := 0; at == 0 || at < max(a.Width(), b.Width()); at += room - 1 {
		row := ui.L(plain(safe.Const(" ")))
		if at == 0 {
			row = row.With(name.Cut(label - 1).Spans...)
		}
		row = row.Pad(1 + label).With(a.Columns(at, at+room-1).Pad(room).Spans...)
		rows = append(rows, row.With(b.Columns(at, at+room-1).Spans...))
	}
	return rows
}

// names is how many cells the names of facts take.
func (d sideBySide) names() int {
	switch {
	case d.narrow():
		return 15
	case d.Width < roomForNames:
		return 14
	default:
		return 19
	}
}

// below sets two values that are whole in a row of their own below each other.
func (d sideBySide) below(name, a, b ui.Line, label int) []ui.Line {
	head := ui.L(plain(safe.Const(" "))).With(name.Cut(label - 1).Pad(label).Spans...)
	return []ui.Line{head.With(a.Spans...), ui.Line{}.Pad(1 + label).With(b.Spans...)}
}

// again says what it means that a value which works once was sent twice.
func (d sideBySide) again(s *session.Session, first session.Result, f session.Fact) safe.Text {
	used := safe.Format("%s was already used at %s.", d.Clean.Line(f.A), d.clock(first.At))
	newer := s.State().Token.RefreshToken.Fingerprint()
	if f.Name == "refresh_token" && newer != "" && newer != f.A {
		return safe.Format("%s The newer one is %s.", used, d.Clean.Line(newer))
	}
	if f.Name == "code" {
		return safe.Format("%s A code works once: authorize again for a new one.", used)
	}
	return used
}

// grants compares what two rows brought, where both brought a pair: when their tokens
// end, and which scopes came and went.
func (d sideBySide) grants(a, b session.Result) {
	if a.Outcome == nil || b.Outcome == nil || a.Verdict != flow.Granted || b.Verdict != flow.Granted {
		return
	}
	was, is := a.Outcome.State.Token, b.Outcome.State.Token
	lost, won := is.NotGranted(was.Scopes()), was.NotGranted(is.Scopes())
	slices.Sort(lost)
	slices.Sort(won)
	for _, gone := range lost {
		d.words(safe.Const("scope gone"), d.Clean.Line(gone))
	}
	for _, fresh := range won {
		d.words(safe.Const("scope new"), d.Clean.Line(fresh))
	}
	if was.RefreshToken == is.RefreshToken && !was.RefreshToken.IsZero() {
		d.prose(safe.Const("The server did not replace the refresh token."), ui.Strong, ui.Keep)
	}
}

// same is what both rows have in common: shown where there is room, and folded or shown
// with space.
func (d sideBySide) same(found session.Comparison) {
	d.blank()
	shown := d.Folds[sameFold] != d.Roomy
	note := safe.Format("%s, space shows", safe.Int(len(found.Same)))
	if shown {
		note = safe.Format("%s, space hides", safe.Int(len(found.Same)))
	}
	d.item(Item{Kind: TextItem, Name: safe.Const("the same"), Fold: sameFold}, ui.Section(d.Theme, safe.Const("The same"), ui.L(plain(note)), d.Width))
	if !shown {
		return
	}
	for _, f := range found.Same {
		head := ui.L(plain(safe.Const(" ")), faint(d.Clean.Line(f.Name).Cut(d.names()-1).Pad(d.names())))
		d.add(beside(head, wrapped(ui.L(plain(d.Clean.Whole(f.A))), max(8, d.Width-head.Width())))...)
	}
}

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
