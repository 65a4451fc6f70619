package cli

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/internal/safe"
)

// past is one request of the history and its JSON.
type past struct {
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

// historyShown is how many requests are told when nobody says.
const historyShown = 20

func (p *program) historyVerb() *cobra.Command {
	n := historyShown
	cmd := &cobra.Command{
		Use: "history PROFILE", Short: "List past requests, redacted, the oldest first",
		Example: "  zoauth history acme-dev --last 50",
		RunE: func(_ *cobra.Command, args []string) error {
			traces, err := p.past("history", args[0], n)
			if err != nil {
				return err
			}
			return p.printHistory(traces)
		},
	}
	cmd.Flags().IntVar(&n, "last", historyShown, "how many of the newest")
	return p.jsonFlag(p.profileArg(cmd))
}

// past reads the newest n traces of a profile.
func (p *program) past(verb, profile string, n int) ([]flow.Trace, error) {
	if n < 1 {
		return nil, usage(safe.Format("--last %s: it takes the number of requests, at least 1", safe.Int(n)))
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

func (p *program) printHistory(traces []flow.Trace) error {
	var table [][]safe.Text
	for i, t := range traces {
		row := pastOf(t)
		if p.json {
			if err := p.JSON(row); err != nil {
				return err
			}
			continue
		}
		table = append(table, []safe.Text{
			safe.Number(len(traces) - i), safe.Time(row.At.Local(), "2006-01-02 15:04:05"), p.Clean.Line(string(row.Step)),
			p.dash(statusOf(t)), safe.Format("%s ms", safe.Int(row.Milliseconds)), p.Clean.Line(row.Summary),
		})
	}
	return p.Table(table...)
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

func pastOf(t flow.Trace) past {
	row := past{
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
