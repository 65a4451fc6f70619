package flow

import (
	"context"
	"errors"
	"time"
)

// ask sends a request without consequence, the probe, and remembers whose token
// it is. It takes the lock only afterwards and briefly.
func (r *Runner) ask(ctx context.Context, out *Outcome) {
	profile := out.Job.App.Name
	if state, err := r.Store.Read(profile); err == nil && out.Job.Request.Auth.Secret.same(state.Token.AccessToken) {
		if out.Err = state.Bound(out.Job.App); out.Err != nil {
			out.State = state
			return // R13: a token goes to the server that gave it, and to no other
		}
	}
	r.send(ctx, r.client(), Secret{}, out)
	out.State, _ = r.Store.Read(profile)
	if out.Answer.Who != nil {
		waiting, done := context.WithTimeout(ctx, rememberWait)
		defer done()
		out.SaveErr = r.remember(waiting, profile, out)
	}
	r.record(out)
}

// rememberWait is how long a probe's result waits for the profile's lock, which
// another process may hold for a whole send.
const rememberWait = 2 * time.Second

// remember stores the probe's answer unless the token was replaced meanwhile.
func (r *Runner) remember(ctx context.Context, profile string, out *Outcome) error {
	if r.unsaved.of(profile) != nil {
		return nil // we hold the lock ourselves, for another pair
	}
	txn, err := r.Store.Open(ctx, profile)
	if errors.Is(err, ErrLocked) {
		return nil // whoever holds the lock is about to replace the token
	}
	if err != nil {
		return err
	}
	defer func() { _ = txn.Close() }()
	state := txn.State()
	if state.Token.AccessToken != out.Job.Request.Auth.Secret || state.Uncertain() {
		return nil
	}
	state.User, state.Who, state.WhoWas = out.Answer.Who.UserID, out.Answer.Who, nil
	state.fill(out.Job.App)
	if err := txn.Reserve(); err != nil {
		return err
	}
	if err := txn.Commit(state); err != nil {
		return err
	}
	out.State = state
	return nil
}

// client is the runner's client.
func (r *Runner) client() *Client {
	if r.Client == nil {
		return &Client{}
	}
	return r.Client
}

// watched is a client whose sends are told to who watches the runner.
func (r *Runner) watched(client *Client, profile string) *Client {
	if r.Watch == nil {
		return client
	}
	told := *client
	told.Watch = func(p Progress) { r.Watch(profile, p) }
	return &told
}

// send writes the request once and classifies what came, beside the access token that
// the profile holds.
func (r *Runner) send(ctx context.Context, client *Client, access Secret, out *Outcome) {
	out.Trace = r.watched(client, out.Job.App.Name).Send(ctx, out.Job.Request)
	out.Trace.Profile = out.Job.App.Name
	if !access.IsZero() {
		out.Trace.held = []Secret{access}
	}
	out.Err = out.Trace.Err
	r.Redactor.LearnAnswer(out.Trace)
	out.Answer = classify(out.Trace)
	r.Redactor.LearnToken(out.Answer.Token)
	if c := out.Answer.Candidate; c != nil {
		r.Redactor.LearnCandidate(c.Token)
	}
	out.Answer.redact(r.Redactor)
	switch out.Answer.Verdict {
	case Granted, Done, Refused:
		out.Err = nil
	}
}

// record appends the trace to the history; its failure is no failure of the step.
func (r *Runner) record(out *Outcome) {
	out.Trace.Summary = summary(*out)
	r.append(out.Trace)
}

func (r *Runner) append(t Trace) { r.appendAt(r.workers.next(false), t) }

// appendAt appends a trace behind the one that has the place before it.
func (r *Runner) appendAt(p place, t Trace) {
	defer close(p.done)
	if p.before != nil {
		<-p.before
	}
	if r.History != nil {
		t.By, t.PID = r.By, r.PID
		r.callBack(func() { _ = r.History.Append(t) })
	}
}

// Record appends a trace that no request of the runner made: an attempt that has ended.
// It returns at once; [Runner.Wait] waits until it is on disk.
func (r *Runner) Record(t Trace) { go r.appendAt(r.workers.next(true), t) }
