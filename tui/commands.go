package tui

import (
	"image/color"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow/diagnose"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// commands is what the palette finds.
type commands struct{ *App }

// all are the screen's keys and commands, then profiles,
// then what works everywhere.
func (c commands) all(what reach) []ui.Command {
	if what == onlyProfiles {
		return c.profiles()
	}
	var list []ui.Command
	for _, k := range c.allKeys() {
		if k.Group != ui.Move { // to move is nothing to look for
			list = c.with(list, k)
		}
	}
	if own, ok := c.top().(ui.Commander); ok {
		list = append(list, own.Commands()...)
	}
	return slices.Concat(list, c.profiles(), c.places(), c.entries(), c.causes())
}

// with adds a key, or its letter to the act that another key of the screen does too.
func (c commands) with(list []ui.Command, k ui.Key) []ui.Command {
	one := c.ofKey(k)
	i := slices.IndexFunc(list, func(known ui.Command) bool { return known.Name == one.Name })
	switch {
	case i < 0:
		return append(list, one)
	case list[i].Off.IsEmpty() == one.Off.IsEmpty():
		list[i].Label = safe.Format("%s %s", list[i].Label, one.Label)
	case one.Off.IsEmpty():
		list[i] = one
	}
	return list
}

// ofKey is a key as the palette shows it.
func (c commands) ofKey(k ui.Key) ui.Command {
	name := k.Keys()[0]
	return ui.Command{Name: k.Act, Label: k.Label, Off: k.Off, Do: func() tea.Cmd { return c.command(keyPress(name)) }}
}

// profiles open each profile by its name.
func (c commands) profiles() []ui.Command {
	var list []ui.Command
	for _, s := range c.desk.Sessions() {
		app := s.App()
		list = append(list, ui.Command{
			Name: safe.Format("Open %s", c.clean.Line(app.Name)), Words: c.clean.Line(string(app.Environment) + " " + string(app.Type) + " profile"),
			Do: func() tea.Cmd { return c.desk.Show(ui.Place{Kind: ui.Flow, Profile: app.Name}) },
		})
	}
	return list
}

// otherTheme changes between the looks for a dark and a light background, for a
// terminal that does not tell which it has.
func (c commands) otherTheme() tea.Cmd {
	c.look.Light = !c.look.Light
	c.look.Background = color.Black
	if c.look.Light {
		c.look.Background = color.White
	}
	c.restyle()
	return nil
}

// entries open what happened by its fingerprints or tracking ID, in the timelines
// that were read, and the pairs of all profiles.
func (c commands) entries() []ui.Command {
	var list []ui.Command
	for _, s := range c.desk.Sessions() {
		name := s.App().Name
		at := func(what safe.Text, entry string) {
			list = append(list, ui.Command{
				Name: safe.Format("%s in %s", what, c.clean.Line(name)), Words: safe.Const("fingerprint tracking entry"),
				Do: func() tea.Cmd { return c.desk.Show(ui.Place{Kind: ui.Flow, Profile: name, Entry: entry}) },
			})
		}
		for i := s.Timeline().Len() - 1; i >= 0; i-- {
			c.names(s, i, at)
		}
		if s.Timeline().Len() == 0 {
			for _, print := range []string{s.State().Token.AccessToken.Fingerprint(), s.State().Token.RefreshToken.Fingerprint()} {
				if print != "" {
					at(c.clean.Line(print), "")
				}
			}
		}
	}
	return list
}

func (c commands) names(s *session.Session, i int, at func(safe.Text, string)) {
	e := s.Timeline().At(i)
	for _, print := range []string{e.Code, e.Access, e.Refresh} {
		if print != "" {
			at(c.clean.Line(print), e.ID)
		}
	}
	if r, ok := s.Timeline().Result(i); ok && r.Trace.Response.TrackingID() != "" {
		at(c.clean.Line(r.Trace.Response.TrackingID()), e.ID)
	}
}

// causes open the page of each cause by its id or title.
func (c commands) causes() []ui.Command {
	var list []ui.Command
	for _, rule := range diagnose.Rules() {
		list = append(list, ui.Command{
			Name: c.clean.Line(rule.ID), Note: c.clean.Line(strings.TrimSuffix(rule.Title, ".")), Words: safe.Const("cause error"),
			Do: func() tea.Cmd { return c.ask(&causePage{rule, c.clean}) },
		})
	}
	return list
}

// causePage is what zoauth knows of one cause, over the screen.
type causePage struct {
	rule  diagnose.Rule
	clean *safe.Cleaner
}

// Keys close it.
func (c *causePage) Keys() []ui.Key {
	return []ui.Key{ui.NewKey(safe.Const("close"), "enter", "q").As(safe.Const("esc"))}
}

// Editing is false.
func (c *causePage) Editing() bool { return false }

// Update closes the page with enter or q.
func (c *causePage) Update(msg tea.Msg) (tea.Cmd, bool) {
	press, ok := msg.(tea.KeyPressMsg)
	return nil, ok && (press.String() == "enter" || press.String() == "q")
}

// View is a page over the whole screen.
func (c *causePage) View(r ui.Region, _ time.Time) ui.Pane {
	width := min(78, r.Width-2)
	lines := []ui.Line{ui.Blank()}
	part := func(name, text safe.Text, drop ui.Drop) {
		if text.IsEmpty() {
			return
		}
		head := ui.Columns(ui.Cell{Text: safe.Const(" ")}, ui.Cell{Width: 9, Text: name, Style: ui.Faint})
		lines = append(append(lines, ui.Hang(head, text.Wrap(width-10), ui.Plain, drop)...), ui.Blank())
	}
	part(safe.Const("cause"), c.clean.Line(c.rule.Title), ui.Keep)
	part(safe.Const("why"), c.clean.Line(c.rule.Why), ui.DropHelp)
	part(safe.Const("fix"), c.clean.Line(c.rule.Fix), ui.Keep)
	part(safe.Const("source"), c.clean.Line(c.rule.Source()), ui.DropEvidence)
	part(safe.Const("more"), safe.Format("zoauth explain %s", c.clean.Line(c.rule.ID)), ui.DropEvidence)
	return ui.Pane{
		Width: r.Width, Height: r.Height, Frame: ui.Ruled, Focused: true,
		Title: ui.Titled(c.clean.Line(c.rule.ID)), Lines: ui.Fit(lines, r.Height-1),
	}
}
