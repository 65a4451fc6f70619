package screen

import (
	"strings"

	"zoauth/flow"
	"zoauth/tui/widget"
)

// The columns of the parameter table; the reasons take the rest.
const (
	nameColumn  = 22
	valueColumn = 30
)

// asked is the preview: every parameter of the URL with its reason.
func asked(c Context) widget.Pane {
	app := c.Current.App
	p := widget.Pane{Title: "What the browser will be asked", Note: c.Theme.Muted.Render("nothing is open yet")}
	p.Lines = append(p.Lines, widget.Lines(" GET "+c.line(app.Endpoints.AuthorizeURL))...)
	add := func(name, value, why string) {
		p.Lines = append(p.Lines, c.parameter(name, value, why)...)
	}
	add("response_type", "code", "the only kind Zoom has")
	add("client_id", c.line(app.ClientID), "one per environment")
	add("redirect_uri", c.line(app.RedirectURI), "where the answer goes")
	if len(app.Scopes) == 0 {
		add("scope", "not sent", "the app's own apply")
	} else {
		add("scope", c.line(strings.Join(app.Scopes, " ")), "each saved on the app")
	}
	add("state", "drawn at enter", "256 bits, comes back")
	add("code_challenge", "drawn at enter", "ties code to zoauth")
	add("code_challenge_method", "S256", "absent means plain")
	p.Lines = append(p.Lines, widget.Blank)
	return p
}

// parameter is one row of the table; a value too long for its column has its
// reason below it.
func (c Context) parameter(name, value, why string) []widget.Line {
	row := "   " + widget.Fit(name, nameColumn) + " "
	why = c.Theme.Muted.Render(why)
	switch {
	case c.Width < compact:
		return widget.Lines(row + value)
	case widget.Width(value) <= valueColumn:
		return widget.Lines(row + widget.Fit(value, valueColumn) + " " + why)
	case widget.Width(row+value+why)+2 <= c.Width:
		return widget.Lines(row + value + "  " + why)
	default:
		below := strings.Repeat(" ", nameColumn+valueColumn+5) + why
		return append(widget.Lines(row+value), widget.Droppable(widget.DropStrip, below)...)
	}
}

// answerComes tells how the answer will come back, and how the last one did.
func answerComes(c Context) widget.Pane {
	app := c.Current.App
	p := widget.Pane{Title: "How the answer comes back", Second: true}
	add := func(label, text string) {
		p.Lines = append(p.Lines, widget.Lines(" "+widget.Fit(label, 9)+" "+text)...)
	}
	if address := app.ListenAddress(); address != "" {
		add("listener", c.line(address)+" is bound before the URL is shown")
	} else {
		add("listener", "none: the redirect is not on this machine")
	}
	add("paste", "the browser's address or the code, at the same time")
	if app.Type == flow.General {
		add("device", c.Theme.Key.Render("D")+" asks for a code to enter in any browser instead; "+c.Theme.Key.Render("w")+" says when")
	}
	if at := c.Current.Attempt; at != nil && at.Over != "" {
		add("last", c.line(at.Over))
	}
	if d := c.Current.Device; d != nil && d.Over != "" {
		add("last", "device: "+c.line(d.Over))
	}
	p.Lines = append(p.Lines, widget.Blank)
	return p
}
