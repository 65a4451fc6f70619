package form

import (
	"cmp"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/profiles"
	"zoauth/tui/ui"
)

// helpHeight is how many rows the help of the row takes, with its title and a blank row
// over it, where there is room for one.
func (f *Screen) helpHeight() int {
	if f.region.Height < 17 {
		return 4
	}
	return 6
}

func (f *Screen) listHeight() int { return max(3, f.region.Height-f.helpHeight()-1) }

// View draws the rows, and what the one under the cursor is for.
func (f *Screen) View(time.Time) []ui.Pane {
	r := f.region
	if f.document == nil {
		return []ui.Pane{{Width: r.Width, Height: r.Height, Frame: ui.Ruled, Title: ui.Titled(safe.Const("Zoom app"))}}
	}
	rows, height := f.rows(), f.listHeight()
	list := f.list
	list.Count = len(rows)
	from, to := list.Window(height)
	p := ui.Pane{Width: f.listWidth(), Height: min(height, len(rows)) + 1, Frame: ui.Ruled, Focused: true, Title: ui.Titled(safe.Const("Zoom app")), Note: ui.Position(list.Cursor, len(rows))}
	for i := from; i < to; i++ {
		here := i == list.Cursor
		line, at := f.line(rows[i], here)
		if here && at >= 0 {
			p.Cursor = &ui.Point{X: at, Y: i - from}
		}
		p.Lines = append(p.Lines, line.Chosen(here))
	}
	row := rows[list.Cursor]
	top := min(p.Height+1, r.Height-f.helpHeight()+1)
	help := ui.Pane{Y: top, Width: r.Width, Height: max(2, r.Height-top), Frame: ui.Ruled, Title: ui.Titled(row.label)}
	if !r.Beside() {
		help.Lines = f.about(row, min(76, r.Width-2))
		return []ui.Pane{p, help}
	}
	p.Frame, help.Frame = ui.Boxed, ui.Boxed
	p.Height++
	help.X, help.Y, help.Width, help.Height = p.Width, 0, r.Width-p.Width, p.Height
	width, _ := help.Inner()
	help.Lines = f.about(row, width-1)
	return []ui.Pane{p, help, f.preview(p.Height)}
}

// listWidth is how many cells the rows take with their frame.
func (f *Screen) listWidth() int {
	if f.region.Beside() {
		return f.region.Width * 3 / 5
	}
	return f.region.Width
}

// about says what is wrong in a row, and what the row is for.
func (f *Screen) about(r row, width int) []ui.Line {
	var lines []ui.Line
	add := func(head, text safe.Text, style ui.Style) {
		for _, l := range text.Wrap(max(8, width-2)) {
			lines = append(lines, ui.L(ui.S(head, style), ui.S(l, ui.Plain)))
			head = safe.Const("   ")
		}
	}
	if wrong := f.wrong(r); !wrong.IsEmpty() {
		clean, problem, doubt := f.desk.Clean(), f.problems[r.problem()], f.doubts[r.key]
		add(safe.Const(" ! "), wrong, ui.Soon)
		add(safe.Const("   "), clean.Line(cmp.Or(problem.Repair, doubt.Why)), ui.Plain)
	}
	for _, l := range f.help(r.key).Wrap(width) {
		lines = append(lines, ui.T(safe.Format(" %s", l)))
	}
	return lines
}

// preview is what the profile file will have of the profile, below the rows of a wide
// terminal, a secret masked.
func (f *Screen) preview(top int) ui.Pane {
	clean := f.desk.Clean()
	p := ui.Pane{Y: top, Width: f.region.Width, Frame: ui.Boxed, Title: ui.Titled(safe.Const("In the profile file"))}
	p.Note = ui.L(ui.S(clean.Line(f.document.Path), ui.Faint))
	draft := f.draft.ForType()
	draft.Name = cmp.Or(draft.Name, "NAME")
	if draft.From == profiles.InFile {
		draft.Secret = flow.NewSecret(flow.KindClientSecret, f.region.Theme.Glyph.Mask.String())
	}
	for _, l := range clean.Within(safe.Limits{}, draft.TOML()).Lines() {
		p.Lines = append(p.Lines, ui.T(l))
	}
	p.Height = min(f.region.Height-top, len(p.Lines)+p.Frame.Edges())
	return p
}

// labels is how many cells the labels take.
const labels = 18

// line is a row; at is the column of the text cursor, -1 where there is none.
func (f *Screen) line(r row, here bool) (line ui.Line, at int) {
	width, value := f.listWidth(), f.get(r.key)
	if f.region.Beside() {
		width -= 4 // the box
	}
	head := ui.Columns(ui.Cell{Text: safe.Const("  ")}, ui.Cell{Width: labels - 2, Text: r.label})
	right := f.right(r, value, width/2)
	room := max(8, width-labels-right.Width()-2)
	at = -1
	var body ui.Line
	switch {
	case r.key == "save":
		return ui.T(safe.Format("  %s", r.label)), -1
	case r.key == "more":
		body = ui.L(ui.S(safe.Const("scopes, hosts, SSH host, TLS"), ui.Faint))
	case r.choices != nil:
		body = f.chosen(r, value)
	case here:
		field, column := f.field.Line(room)
		body, at = field, labels+column
	case value == "":
		body = ui.L(ui.S(r.empty, ui.Faint))
	case r.secret:
		body = ui.T(f.desk.Clean().Line(f.draft.Secret.String()))
	default:
		body = ui.T(f.desk.Clean().Line(value).Cut(room))
	}
	return ui.Ends(head.With(body.Spans...), right, width-1), at
}

