package flow

import (
	"context"
	"fmt"
	"sync"
	"syscall"
	"time"
)

// Stage is a numbered point of a token-changing step (PROMISES.md §2.5). The
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

// Job is one wish to send one request of a profile.
type Job struct {
	App     App
	Request Request
	Gen     int  // State.Gen that the caller built the request from
	Force   bool // go on although another process seems to be at work on the profile
	Foreign bool // the credential is not the profile's and that is meant
}

// Outcome is what came of a Job. It is made after the commit.
type Outcome struct {
	Job     Job
	Trace   Trace  // Delivery is NotSent and Sent empty when no request left
	Answer  Answer // zero when no request left
	State   State  // as it stands on disk now, or in memory when SaveErr is set
	Adopted bool   // another process had a newer token: taken over, nothing sent
	Err     error  // why nothing was sent, or why the send failed; nil after an answer
	SaveErr error  // the answer was received and could not be saved as it should
}

// Runner runs steps: one at a time for each profile, in workers of its own that
// no screen, signal or closed terminal stops once a request was sent. The
// fields are set before the first Do and not changed later.
type Runner struct {
	Client   *Client
	Store    Store
	History  History // nil: none is kept
	Redactor *Redactor
	Now      func() time.Time // nil: time.Now
	By       string           // program and verb for the records, as in "zoauth token"
	Host     string
	PID      int
	Alive    func(pid int) bool            // nil: asks the system
	Observe  func(profile string, s Stage) // nil: nobody watches; called in the worker
	Guard    func(func())                  // runs a worker's body and reports its panic; nil: plain call

	mu      sync.Mutex
	flights map[string]*flight
	workers sync.WaitGroup
}

// flight is one step under way.
type flight struct {
	step Step
	done chan struct{}
	out  Outcome
}

// Do runs job and returns when it has ended. ctx ends the wait for the lock and
// the dialling; once the request was written, Do returns only with its outcome.
// A second Do of the same profile and step joins the first and gets its
// outcome; one of another step gets [ErrBusy].
func (r *Runner) Do(ctx context.Context, job Job) Outcome {
	f, mine := r.enter(job)
	if f == nil {
		return Outcome{Job: job, Err: fmt.Errorf("starting %s: %w", job.Request.Step, ErrBusy)}
	}
	if mine {
		go r.guard(func() {
			defer r.leave(job.App.Name, f)
			f.out = r.run(ctx, job)
		})
	}
	<-f.done
	return f.out
}

// Busy reports which step of the profile is under way, or "".
func (r *Runner) Busy(profile string) Step {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f := r.flights[profile]; f != nil {
		return f.step
	}
	return ""
}

// Wait returns when no worker is left.
func (r *Runner) Wait() { r.workers.Wait() }

// enter joins the profile's flight or starts one; nil when another step flies.
func (r *Runner) enter(job Job) (f *flight, mine bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if f := r.flights[job.App.Name]; f != nil {
		if f.step == job.Request.Step {
			return f, false
		}
		return nil, false
	}
	if r.flights == nil {
		r.flights = map[string]*flight{}
	}
	f = &flight{step: job.Request.Step, done: make(chan struct{})}
	r.flights[job.App.Name] = f
	r.workers.Add(1)
	return f, true
}

func (r *Runner) leave(profile string, f *flight) {
	r.mu.Lock()
	delete(r.flights, profile)
	r.mu.Unlock()
	close(f.done)
	r.workers.Done()
}

func (r *Runner) guard(body func()) {
	if r.Guard == nil {
		body()
		return
	}
	r.Guard(body)
}

func (r *Runner) run(ctx context.Context, job Job) Outcome {
	r.Redactor.LearnRequest(job.Request)
	if job.Request.Step.ChangesTokens() {
		return r.change(ctx, job)
	}
	return r.ask(ctx, job)
}

// ask sends a request without consequence, the probe, and remembers whose token
// it is. It takes the lock only afterwards and briefly.
func (r *Runner) ask(ctx context.Context, job Job) Outcome {
	out := Outcome{Job: job}
	r.send(ctx, &out)
	out.State, _ = r.Store.Read(job.App.Name)
	if out.Answer.Who != nil {
		out.SaveErr = r.remember(ctx, job.App.Name, &out)
	}
	r.record(&out)
	return out
}

// remember stores the probe's answer unless the token was replaced meanwhile.
func (r *Runner) remember(ctx context.Context, profile string, out *Outcome) error {
	txn, err := r.Store.Open(ctx, profile)
	if err != nil {
		return err
	}
	defer func() { _ = txn.Close() }()
	state := txn.State()
	if state.Token.AccessToken != out.Job.Request.Auth.Secret || state.Uncertain() {
		return nil
	}
	state.Who = out.Answer.Who
	if err := txn.Reserve(); err != nil {
		return err
	}
	if err := txn.Commit(state); err != nil {
		return err
	}
	out.State = state
	return nil
}

// send writes the request once and classifies what came.
func (r *Runner) send(ctx context.Context, out *Outcome) {
	out.Trace = r.Client.Send(ctx, out.Job.Request)
	out.Trace.Profile = out.Job.App.Name
	out.Err = out.Trace.Err
	out.Answer = Classify(out.Trace)
	r.Redactor.LearnToken(out.Answer.Token)
	if out.Trace.Delivery == Answered && out.Answer.Verdict != Uncertain {
		out.Err = nil
	}
}

// record appends the trace to the history; its failure is no failure of the step.
func (r *Runner) record(out *Outcome) {
	out.Trace.Summary = summary(*out)
	if r.History != nil {
		_ = r.History.Append(out.Trace)
	}
}

func (r *Runner) now() time.Time {
	if r.Now == nil {
		return time.Now()
	}
	return r.Now()
}

func (r *Runner) at(profile string, s Stage) {
	if r.Observe != nil {
		r.Observe(profile, s)
	}
}

// alive reports whether a process of this host lives; one that may not be
// signalled does.
func (r *Runner) alive(pid int) bool {
	if r.Alive != nil {
		return r.Alive(pid)
	}
	err := syscall.Kill(pid, 0)
	return err == nil || err == syscall.EPERM
}
