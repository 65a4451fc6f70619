package cli

import (
	"embed"
	"strings"

	"github.com/spf13/cobra"

	"zoauth/internal/safe"
)

// pages are the help topics that are no verbs.
//
//go:embed help/*.txt
var pages embed.FS

// topics are the names of the pages.
var topics = []string{"environment", "exit-codes", "json"}

// helpVerb explains verbs and topics; a word that is neither is an error.
func (p *program) helpVerb(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use: "help [VERB | TOPIC]", Short: "Explain a verb, or one of the topics " + strings.Join(topics, ", "),
		Example: "  zoauth help token\n  zoauth help exit-codes",
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return root.Help()
			}
			if page := safe.Page(pages, "help/"+args[0]+".txt"); len(args) == 1 && !page.IsEmpty() {
				return p.Print(page.Trim())
			}
			verb, rest, err := root.Find(args)
			if err != nil || verb == root || len(rest) > 0 {
				return p.noTopic(root, strings.Join(args, " "))
			}
			verb.InitDefaultHelpFlag()
			return verb.Help()
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return append(verbNames(root), topics...), cobra.ShellCompDirectiveNoFileComp
		},
	}
}

func (p *program) noTopic(root *cobra.Command, word string) error {
	return usage(safe.Format("there is no verb or topic \"%s\"%s", p.Clean.Line(word), p.meant(word, append(verbNames(root), topics...))))
}

func verbNames(root *cobra.Command) []string {
	var names []string
	for _, cmd := range root.Commands() {
		if cmd.IsAvailableCommand() {
			names = append(names, cmd.Name())
		}
	}
	return names
}
