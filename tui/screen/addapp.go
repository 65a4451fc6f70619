package screen

import (
	"strings"

	"zoauth/tui/intent"
	"zoauth/tui/widget"
)

// AddApp tells how to add a real Zoom app: the lines of the profile file.
type AddApp struct{}

// exampleProfile is the smallest profile that works (DESIGN.md §4).
const exampleProfile = `[profiles.acme-dev]
type               = "general"
environment        = "development"
client_id          = "from App Credentials, tab Development"
client_secret_file = "secrets/acme-dev"
redirect_uri       = "http://127.0.0.1:8976/callback"`

// Rows returns the file's place, the lines to write and what to enter at Zoom.
func (AddApp) Rows(c Context) []Row {
	write := widget.Pane{Title: "Add your Zoom app", Drop: widget.DropTitle}
	write.Lines = append(write.Lines, widget.Blank)
	write.Lines = append(write.Lines, widget.Lines(c.prose("Write a profile for it, then start zoauth again:")...)...)
	write.Lines = append(write.Lines, widget.Lines("   "+c.Theme.Strong.Render(c.line(c.home(c.Config))), "")...)
	for l := range strings.SplitSeq(exampleProfile, "\n") {
		write.Lines = append(write.Lines, widget.Lines("   "+l)...)
	}
	write.Lines = append(write.Lines, widget.Blank)
	zoom := widget.Pane{Title: "And at marketplace.zoom.us, in your app", Second: true}
	for _, t := range []string{
		"The secret: one line in secrets/acme-dev beside the file, chmod 600. A command or an environment variable works as well.",
		"The redirect URI goes into OAuth Redirect URL and into the OAuth Allow List, byte for byte. If Zoom refuses plain http (4700), register an https address of yours and paste its address bar.",
		"profiles.example.toml shows every key.",
	} {
		zoom.Lines = append(zoom.Lines, widget.Lines(c.prose(t)...)...)
	}
	return []Row{one(write), one(zoom)}
}

// Do goes back.
func (AddApp) Do(_ Context, a intent.Action) intent.Intent {
	if a == intent.Back {
		return intent.GoBack{}
	}
	return nil
}

// Note is empty: the pane says it all.
func (AddApp) Note(Context) string { return "" }
