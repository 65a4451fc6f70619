package screen

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"

	"zoauth/flow"
	"zoauth/internal/terminal"
	"zoauth/tui/intent"
	"zoauth/tui/session"
	"zoauth/tui/widget"
)

// Authorize shows what the browser will be asked, then the URL and the wait for
// the answer (SCREENS.md §2.3).
type Authorize struct {
	typing bool
	pasted string // what was typed or pasted and not yet taken
}

// Rows returns the preview, or the open attempt.
func (a *Authorize) Rows(c Context) []Row {
	s := c.Current
	switch {
	case !s.App.HasConsent():
		return []Row{one(noConsent(c))}
	case s.Attempt.Open():
		return []Row{one(theURL(c)), one(a.waiting(c)), one(beforeAllow(c))}
	default:
		return []Row{one(asked(c)), one(answerComes(c)), one(beforeAllow(c))}
	}
}

func noConsent(c Context) widget.Pane {
	return widget.Pane{Title: "Authorize", Lines: widget.Lines(append([]string{""}, c.prose(
		"This app asks no person: its type is "+string(c.Current.App.Type)+". Press 2 to get a token.")...)...)}
}

// asked is the preview: every parameter of the URL with its reason.
func asked(c Context) widget.Pane {
	app := c.Current.App
	p := widget.Pane{Title: "What the browser will be asked", Note: c.Theme.Muted.Render("nothing is open yet")}
	p.Lines = append(p.Lines, widget.Lines(" GET "+c.line(app.Endpoints.AuthorizeURL))...)
	add := func(name, value, why string) {
		room := max(0, c.Width-44)
		p.Lines = append(p.Lines, widget.Lines("   "+widget.Fit(name, 15)+" "+widget.Fit(value, 23)+"  "+c.Theme.Muted.Render(widget.Cut(why, room)))...)
	}
	add("response_type", "code", "the only kind Zoom has")
	add("client_id", c.line(app.ClientID), "which app asks; one per environment")
	p.Lines = append(p.Lines, widget.Lines("   "+widget.Fit("redirect_uri", 15)+" "+c.line(app.RedirectURI))...)
	p.Lines = append(p.Lines, widget.Droppable(widget.DropStrip, strings.Repeat(" ", 44)+c.Theme.Muted.Render("where the answer goes; registered"))...)
	if len(app.Scopes) == 0 {
		add("scope", "not sent", "the app's own apply: Zoom's advice")
	} else {
		add("scope", c.line(strings.Join(app.Scopes, " ")), "each must be saved on the app")
	}
	add("state", "drawn at start", "256 bits; the answer brings it back")
	add("code_challenge", "drawn at start", "S256: ties the code to zoauth")
	p.Lines = append(p.Lines, widget.Blank)
	return p
}

// answerComes tells how the answer will come back.
func answerComes(c Context) widget.Pane {
	app := c.Current.App
	p := widget.Pane{Title: "How the answer comes back", Second: true}
	if address := app.ListenAddress(); address != "" {
		p.Lines = append(p.Lines, widget.Lines(" listener  "+c.line(address)+" is bound before the URL is shown")...)
	} else {
		p.Lines = append(p.Lines, widget.Lines(" listener  none: the redirect is not on this machine")...)
	}
	p.Lines = append(p.Lines, widget.Lines(" paste     the browser's address or the code, at the same time")...)
	if over := c.Current.Attempt; over != nil && over.Over != "" {
		p.Lines = append(p.Lines, widget.Lines(" last      "+c.line(over.Over))...)
	}
	p.Lines = append(p.Lines, widget.Blank)
	return p
}

// theURL fills whole rows from the first column, so that it can be selected.
func theURL(c Context) widget.Pane {
	link := c.Current.Attempt.URL()
	p := widget.Pane{
		Title: "Open this URL in any browser", Drop: widget.DropTitle,
		Note: c.Theme.Muted.Render(fmt.Sprintf("%d characters", len(link))),
	}
	style := c.Theme.Link.Hyperlink(link, "id=authorize")
	for _, part := range widget.Fill(c.line(link), c.Width) {
		p.Lines = append(p.Lines, widget.Lines(style.Render(part))...)
	}
	p.Lines = append(p.Lines, widget.Lines(" "+c.keys("y", "copy", "u", "alone on the screen"))...)
	p.Lines = append(p.Lines, widget.Blank)
	return p
}

