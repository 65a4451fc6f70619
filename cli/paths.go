package cli

import (
	"fmt"
	"path/filepath"

	"github.com/spf13/cobra"
)

// places are where zoauth's files are, whether they are there yet or not.
type places struct {
	Profiles string `json:"profiles"`
	State    string `json:"state"`
	Tokens   string `json:"tokens"`
	History  string `json:"history"`
}

func (p *program) pathsVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "paths", Short: "print where the profile file, tokens and history are", Args: cobra.NoArgs,
		Example: "  zoauth paths",
		RunE: func(*cobra.Command, []string) error {
			paths, err := p.paths()
			if err != nil {
				return err
			}
			at := places{paths.Config, paths.State, filepath.Join(paths.State, "tokens"), filepath.Join(paths.State, "history")}
			if p.json {
				return p.printJSON(at)
			}
			_, err = fmt.Fprint(p.Out, p.clean.Text(fmt.Sprintf("profiles  %s\nstate     %s\ntokens    %s\nhistory   %s\n", at.Profiles, at.State, at.Tokens, at.History)))
			return err
		},
	}
	return p.jsonFlag(cmd)
}
