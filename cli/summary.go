package cli

import (
	"time"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
)

// summary is the JSON of a step: no secret, only fingerprints.
type summary struct {
	Profile      string     `json:"profile"`
	Step         flow.Step  `json:"step"`
	Result       string     `json:"result"`
	Status       int        `json:"status,omitempty"`
	AccessToken  string     `json:"access_token,omitempty"`
	RefreshToken string     `json:"refresh_token,omitempty"`
	ExpiresAt    *time.Time `json:"expires_at,omitempty"`
	Scope        string     `json:"scope,omitempty"`
	ScopeCount   int        `json:"scope_count,omitempty"`
	User         string     `json:"user,omitempty"`
	Account      string     `json:"account,omitempty"`
	Error        string     `json:"error,omitempty"`
	Reason       string     `json:"reason,omitempty"`
	TrackingID   string     `json:"tracking_id,omitempty"`
	Cause        string     `json:"cause,omitempty"`
}

// printOutcome prints what came of a step and returns its error.
func (t *target) printOutcome(out flow.Outcome) error {
	err := t.printReport(out, t.readerWithHistory(out.Trace).Outcome(out))
	if out.Answer.Verdict == flow.Granted && err == nil && !t.state.HasToken() {
		t.Say(safe.Format("Tokens are stored in %s.", t.Clean.Line(storage)))
	}
	return err
}

// printReport prints an outcome that is in words already.
func (t *target) printReport(out flow.Outcome, r report.Report) error {
	if t.json {
		if err := t.JSON(summarise(out, r)); err != nil {
			return err
		}
	}
	switch {
	case r.Failed():
		return &failure{r, out.Err}
	case t.json:
		return nil
	}
	if !r.Next.IsEmpty() {
		t.Hint(r.Next)
	}
	return t.Done(safe.Format("%s: %s", t.Clean.Line(out.Job.App.Name), r.Headline))
}

func summarise(out flow.Outcome, r report.Report) summary {
	s := summary{
		Profile: out.Job.App.Name, Step: out.Job.Request.Step, Result: string(out.Answer.Verdict),
		AccessToken: out.State.Token.AccessToken.Fingerprint(), RefreshToken: out.State.Token.RefreshToken.Fingerprint(),
		Scope: out.State.Token.Scope, ScopeCount: len(out.State.Token.Scopes()),
		TrackingID: out.Trace.Response.TrackingID(), Cause: r.Cause,
	}
	if out.Adopted {
		s.Result = "adopted"
	}
	if s.Result == "" {
		s.Result = string(flow.Unsent)
	}
	if at := out.State.Token.ExpiresAt; !at.IsZero() {
		s.ExpiresAt = &at
	}
	if out.Trace.Response != nil {
		s.Status = out.Trace.Response.Status
	}
	if w := out.State.Who; w != nil {
		s.User, s.Account = w.Email, w.AccountID
	}
	if e := out.Answer.Err; e != nil {
		s.Error, s.Reason = e.Code, e.Reason
	}
	return s
}
