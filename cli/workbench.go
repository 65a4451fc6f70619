package cli

import (
	"context"
	"errors"
	"io/fs"
	"os"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"zoauth/flow/report"
	"zoauth/flow/sandbox"
	"zoauth/internal/durable"
	"zoauth/internal/safe"
	"zoauth/internal/terminal"
	"zoauth/profiles"
	"zoauth/tui"
	"zoauth/tui/session"
)

// rootVerb is zoauth without a verb, which opens the workbench. It has the flags of all
// verbs.
type rootVerb struct {
	*program
	version bool
}

func (v *rootVerb) command() *cobra.Command {
	root := &cobra.Command{
		Use:           "zoauth",
		Short:         "Walk a Zoom app through OAuth, one request at a time",
		Long:          "zoauth walks a Zoom app through OAuth one request at a time: you see each\nrequest before it is sent and each response as it came. Without a verb it opens\nthe workbench.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownVerb(v.Clean, cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if v.version {
				return (&versionVerb{v.program}).run()
			}
			return newWorkbench(v.program).openFile(cmd.Context())
		},
	}
	root.SetFlagErrorFunc(v.flagError)
	root.Flags().BoolVarP(&v.version, "version", "v", false, "print the version")
	root.PersistentFlags().StringVar(&v.profiles, "profiles", "", "read profiles from `FILE` (default $ZOAUTH_PROFILES, then ~/.config/zoauth/profiles.toml)")
	root.PersistentFlags().BoolVarP(&v.Quiet, "quiet", "q", false, "no progress and no summary: only results, questions, warnings and errors")
	root.PersistentFlags().BoolVar(&v.Plain, "no-color", false, "no colour, as with NO_COLOR")
	return root
}

// demoVerb opens the workbench on a sandbox.
type demoVerb struct{ *program }

func (v *demoVerb) command() *cobra.Command {
	return &cobra.Command{
		Use: "demo", Short: "Open the workbench on a throw-away sandbox", Args: v.noArgs,
		Long: `Opens the workbench with a simulated Zoom behind it and a short tour. Nothing
leaves this machine, and its files are deleted when you quit.`,
		SuggestFor: []string{"tour", "try", "practice", "tutorial"},
		Example:    "  zoauth demo",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return newWorkbench(v.program).open(cmd.Context(), nil, true)
		},
	}
}

// workbench opens the workbench, and gives it the profile file and the simulated Zoom.
type workbench struct {
	*program
	simulated simulation
}

func newWorkbench(p *program) *workbench {
	w := &workbench{program: p, simulated: simulation{program: p}}
	p.atEnd(w.simulated.close)
	return w
}

// openFile opens the workbench on the profile file, or on its start page where there
// is none: a pasted refresh can be sent, and its pair is kept, without a profile.
func (w *workbench) openFile(ctx context.Context) error {
	own, err := w.program.openFile()
	var problems *profiles.Problems
	switch {
	case errors.Is(err, fs.ErrNotExist):
		paths, err := w.paths()
		if err != nil {
			return err
		}
		own = w.opening().Over(nil, paths.State)
		w.awaitAtEnd(own.Runner)
	case err != nil && !errors.As(err, &problems):
		return err
	}
	return w.open(ctx, own, false)
}

// open hands over to the workbench, which needs a terminal: to the profiles of own, or
// to the sandbox and its tour.
func (w *workbench) open(ctx context.Context, own *profiles.Workspace, demo bool) error {
	paths, err := w.paths()
	if err != nil {
		return err
	}
	hostname, _ := os.Hostname()
	env := terminal.Detect(w.Getenv, hostname)
	env.Home, _ = durable.Home(w.Getenv)
	env.Mosh = terminal.UnderMosh("/proc", os.Getpid())
	if !term.IsTerminal(int(w.In.Fd())) || !w.ToTerminal() {
		return because("no-terminal", report.ExitUsage, safe.Const("the workbench needs a terminal, and standard input or output is not one"), safe.Const("zoauth --help shows the verbs for scripts"))
	}
	if env.Dumb {
		return because("no-terminal", report.ExitUsage, safe.Const("TERM is dumb or empty: the workbench needs a terminal that can place its cursor"), safe.Const("set TERM, or use the verbs: zoauth --help"))
	}
	options := tui.Options{
		StartInSandbox: demo, ConfigPath: paths.Config, Version: w.Version, Redactor: w.redactor, Env: env, Terminal: w.Session, NoColour: w.NoColour(),
		Play: play, Faults: w.simulated.faults, SetFault: w.simulated.setFault, Reload: w.reloading(own), Sandbox: w.simulated.start,
	}
	if own != nil {
		options.Real, options.Problems = own, own.Problems
	}
	if w.Workbench != nil {
		return w.Workbench(ctx, options)
	}
	return tui.Run(ctx, options)
}

// reloading reads a profile file for the workbench: the one of own again, or another.
func (w *workbench) reloading(own *profiles.Workspace) func(path string) (*profiles.Workspace, error) {
	return func(path string) (*profiles.Workspace, error) {
		if own != nil {
			return own.Reload(path)
		}
		paths, err := w.paths()
		if err != nil {
			return nil, err
		}
		paths.Config = path
		set, err := w.openAt(paths)
		var problems *profiles.Problems
		if errors.As(err, &problems) {
			err = nil
		}
		return set, err
	}
}

// play lets the sandbox's browser answer an authorize URL.
func play(ctx context.Context, authorizeURL string, allow bool) (session.Visit, error) {
	var browser sandbox.Browser
	visit, err := browser.Answer(ctx, authorizeURL, allow)
	return session.Visit{Address: visit.URL, Page: visit.Page}, err
}
