package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// quit asks before it ends something: once for a request in flight or an open
// attempt, twice for tokens that are only in memory (PROMISES.md R9).
func (m *Model) quit() tea.Cmd {
	questions := m.wouldEnd()
	if m.asked >= len(questions) {
		return tea.Quit
	}
	m.dialog = &widget.Dialog{Question: intent.Question{
		Title: "Quit",
		Text:  []string{questions[m.asked], "ctrl+c once more is y."},
		Keys:  []intent.Choice{{Key: "y", Word: "quit", Then: intent.Leave{}}},
	}}
	m.asked++
	return nil
}

// wouldEnd returns the questions that stand before quitting; none: nothing is lost.
func (m *Model) wouldEnd() []string {
	for _, s := range m.all() {
		name := s.App.Name
		switch {
		case s.State.Unsaved && s.KeptIn != "":
			return []string{name + ": the new tokens are in " + m.clean.Line(s.KeptIn).String() + " and not in their place."}
		case s.State.Unsaved:
			return []string{
				name + ": new tokens live only in this program and are lost with it. enter on their screen tries to save them, f saves them elsewhere.",
				name + ": the last question. Quitting now costs the authorization: the tokens on disk are spent.",
			}
		}
	}
	s := m.underWay()
	switch {
	case s == nil:
		return nil
	case s.Phase == session.Sending:
		return []string{s.App.Name + ": a request is in flight. Its answer is waited for and saved before the program ends."}
	default:
		return []string{s.App.Name + ": an attempt is open. Its answer would find nobody."}
	}
}
