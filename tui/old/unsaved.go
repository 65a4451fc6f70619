package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/tui/old/session"
)

// saveAgain tries to save what lives only in memory.
func (m *Model) saveAgain() tea.Cmd {
	s := m.current
	if !s.State.Unsaved || s.Phase == session.Sending {
		return nil
	}
	return saveState(m.nextOp(s, flow.Step(m.place)), m.spaceOf(s).Runner, s.State)
}

func (m *Model) stateSaved(msg stateSavedMsg) {
	s := m.owner(msg.op)
	if s == nil {
		return
	}
	if msg.err != nil {
		m.say("Still not saved: " + msg.err.Error())
		return
	}
	s.State.Unsaved, s.KeptIn = false, ""
	for _, st := range s.Steps {
		if st.Outcome != nil {
			st.Outcome.SaveErr, st.Outcome.State.Unsaved = nil, false
		}
	}
	m.say("Saved now.")
}

// saveIn saves what lives only in memory in another folder.
func (m *Model) saveIn(folder string) tea.Cmd {
	s := m.current
	if !s.State.Unsaved || s.Phase == session.Sending {
		return nil
	}
	return keepIn(m.nextOp(s, flow.Step(m.place)), m.spaceOf(s).Workspace, folder, s.State)
}

func (m *Model) kept(msg keptMsg) {
	s := m.owner(msg.op)
	if s == nil {
		return
	}
	if msg.err != nil {
		m.say("Not saved there: " + msg.err.Error())
		return
	}
	s.KeptIn = msg.path
	m.say("Saved in " + msg.path)
}
