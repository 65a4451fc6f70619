package cli

import (
	"slices"

	"zoauth/flow"
	"zoauth/flow/sandbox"
)

// faults lists what can go wrong for an app of the sandbox, and what does.
func (p *program) faults(clientID string) []flow.Fault {
	server := p.runningSandbox()
	if server == nil {
		return nil
	}
	on := server.TroublesOn(clientID)
	apps := server.Apps()
	at := slices.IndexFunc(apps, func(a sandbox.App) bool { return a.ClientID == clientID })
	var list []flow.Fault
	for _, t := range sandbox.Troubles() {
		if at >= 0 && t.Fits(apps[at]) {
			list = append(list, faultOf(t, slices.Contains(on, t.Name)))
		}
	}
	return list
}

func faultOf(t sandbox.Trouble, on bool) flow.Fault {
	f := flow.Fault{
		Name: t.Name, Title: t.Title, Why: t.Why, Cause: t.Cause, Shows: t.Shows,
		Once: t.Once, Twice: t.Twice, Lasts: t.Lasts, On: on,
	}
	for _, step := range t.Steps {
		f.Steps = append(f.Steps, flow.Step(step))
	}
	return f
}

// setFault switches a fault of an app of the sandbox.
func (p *program) setFault(name, clientID string, on bool) error {
	server := p.runningSandbox()
	switch {
	case server == nil:
		return nil
	case on:
		return server.Trouble(name, clientID)
	}
	server.Mend(name, clientID)
	return nil
}

func (p *program) runningSandbox() *sandbox.Server {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sandbox
}
