package cli

import (
	"slices"

	"github.com/spf13/cobra"

	"zoauth/internal/safe"
)

// verb is a word after zoauth. Its type has the flags and the steps, and what a run of
// it finds out; command says how it is called.
type verb interface{ command() *cobra.Command }

// verbGroup is a part of the help's list.
type verbGroup struct {
	title string
	verbs []*cobra.Command
}

// about is the group of what is neither a step nor a look.
const about = "About zoauth:"

// verbs is the table of zoauth's verbs. Help, completion, manual pages and usage errors
// are made of it; only completion is not in it, which cobra makes.
func verbs(p *program) []verbGroup {
	return []verbGroup{
		{"One step of the flow, one request:", commands(
			&authorizeVerb{program: p}, &refreshVerb{program: p}, &probeVerb{program: p}, &revokeVerb{program: p}, &adoptVerb{program: p},
		)},
		{"A token for scripts:", commands(&tokenVerb{program: p}, &execVerb{program: p})},
		{"Local state:", commands(&statusVerb{program: p}, &profilesVerb{program: p}, &pathsVerb{program: p}, &importVerb{program: p})},
		{"When it fails:", commands(&explainVerb{program: p}, &doctorVerb{program: p}, &historyVerb{program: p}, &exportVerb{program: p})},
		{"The simulated Zoom:", commands(&demoVerb{program: p}, &sandboxVerb{program: p})},
		{about, commands(&versionVerb{program: p}, &helpVerb{program: p})},
	}
}

func commands(list ...verb) []*cobra.Command {
	var made []*cobra.Command
	for _, v := range list {
		made = append(made, v.command())
	}
	return made
}

// commandTree is zoauth's command line: what runs without a verb, and every verb.
func commandTree(p *program) *cobra.Command {
	root := (&rootVerb{program: p}).command()
	p.Attach(root)
	for _, group := range verbs(p) {
		root.AddGroup(&cobra.Group{ID: group.title, Title: group.title})
		for _, cmd := range group.verbs {
			cmd.GroupID = group.title
			if cmd.Name() == "help" {
				root.SetHelpCommand(cmd)
			} else {
				root.AddCommand(cmd)
			}
		}
	}
	addCompletion(root)
	return root
}

// noArgs refuses every argument.
func (p *program) noArgs(cmd *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usage(safe.Format("%s takes no argument, but got \"%s\"", p.Clean.Line(cmd.CommandPath()), p.Clean.Line(args[0])))
	}
	return nil
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
	names := slices.DeleteFunc(p.profileNames(), func(name string) bool { return slices.Contains(args, name) })
	return names, cobra.ShellCompDirectiveNoFileComp
}

// jsonFlag gives a verb --json.
func (p *program) jsonFlag(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().BoolVar(&p.json, "json", false, "print JSON: one object on one line, ASCII only")
	return cmd
}
