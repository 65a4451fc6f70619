package flow

import (
	"context"
	"errors"
	"fmt"
	"sync"
)

// unsaved are the states with new tokens that could not be written. The zero value has none.
type unsaved struct {
	mu        sync.Mutex
	byProfile map[string]*held
}

// held is a state with new tokens that could not be written, and the lock of its
// profile: as long as it is not saved, no other process may send the pair on disk,
// which is spent (R9).
type held struct {
	mu    sync.Mutex // one try to save at a time
	state State
	txn   Txn  // nil once the state is in its place
	kept  bool // another file has it
}

// of is what is held of a profile, or nil.
func (u *unsaved) of(profile string) *held {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.byProfile[profile]
}

// hold keeps s and the lock that txn is.
func (u *unsaved) hold(profile string, s State, txn Txn) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.byProfile == nil {
		u.byProfile = map[string]*held{}
	}
	u.byProfile[profile] = &held{state: s, txn: txn}
}

// saved forgets what was held of a profile.
func (u *unsaved) saved(profile string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.byProfile, profile)
}

// letGo notes that another file has what is held of a profile.
func (u *unsaved) letGo(profile string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if h := u.byProfile[profile]; h != nil {
		h.kept = true
	}
}

// lost are the states that end with the program.
func (u *unsaved) lost() map[string]State {
	u.mu.Lock()
	defer u.mu.Unlock()
	states := map[string]State{}
	for profile, h := range u.byProfile {
		if !h.kept {
			states[profile] = h.state
		}
	}
	return states
}

// Save tries again to put a state on disk that an outcome could not
// (State.Unsaved, R9). It sends nothing. ctx ends the wait for the
// lock. A pair that has reached the disk another way is not written again; where
// the disk holds another one of the same or a later generation, the error is
// [ErrConflict].
func (r *Runner) Save(ctx context.Context, profile string, s State) error {
	if h := r.unsaved.of(profile); h != nil {
		return r.saveAgain(profile, h)
	}
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

// saveAgain commits what is held under the lock that was never given back.
func (r *Runner) saveAgain(profile string, h *held) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.txn == nil {
		return nil
	}
	err := commit(h.txn, h.state)
	if err == nil || inFile(err) {
		_ = h.txn.Close()
		h.txn = nil
		r.unsaved.saved(profile)
	}
	return err
}

// saveHeld tries to save what is held of the profile before something new begins.
// still is true while it is in memory only: then nothing may begin.
func (r *Runner) saveHeld(profile string) (s State, still bool) {
	h := r.unsaved.of(profile)
	if h == nil {
		return State{}, false
	}
	err := r.saveAgain(profile, h)
	return h.state, err != nil && !inFile(err)
}

// inFile reports whether a commit's error leaves the state in a file.
func inFile(err error) bool { return errors.Is(err, ErrElsewhere) || errors.Is(err, ErrNotConfirmed) }

// Held returns the new tokens that no file has, by profile. They are lost when
// the program ends.
func (r *Runner) Held() map[string]State { return r.unsaved.lost() }

// LetGo tells the runner that another file has the profile's held tokens. They are
// not lost with the program then; the lock is kept, since the pair on disk is spent.
func (r *Runner) LetGo(profile string) { r.unsaved.letGo(profile) }
