package inspect

import (
	"encoding/json"
	"fmt"
	"strings"

	"zoauth/flow"
	"zoauth/tui/old/widget"
)

// Tokens shows the header and claims of an access and a refresh token
// (SCREENS.md §2.7). The zero value shows nothing.
type Tokens struct {
	state  flow.State
	asked  []string // the scopes that the profile requests; none: all of the app's
	loose  bool     // a token of no profile
	which  int      // 0 access, 1 refresh
	claims [2]flow.Claims
	errs   [2]error
	cursor int
	reveal bool
	window window
}

// Requested says which scopes the profile asks for, after Show.
func (t *Tokens) Requested(scopes []string) { t.asked = scopes }

// Loose says that the token is of no profile: nothing is known of what was asked.
func (t *Tokens) Loose() { t.loose = true }

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

// Move moves the cursor over the claims and hides what was revealed.
func (t *Tokens) Move(delta int) {
	t.reveal = false
	t.cursor = min(max(0, t.cursor+delta), max(0, len(t.claims[t.which].List)-1))
}

// Top moves to the first claim.
func (t *Tokens) Top() { t.Move(-t.cursor) }

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
	if w <= 0 || h <= 0 || t.pair()[t.which].IsZero() {
		return nil
	}
	rows := t.rows(c, w, h)
	return rows[:min(len(rows), h)]
}

func (t *Tokens) rows(c Context, w, h int) []string {
	if err := t.errs[t.which]; err != nil {
		text := "No claims to read: " + c.Clean.Error(err).String() + "."
		var rows []string
		for _, row := range widget.Wrap(text, max(1, w-2)) {
			rows = append(rows, fit(" "+row, w))
		}
		return append(rows, t.foot(c, w)...)
	}
	claims := t.claims[t.which]
	rows := t.head(c, claims, w)
	foot := t.foot(c, w)
	room := max(1, h-len(rows)-len(foot))
	chosen := t.chosen(c, w)
	t.window.top = min(max(t.window.top, t.cursor+min(len(chosen), room)-room), t.cursor)
	t.window.clamp(len(claims.List)-1+len(chosen), room)
	end := len(rows) + room
	for i := t.window.top; i < len(claims.List) && len(rows) < end; i++ {
		if i == t.cursor {
			rows = append(rows, chosen...)
			continue
		}
		rows = append(rows, t.row(c, claims.List[i], w))
	}
	rows = rows[:min(len(rows), end)]
	for len(rows) < end {
		rows = append(rows, "")
	}
	return append(rows, foot...)
}

// Fingerprint is that of the shown token.
func (t *Tokens) Fingerprint() string { return t.pair()[t.which].Fingerprint() }

// JSON writes the shown token's header and claims, the hidden ones masked; empty
// for an opaque token.
func (t *Tokens) JSON() string {
	if t.errs[t.which] != nil {
		return ""
	}
	claims := t.claims[t.which]
	return "{\n" + object(claims.Header, "header") + ",\n" + object(claims.List, "payload") + "\n}"
}

// object writes claims as a member of a JSON document, one line each.
func object(list []flow.Claim, name string) string {
	lines := make([]string, len(list))
	for i, claim := range list {
		value := claim.Value
		if claim.Hide {
			value = "hidden"
		}
		key, _ := json.Marshal(claim.Name) // of a string: cannot fail
		text := []byte(value)
		if claim.Hide || !json.Valid(text) || len(text) > 0 && text[0] == '"' {
			text, _ = json.Marshal(value)
		}
		lines[i] = "    " + string(key) + ": " + string(text)
	}
	return "  \"" + name + "\": {\n" + strings.Join(lines, ",\n") + "\n  }"
}
