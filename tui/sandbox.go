package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/safe"
	"zoauth/profiles"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// errand is what is done once the sandbox runs.
type errand int

const (
	nothing errand = iota
	takeTour
	practise
)

// errands takes the person into the sandbox, which is started for it.
type errands struct {
	*App
	next errand // once the sandbox runs
}

// Tour starts the sandbox, if it does not run yet, and its walk.
func (e *errands) Tour() tea.Cmd { return e.inSandbox(takeTour) }

// Practice opens the exercises of the sandbox.
func (e *errands) Practice() tea.Cmd { return e.inSandbox(practise) }

// inSandbox does an errand in the sandbox, which is started for it.
func (e *errands) inSandbox(next errand) tea.Cmd {
	e.next = next
	if e.own.sandbox == nil {
		return startSandbox(e.opts.Sandbox)
	}
	return e.doNext(e.own.show(e.App, e.own.sandbox))
}

// doNext does what the sandbox was started for, after cmd.
func (e *errands) doNext(cmd tea.Cmd) tea.Cmd {
	s, next := e.tourAt(), e.next
	e.next = nothing
	if s == nil {
		return cmd
	}
	switch next {
	case takeTour:
		started := e.desk.Run(s.Practice().StartTour())
		return tea.Batch(cmd, started, e.desk.Show(ui.Place{Kind: ui.Flow, Profile: s.App().Name}))
	case practise:
		return tea.Batch(cmd, e.desk.Show(ui.Place{Kind: ui.Practice, Profile: s.App().Name}))
	}
	return cmd
}

// tourAt is the sandbox's profile that the tour takes.
func (e *errands) tourAt() *session.Session {
	for _, s := range e.own.sandbox.sessions {
		if s.App().Type == flow.General && s.App().Environment == flow.Development {
			return s
		}
	}
	return nil
}

// sandboxStartedMsg brings the simulated Zoom's profiles.
type sandboxStartedMsg struct {
	workspace *profiles.Workspace
	err       error
}

func startSandbox(start func() (*profiles.Workspace, error)) tea.Cmd {
	return func() tea.Msg {
		w, err := start()
		return sandboxStartedMsg{w, err}
	}
}

func (o *spaces) sandboxStarted(a *App, msg sandboxStartedMsg) tea.Cmd {
	if msg.err != nil {
		a.say(safe.Format("The sandbox did not start: %s", a.clean.Error(msg.err)))
		return nil
	}
	if o.sandbox == nil {
		o.sandbox = newSpace(a.opts, msg.workspace)
	}
	return a.desk.doNext(o.show(a, o.sandbox))
}

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
	f.readFaults(s)
	return err
}

// readFaults takes over which faults are on: some end by themselves.
func (f *faults) readFaults(s *session.Session) {
	var on []string
	for _, one := range f.Faults(s) {
		if one.On {
			on = append(on, one.Name)
		}
	}
	s.Practice().SetFaults(on)
}
