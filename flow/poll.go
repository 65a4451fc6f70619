package flow

import (
	"context"
	"errors"
	"time"
)

// PollState is what a poll told of a device authorization.
type PollState string

// The states. After the first four polling goes on.
const (
	PollPending  PollState = "pending"   // the person has not answered
	PollSlowDown PollState = "slow down" // the same, and the server wants 5 s more between polls
	PollLost     PollState = "lost"      // no usable answer, or nothing was sent; polling slows down
	PollBusy     PollState = "busy"      // another step of the profile was under way; nothing was sent
	PollGranted  PollState = "granted"   // tokens came
	PollDenied   PollState = "denied"    // the person declined
	PollExpired  PollState = "expired"   // the codes are too old
	PollRefused  PollState = "refused"   // the server refuses for another reason
	PollStopped  PollState = "stopped"   // ended here
)

// Over reports whether no further poll follows.
func (s PollState) Over() bool {
	switch s {
	case PollPending, PollSlowDown, PollLost, PollBusy:
		return false
	default:
		return true
	}
}

// Poll is one poll and what follows from it.
type Poll struct {
	Sent    int // requests so far that left this machine
	State   PollState
	Outcome Outcome       // of this poll; zero when none was made: expired or stopped
	Next    time.Duration // until the next poll; 0 when it is over
}

// Polling polls the token endpoint for one device authorization. It is the
// declared exception to "one request per action": the person starts it, and each
// poll is a request of its own with a trace, run by the [Runner] like an exchange,
// so that tokens are saved before anyone is told.
type Polling struct {
	Runner *Runner
	App    App
	Secret Secret // the client secret
	Device Device
	Report func(Poll)                                 // called after each poll, also the last; nil: nobody watches
	Wait   func(context.Context, time.Duration) error // nil: that much awake time
}

// The figures of RFC 8628 §3.5; the cap is ours.
const (
	slowDownBy = 5 * time.Second
	maxBackoff = time.Minute
)

// pace is how long to wait between polls.
type pace struct {
	interval time.Duration // the server's, grown by every slow_down
	backoff  time.Duration // added after polls without an answer, so that the wait doubles each time
}

// Run polls until tokens came, the server ended it, the codes ran out, or ctx
// ended; the first poll comes one interval after the start. A poll under way is
// finished and its tokens are saved although ctx ends. The life of the codes is
// counted in awake time: after a suspend the server still has the last word.
func (p *Polling) Run(ctx context.Context) Poll {
	life, done := awake(ctx, p.Device.Life)
	defer done()
	rate, last := pace{interval: p.Device.Interval}, Poll{}
	wait := p.Wait
	if wait == nil {
		wait = sleepAwake
	}
	for {
		if wait(life, rate.next()) != nil {
			return p.tell(Poll{Sent: last.Sent, State: whyOver(ctx)})
		}
		last = p.once(ctx, last.Sent)
		rate.learn(last)
		if !last.State.Over() {
			last.Next = rate.next()
		}
		if p.tell(last); last.State.Over() {
			return last
		}
	}
}

// whyOver says why the waiting ended: here, or because the codes ran out.
func whyOver(ctx context.Context) PollState {
	if ctx.Err() != nil {
		return PollStopped
	}
	return PollExpired
}

func (p *Polling) tell(poll Poll) Poll {
	if p.Report != nil {
		p.Runner.callBack(func() { p.Report(poll) })
	}
	return poll
}

// once sends one poll. It waits for another process, and for a connection, no
// longer than a send may take.
func (p *Polling) once(ctx context.Context, sent int) Poll {
	patience, done := awake(ctx, DefaultBudget)
	defer done()
	out := p.Runner.Do(patience, Job{App: p.App, Request: PollRequest(p.App, p.Secret, p.Device.Code)})
	if out.Trace.Delivery != NotSent {
		sent++
	}
	return Poll{Sent: sent, State: pollState(ctx, out), Outcome: out}
}

// pollState reads what a poll's outcome means for the polling.
func pollState(ctx context.Context, out Outcome) PollState {
	switch out.Answer.Verdict {
	case Granted:
		return PollGranted
	case Refused:
		return refusedPoll(out.Answer.Err)
	}
	switch {
	case ctx.Err() != nil && out.Trace.Delivery == NotSent:
		return PollStopped
	case errors.Is(out.Err, ErrBusy), errors.Is(out.Err, ErrForeignIntent), errors.Is(out.Err, ErrLocked):
		return PollBusy
	default:
		return PollLost
	}
}

func refusedPoll(e *Error) PollState {
	switch {
	case e.Code == "slow_down", e.RateLimited:
		return PollSlowDown
	case e.Code == "authorization_pending":
		return PollPending
	case e.Code == "access_denied":
		return PollDenied
	case e.Code == "expired_token":
		return PollExpired
	default:
		return PollRefused
	}
}

// learn adjusts the pace (RFC 8628 §3.5): slow_down adds five seconds for good, a
// lost answer doubles the wait until one comes.
func (r *pace) learn(poll Poll) {
	switch poll.State {
	case PollLost:
		r.backoff = min(r.interval+2*r.backoff, maxBackoff)
	case PollSlowDown:
		r.interval += slowDownBy
		r.backoff = 0
		if e := poll.Outcome.Answer.Err; e != nil && e.RetryAfter > r.interval {
			r.backoff = e.RetryAfter - r.interval
		}
	case PollPending:
		r.backoff = 0
	}
}

func (r *pace) next() time.Duration { return r.interval + r.backoff }

// sleepAwake waits d of awake time; it fails when ctx ends first.
func sleepAwake(ctx context.Context, d time.Duration) error {
	wait, done := awake(ctx, d)
	defer done()
	<-wait.Done()
	return ctx.Err()
}
