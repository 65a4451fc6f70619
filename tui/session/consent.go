package session

import (
	"context"
	"time"

	"zoauth/flow"
)

// consent is what a person is asked for. There is one at a time, so that no two
// attempts, and no attempt beside a device authorization, can be open.
type consent interface {
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
		entry    string
	}
)

func (nobody) phase() Phase   { return Idle }
func (opening) phase() Phase  { return Awaiting }
func (coded) phase() Phase    { return Holding }
func (*attempt) phase() Phase { return Awaiting }
func (*device) phase() Phase  { return Polling }

func (nobody) end(*Session, string)    {}
func (o opening) end(*Session, string) { o.stop() } // its event is stale then, and releases the rest

func (c coded) end(s *Session, _ string) { s.retire(c.attempt) }

func (a *attempt) end(s *Session, why string) {
	a.stop()
	s.retire(a.Attempt)
	s.line.finish(a.entry, func(e *Entry) {
		e.Mark, e.Took, e.Summary = Failed, s.with.now().Sub(e.At), why
		e.Stopped = true
	})
}

func (d *device) end(s *Session, why string) {
	d.stop()
	s.line.finish(d.entry, func(e *Entry) {
		e.Mark, e.Took, e.Summary = Failed, s.with.now().Sub(e.At), why
		e.Stopped = true
	})
}

// maxPast is how many ended attempts are remembered, to name late callbacks.
const maxPast = 16

// retire puts an attempt aside: its code will not be exchanged any more.
func (s *Session) retire(a *flow.Attempt) {
	s.past = append(s.past, a)
	s.past = s.past[max(0, len(s.past)-maxPast):]
}

// ask puts another consent in place of the one there is, which ends.
func (s *Session) ask(next consent, why string) {
	s.consent.end(s, why)
	s.consent = next
}

// endConsent ends what waits for a person and says why. A code that was received and
// not exchanged stays.
func (s *Session) endConsent(why string) Follow {
	switch s.consent.(type) {
	case nobody, coded:
		return Follow{}
	}
	s.ask(nobody{}, why)
	return say(s.app.Name + ": the authorization ended: " + why)
}

// attempt returns the open attempt, or nil.
func (s *Session) attempt() *attempt {
	a, _ := s.consent.(*attempt)
	return a
}

// device returns the device authorization that is polled for, or nil.
func (s *Session) device() *device {
	d, _ := s.consent.(*device)
	return d
}

// Code returns the callback whose code has not been spent, or nil.
func (s *Session) Code() *flow.Callback {
	c, ok := s.consent.(coded)
	if !ok {
		return nil
	}
	return &c.callback
}

// Stop ends the open attempt or device authorization. A request that was written
// cannot be stopped.
func (s *Session) Stop() Follow {
	if ok, why := s.Can(Action{Act: ActStop}); !ok {
		return say(why)
	}
	s.exercise.stop()
	s.endConsent("stopped at " + s.with.now().Local().Format(time.TimeOnly))
	return say("Stopped.")
}

// Extend gives the open attempt more time.
func (s *Session) Extend() Follow {
	a := s.attempt()
	if a == nil {
		return say("No attempt is open.")
	}
	a.ends = a.ends.Add(flow.AttemptLife)
	return say("zoauth listens until " + a.ends.Local().Format(time.TimeOnly) + ".")
}
