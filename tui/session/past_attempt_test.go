package session

import (
	"testing"
	"time"

	"zoauth/flow"
)

// An attempt of an earlier run is a row of the timeline, as it ended.
func TestAttemptsOfEarlierRunsAreRows(t *testing.T) {
	t.Parallel()
	tests := []struct {
		end     flow.AttemptEnd
		mark    Mark
		stopped bool
	}{
		{flow.AttemptAnswered, Done, false},
		{flow.AttemptDeclined, Failed, false},
		{flow.AttemptMixedUp, Failed, false},
		{flow.AttemptRefused, Failed, false},
		{flow.AttemptExpired, Failed, true},
		{flow.AttemptStopped, Failed, true},
		{flow.AttemptReplaced, Failed, true},
	}
	for _, test := range tests {
		a, err := flow.NewAttempt(flow.App{Name: "acme-dev"}, time.Now())
		if err != nil {
			t.Fatal(err)
		}
		e := entryOf(a.Trace(test.end, a.Started.Add(time.Minute)))
		if e.Kind != KindAttempt || e.Mark != test.mark || e.Stopped != test.stopped || e.TraceID != a.ID || e.Took != time.Minute {
			t.Errorf("%s: %+v", test.end, e)
		}
	}
}
