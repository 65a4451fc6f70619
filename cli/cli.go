// Package cli holds zoauth's verbs, one file each, over the engine that the
// workbench uses too. It alone decides between the sandbox and the
// real profile file, and maps every outcome to words and an exit code.
package cli

import (
	"context"
	"io"
	"os"
	"slices"
	"sync"

	"github.com/spf13/cobra"

	"zoauth/cli/console"
	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/safe"
	"zoauth/internal/terminal"
	"zoauth/profiles"
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

// program is one run of zoauth.
type program struct {
	*console.Console
	Host
	redactor *flow.Redactor
	profiles string   // --profiles
	app      flow.App // the profile that the verb works on; zero before it is found
	json     bool     // --json

	mu        sync.Mutex // the sandbox starts in the background
	cleanups  []func()
	runners   []*flow.Runner
	sandbox   *sandbox.Server     // of the workbench; nil before it runs
	simulated *profiles.Workspace // of its apps
}

// Run runs the verb that args name and returns the exit code. A signal ends what
// can be ended; Run waits for every worker that has sent a request.
func Run(ctx context.Context, deps Deps, args []string) int {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	deps.Session.Notify(func(os.Signal) { cancel() })
	redactor := &flow.Redactor{}
	p := &program{
		Console:  console.New(console.Options{Out: deps.Out, Err: deps.Err, OutFile: deps.OutFile, Getenv: deps.Getenv, Redactor: redactor}),
		Host:     deps.Host,
		redactor: redactor,
	}
	deps.Session.Await(p.drain)
	deps.Session.AtEnd(p.cleanup)
	defer p.cleanup()
	root := p.root()
	root.SetArgs(args)
	root.SetIn(deps.In)
	p.Attach(root)
	wantShell(root)
	cmd, err := root.ExecuteContextC(ctx)
	p.drain()
	return p.end(cmd, p.saveHeld(err))
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

// cleanup removes what the sandbox made, once.
func (p *program) cleanup() {
	p.mu.Lock()
	cleanups := p.cleanups
	p.cleanups = nil
	p.mu.Unlock()
	for _, f := range cleanups {
		f()
	}
}

func (p *program) root() *cobra.Command {
	var version bool
	root := &cobra.Command{
		Use:           "zoauth",
		Short:         "Walk a Zoom app through OAuth, one request at a time",
		Long:          "zoauth walks a Zoom app through OAuth one request at a time: you see each\nrequest before it is sent and each response as it came. Without a verb it opens\nthe workbench.",
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if version {
				return p.printVersion()
			}
			return p.workbench(cmd.Context())
		},
	}
	root.Flags().BoolVarP(&version, "version", "v", false, "print the version")
	root.PersistentFlags().StringVar(&p.profiles, "profiles", "", "read profiles from `FILE` (default $ZOAUTH_PROFILES, then ~/.config/zoauth/profiles.toml)")
	root.PersistentFlags().BoolVarP(&p.Quiet, "quiet", "q", false, "no progress and no summary: only results, questions, warnings and errors")
	root.PersistentFlags().BoolVar(&p.Plain, "no-color", false, "no colour, as with NO_COLOR")
	root.Args = func(cmd *cobra.Command, args []string) error {
		if len(args) > 0 {
			return p.unknownVerb(cmd, args[0])
		}
		return nil
	}
	root.SetFlagErrorFunc(p.flagError)
	root.SetHelpCommand(p.helpVerb(root))
	for _, group := range p.verbs() {
		root.AddGroup(&cobra.Group{ID: group.title, Title: group.title})
		for _, cmd := range group.verbs {
			cmd.GroupID = group.title
			root.AddCommand(cmd)
		}
	}
	return root
}

// wantShell gives cobra's completion our words, and makes it without a shell that it
// knows an error: a script would install the help otherwise.
func wantShell(root *cobra.Command) {
	root.SetCompletionCommandGroupID(about)
	root.SetHelpCommandGroupID(about)
	root.InitDefaultCompletionCmd()
	completion, _, err := root.Find([]string{"completion"})
	if err != nil {
		return
	}
	completion.Short = "Generate a shell completion script"
	completion.Long = ""
	completion.Example = "  source <(zoauth completion bash)\n  zoauth completion fish > ~/.config/fish/completions/zoauth.fish"
	completion.Args = cobra.ArbitraryArgs
	completion.RunE = func(*cobra.Command, []string) error {
		return usage(safe.Const("completion takes the name of a shell: bash, fish, powershell or zsh"))
	}
}

// Manual returns the tree of verbs for whoever writes pages about them; it runs
// nothing.
func Manual() *cobra.Command {
	root := blank().root()
	wantShell(root)
	return root
}

// blank is a program that runs nothing.
func blank() *program {
	return &program{Console: console.New(console.Options{Getenv: func(string) string { return "" }})}
}

// about is the group of what is neither a step nor a look.
const about = "About zoauth:"

// verbGroup is a part of the help's list.
type verbGroup struct {
	title string
	verbs []*cobra.Command
}

func (p *program) verbs() []verbGroup {
	return []verbGroup{
		{"One step of the flow, one request:", []*cobra.Command{p.authorizeVerb(), p.refreshVerb(), p.probeVerb(), p.revokeVerb(), p.adoptVerb()}},
		{"A token for scripts:", []*cobra.Command{p.tokenVerb(), p.execVerb()}},
		{"Local state:", []*cobra.Command{p.statusVerb(), p.profilesVerb(), p.pathsVerb(), p.importVerb()}},
		{"When it fails:", []*cobra.Command{p.explainVerb(), p.doctorVerb(), p.historyVerb(), p.exportVerb()}},
		{"The simulated Zoom:", []*cobra.Command{p.demoVerb(), p.sandboxVerb()}},
		{about, []*cobra.Command{p.versionVerb()}},
	}
}

// profileArg takes exactly one profile name, completed from the profile file.
func (p *program) profileArg(cmd *cobra.Command) *cobra.Command {
	cmd.Args = func(cmd *cobra.Command, args []string) error {
		switch len(args) {
		case 0:
			return usage(safe.Format("%s takes a profile name", p.Clean.Line(cmd.CommandPath())))
		case 1:
			return nil
		default:
			return usage(safe.Format("%s takes exactly one profile name", p.Clean.Line(cmd.CommandPath())))
		}
	}
	cmd.ValidArgsFunction = p.completeProfile
	return cmd
}

// completeProfile completes the one profile name of a verb.
func (p *program) completeProfile(cmd *cobra.Command, args []string, word string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return p.completeProfiles(cmd, args, word)
}

// completeProfiles completes names of the profile file that are not there yet.
func (p *program) completeProfiles(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	set, _ := p.openReal() // good profiles of a file with problems are names as well
	if set == nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return slices.DeleteFunc(set.Names(), func(name string) bool { return slices.Contains(args, name) }), cobra.ShellCompDirectiveNoFileComp
}

func (p *program) jsonFlag(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().BoolVar(&p.json, "json", false, "print JSON: one object on one line, ASCII only")
	return cmd
}
