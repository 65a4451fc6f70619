// Package intake is the Paste screen: what a pasted text is made of, what it means, and
// what can be done with it. Nothing of the text is sent or kept; what it shows of it is
// redacted and stands behind a gutter.
package intake

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/profiles"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Desk is what the app offers to Paste.
type Desk interface {
	ui.Host
	// Sessions are the profiles that a text is compared with.
	Sessions() []*session.Session
	// LearnRequest keeps what a request carries off every screen from now on.
	LearnRequest(flow.Request)
	// Learn does so for secrets.
	Learn(...flow.Secret)
	// Adopt opens what is to be adopted into a profile.
	Adopt(profile string, grant recognize.Grant) tea.Cmd
	// Review opens the form of a new profile that is filled in already.
	Review(profiles.Draft) tea.Cmd
	// CanSendOnce reports whether a request can be sent without a profile.
	CanSendOnce(flow.Request) bool
	// SendOnce drafts it, for tokens that belong to no profile.
	SendOnce(flow.Request) tea.Cmd
	// Change opens the form of a profile with one value changed, not saved.
	Change(profile, key, value string) tea.Cmd
	// Import writes drafts into the profile file and shows the first one.
	Import([]profiles.Draft) tea.Cmd
	// Path is the profile file's, raw.
	Path() string
}

// focus is which pane takes the moves.
type focus uint8

const (
	onChoices focus = iota
	onFound
)

// Screen is one pasted text. Make it with [New].
type Screen struct {
	desk   Desk
	region ui.Region
	box    ui.Box // what is typed
	typing bool   // the box has the focus
	busy   int    // which reading is awaited; 0: none
	read   reading
	here   []diagnose.Holding // what the profiles held when it was read

	worked    *inspect.Worked // what a pasted request is compared with
	waiting   []waiter        // open attempts
	rows      []row           // of Found
	list      ui.List
	pager     inspect.Pager // of the row's views
	aside     inspect.Page  // another view beside it, on a wide terminal
	asideName safe.Text
	choices   []ui.Choice
	cursor    ui.List // over the choices, then over the other causes
	focus     focus
}

// waiter is an open attempt that could be asked for a text.
type waiter struct {
	profile string
	refuses string // why it does not take the text as its callback; empty: it is none
}

// waitersFor are the open attempts, as the text is to them.
func waitersFor(text string, sessions []*session.Session) []waiter {
	var list []waiter
	for _, s := range sessions {
		if w, open := s.Consent().Waiting(); open && w.Step == flow.StepAuthorize {
			list = append(list, waiter{s.App().Name, s.Consent().Refuses(text)})
		}
	}
	return list
}

// New returns the screen of a text; "" asks for one.
func New(desk Desk, text string) *Screen {
	p := &Screen{desk: desk, box: ui.NewBox(desk.Clean()), typing: text == ""}
	p.read.text = text
	return p
}

// Against makes the screen compare the request that is pasted with one that worked.
func (p *Screen) Against(s *session.Session) *Screen {
	if request, at, ok := s.Timeline().Worked(); ok {
		p.worked = &inspect.Worked{Request: request, At: at}
	}
	return p
}

// Open reads the text, or waits for one to be typed or pasted.
func (p *Screen) Open() tea.Cmd {
	switch {
	case p.typing:
		return p.box.Focus()
	case p.busy == 0 && p.rows == nil && !p.read.done:
		return p.take(p.read.text)
	}
	p.draw()
	return p.anew()
}

// anew reads the text once more where the profiles that it was compared with have changed.
func (p *Screen) anew() tea.Cmd {
	if p.typing || p.busy != 0 || !p.read.done || slices.Equal(p.here, holdings(p.desk.Sessions())) {
		return nil
	}
	return p.take(p.read.text)
}

// holdings are what the profiles hold now.
func holdings(sessions []*session.Session) []diagnose.Holding {
	var list []diagnose.Holding
	for _, s := range sessions {
		list = append(list, diagnose.Holding{Profile: s.App().Name, ClientID: s.App().ClientID, Token: s.State().Token})
	}
	return list
}

// Close has nothing to let go.
func (p *Screen) Close() {}

// Resize takes the room.
func (p *Screen) Resize(r ui.Region) {
	p.region = r
	p.draw()
}

// Title says how much was pasted, and that nothing was sent.
func (p *Screen) Title() ui.Title {
	t := ui.Title{Path: []safe.Text{safe.Const("pasted text")}, Where: ui.S(safe.Const("nothing was sent"), ui.Faint)}
	if p.typing {
		t.Path = []safe.Text{safe.Const("paste or type")}
		return t
	}
	lines := strings.Count(strings.TrimRight(p.read.text, "\n"), "\n") + 1
	t.About = []safe.Text{safe.Format("%s, %s", ui.Count(lines, safe.Const("line")), ui.Size(len(p.read.text)))}
	return t
}

// Editing reports whether the box has the focus.
func (p *Screen) Editing() bool { return p.typing }

