package flow

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// freshIntent is how long another process's pending record keeps us from
// sending: twice the budget (R5).
const freshIntent = 2 * DefaultBudget

// change runs one token-changing step under the profile's lock.
func (r *Runner) change(ctx context.Context, out *Outcome) {
	profile := out.Job.App.Name
	r.at(profile, StageLocking)
	if state, held := r.saveHeld(profile); held {
		out.State, out.Err = state, ErrUnsaved
		return
	}
	txn, err := r.Store.Open(ctx, profile)
	if err != nil {
		out.State, _ = r.Store.Read(profile)
		out.Err = err
		return
	}
	defer func() {
		if r.unsaved.of(profile) == nil {
			_ = txn.Close()
		}
		r.at(profile, StageUnlocked)
	}()
	r.at(profile, StageRead)
	r.underLock(ctx, txn, out)
}

func (r *Runner) underLock(ctx context.Context, txn Txn, out *Outcome) {
	intent, err := r.prepare(ctx, txn, out)
	if err != nil || out.Adopted {
		out.State, out.Err = txn.State(), err
		return
	}
	profile := out.Job.App.Name
	r.at(profile, StageSending)
	r.send(ctx, intent.client, txn.State().Token.AccessToken, out)
	r.at(profile, StageAnswered)

	out.State = decide(txn.State(), intent, *out, r.last(out.Job.Request.Step))
	r.at(profile, StageDecided)
	save(txn, out)
	if out.State.Unsaved {
		r.unsaved.hold(profile, out.State, txn)
	}
	r.at(profile, StageCommitted)
	r.record(out)
}

// save commits the new state. Where nothing was sent nothing can be lost: a
// failure then leaves the pending record, and State tells so.
func save(txn Txn, out *Outcome) {
	err := commit(txn, out.State)
	switch {
	case err == nil:
	case out.Answer.Verdict == Unsent:
		out.State = txn.State()
	default:
		out.SaveErr = fmt.Errorf("saving the response: %w", err)
		out.State.Unsaved = out.Answer.Verdict == Granted && !inFile(err)
	}
}

// commit turns a panic of the store into an error and gives it a second try: the
// answer is in hand and must not be lost with it.
func commit(txn Txn, s State) error {
	err := tryCommit(txn, s)
	if errors.Is(err, ErrPanic) {
		err = tryCommit(txn, s)
	}
	return err
}

func tryCommit(txn Txn, s State) (err error) {
	defer func() {
		if recover() != nil {
			err = ErrPanic
		}
	}()
	return txn.Commit(s)
}

// intent is what a send is about to do, and what an earlier one left unsettled.
type intent struct {
	pending Pending
	earlier *Pending
	client  *Client // has read what it needs of files
}

// prepare does all that comes before the request: after an error nothing was
// sent, and nothing was changed if the disk allows it.
func (r *Runner) prepare(ctx context.Context, txn Txn, out *Outcome) (intent, error) {
	job, profile := out.Job, out.Job.App.Name
	if err := r.foreign(txn.State(), job); err != nil {
		return intent{}, err
	}
	if err := txn.Recover(); err != nil {
		return intent{}, fmt.Errorf("recovering what an interrupted run left: %w", err)
	}
	r.at(profile, StageRecovered)
	before := txn.State()
	adopt, err := check(before, job)
	if err != nil || adopt {
		out.Adopted = adopt
		return intent{}, err
	}
	if ctx.Err() != nil {
		return intent{}, context.Cause(ctx)
	}
	client, err := r.client().trusting(job.Request)
	if err != nil {
		return intent{}, err
	}
	r.at(profile, StageChecked)
	in := intent{pending: r.pending(job), earlier: before.Pending, client: client}
	if err := txn.Intend(in.pending); err != nil {
		withdraw(txn, before)
		return intent{}, fmt.Errorf("recording the request before it is sent: %w", err)
	}
	r.at(profile, StageIntended)
	if err := txn.Reserve(); err != nil {
		withdraw(txn, before)
		return intent{}, fmt.Errorf("reserving disk space for the response: %w", err)
	}
	r.at(profile, StageReserved)
	return in, nil
}

// withdraw takes the record of an intent back, after which nothing was sent. When
// that fails too, the record stays and the next run is a recovery.
func withdraw(txn Txn, before State) {
	if pendingID(txn.State()) != pendingID(before) {
		_ = commit(txn, before)
	}
}

func pendingID(s State) string {
	if s.Pending == nil {
		return ""
	}
	return s.Pending.ID
}

func (r *Runner) pending(job Job) Pending {
	return Pending{
		Step:   job.Request.Step,
		ID:     newID(),
		Digest: job.Request.Credential().Digest(),
		At:     r.now(),
		Host:   r.Host,
		PID:    r.PID,
		By:     r.By,
	}
}

// foreign refuses while another live process seems to be in the middle of a
// send, which the lock alone does not tell where lock files can vanish.
func (r *Runner) foreign(s State, job Job) error {
	p := s.Pending
	if p == nil || job.Force || r.now().Sub(p.At) > freshIntent || r.now().Before(p.At.Add(-freshIntent)) {
		return nil
	}
	if p.Host == r.Host && (p.PID == r.PID || r.ended(p.PID)) {
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
	case s.Newer:
		return false, fmt.Errorf("%s: %w", s.Damage, ErrNewer)
	case job.First && s.HasToken():
		return false, ErrHasTokens
	case step == StepExchange || step == StepPoll: // it brings a new grant and needs nothing of the old one
		return false, nil
	case s.Damage != "":
		return false, fmt.Errorf("%s: %w", s.Damage, ErrDamaged)
	case step == StepRefresh && len(s.Candidates) > 0:
		return false, ErrCandidate
	case s.Spoiled != "" && job.App.HasConsent() && !job.Foreign:
		return false, fmt.Errorf("%s: %w", s.Spoiled, ErrSpoiled)
	case job.Foreign:
		return false, nil
	case s.Bound(job.App) != nil:
		return false, s.Bound(job.App)
	case s.Gen > job.Gen && !job.Force && (s.HasToken() || step == StepRevoke):
		return true, nil
	case step == StepRefresh && s.Token.RefreshToken.IsZero():
		return false, ErrNoRefreshToken
	case step == StepRevoke && s.Token.AccessToken.IsZero():
		return false, ErrNoAccessToken
	case !job.Request.Credential().same(current(s, step)):
		return false, ErrNotCurrent
	}
	return false, nil
}

func (r *Runner) last(step Step) *Last {
	return &Last{At: r.now(), Step: step, By: r.By, Host: r.Host, PID: r.PID}
}
