package cli

import (
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/export"
	"zoauth/flow/report"
	"zoauth/internal/safe"
)

// exportKinds are the values of --as.
var exportKinds = []string{"curl", "har", "report"}

// exportVerb writes past requests for another program, or for a ticket.
type exportVerb struct {
	*program
	as   string
	last int
}

func (v *exportVerb) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: "export PROFILE --as curl|har|report [N]", Short: "Export past requests as curl text, HAR or a report, redacted",
		Long: `Writes what the history has, which is redacted: secrets are fingerprints, and
variables of the environment in a curl command. Only the workbench exports with
secrets: the requests of its own run, into a file of mode 0600.`,
		SuggestFor: []string{"har", "curl", "report", "save", "dump"},
		Example:    "  zoauth export acme-dev --as report > ticket.md\n  zoauth export acme-dev --as curl 1",
		RunE:       func(_ *cobra.Command, args []string) error { return v.run(args) },
	}
	v.profileArg(cmd)
	cmd.Args = cobra.ArbitraryArgs
	cmd.Flags().StringVar(&v.as, "as", "", "the `FORMAT`: curl, har or report")
	cmd.Flags().IntVar(&v.last, "last", historyShown, "show the newest `N` requests")
	_ = cmd.RegisterFlagCompletionFunc("as", cobra.FixedCompletions(exportKinds, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func (v *exportVerb) run(args []string) error {
	if !slices.Contains(exportKinds, v.as) {
		return usage(safe.Const("--as takes curl, har or report"))
	}
	which, err := exportArgs(args)
	if err != nil {
		return err
	}
	traces, err := newestTraces(v.program, "export", args[0], max(v.last, which))
	if err != nil {
		return err
	}
	return v.export(args[0], traces, which)
}

// exportArgs returns which request to export, 1 being the newest; 0: all.
func exportArgs(args []string) (int, error) {
	switch len(args) {
	case 1:
		return 0, nil
	case 2:
		n, err := strconv.Atoi(args[1])
		if err == nil && n > 0 {
			return n, nil
		}
	}
	return 0, usage(safe.Const("export takes one profile name and, for a single request, its number in the history: 1 is the newest"))
}

func (v *exportVerb) export(profile string, traces []flow.Trace, which int) error {
	if which > len(traces) || len(traces) == 0 {
		return because("request-not-kept", report.ExitNo, safe.Const("nothing was exported: the history has no such request"), safe.Format("zoauth history %s lists them", v.Clean.Line(profile)))
	}
	if which == 0 && v.as == "curl" {
		which = 1
	}
	if which > 0 {
		traces = traces[len(traces)-which : len(traces)-which+1]
	}
	if which > 0 && v.as != "report" && traces[0].Kind() == flow.TraceAdoption {
		return because("request-not-kept", report.ExitNo, safe.Const("nothing was exported: an adoption sends no request"), safe.Format("zoauth export %s --as report %s", v.Clean.Line(profile), safe.Int(which)))
	}
	text := ""
	switch v.as {
	case "curl":
		text = v.Clean.Within(safe.Limits{}, export.Curl(export.Rebuilt(traces[0]))).String()
	case "har":
		content, err := export.HAR(traces, v.Version, v.redactor.Redact)
		if err != nil {
			return err
		}
		text = string(safe.ASCII(content))
	case "report":
		text = v.Clean.Within(safe.Limits{Line: safe.MaxLine}, export.Report(traces, v.Version, v.redactor.Redact)).String()
	}
	return v.Raw([]byte(strings.TrimRight(text, "\n") + "\n"))
}
