package tui

import (
	"zoauth/flow/sandbox"
	"zoauth/tui/session"
)

// faults switches the scenarios of the sandbox.
type faults struct{ *App }

// Faults are the scenarios of the sandbox for a profile's app; none for a real one.
func (f *faults) Faults(s *session.Session) []sandbox.Scenario {
	if !s.App().Sandbox || f.opts.Faults == nil {
		return nil
	}
	return f.opts.Faults(s.App().ClientID)
}

// SetFault switches a scenario for a profile's app.
func (f *faults) SetFault(s *session.Session, name string, on bool) error {
	err := f.opts.SetFault(name, s.App().ClientID, on)
	f.lookAtFaults(s)
	return err
}

// lookAtFaults takes over which faults are on: some end by themselves.
func (f *faults) lookAtFaults(s *session.Session) {
	var on []string
	for _, one := range f.Faults(s) {
		if one.On {
			on = append(on, one.Name)
		}
	}
	s.Practice().SetFaults(on)
}
