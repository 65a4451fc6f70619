// Package tui is the workbench: a router over screens. [App] holds the stack of
// screens, the dialog, the status line, the clock and the size, and routes keys to
// whoever has the focus and the outcomes of operations to their session, whatever is
// on top. What a screen does, it does itself; it sends nothing but through its
// session's runner.
package tui

import (
	"context"
	"fmt"
	"io"
	"os"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"

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

// Run opens the workbench and returns when the person leaves it, or when the terminal
// session asks it to quit. It does not wait for the runners' workers: the caller does.
func Run(ctx context.Context, opts Options) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	opts.Context = ctx
	opts = opts.filled()
	options := []tea.ProgramOption{}
	if term.IsTerminal(int(os.Stdin.Fd())) { // else Bubble Tea opens the terminal
		in := &reading{File: os.Stdin, running: opts.Running}
		opts.LastRead = in.at
		options = append(options, tea.WithInput(in))
	}
	if opts.NoColour { // Bubble Tea takes NO_COLOR for no more than a truth value
		options = append(options, tea.WithColorProfile(colorprofile.ASCII))
	}
	if opts.Terminal != nil {
		// Bubble Tea would print the value of a panic; the session does not.
		options = append(options, tea.WithoutSignalHandler(), tea.WithoutCatchPanics(), tea.WithOutput(opts.Terminal.Output()))
	}
	program := tea.NewProgram(New(opts), options...)
	if opts.Terminal != nil {
		opts.Terminal.Notify(func(os.Signal) { stop(); program.Quit() })
		opts.Terminal.OnSuspend(func() { program.Send(suspendAskedMsg{}) })
	}
	if _, err := program.Run(); err != nil {
		return fmt.Errorf("running the workbench: %w", err)
	}
	return nil
}

// reading is the terminal that is read, with the time of its last read. Keys that were
// read together came together, however late a busy machine lets the workbench answer
// them (F9).
type reading struct {
	*os.File
	running func() time.Duration
	last    atomic.Int64
}

// Read reads the terminal.
func (r *reading) Read(p []byte) (int, error) {
	n, err := r.File.Read(p)
	r.last.Store(int64(r.running()))
	return n, err
}

// at is when the terminal was read last.
func (r *reading) at() time.Duration { return time.Duration(r.last.Load()) }

// itself is the terminal for another program, which has to see that it is one.
func itself(in io.Reader) io.Reader {
	if r, ok := in.(*reading); ok {
		return r.File
	}
	return in
}
