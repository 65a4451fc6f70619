package flow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
)

// Adopt makes the pair in the newest candidate the current one. Nothing is sent, and
// an error changes nothing: [ErrNoCandidate], [ErrUnreadable] where no whole token
// can be read in it, a [*BindingError] where it was given to other settings, or the
// store's. ctx ends the wait for the lock.
func (r *Runner) Adopt(ctx context.Context, app App) (State, error) {
	return r.adopt(ctx, app, func(s State) (State, error) {
		c := s.Candidate()
		if c == nil {
			return State{}, ErrNoCandidate
		}
		token := c.Pair()
		switch differs := c.Binding.differs(app); {
		case !token.HasToken(), echoed(*c, token, s.Token):
			return State{}, ErrUnreadable
		case len(differs) > 0:
			return State{}, &BindingError{app.Name, differs}
		}
		r.Redactor.LearnToken(token)
		return recovered(s, app, *c, token, r.last(StepAdopt)), nil
	})
}

// echoed reports whether token, read in c, is nothing but what was there before: a
// response may repeat what was sent.
func echoed(c Candidate, token, current Token) bool {
	repeated := echoes(token.RefreshToken.Reveal(), []Secret{current.RefreshToken, current.AccessToken})
	newRefresh := !token.RefreshToken.IsZero() && token.RefreshToken.Digest() != c.Digest && !repeated
	newAccess := !token.AccessToken.IsZero() && !token.AccessToken.same(current.AccessToken)
	return !newRefresh && !newAccess
}

// Discard drops every candidate and keeps the current pair. Whether the request that
// they answered has changed something is as open as before. Errors are those of
// [Runner.Adopt].
func (r *Runner) Discard(ctx context.Context, app App) (State, error) {
	return r.decide(ctx, app, func(s State) (State, error) {
		if s.Candidate() == nil {
			return State{}, ErrNoCandidate
		}
		s.Candidates = nil
		return s, nil
	})
}

// AdoptToken makes tokens from elsewhere, as a person gave them, the profile's own, to
// be kept or with [Undecided] until that is said. It settles what was open: the person
// knows which pair is the newest. Nothing is sent, and an error changes nothing:
// [ErrHasTokens] where the profile has a pair and replace is false, or the store's. ctx
// ends the wait for the lock.
func (r *Runner) AdoptToken(ctx context.Context, app App, token Token, replace bool, disposition Disposition) (State, error) {
	r.Redactor.LearnToken(token)
	return r.adopt(ctx, app, func(s State) (State, error) {
		if s.HasToken() && !replace {
			return State{}, ErrHasTokens
		}
		last := r.last(StepAdopt)
		token.ObtainedAt = last.At
		return State{
			Kind: app.grantKind(), Gen: s.Gen + 1, Token: token, Disposition: disposition, Origin: &Provenance{Adopted, last.At, last.By},
			Last: last, Binding: app.Binding(), WhoWas: cmp.Or(s.Who, s.WhoWas),
		}, nil
	})
}

// Keep decides that zoauth keeps and refreshes the current pair. Errors: [ErrNotCurrent]
// where gen is not that of the current pair, or the store's; they change nothing.
func (r *Runner) Keep(ctx context.Context, app App, gen int) (State, error) {
	return r.decide(ctx, app, func(s State) (State, error) {
		if s.Gen != gen || !s.HasToken() {
			return State{}, ErrNotCurrent
		}
		s.Disposition = Kept
		return s, nil
	})
}

