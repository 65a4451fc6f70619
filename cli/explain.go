package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
)

var (
	errNotExplained  = errors.New("zoauth doesn't recognise this error")
	errNotZoom       = errors.New("this is not from Zoom")
	errNothingPasted = errors.New("there is nothing to explain: the text is empty")
	errSecretArg     = errors.New("the text holds a secret, and arguments stay in the shell's history and in the process list")
	errTwoTexts      = errors.New("explain takes a text or --file, not both")
)

func (p *program) explainVerb() *cobra.Command {
	var file string
	var list bool
	cmd := &cobra.Command{
		Use: "explain [ID | TEXT | -]", Short: "Explain an error, page, callback, log line, request or token",
		Long: "Explain what a text means: an error response, a callback URL, the text of a browser's page, a log line,\n" +
			"a curl command with or without its response, or a token. An argument that is the ID of a cause prints its\n" +
			"page. Without an argument, or with -, the text is read from standard input. Nothing is sent or kept.",
		Example: "  pbpaste | zoauth explain\n  zoauth explain 'Invalid redirect (4,700)'\n  zoauth explain --file response.json\n  zoauth explain refresh-token-replaced",
		Args: func(_ *cobra.Command, args []string) error {
			if file != "" && len(args) > 0 || list && len(args) > 0 {
				return usage(errTwoTexts)
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if list {
				return p.listCauses()
			}
			return p.explainArgs(cmd.Context(), args, file)
		},
		ValidArgsFunction: completeCauses,
	}
	cmd.Flags().StringVar(&file, "file", "", "read the text from `FILE`")
	cmd.Flags().BoolVar(&list, "list", false, "list every cause with the texts that lead to it")
	return p.jsonFlag(cmd)
}

// completeCauses completes the ID of a cause.
func completeCauses(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var ids []string
	for _, r := range diagnose.Rules() {
		if len(args) == 0 {
			ids = append(ids, r.ID)
		}
	}
	return ids, cobra.ShellCompDirectiveNoFileComp
}

// explainArgs finds out what the arguments are: the ID of a cause, a text, or nothing.
func (p *program) explainArgs(ctx context.Context, args []string, file string) error {
	switch {
	case file != "":
		text, err := readUpTo(file)
		if err != nil {
			return &failure{exitUsage, fmt.Errorf("reading the text: %w", err), ""}
		}
		return p.explainText(text)
	case len(args) == 0 || len(args) == 1 && args[0] == "-":
		if p.asks() {
			p.show("Paste the text, then press ctrl+d on a line of its own.")
		}
		text, err := p.input(ctx)
		if err != nil {
			return fmt.Errorf("reading standard input: %w", err)
		}
		return p.explainText(text)
	}
	if rule, ok := diagnose.Find(args[0]); ok && len(args) == 1 {
		return p.printCause(rule)
	}
	text := strings.Join(args, " ")
	if slices.ContainsFunc(recognize.Read(text), holdsSecret) {
		return &failure{exitUsage, errSecretArg, "revoke or regenerate the secret, then pipe the text: zoauth explain < FILE"}
	}
	return p.explainText(text)
}

// holdsSecret reports whether an artefact holds a value that does not belong into an
// argument.
func holdsSecret(a recognize.Artefact) bool {
	return slices.ContainsFunc(a.Secrets(), func(s flow.Secret) bool { return !s.IsZero() })
}

// readUpTo reads a file as far as it is explained.
func readUpTo(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = f.Close() }()
	text, err := io.ReadAll(io.LimitReader(f, recognize.MaxText))
	return string(text), err
}

// input reads standard input to its end, or until a signal comes.
func (p *program) input(ctx context.Context) (string, error) {
	var text []byte
	var err error
	read := make(chan struct{})
	go p.Session.Guard(func() {
		defer close(read)
		text, err = io.ReadAll(io.LimitReader(p.In, recognize.MaxText))
	})
	select {
	case <-read:
		return string(text), err
	case <-ctx.Done():
		return "", ctx.Err()
	}
}

// explainText explains a text and compares it with what the profiles hold.
func (p *program) explainText(text string) error {
	if strings.TrimSpace(text) == "" {
		return usage(errNothingPasted)
	}
	found := recognize.Read(text)
	for _, a := range found {
		p.redactor.Learn(a.Secrets()...)
		p.redactor.LearnBasic(a.Trace.Request.Auth)
	}
	e := diagnose.Explain(found, diagnose.Here{Profiles: p.holdings(), Now: time.Now()})
	if p.json {
		if err := p.printJSON(meaningOf(e)); err != nil {
			return err
		}
	} else if e.Verdict == diagnose.Explained || e.Verdict == diagnose.NoMistake {
		if _, err := fmt.Fprint(p.Out, p.clean.Text(cardText(e)).String()); err != nil {
			return err
		}
	}
	switch e.Verdict {
	case diagnose.NotZoom:
		return &failure{exitNo, fmt.Errorf("%w: %s", errNotZoom, strings.Join(e.Notes, " ")), "ask that provider; zoauth knows Zoom's errors only"}
	case diagnose.NotKnown:
		return &failure{exitNo, errNotExplained, "send Zoom support the tracking ID (x-zm-trackingid), the time in UTC, the status and the whole body"}
	}
	return nil
}

// holdings are what the profiles hold, from the disk alone; none where there are no
// profiles, which is no error here.
func (p *program) holdings() []diagnose.Holding {
	set, _ := p.openReal()
	if set == nil {
		return nil
	}
	var list []diagnose.Holding
	for _, app := range set.Apps {
		h := diagnose.Holding{Profile: app.Name, ClientID: app.ClientID}
		if state, err := set.Store.Read(app.Name); err == nil {
			p.learn(state)
			h.Token = state.Token
		}
		list = append(list, h)
	}
	return list
}
