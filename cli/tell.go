package cli

import (
	"encoding/json"
	"fmt"
	"time"

	"zoauth/flow"
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
}

// tell prints what came of a step and returns its error.
func (p *program) tell(out flow.Outcome) error {
	err := failed(out)
	if p.json {
		if jsonErr := p.printJSON(p.summarise(out)); jsonErr != nil && err == nil {
			return jsonErr
		}
		return err
	}
	if err != nil || p.quiet {
		return err
	}
	if hint := doneHint(out); hint != "" {
		p.say("hint: " + p.clean.Text(hint).String())
	}
	_, err = fmt.Fprintln(p.Out, p.clean.Text(sentence(out)).String())
	return err
}

func (p *program) printJSON(v any) error {
	content, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(p.Out, string(safe.ASCII(redactLeaves(content, p.redactor.Redact))))
	return err
}

func (p *program) summarise(out flow.Outcome) summary {
	s := summary{
		Profile: out.Job.App.Name, Step: out.Job.Request.Step, Result: string(out.Answer.Verdict),
		AccessToken: out.State.Token.AccessToken.Fingerprint(), RefreshToken: out.State.Token.RefreshToken.Fingerprint(),
		Scope: out.State.Token.Scope, ScopeCount: len(out.State.Token.Scopes()),
		TrackingID: out.Trace.Response.TrackingID(),
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

// sentence says in one line what was done.
func sentence(out flow.Outcome) string {
	name, token := out.Job.App.Name, out.State.Token
	switch {
	case out.Adopted:
		text := name + ": another process had refreshed already; taken over, nothing was sent"
		if l := out.State.Last; l != nil {
			text = fmt.Sprintf("%s: refreshed %s by %s, process %d; taken over, nothing was sent", name, l.At.Local().Format(time.TimeOnly), l.By, l.PID)
		}
		return text
	case out.Answer.Who != nil:
		w := out.Answer.Who
		return fmt.Sprintf("%s: the token is good: %s, user %s, account %s", name, w.Email, w.UserID, w.AccountID)
	case out.Job.Request.Step == flow.StepProbe && out.Answer.Err != nil:
		return fmt.Sprintf("%s: the token is good: Zoom accepted it and refused the request: %s", name, out.Answer.Err)
	case out.Job.Request.Step == flow.StepProbe:
		return fmt.Sprintf("%s: the token is good: Zoom answered %s", name, out.Job.Request.URL)
	case out.Answer.Verdict == flow.Granted:
		return fmt.Sprintf("%s: %s%s, saved%s", name, token.AccessToken.Fingerprint(), also(token.RefreshToken), until(token))
	default:
		return name + ": revoked; Zoom removed the app for this user"
	}
}

func also(s flow.Secret) string {
	if s.IsZero() {
		return ""
	}
	return " and " + s.Fingerprint()
}

func until(t flow.Token) string {
	if t.ExpiresAt.IsZero() {
		return "; its end is not known"
	}
	return ", valid until " + t.ExpiresAt.Local().Format(time.TimeOnly)
}
