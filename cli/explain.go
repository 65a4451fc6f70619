package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/diagnose"
)

// maxExplain bounds what explain reads, in bytes.
const maxExplain = 1 << 20

var (
	errNotExplained = errors.New("nothing that zoauth knows explains this")
	errExplainArgs  = errors.New("explain reads the text from standard input and takes no argument")
)

func (p *program) explainVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "explain", Short: "say what an error, page, address, curl line or token means",
		Long:    "Reads standard input: an error answer, a callback address, the text of a browser's\npage, a line of a log, a curl command or a token. Nothing is sent and nothing is kept.",
		Example: "  zoauth explain < answer.json\n  pbpaste | zoauth explain",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return usage(errExplainArgs)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if p.asks() {
				p.show("Paste the text, then press ctrl+d on a line of its own.")
			}
			text, err := p.input(cmd.Context())
			if err != nil {
				return fmt.Errorf("reading standard input: %w", err)
			}
			return p.explain(diagnose.Explain(text, flow.App{}, time.Now()))
		},
	}
	return p.jsonFlag(cmd)
}

// input reads standard input to its end, or until a signal comes.
func (p *program) input(ctx context.Context) (string, error) {
	var text []byte
	var err error
	read := make(chan struct{})
	go p.Session.Guard(func() {
		defer close(read)
		text, err = io.ReadAll(io.LimitReader(p.In, maxExplain))
	})
	select {
	case <-read:
		return string(text), err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// meaning is the JSON of an explanation.
type meaning struct {
	Kind   string        `json:"kind"`
	Notes  []string      `json:"notes"`
	Causes []likelyCause `json:"causes"`
}

// likelyCause is one cause in it.
type likelyCause struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Likelihood string   `json:"likelihood"`
	Evidence   []string `json:"evidence"`
	Fix        string   `json:"fix"`
	Next       string   `json:"next"`
	Strength   string   `json:"known"`
	Page       string   `json:"page"`
}

func (p *program) explain(e diagnose.Explanation) error {
	known := len(e.Findings) > 0 || e.Kind == diagnose.Token
	if p.json {
		if err := p.printJSON(meaningOf(e)); err != nil {
			return err
		}
	} else if known {
		if _, err := fmt.Fprint(p.Out, p.clean.Text(cardText(e)).String()); err != nil {
			return err
		}
	}
	if !known {
		return &failure{exitNo, errNotExplained, "send Zoom support the tracking id (x-zm-trackingid), the time in UTC, the status and the whole body"}
	}
	return nil
}

func meaningOf(e diagnose.Explanation) meaning {
	m := meaning{Kind: string(e.Kind), Notes: append([]string{}, e.Notes...), Causes: []likelyCause{}}
	for _, f := range e.Findings {
		m.Causes = append(m.Causes, likelyCause{
			f.ID, f.Title, f.Likelihood.String(), append([]string{}, f.Evidence...), f.Fix, string(f.Do), f.Source(), f.Page(),
		})
	}
	return m
}

// shownCauses is how many causes the card tells in full.
const shownCauses = 3

func cardText(e diagnose.Explanation) string {
	var b strings.Builder
	fmt.Fprintf(&b, "This is %s.\n", e.Kind)
	for _, note := range e.Notes {
		fmt.Fprintf(&b, "  · %s\n", note)
	}
	for i, f := range e.Findings {
		if i == shownCauses {
			break
		}
		fmt.Fprintf(&b, "\n%d %s  (%s)\n", i+1, f.Title, f.Likelihood)
		for _, line := range f.Evidence {
			fmt.Fprintf(&b, "  · %s\n", line)
		}
		if i == 0 {
			fmt.Fprintf(&b, "  Why  %s\n", f.Why)
		}
		fmt.Fprintf(&b, "  Fix  %s\n  %s\n", f.Fix, sourceAndPage(f))
	}
	if more := len(e.Findings) - shownCauses; more > 0 {
		fmt.Fprintf(&b, "\nless likely: %d more, which --json tells.\n", more)
	}
	return b.String()
}

// sourceAndPage says how a cause is known and where more of it stands.
func sourceAndPage(f diagnose.Finding) string {
	if source := f.Source(); source != "" {
		return source + ": " + f.Page()
	}
	return f.Page()
}
