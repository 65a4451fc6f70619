package cli

import "zoauth/flow/sandbox"

// faults lists what can go wrong for an app of the sandbox, and what does.
func (p *program) faults(clientID string) []sandbox.Scenario {
	server := p.runningSandbox()
	if server == nil {
		return nil
	}
	return server.ScenariosFor(clientID)
}

// setFault switches a fault of an app of the sandbox.
func (p *program) setFault(name, clientID string, on bool) error {
	server := p.runningSandbox()
	if server == nil {
		return nil
	}
	return server.SetScenario(name, clientID, on)
}

func (p *program) runningSandbox() *sandbox.Server {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.sandbox
}
