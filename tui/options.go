// Package tui is the workbench: one Bubble Tea model that routes keys to
// screens, turns their intents into operations, and renders the session of the
// chosen profile. It sends nothing itself: every request goes through the
// profile's flow.Runner.
package tui

import (
	"context"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/terminal"
)

// Set is one name space of profiles with its own store, history and runner.
type Set struct {
	Apps     []flow.App
	Default  string
	Runner   *flow.Runner
	Store    flow.Store
	History  flow.History
	Modified func(profile string) time.Time                             // of the profile's token file; zero: there is none
	Touched  func() time.Time                                           // when any token file was replaced last; zero: none is there. nil in tests: not known
	SaveIn   func(folder, profile string, s flow.State) (string, error) // another place, when the usual one fails
	StateDir string
	Warning  func() string // of the file system of the tokens; empty: it is one of this host. May be nil
}

// Options is what the workbench receives from main.
type Options struct {
	Real           *Set                 // nil: there is no usable profile file
	Sandbox        func() (*Set, error) // starts the simulated Zoom at the first call
	StartInSandbox bool
	Demo           bool // the sandbox was asked for, whatever profile file there is
	// Play lets the sandbox's browser answer an authorize URL; it returns the
	// address or page where it ended.
	Play func(ctx context.Context, authorizeURL string, allow bool) (string, error)
	// Faults lists what can go wrong on purpose for an app of the sandbox, by its
	// client ID, and SetFault switches one. nil: nothing can.
	Faults   func(clientID string) []sandbox.Scenario
	SetFault func(name, clientID string, on bool) error
	Problems []string // of the profile file, one line each; unsafe
	// Reload reads the profile file again: what is good in it, and its problems one
	// line each. nil: nobody watches the file.
	Reload     func() (*Set, []string, error)
	ConfigPath string
	Version    string // of this program, for reports
	Redactor   *flow.Redactor
	Terminal   *terminal.Session // nil in tests
	Env        terminal.Environment
	Context    context.Context  // ends waits for other processes when the person leaves; nil: Background
	Now        func() time.Time // nil: time.Now
	// Running is the time since some start by a clock that nobody sets; nil: the system's.
	Running func() time.Duration
}
