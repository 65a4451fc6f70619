package flow

import (
	"context"
	"fmt"
)

// Save tries again to put a state on disk that an outcome could not
// (State.Unsaved, PROMISES.md R9). It sends nothing. ctx ends the wait for the
// lock. A state that another way has reached the disk meanwhile is not written
// again; one that the disk has moved past gives [ErrConflict].
func (r *Runner) Save(ctx context.Context, profile string, s State) error {
	txn, err := r.Store.Open(ctx, profile)
	if err != nil {
		return err
	}
	defer func() { _ = txn.Close() }()
	switch on := txn.State(); on.Gen {
	case s.Gen:
		return nil
	case s.Gen - 1:
		return commit(txn, s)
	default:
		return fmt.Errorf("generation %d is on disk and %d in memory: %w", on.Gen, s.Gen, ErrConflict)
	}
}
