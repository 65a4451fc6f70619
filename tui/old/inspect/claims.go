package inspect

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/tui/old/widget"
)

func (t *Tokens) head(c Context, claims flow.Claims, w int) []string {
	first := fit(" "+notVerified(c, claims), w)
	if header := c.Theme.Muted.Render("header  ") + t.header(c, claims) + " "; widget.Width(first)+1+widget.Width(header) <= w {
		first = widget.Ends(first, header, w)
	}
	return []string{
		first,
		"",
		fit(c.mark(false, columns(c, c.Theme.Muted.Render(widget.Fit("claim", nameCells)), c.Theme.Muted.Render("value"), "meaning", w)), w),
	}
}

// notVerified says why nobody but Zoom can tell whether the token is genuine:
// its key for HMAC is secret (zoom.md §4.1).
func notVerified(c Context, claims flow.Claims) string {
	name := c.Clean.Line(claims.Algorithm).String()
	switch {
	case name == "":
		return "not verified: no algorithm is named"
	case strings.EqualFold(name, "none"):
		return "not verified: it has no signature"
	case strings.HasPrefix(name, "HS"):
		return "not verified: " + name + ", only Zoom has the key"
	default:
		return "not verified: " + name
	}
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

// The columns of the claims, and from which width on there is one for meanings.
const (
	nameCells    = 18
	valueCells   = 23
	meaningWidth = 60
)

// columns sets one claim in its columns.
func columns(c Context, name, value, meaning string, w int) string {
	if w < meaningWidth {
		return name + " " + value
	}
	return name + " " + widget.Fit(value, valueCells) + " " + c.Theme.Muted.Render(meaning)
}

func (t *Tokens) row(c Context, claim flow.Claim, w int) string {
	value, meaning := t.words(c, claim)
	if at := t.moment(claim); !at.IsZero() && widget.Width(meaning) > w-nameCells-valueCells-5 {
		meaning = relative(at, c.Now)
	}
	return fit(c.mark(false, columns(c, widget.Fit(c.Clean.Line(claim.Name).String(), nameCells), value, meaning, w)), w)
}

// words are a claim's value and meaning; a time is local and UTC.
func (t *Tokens) words(c Context, claim flow.Claim) (value, meaning string) {
	if claim.Hide {
		return c.Theme.Glyph.Mask, claim.Meaning
	}
	if at := t.moment(claim); !at.IsZero() {
		return at.Local().Format("15:04:05  Mon 2 Jan"), at.UTC().Format("15:04:05Z 2006-01-02") + "  " + relative(at, c.Now)
	}
	return c.Clean.Line(claim.Value).String(), claim.Meaning
}

// chosen draws the claim under the cursor: what does not fit its column stands
// whole in rows below.
func (t *Tokens) chosen(c Context, w int) []string {
	list := t.claims[t.which].List
	if t.cursor >= len(list) {
		return nil
	}
	claim := list[t.cursor]
	value, meaning := t.words(c, claim)
	name := c.Theme.Cursor.Render(widget.Fit(c.Clean.Line(claim.Name).String(), nameCells))
	rows := []string{fit(c.mark(true, columns(c, name, value, meaning, w)), w)}
	below := func(text string) {
		for _, part := range widget.Fill(text, max(1, w-5)) {
			rows = append(rows, fit("     "+part, w))
		}
	}
	room, rest := valueCells, w-nameCells-valueCells-5
	if w < meaningWidth {
		room, rest = w-nameCells-4, 0
	}
	switch {
	case claim.Hide && t.reveal:
		below(c.Clean.Reveal(flow.NewSecret(flow.KindUnknown, claim.Value)).String())
	case widget.Width(value) > room:
		below(value)
	}
	if widget.Width(meaning) > rest {
		below(meaning)
	}
	return rows
}

// moment is the time that a claim tells, in this token's own words; zero for none.
func (t *Tokens) moment(claim flow.Claim) time.Time {
	switch claim.Name {
	case "exp":
		return t.claims[t.which].Expires
	case "iat":
		return t.claims[t.which].Issued
	case "nbf":
		seconds, err := strconv.ParseInt(claim.Value, 10, 64)
		if err != nil || seconds <= 0 || seconds > farthest {
			return time.Time{}
		}
		return time.Unix(seconds, 0)
	default:
		return time.Time{}
	}
}

// farthest is the last second since 1970 that is taken for a time: the year 4147.
const farthest = 1 << 36

func relative(at, now time.Time) string {
	if at.After(now) {
		return "in " + widget.Ago(at.Sub(now))
	}
	return widget.Ago(now.Sub(at)) + " ago"
}

// foot tells what the answer said beside the access token.
func (t *Tokens) foot(c Context, w int) []string {
	if t.which == 1 {
		return nil
	}
	rows := []string{""}
	if life := t.life(); life != "" {
		rows = append(rows, fit(" "+c.Theme.Muted.Render("life ")+"  "+life, w))
	}
	rows = append(rows, t.scopes(c, w)...)
	if len(rows) == 1 {
		return nil
	}
	return rows
}

// scopes puts what the app may ask for, what was asked and what was granted side by
// side. What is set at Zoom nobody but its portal tells.
func (t *Tokens) scopes(c Context, w int) []string {
	granted := strings.Fields(t.state.Token.Scope)
	if t.loose || len(granted)+len(t.asked) == 0 {
		return nil
	}
	requested := "none"
	if len(t.asked) > 0 {
		requested = fmt.Sprint(len(t.asked))
	}
	first := fmt.Sprintf("set at Zoom: not known · requested: %s · granted: %d", requested, len(granted))
	if widget.Width(first)+len(" scope  ") > w {
		first = strings.TrimPrefix(first, "set ")
	}
	rows := []string{first}
	if gone := missing(t.asked, granted); len(gone) > 0 {
		rows = append(rows, "requested and not granted: "+strings.Join(gone, " "))
	}
	if more := missing(granted, t.asked); len(more) > 0 && len(t.asked) > 0 {
		rows = append(rows, "granted and not requested: "+strings.Join(more, " "))
	}
	if len(granted) > 0 {
		rows = append(rows, strings.Join(granted, " "))
	}
	var shown []string
	for i, text := range rows {
		label := "     "
		if i == 0 {
			label = "scope"
		}
		shown = append(shown, fit(" "+c.Theme.Muted.Render(label)+"  "+c.Clean.Line(text).String(), w))
	}
	return shown
}

// life compares the lifetime in the answer with the one in the token; it is
// empty where one of them is not known.
func (t *Tokens) life() string {
	token, claims := t.state.Token, t.claims[0]
	if token.ExpiresIn == 0 || claims.Expires.IsZero() || claims.Issued.IsZero() {
		return ""
	}
	own := claims.Expires.Sub(claims.Issued)
	text := fmt.Sprintf("expires_in %d · exp − iat %d: ", int(token.ExpiresIn.Seconds()), int(own.Seconds()))
	switch apart := (own - token.ExpiresIn).Abs(); apart {
	case 0:
		text += "the same"
	case time.Second:
		text += "1 s apart, usual"
	default:
		text += widget.Ago(apart) + " apart"
	}
	if token.ServerDate.IsZero() {
		return text
	}
	return text + " · clock " + skew(token.ObtainedAt.Truncate(time.Second).Sub(token.ServerDate))
}

// skew tells how far this machine's clock is from the server's, in the whole seconds
// that a Date header has.
func skew(by time.Duration) string {
	switch {
	case by > 0:
		return fmt.Sprintf("%d s ahead", int(by.Seconds()))
	case by < 0:
		return fmt.Sprintf("%d s behind", int(-by.Seconds()))
	default:
		return "skew 0 s"
	}
}
