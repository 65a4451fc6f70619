package session

import (
	"cmp"
	"context"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
)

// Consent is what a person is asked for: nothing, an attempt that is being opened, an
// open attempt, a code, or a device authorization. There is one at a time, so that no
// two attempts, and no attempt beside a device authorization, can be open.
type Consent struct {
	s     *Session
	now   asking
	past  []*flow.Attempt // ended ones, newest last, to name late callbacks
	freed <-chan struct{} // closed when the last listener has given its port back
}

// asking is one of the things that a person is asked for.
type asking interface {
	phase() Phase
	// end closes what is open; it returns what the timeline says of it.
	end(s *Session, why string)
}

type (
	nobody struct{}

	// opening is an attempt whose listener is being bound.
	opening struct {
		op   Op
		stop context.CancelFunc
	}

	// coded is an attempt that was answered with a code, until the code is spent.
	coded struct {
		attempt  *flow.Attempt
		callback flow.Callback
		remarks  []diagnose.Remark // of a code from elsewhere
	}
)

func (nobody) phase() Phase   { return Idle }
func (opening) phase() Phase  { return Awaiting }
func (coded) phase() Phase    { return Holding }
func (*attempt) phase() Phase { return Awaiting }
func (*device) phase() Phase  { return Polling }

func (nobody) end(*Session, string)    {}
func (o opening) end(*Session, string) { o.stop() } // its event is stale then, and releases the rest

func (c coded) end(s *Session, _ string) { s.consent.retire(c.attempt) }

func (a *attempt) end(s *Session, why string) {
	a.stop()
	s.consent.retire(a.Attempt)
	trace := a.Trace(cmp.Or(a.ending, flow.AttemptStopped), s.with.now())
	s.with.Runner.Record(trace)
	s.line.stopped(a.ID, why)
	s.line.finish(a.ID, func(e *Entry) { e.detail.Trace = trace })
}

func (d *device) end(s *Session, why string) {
	d.stop()
	s.line.stopped(d.shown.Entry, why)
}

// stopped ends the row of what waited for a person.
func (t *Timeline) stopped(id, why string) {
	t.finish(id, func(e *Entry) { e.Mark, e.Took, e.Summary, e.Stopped = Failed, t.s.with.now().Sub(e.At), why, true })
}

// maxPast is how many ended attempts are remembered, to name late callbacks.
const maxPast = 16

// retire puts an attempt aside: its code will not be exchanged any more.
func (co *Consent) retire(a *flow.Attempt) {
	co.past = append(co.past, a)
	co.past = co.past[max(0, len(co.past)-maxPast):]
}

// ask puts another consent in place of the one there is, which ends.
func (co *Consent) ask(next asking, why string) {
	if a := co.attempt(); a != nil && next.phase() != Idle {
		a.ending = flow.AttemptReplaced
	}
	co.now.end(co.s, why)
	co.now = next
}

// endConsent ends what waits for a person and says why. A code that was received and
// not exchanged stays.
func (co *Consent) endConsent(why string) Follow {
	switch co.now.(type) {
	case nobody, coded:
		return Follow{}
	}
	co.ask(nobody{}, why)
	return say(co.s.app.Name + ": the authorization ended: " + why)
}

// failed ends what waits for a person since the server, or what came of it, ended it.
func (co *Consent) failed(entry, why string) Follow {
	follow := co.endConsent(why)
	co.s.line.finish(entry, func(e *Entry) { e.Stopped = false })
	co.s.changedAt = co.s.with.now()
	return follow
}

// attempt returns the open attempt, or nil.
func (co *Consent) attempt() *attempt {
	a, _ := co.now.(*attempt)
	return a
}

// device returns the device authorization that is polled for, or nil.
func (co *Consent) device() *device {
	d, _ := co.now.(*device)
	return d
}

// Code returns the callback whose code has not been used, or nil.
func (co *Consent) Code() *flow.Callback {
	c, ok := co.now.(coded)
	if !ok {
		return nil
	}
	return &c.callback
}

// Stop ends the open attempt or device authorization. A request that was written
// cannot be stopped.
func (co *Consent) Stop() Follow {
	if ok, why := co.s.Can(Action{Act: ActStop}); !ok {
		return say(why)
	}
	co.s.practice.stop()
	co.endConsent("stopped at " + co.s.with.now().Local().Format(time.TimeOnly))
	return say("Stopped.")
}

// setBack keeps the end of what waits where it was, in running time, when the clock is
// set back (C1).
func (co *Consent) setBack(by time.Duration) {
	switch c := co.now.(type) {
	case *attempt:
		c.shown.Ends = c.shown.Ends.Add(-by)
	case coded:
		c.callback.At = c.callback.At.Add(-by)
		co.now = c
	}
}

// Extend gives the open attempt more time.
func (co *Consent) Extend() Follow {
	a := co.attempt()
	if a == nil {
		return say("No attempt is open.")
	}
	a.shown.Ends = a.shown.Ends.Add(flow.AttemptLife)
	return say("zoauth listens until " + a.shown.Ends.Local().Format(time.TimeOnly) + ".")
}
