package cli

import (
	"slices"
	"sync"

	"zoauth/cli/console"
	"zoauth/flow"
)

// program is one run of zoauth: what its verbs share.
type program struct {
	*console.Console
	Host
	stdin    stdin
	redactor *flow.Redactor
	profiles string   // --profiles
	json     bool     // --json
	app      flow.App // the profile that the verb works on; zero before it is found

	mu       sync.Mutex // the workbench opens files in the background
	runners  []*flow.Runner
	cleanups []func()
}

func newProgram(deps Deps) *program {
	redactor := &flow.Redactor{}
	to := console.New(console.Options{Out: deps.Out, Err: deps.Err, OutFile: deps.OutFile, Getenv: deps.Getenv, Redactor: redactor})
	return &program{
		Console:  to,
		Host:     deps.Host,
		stdin:    stdin{Console: to, file: deps.In, guard: deps.Session.Guard},
		redactor: redactor,
	}
}

// blank is a program that runs nothing.
func blank() *program {
	return newProgram(Deps{Host: Host{Getenv: func(string) string { return "" }}})
}

// awaitAtEnd makes the end of the program wait for the runner's workers.
func (p *program) awaitAtEnd(r *flow.Runner) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.runners = append(p.runners, r)
}

// drain returns when no request is under way.
func (p *program) drain() {
	p.mu.Lock()
	runners := slices.Clone(p.runners)
	p.mu.Unlock()
	for _, r := range runners {
		r.Wait()
	}
}

// atEnd has f called when the program ends.
func (p *program) atEnd(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cleanups = append(p.cleanups, f)
}

// cleanup does what [program.atEnd] was given, once.
func (p *program) cleanup() {
	p.mu.Lock()
	cleanups := p.cleanups
	p.cleanups = nil
	p.mu.Unlock()
	for _, f := range cleanups {
		f()
	}
}
