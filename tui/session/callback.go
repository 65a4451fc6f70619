package session

import (
	"errors"
	"strings"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// hit takes one request at the listener.
func (co *Consent) hit(op Op, h flow.Hit) Follow {
	a := co.attempt()
	if a == nil || a.shown.op != op {
		return Follow{}
	}
	callbacks := append(a.shown.Callbacks, h)
	a.shown.Callbacks = callbacks[max(0, len(callbacks)-maxCallbacks):]
	switch h.Kind {
	case flow.HitAnswer, flow.HitDeclined:
		return co.answered(a, a.Taken())
	case flow.HitMixUp:
		a.ending = flow.AttemptMixedUp
		return co.failed(a.ID, h.Text)
	case flow.HitTunnel:
		a.shown.TunnelSeen = h.At
	case flow.HitNoState:
		a.shown.Ignored++
		if m := a.draft.mistake; m != nil {
			co.madeInURL(a, m.Expect.Status != 0)
			return co.endOnPage(a, h.Text, m.Expect.Status != 0)
		}
	default:
		a.shown.Ignored++
	}
	return run(nextHit(a))
}

// answered takes the first valid callback over: a code makes the exchange's draft, an
// error ends the attempt.
func (co *Consent) answered(a *attempt, c *flow.Callback) Follow {
	if c == nil {
		return Follow{}
	}
	co.madeInURL(a, a.draft.mistake != nil && a.draft.mistake.Expect.Status != 0)
	co.s.changedAt = co.s.with.now()
	if c.Code.IsZero() {
		co.s.with.Redactor.Learn(flow.QuotedSecrets(c.Description)...)
		a.ending = flow.AttemptDeclined
		co.failed(a.ID, "Zoom sent back "+strings.TrimSpace(c.Error+" "+c.Description))
		return say(co.s.app.Name + ": the authorization was declined: " + c.Error)
	}
	co.s.with.Redactor.Learn(c.Code)
	a.stop()
	trace := a.Trace(flow.AttemptAnswered, co.s.with.now())
	co.s.with.Runner.Record(trace)
	co.now = coded{attempt: a.Attempt, callback: *c}
	co.s.line.finish(a.ID, func(e *Entry) {
		e.Mark, e.Took, e.Code = Done, c.At.Sub(e.At), c.Code.Fingerprint()
		e.detail.Callback, e.detail.Trace = c, trace
	})
	return say(co.s.app.Name + ": the code has arrived.").and(co.s.drafts.Open(flow.StepExchange))
}

// madeInURL records the mistake that was made in an attempt's URL.
func (co *Consent) madeInURL(a *attempt, expected bool) {
	if m := a.draft.mistake; m != nil {
		co.s.practice.Record(m.Name, expected)
		co.s.line.finish(a.ID, func(e *Entry) { e.Expected = expectedness(expected) })
	}
}

// PasteNote is what a paste into an open attempt was understood as, or what is wrong
// with it.
type PasteNote struct {
	Text string
	Bad  bool
}

// AcceptCallback judges what was pasted against the open attempt and takes it when it
// is the callback. [flow.ErrStateMissing] and [flow.ErrMayBeCut] are questions: call
// again with what the person said. Other errors leave the attempt open and are told by
// [Waiting.Paste]; without an open attempt it is [flow.ErrAttemptOver].
func (co *Consent) AcceptCallback(text string, said flow.Said) (Follow, error) {
	a := co.attempt()
	if a == nil {
		return Follow{}, flow.ErrAttemptOver
	}
	c, err := recognize.ReadPaste(text).Accept(a.Attempt, said, co.s.with.now())
	switch {
	case err == nil:
		return co.answered(a, &c), nil
	case errors.Is(err, flow.ErrStateMissing), errors.Is(err, flow.ErrMayBeCut):
		return Follow{}, err
	}
	a.shown.Paste = PasteNote{co.refusal(text, err), true}
	return say(a.shown.Paste.Text), err
}

// Bearing says how close a pasted text is to the callback of this session's attempts.
type Bearing int

// The bearings, the closest last. The first three need an open attempt.
const (
	BearsNot      Bearing = iota
	BearsCallback         // it holds a callback, for another address
	BearsAddress          // it holds one for the redirect URI of the open attempt
	BearsEarlier          // it has the state of an attempt that has ended
	BearsOpen             // it has the state of the open attempt
)

// Bears returns how close a pasted text is to the callback of this session's attempts. A
// code alone is nobody's.
func (co *Consent) Bears(text string) Bearing {
	paste := recognize.ReadPaste(text)
	a := co.attempt()
	if a != nil && paste.Bears(a.Attempt) {
		return BearsOpen
	}
	if c, ok := co.now.(coded); ok && paste.Bears(c.attempt) {
		return BearsEarlier
	}
	for _, old := range co.past {
		if paste.Bears(old) {
			return BearsEarlier
		}
	}
	bearing := BearsNot
	for _, c := range paste.Callbacks() {
		switch {
		case a == nil || c.Bare:
		case c.Address != "" && flow.SameRedirect(c.Address, co.s.app.RedirectURI):
			bearing = BearsAddress
		default:
			bearing = max(bearing, BearsCallback)
		}
	}
	return bearing
}

// Refuses says why the open attempt does not take the callback in a pasted text; empty
// where no attempt is open, or it would be taken. It changes nothing.
func (co *Consent) Refuses(text string) string {
	a := co.attempt()
	if a == nil || co.Bears(text) == BearsNot {
		return ""
	}
	same := flow.Attempt{App: a.App, State: a.State, Verifier: a.Verifier}
	_, err := recognize.ReadPaste(text).Accept(&same, flow.NotAsked, co.s.with.now())
	if err == nil {
		return ""
	}
	return co.refusal(text, err)
}

// refusal says why a pasted text was not taken.
func (co *Consent) refusal(text string, err error) string {
	if co.Bears(text) == BearsEarlier {
		return "This callback belongs to an earlier attempt of " + co.s.app.Name + ". Open the attempt's own URL and try again."
	}
	said := strings.TrimSuffix(err.Error(), ": "+flow.ErrNotAnAnswer.Error())
	return strings.ToUpper(said[:1]) + said[1:] + "."
}
