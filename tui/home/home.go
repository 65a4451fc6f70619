// Package home is the first screen: all profiles with what is left of their tokens,
// and the details of the one under the cursor; without profiles, what zoauth is and
// five ways to start.
package home

import (
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Desk is what the app offers to Home.
type Desk interface {
	ui.Host
	// Run runs the tasks of a session and says its news.
	Run(session.Follow) tea.Cmd
	// Sessions are those of the profiles that are shown, in the file's order.
	Sessions() []*session.Session
	// Problems of the profile file, one line each.
	Problems() []safe.Text
	// Simulated reports whether the profiles are the sandbox's.
	Simulated() bool
	// Tour starts the sandbox and its walk.
	Tour() tea.Cmd
	// Practice opens the exercises of the sandbox.
	Practice() tea.Cmd
	// OpenFile opens another profile file.
	OpenFile(path string) tea.Cmd
	// ConfigPath is the profile file's, as a person writes it.
	ConfigPath() safe.Text
	// Delete takes a profile out of the file.
	Delete(profile string) tea.Cmd
}

// Screen is Home. Make it with [New].
type Screen struct {
	desk   Desk
	region ui.Region
	list   ui.List
	start  ui.List // of the start page
	order  []*session.Session
	marked map[string]bool
	due    map[string]bool // profiles whose refresh waits for its draft, after it was confirmed
	filter ui.Filter
}

// New returns Home.
func New(desk Desk) *Screen {
	return &Screen{desk: desk, marked: map[string]bool{}, due: map[string]bool{}, filter: ui.NewFilter(desk.Clean())}
}

// Open sorts the rows by urgency. They never move while Home is on screen.
func (s *Screen) Open() tea.Cmd {
	under := s.under()
	s.order = byUrgency(s.desk.Sessions(), s.desk.Now())
	s.list.Count = len(s.rows())
	if i := slices.Index(s.rows(), under); under != nil && i >= 0 {
		s.list.Set(i)
	}
	return nil
}

// Close has nothing to let go.
func (s *Screen) Close() {}

// Resize takes the room.
func (s *Screen) Resize(r ui.Region) { s.region = r }

// byUrgency sorts sessions: unsaved and uncertain, those that end soon by what is
// left, expired, valid by what is left, none. A code is one that ends soon.
func byUrgency(list []*session.Session, now time.Time) []*session.Session {
	type ranked struct {
		*session.Session
		health session.Health
		left   time.Duration
	}
	all := make([]ranked, len(list))
	for i, one := range list {
		p := one.Pair(now)
		if p.Code != "" && p.Clock {
			p.Health = min(p.Health, session.HealthSoon)
		}
		all[i] = ranked{one, p.Health, p.Left}
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		if a.health != b.health {
			return int(a.health) - int(b.health)
		}
		return int((a.left - b.left) / time.Millisecond)
	})
	sorted := make([]*session.Session, len(all))
	for i, r := range all {
		sorted[i] = r.Session
	}
	return sorted
}

// rows are the sessions that the filter lets through.
func (s *Screen) rows() []*session.Session {
	if s.filter.Text() == "" {
		return s.order
	}
	var out []*session.Session
	for _, one := range s.order {
		if app := one.App(); s.filter.Fits(strings.Join([]string{app.Name, app.Group, string(app.Environment), string(app.Type)}, " ")) {
			out = append(out, one)
		}
	}
	return out
}

// Order are the profiles in the order of the list.
func (s *Screen) Order() []*session.Session { return s.rows() }

// under is the session under the cursor, or nil.
func (s *Screen) under() *session.Session {
	rows := s.rows()
	if s.list.Cursor >= len(rows) {
		return nil
	}
	return rows[s.list.Cursor]
}

// empty reports whether the start page is shown.
func (s *Screen) empty() bool { return len(s.order) == 0 }

// Neighbour is the profile n rows from another one, as ( and ) walk them; "" where
// there is none.
func (s *Screen) Neighbour(profile string, n int) string {
	rows := s.rows()
	i := slices.IndexFunc(rows, func(one *session.Session) bool { return one.App().Name == profile })
	if i < 0 || i+n < 0 || i+n >= len(rows) {
		return ""
	}
	s.list.Count = len(rows)
	s.list.Set(i + n)
	return rows[i+n].App().Name
}

// Title counts what needs a person.
func (s *Screen) Title() ui.Title {
	if s.empty() {
		return ui.Title{Where: ui.S(safe.Const("no profiles yet"), ui.Faint)}
	}
	t := ui.Title{About: []safe.Text{ui.Count(len(s.order), safe.Const("app"))}, Where: s.counts()}
	if s.desk.Simulated() {
		t.Alert, t.Where = s.counts().Text, ui.S(safe.Const("SANDBOX"), ui.Strong)
	}
	return t
}

// counts is what is urgent, for the header.
func (s *Screen) counts() ui.Span {
	now, g := s.desk.Now(), s.region.Theme
	if g == nil {
		return ui.Span{}
	}
	count, back := map[session.Health]int{}, 0
	for _, one := range s.order {
		count[one.Health(now)]++
		if one.Disk().ToGiveBack() {
			back++
		}
	}
	var parts []safe.Text
	if back > 0 {
		parts = append(parts, safe.Format("%s %s to give back", g.Glyph.Unsaved, safe.Int(back)))
	}
	for _, c := range []struct {
		health session.Health
		glyph  safe.Text
		word   safe.Text
	}{
		{session.HealthUnsaved, g.Glyph.Unsaved, safe.Const("not saved")},
		{session.HealthUncertain, g.Glyph.Uncertain, safe.Const("uncertain")},
		{session.HealthExpired, g.Glyph.Bad, safe.Const("expired")},
		{session.HealthSoon, g.Glyph.Soon, safe.Const("soon")},
	} {
		if n := count[c.health]; n > 0 {
			parts = append(parts, safe.Format("%s %s %s", c.glyph, safe.Int(n), c.word))
		}
	}
	return ui.S(safe.Join("   ", parts...), ui.Plain)
}

// Editing reports whether the filter is being typed.
func (s *Screen) Editing() bool { return s.filter.Typing }

// Status is what the profile file has against it, or how paste works.
func (s *Screen) Status() safe.Text {
	switch problems := s.desk.Problems(); {
	case s.empty() && len(problems) == 0:
		return safe.Const("Paste works on every screen.")
	case len(problems) == 1:
		return safe.Format("Profile file: %s", problems[0])
	case len(problems) > 1:
		return safe.Format("Profile file: %s (and %s more; zoauth doctor lists them)", problems[0], safe.Int(len(problems)-1))
	case len(s.marked) > 0:
		return safe.Format("%s marked. r asks once, then refreshes.", safe.Int(len(s.marked)))
	}
	return safe.Text{}
}

// open opens the profile under the cursor, with a step's draft where one is named.
func (s *Screen) open(step flow.Step) tea.Cmd {
	one := s.under()
	if one == nil {
		return nil
	}
	return s.desk.Show(ui.Place{Kind: ui.Flow, Profile: one.App().Name, Step: string(step)})
}
