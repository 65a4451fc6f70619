package flow

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Stage is a numbered point of a token-changing step (R2). The
// workbench shows stages as progress; crash tests kill the process at one.
type Stage int

// The stages, in the order in which they are passed.
const (
	StageLocking   Stage = iota + 1 // waiting for the profile's lock
	StageRead                       // locked, state read from disk
	StageRecovered                  // leftovers of a killed run adopted or removed
	StageChecked                    // nothing speaks against sending
	StageIntended                   // the pending record is durable
	StageReserved                   // all that the commit needs is in hand
	StageSending                    // the request is about to be written
	StageAnswered                   // the send has ended, with or without an answer
	StageDecided                    // the answer is classified, the new state is known
	StageCommitted                  // the new state is durable, or the commit failed
	StageUnlocked
)

// Job asks the Runner to send one request of a profile.
type Job struct {
	App     App
	Request Request
	Gen     int  // State.Gen that the caller built the request from
	Force   bool // go on although another process seems to be at work on the profile
	Foreign bool // the credential is not the profile's and that is meant
	Keep    bool // zoauth keeps the pair that a token from elsewhere brings: the person has decided
	First   bool // the profile has no tokens; where another process saved some meanwhile, they are not replaced
}

// Outcome is what came of a Job. It is made after the commit.
type Outcome struct {
	Job     Job
	Trace   Trace  // Delivery is NotSent and Sent empty when no request left
	Answer  Answer // zero when no connection was tried
	State   State  // as it stands on disk now, or in memory when SaveErr is set
	Adopted bool   // another process had a newer token: taken over, nothing sent
	Err     error  // why nothing was sent, or why the send failed; nil after an answer
	SaveErr error  // the answer was received and could not be saved as it should
}

// Runner runs steps: one at a time for each profile, in workers of its own that
// no screen, signal or closed terminal stops once a request was sent. The
// fields are set before the first Do and not changed later.
type Runner struct {
	Client   *Client // nil: the zero Client
	Store    Store
	History  History          // nil: none is kept
	Redactor *Redactor        // learns what passes; nil: nobody does
	Now      func() time.Time // nil: time.Now
	By       string           // program and verb for the records, as in "zoauth token"
	Host     string
	PID      int
	Alive    func(pid int) bool               // nil: asks the system
	Observe  func(profile string, s Stage)    // nil: nobody watches; the worker waits for it
	Watch    func(profile string, p Progress) // told how far a send is, by its worker; nil: nobody watches
	Guard    func(func())                     // runs what may panic and reports it; nil: Outcome.Err tells a worker's panic, nothing that of a callback

	workers workers
	unsaved unsaved
}

// Do runs job and returns when it has ended. ctx ends the wait for the lock and
// the dialling; once the request was written, Do returns only with its outcome.
// A second Do of the same profile and step joins the first and gets its
// outcome, however different its request and whatever its ctx; one of another
// step gets [ErrBusy].
func (r *Runner) Do(ctx context.Context, job Job) Outcome {
	f, mine := r.workers.enter(job)
	if f == nil {
		out := unsent(job)
		out.Err = fmt.Errorf("starting %s: %w", job.Request.Step, ErrBusy)
		return out
	}
	if mine {
		go func() {
			defer r.workers.leave(f)
			r.guard(func() { r.work(ctx, f) })
		}()
	}
	<-f.done
	return f.out
}

// Busy reports which step of the profile is under way, or "".
func (r *Runner) Busy(profile string) Step { return r.workers.step(profile) }

// Wait returns when no worker is left. Steps may still be started meanwhile.
func (r *Runner) Wait() {
	for {
		done := r.workers.any()
		if done == nil {
			return
		}
		<-done
	}
}

// unsent is the outcome of a job of which nothing was sent.
func unsent(job Job) Outcome {
	return Outcome{Job: job, Trace: Trace{
		Profile: job.App.Name, Step: job.Request.Step, Request: job.Request, Delivery: NotSent,
	}}
}

// work runs the flight's job. Whoever waits for it gets what was known when a
// panic came.
func (r *Runner) work(ctx context.Context, f *flight) {
	whole := false
	defer func() {
		if !whole {
			f.out.Err = errors.Join(ErrPanic, f.out.Err)
		}
	}()
	r.Redactor.LearnRequest(f.out.Job.Request)
	if f.out.Job.Request.Step.ChangesTokens() {
		r.change(ctx, &f.out)
	} else {
		r.ask(ctx, &f.out)
	}
	whole = true
}

func (r *Runner) guard(body func()) {
	if r.Guard != nil {
		r.Guard(body)
		return
	}
	defer func() { _ = recover() }() // work has put it into the outcome
	body()
}

// callBack runs a callback in a goroutine of its own and returns when it has ended. Its
// panic does not reach the step, which goes on; the guard reports it meanwhile, and may
// wait for the step (R3).
func (r *Runner) callBack(callback func()) {
	ended := make(chan struct{})
	go r.guard(func() {
		defer close(ended)
		callback()
	})
	<-ended
}

func (r *Runner) now() time.Time {
	if r.Now == nil {
		return time.Now().Round(0)
	}
	return r.Now().Round(0)
}

func (r *Runner) at(profile string, s Stage) {
	if r.Observe != nil {
		r.callBack(func() { r.Observe(profile, s) })
	}
}