// keys writes key and word pairs.
func (c Context) keys(pairs ...string) string {
	var parts []string
	for i := 0; i+1 < len(pairs); i += 2 {
		parts = append(parts, c.Theme.Key.Render(pairs[i])+" "+pairs[i+1])
	}
	return strings.Join(parts, "   ")
}

func (a *Authorize) waiting(c Context) widget.Pane {
	at := c.Current.Attempt
	p := widget.Pane{
		Title: "Waiting for the answer", Drop: widget.DropTitle,
		Note: c.Theme.Muted.Render("attempt open ") + widget.Short(at.Ends.Sub(c.Now)) + c.Theme.Muted.Render(" more"),
	}
	if at.Address != "" {
		p.Lines = append(p.Lines, widget.Lines(" listener  "+c.listener(at))...)
		p.Lines = append(p.Lines, c.tunnel(at)...)
	}
	p.Lines = append(p.Lines, widget.Lines(" paste     "+a.box(c))...)
	if at.Pasted != "" {
		p.Lines = append(p.Lines, widget.Lines(c.pasted(at))...)
	}
	if c.Current.App.Sandbox {
		p.Lines = append(p.Lines, widget.Lines(" browser   "+c.browser(at))...)
	}
	p.Lines = append(p.Lines, widget.Blank)
	return p
}

