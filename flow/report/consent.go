package report

import (
	"strings"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/internal/safe"
)

// Callback is what a callback without a code tells: the user declined, or Zoom says
// why not. One with a code has nothing to report yet.
func (r Reader) Callback(c flow.Callback, app flow.App) Report {
	if c.Error == "" {
		return Report{Headline: safe.Const("the code arrived")}
	}
	said := r.Clean.Line(strings.TrimSpace(c.Error + " " + c.Description))
	report := Report{Code: ExitRefused, Headline: safe.Format("the authorization failed: %s", said), Next: again(r, app), Do: diagnose.Authorize}
	if c.Error == "access_denied" {
		report.Headline = safe.Format("the user declined the authorization: %s", said)
	}
	text := "error=" + c.Error + "\n" + c.Description
	if found := diagnose.Diagnose(diagnose.Case{Text: text, App: app, Facts: r.Facts, Now: r.Now}); len(found) > 0 {
		report.Cause = found[0].ID
	}
	return report
}

// Poll is how the polling for a device authorization ended. s is what the store holds
// now: tokens may have been in a response that was not read.
func (r Reader) Poll(last flow.Poll, app flow.App, s flow.State) Report {
	if last.State == flow.PollGranted || last.State == flow.PollRefused {
		return r.Outcome(last.Outcome)
	}
	unread := s.Uncertain() && s.Pending != nil && s.Pending.Step == flow.StepPoll
	code := safe.Format("run zoauth authorize %s --device for a new code", r.name(app))
	switch {
	case last.State == flow.PollDenied:
		return Report{Code: ExitRefused, Headline: safe.Const("the user declined the authorization"), Next: code, Do: diagnose.Authorize, Cause: "declined"}
	case unread && s.Candidate() != nil:
		return Report{Code: ExitUncertain, Headline: lostPoll, Next: decide(r, app)}
	case unread:
		return Report{Code: ExitUncertain, Headline: lostPoll, Next: code, Do: diagnose.Authorize}
	case last.State == flow.PollExpired:
		return Report{Code: ExitUnsent, Headline: safe.Const("the device code expired before the user entered it"), Next: code, Do: diagnose.Authorize, Cause: "device-expired"}
	case last.State == flow.PollStopped:
		return Report{Code: ExitUnsent, Headline: safe.Const("polling was stopped"), Next: code, Do: diagnose.Authorize}
	default:
		return Report{Code: ExitUnsent, Headline: safe.Format("a poll got no usable response: %s", r.Reason(last.Outcome)), Do: diagnose.SendAgain}
	}
}

var lostPoll = safe.Const("outcome unknown: a poll's response was lost, and the user may have allowed the app")
