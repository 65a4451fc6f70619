package cli

import (
	"embed"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"zoauth/internal/safe"
)

// pages are the help topics that are no verbs.
//
//go:embed help/*.txt
var pages embed.FS

// topics are the names of the pages.
var topics = []string{"environment", "exit-codes", "json"}

// helpVerb explains verbs and topics; a word that is neither is an error.
type helpVerb struct{ *program }

func (v *helpVerb) command() *cobra.Command {
	return &cobra.Command{
		Use: "help [VERB | TOPIC]", Short: "Explain a verb, or one of the topics " + strings.Join(topics, ", "),
		Example: "  zoauth help token\n  zoauth help exit-codes",
		RunE:    func(cmd *cobra.Command, args []string) error { return v.run(cmd.Root(), args) },
		ValidArgsFunction: func(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
			return helpWords(cmd.Root()), cobra.ShellCompDirectiveNoFileComp
		},
	}
}

func (v *helpVerb) run(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return root.Help()
	}
	if page := safe.Page(pages, "help/"+args[0]+".txt"); len(args) == 1 && !page.IsEmpty() {
		return v.Print(page.Trim())
	}
	verb, rest, err := root.Find(args)
	if err != nil || verb == root || len(rest) > 0 {
		word := strings.Join(args, " ")
		return usage(safe.Format("there is no verb or topic \"%s\"%s", v.Clean.Line(word), suggestVerb(v.Clean, root, word, helpWords(root))))
	}
	verb.InitDefaultHelpFlag()
	return verb.Help()
}

// helpWords are what help explains.
func helpWords(root *cobra.Command) []string { return append(verbNames(root), topics...) }

func verbNames(root *cobra.Command) []string {
	var names []string
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() {
			names = append(names, cmd.Name())
		}
	}
	return names
}

// addCompletion gives cobra's completion our words, and makes it without a shell that it
// knows an error: a script would install the help otherwise.
func addCompletion(root *cobra.Command) {
	root.SetCompletionCommandGroupID(about)
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

// unquoteFlags takes the backquotes out of what flags say of themselves: help reads them
// as marks around the name of the value, a completion shows them.
func unquoteFlags(cmd *cobra.Command) {
	unquote := func(f *pflag.Flag) { f.Usage = strings.ReplaceAll(f.Usage, "`", "") }
	cmd.LocalFlags().VisitAll(unquote)
	for _, verb := range cmd.Commands() {
		unquoteFlags(verb)
	}
}
