package report

import (
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
)

// takenOver is a step that another process had done already.
func (r Reader) takenOver(out flow.Outcome) Report {
	headline := safe.Const("another process had refreshed already; zoauth uses its tokens and sent nothing")
	if l := out.State.Last; l != nil {
		headline = safe.Format("refreshed at %s by %s, process %s; zoauth uses its tokens and sent nothing",
			safe.Time(l.At.Local(), "15:04:05"), r.Clean.Line(l.By).Or(safe.Const("another program")), safe.Int(l.PID))
	}
	return Report{Headline: headline, Facts: r.pair(out)}
}

func (r Reader) granted(out flow.Outcome) Report {
	t := out.State.Token
	tokens := r.print(t.AccessToken)
	if !t.RefreshToken.IsZero() {
		tokens = safe.Format("%s and %s", tokens, r.print(t.RefreshToken))
	}
	end := safe.Const("; its end is not known")
	if !t.ExpiresAt.IsZero() {
		end = safe.Format(", valid until %s", safe.Time(t.ExpiresAt.Local(), "15:04:05"))
	}
	return Report{
		Headline: safe.Format("%s, saved%s", tokens, end),
		Facts:    append(r.pair(out), r.clock(t)...), Next: r.grantedNext(out),
	}
}

// pair lists what the profile holds after a grant.
func (r Reader) pair(out flow.Outcome) []Fact {
	t := out.State.Token
	facts := []Fact{{safe.Const("access"), r.print(t.AccessToken)}}
	if !t.RefreshToken.IsZero() {
		facts = append(facts, Fact{safe.Const("refresh"), r.print(t.RefreshToken)})
	}
	if !t.ExpiresAt.IsZero() {
		facts = append(facts, Fact{safe.Const("ends"), safe.Time(t.ExpiresAt.Local(), "15:04:05")})
	}
	if t.Scope != "" {
		facts = append(facts, Fact{safe.Const("scope"), r.Clean.Line(flow.CutScopes(t.Scope, scopeRoom))})
	}
	if w := out.State.Who; w != nil && w.Email != "" {
		facts = append(facts, Fact{safe.Const("user"), r.Clean.Line(w.Email)})
	}
	return facts
}

// print is a secret as its fingerprint.
func (r Reader) print(s flow.Secret) safe.Text { return r.Clean.Line(s.Fingerprint()) }

// maxSkew is how far two clocks may differ before it matters (C1).
const maxSkew = time.Minute

// clock tells that the machine's clock is off, which moves every time shown.
func (r Reader) clock(t flow.Token) []Fact {
	off := t.ObtainedAt.Sub(t.ServerDate)
	if t.ServerDate.IsZero() || off.Abs() <= maxSkew {
		return nil
	}
	return []Fact{{safe.Const("clock"), safe.Format("this machine's clock is %s", r.Clean.Line(flow.ClockDifference(off)))}}
}

// done is a probe, a revoke or a device request that was accepted.
func (r Reader) done(out flow.Outcome) Report {
	w, e := out.Answer.Who, out.Answer.Err
	report := Report{}
	switch step := out.Job.Request.Step; {
	case w != nil:
		report.Headline = safe.Format("the token works: %s, user %s, account %s", r.Clean.Line(w.Email), r.Clean.Line(w.UserID), r.Clean.Line(w.AccountID))
		report.Facts = r.whose(w)
	case step == flow.StepProbe && e != nil:
		report.Headline = safe.Format("the token works: Zoom accepted it and refused the request: %s", r.Clean.Line(e.Error()))
		report.Next = r.scopeNext(out)
		report = r.explained(out, report)
	case step == flow.StepProbe:
		report.Headline = safe.Format("the token works: Zoom responded to %s", r.Clean.Line(out.Job.Request.URL))
	case step == flow.StepDevice:
		report.Headline = safe.Const("Zoom gave a device code")
		report.Facts = r.device(out.Answer.Device)
	default:
		report.Headline = safe.Const("revoked; Zoom removed the app for this user")
		report.Facts = r.revoked(out.State.Revoked)
	}
	return report
}

func (r Reader) whose(w *flow.Who) []Fact {
	facts := []Fact{{safe.Const("user"), r.Clean.Line(w.Email)}}
	for _, f := range []struct {
		name  safe.Text
		value string
	}{{safe.Const("name"), w.Name}, {safe.Const("user ID"), w.UserID}, {safe.Const("account"), w.AccountID}, {safe.Const("company"), w.AccountName}} {
		if f.value != "" {
			facts = append(facts, Fact{f.name, r.Clean.Line(f.value)})
		}
	}
	return facts
}

func (r Reader) device(d *flow.Device) []Fact {
	if d == nil {
		return nil
	}
	return []Fact{{safe.Const("code"), r.Clean.Line(d.UserCode)}, {safe.Const("at"), r.Clean.Line(d.URI)}}
}

func (r Reader) revoked(was *flow.Revoked) []Fact {
	if was == nil {
		return nil
	}
	facts := []Fact{{safe.Const("access"), safe.Format("%s revoked", r.Clean.Line(was.AccessToken))}}
	if was.RefreshToken != "" {
		facts = append(facts, Fact{safe.Const("refresh"), safe.Format("%s revoked with it", r.Clean.Line(was.RefreshToken))})
	}
	return facts
}

// heard is what the server said to a request that failed.
func (r Reader) heard(out flow.Outcome) []Fact {
	var facts []Fact
	add := func(name safe.Text, value string) {
		if value = strings.TrimSpace(value); value != "" {
			facts = append(facts, Fact{name, r.Clean.Line(value)})
		}
	}
	if e := out.Answer.Err; e != nil {
		add(safe.Const("reason"), e.Reason)
		add(safe.Const("error"), e.Code)
	}
	if out.Trace.Response != nil {
		facts = append(facts, Fact{safe.Const("status"), safe.Number(out.Trace.Response.Status)})
	}
	add(safe.Const("tracking"), out.Trace.Response.TrackingID())
	for _, flag := range out.Answer.Flags {
		add(safe.Const("note"), flag)
	}
	return facts
}
