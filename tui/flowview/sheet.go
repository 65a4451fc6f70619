package flowview

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// sheet is a dialog over the whole page that lists values to copy: command lines for the
// token, or what to enter at Zoom.
type sheet struct {
	*frame
	title safe.Text
	rows  []sheetRow
	notes []safe.Text
	name  safe.Text // of a row, for the footer
	list  ui.List
}

// sheetRow is one value with what it is for.
type sheetRow struct {
	page  safe.Text // title of a group; empty: that of the row before
	what  safe.Text
	value string // raw; what enter copies; empty: there is nothing to copy
	note  safe.Text
}

// newUse lists lines that use the profile's token. None of them holds a secret.
func newUse(f *frame) *sheet {
	app := f.s.App()
	get := "zoauth token " + app.Name
	probed, _ := app.Probe()
	s := &sheet{frame: f, title: safe.Format("Use the token of %s", f.desk.Clean().Line(app.Name)), name: safe.Const("line")}
	s.rows = []sheetRow{
		{what: safe.Const("Print a valid token, refreshed if needed"), value: get},
		{what: safe.Const("Run a command with it in the environment"), value: "zoauth exec " + app.Name + " -- ./your-command"},
		{what: safe.Const("With curl, the token kept out of the process list"), value: get + " --header | curl -H @- " + probed},
		{what: safe.Const("What is on disk, for scripts"), value: "zoauth status " + app.Name + " --json"},
	}
	if app.Sandbox {
		s.notes = []safe.Text{safe.Const("Verbs don't see this sandbox. zoauth sandbox --write-profiles FILE serves the same apps.")}
	}
	return s
}

// Keys copy a row, where it has something to copy, and move.
func (s *sheet) Keys() []ui.Key {
	nothing := s.rows[s.list.Cursor].value == ""
	return []ui.Key{
		ui.NewKey(safe.Format("copy %s", s.name), "enter").HiddenIf(nothing), ui.NewKey(s.name, "j", "k", "down", "up", "g", "G"),
		ui.NewKey(safe.Format("%s alone", s.name), "u").HiddenIf(nothing), ui.NewKey(safe.Const("close"), "esc"),
	}
}

// Editing is false.
func (s *sheet) Editing() bool { return false }

// Update copies or moves.
func (s *sheet) Update(msg tea.Msg) (tea.Cmd, bool) {
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, false
	}
	s.list.Count = len(s.rows)
	row := s.rows[s.list.Cursor]
	switch key := press.String(); {
	case row.value == "" && (key == "enter" || key == "y" || key == "u"):
		s.desk.Say(safe.Const("This row has no value: it is done at Zoom."))
		return nil, false
	case key == "enter" || key == "y":
		return s.desk.Copy(row.value, row.what), false
	case key == "u":
		return s.desk.Alone(s.desk.Clean().Whole(row.value)), false
	case key == "q":
		return nil, true
	}
	s.list.Key(press.String(), len(s.rows))
	return nil, false
}

// sheetWidth is how many cells the box takes on a wide terminal.
const sheetWidth = 104

// View is a page below the rail, or on a wide terminal a box over it.
func (s *sheet) View(r ui.Region, _ time.Time) ui.Pane {
	list := s.list
	list.Count = len(s.rows)
	note := ui.Position(list.Cursor, len(s.rows))
	if r.Beside() {
		p := ui.Centred(r, s.title, append([]ui.Line{ui.Blank()}, append(s.lines(sheetWidth-4), ui.Blank())...), sheetWidth)
		p.Note = note
		return p
	}
	return ui.Pane{
		Y: 1, Width: r.Width, Height: r.Height - 1, Frame: ui.Ruled, Focused: true, Title: ui.Titled(s.title),
		Note: note, Lines: ui.Fit(s.lines(r.Width), r.Height-2),
	}
}

// lines are the rows with their values, in width cells.
func (s *sheet) lines(width int) []ui.Line {
	var lines []ui.Line
	page := safe.Text{}
	for i, row := range s.rows {
		if i > 0 {
			lines = append(lines, ui.Blank())
		}
		if row.page != page && !row.page.IsEmpty() {
			lines = append(lines, ui.L(ui.S(safe.Format(" %s", row.page), ui.Faint)))
			page = row.page
		}
		lines = append(lines, ui.Ends(ui.L(ui.S(safe.Format("  %s", row.what), ui.Plain)), ui.L(ui.S(row.note, ui.Faint)), width-1).Chosen(i == s.list.Cursor))
		for _, l := range s.desk.Clean().Line(row.value).Wrap(width - 8) {
			lines = append(lines, ui.L(ui.S(safe.Format("      %s", l), ui.Strong)))
		}
	}
	for _, note := range s.notes {
		lines = append(lines, ui.Blank())
		for _, l := range note.Wrap(width - 4) {
			lines = append(lines, ui.L(ui.S(safe.Format("  %s", l), ui.Faint)))
		}
	}
	return lines
}

// newAtZoom lists what to enter on the app's pages at marketplace.zoom.us.
func newAtZoom(f *frame) *sheet {
	app := f.s.App()
	s := &sheet{frame: f, title: safe.Const("Enter this at marketplace.zoom.us"), name: safe.Const("value")}
	credentials := safe.Const("App Credentials, tab Development")
	if app.Environment == flow.Production {
		credentials = safe.Const("App Credentials, tab Production")
	}
	scopes := sheetRow{safe.Const("Scopes"), safe.Const("Add Scopes"), strings.Join(app.Scopes, " "), safe.Const("each that you need")}
	id := sheetRow{page: credentials, what: safe.Const("Client ID, Client Secret"), note: safe.Const("copied from there")}
	switch {
	case app.Type == flow.ServerToServer:
		id.what, id.page = safe.Const("Account ID, Client ID, Client Secret"), safe.Const("App Credentials")
		scopes.note = safe.Const("an admin's, ending in :admin")
		s.rows = []sheetRow{id, scopes, {safe.Const("Activation"), safe.Const("Activate your app"), "", safe.Const("again after each scope that you add")}}
	case app.Type == flow.Chatbot:
		scopes.value, scopes.note = "imchat:bot", safe.Const("comes with the chatbot feature")
		s.rows = []sheetRow{id, scopes}
	case app.DeviceOnly():
		s.rows = []sheetRow{id, {safe.Const("Features"), safe.Const("Embed, Meeting SDK, App on Device"), "", safe.Const("switched on")}, scopes}
	default:
		if app.Type == flow.Public {
			id.what = safe.Const("Public Client ID")
		}
		s.rows = []sheetRow{
			{credentials, safe.Const("OAuth Redirect URL"), app.RedirectURI, safe.Const("byte for byte")},
			{credentials, safe.Const("OAuth Allow Lists"), app.RedirectURI, safe.Const("the same again")},
			id, scopes,
			{safe.Const("Local Test"), safe.Const("Remove the app first"), "", safe.Const("to authorize it again")},
		}
		s.notes = []safe.Text{safe.Const("Development and production have separate lists. Register in the one with the profile's client ID.")}
	}
	return s
}
