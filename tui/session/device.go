package session

import (
	"cmp"
	"context"
	"time"

	"zoauth/flow"
)

// device is a device authorization that is polled for, with what it owns.
type device struct {
	shown Waiting
	polls chan flow.Poll
	stop  context.CancelFunc
}

// PollNote is one poll as the screen lists it.
type PollNote struct {
	At   time.Time
	Text string // what the server said, or why nothing was heard; unsafe
}

// Bounds of what a device authorization keeps.
const (
	maxPolls = 16 // that wait for the loop
	maxTold  = 50 // that are shown
)

// poll begins to poll for a device authorization that the server granted. It is the
// one thing that goes on by itself after a send: the person started it.
func (co *Consent) poll(granted flow.Device, entry string) Follow {
	co.s.with.Redactor.Learn(granted.Code)
	until, stop := context.WithCancel(context.Background())
	now := co.s.with.now()
	d := &device{polls: make(chan flow.Poll, maxPolls), stop: stop, shown: Waiting{
		op: co.s.nextOp(flow.StepPoll), Step: flow.StepDevice, Entry: entry, URL: cmp.Or(granted.Complete, granted.URI), Ends: granted.Ends(),
		UserCode: granted.UserCode, NextPoll: now.Add(granted.Interval), Interval: granted.Interval, Complete: granted.Complete != "",
	}}
	co.ask(d, "replaced by a device authorization")
	co.s.line.finish(entry, func(e *Entry) { e.Mark = Running })
	polling := flow.Polling{Runner: co.s.with.Runner, App: co.s.app, Secret: co.s.secret.value, Device: granted, Report: d.tell}
	polls := d.polls
	return run(func(ctx context.Context) *Event { // a poll under way is finished by the runner all the same
		defer close(polls)
		defer context.AfterFunc(ctx, stop)()
		polling.Run(until)
		return nil
	}, nextPoll(d.shown.op, polls))
}

// tell hands a poll to the loop. A loop that does not move misses polls, but not the
// last one, and keeps nobody from polling.
func (d *device) tell(told flow.Poll) {
	if told.State.Over() {
		d.polls <- told
		return
	}
	select {
	case d.polls <- told:
	default:
	}
}

func nextPoll(op Op, polls <-chan flow.Poll) Task {
	return func(context.Context) *Event {
		told, more := <-polls
		if !more {
			return nil
		}
		return op.then(func(s *Session) Follow { return s.consent.polled(op, told, polls) })
	}
}

// polled takes one poll.
func (co *Consent) polled(op Op, poll flow.Poll, polls <-chan flow.Poll) Follow {
	s, out, next := co.s, poll.Outcome, run(nextPoll(op, polls))
	if out.Job.App.Name == s.app.Name {
		next = next.and(s.disk.committed(out.State))
	}
	d := co.device()
	switch {
	case d == nil || d.shown.op != op: // stopped while the poll was under way
		if out.Answer.Verdict == flow.Granted {
			s.line.add(requestEntry(op, out))
			next.News = s.app.Name + ": the device was allowed after all; its tokens are saved."
		}
		return next
	case poll.State == flow.PollGranted:
		return next.and(co.deviceGranted(d, out))
	case poll.State.Over():
		s.line.hide(out.Trace.ID)
		return next.and(co.failed(d.shown.Entry, whyPollingEnded(poll)))
	}
	s.line.hide(out.Trace.ID)
	d.heard(poll, s.with.now())
	return next
}

// heard notes a poll after which polling goes on.
func (d *device) heard(p flow.Poll, now time.Time) {
	w := &d.shown
	w.NextPoll = now.Add(p.Next)
	if p.State == flow.PollSlowDown {
		w.Slowed++
		w.Interval = p.Next
	}
	polls := append(w.Polls, PollNote{At: now, Text: heardText(p.Outcome)})
	w.Polls = polls[max(0, len(polls)-maxTold):]
}

// heardText is what the server said to a poll, or why nothing was heard.
func heardText(out flow.Outcome) string {
	switch {
	case out.Answer.Err != nil && out.Answer.Err.Code != "":
		return out.Answer.Err.Code
	case out.Err != nil && out.Trace.Phase != "":
		return string(out.Trace.Phase) + ": " + out.Err.Error()
	case out.Err != nil:
		return out.Err.Error()
	default:
		return "no usable response"
	}
}

func whyPollingEnded(p flow.Poll) string {
	switch p.State {
	case flow.PollDenied:
		return "access_denied: the user declined"
	case flow.PollExpired:
		return "the code has expired"
	case flow.PollStopped:
		return "stopped"
	default:
		return "refused: " + heardText(p.Outcome)
	}
}

// deviceGranted takes over the tokens that a poll brought.
func (co *Consent) deviceGranted(d *device, out flow.Outcome) Follow {
	d.stop()
	co.now = nobody{}
	co.s.changedAt = co.s.with.now()
	co.s.line.hide(out.Trace.ID)
	co.s.line.finish(d.shown.Entry, func(e *Entry) {
		e.outcome(out)
		e.Took = co.s.with.now().Sub(e.At)
	})
	return say(co.s.app.Name + ": the device was allowed; its tokens are saved.")
}
