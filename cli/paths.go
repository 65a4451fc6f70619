package cli

import (
	"path/filepath"

	"github.com/spf13/cobra"

	"zoauth/internal/safe"
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
		Use: "paths", Short: "Print where the profile file, tokens and history are", Args: p.noArgs,
		Example: "  zoauth paths",
		RunE: func(*cobra.Command, []string) error {
			paths, err := p.paths()
			if err != nil {
				return err
			}
			at := places{paths.Config, paths.State, filepath.Join(paths.State, "tokens"), filepath.Join(paths.State, "history")}
			if p.json {
				return p.JSON(at)
			}
			return p.Table(
				[]safe.Text{safe.Const("profiles"), p.Clean.Line(at.Profiles)}, []safe.Text{safe.Const("state"), p.Clean.Line(at.State)},
				[]safe.Text{safe.Const("tokens"), p.Clean.Line(at.Tokens)}, []safe.Text{safe.Const("history"), p.Clean.Line(at.History)},
			)
		},
	}
	return p.jsonFlag(cmd)
}
