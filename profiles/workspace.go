package profiles

import (
	"errors"
	"os"

	"zoauth/flow"
	"zoauth/internal/socks"
)

// Workspace is what a face opens: one name space of profiles, with the store, the
// history and the runner that work on them. The fields are set when it is opened.
type Workspace struct {
	Apps     []flow.App // in the file's order; those with a problem are left out
	Default  string     // the profile to begin with; empty: none is preferred
	Problems []Problem  // of the profile file; it concerns none of Apps
	Path     string     // of the profile file; empty where the profiles come from no file
	StateDir string
	// SecretVariables are the environment variables that hold client secrets, those of
	// bad profiles included: no command that zoauth starts gets them (S6).
	SecretVariables []string
	Store           *Store
	History         *History
	Runner          *flow.Runner
}

// Opening is what the process brings to its workspaces.
type Opening struct {
	Redactor *flow.Redactor
	Guard    func(func()) // as [flow.Runner] has it
}

// Open opens the workspace of the profile file at paths.Config, after it removed what
// killed saves of the file left. The errors are those
// of [Load]; with *[Problems] the workspace holds what is good, and its Problems are
// the same list.
func (o Opening) Open(paths Paths) (*Workspace, error) {
	sweep(paths.Config)
	file, err := Load(paths.Config)
	if file == nil {
		return nil, err
	}
	w := o.Over(file.Apps, paths.State)
	w.take(file, err)
	return w, err
}

// Over makes a workspace of apps that are in no file. Their tokens and history are kept
// below stateDir.
func (o Opening) Over(apps []flow.App, stateDir string) *Workspace {
	store, history := NewStore(stateDir), NewHistory(stateDir, o.Redactor)
	host, _ := os.Hostname()
	return &Workspace{
		Apps: apps, StateDir: stateDir, Store: store, History: history,
		Runner: &flow.Runner{
			Client: &flow.Client{SOCKS: socks.Handshake}, Store: store, History: history, Redactor: o.Redactor,
			By: "zoauth", Host: host, PID: os.Getpid(), Guard: o.Guard,
		},
	}
}

// Reload reads the profile file again, or another one. The workspace that it returns
// works with the store, the history and the runner of this one, which stays as it is.
// The errors are those of [Load] without *[Problems], which the workspace tells.
func (w *Workspace) Reload(path string) (*Workspace, error) {
	file, err := Load(path)
	var problems *Problems
	if err != nil && !errors.As(err, &problems) {
		return nil, err
	}
	next := *w
	next.take(file, err)
	return &next, nil
}

// take makes the workspace that of file, of which err tells the problems.
func (w *Workspace) take(file *File, err error) {
	w.Apps, w.Default, w.Path, w.Problems = file.Apps, file.Default, file.Path, nil
	w.SecretVariables = file.secrets
	var problems *Problems
	if errors.As(err, &problems) {
		w.Problems = problems.List
	}
	file.astray.teach(w.Runner.Redactor)
	for _, app := range w.Apps { // a probe does not send it, and an answer may hold it (S4)
		w.Runner.Redactor.LearnUnlessWord(atHand(app.Secret))
	}
}

// App returns a profile by name.
func (w *Workspace) App(name string) (flow.App, bool) {
	for _, app := range w.Apps {
		if app.Name == name {
			return app, true
		}
	}
	return flow.App{}, false
}

// Names returns the profiles' names in the file's order.
func (w *Workspace) Names() []string {
	list := make([]string, len(w.Apps))
	for i, app := range w.Apps {
		list[i] = app.Name
	}
	return list
}

// ProblemsOf returns the problems of one profile; without a name those of the whole
// file.
func (w *Workspace) ProblemsOf(profile string) []Problem {
	var list []Problem
	for _, one := range w.Problems {
		if one.Profile == profile {
			list = append(list, one)
		}
	}
	return list
}

// Tenants reads the saved tokens of every profile. A profile whose file cannot be read
// is left out: whoever needs it is told when it is opened.
func (w *Workspace) Tenants() []flow.Tenant {
	var tenants []flow.Tenant
	for _, app := range w.Apps {
		if state, err := w.Store.Read(app.Name); err == nil {
			tenants = append(tenants, flow.Tenant{App: app, State: state})
		}
	}
	return tenants
}
