package profiles

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/internal/durable"
)

// Rescued means that the newest tokens could not be put in their place and were
// saved in another file, which the next Open of the profile takes over.
type Rescued struct {
	Path string
	Err  error // why the usual place failed
}

// Error names the rescue file and the reason.
func (r *Rescued) Error() string {
	return fmt.Sprintf("saved in %s instead, since %v; the next step of the profile takes it over", r.Path, r.Err)
}

// Unwrap returns the reason, and [flow.ErrElsewhere]: nothing is lost.
func (r *Rescued) Unwrap() []error { return []error{r.Err, flow.ErrElsewhere} }

// txn is one profile under its lock.
type txn struct {
	store    *Store
	profile  string
	path     string
	lock     *durable.Lock
	state    flow.State
	reserved *durable.Replacement
}

func (t *txn) State() flow.State { return t.state }

// Intend makes the pending record durable. A damaged file is first set aside
// under another name, never overwritten.
func (t *txn) Intend(p flow.Pending) error {
	if t.state.Damage != "" {
		aside := t.path + ".damaged-" + time.Now().UTC().Format("20060102T150405")
		if err := os.Rename(t.path, aside); err != nil {
			return err
		}
		t.state = flow.State{}
	}
	next := t.state
	next.Pending = &p
	if err := durable.Replace(t.path, encode(t.profile, next, ""), t.store.Observe); err != nil {
		return err
	}
	t.state = next
	return nil
}

// Reserve acquires what Commit needs.
func (t *txn) Reserve() error {
	r, err := durable.Prepare(t.path, t.store.Observe)
	t.reserved = r
	return err
}

// Commit replaces the state by compare-and-swap on generation and pending id:
// the second line of defence where locks do not hold (PROMISES.md §2.4).
func (t *txn) Commit(next flow.State) error {
	next.Unsaved = false
	content := encode(t.profile, next, pendingID(t.state))
	err := t.unchanged()
	if err == nil {
		err = t.put(content)
	}
	if err == nil || errors.Is(err, durable.ErrNotConfirmed) {
		t.state = next
		return nil
	}
	if next.Gen == t.state.Gen {
		return err // no new token in it: nothing to rescue
	}
	return t.rescueTo(content, err)
}

// put uses the reserved file, then one fresh file; never a file whose fsync failed.
func (t *txn) put(content []byte) error {
	if t.reserved != nil {
		err := t.reserved.Commit(content)
		t.reserved = nil
		if err == nil || errors.Is(err, durable.ErrNotConfirmed) {
			return err
		}
	}
	return durable.Replace(t.path, content, t.store.Observe)
}

// unchanged reports whether the file is still the one that was read. A file that
// is gone or cannot be read is no other's newer state: it is written again.
func (t *txn) unchanged() error {
	now, err := t.store.Read(t.profile)
	gone := err != nil || now.Damage != "" || now.Gen == 0 && now.Pending == nil
	if gone || now.Gen == t.state.Gen && pendingID(now) == pendingID(t.state) {
		return nil
	}
	return flow.ErrConflict
}

func pendingID(s flow.State) string {
	if s.Pending == nil {
		return ""
	}
	return s.Pending.ID
}

func (t *txn) rescuePath() string {
	return filepath.Join(t.store.rescue, t.profile+".rescue.json")
}

func (t *txn) rescueTo(content []byte, reason error) error {
	if t.store.rescue == "" {
		return reason
	}
	if err := durable.MakeDir(t.store.rescue); err != nil {
		return errors.Join(reason, err)
	}
	if err := durable.Replace(t.rescuePath(), content, nil); err != nil && !errors.Is(err, durable.ErrNotConfirmed) {
		return errors.Join(reason, err)
	}
	return &Rescued{t.rescuePath(), reason}
}

// mergeRescue takes over a rescue file that settles our pending record.
func (t *txn) mergeRescue() error {
	if t.store.rescue == "" {
		return nil
	}
	content, err := durable.Read(t.rescuePath(), durable.Private, false, maxState)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return t.store.unsafe(err)
	}
	if !t.settles(content) {
		return nil
	}
	if err := durable.Replace(t.path, content, t.store.Observe); err != nil {
		return fmt.Errorf("taking over %s: %w", t.rescuePath(), err)
	}
	t.state = decode(content)
	return os.Remove(t.rescuePath())
}

// settles reports whether content is the state that follows ours: the next
// generation, committing our pending record.
func (t *txn) settles(content []byte) bool {
	next, commits := decodeWithCommits(bytes.TrimRight(content, "\x00"))
	return next.Damage == "" && next.Gen == t.state.Gen+1 && commits != "" && commits == pendingID(t.state)
}

// Recover adopts a whole temporary file that a killed run left and removes the
// others: a kill between write and rename leaves the newest token there.
func (t *txn) Recover() error {
	entries, err := os.ReadDir(filepath.Dir(t.path))
	if err != nil {
		return err
	}
	for _, entry := range entries {
		if !strings.HasPrefix(entry.Name(), durable.TempPrefix(t.path)) {
			continue
		}
		left := filepath.Join(filepath.Dir(t.path), entry.Name())
		if err := t.takeOver(left); err != nil {
			return err
		}
	}
	return nil
}

func (t *txn) takeOver(left string) error {
	content, err := durable.Read(left, durable.Private, false, maxState)
	if err == nil && t.settles(content) {
		content = bytes.TrimRight(content, "\x00")
		if err := durable.Replace(t.path, content, t.store.Observe); err != nil {
			return err
		}
		t.state = decode(content)
	}
	return os.Remove(left)
}

// Close gives back what was reserved and unlocks.
func (t *txn) Close() error {
	if t.reserved != nil {
		t.reserved.Abort()
	}
	return t.lock.Unlock()
}
