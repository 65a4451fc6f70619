package cli

import (
	"fmt"
	"sync"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/durable"
	"zoauth/profiles"
)

// simulation is the simulated Zoom of the workbench, which starts it when a screen
// needs it. Its methods may be called from several goroutines.
type simulation struct {
	*program
	mu        sync.Mutex
	server    *sandbox.Server // nil before it runs
	callback  *sandbox.Callback
	workspace *profiles.Workspace
	dir       *durable.Scratch
}

// sandboxPrefix begins the names of the sandbox's state directories.
const sandboxPrefix = "zoauth-sandbox-"

// start starts the simulated Zoom with its apps, once. Their state lives in a fresh
// directory that goes at the end.
func (s *simulation) start() (*profiles.Workspace, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.workspace != nil {
		return s.workspace, nil
	}
	// The callback port is the usual one, or a free one where another sandbox has it: only
	// the sandbox may choose, since it registers what it chose.
	callback, err := sandbox.ReserveCallback(flow.DefaultPort)
	if err != nil {
		return nil, err
	}
	server := sandbox.New(sandbox.Options{Apps: sandbox.Sample(callback.Address)})
	if err := server.Listen("127.0.0.1:0"); err != nil {
		_ = callback.Close()
		return nil, err
	}
	durable.SweepScratch(s.Getenv, sandboxPrefix)
	dir, err := durable.NewScratch(s.Getenv, sandboxPrefix)
	if err != nil {
		_, _ = server.Close(), callback.Close()
		return nil, fmt.Errorf("making the sandbox's state directory: %w", err)
	}
	s.server, s.callback, s.dir, s.workspace = server, callback, dir, s.opening().Over(sandboxApps(server), dir.Path)
	s.awaitAtEnd(s.workspace.Runner)
	return s.workspace, nil
}

// close ends the simulated Zoom and removes its directory, where it was started.
func (s *simulation) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.server != nil {
		_ = s.dir.Remove()
		_, _ = s.server.Close(), s.callback.Close()
	}
}

// faults lists what can go wrong for an app of the sandbox, and what does.
func (s *simulation) faults(clientID string) []sandbox.Scenario {
	server := s.running()
	if server == nil {
		return nil
	}
	return server.ScenariosFor(clientID)
}

// setFault switches a fault of an app of the sandbox.
func (s *simulation) setFault(name, clientID string, on bool) error {
	server := s.running()
	if server == nil {
		return nil
	}
	return server.SetScenario(name, clientID, on)
}

func (s *simulation) running() *sandbox.Server {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.server
}

// sandboxApps are the profiles of the simulated Zoom's apps.
func sandboxApps(server *sandbox.Server) []flow.App {
	var apps []flow.App
	for _, a := range server.Apps() {
		apps = append(apps, a.Profile(server.URL()))
	}
	return apps
}