func (c Context) listener(at *session.Attempt) string {
	text := c.Theme.Good.Render(c.Theme.Glyph.Here) + " " + at.Address + "   no answer yet"
	if at.Stray > 0 {
		text += fmt.Sprintf("   %d stray %s ignored", at.Stray, plural(at.Stray, "hit", "hits"))
		if at.LastHit.Text != "" {
			text += "; last: " + c.line(at.LastHit.Text)
		}
	}
	return text
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// tunnel shows the ssh line where there is an SSH session to tunnel through.
func (c Context) tunnel(at *session.Attempt) []widget.Line {
	if !at.TunnelSeen.IsZero() {
		return widget.Lines(" tunnel    " + c.Theme.Good.Render(c.Theme.Glyph.Here) + " seen " + c.clock(at.TunnelSeen) + ": a request came through from outside this program")
	}
	if !c.Env.SSH {
		return nil
	}
	app := c.Current.App
	lines := widget.Lines(" tunnel    " + c.Theme.Glyph.Expired + " not seen yet; on the computer with the browser run")
	return append(lines, widget.Lines(widget.Indent(shellRows(c.line(c.tunnelLine(app)), c.Width-11), "           ")...)...)
}

// shellRows breaks a command between its words so that the shell still takes the
// rows as one.
func shellRows(command string, w int) []string {
	rows := widget.Wrap(command, w-2)
	for i := range len(rows) - 1 {
		rows[i] = strings.TrimRight(rows[i], " ") + ` \`
	}
	return rows
}

// tunnelLine is the ssh command for the app's redirect and listen addresses.
func (c Context) tunnelLine(app flow.App) string {
	port := ""
	if u, err := url.Parse(app.RedirectURI); err == nil {
		port = u.Port()
	}
	forwards := []terminal.Forward{{Local: port, To: app.ListenAddress()}}
	if u, err := url.Parse(app.Endpoints.AuthorizeURL); err == nil && flow.IsLoopback(u.Hostname()) {
		forwards = append(forwards, terminal.Forward{To: u.Host}) // the simulated Zoom itself
	}
	return terminal.TunnelLine(cmp.Or(app.SSHHost, c.Env.Host), forwards...)
}

// box is the paste box: its content is never echoed.
func (a *Authorize) box(c Context) string {
	t := c.Theme
	if !a.typing {
		return t.Key.Render("i") + t.Muted.Render(" types; a paste of the address bar or code goes here")
	}
	if a.pasted == "" {
		return t.Glyph.Cursor + " " + t.Glyph.Caret + t.Muted.Render("   the browser's address, or the code; enter takes it")
	}
	return t.Glyph.Cursor + " " + t.Glyph.Mask + " " + fmt.Sprintf("%d characters", len(a.pasted)) + t.Glyph.Caret + t.Muted.Render("   enter takes it, ctrl+u empties")
}

func (c Context) pasted(at *session.Attempt) string {
	if at.PasteBad {
		return "           " + c.Theme.Soon.Render("!") + " " + c.line(at.Pasted)
	}
	return "           " + c.Theme.Good.Render(c.Theme.Glyph.Done) + " " + c.line(at.Pasted)
}

func (c Context) browser(at *session.Attempt) string {
	switch {
	case at.Playing:
		return c.Spinner + " reading the consent page and pressing the button"
	case at.Page != "":
		return c.line(at.Page)
	default:
		return c.Theme.Key.Render("b") + " plays the browser here: Allow or Decline"
	}
}

// beforeAllow says what Allow does elsewhere, and what is odd about the request.
func beforeAllow(c Context) widget.Pane {
	t := c.Theme
	p := widget.Pane{Title: "Before you click Allow", Drop: widget.DropTitle}
	warn := func(drop widget.Drop, text string) {
		p.Lines = append(p.Lines, widget.Line{Text: " " + t.Soon.Render("!") + " " + text, Drop: drop})
	}
	warn(widget.Keep, "Allow replaces every token this app holds for that user, on servers too.")
	app := c.Current.App
	if u, err := url.Parse(app.RedirectURI); err == nil && u.Scheme == "http" && !app.Sandbox {
		warn(widget.DropStrip, "Plain http redirect: Zoom documents it for PKCE, users report 4700 in 2026.")
	}
	ok := "S256, fresh state, no scope sent"
	if len(app.Scopes) > 0 {
		ok = "S256, fresh state"
	}
	if len(app.ClientID) == usualClientID {
		ok += ", client ID has the usual shape"
	}
	p.Lines = append(p.Lines, widget.Droppable(widget.DropStrip, " "+t.Good.Render(t.Glyph.Done)+" "+ok)...)
	return p
}

// usualClientID is the length of Zoom's client IDs (ZOOM.md §3.1).
const usualClientID = 22

// Do starts, ends and serves the attempt.
func (a *Authorize) Do(c Context, act intent.Action) intent.Intent {
	s := c.Current
	switch act {
	case intent.Main:
		return a.start(c)
	case intent.Back:
		return intent.GoBack{}
	case intent.Stop:
		return intent.StopAttempt{}
	case intent.More:
		return intent.ExtendAttempt{}
	case intent.PasteBox:
		a.typing = true
	case intent.Nothing:
		return intent.Go{Place: intent.NothingBack}
	case intent.CopyURL:
		return intent.Clip{Text: s.Attempt.URL(), What: "the URL"}
	case intent.Plain:
		return intent.ShowPlain{Text: s.Attempt.URL()}
	case intent.Browser:
		return intent.Ask{Question: intent.Question{
			Title: "The sandbox's browser",
			Text:  []string{"It opens the URL, reads the consent page and presses one of its buttons."},
			Keys: []intent.Choice{
				{Key: "a", Word: "Allow", Then: intent.PlayBrowser{Allow: true}},
				{Key: "d", Word: "Decline", Then: intent.PlayBrowser{Allow: false}},
			},
		}}
	}
	return nil
}

func (a *Authorize) start(c Context) intent.Intent {
	if c.Current.App.Environment != flow.Production {
		return intent.StartAttempt{}
	}
	return intent.Ask{Question: intent.Question{
		Title: "PRODUCTION " + c.Current.App.Name,
		Text:  []string{"Allow gives this user new tokens and ends the ones your servers hold for the same user."},
		Keys:  []intent.Choice{{Key: "y", Word: "go on", Then: intent.StartAttempt{}}},
	}}
}

// Opened focuses the paste box where a paste is the only way.
func (a *Authorize) Opened(at *session.Attempt) {
	a.pasted = ""
	a.typing = at.Address == ""
}

// Note says that leaving ends nothing.
func (a *Authorize) Note(c Context) string {
	at := c.Current.Attempt
	switch {
	case !at.Open():
		return "Nothing is asked and nothing is bound until enter."
	case c.Now.Sub(at.Started) > nothingAfter && at.Address != "":
		return "A minute without an answer? n tells what the browser's page means."
	default:
		return "Leaving this screen keeps the attempt open; x ends it."
	}
}
