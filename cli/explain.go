package cli

import (
	"context"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
	"zoauth/flow/report"
	"zoauth/internal/safe"
)

// explainVerb says what a text from Zoom means.
type explainVerb struct {
	*program
	file string
	list bool
}

func (v *explainVerb) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: "explain [ID | TEXT | -]", Short: "Explain an error, page, callback, log line, request or token",
		Long: `Explains what a text means: an error response, a callback URL, the text of a
browser's page, a log line, a curl command with or without its response, or a
token. An argument that is the ID of a cause prints the page of that cause.
Without an argument, or with -, the text is read from standard input. Nothing
is sent or kept.`,
		SuggestFor:        []string{"why", "decode", "introspect", "inspect", "parse", "jwt", "error", "errors"},
		Example:           "  pbpaste | zoauth explain\n  zoauth explain 'Invalid redirect (4,700)'\n  zoauth explain --file response.json\n  zoauth explain refresh-token-replaced",
		Args:              func(_ *cobra.Command, args []string) error { return v.check(args) },
		RunE:              func(cmd *cobra.Command, args []string) error { return v.run(cmd.Context(), args) },
		ValidArgsFunction: completeCauses,
	}
	cmd.Flags().StringVar(&v.file, "file", "", "read the text from `FILE`")
	cmd.Flags().BoolVar(&v.list, "list", false, "list every cause with the texts that lead to it")
	return v.jsonFlag(cmd)
}

func (v *explainVerb) check(args []string) error {
	if len(args) > 0 && (v.file != "" || v.list) {
		return usage(safe.Const("explain takes a text, --file or --list, and only one of them"))
	}
	return nil
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

// run finds out what the arguments are: the ID of a cause, a text, or nothing.
func (v *explainVerb) run(ctx context.Context, args []string) error {
	switch {
	case v.list:
		return v.listCauses()
	case v.file != "":
		text, err := readUpTo(v.file)
		if err != nil {
			return &failure{report.Report{Code: report.ExitUsage, Headline: safe.Format("the text could not be read: %s", v.Clean.Error(err)), Next: safe.Const("name a file that you may read, or pipe the text: zoauth explain < FILE"), Cause: "file-unusable"}, err}
		}
		return v.explain(text, safe.Text{})
	case len(args) == 0 || len(args) == 1 && args[0] == "-":
		text, err := v.stdin.readText(ctx)
		if err != nil {
			return err
		}
		return v.explain(text, safe.Text{})
	}
	if rule, ok := diagnose.Find(args[0]); ok && len(args) == 1 {
		return v.printCause(rule)
	}
	text := strings.Join(args, " ")
	if slices.ContainsFunc(recognize.Read(text), holdsSecret) {
		return because("secret-in-arguments", report.ExitUsage, safe.Const("the text was not read: it contains a secret, and arguments show up in the shell's history and the process list"),
			safe.Const("revoke or regenerate the secret, then pipe the text: zoauth explain < FILE"))
	}
	return v.explain(text, v.meant(text))
}

// meant is what to run where an argument that is no text was meant as something else: a
// file, or the ID of a cause.
func (v *explainVerb) meant(arg string) safe.Text {
	if info, err := os.Stat(arg); err == nil && info.Mode().IsRegular() {
		return safe.Format("zoauth explain --file %s reads that file", v.Clean.Line(arg))
	}
	ids, _ := completeCauses(nil, nil, "")
	if near := nearest(arg, ids); near != "" && strings.Contains(arg, "-") && !strings.ContainsAny(arg, " \n:=") {
		return safe.Format("did you mean zoauth explain %s?", v.Clean.Line(near))
	}
	return safe.Text{}
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
	text, err := io.ReadAll(io.LimitReader(f, recognize.MaxText+1))
	return string(text), err
}

// explain explains a text and compares it with what the profiles hold. meant is what to run
// where it is not known; empty: nothing else was meant.
func (v *explainVerb) explain(text string, meant safe.Text) error {
	if strings.TrimSpace(text) == "" {
		return usage(safe.Const("there is nothing to explain: the text is empty"))
	}
	found := recognize.Read(text)
	for _, a := range found {
		v.redactor.Learn(a.Secrets()...)
		v.redactor.LearnBasic(a.Trace.Request.Auth)
	}
	e := diagnose.Explain(found, diagnose.Here{Profiles: v.holdings(), Now: time.Now()})
	if v.json {
		if err := v.JSON(meaningOf(e)); err != nil {
			return err
		}
	} else if e.Verdict == diagnose.Explained || e.Verdict == diagnose.NoMistake {
		if err := v.Print(v.Clean.Text(strings.TrimRight(cardText(e), "\n"))); err != nil {
			return err
		}
	}
	switch e.Verdict {
	case diagnose.NotZoom:
		return because("text-not-zoom", report.ExitNo, safe.Format("this is not from Zoom: %s", v.Clean.Line(strings.Join(e.Notes[1:], "; "))), safe.Const("ask that provider; zoauth knows Zoom's errors only"))
	case diagnose.NotKnown:
		return because("text-not-known", report.ExitNo, safe.Const("zoauth doesn't recognise this error"), meant.Or(toPaste(e)))
	}
	return nil
}

// toPaste says what helps with an error that is not known.
func toPaste(e diagnose.Explanation) safe.Text {
	if e.HasAnswer() {
		return safe.Const("zoauth explain --list names every cause it knows; send Zoom support the tracking ID (x-zm-trackingid), the time in UTC, the status and the whole body")
	}
	return safe.Const("paste what the server said: the response's body (curl -i prints it), the address of Zoom's page, or the request with its response; zoauth explain --list names every cause it knows")
}

// holdings are what the profiles hold, from the disk alone; none where there are no
// profiles, which is no error here.
func (v *explainVerb) holdings() []diagnose.Holding {
	set, _ := v.openFile()
	if set == nil {
		return nil
	}
	var list []diagnose.Holding
	for _, app := range set.Apps {
		h := diagnose.Holding{Profile: app.Name, ClientID: app.ClientID}
		if state, err := set.Store.Read(app.Name); err == nil {
			learnState(v.redactor, state)
			h.Token = state.Token
		}
		list = append(list, h)
	}
	return list
}