// Status says what happens to the text.
func (p *Screen) Status() safe.Text {
	switch {
	case p.typing:
		return safe.Const("Words that may be secrets are hidden.")
	case p.busy != 0:
		return safe.Const("Reading the text.")
	case p.under().Kind == "":
		return safe.Const("None of it was sent or kept.")
	case p.row().related:
		return safe.Const("Compared with your profiles; nothing was sent.")
	}
	return safe.Const("Nothing was sent or kept. w shows more.")
}

// take begins to read a text, off the loop.
func (p *Screen) take(text string) tea.Cmd {
	p.typing = false
	p.busy++
	p.here = holdings(p.desk.Sessions())
	n, path, here := p.busy, p.desk.Path(), diagnose.Here{Profiles: p.here, Now: p.desk.Now()}
	return func() tea.Msg { return readMsg{p, n, readText(text, path, here)} }
}

// taken shows what a text is made of.
func (p *Screen) taken(r reading) {
	again := p.read.done && p.read.text == r.text // only the profiles have changed
	p.busy, p.read = 0, r
	p.waiting = waitersFor(r.text, p.desk.Sessions())
	for _, a := range r.found {
		p.desk.Learn(a.Secrets()...)
		p.desk.LearnRequest(a.Trace.Request)
	}
	p.box.Clear()
	p.rows = rowsOf(r, p.desk.Clean())
	p.list.Count = len(p.rows)
	if !again {
		p.list.Cursor, p.focus = max(0, slices.IndexFunc(p.rows, func(w row) bool { return w.main })), onChoices
	}
	p.chosen()
}

// chosen shows another row of Found from its first view on.
func (p *Screen) chosen() {
	p.pager.View, p.pager.Top, p.pager.More = 0, 0, false
	p.choices = p.offers().all()
	p.cursor = ui.List{Count: len(p.choices) + p.row().causes()}
	p.draw()
}

// offers are what can be done with the row under the cursor.
func (p *Screen) offers() offers {
	return offers{desk: p.desk, row: p.row(), read: p.read, waiting: p.waiting, again: p.again}
}

// row is the one of Found under the cursor.
func (p *Screen) row() row {
	if p.list.Cursor >= len(p.rows) {
		return row{}
	}
	return p.rows[p.list.Cursor]
}

// under is what was found there.
func (p *Screen) under() inspect.Pasted {
	found := p.row().pasted
	found.Whole, found.Worked = p.read.shown, p.worked
	for _, w := range p.waiting {
		if w.refuses != "" && found.Kind == recognize.Callback {
			found.Refused = append(found.Refused, w.refuses)
		}
	}
	if at := p.cursor.Cursor - len(p.choices); at >= 0 {
		found.Cause = at
	}
	return found
}

// causes is how many rows the list of causes has: one alone is no list.
func (r row) causes() int {
	if n := len(r.pasted.Meaning.Findings); n > 1 {
		return n
	}
	return 0
}

// draw makes the page of the view that is shown. It is called in Update, so that View
// only windows it.
func (p *Screen) draw() {
	if p.region.Theme == nil || len(p.rows) == 0 {
		p.pager = inspect.Pager{}
		return
	}
	views := inspect.PastedViews(p.under())
	p.pager.Name(views)
	width, _ := p.layout().body.Inner()
	p.pager.Page = views[p.pager.View].Make(p.context(width))
	p.scroll(0)
	if p.pager.Top == 0 && p.pager.Names[p.pager.View] == textName {
		p.scroll(max(0, p.row().line(p.pager.Page)-2))
	}
	p.drawAside(views)
	p.scroll(0)
}

// textName is the view of the pasted text itself.
var textName = safe.Const("Text")

// drawAside makes the page beside the shown one: the text, or, beside the text, the first
// view.
func (p *Screen) drawAside(views []inspect.View) {
	width, _ := p.layout().aside.Inner()
	p.aside = inspect.Page{}
	if width == 0 {
		return
	}
	beside := views[len(views)-1]
	if p.pager.View == len(views)-1 {
		beside = views[0]
	}
	p.aside, p.asideName = beside.Make(p.context(width)), beside.Name
}

// context is what views are drawn with, for width cells.
func (p *Screen) context(width int) inspect.Context {
	return inspect.Context{Clean: p.desk.Clean(), Theme: p.region.Theme, Width: max(20, width), Now: p.desk.Now(), More: p.pager.More}
}

// scroll moves the page by n lines, as far as there are any.
func (p *Screen) scroll(n int) {
	_, height := p.layout().body.Inner()
	p.pager.Scroll(n, height)
}

// View draws what was found, the view of the row under the cursor, and what can be done.
func (p *Screen) View(_ time.Time) []ui.Pane {
	switch {
	case p.typing:
		return typingPanes(p.region, &p.box)
	case p.busy != 0:
		return []ui.Pane{{Width: p.region.Width, Height: p.region.Height, Lines: []ui.Line{ui.L(ui.S(safe.Const(" Reading the text."), ui.Faint))}}}
	}
	return p.foundPanes()
}

// again asks for another text.
func (p *Screen) again() tea.Cmd {
	p.typing = true
	return p.box.Focus()
}
