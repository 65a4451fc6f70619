package inspect

import (
	"fmt"
	"time"

	"zoauth/flow"
	"zoauth/tui/widget"
)

// Tokens shows the header and claims of an access and a refresh token
// (SCREENS.md §2.7). The zero value shows nothing.
type Tokens struct {
	state  flow.State
	which  int // 0 access, 1 refresh
	claims [2]flow.Claims
	errs   [2]error
	cursor int
	reveal bool
	window window
}

// Show takes a state's tokens over; the cursor stays when they are the same.
func (t *Tokens) Show(s flow.State) {
	if s.Token.AccessToken == t.state.Token.AccessToken && s.Token.RefreshToken == t.state.Token.RefreshToken {
		t.state = s
		return
	}
	*t = Tokens{state: s}
	for i, token := range t.pair() {
		t.claims[i], t.errs[i] = flow.DecodeToken(token)
	}
	if t.pair()[0].IsZero() {
		t.which = 1
	}
}

func (t *Tokens) pair() [2]flow.Secret {
	return [2]flow.Secret{t.state.Token.AccessToken, t.state.Token.RefreshToken}
}

// Next and Prev change between access and refresh token.
func (t *Tokens) Next() {
	if t.pair()[1-t.which].IsZero() {
		return
	}
	t.which, t.cursor, t.reveal, t.window = 1-t.which, 0, false, window{}
}

// Prev is Next: there are two.
func (t *Tokens) Prev() { t.Next() }

// Move moves the cursor over the claims.
func (t *Tokens) Move(delta int) {
	t.cursor = min(max(0, t.cursor+delta), max(0, len(t.claims[t.which].List)-1))
}

// Top moves to the first claim.
func (t *Tokens) Top() { t.cursor = 0 }

// Bottom moves to the last claim.
func (t *Tokens) Bottom() { t.Move(len(t.claims[t.which].List)) }

// Reveal shows or hides the hidden claim under the cursor.
func (t *Tokens) Reveal(on bool) { t.reveal = on }

// OnSecret reports whether the cursor is on a hidden claim.
func (t *Tokens) OnSecret() bool {
	list := t.claims[t.which].List
	return t.cursor < len(list) && list[t.cursor].Hide
}

var tokenNames = []string{"access", "refresh"}

// Title names the token.
func (t *Tokens) Title(Context) string {
	token := t.pair()[t.which]
	name := "Access token"
	if t.which == 1 {
		name = "Refresh token"
	}
	return fmt.Sprintf("%s  %s (%d)", name, token.Fingerprint(), token.Len())
}

// Tabs names the two tokens.
func (t *Tokens) Tabs(c Context) string {
	if t.pair()[1].IsZero() || t.pair()[0].IsZero() {
		return ""
	}
	return c.tabs(tokenNames, t.which)
}

// Lines draws at most h rows of w cells.
func (t *Tokens) Lines(c Context, w, h int) []string {
	if err := t.errs[t.which]; err != nil {
		return widget.Indent(widget.Wrap("This token is "+c.Clean.Error(err).String()+".", w-2), " ")
	}
	claims := t.claims[t.which]
	head := []string{widget.Ends(" "+t.notVerified(c, claims), c.Theme.Muted.Render("header  ")+t.header(c, claims)+" ", w), ""}
	foot := append([]string{""}, t.life(c, claims)...)
	head = append(head, c.Theme.Muted.Render("   "+widget.Fit("claim", 18)+" "+widget.Fit("value", 24)+" meaning"))
	room := max(1, h-len(head)-len(foot))
	t.window.top = min(max(t.window.top, t.cursor-room+1), t.cursor)
	t.window.clamp(len(claims.List), room)
	rows := head
	for i := t.window.top; i < min(len(claims.List), t.window.top+room); i++ {
		rows = append(rows, fit(t.row(c, claims.List[i], i == t.cursor), w))
	}
	for len(rows) < h-len(foot) {
		rows = append(rows, "")
	}
	rows = append(rows, foot...)
	return rows[:min(len(rows), h)]
}

func (t *Tokens) notVerified(c Context, claims flow.Claims) string {
	return "not verified: " + c.Clean.Line(claims.Algorithm).String() + ", only Zoom has the key"
}

func (t *Tokens) header(c Context, claims flow.Claims) string {
	text := ""
	for _, h := range claims.Header {
		if h.Name == "alg" || h.Name == "v" || h.Name == "sv" {
			text += c.Clean.Line(h.Name+" "+h.Value).String() + "  "
		}
	}
	return text
}

func (t *Tokens) row(c Context, claim flow.Claim, chosen bool) string {
	name := widget.Fit(c.Clean.Line(claim.Name).String(), 18)
	if chosen {
		name = c.Theme.Cursor.Render(name)
	}
	value, meaning := c.Clean.Line(claim.Value).String(), claim.Meaning
	switch {
	case claim.Hide && (!chosen || !t.reveal):
		value = c.Theme.Glyph.Mask
	case claim.Hide:
		value = c.Clean.Reveal(flow.NewSecret(flow.KindUnknown, claim.Value)).String()
	}
	if at, ok := timeClaim(t.claims[t.which], claim.Name); ok {
		value = at.Local().Format("15:04:05  Mon 2 Jan")
		meaning = at.UTC().Format("15:04:05Z 2006-01-02") + "   " + relative(at, c.Now)
	}
	return c.mark(chosen, name+" "+widget.Fit(value, 24)+" "+c.Theme.Muted.Render(meaning))
}

func timeClaim(claims flow.Claims, name string) (time.Time, bool) {
	switch {
	case name == "exp" && !claims.Expires.IsZero():
		return claims.Expires, true
	case (name == "iat" || name == "nbf") && !claims.Issued.IsZero():
		return claims.Issued, true
	default:
		return time.Time{}, false
	}
}

func relative(at, now time.Time) string {
	if at.After(now) {
		return "in " + widget.Ago(at.Sub(now))
	}
	return widget.Ago(now.Sub(at)) + " ago"
}

// life compares what the answer said with what the token says.
func (t *Tokens) life(c Context, claims flow.Claims) []string {
	token := t.state.Token
	if t.which == 1 || token.ExpiresIn == 0 || claims.Expires.IsZero() {
		return nil
	}
	own := claims.Expires.Sub(claims.Issued)
	text := fmt.Sprintf("expires_in %d · exp − iat %d", int(token.ExpiresIn.Seconds()), int(own.Seconds()))
	if d := own - token.ExpiresIn; d == time.Second || d == 0 {
		text += ": " + map[bool]string{true: "1 s apart, usual", false: "the same"}[d != 0]
	}
	if !token.ServerDate.IsZero() {
		text += fmt.Sprintf(" · clock skew %d s", int(token.ServerDate.Sub(token.ObtainedAt).Round(time.Second).Seconds()))
	}
	return []string{
		" " + c.Theme.Muted.Render("life ") + "  " + text,
		" " + c.Theme.Muted.Render("scope") + "  granted: " + c.Clean.Line(token.Scope).String(),
	}
}
