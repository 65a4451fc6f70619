// Package flowview is one profile on one page: the rail of steps, the timeline of what
// happened, and the selected entry in full. History, comparison, why, the token and
// the inspector are no places of their own; they are the timeline and the views of an
// entry.
package flowview

import (
	"cmp"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Desk is what the app offers to the Flow screen.
type Desk interface {
	ui.Host
	// Run runs the tasks of the session and says its news.
	Run(session.Follow) tea.Cmd
	// Neighbour is the profile n rows of Home from this one; "" where there is none.
	Neighbour(profile string, n int) string
	// Order are the profiles in the order of Home.
	Order() []*session.Session
	// AskSecret runs the command of the client secret with the terminal.
	AskSecret(*session.Session) tea.Cmd
	// AdoptInto asks into which profile the pair of a single send goes.
	AdoptInto(s *session.Session) tea.Cmd
	// AdoptFor asks for the code or token from elsewhere that a step needs.
	AdoptFor(s *session.Session, step flow.Step) tea.Cmd
	// Tunnel is the ssh command for the person's own computer, in rows of width cells;
	// nil where there is no use for one.
	Tunnel(app flow.App, width int) []safe.Text
	// Version is that of the program, for reports.
	Version() string
	// Write keeps text in a file of mode 0600 and says where.
	Write(name safe.Text, raw string) tea.Cmd
	// KeepsCopies reports whether a copy stays readable on this machine, in tmux.
	KeepsCopies() bool
}

// focus is the pane that j and k move in.
type focus uint8

const (
	onTimeline focus = iota
	onEntry
)

// Screen is one profile's page. Make it with [New].
type Screen struct {
	desk   Desk
	s      *session.Session
	region ui.Region
	focus  focus
	whole  bool     // the entry takes the whole screen
	rows   ui.List  // the timeline; the draft is the row behind the last entry
	marked []string // IDs of entries that c compares
	find   search
	filter search // of the timeline
	edit   *editing
	entry  entry
	bodies inspect.Bodies
	wanted string    // ID of the entry to open on
	first  string    // key that is pressed once the screen is open
	shown  string    // ID of the row under the cursor when it was drawn last
	opened time.Time // when the person last came here or asked for a draft
	fresh  bool      // the page was opened, and its history was not read yet
}

// New returns the page of a profile. It opens on an entry, or on the newest where there
// is no such entry; key is pressed once it is open, "" presses none.
func New(desk Desk, s *session.Session, entry, key string) *Screen {
	return &Screen{desk: desk, s: s, wanted: entry, first: key, find: newSearch(desk.Clean()), filter: newSearch(desk.Clean())}
}

// Session is the profile of the page.
func (f *Screen) Session() *session.Session { return f.s }

// Open reads the newest part of the history and stands on the newest row.
func (f *Screen) Open() tea.Cmd {
	cmd := f.desk.Run(f.s.Timeline().Load())
	f.opened, f.fresh = f.desk.Now(), true
	f.toNewest()
	f.focus = onTimeline
	if f.s.Drafts().Next() != nil {
		f.focus = onEntry
	}
	if entry := f.wanted; entry != "" {
		f.wanted = ""
		return tea.Batch(cmd, f.Select(entry))
	}
	if key := f.first; key != "" {
		f.first = ""
		return tea.Batch(cmd, f.Update(pressOf(key)))
	}
	return tea.Batch(cmd, f.changed())
}

func pressOf(key string) tea.KeyPressMsg { return tea.KeyPressMsg{Code: []rune(key)[0], Text: key} }

// Close lets go of a revoked pair that was kept to prove its end. What runs goes on.
func (f *Screen) Close() { f.s.ForgetRevoked() }

// Resize takes the room.
func (f *Screen) Resize(r ui.Region) {
	f.region = r
	f.entry.stale = true
	f.draw()
}

// Title is the profile and its user.
func (f *Screen) Title() ui.Title {
	app, clean := f.s.App(), f.desk.Clean()
	about := clean.Line(string(app.Type))
	if app.Type == flow.ServerToServer && app.AccountID != "" {
		about = safe.Format("%s %s account %s", about, f.glyph().Dot, clean.Line(app.AccountID).Cut(8))
	}
	if who := f.s.State().Who; who != nil {
		user := clean.Line(cmp.Or(who.Email, who.Name, who.UserID))
		about = safe.Format("%s %s %s", user, f.glyph().Dot, about)
		if f.region.Narrow() {
			about = user
		}
	} else if f.region.Narrow() {
		about = safe.Text{}
	}
	t := ui.Title{Path: []safe.Text{clean.Line(app.Name)}, About: about, Where: ui.S(safe.Const("DEVELOPMENT"), ui.Faint)}
	if app.Environment == flow.Production {
		t.Where = ui.S(safe.Const("PRODUCTION"), ui.Production)
	}
	if app.Sandbox {
		t.Where = ui.S(safe.Const("SANDBOX"), ui.Faint)
	}
	switch state := f.s.State(); {
	case state.Unsaved:
		t.Alert = safe.Const("! 1 NOT SAVED")
	case f.s.ToGiveBack():
		t.Alert = safe.Const("! 1 TO GIVE BACK")
	case len(f.s.Practice().Faults()) > 0:
		t.Alert = safe.Format("fault on: %s", clean.Line(f.s.Practice().Faults()[0]))
	}
	return t
}

func (f *Screen) glyph() ui.Glyphs {
	if f.region.Theme == nil {
		return ui.NewTheme(ui.Appearance{}).Glyph
	}
	return f.region.Theme.Glyph
}

// Editing reports whether a text field has the focus.
func (f *Screen) Editing() bool {
	return f.find.typing || f.filter.typing || f.edit != nil
}

// Changed returns when something changed by itself, and what enter would do then. What
// the person opened since is no surprise.
func (f *Screen) Changed() (time.Time, safe.Text) {
	if f.opened.After(f.s.Arrived()) {
		return time.Time{}, safe.Text{}
	}
	if f.s.Consent().Code() != nil {
		return f.s.Arrived(), safe.Const("The code just arrived. Press enter again to exchange it.")
	}
	return f.s.Arrived(), safe.Const("The response just arrived. Press enter again to go on.")
}

// count is how many rows the timeline has, the draft among them.
func (f *Screen) count() int {
	n := f.s.Timeline().Len()
	if f.s.Drafts().Next() != nil {
		n++
	}
	return n
}

// onDraft reports whether the cursor stands on the draft.
func (f *Screen) onDraft() bool {
	return f.s.Drafts().Next() != nil && f.rows.Cursor >= f.s.Timeline().Len()
}

// under is the entry under the cursor; the zero Entry on the draft.
func (f *Screen) under() session.Entry {
	if f.onDraft() {
		return session.Entry{}
	}
	return f.s.Timeline().At(f.rows.Cursor)
}

// comparing reports whether two entries lie side by side.
func (f *Screen) comparing() bool { return len(f.marked) == 2 }

func (f *Screen) onTour() bool {
	_, _, on := f.s.Practice().Tour()
	return on
}

// toNewest puts the cursor on the last row.
func (f *Screen) toNewest() {
	f.rows.Count = f.count()
	f.rows.Set(f.rows.Count - 1)
}

// views are those of the row under the cursor.
func (f *Screen) views() []inspect.View {
	c := f.context()
	if f.onDraft() {
		return inspect.Draft(c, f.s, f.s.Drafts().Next())
	}
	if f.comparing() {
		return inspect.Compared(c, f.s, f.marked[0], f.marked[1])
	}
	return inspect.Views(c, f.s, f.rows.Cursor)
}

// Beat draws the entry anew while it tells of something that runs.
func (f *Screen) Beat() {
	w, open := f.s.Consent().Waiting()
	flying := f.s.Flight() != nil && f.s.Flight().Entry() == f.under().ID
	if !f.onDraft() && (flying || open && w.Entry == f.under().ID) {
		f.draw()
	}
}

// changed takes over what the session did by itself: the cursor goes to what is new, and
// the entry is drawn anew.
func (f *Screen) changed() tea.Cmd {
	if f.fresh && f.s.Timeline().Loaded() {
		f.fresh = false
		if f.count() == 0 {
			return f.follow(f.s.Drafts().First(f.desk.Now()))
		}
	}
	newest := f.count() - 1
	before := f.rows.Count
	f.rows.Count = f.count()
	if f.rows.Count != before && f.rows.Cursor >= before-1 {
		f.rows.Set(newest)
		f.focus = onEntry
	}
	f.rows.Set(f.rows.Cursor)
	f.entry.stale = true
	cmds := []tea.Cmd{f.load()}
	f.draw()
	return tea.Batch(cmds...)
}

// load reads what the row under the cursor needs: its trace, and the causes of its
// failure; at the first row, what came before it.
func (f *Screen) load() tea.Cmd {
	if f.onDraft() {
		return nil
	}
	e := f.under()
	cmds := []tea.Cmd{f.desk.Run(f.s.Timeline().Open(e.ID)), f.desk.Run(f.s.Timeline().Explain(e.ID))}
	if f.rows.Cursor == 0 && f.s.Timeline().Older() {
		cmds = append(cmds, f.desk.Run(f.s.Timeline().LoadOlder()))
	}
	return tea.Batch(cmds...)
}

// follow runs what an act of the session asks for. What just changed has the focus.
func (f *Screen) follow(follow session.Follow) tea.Cmd {
	cmd := f.desk.Run(follow)
	f.toNewest()
	f.focus = onEntry
	f.entry.reset()
	return tea.Batch(cmd, f.changed())
}
