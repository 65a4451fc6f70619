package screen

import (
	"cmp"
	"errors"
	"fmt"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// verdict says in words what came of a send.
func (s *Step) verdict(c Context, st *session.Step) []widget.Line {
	out := st.Outcome
	lines := c.madeLines(st.Made, out.Answer)
	switch {
	case out.Adopted:
		lines = append(lines, adopted(c, out)...)
	case out.Answer.Verdict == flow.Granted:
		lines = append(lines, granted(c, st)...)
	case out.Answer.Verdict == flow.Done && s.step == flow.StepProbe:
		lines = append(lines, probed(c, st.Before, out)...)
	case out.Answer.Verdict == flow.Done:
		lines = append(lines, revoked(c, out)...)
	case out.Answer.Verdict == flow.Refused:
		lines = append(lines, refused(c, out)...)
	case out.Answer.Verdict == flow.Uncertain:
		lines = append(lines, uncertain(c, out)...)
	default:
		lines = append(lines, unsent(c, out)...)
	}
	for _, flag := range out.Answer.Flags {
		lines = append(lines, widget.Droppable(widget.DropExtra, " "+c.Theme.Soon.Render("!")+" "+c.line(flag))...)
	}
	if out.SaveErr != nil {
		lines = append(append(lines, widget.Blank), c.notSaved(out)...)
	}
	return append(lines, widget.Blank)
}

func (c Context) good(text string) []widget.Line {
	return append(widget.Lines(" "+c.Theme.Good.Render(c.Theme.Glyph.Done)+" "+text), widget.Blank)
}

func (c Context) bad(text string) []widget.Line {
	return append(widget.Lines(" "+c.Theme.Bad.Render(c.Theme.Glyph.Refused)+" "+text), widget.Blank)
}

func (c Context) pair(label, value string) widget.Line {
	return widget.Line{Text: "   " + c.Theme.Muted.Render(widget.Fit(label, 9)) + " " + value}
}

func granted(c Context, st *session.Step) []widget.Line {
	t := st.Outcome.State.Token
	lines := c.good("Zoom gave a new pair of tokens")
	if t.RefreshToken.IsZero() {
		lines = c.good("Zoom gave a new access token")
	}
	left := "   its end is not known"
	if !t.ExpiresAt.IsZero() {
		left = fmt.Sprintf("   valid %s   until %s", widget.Clock(t.ExpiresAt.Sub(c.Now)), c.clock(t.ExpiresAt))
	}
	lines = append(lines, c.pair("access", c.short(t.AccessToken)+left))
	if !t.RefreshToken.IsZero() {
		lines = append(lines, c.pair("refresh", c.short(t.RefreshToken)+"   "+c.either("single use; Zoom documents about 90 days", "single use, about 90 days")))
	}
	if old := st.Before.Token; st.Outcome.Job.Request.Step == flow.StepRefresh {
		lines = append(lines, c.pair("before", strings.TrimSpace(old.AccessToken.Fingerprint()+"  "+old.RefreshToken.Fingerprint())+"   "+c.Theme.Muted.Render(c.either(rotated(old, t)))))
	}
	lines = append(lines, c.pair("scope", c.line(flow.CutScopes(t.Scope, c.Width-18))))
	who := "not asked yet: 4 probe asks Zoom"
	switch {
	case st.Outcome.State.Who != nil:
		who = c.line(st.Outcome.State.Who.Email)
	case !st.Outcome.Job.App.HasUser():
		who = nobody
	}
	return append(append(lines, c.pair("who", who)), skewLine(c, t)...)
}

// rotated says what became of the old refresh token, in many words and in few.
func rotated(old, now flow.Token) (long, short string) {
	if old.RefreshToken == now.RefreshToken {
		return "the server sent no new refresh token", "not rotated"
	}
	return "the old refresh token is spent", "spent"
}

// either is the long text where a row has room for it.
func (c Context) either(long, short string) string {
	if c.Width < compact {
		return short
	}
	return long
}

// short is a secret as fingerprint and length, without the bullets.
func (c Context) short(s flow.Secret) string {
	return fmt.Sprintf("%s (%d)", s.Fingerprint(), s.Len())
}

func probed(c Context, before flow.State, out *flow.Outcome) []widget.Line {
	w := out.Answer.Who
	if e := out.Answer.Err; e != nil {
		return append(c.good("The token is good: Zoom accepted it and refused the request."), widget.Lines(c.prose(c.line(e.Reason)+"   "+c.line(e.Code))...)...)
	}
	lines := c.good("The token is good: Zoom knows it")
	if w == nil {
		return lines
	}
	name := c.line(w.Email)
	if w.Name != "" {
		name += "   " + c.line(w.Name)
	}
	lines = append(lines, c.pair("user", name), c.pair("user id", c.line(w.UserID)), c.pair("account", c.line(w.AccountID)))
	if was := cmp.Or(before.Who, before.WhoWas); w.Other(was) {
		lines = append(lines, widget.Lines(c.prose(c.Theme.Soon.Render(c.Theme.Glyph.Unsaved)+" This is another one than before: "+c.line(was.Email)+", user id "+c.line(was.UserID)+", account "+c.line(was.AccountID)+".")...)...)
	}
	return lines
}

func revoked(c Context, out *flow.Outcome) []widget.Line {
	lines := c.good("Zoom revoked the token and removed the app for this user")
	r := out.State.Revoked
	if r == nil {
		return lines
	}
	lines = append(lines, c.pair("access", r.AccessToken+"   ended"))
	if r.RefreshToken != "" {
		lines = append(lines, c.pair("refresh", r.RefreshToken+"   ended with it"))
	}
	if out.SaveErr != nil {
		return lines
	}
	return append(lines, c.pair("on disk", "the fingerprints only; the tokens are gone"))
}

func refused(c Context, out *flow.Outcome) []widget.Line {
	e := out.Answer.Err
	text := c.line(e.Reason)
	if text == "" {
		text = "no reason given"
	}
	lines := c.bad(c.Theme.Strong.Render(text) + "   " + c.line(e.Code))
	if c.Current.ProvesRevoke() && e.EndsToken() {
		return append(lines, c.good("So the revoke holds: Zoom does not take the revoked token.")...)
	}
	if wait := retryLine(c, out); wait != "" {
		lines = append(lines, widget.Lines(" "+wait)...)
	}
	return lines
}

// retryLine counts down what the server asked to wait (PROMISES.md N5).
func retryLine(c Context, out *flow.Outcome) string {
	asked := out.Answer.Err.RetryAfter
	if asked <= 0 {
		return ""
	}
	left := asked - c.Now.Sub(out.Trace.Started.Add(out.Trace.Times.Total))
	if left <= 0 {
		return "The server asked to wait " + widget.Clock(asked) + "; that is over."
	}
	return "The server asks to wait " + widget.Clock(left) + "."
}

// oddSkew is how far the server's clock may be from ours before it is said
// (PROMISES.md C1).
const oddSkew = time.Minute

// skewLine says that the machine's clock is off, which moves every time shown.
func skewLine(c Context, t flow.Token) []widget.Line {
	if t.ServerDate.IsZero() || t.ObtainedAt.Sub(t.ServerDate).Abs() <= oddSkew {
		return nil
	}
	off, way := t.ObtainedAt.Sub(t.ServerDate), "ahead of"
	if off < 0 {
		off, way = -off, "behind"
	}
	return []widget.Line{c.pair("clock", c.Theme.Soon.Render(c.Theme.Glyph.Soon)+" "+widget.Ago(off)+" "+way+" the server: mend this machine's clock")}
}

func uncertain(c Context, out *flow.Outcome) []widget.Line {
	t := c.Theme
	lines := widget.Lines(" " + t.Unclear.Render(t.Glyph.Uncertain+" uncertain") + "   " + c.failure(out))
	lines = append(lines, widget.Blank)
	for _, text := range []string{
		fmt.Sprintf("%s sent %s, no usable answer was read. Zoom may have changed the token. Nothing was deleted.",
			titleOf(out.Trace.Step), c.clock(out.Trace.Started)),
		again(out.Trace.Step),
	} {
		lines = append(lines, widget.Lines(c.prose(text)...)...)
	}
	return lines
}

func again(step flow.Step) string {
	switch step {
	case flow.StepRefresh:
		return "r sends the same token once more: it works, or Zoom says Invalid Token! and a is left."
	case flow.StepRevoke:
		return "5 sends it once more; 4 probe tells whether the token still lives."
	default:
		return "a authorizes again: the code may be spent."
	}
}

// unsent says why nothing left, or why a request without consequence has no answer.
func unsent(c Context, out *flow.Outcome) []widget.Line {
	lines := c.bad(c.failure(out))
	if out.Answer.Verdict == flow.Unanswered {
		return append(lines, widget.Lines(c.prose("A probe changes nothing: it can be sent again.")...)...)
	}
	return append(lines, widget.Lines(c.prose("Nothing was sent and nothing was changed. "+repair(out.Err))...)...)
}

func (c Context) failure(out *flow.Outcome) string {
	switch {
	case out.Err != nil && out.Trace.Phase != "":
		return string(out.Trace.Phase) + ": " + c.line(out.Err.Error())
	case out.Err != nil:
		return c.line(out.Err.Error())
	case out.Answer.Err != nil && (out.Answer.Err.Code != "" || out.Answer.Err.Reason != ""):
		return c.line(out.Answer.Err.Error())
	case out.Trace.Response != nil:
		return "the answer is no answer of a token server: " + c.line(out.Trace.Response.Header.Get("Content-Type"))
	default:
		return "no answer"
	}
}

func repair(err error) string {
	switch {
	case errors.Is(err, flow.ErrNoRefreshToken), errors.Is(err, flow.ErrOtherBinding), errors.Is(err, flow.ErrDamaged):
		return "a authorizes again."
	case errors.Is(err, flow.ErrLocked), errors.Is(err, flow.ErrForeignIntent), errors.Is(err, flow.ErrBusy):
		return "Wait for the other process, then send again."
	case errors.Is(err, flow.ErrCandidate):
		return "zoauth adopt shows the kept response, adopts or drops it."
	case errors.Is(err, flow.ErrUnsaved):
		return "Save the new tokens first; nothing is sent before."
	case errors.Is(err, flow.ErrNotCurrent):
		return "Open the step anew: the token was replaced meanwhile."
	default:
		return "Enter sends it again."
	}
}

func adopted(c Context, out *flow.Outcome) []widget.Line {
	text := "Another process had refreshed already."
	if l := out.State.Last; l != nil {
		text = fmt.Sprintf("Refreshed %s by %s, process %d.", c.clock(l.At), c.line(l.By), l.PID)
	}
	lines := c.good(text)
	return append(lines[:1], widget.Line{Text: "   Taken over; nothing was sent."}, widget.Blank)
}
