package flow

import (
	"context"
	"fmt"
	"time"
)

// freshIntent is how long another process's pending record keeps us from
// sending: twice the budget (PROMISES.md §2.4).
const freshIntent = 2 * DefaultBudget

// change runs one token-changing step under the profile's lock.
func (r *Runner) change(ctx context.Context, job Job) Outcome {
	profile := job.App.Name
	out := Outcome{Job: job}
	r.at(profile, StageLocking)
	txn, err := r.Store.Open(ctx, profile)
	if err != nil {
		out.State, _ = r.Store.Read(profile)
		out.Err = err
		return out
	}
	defer func() {
		_ = txn.Close()
		r.at(profile, StageUnlocked)
	}()
	r.at(profile, StageRead)
	r.underLock(ctx, txn, &out)
	return out
}

func (r *Runner) underLock(ctx context.Context, txn Txn, out *Outcome) {
	earlier := txn.State().Pending
	pending, err := r.prepare(ctx, txn, out)
	if err != nil || out.Adopted {
		out.State, out.Err = txn.State(), err
		return
	}
	profile := out.Job.App.Name
	r.at(profile, StageSending)
	r.send(ctx, out)
	r.at(profile, StageAnswered)

	out.State = decide(txn.State(), earlier, pending, *out, r.last(out.Job.Request.Step))
	r.at(profile, StageDecided)
	if err := txn.Commit(out.State); err != nil {
		out.SaveErr = fmt.Errorf("saving the answer: %w", err)
		out.State.Unsaved = out.Answer.Verdict == Granted
	}
	r.at(profile, StageCommitted)
	r.record(out)
}

// prepare does all that comes before the request: after an error nothing was
// sent and nothing was changed.
func (r *Runner) prepare(ctx context.Context, txn Txn, out *Outcome) (Pending, error) {
	job, profile := out.Job, out.Job.App.Name
	if err := r.foreign(txn.State(), job); err != nil {
		return Pending{}, err
	}
	if err := txn.Recover(); err != nil {
		return Pending{}, fmt.Errorf("taking over what a stopped run left: %w", err)
	}
	r.at(profile, StageRecovered)
	adopt, err := check(txn.State(), job)
	if err != nil || adopt {
		out.Adopted = adopt
		return Pending{}, err
	}
	if err := ctx.Err(); err != nil {
		return Pending{}, err
	}
	r.at(profile, StageChecked)
	pending := Pending{
		Step:   job.Request.Step,
		ID:     newID(),
		Digest: job.Request.Credential().Digest(),
		At:     r.now(),
		Host:   r.Host,
		PID:    r.PID,
		By:     r.By,
	}
	if err := txn.Intend(pending); err != nil {
		return Pending{}, fmt.Errorf("recording what is about to be sent: %w", err)
	}
	r.at(profile, StageIntended)
	if err := txn.Reserve(); err != nil {
		return Pending{}, fmt.Errorf("reserving the space for the answer: %w", err)
	}
	r.at(profile, StageReserved)
	return pending, nil
}

// foreign refuses while another live process seems to be in the middle of a
// send, which the lock alone does not tell where lock files can vanish.
func (r *Runner) foreign(s State, job Job) error {
	p := s.Pending
	if p == nil || job.Force || r.now().Sub(p.At) > freshIntent || r.now().Before(p.At.Add(-freshIntent)) {
		return nil
	}
	if p.Host == r.Host && (p.PID == r.PID || !r.alive(p.PID)) {
		return nil
	}
	return fmt.Errorf("%s, process %d on %s, since %s: %w",
		p.By, p.PID, p.Host, p.At.Format(time.TimeOnly), ErrForeignIntent)
}

// check decides whether the request may go: adopt when another process has a
// newer token, an error when it must not be sent.
func check(s State, job Job) (adopt bool, err error) {
	step := job.Request.Step
	switch {
	case step == StepExchange: // it brings a new grant and needs nothing of the old one
		return false, nil
	case s.Damage != "":
		return false, fmt.Errorf("%s: %w", s.Damage, ErrDamaged)
	case job.Foreign:
		return false, nil
	case s.Gen > job.Gen && !job.Force:
		return true, nil
	case s.HasToken() && s.Binding != job.App.Binding():
		return false, fmt.Errorf("the token file is of %s: %w", s.Binding.OAuthURL, ErrOtherBinding)
	case step == StepRefresh && s.Token.RefreshToken.IsZero():
		return false, ErrNoRefreshToken
	case step == StepRevoke && s.Token.AccessToken.IsZero():
		return false, ErrNoAccessToken
	case job.Request.Credential() != current(s, step):
		return false, ErrNotCurrent
	}
	return false, nil
}

func (r *Runner) last(step Step) *Last {
	return &Last{At: r.now(), Step: step, By: r.By, Host: r.Host, PID: r.PID}
}
