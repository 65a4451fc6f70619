package tui

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// takeCallback gives a paste to the open attempt that it belongs to: the one whose state
// it bears, whoever's it is, else that of the page that is shown, where it is a callback
// at all.
func (d *desk) takeCallback(text string) (cmd tea.Cmd, taken bool) {
	for _, s := range d.own.all() {
		if s.Consent().Bears(text) == session.BearsOpen {
			return d.accept(s, text, flow.NotAsked)
		}
	}
	if d.current == nil {
		return nil, false
	}
	if w, open := d.current.Consent().Waiting(); !open || w.Step == flow.StepDevice {
		return nil, false
	}
	return d.accept(d.current, text, flow.NotAsked)
}

// accept gives a paste to a session's open attempt, and asks where it leaves a question
// open. taken is false where it is no callback.
func (d *desk) accept(s *session.Session, text string, said flow.Said) (cmd tea.Cmd, taken bool) {
	follow, err := s.Consent().AcceptCallback(text, said)
	if errors.Is(err, flow.ErrNotAnAnswer) {
		return nil, false
	}
	app := s.App()
	cmd = tea.Batch(d.Run(follow), d.deliver(ui.ChangedMsg{Profile: app.Name, Sandbox: app.Sandbox}))
	switch {
	case errors.Is(err, flow.ErrStateMissing):
		return tea.Batch(cmd, d.ask(d.stateMissing(s, text, err))), true
	case errors.Is(err, flow.ErrMayBeCut):
		return tea.Batch(cmd, d.ask(d.mayBeCut(s, text, err))), true
	}
	return cmd, true
}

// said accepts a paste again, with what the person said about it.
func (d *desk) said(s *session.Session, text string, said flow.Said) func() tea.Cmd {
	return func() tea.Cmd {
		cmd, _ := d.accept(s, text, said)
		return cmd
	}
}

// stateMissing asks what a callback without state is, and says when its code may be cut
// off.
func (d *desk) stateMissing(s *session.Session, text string, err error) *ui.Choices {
	c := &ui.Choices{Title: safe.Const("This callback has no state"), Rows: []ui.Choice{{Name: safe.Const("Drop it")}}}
	say := func(words safe.Text) { c.Text = append(c.Text, ui.Ts(words.Wrap(58), ui.Plain, ui.Keep)...) }
	say(safe.Const("Zoom leaves it out when the flow starts at Zoom (Add, Local Test). Did it start there?"))
	if errors.Is(err, flow.ErrMayBeCut) {
		say(d.clean.Error(err))
	}
	tied := safe.Const("PKCE ties it to this attempt")
	if s.App().NoPKCE {
		tied = safe.Const("PKCE is off: nothing proves it")
	}
	c.Rows = append(c.Rows,
		ui.Choice{Name: safe.Const("It started here"), Note: tied, Do: d.said(s, text, flow.BeganHere)},
		ui.Choice{Name: safe.Const("It started at Zoom"), Note: safe.Const("no code_verifier"), Do: d.said(s, text, flow.BeganAtZoom)})
	return c
}

// mayBeCut asks about a code of an unusual length.
func (d *desk) mayBeCut(s *session.Session, text string, err error) *ui.Choices {
	words := safe.Format("%s. A code works once: if it is cut off, the exchange fails and you authorize again.", d.clean.Error(err))
	return &ui.Choices{
		Title: safe.Const("Is this the whole code?"), Text: ui.Ts(words.Wrap(58), ui.Plain, ui.Keep),
		Rows: []ui.Choice{
			{Name: safe.Const("Drop it")},
			{Name: safe.Const("It is whole"), Do: d.said(s, text, flow.CodeIsWhole)},
		},
	}
}
