package tui

import (
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// callbacks gives what is pasted to the open attempts.
type callbacks struct{ *App }

// take gives a paste to the open attempt that it belongs to, from any screen. A
// paste that is no callback of it is not taken, and the attempt stays open.
func (c *callbacks) take(text string) (cmd tea.Cmd, taken bool) {
	s := c.addressee(text)
	if s == nil {
		return nil, false
	}
	return c.accept(s, text, flow.NotAsked)
}

// addressee is whose open attempt a paste is for: the one whose state it bears, whoever's
// it is, else that of the page that is shown; else the one whose address it came to, or
// the only one that waits. nil: no attempt is open, or it is no callback at all.
func (c *callbacks) addressee(text string) *session.Session {
	var waiting []*session.Session
	var closest *session.Session
	best := session.BearsNot
	for _, s := range c.own.all() {
		bearing := s.Consent().Bears(text)
		if bearing == session.BearsOpen {
			return s
		}
		if w, open := s.Consent().Waiting(); !open || w.Step == flow.StepDevice {
			continue
		}
		waiting = append(waiting, s)
		if bearing > best {
			best, closest = bearing, s
		}
	}
	switch {
	case slices.Contains(waiting, c.desk.page()):
		return c.desk.page()
	case best > session.BearsCallback, best == session.BearsCallback && len(waiting) == 1:
		return closest
	}
	return nil
}

// bearsOpen reports whether a paste has the state of an open attempt: then it is its
// callback, even where a text field has the focus.
func (c *callbacks) bearsOpen(text string) bool {
	return slices.ContainsFunc(c.own.all(), func(s *session.Session) bool { return s.Consent().Bears(text) == session.BearsOpen })
}

// accept gives a paste to a session's open attempt, and asks where it leaves a question
// open. taken is false where the attempt did not take it and no page of it is shown that
// says so.
func (c *callbacks) accept(s *session.Session, text string, said flow.Said) (cmd tea.Cmd, taken bool) {
	follow, err := s.Consent().AcceptCallback(text, said)
	if errors.Is(err, flow.ErrNotAnAnswer) && !errors.Is(err, flow.ErrOtherRedirect) {
		return nil, false
	}
	app := s.App()
	cmd = tea.Batch(c.desk.Run(follow), c.deliver(ui.ChangedMsg{Profile: app.Name, Sandbox: app.Sandbox}))
	switch {
	case err == nil:
		return tea.Batch(cmd, c.desk.ShowPage(s)), true
	case errors.Is(err, flow.ErrStateMissing):
		return tea.Batch(cmd, c.ask(c.stateMissing(s, text, err))), true
	case errors.Is(err, flow.ErrMayBeCut):
		return tea.Batch(cmd, c.ask(c.mayBeCut(s, text, err))), true
	}
	return cmd, c.desk.page() == s
}

// said accepts a paste again, with what the person said about it.
func (c *callbacks) said(s *session.Session, text string, said flow.Said) func() tea.Cmd {
	return func() tea.Cmd {
		cmd, _ := c.accept(s, text, said)
		return cmd
	}
}

// stateMissing asks what a callback without state is, and says when its code may be cut
// off.
func (c *callbacks) stateMissing(s *session.Session, text string, err error) *ui.Choices {
	words := []safe.Text{safe.Const("Zoom leaves it out when the flow starts at Zoom (Add, Local Test). Did it start there?")}
	if errors.Is(err, flow.ErrMayBeCut) {
		words = append(words, c.clean.Error(err))
	}
	tied := safe.Const("PKCE ties it to this attempt")
	if s.App().NoPKCE {
		tied = safe.Const("PKCE is off: nothing proves it")
	}
	ask := ui.Asking(safe.Const("This callback has no state"), safe.Text{},
		ui.Choice{Name: safe.Const("Drop it")},
		ui.Choice{Name: safe.Const("It started here"), Note: tied, Do: c.said(s, text, flow.BeganHere)},
		ui.Choice{Name: safe.Const("It started at Zoom"), Note: safe.Const("no code_verifier"), Do: c.said(s, text, flow.BeganAtZoom)})
	ask.Text = ui.Prose(words...)
	return ask
}

// mayBeCut asks about a code of an unusual length.
func (c *callbacks) mayBeCut(s *session.Session, text string, err error) *ui.Choices {
	words := safe.Format("%s. A code works once: if it is cut off, the exchange fails and you authorize again.", c.clean.Error(err))
	return ui.Asking(safe.Const("Is this the whole code?"), words,
		ui.Choice{Name: safe.Const("Drop it")}, ui.Choice{Name: safe.Const("It is whole"), Do: c.said(s, text, flow.CodeIsWhole)})
}
