package screen

import (
	"net/url"

	"zoauth/flow"
	"zoauth/tui/widget"
)

// beforeAllow says what Allow does elsewhere, and what is odd about the request.
func beforeAllow(c Context) widget.Pane {
	t := c.Theme
	p := widget.Pane{Title: "Before you click Allow", Drop: widget.DropTitle, Note: c.keys("w", "why")}
	add := func(drop widget.Drop, mark, text string) {
		p.Lines = append(p.Lines, widget.Line{Text: " " + mark + " " + text, Drop: drop})
	}
	warning := t.Soon.Render("!")
	for _, row := range c.wrongOnPurpose() {
		add(widget.Keep, "", row)
	}
	add(widget.Keep, warning, c.endsElsewhere())
	app := c.Current.App
	if plainHTTP(app) {
		add(widget.DropStrip, warning, "Plain http redirect: Zoom documents it for PKCE, users report 4700 in 2026.")
		if c.Current.Attempt.Open() {
			add(widget.DropStrip, " ", "If the browser shows 4700, press n: it tells how to change this app to paste.")
		}
	}
	if !c.asksAsUsual() {
		return p
	}
	ok := "S256, fresh state, no scope sent"
	if len(app.Scopes) > 0 {
		ok = "S256, fresh state"
	}
	if len(app.ClientID) == usualClientID {
		ok += ", client ID has the usual shape"
	}
	add(widget.DropStrip, t.Good.Render(t.Glyph.Done), ok)
	return p
}

// wrongOnPurpose says what a deliberate mistake in the address is expected to come to.
func (c Context) wrongOnPurpose() []string {
	made := c.Current.Asking.Mistake
	if c.Current.Attempt.Open() {
		made = c.Current.Attempt.Made
	}
	if made == nil {
		return nil
	}
	rows := widget.Wrap(c.Theme.Strong.Render("Deliberate mistake")+", expected: "+expected(made.Expect)+". "+made.Why, c.Width-4)
	return append(rows, "")
}

// asksAsUsual reports whether nothing of the address is changed on purpose.
func (c Context) asksAsUsual() bool {
	if c.Current.Attempt.Open() {
		return !c.Current.Attempt.Changed
	}
	return c.Current.Asking.IsZero()
}

// endsElsewhere is what every authorization ends (ZOOM.md §4, 4741): always said.
func (c Context) endsElsewhere() string {
	if c.Width < compact {
		return "Allow replaces this app's tokens for that user."
	}
	return "Allow replaces every token this app holds for that user, on servers too."
}

func plainHTTP(app flow.App) bool {
	u, err := url.Parse(app.RedirectURI)
	return err == nil && u.Scheme == "http" && !app.Sandbox
}

// usualClientID is the length of Zoom's client IDs (ZOOM.md §3.1).
const usualClientID = 22
