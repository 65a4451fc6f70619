package flow

import (
	"context"
	"fmt"
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
		return nil
	case on.Gen == s.Gen-1:
		return commit(txn, s)
	default:
		return fmt.Errorf("generation %d is on disk and %d in memory: %w", on.Gen, s.Gen, ErrConflict)
	}
}
