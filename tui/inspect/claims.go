package inspect

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// tokensOf are the tokens that a row brought or sent, as far as they are in memory.
func tokensOf(r session.Result) []flow.Secret {
	var found []flow.Secret
	if o := r.Outcome; o != nil && (o.Answer.Verdict == flow.Granted || o.Adopted) {
		found = append(found, o.State.Token.AccessToken, o.State.Token.RefreshToken)
	}
	if o := r.Outcome; o != nil && o.Answer.Candidate != nil {
		found = append(found, o.Answer.Candidate.Token.AccessToken, o.Answer.Candidate.Token.RefreshToken)
	}
	return distinct(append(found, sentTokens(r.Trace.Request)...))
}

// sentTokens are the tokens that a request carries.
func sentTokens(r flow.Request) []flow.Secret {
	var found []flow.Secret
	if r.Auth.Scheme == flow.Bearer {
		found = append(found, r.Auth.Secret)
	}
	if c := r.Credential(); c.Kind() == flow.KindAccessToken || c.Kind() == flow.KindRefreshToken {
		found = append(found, c)
	}
	return found
}

// distinct are secrets without empty ones, each value once.
func distinct(list []flow.Secret) []flow.Secret {
	var out []flow.Secret
	for _, s := range list {
		if !s.IsZero() && !slices.ContainsFunc(out, func(have flow.Secret) bool { return have.Digest() == s.Digest() }) {
			out = append(out, s)
		}
	}
	return out
}

// tokens draws tokens: what they are, and their claims.
type tokens struct{ *drawing }

// row shows header and claims of the tokens of a row. Nothing of it is verified.
func (t tokens) row(app flow.App, r session.Result) {
	t.each(tokensOf(r))
	if o := r.Outcome; o != nil && o.Answer.Verdict == flow.Granted {
		t.life(o.State.Token)
		t.scopes(app, o.State.Token)
	}
}

// each draws tokens, one below the other.
func (t tokens) each(list []flow.Secret) {
	for i, token := range list {
		if i > 0 {
			t.blank()
		}
		t.token(token)
	}
}

// token is one token: what it is, then its claims.
func (t tokens) token(token flow.Secret) {
	name := safe.Const("Access token")
	if token.Kind() == flow.KindRefreshToken {
		name = safe.Const("Refresh token")
	}
	claims, err := flow.DecodeToken(token)
	note := ui.L(faint(notVerified(t.Context, claims)))
	if err != nil {
		note = ui.Line{}
	}
	t.section(name, note)
	it := Item{Kind: FieldItem, Lead: 1, Name: name, Secret: token, Print: token.Fingerprint()}
	head := ui.L(plain(safe.Const("   "))).With(t.secret(token).Spans...)
	t.item(it, filled(head, t.Width)...)
	if err != nil {
		t.prose(safe.Format("No claims to read: %s.", t.Clean.Error(err)), ui.Plain, ui.Keep)
		return
	}
	for _, h := range claims.Header {
		t.claim(claims, flow.Claim{Name: h.Name, Value: h.Value, Meaning: "header"})
	}
	for _, claim := range claims.List {
		t.claim(claims, claim)
	}
}

// notVerified says why nobody but Zoom can tell whether the token is genuine: its key
// for HMAC is secret (docs/zoom.md §4.1).
func notVerified(c Context, claims flow.Claims) safe.Text {
	name := c.Clean.Line(claims.Algorithm)
	switch {
	case name.IsEmpty():
		return safe.Const("not verified: it names no algorithm")
	case strings.EqualFold(claims.Algorithm, "none"):
		return safe.Const("not verified: it has no signature")
	case strings.HasPrefix(claims.Algorithm, "HS"):
		return safe.Format("not verified: %s, only Zoom has the key", name)
	default:
		return safe.Format("not verified: %s", name)
	}
}

