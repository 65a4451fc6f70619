package screen

import (
	"strings"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// AtZoom says what to enter at Zoom for a profile, field by field.
type AtZoom struct {
	App    flow.App
	cursor int
	device bool // only the device flow authorizes it
}

// NewAtZoom returns the card of an app.
func NewAtZoom(app flow.App, device bool) AtZoom { return AtZoom{App: app, device: device} }

// zoomField is one field of the app's pages at marketplace.zoom.us.
type zoomField struct{ page, name, value, why string }

func (z *AtZoom) fields() []zoomField {
	tab := "Development"
	if z.App.Environment == flow.Production {
		tab = "Production"
	}
	credentials := "App Credentials, tab " + tab
	switch z.App.Type {
	case flow.ServerToServer: // one pair of credentials: no tabs
		return []zoomField{
			{"App Credentials", "Account ID, Client ID, Client Secret", "", "copied from there into the profile"},
			{"Scopes", "Add Scopes", z.scopes(), "an admin's, ending in :admin"},
			{"Activation", "Activate your app", "", "new apps are inactive; adding a scope deactivates"},
		}
	case flow.Chatbot:
		return []zoomField{
			{credentials, "Client ID, Client Secret", "", "copied from there into the profile"},
			{"Scopes", "Add Scopes", "imchat:bot", "comes with the chatbot feature"},
		}
	}
	id := "Client ID, Client Secret"
	if z.App.Type == flow.Public {
		id = "Public Client ID"
	}
	if z.device {
		return []zoomField{
			{credentials, id, "", "copied from there into the profile"},
			{"Features", "Embed, Meeting SDK, App on Device", "", "switched on: the device flow"},
			{"Scopes", "Add Scopes", z.scopes(), "each that you need"},
		}
	}
	return []zoomField{
		{credentials, "OAuth Redirect URL", z.App.RedirectURI, "byte for byte"},
		{credentials, "OAuth Allow Lists", z.App.RedirectURI, "the same once more"},
		{credentials, id, "", "copied from there into the profile"},
		{"Scopes", "Add Scopes", z.scopes(), "each that you need"},
	}
}

func (z *AtZoom) scopes() string { return strings.Join(z.App.Scopes, " ") }

// Rows lists the fields with their values.
func (z *AtZoom) Rows(c Context) []Row {
	p := widget.Pane{Title: "Enter this at marketplace.zoom.us", Note: c.line(z.App.Name)}
	page := ""
	for i, f := range z.fields() {
		if f.page != page {
			p.Lines = append(p.Lines, widget.Blank)
			p.Lines = append(p.Lines, widget.Lines(" "+c.Theme.Muted.Render(f.page))...)
		}
		page = f.page
		p.Lines = append(p.Lines, widget.Lines(c.cursorRow(i == z.cursor, widget.Fit(f.name, 38), c.Theme.Muted.Render(f.why)))...)
		if f.value != "" {
			for _, row := range widget.Fill(c.line(f.value), c.Width-5) {
				p.Lines = append(p.Lines, widget.Lines("     "+row)...)
			}
		}
	}
	more := widget.Pane{Title: "And", Second: true}
	for _, t := range z.notes() {
		more.Lines = append(more.Lines, widget.Lines(c.prose(t)...)...)
	}
	return []Row{one(p), one(more)}
}

func (z *AtZoom) notes() []string {
	if z.App.Type == flow.ServerToServer {
		return []string{
			"Nobody is asked in a browser, so there is no redirect to register.",
			"After adding a scope: activate the app again, request a new token, and wait some seconds until the scopes reach it.",
		}
	}
	if z.App.Type == flow.Chatbot {
		return []string{"Nobody is asked in a browser, so there is no redirect to register."}
	}
	if z.device {
		return []string{"The browser is on another device and never comes back, so there is nothing more to register."}
	}
	return []string{
		"Each environment has lists of its own: register in the one whose client ID the profile has.",
		"Local Test: before you authorize again with other scopes, remove the app from your account first.",
		"With Use Strict Mode for Redirect URLs every byte counts; without it Zoom compares less, which changed before.",
	}
}

// Do moves, or goes back.
func (z *AtZoom) Do(_ Context, a intent.Action) intent.Intent {
	if to, moves := moved(z.cursor, len(z.fields()), a); moves {
		z.cursor = to
		return nil
	}
	switch a {
	case intent.Back:
		return intent.GoBack{}
	}
	return nil
}

// Note says that nothing is sent.
func (z *AtZoom) Note(Context) string {
	return "Values to copy; zoauth does not change anything at Zoom."
}

// Copies are the value under the cursor.
func (z *AtZoom) Copies(Context) []Copy {
	f := z.fields()[z.cursor]
	if f.value == "" {
		return nil
	}
	return []Copy{{Key: "y", Word: f.name, What: "the value of " + f.name, Text: text(f.value)}}
}
