// Package tui is the workbench: a router over screens. [App] holds the stack of
// screens, the dialog, the status line, the clock and the size, and routes keys to
// whoever has the focus and the outcomes of operations to their session, whatever is
// on top. What a screen does, it does itself; it sends nothing but through its
// session's runner.
package tui

import (
	"context"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/terminal"
	"zoauth/profiles"
	"zoauth/tui/session"
)

// Options is what the workbench receives from the verbs.
type Options struct {
	Real           *profiles.Workspace                 // nil: there is no usable profile file
	Sandbox        func() (*profiles.Workspace, error) // starts the simulated Zoom at the first call
	StartInSandbox bool                                // with the tour of the sandbox, as `zoauth demo` does
	// Play lets the sandbox's browser answer an authorize URL; it returns where that
	// ended.
	Play func(ctx context.Context, authorizeURL string, allow bool) (session.Visit, error)
	// Faults lists what can go wrong on purpose for an app of the sandbox, by its
	// client ID, and SetFault switches one. nil: nothing can.
	Faults   func(clientID string) []sandbox.Scenario
	SetFault func(name, clientID string, on bool) error
	Problems []profiles.Problem // of the profile file
	// Reload reads a profile file, the same again or another. nil: nobody watches the file.
	Reload     func(path string) (*profiles.Workspace, error)
	ConfigPath string
	Version    string // of this program, for reports
	Redactor   *flow.Redactor
	Terminal   *terminal.Session // nil in tests
	NoColour   bool              // text is bold or faint, and never coloured
	Env        terminal.Environment
	Context    context.Context  // ends waits for other processes when the person leaves; nil: Background
	Now        func() time.Time // nil: time.Now
	// Running is the time since some start by a clock that nobody sets; nil: the system's.
	Running func() time.Duration
	// LastRead is when the key that is answered came, by the same clock; nil: it is answered
	// as it comes.
	LastRead func() time.Duration
}

// filled returns the options with what nil stands for.
func (o Options) filled() Options {
	if o.Context == nil {
		o.Context = context.Background()
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Running == nil {
		began := time.Now()
		o.Running = func() time.Duration { return time.Since(began) }
	}
	if o.LastRead == nil {
		o.LastRead = o.Running
	}
	return o
}
