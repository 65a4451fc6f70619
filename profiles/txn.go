package profiles

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"syscall"
	"time"

	"zoauth/flow"
	"zoauth/internal/durable"
)

// txn is one profile under its lock.
type txn struct {
	store    *Store
	profile  string
	path     string
	lock     *durable.Lock
	state    flow.State
	newer    bool // a newer zoauth wrote the file
	reserved *durable.Replacement
}

// load reads the file, and the rescue file that follows it.
func (t *txn) load() error {
	file, err := t.store.read(t.profile)
	if err != nil {
		return err
	}
	t.state, t.newer = file.state, file.newer
	return t.mergeRescue()
}

func (t *txn) State() flow.State { return t.state }

// Intend makes the pending record durable. A damaged file is first set aside
// under another name, never overwritten; a newer zoauth's file stays where it is.
func (t *txn) Intend(p flow.Pending) error {
	if t.newer {
		return fmt.Errorf("%s: %s, or move the file away", t.path, t.state.Damage)
	}
	if t.state.Damage != "" {
		if err := t.setAside(); err != nil {
			return err
		}
		t.state = flow.State{}
	}
	next := t.state
	next.Pending = &p
	err := durable.Replace(t.path, encode(t.profile, next, ""), t.store.Observe)
	if err == nil || errors.Is(err, durable.ErrNotConfirmed) {
		t.state = next
	}
	return err
}

func (t *txn) setAside() error {
	return os.Rename(t.path, t.path+".damaged-"+time.Now().UTC().Format("20060102T150405.000000"))
}

// Reserve acquires what Commit needs.
func (t *txn) Reserve() error {
	r, err := durable.Prepare(t.path, t.store.Observe)
	t.reserved = r
	return err
}

// Commit replaces the state by compare-and-swap on generation and pending id:
// the second line of defence where locks do not hold (PROMISES.md §2.4). Where a
// new token cannot take its place, the error is *[Rescued] if another file has it.
// [flow.ErrNotConfirmed] means that it is in place.
func (t *txn) Commit(next flow.State) error {
	next.Unsaved = false
	content := encode(t.profile, next, pendingID(t.state))
	err := t.unchanged(next)
	if err == nil {
		err = t.put(content)
	}
	switch {
	case err == nil, errors.Is(err, errInPlace):
		t.state = next
		return nil
	case errors.Is(err, durable.ErrNotConfirmed):
		t.state = next
		return fmt.Errorf("%s: %w: %w", t.path, flow.ErrNotConfirmed, err)
	case next.Gen == t.state.Gen: // no new token in it: nothing to rescue
		return err
	}
	return t.rescueTo(content, err)
}

// put uses the reserved file, then one fresh file; never a file whose fsync failed.
func (t *txn) put(content []byte) error {
	if r := t.reserved; r != nil {
		t.reserved = nil
		err := r.Commit(content)
		if err == nil || errors.Is(err, durable.ErrNotConfirmed) {
			return err
		}
	}
	return durable.Replace(t.path, content, t.store.Observe)
}

// errInPlace means that an earlier commit of the same state, which panicked or
// reported an error, has put it in place.
var errInPlace = errors.New("it is in place already")

// unchanged refuses when the file is not the one that was read. One that is gone
// or cannot be read is no other's newer state: it is written again, a damaged one
// under another name first.
func (t *txn) unchanged(next flow.State) error {
	now, err := t.store.read(t.profile)
	switch {
	case now.newer:
		return flow.ErrConflict
	case now.commits != "" && now.commits == pendingID(t.state) && samePair(now.state, next):
		return errInPlace
	case err == nil && now.state.Damage != "":
		return t.setAside()
	case err != nil, now.state.Gen == 0 && now.state.Pending == nil:
		return nil
	case now.state.Gen != t.state.Gen || pendingID(now.state) != pendingID(t.state):
		return flow.ErrConflict
	}
	return nil
}

func samePair(a, b flow.State) bool {
	return a.Gen == b.Gen && a.Token.AccessToken == b.Token.AccessToken && a.Token.RefreshToken == b.Token.RefreshToken
}

func pendingID(s flow.State) string {
	if s.Pending == nil {
		return ""
	}
	return s.Pending.ID
}

// Recover adopts a whole temporary file that a killed run left and removes the
// others: a kill between write and rename leaves the newest token there
// (PROMISES.md §2.5 step 3).
func (t *txn) Recover() error {
	left, err := durable.Leftovers(t.path)
	if err != nil {
		return err
	}
	content, err := t.newest(left)
	if err == nil && content != nil {
		err = t.adopt(content)
	}
	if err != nil {
		return err
	}
	for _, path := range left {
		if err := os.Remove(path); err != nil {
			return err
		}
	}
	return nil
}

// newest returns the content among the temporary files that follows our state,
// that with a new token first; nil when there is none. A file that the disk does
// not give is an error, so that it is not removed unread.
func (t *txn) newest(left []string) ([]byte, error) {
	var newest []byte
	gen := -1
	for _, path := range left {
		content, err := durable.Read(path, durable.Private, false, maxState)
		if errors.Is(err, syscall.EIO) {
			return nil, err
		}
		content = bytes.TrimRight(content, "\x00")
		if file := decode(t.profile, content); err == nil && t.settledBy(file) && file.state.Gen > gen {
			newest, gen = content, file.state.Gen
		}
	}
	return newest, nil
}

// settledBy reports whether file follows our state: it commits our pending
// record, with a new token or, as after a refusal, without.
func (t *txn) settledBy(file saved) bool {
	next := file.state.Gen == t.state.Gen || file.state.Gen == t.state.Gen+1
	return next && file.state.Damage == "" && file.commits != "" && file.commits == pendingID(t.state)
}

// adopt puts content in place of our file.
func (t *txn) adopt(content []byte) error {
	if err := durable.Replace(t.path, content, t.store.Observe); err != nil {
		return err
	}
	t.state = decode(t.profile, content).state
	return nil
}

// Close gives back what was reserved and unlocks.
func (t *txn) Close() error {
	if t.reserved != nil {
		t.reserved.Abort()
	}
	return t.lock.Unlock()
}