// claim is a row of name, value and meaning. A time is its moment in UTC, with the
// year, and how far it is from now.
func (t tokens) claim(of flow.Claims, claim flow.Claim) {
	const nameWidth = 18
	it := Item{Kind: FieldItem, Lead: 1, Name: t.Clean.Line(claim.Name), Value: claim.Value}
	value, meaning := plain(t.Clean.Whole(claim.Value)), t.Clean.Line(claim.Meaning)
	if claim.Hide {
		hidden := flow.NewSecret(flow.KindUnknown, claim.Value)
		it.Value, it.Secret, it.Print = "", hidden, hidden.Fingerprint()
		value = faint(t.Theme.Glyph.Mask)
		if t.Shown != "" && t.Shown == it.Print {
			value = plain(t.Clean.Reveal(hidden))
		}
	}
	if at := momentOf(of, claim); !at.IsZero() {
		value = plain(safe.Time(at.UTC(), "2006-01-02 15:04:05Z"))
		distance := safe.Format("%s ago", ui.Age(t.Now.Sub(at)))
		if at.After(t.Now) {
			distance = safe.Format("in %s", ui.Age(at.Sub(t.Now)))
		}
		meaning = safe.Format("%s   %s", distance, meaning)
		if !t.narrow() && t.Width >= 100 {
			meaning = safe.Format("%s   local %s", meaning, ui.TimeOfDay(at))
		}
	}
	head := ui.Columns(ui.Cell{Width: 3}, ui.Cell{Width: nameWidth, Text: it.Name, Style: ui.Name})
	line := head.With(value)
	if room := t.Width - line.Width() - 3; room >= meaning.Width() {
		column := max(line.Width()+2, 3+nameWidth+24)
		if column+meaning.Width() > t.Width {
			column = line.Width() + 2
		}
		t.item(it, line.Pad(column).With(faint(meaning)))
		return
	}
	t.item(it, beside(head, filled(ui.L(value), max(8, t.Width-head.Width())))...)
}

// momentOf is the time that a claim tells; zero for none.
func momentOf(of flow.Claims, claim flow.Claim) time.Time {
	switch claim.Name {
	case "exp":
		return of.Expires
	case "iat":
		return of.Issued
	case "nbf":
		seconds, err := strconv.ParseInt(claim.Value, 10, 64)
		if err == nil && seconds > 0 && seconds <= farthest {
			return time.Unix(seconds, 0)
		}
	}
	return time.Time{}
}

// farthest is the last second since 1970 that is taken for a time: the year 4147.
const farthest = 1 << 36

// life compares the lifetime that the response states with the one in the token.
func (t tokens) life(token flow.Token) {
	claims, err := flow.DecodeToken(token.AccessToken)
	if err != nil || token.ExpiresIn == 0 || claims.Expires.IsZero() || claims.Issued.IsZero() {
		return
	}
	own := claims.Expires.Sub(claims.Issued)
	same := safe.Const("the same")
	switch off := (own - token.ExpiresIn).Abs(); {
	case off == time.Second:
		same = safe.Const("1 s apart, as usual")
	case off != 0:
		same = safe.Format("%s apart", ui.Age(off))
	}
	t.blank()
	t.words(safe.Const("lifetime"), safe.Format("expires_in %s, exp minus iat %s: %s", safe.Int(int(token.ExpiresIn.Seconds())), safe.Int(int(own.Seconds())), same))
}

// scopes puts what was requested and what was granted beside each other. What is saved
// on the app only Zoom's portal tells.
func (t tokens) scopes(app flow.App, token flow.Token) {
	granted := token.Scopes()
	if len(granted)+len(app.Scopes) == 0 {
		return
	}
	requested := safe.Const("none")
	if n := len(app.Scopes); n > 0 {
		requested = safe.Number(n)
	}
	t.words(safe.Const("scopes"), safe.Format("requested %s, granted %s", requested, safe.Int(len(granted))))
	if missing := token.NotGranted(app.Scopes); len(missing) > 0 {
		t.words(safe.Const("not granted"), t.Clean.Line(strings.Join(missing, " ")))
	}
	if more := (flow.Token{Scope: strings.Join(app.Scopes, " ")}).NotGranted(granted); len(more) > 0 && len(app.Scopes) > 0 {
		t.words(safe.Const("not asked for"), t.Clean.Line(strings.Join(more, " ")))
	}
	t.words(safe.Const("granted"), t.Clean.Line(strings.Join(granted, " ")))
}
