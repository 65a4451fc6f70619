package cli

import (
	"fmt"

	"github.com/spf13/cobra"
)

func (p *program) versionVerb() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "print the version", Args: cobra.NoArgs,
		Example: "  zoauth version",
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(p.Out, "zoauth "+p.Version)
			return err
		},
	}
}

func (p *program) demoVerb() *cobra.Command {
	return &cobra.Command{
		Use: "demo", Short: "open the workbench on a throw-away sandbox", Args: cobra.NoArgs,
		Example: "  zoauth demo",
		RunE:    func(cmd *cobra.Command, _ []string) error { return p.open(cmd.Context(), nil, true) },
	}
}
