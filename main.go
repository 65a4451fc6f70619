// Command zoauth is a terminal workbench for Zoom's OAuth 2.0 flow.
package main

import (
	"context"
	"os"
	"runtime/debug"

	"zoauth/cli"
	"zoauth/internal/terminal"
)

// version is set by the release's linker flags.
var version = ""

func main() {
	hardening, environ := terminal.Harden(), os.Environ()
	_ = os.Unsetenv("TEA_DEBUG") // both write what is on the screen to a file
	_ = os.Unsetenv("TEA_TRACE")
	session := terminal.NewSession(terminal.Options{Out: os.Stdout, Err: os.Stderr, Exit: os.Exit})
	session.Guard(func() {
		code := cli.Run(context.Background(), cli.Deps{
			Host: cli.Host{
				In:      os.Stdin,
				Getenv:  os.Getenv,
				Version: buildVersion(),
				Session: session,
				Environ: environ,
				Become:  hardening.Become,
			},
			Out:     os.Stdout,
			Err:     os.Stderr,
			OutFile: os.Stdout,
		}, os.Args[1:])
		if !cli.SignalYields(code) {
			code = session.ExitCode(code)
		}
		session.Finish(code)
	})
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
