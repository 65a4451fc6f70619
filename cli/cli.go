// Package cli holds zoauth's verbs over the engine that the workbench uses too. Each
// verb is a type in a file of its name, and [verbs] is the table of them. The package
// alone decides between the sandbox and the real profile file, and maps every outcome
// to words and an exit code.
package cli

import (
	"context"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"zoauth/internal/terminal"
	"zoauth/tui"
)

// Deps are what the verbs are made of.
type Deps struct {
	Host
	Out, Err io.Writer
	OutFile  *os.File // what Out writes to, to find out whether it is a terminal
}

// Host is what the verbs find around them, beside where they print. All fields but
// Workbench are needed.
type Host struct {
	Workbench func(context.Context, tui.Options) error // nil: [tui.Run]
	In        *os.File
	Getenv    func(string) string
	Version   string
	Session   *terminal.Session // owns the process's signals and end
	Environ   []string          // the caller's environment, for the command of exec
	// Become puts another program in the process's place; it returns only with an error.
	Become func(path string, argv, environ []string) error
}

// Run runs the verb that args name and returns the exit code. A signal ends what
// can be ended; Run waits for every worker that has sent a request.
func Run(ctx context.Context, deps Deps, args []string) int {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	deps.Session.Notify(func(os.Signal) { cancel() })
	p := newProgram(deps)
	deps.Session.Await(p.drain)
	deps.Session.AtEnd(p.cleanup)
	defer p.cleanup()
	root := commandTree(p)
	root.SetArgs(args)
	root.SetIn(deps.In)
	if len(args) > 0 && strings.HasPrefix(args[0], cobra.ShellCompRequestCmd) {
		unquoteFlags(root)
	}
	cmd, err := root.ExecuteContextC(ctx)
	p.drain()
	return p.end(cmd, p.saveHeld(err))
}

// Manual returns the tree of verbs for whoever writes pages about them; it runs
// nothing.
func Manual() *cobra.Command { return commandTree(blank()) }