func (f *Screen) chosen(r row, value string) ui.Line {
	g := f.region.Theme.Glyph
	word := r.choices[0].word
	for _, c := range r.choices {
		if c.value == value {
			word = c.word
		}
	}
	return ui.L(ui.S(safe.Format("%s ", g.Left), ui.Accent), ui.S(word, ui.Plain), ui.S(safe.Format(" %s", g.Right), ui.Accent))
}

// right is the end of a row in at most room cells: what is wrong, or that it is right.
func (f *Screen) right(r row, value string, room int) ui.Line {
	switch wrong := f.wrong(r); {
	case !wrong.IsEmpty():
		return ui.L(ui.S(safe.Format("! %s", ofRow(wrong, room-2)), ui.Soon))
	case r.button || r.choices != nil || value == "":
		return ui.Line{}
	}
	return ui.L(ui.S(f.region.Theme.Glyph.Good, ui.Good))
}

// ofRow is what is wrong in at most room cells: without the name of what it is wrong with,
// which the row has, and without the details behind a colon.
func ofRow(wrong safe.Text, room int) safe.Text {
	for _, name := range []string{"the client ID has ", "the client secret has ", "the redirect URI has ", "the redirect is "} {
		if strings.HasPrefix(wrong.String(), name) {
			wrong = wrong.Slice(len(name), len(wrong.String()))
		}
	}
	if colon := strings.Index(wrong.String(), ": "); colon > 0 && wrong.Width() > room {
		wrong = wrong.Slice(0, colon)
	}
	return wrong.Cut(room)
}

// help says what a row is for and where its value is at Zoom.
func (a *answers) help(key string) safe.Text {
	credentials := safe.Const("App Credentials, tab Development")
	switch {
	case a.draft.Type() == flow.ServerToServer: // one pair, no tabs
		credentials = safe.Const("App Credentials")
	case a.draft.Get("environment") == string(flow.Production):
		credentials = safe.Const("App Credentials, tab Production")
	}
	if _, isArgument := argument(key); isArgument {
		return safe.Const("Run without a shell when a step needs the secret; each argument is a row. The first line of its output is the secret.")
	}
	switch key {
	case "environment":
		if a.draft.Type() == flow.ServerToServer {
			return safe.Const("A label of your own: a Server-to-Server app has one ID and secret. In production zoauth asks before it gets a new token.")
		}
		return safe.Const("Zoom gives every app two pairs of ID and secret. In production zoauth asks before a step that can stop your servers' tokens.")
	case "callback":
		return callbackHelp(a.callback())
	case "type":
		return typeHelp(a.draft.Type())
	case "cloud", "oauth_url", "authorize_url", "api_url":
		return safe.Const("Which Zoom: commercial, government, or addresses of your own. Plain http works on loopback only.")
	case "listen_cert_file", "listen_key_file":
		return safe.Const("PEM files that make the callback listener speak https.")
	case "client_id":
		return safe.Format("At Zoom: %s. Usually 22 characters.", credentials)
	case "client_secret":
		return safe.Format("At Zoom: %s. Kept exactly as pasted. ctrl+x trims spaces.", credentials)
	}
	return helps[key].Or(safe.Const("Scopes, hosts, endpoints, CA, TLS. The defaults are usually right."))
}

// helps are those of the rows that say the same of every app.
var helps = map[string]safe.Text{
	"name":               safe.Const("Used in commands (zoauth token NAME). Renaming starts without tokens and history."),
	"app":                safe.Const("Groups a development and a production profile of one Zoom app."),
	"account_id":         safe.Const("At Zoom: App Credentials. The ID of another account gets 400 Bad Request."),
	"source":             safe.Const("Stored in its own 0600 file, or kept off disk by a command such as pass."),
	"client_secret_file": safe.Const("One line, mode 0600, absolute or beside the profile file."),
	"client_secret_env":  safe.Const("The name of an environment variable that holds the secret."),
	"redirect_uri":       safe.Const("Must match OAuth Redirect URL and OAuth Allow Lists at Zoom byte for byte."),
	"listen":             safe.Const("The loopback address zoauth listens on; your https address forwards to it."),
	"scopes":             safe.Const("Empty: Zoom uses the scopes saved on the app. Otherwise, names separated by spaces."),
	"pkce":               safe.Const("S256 binds a code to its attempt. Turn it off only to compare with a client of yours that doesn't use PKCE."),
	"ssh_host":           safe.Const("The name you type after ssh on your own computer."),
	"probe_path":         safe.Const("The API path that the probe calls. The app needs a scope for it."),
	"ca_file":            safe.Const("A PEM file with one more certificate authority to trust for these addresses."),
	"save":               safe.Const("Writes the profile file. Comments and the order of profiles are kept."),
}

func typeHelp(kind flow.AppType) safe.Text {
	switch kind {
	case flow.Public:
		return safe.Const("An app without a secret; PKCE protects the code. Use its Public Client ID.")
	case flow.ServerToServer:
		return safe.Const("No browser and no user: one request gets a token for about an hour.")
	case flow.Chatbot:
		return safe.Const("An app-owned token (client_credentials). No user and no refresh token.")
	}
	return safe.Const("A user allows it in a browser; tokens are refreshed with the app's secret.")
}

func callbackHelp(way string) safe.Text {
	switch way {
	case byListener:
		return safe.Const("zoauth listens on this host; over SSH, ssh -L carries your browser's request here.")
	case byTunnel:
		return safe.Const("An https address of yours forwards the browser's request to the listen address here.")
	case byDevice:
		return safe.Const("Zoom gives a code to enter in any browser. The app needs Use App on Device.")
	}
	return safe.Const("Any https address of yours, even one that doesn't answer. You paste the browser's address back. Always works.")
}
