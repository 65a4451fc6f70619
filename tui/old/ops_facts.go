package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/profiles"
	"zoauth/tui/old/session"
)

// gather looks around a profile for the preflight. released are attempts that were
// let go; their ports have to be free first.
func gather(op session.Op, site profiles.Site, history flow.History, now time.Time, released []*openAttempt) tea.Cmd {
	return func() tea.Msg {
		for _, before := range released {
			if before.closed != nil {
				<-before.closed
			}
		}
		ctx, cancel := context.WithTimeout(context.Background(), secretTimeout)
		defer cancel()
		facts := site.Facts(ctx)
		facts.Skew = lastSkew(history, op.Profile, now)
		return factsGatheredMsg{op, facts}
	}
}

// freshSkew is how long the clock of an answer says something of now.
const freshSkew = time.Hour

// lastSkew is how far this machine's clock was off at the profile's newest answer.
func lastSkew(history flow.History, profile string, now time.Time) time.Duration {
	if history == nil {
		return 0
	}
	traces, err := history.Tail(profile, 1)
	if err != nil || len(traces) == 0 || now.Sub(traces[0].Started).Abs() > freshSkew {
		return 0
	}
	skew, _ := traces[0].Skew()
	return skew.Round(time.Second)
}
