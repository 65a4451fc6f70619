package report_test

import (
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/report"
)

// The words of `zoauth status` are a closed set; a request under way leaves the word
// as it was.
func TestStateIsOneWord(t *testing.T) {
	now := time.Now()
	token := func(left time.Duration) flow.Token {
		return flow.Token{AccessToken: flow.NewSecret(flow.KindAccessToken, "an-access-token"), ExpiresAt: now.Add(left)}
	}
	poll := &flow.Pending{Step: flow.StepRefresh}
	for name, c := range map[string]struct {
		state flow.State
		want  report.State
		tells bool // there is a detail
	}{
		"nothing saved":   {flow.State{}, report.None, false},
		"valid":           {flow.State{Token: token(time.Hour)}, report.Valid, false},
		"expired":         {flow.State{Token: token(-time.Hour)}, report.Expired, false},
		"in flight":       {flow.State{Token: token(time.Hour), Pending: poll, InFlight: true}, report.Valid, true},
		"outcome unknown": {flow.State{Token: token(time.Hour), Pending: poll}, report.Uncertain, true},
		"kept response":   {flow.State{Token: token(time.Hour), Candidates: []flow.Candidate{{}}}, report.Uncertain, true},
		"memory only":     {flow.State{Token: token(time.Hour), Unsaved: true}, report.Unsaved, false},
		"revoked":         {flow.State{Revoked: &flow.Revoked{}}, report.Revoked, false},
		"damaged":         {flow.State{Damage: "the token file is cut"}, report.Damaged, true},
	} {
		if got := report.StateOf(acme, c.state, now); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
		if detail := reader().Detail(acme, c.state); detail.IsEmpty() == c.tells {
			t.Errorf("%s: detail %q", name, detail)
		}
	}
}
