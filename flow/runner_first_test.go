package flow_test

import (
	"errors"
	"testing"

	"zoauth/flow"
)

// A code for a profile without tokens does not replace those that another process saved
// meanwhile, and is not spent for it (R5).
func TestACodeReplacesNoTokensOfAnotherProcessR5(t *testing.T) {
	for name, first := range map[string]bool{"meant for an empty profile": true, "meant to replace": false} {
		b := newBench(t, answering(newPair))
		job := b.exchange()
		job.First = first
		out := b.Do(t.Context(), job)
		if n := len(b.bodies()); errors.Is(out.Err, flow.ErrHasTokens) != first || (n == 0) != first {
			t.Errorf("%s: %d requests, error %v", name, n, out.Err)
		}
		if first {
			b.wantSame(t)
		}
	}
}
