package cli

import (
	"github.com/spf13/cobra"
)

func (p *program) versionVerb() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "print the version", Args: p.noArgs,
		Example: "  zoauth version",
		RunE: func(*cobra.Command, []string) error {
			return p.Print(p.Clean.Line("zoauth " + p.Version))
		},
	}
}

func (p *program) demoVerb() *cobra.Command {
	return &cobra.Command{
		Use: "demo", Short: "open the workbench on a throw-away sandbox", Args: p.noArgs,
		Example: "  zoauth demo",
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.open(cmd.Context(), nil, true) },
	}
}
