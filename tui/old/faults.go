package tui

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
	"zoauth/tui/old/session"
)

// faultsOf lists what can go wrong for a sandbox app; nil for any other.
func (m *Model) faultsOf(s *session.Session) []sandbox.Scenario {
	if s == nil || !s.App.Sandbox || m.opts.Faults == nil {
		return nil
	}
	return m.opts.Faults(s.App.ClientID)
}

// openFaults lists the faults of the current app, at those of the step that was
// left.
func (m *Model) openFaults() {
	step := flow.Step("")
	if n := len(m.back); n > 0 {
		step = flow.Step(m.back[n-1])
	}
	m.screens.faults = screen.NewFaults(m.faultsOf(m.current), step)
}

// setFault switches a fault of the current app.
func (m *Model) setFault(w intent.SetFault) tea.Cmd {
	if err := m.opts.SetFault(w.Name, m.current.App.ClientID, w.On); err != nil {
		m.say(err.Error())
	}
	m.lookAtFaults()
	return nil
}

// lookAtFaults takes over which faults are on: some end by themselves.
func (m *Model) lookAtFaults() {
	if m.sandbox == nil || m.opts.Faults == nil {
		return
	}
	for _, s := range m.sandbox.sessions {
		s.Faults = nil
		list := m.faultsOf(s)
		for _, f := range list {
			if f.On {
				s.Faults = append(s.Faults, f.Name)
			}
		}
		if s == m.current && m.place == intent.FaultsPlace {
			m.screens.faults.Show(list)
		}
	}
}

// faultNote is row 23 of a screen from which something goes wrong on purpose: the
// list, and what is about to be sent.
func (m *Model) faultNote() string {
	s := m.current
	switch m.place {
	case intent.List:
		return m.faultyProfiles()
	case intent.AuthorizeStep:
	case intent.ExchangeStep, intent.RefreshStep, intent.ProbeStep, intent.RevokeStep, intent.DevicePlace:
		if s.Steps[flow.Step(m.place)].Showing == session.Result {
			return ""
		}
	default:
		return ""
	}
	return m.context().FaultNote(s.Faults)
}

// faultyProfiles names the apps of the list that something goes wrong for.
func (m *Model) faultyProfiles() string {
	if m.space == nil {
		return ""
	}
	var on []string
	for _, s := range m.space.sessions {
		if n := len(s.Faults); n > 0 {
			on = append(on, fmt.Sprintf("%s %d", s.App.Name, n))
		}
	}
	return m.context().FaultNote(on)
}
