package flow

import (
	"context"
	"errors"
	"fmt"
	"maps"
)

// Save tries again to put a state on disk that an outcome could not
// (State.Unsaved, PROMISES.md R9). It sends nothing. ctx ends the wait for the
// lock. A pair that has reached the disk another way is not written again; where
// the disk holds another one of the same or a later generation, the error is
// [ErrConflict].
func (r *Runner) Save(ctx context.Context, profile string, s State) error {
	txn, err := r.Store.Open(ctx, profile)
	if err != nil {
		return err
	}
	defer func() { _ = txn.Close() }()
	on := txn.State()
	here := on.Token.AccessToken == s.Token.AccessToken && on.Token.RefreshToken == s.Token.RefreshToken
	switch {
	case on.Gen == s.Gen && here:
	case on.Gen == s.Gen-1:
		err = commit(txn, s)
	default:
		err = fmt.Errorf("generation %d is on disk and %d in memory: %w", on.Gen, s.Gen, ErrConflict)
	}
	if err == nil || inFile(err) {
		r.LetGo(profile)
	}
	return err
}

// inFile reports whether a commit's error leaves the state in a file.
func inFile(err error) bool { return errors.Is(err, ErrElsewhere) || errors.Is(err, ErrNotConfirmed) }

// Held returns the new tokens that no file has, by profile. They are lost when
// the program ends.
func (r *Runner) Held() map[string]State {
	r.mu.Lock()
	defer r.mu.Unlock()
	return maps.Clone(r.held)
}

// LetGo tells the runner that the profile's held tokens are in a file now.
func (r *Runner) LetGo(profile string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.held, profile)
}

func (r *Runner) hold(profile string, s State) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.held == nil {
		r.held = map[string]State{}
	}
	r.held[profile] = s
}
