package screen

import (
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// Use shows how to use a profile's token elsewhere: ready lines, none of which
// holds a secret.
type Use struct{ cursor int }

// useLine is one way, with what it does.
type useLine struct{ what, line string }

func useLines(c Context) []useLine {
	app := c.Current.App
	get := "zoauth token " + app.Name
	return []useLine{
		{"a valid access token on standard output, refreshed if it must be", get},
		{"one request with it", `printf 'Authorization: Bearer %s\n' "$(` + get + `)" | curl -H @- ` + c.line(app.Endpoints.APIURL) + "/v2/users/me"},
		{"a command with ZOOM_ACCESS_TOKEN and ZOOM_API_URL in its environment", "zoauth exec " + app.Name + " -- ./your-command"},
		{"what is on disk, for scripts", "zoauth status " + app.Name + " --json"},
	}
}

// Rows lists the ways.
func (u *Use) Rows(c Context) []Row {
	p := widget.Pane{Title: useTitle(c), Note: c.Theme.Muted.Render("yy copies the line")}
	for i, way := range useLines(c) {
		p.Lines = append(p.Lines, widget.Blank)
		for j, row := range widget.Wrap(way.what, c.Width-4) {
			p.Lines = append(p.Lines, widget.Lines(c.cursorRow(i == u.cursor && j == 0, c.Theme.Muted.Render(row), ""))...)
		}
		for _, row := range widget.Wrap(way.line, c.Width-5) {
			p.Lines = append(p.Lines, widget.Lines("     "+row)...)
		}
	}
	notes := widget.Pane{Title: "And", Second: true}
	for _, t := range u.notes(c) {
		notes.Lines = append(notes.Lines, widget.Lines(c.prose(t)...)...)
	}
	return []Row{one(p), one(notes)}
}

// useTitle leaves out the profile's name where it does not fit: row 1 has it.
func useTitle(c Context) string {
	const title = "Use the token"
	if whole := title + " of " + c.Current.App.Name; widget.Width(whole)+6 <= c.Width {
		return whole
	}
	return title
}

func (u *Use) notes(c Context) []string {
	if c.Current.App.Sandbox {
		return []string{"Verbs do not see the profiles of this sandbox, which ends with the program: zoauth sandbox --profiles FILE serves the same ones, and zoauth --profiles FILE token uses them."}
	}
	return []string{
		"50 of these at once cause one refresh. While the saved token still is valid, nothing is sent.",
		"The token is in the answer, not in the line: it stands neither in a shell's history nor in the list of processes, since curl reads it from its input.",
	}
}

// Do moves, or goes back.
func (u *Use) Do(c Context, a intent.Action) intent.Intent {
	if to, moves := moved(u.cursor, len(useLines(c)), a); moves {
		u.cursor = to
		return nil
	}
	switch a {
	case intent.Back:
		return intent.GoBack{}
	}
	return nil
}

// Note says that none of it is run.
func (u *Use) Note(Context) string { return "Lines to copy; none of them is run here." }

// Copies are the line under the cursor.
func (u *Use) Copies(c Context) []Copy {
	way := useLines(c)[u.cursor]
	return []Copy{{Key: "y", Word: "line", What: "the line", Text: text(way.line)}}
}
