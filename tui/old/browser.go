package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/tui/old/intent"
)

// play lets the sandbox's browser press a button of what is shown: the consent
// page, or the page for the user code.
func (m *Model) play(allow bool) tea.Cmd {
	s := m.current
	if m.opts.Play == nil {
		return nil
	}
	step, link := flow.StepAuthorize, ""
	switch {
	case s.Attempt.Open() && !s.Attempt.Playing:
		s.Attempt.Playing, s.Attempt.Page = true, ""
		link = s.Attempt.URL()
	case s.Device.Open() && !s.Device.Playing:
		s.Device.Playing, s.Device.Page = true, ""
		step, link = flow.StepPoll, s.Device.Link()
	default:
		return nil
	}
	return tea.Batch(playBrowser(m.nextOp(s, step), m.opts.Play, link, allow), m.hurry())
}

// browserPlayed shows where the sandbox's browser ended; with a listener the
// answer has come in by itself.
func (m *Model) browserPlayed(msg browserPlayedMsg) {
	s := m.owner(msg.op)
	if s == nil {
		return
	}
	ended := "it shows: " + msg.page
	if strings.HasPrefix(msg.page, "http") {
		ended = "the browser ended at " + msg.page
	}
	if msg.err != nil {
		ended = "the browser: " + msg.err.Error()
	}
	switch {
	case msg.op.Step == flow.StepPoll && s.Device.Open():
		s.Device.Playing, s.Device.Page = false, ended
	case msg.op.Step == flow.StepAuthorize && s.Attempt.Open():
		s.Attempt.Playing, s.Attempt.Page = false, ended
		if made := s.Attempt.Made; made != nil && made.Expect.Status == 0 && msg.err == nil {
			s.Broke(made, strings.Contains(msg.page, made.Expect.Page))
			if m.place == intent.BreakPlace && s == m.current {
				m.screens.breaking.Show(breakable(s))
			}
		}
	}
}