// GiveBack drops zoauth's copy of the current pair, which a server has now. Nothing is
// sent: the tokens go on working there. Errors: those of [Runner.Keep], and
// [ErrCandidate] where a response is kept that may hold a newer pair than the one that
// was copied. The history of a profile tells of it afterwards.
func (r *Runner) GiveBack(ctx context.Context, app App, gen int) (State, error) {
	var given Token
	after, err := r.decide(ctx, app, func(s State) (State, error) {
		given = s.Token
		switch {
		case len(s.Candidates) > 0:
			return State{}, ErrCandidate
		case s.Gen != gen || !s.HasToken():
			return State{}, ErrNotCurrent
		}
		return State{
			User: s.User, Kind: s.Kind, Gen: s.Gen + 1, Disposition: GiveBack,
			Last: r.last(StepAdopt), Who: s.Who, WhoWas: s.WhoWas, Binding: s.Binding,
		}, nil
	})
	if (err == nil || errors.Is(err, ErrNotConfirmed)) && !app.Loose {
		r.append(givenBackTrace(app, after, given))
	}
	return after, err
}

// decide commits what a person decided about a state, under the profile's lock. It needs
// no record of an intent: nothing is sent, and until the commit has taken its place the
// file is as it was.
func (r *Runner) decide(ctx context.Context, app App, decide func(State) (State, error)) (State, error) {
	if state, held := r.saveHeld(app.Name); held {
		return state, ErrUnsaved
	}
	r.at(app.Name, StageLocking)
	txn, err := r.Store.Open(ctx, app.Name)
	if err != nil {
		return State{}, err
	}
	defer func() {
		_ = txn.Close()
		r.at(app.Name, StageUnlocked)
	}()
	r.at(app.Name, StageRead)
	before, err := r.readable(txn, app)
	if err != nil {
		return before, err
	}
	after, err := decide(before)
	if err != nil {
		return before, err
	}
	r.at(app.Name, StageDecided)
	if err := txn.Reserve(); err != nil {
		return before, &NotSavedError{err}
	}
	r.at(app.Name, StageReserved)
	if err := commit(txn, after); err != nil {
		return txn.State(), &NotSavedError{err}
	}
	r.at(app.Name, StageCommitted)
	return after, nil
}

// readable returns the state, once nothing speaks against a decision.
func (r *Runner) readable(txn Txn, app App) (State, error) {
	if err := r.foreign(txn.State(), Job{App: app}); err != nil {
		return txn.State(), err
	}
	if err := txn.Recover(); err != nil {
		return txn.State(), fmt.Errorf("recovering what an interrupted run left: %w", err)
	}
	r.at(app.Name, StageRecovered)
	state := txn.State()
	switch {
	case state.Newer:
		return state, fmt.Errorf("%s: %w", state.Damage, ErrNewer)
	case state.Damage != "":
		return state, fmt.Errorf("%s: %w", state.Damage, ErrDamaged)
	}
	return state, nil
}

// NotSavedError says that a decision about candidates did not reach the disk: the
// candidates are kept as they were, unless the store says otherwise.
type NotSavedError struct{ Err error }

// Error gives the store's reason.
func (e *NotSavedError) Error() string { return "saving the decision: " + e.Err.Error() }

// Unwrap returns the store's error.
func (e *NotSavedError) Unwrap() error { return e.Err }

// recovered is before with c's token as the current pair. It settles the requests
// that candidates answer, and no other.
func recovered(before State, app App, c Candidate, token Token, last *Last) State {
	after := before
	if token.RefreshToken.IsZero() && c.Step == StepRefresh && before.Token.RefreshToken.Digest() == c.Digest {
		token.RefreshToken, token.RefreshedAt = before.Token.RefreshToken, before.Token.RefreshedAt // RFC 6749 §6
	}
	after.Gen, after.Token, after.Candidates, after.Revoked, after.Note = before.Gen+1, token, nil, nil, nil
	after.Origin, after.Disposition, after.Last = &Provenance{Recovered, last.At, last.By}, Kept, last
	after.Kind, after.Binding = app.grantKind(), c.Binding.filled(app)
	if slices.ContainsFunc(before.Candidates, func(c Candidate) bool { return c.ID == pendingID(before) }) {
		after.Pending = nil
	}
	if c.Step != StepRefresh { // another grant, which may be another user's
		after.User, after.Who, after.WhoWas = "", nil, cmp.Or(before.Who, before.WhoWas)
	}
	return after
}
