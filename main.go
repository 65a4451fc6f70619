// Command zoauth is a terminal workbench for Zoom's OAuth 2.0 flow.
package main

import (
	"context"
	"os"
	"runtime/debug"

	"zoauth/cli"
	"zoauth/internal/terminal"
	"zoauth/tui"
)

// version is set by the release's linker flags.
var version = ""

func main() {
	hardening, environ := terminal.Harden(), os.Environ()
	_ = os.Unsetenv("TEA_DEBUG") // both write what is on the screen to a file
	_ = os.Unsetenv("TEA_TRACE")
	session := terminal.NewSession(terminal.Options{Out: os.Stdout, Err: os.Stderr, Exit: os.Exit})
	session.Guard(func() {
		d := deps(session)
		d.Environ, d.Become = environ, hardening.Become
		code := cli.Run(context.Background(), d, os.Args[1:])
		if !cli.SignalYields(code) {
			code = session.ExitCode(code)
		}
		session.Finish(code)
	})
}

func deps(session *terminal.Session) cli.Deps {
	return cli.Deps{
		Workbench: func(ctx context.Context, b cli.Bench) error { return tui.Run(ctx, options(b, session)) },
		In:        os.Stdin,
		Out:       os.Stdout,
		Err:       os.Stderr,
		OutFile:   os.Stdout,
		Getenv:    os.Getenv,
		Version:   buildVersion(),
		Life:      session,
	}
}

func options(b cli.Bench, session *terminal.Session) tui.Options {
	return tui.Options{
		Real: (*tui.Set)(b.Real),
		Sandbox: func() (*tui.Set, error) {
			set, err := b.Sandbox()
			return (*tui.Set)(set), err
		},
		StartInSandbox: b.StartInSandbox,
		Demo:           b.Demo,
		Play:           b.Play,
		Faults:         b.Faults,
		SetFault:       b.SetFault,
		Problems:       b.Problems,
		Reload: func() (*tui.Set, []string, error) {
			set, problems, err := b.Reload()
			return (*tui.Set)(set), problems, err
		},
		ConfigPath: b.ConfigPath,
		Version:    buildVersion(),
		Redactor:   b.Redactor,
		Env:        b.Environment,
		Terminal:   session,
	}
}

// buildVersion is the linked version, else what the build recorded.
func buildVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}
