package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"

	"golang.org/x/term"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/terminal"
	"zoauth/profiles"
)

// workbench opens the workbench on the profile file, or on the sandbox where
// there is none.
func (p *program) workbench(ctx context.Context) error {
	real, err := p.openReal()
	var problems *profiles.Problems
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return p.open(ctx, nil, nil, false)
	case errors.As(err, &problems):
		return p.open(ctx, real, problems.List, false)
	case err != nil:
		return err
	default:
		return p.open(ctx, real, nil, false)
	}
}

// open hands over to the workbench, which needs a terminal.
func (p *program) open(ctx context.Context, real *Set, problems []profiles.Problem, demo bool) error {
	hostname, _ := os.Hostname()
	env := terminal.Detect(p.Getenv, hostname)
	env.Mosh = terminal.UnderMosh("/proc", os.Getpid())
	if !term.IsTerminal(int(p.In.Fd())) || !term.IsTerminal(int(p.OutFile.Fd())) {
		return &failure{exitUsage, errors.New("the workbench needs a terminal, and standard input or output is none"), "zoauth --help shows the verbs for scripts"}
	}
	if env.Dumb {
		return &failure{exitUsage, errors.New("TERM is dumb or empty: the workbench needs a terminal that can place its cursor"), "set TERM, or use the verbs: zoauth --help"}
	}
	b := Bench{
		Real: real, StartInSandbox: real == nil, Demo: demo, ConfigPath: p.paths().Config,
		Redactor: p.redactor, Environment: env,
	}
	if real != nil && len(real.Apps) == 0 {
		b.Real, b.StartInSandbox = nil, true
	}
	for _, one := range problems {
		b.Problems = append(b.Problems, one.String())
	}
	b.Reload = p.reload
	var browser sandbox.Browser
	b.Play = func(ctx context.Context, authorizeURL string, allow bool) (string, error) {
		visit, err := browser.Answer(ctx, authorizeURL, allow)
		if visit.Page != "" {
			return visit.Page, err
		}
		return visit.URL, err
	}
	b.Faults, b.SetFault = p.faults, p.setFault
	var started *Set
	b.Sandbox = func() (*Set, error) {
		if started != nil {
			return started, nil
		}
		set, err := p.startSandbox()
		started = set
		return set, err
	}
	return p.Workbench(ctx, b)
}

func (p *program) paths() profiles.Paths { return profiles.Locate(p.profiles, p.Getenv) }

// openReal loads the profile file. With *[profiles.Problems] the good profiles
// come back beside the error.
func (p *program) openReal() (*Set, error) {
	paths := p.paths()
	file, err := profiles.Load(paths.Config)
	if file == nil {
		return nil, err
	}
	set := p.set(file.Apps, paths.State)
	set.Default = file.Default
	return set, err
}

// reload reads the profile file again: what is good in it, and what is not.
func (p *program) reload() (*Set, []string, error) {
	set, err := p.openReal()
	var problems *profiles.Problems
	if !errors.As(err, &problems) {
		return set, nil, err
	}
	var lines []string
	for _, one := range problems.List {
		lines = append(lines, one.String())
	}
	return set, lines, nil
}

// set makes a name space over a state directory.
func (p *program) set(apps []flow.App, stateDir string) *Set {
	store := profiles.NewStore(stateDir)
	history := profiles.NewHistory(stateDir, p.redactor)
	host, _ := os.Hostname()
	runner := &flow.Runner{
		Client: &flow.Client{}, Store: store, History: history, Redactor: p.redactor,
		By: "zoauth", Host: host, PID: os.Getpid(), Guard: p.Life.Guard,
	}
	p.mu.Lock()
	p.runners = append(p.runners, runner)
	p.mu.Unlock()
	return &Set{
		Apps: apps, Runner: runner, Store: store, History: history,
		Modified: store.Modified, Touched: store.Touched, SaveIn: store.SaveIn, StateDir: stateDir, Warning: store.Warning,
	}
}

// sampleApps are the sandbox's apps. Their callback port is the usual one, or a
// free one where somebody else on this machine holds it, as another sandbox does:
// only the sandbox may choose, since it registers what it chose.
func sampleApps() []sandbox.App {
	for _, port := range []string{flow.DefaultPort, "0"} {
		socket, err := net.Listen("tcp", "127.0.0.1:"+port) //nolint:noctx // binding loopback does not block
		if err != nil {
			continue
		}
		address := socket.Addr().String()
		_ = socket.Close()
		return sandbox.Sample(address)
	}
	return sandbox.Sample("127.0.0.1:" + flow.DefaultPort)
}

// startSandbox starts the simulated Zoom with its apps, whose state lives
// in a fresh directory that goes at the end.
func (p *program) startSandbox() (*Set, error) {
	server := sandbox.New(sandbox.Options{Apps: sampleApps()})
	if err := server.Listen("127.0.0.1:0"); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp(p.Getenv("XDG_RUNTIME_DIR"), "zoauth-sandbox-")
	if err != nil {
		_ = server.Close()
		return nil, fmt.Errorf("making the sandbox's state directory: %w", err)
	}
	p.mu.Lock()
	p.sandbox = server
	p.cleanups = append(p.cleanups, func() { _ = os.RemoveAll(dir) }, func() { _ = server.Close() })
	p.mu.Unlock()
	return p.set(sandboxApps(server), dir), nil
}

// sandboxApps are the profiles of the simulated Zoom's apps.
func sandboxApps(server *sandbox.Server) []flow.App {
	var apps []flow.App
	for _, a := range server.Apps() {
		apps = append(apps, a.Profile(server.URL()))
	}
	return apps
}
