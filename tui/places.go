package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/flowview"
	"zoauth/tui/form"
	"zoauth/tui/home"
	"zoauth/tui/intake"
	"zoauth/tui/practice"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// places makes the screens, puts them on top of each other, and knows the profiles that
// they are of.
type places struct{ *App }

// screen makes the screen of a place; nil where the place is not there.
func (o *places) screen(p ui.Place) ui.Screen {
	switch p.Kind {
	case ui.Home:
		o.current = nil
		o.start = home.New(o.desk)
		return o.start
	case ui.Flow:
		s := o.own.shown.find(p.Profile)
		if s == nil {
			return nil
		}
		o.current = s
		return flowview.New(o.desk, s, p.Entry, p.Key)
	case ui.Profile:
		if p.Profile != "" && o.Simulated() {
			o.say(safe.Const("The sandbox made this profile up. A adds one of your own."))
			return nil
		}
		return form.New(o.desk, p.Profile)
	case ui.Paste:
		screen := intake.New(o.desk, p.Text)
		if s := o.own.shown.find(p.Profile); s != nil {
			screen.Against(s)
		}
		return screen
	case ui.Practice:
		s := o.own.shown.find(p.Profile)
		if s == nil {
			return nil
		}
		return practice.New(o.desk, s)
	}
	return nil
}

// left leaves the pages of a profile that is gone.
func (o *places) left(s *session.Session) {
	if o.current == s {
		o.toHome()
		o.current = nil
	}
}

// toHome leaves every screen but Home.
func (o *places) toHome() {
	for len(o.stack) > 1 {
		o.top().Close()
		o.stack = o.stack[:len(o.stack)-1]
	}
}

// Simulated reports whether the sandbox's profiles are shown.
func (o *places) Simulated() bool { return o.own.shown != nil && o.own.shown == o.own.sandbox }

// Neighbour is the profile n rows of Home from another one.
func (o *places) Neighbour(profile string, n int) string { return o.start.Neighbour(profile, n) }

// Order are the profiles in the order of Home.
func (o *places) Order() []*session.Session { return o.start.Order() }

// Show puts another place on top, a profile's page with the draft of the step that is
// named.
func (o *places) Show(p ui.Place) tea.Cmd {
	s := o.screen(p)
	if s == nil {
		return nil
	}
	step := flow.Step(p.Step)
	if p.Kind != ui.Flow || step == "" {
		return o.push(s)
	}
	if o.current.Drafts().Wants(step) {
		return tea.Batch(o.push(s), o.desk.AdoptFor(o.current, step))
	}
	return tea.Batch(o.desk.Run(o.current.Drafts().Open(step)), o.push(s))
}

// push puts a screen on top. The page of a profile takes the place of another one, so
// that it is one level down to Home however many were shown.
func (o *places) push(s ui.Screen) tea.Cmd {
	page, isPage := s.(*flowview.Screen)
	if before := o.pageOnTop(); isPage && before != nil {
		if before.Session() != page.Session() {
			before.Close()
		}
		o.stack = o.stack[:len(o.stack)-1]
	}
	o.stack = append(o.stack, s)
	o.resize()
	return s.Open()
}

// Back leaves the screen, up one level.
func (o *places) Back() tea.Cmd { return o.up() }

// pageOnTop is the page of a profile where one is on top, or nil.
func (o *places) pageOnTop() *flowview.Screen {
	if len(o.stack) == 0 {
		return nil
	}
	page, _ := o.top().(*flowview.Screen)
	return page
}

// page is the profile whose page is on top, or nil.
func (o *places) page() *session.Session {
	if page := o.pageOnTop(); page != nil {
		return page.Session()
	}
	return nil
}

// ShowPage shows the page of a profile, where another one is shown.
func (o *places) ShowPage(s *session.Session) tea.Cmd {
	if o.page() == s || o.own.shown.find(s.App().Name) != s {
		return nil
	}
	return o.Show(ui.Place{Kind: ui.Flow, Profile: s.App().Name})
}

// Sessions are those of the profiles that Home shows, in the file's order.
func (o *places) Sessions() []*session.Session {
	if o.own.shown == nil {
		return nil
	}
	return o.own.shown.sessions
}

// places are what works everywhere and has no key.
func (c commands) places() []ui.Command {
	return []ui.Command{
		{Name: safe.Const("Take the tour"), Words: safe.Const("walk sandbox demo start"), Do: c.desk.Tour},
		{Name: safe.Const("Add a profile"), Words: safe.Const("new app import"), Label: safe.Const("A"), Do: func() tea.Cmd { return c.desk.Show(ui.Place{Kind: ui.Profile}) }},
		{Name: safe.Const("Import credentials"), Words: safe.Const("env postman paste new app"), Label: safe.Const("i"), Do: func() tea.Cmd { return c.desk.Show(ui.Place{Kind: ui.Paste}) }},
		{Name: safe.Const("Adopt a token"), Words: safe.Const("refresh access pair code paste"), Label: safe.Const("i"), Do: func() tea.Cmd { return c.desk.Show(ui.Place{Kind: ui.Paste}) }},
		{Name: safe.Const("Decode a token"), Words: safe.Const("jwt look claims"), Label: safe.Const("i"), Do: func() tea.Cmd { return c.desk.Show(ui.Place{Kind: ui.Paste}) }},
		{Name: safe.Const("Theme: dark or light"), Words: safe.Const("colour color background"), Do: c.otherTheme},
		{Name: safe.Const("Quit"), Words: safe.Const("exit leave"), Label: safe.Const("ctrl+c"), Do: c.quit},
	}
}
