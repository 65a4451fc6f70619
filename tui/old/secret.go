package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/tui/old/session"
)

// noSecret says why there is no client secret and which key helps (SCREENS.md §5
// number 12).
func noSecret(s *session.Session) string {
	text := "No client secret: " + s.Secret.Err.Error() + "."
	if s.Secret.Asks {
		text += " s runs it here so it can ask you."
	}
	return text + " Nothing was sent."
}

// askSecret gives the secret command the terminal, after it failed without one.
func (m *Model) askSecret() tea.Cmd {
	s := m.current
	source, ok := s.App.Secret.(flow.SecretAsker)
	if !ok || s.Secret.Reading {
		return nil
	}
	s.Secret.Op = m.nextOp(s, flow.Step(m.place))
	return askForSecret(s.Secret.Op, source, m.clean.Line(source.Describe()).String())
}
