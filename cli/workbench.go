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
	"zoauth/flow/report"
	"zoauth/flow/sandbox"
	"zoauth/internal/durable"
	"zoauth/internal/safe"
	"zoauth/internal/terminal"
	"zoauth/profiles"
	"zoauth/tui"
	"zoauth/tui/session"
)

// workbench opens the workbench on the profile file, or on its start page where there
// is none: a pasted refresh can be sent, and its pair is kept, without a profile.
func (p *program) workbench(ctx context.Context) error {
	own, err := p.openReal()
	var problems *profiles.Problems
	switch {
	case errors.Is(err, fs.ErrNotExist):
		paths, err := p.paths()
		if err != nil {
			return err
		}
		own = p.opening().Over(nil, paths.State)
		p.awaits(own.Runner)
	case err != nil && !errors.As(err, &problems):
		return err
	}
	return p.open(ctx, own, false)
}

// open hands over to the workbench, which needs a terminal: to the profiles of own, or
// to the sandbox and its tour.
func (p *program) open(ctx context.Context, own *profiles.Workspace, demo bool) error {
	paths, err := p.paths()
	if err != nil {
		return err
	}
	hostname, _ := os.Hostname()
	env := terminal.Detect(p.Getenv, hostname)
	env.Home, _ = durable.Home(p.Getenv)
	env.Mosh = terminal.UnderMosh("/proc", os.Getpid())
	if !term.IsTerminal(int(p.In.Fd())) || !p.ToTerminal() {
		return failed(report.ExitUsage, safe.Const("the workbench needs a terminal, and standard input or output is not one"), safe.Const("zoauth --help shows the verbs for scripts"))
	}
	if env.Dumb {
		return failed(report.ExitUsage, safe.Const("TERM is dumb or empty: the workbench needs a terminal that can place its cursor"), safe.Const("set TERM, or use the verbs: zoauth --help"))
	}
	options := tui.Options{
		StartInSandbox: demo, ConfigPath: paths.Config, Version: p.Version, Redactor: p.redactor, Env: env, Terminal: p.Session, NoColour: p.NoColour(),
		Play: play, Faults: p.faults, SetFault: p.setFault, Reload: p.reloading(own), Sandbox: p.startSandbox,
	}
	if own != nil {
		options.Real, options.Problems = own, own.Problems
	}
	if p.Workbench != nil {
		return p.Workbench(ctx, options)
	}
	return tui.Run(ctx, options)
}

// play lets the sandbox's browser answer an authorize URL.
func play(ctx context.Context, authorizeURL string, allow bool) (session.Visit, error) {
	var browser sandbox.Browser
	visit, err := browser.Answer(ctx, authorizeURL, allow)
	return session.Visit{Address: visit.URL, Page: visit.Page}, err
}

func (p *program) paths() (profiles.Paths, error) { return profiles.Locate(p.profiles, p.Getenv) }

// config is the path of the profile file that [program.openReal] has found.
func (p *program) config() string {
	paths, _ := p.paths()
	return paths.Config
}

// opening is what this process brings to its workspaces.
func (p *program) opening() profiles.Opening {
	return profiles.Opening{Redactor: p.redactor, Guard: p.Session.Guard}
}

// openReal opens the workspace of the profile file. With *[profiles.Problems] the
// good profiles come back beside the error.
func (p *program) openReal() (*profiles.Workspace, error) {
	paths, err := p.paths()
	if err != nil {
		return nil, err
	}
	return p.openAt(paths)
}

func (p *program) openAt(paths profiles.Paths) (*profiles.Workspace, error) {
	w, err := p.opening().Open(paths)
	if w != nil {
		p.awaits(w.Runner)
	}
	return w, err
}

// reloading reads a profile file for the workbench: the one of own again, or another.
func (p *program) reloading(own *profiles.Workspace) func(path string) (*profiles.Workspace, error) {
	return func(path string) (*profiles.Workspace, error) {
		if own != nil {
			return own.Reload(path)
		}
		paths, err := p.paths()
		if err != nil {
			return nil, err
		}
		paths.Config = path
		w, err := p.openAt(paths)
		var problems *profiles.Problems
		if errors.As(err, &problems) {
			err = nil
		}
		return w, err
	}
}

// awaits makes the end of the program wait for the runner's workers.
func (p *program) awaits(r *flow.Runner) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.runners = append(p.runners, r)
}

// sampleApps are the sandbox's apps. Their callback port is the usual one, or a
// free one where somebody else on this machine holds it, as another sandbox does:
// only the sandbox may choose, since it registers what it chose.
func sampleApps() []sandbox.App {
	for _, port := range []string{flow.DefaultPort, "0"} {
		socket, err := net.Listen("tcp", "127.0.0.1:"+port)
		if err != nil {
			continue
		}
		address := socket.Addr().String()
		_ = socket.Close()
		return sandbox.Sample(address)
	}
	return sandbox.Sample("127.0.0.1:" + flow.DefaultPort)
}

// sandboxPrefix begins the names of the sandbox's state directories.
const sandboxPrefix = "zoauth-sandbox-"

// startSandbox starts the simulated Zoom with its apps, once. Their state lives in a
// fresh directory that goes at the end.
func (p *program) startSandbox() (*profiles.Workspace, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.simulated != nil {
		return p.simulated, nil
	}
	server := sandbox.New(sandbox.Options{Apps: sampleApps()})
	if err := server.Listen("127.0.0.1:0"); err != nil {
		return nil, err
	}
	durable.SweepScratch(p.Getenv, sandboxPrefix)
	dir, err := durable.NewScratch(p.Getenv, sandboxPrefix)
	if err != nil {
		_ = server.Close()
		return nil, fmt.Errorf("making the sandbox's state directory: %w", err)
	}
	p.sandbox, p.simulated = server, p.opening().Over(sandboxApps(server), dir.Path)
	p.cleanups = append(p.cleanups, func() { _ = dir.Remove() }, func() { _ = server.Close() })
	p.runners = append(p.runners, p.simulated.Runner)
	return p.simulated, nil
}

// sandboxApps are the profiles of the simulated Zoom's apps.
func sandboxApps(server *sandbox.Server) []flow.App {
	var apps []flow.App
	for _, a := range server.Apps() {
		apps = append(apps, a.Profile(server.URL()))
	}
	return apps
}
