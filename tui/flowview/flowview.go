// Package flowview is one profile on one page: the rail of steps, the timeline of what
// happened, and the selected entry in full. History, comparison, why, the token and
// the inspector are no places of their own; they are the timeline and the views of an
// entry.
package flowview

import (
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

// shown is a row whose entry is drawn, and the state that it had. With another one it says
// something else, first.
type shown struct {
	id   string
	mark session.Mark
}

// Screen is one profile's page. Make it with [New].
type Screen struct {
	*frame
	focus    focus
	whole    bool // the entry takes the whole screen
	timeline timeline
	entry    entry
	edit     editor
	wanted   string    // ID of the entry to open on
	first    string    // key that is pressed once the screen is open
	shown    shown     // the row under the cursor when it was drawn last
	opened   time.Time // when the person last came here or asked for a draft
	fresh    bool      // the page was opened, and its history was not read yet
}

// New returns the page of a profile. It opens on an entry, or on the newest where there
// is no such entry; key is pressed once it is open, "" presses none.
func New(desk Desk, s *session.Session, entryID, key string) *Screen {
	f := &frame{desk: desk, s: s}
	return &Screen{
		frame: f, wanted: entryID, first: key,
		timeline: timeline{frame: f, filter: ui.NewFilter(desk.Clean())},
		entry:    entry{frame: f, find: ui.NewFilter(desk.Clean())},
		edit:     editor{frame: f},
	}
}

// Open reads the newest part of the history and stands on the newest row.
func (f *Screen) Open() tea.Cmd {
	cmd := f.desk.Run(f.s.Timeline().Load())
	f.opened, f.fresh = f.desk.Now(), true
	f.timeline.toNewest()
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
		pressed := f.Update(tea.KeyPressMsg{Code: []rune(key)[0], Text: key})
		return tea.Batch(cmd, pressed, f.changed())
	}
	return tea.Batch(cmd, f.changed())
}

// Close lets go of a revoked pair that was kept to prove its end. What runs goes on.
func (f *Screen) Close() { f.s.Drafts().ForgetRevoked() }

// Resize takes the room.
func (f *Screen) Resize(r ui.Region) {
	f.region = r
	f.draw()
}

// Editing reports whether a text field has the focus.
func (f *Screen) Editing() bool {
	return f.entry.find.Typing || f.timeline.filter.Typing || f.edit.on
}

// Changed returns when something changed by itself, and what enter would do then. What
// the person opened since is no surprise.
func (f *Screen) Changed() (time.Time, safe.Text) {
	if f.opened.After(f.s.ChangedAt()) {
		return time.Time{}, safe.Text{}
	}
	if f.s.Consent().Code() != nil {
		return f.s.ChangedAt(), safe.Const("The code just arrived. Press enter again to exchange it.")
	}
	return f.s.ChangedAt(), safe.Const("The response just arrived. Press enter again to go on.")
}

// Tick draws the entry anew while it tells of something that runs.
func (f *Screen) Tick() {
	_, waits := f.timeline.awaited()
	flying := f.s.Flight() != nil && f.s.Flight().Entry() == f.timeline.under().ID
	if !f.timeline.onDraft() && (flying || waits) {
		f.draw()
	}
}

// changed takes over what the session did by itself: the cursor goes to what is new, and
// the entry is drawn anew.
func (f *Screen) changed() tea.Cmd {
	if f.fresh && f.s.Timeline().Loaded() {
		f.fresh = false
		if f.timeline.count() == 0 {
			return f.follow(f.s.Drafts().First(f.desk.Now()))
		}
	}
	newest := f.timeline.count() - 1
	before := f.timeline.rows.Count
	f.timeline.rows.Count = f.timeline.count()
	if f.timeline.rows.Count != before && f.timeline.rows.Cursor >= before-1 {
		f.timeline.rows.Set(newest)
		f.focus = onEntry
	}
	f.timeline.rows.Set(f.timeline.rows.Cursor)
	cmd := f.timeline.load()
	f.draw()
	return cmd
}

// follow runs what an act of the session asks for. What just changed has the focus.
func (f *Screen) follow(follow session.Follow) tea.Cmd {
	cmd := f.desk.Run(follow)
	f.timeline.toNewest()
	f.focus = onEntry
	f.entry.reset()
	return tea.Batch(cmd, f.changed())
}

// draw makes the page of the view that is shown. It is called in Update, so that View
// only windows it.
func (f *Screen) draw() {
	if f.region.Theme == nil {
		return
	}
	if row := (shown{f.timeline.rowID(), f.timeline.under().Mark}); row != f.shown {
		f.entry.reset()
		f.shown = row
	}
	f.entry.qr = nil
	if !f.whole && f.entry.View == 0 && !f.entry.More {
		f.entry.qr = f.timeline.qr()
	}
	views := f.timeline.views(f.context())
	f.entry.Name(views)
	if len(views) == 0 {
		f.entry.Page = inspect.Page{}
		return
	}
	c, places := f.context(), f.arranged().rects()
	f.entry.Page = views[f.entry.View].Make(c)
	f.entry.fit(places.entry)
	f.entry.drawAside(views, places.aside)
	if f.region.Beside() && !f.timeline.onDraft() {
		f.entry.fill(views, c)
	}
}

// context is what the views of the entry are drawn with.
func (f *Screen) context() inspect.Context {
	places := f.arranged().rects()
	return f.entry.context(places.entry, places.url.Width > 0)
}

// View draws rail, timeline and entry. It only windows what Update has drawn.
func (f *Screen) View(now time.Time) []ui.Pane {
	a, lit := f.arranged(), f.entry.lit(f.focus == onEntry)
	l := a.rects()
	l.rail.Lines = []ui.Line{rail{f.frame}.line(now)}
	panes := []ui.Pane{l.rail}
	if l.url.Width > 0 {
		w, _ := f.timeline.awaited()
		l.url.Title, l.url.Note, l.url.Lines = ui.Titled(safe.Const("URL")), inspect.URLNote(w.URL), f.urlRows()
		panes = append(panes, l.url)
	}
	if !f.whole {
		panes = append(panes, f.timeline.pane(l.timeline, rowWriter{f.frame, now, a.slim()}, lit, f.focus == onTimeline))
	}
	if l.entry.Height > 1 {
		panes = append(panes, f.entryPane(l.entry, lit))
	}
	if l.aside.Width > 0 {
		panes = append(panes, f.entry.asidePane(l.aside))
	}
	if l.qr.Width > 0 {
		l.qr.Lines = f.entry.qr
		panes = append(panes, l.qr)
	}
	if l.profiles.Width > 0 {
		panes = append(panes, f.profilesPane(l.profiles, now))
	}
	if l.glance.Width > 0 {
		width, _ := l.glance.Inner()
		l.glance.Title, l.glance.Lines = ui.Titled(safe.Const("At a glance")), inspect.Facts(f.desk.Clean(), f.s, now, width)
		panes = append(panes, l.glance)
	}
	return panes
}

// entryPane is the view that is shown, and over it the field that is edited.
func (f *Screen) entryPane(p ui.Pane, lit string) ui.Pane {
	focused := f.focus == onEntry
	p = f.entry.pane(p, lit, focused, focused && !f.edit.on)
	if f.edit.on {
		row, rows := f.entry.rowsOf(f.edit.name)
		p = f.edit.over(p, row, rows, f.entry.Page.Names)
	}
	return p
}
