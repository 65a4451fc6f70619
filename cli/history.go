package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/internal/safe"
)

// pastRequest is one request of the history and its JSON.
type pastRequest struct {
	ID           string          `json:"id"`
	Kind         flow.TraceKind  `json:"kind"`
	By           string          `json:"by,omitempty"`
	PID          int             `json:"pid,omitempty"`
	End          flow.AttemptEnd `json:"end,omitempty"`
	How          flow.OriginKind `json:"how,omitempty"`
	At           time.Time       `json:"at"`
	Step         flow.Step       `json:"step"`
	Delivery     string          `json:"delivery"`
	Status       int             `json:"status,omitempty"`
	Milliseconds int64           `json:"milliseconds"`
	Summary      string          `json:"summary"`
	Error        string          `json:"error,omitempty"`
	Reason       string          `json:"reason,omitempty"`
	TrackingID   string          `json:"tracking_id,omitempty"`
}

// historyShown is how many requests are shown unless --last says otherwise.
const historyShown = 20

// historyVerb lists past requests of a profile.
type historyVerb struct {
	*program
	last int
}

func (v *historyVerb) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: "history PROFILE", Short: "List past requests, redacted, the oldest first",
		SuggestFor: []string{"log", "logs", "requests", "trace", "traces"},
		Example:    "  zoauth history acme-dev --last 50",
		RunE:       func(_ *cobra.Command, args []string) error { return v.run(args[0]) },
	}
	cmd.Flags().IntVar(&v.last, "last", historyShown, "show the newest `N` requests")
	return v.jsonFlag(v.profileArg(cmd))
}

func (v *historyVerb) run(profile string) error {
	traces, err := newestTraces(v.program, "history", profile, v.last)
	if err != nil {
		return err
	}
	return v.print(traces)
}

// newestTraces reads the newest n traces of a profile for a verb.
func newestTraces(p *program, verb, profile string, n int) ([]flow.Trace, error) {
	if n < 1 {
		return nil, usage(safe.Format("--last %s: give a number of requests, at least 1", safe.Int(n)))
	}
	t, err := p.target(verb, profile)
	if err != nil {
		return nil, err
	}
	traces, err := t.History.Tail(profile, n)
	if err != nil {
		return nil, fmt.Errorf("reading the history of %s: %w", profile, err)
	}
	return traces, nil
}

func (v *historyVerb) print(traces []flow.Trace) error {
	var table [][]safe.Text
	for i, t := range traces {
		row := pastRequestOf(t)
		if v.json {
			if err := v.JSON(row); err != nil {
				return err
			}
			continue
		}
		table = append(table, []safe.Text{
			safe.Number(len(traces) - i), safe.Time(row.At.Local(), "2006-01-02 15:04:05"), v.Clean.Line(string(row.Step)),
			orDash(v.Clean.Line(statusOf(t))), safe.Format("%s ms", safe.Int(row.Milliseconds)), v.Clean.Line(row.Summary),
		})
	}
	return v.Table(table...)
}

func statusOf(t flow.Trace) string {
	switch {
	case t.Attempt != nil:
		return string(t.Attempt.End)
	case t.Adoption != nil:
		return string(t.Adoption.How)
	case t.Response == nil:
		return string(t.Delivery)
	}
	return fmt.Sprint(t.Response.Status)
}

func pastRequestOf(t flow.Trace) pastRequest {
	row := pastRequest{
		ID: t.ID, Kind: t.Kind(), By: t.By, PID: t.PID, At: t.Started.UTC(), Step: t.Step, Delivery: string(t.Delivery),
		Milliseconds: t.Times.Total.Milliseconds(), Summary: t.Summary, TrackingID: t.Response.TrackingID(),
	}
	if t.Attempt != nil {
		row.End = t.Attempt.End
	}
	if t.Adoption != nil {
		row.How = t.Adoption.How
	}
	if t.Response != nil {
		row.Status = t.Response.Status
		if e := flow.Classify(t).Err; e != nil {
			row.Error, row.Reason = e.Code, e.Reason
		}
	}
	return row
}
