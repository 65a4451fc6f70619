package report

import (
	"errors"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/internal/safe"
)

// Outcome is what came of a request. What could not be saved comes before what is
// uncertain, and that before what the server said.
func (r Reader) Outcome(out flow.Outcome) Report {
	verdict := out.Answer.Verdict
	notSaved := out.SaveErr != nil && !errors.Is(out.SaveErr, flow.ErrNotConfirmed) // that one is a warning
	switch {
	case notSaved && (verdict == flow.Granted || verdict == flow.Done):
		return r.unsaved(out)
	case out.Adopted:
		return r.takenOver(out)
	case verdict == flow.Granted:
		return r.granted(out)
	case verdict == flow.Done:
		return r.done(out)
	}
	report := r.failed(out)
	report.Facts = append(report.Facts, r.heard(out)...)
	return report
}

// failed is an outcome without success.
func (r Reader) failed(out flow.Outcome) Report {
	app, noun := out.Job.App, StepNoun(out.Job.Request.Step, out.Job.App)
	switch out.Answer.Verdict {
	case flow.Refused:
		return r.refused(out)
	case flow.Uncertain:
		return r.uncertain(out)
	case flow.Unanswered:
		return r.explained(out, Report{
			Code: ExitUnsent, Headline: safe.Format("no usable response to %s: %s", noun, r.Reason(out)),
			Next: safe.Const("this request changes nothing: run it again"), Do: diagnose.SendAgain,
		})
	}
	if out.Err == nil {
		return Report{Code: ExitUnsent, Headline: safe.Format("%s was not sent", noun)}
	}
	report := r.Error(out.Err, app)
	if out.Trace.Phase == "" || errors.Is(out.Err, flow.ErrPermission) {
		return report
	}
	report.Headline = safe.Format("%s was not sent: %s", noun, r.Reason(out))
	return r.explained(out, report)
}

// explained adds the most likely cause, and its fix where there is no other hint.
func (r Reader) explained(out flow.Outcome, report Report) Report {
	found := r.findings(out.Trace, out.Job.App, out.State)
	if len(found) == 0 {
		return report
	}
	if report.Cause == "" {
		report.Cause = found[0].ID
	}
	report.Next = report.Next.Or(r.Clean.Line(found[0].Fix))
	if report.Do == diagnose.Nothing {
		report.Do = found[0].Do
	}
	return report
}

func (r Reader) refused(out flow.Outcome) Report {
	report := Report{
		Code: ExitRefused, Next: r.refusedNext(out),
		Headline: safe.Format("Zoom refused %s: %s", StepNoun(out.Job.Request.Step, out.Job.App), r.Clean.Line(out.Answer.Err.Error())),
	}
	if out.Answer.Err.RateLimited {
		report.Do = diagnose.SendAgain
	}
	return r.explained(out, report)
}

func (r Reader) uncertain(out flow.Outcome) Report {
	app, noun := out.Job.App, StepNoun(out.Trace.Step, out.Job.App)
	at := safe.Time(out.Trace.Started.Local(), "15:04:05")
	report := Report{Code: ExitUncertain}
	if c := out.Answer.Candidate; c != nil {
		report.Headline = safe.Format("outcome unknown: %s was sent at %s and its response is not a plain success: %s (%s); it may contain newer tokens and is kept beside the saved ones",
			noun, at, r.Clean.Line(c.Why), r.Reason(out))
		report.Next = decide(r, app)
		return r.explained(out, report)
	}
	report.Headline = safe.Format("outcome unknown: %s was sent at %s and no usable response was read (%s); Zoom may have changed the token; nothing was deleted", noun, at, r.Reason(out))
	report.Next, report.Do = r.retry(out)
	if out.State.Candidate() != nil {
		report.Next, report.Do = decide(r, app), diagnose.Nothing
	}
	return r.explained(out, report)
}

// retry is what settles an unknown outcome.
func (r Reader) retry(out flow.Outcome) (safe.Text, diagnose.Action) {
	app := out.Job.App
	name := r.name(app)
	switch {
	case out.Trace.Step != flow.StepRevoke && !app.HasConsent():
		return safe.Format("zoauth refresh %s gets another token", name), diagnose.Refresh
	case out.Trace.Step == flow.StepRefresh:
		return safe.Format("zoauth refresh %s sends the same token again: it works, or Zoom says Invalid Token! and you run %s", name, r.Again(app)), diagnose.SendAgain
	case out.Trace.Step == flow.StepRevoke:
		return safe.Format("zoauth probe %s shows whether the token still works", name), diagnose.Probe
	default:
		return safe.Format("%s gets a new code", r.Again(app)), diagnose.Authorize
	}
}

// Reason is what is known of why there is no success.
func (r Reader) Reason(out flow.Outcome) safe.Text {
	said := out.Answer.Err
	switch {
	case out.Err != nil && out.Trace.Phase != "":
		return safe.Format("%s: %s", r.Clean.Line(string(out.Trace.Phase)), r.Clean.Error(out.Err))
	case out.Err != nil:
		return r.Clean.Error(out.Err)
	case said != nil && (said.Code != "" || said.Reason != ""):
		return safe.Format("the server says: %s", r.Clean.Line(said.Error()))
	case out.Trace.Response != nil:
		return safe.Format("status %s, %s", safe.Int(out.Trace.Response.Status), r.Clean.Line(out.Trace.Response.Header.Get("Content-Type")).Or(safe.Const("no Content-Type")))
	default:
		return safe.Const("no response")
	}
}

// unsaved is a success that is not where it belongs on disk.
func (r Reader) unsaved(out flow.Outcome) Report {
	app, why := out.Job.App, r.Clean.Error(out.SaveErr)
	report := Report{Code: ExitUnsaved, Do: diagnose.FixMachine, Cause: "tokens-unsaved"}
	switch {
	case out.Job.Request.Step == flow.StepRevoke:
		report.Cause = "disk-refused"
		report.Headline = safe.Format("the token was revoked, and that could not be saved: %s", why)
		report.Next = safe.Const("the token file still holds the revoked tokens")
	case errors.Is(out.SaveErr, flow.ErrElsewhere):
		report.Headline = safe.Format("new tokens of %s came: %s", r.name(app), why)
		report.Next = r.elsewhere(out.SaveErr, app)
	default:
		report.Headline = safe.Format("new tokens of %s could not be saved and are lost when zoauth ends: %s", r.name(app), why)
		report.Next = safe.Format("free some space or fix the folder, then run %s", r.Again(app))
	}
	report.Facts = r.pair(out)
	return report
}
