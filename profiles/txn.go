package profiles

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
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
	lock     *durable.FileLock
	file     saved  // what is on disk
	rescueAs string // how the name of a rescue file begins
	reserved *durable.Replacement
}

// load reads the file, and the rescue file that settles it.
func (t *txn) load() error {
	file, err := t.store.read(t.profile)
	if err != nil {
		return err
	}
	t.file, t.rescueAs = file, t.store.rescuePrefixes(t.profile)[0]
	return t.mergeRescue()
}

func (t *txn) State() flow.State { return t.file.state }

// Intend makes the pending record durable. A damaged file is first set aside
// under another name, never overwritten; a newer zoauth's file stays where it is.
func (t *txn) Intend(p flow.Pending) error {
	if t.file.state.Newer {
		return fmt.Errorf("%s: %s, or move the file away", t.path, t.file.state.Damage)
	}
	if err := roomFor(t.file.others); err != nil {
		return err
	}
	if t.file.state.Damage != "" {
		if err := t.setAside(t.path); err != nil {
			return err
		}
		t.file = saved{}
	}
	next := saved{state: t.file.state.Intending(p), others: t.file.others, rescue: t.store.rescue.all()}
	content, err := encode(t.profile, next)
	if err != nil {
		return err
	}
	err = durable.Replace(t.path, content, t.store.Observe)
	if err == nil || errors.Is(err, durable.ErrNotConfirmed) {
		t.file = next
	}
	return err
}

// setAside gives a file that is no use a name under which nothing looks for it, and
// under which its owner finds it.
func (t *txn) setAside(path string) error {
	name := t.path + ".damaged-" + time.Now().UTC().Format("20060102T150405.000000")
	if path != t.path {
		name += filepath.Ext(path)
	}
	aside := name
	for n := 2; exists(aside); n++ { // a clock can stand still, or be set back
		aside = fmt.Sprintf("%s-%d", name, n)
	}
	return os.Rename(path, aside)
}

func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// Reserve acquires what Commit needs.
func (t *txn) Reserve() error {
	r, err := durable.Prepare(t.path, t.store.Observe)
	t.reserved = r
	return err
}

// Commit replaces the state by compare-and-swap on generation and pending id:
// the second line of defence where locks do not hold (R5). Where a
// new token cannot take its place, the error is *[Rescued] if another file has it.
// [flow.ErrNotConfirmed] means that it is in place.
func (t *txn) Commit(state flow.State) error {
	state.Unsaved = false
	next := t.follower(state)
	content, err := encode(t.profile, next)
	if err != nil {
		return err
	}
	if err = t.unchanged(content); err == nil {
		err = t.put(content)
	}
	switch {
	case err == nil, errors.Is(err, errInPlace):
		t.file = next
		return nil
	case errors.Is(err, durable.ErrNotConfirmed):
		t.file = next
		return fmt.Errorf("%s: %w: %w", t.path, flow.ErrNotConfirmed, err)
	case state.Gen == t.file.state.Gen, next.commits == "", answered(t.file.state): // the file has every token that this has
		return err
	}
	return t.rescueTo(content, err)
}

// follower is state as what a commit makes of the file on disk.
func (t *txn) follower(state flow.State) saved {
	return saved{
		state: state, others: t.file.others,
		commits: pendingID(t.file.state), follows: pairDigest(t.file.state.Token),
	}
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
func (t *txn) unchanged(content []byte) error {
	if have, err := durable.Read(t.path, durable.Private, false, maxState); err == nil && bytes.Equal(have, content) {
		return errInPlace
	}
	now, err := t.store.read(t.profile)
	switch {
	case now.state.Newer:
		return flow.ErrConflict
	case err == nil && now.state.Damage != "":
		return t.setAside(t.path)
	case err != nil, now.state.Gen == 0 && now.state.Pending == nil:
		return nil
	case now.state.Gen != t.file.state.Gen || pendingID(now.state) != pendingID(t.file.state):
		return flow.ErrConflict
	}
	return nil
}

// Recover adopts the temporary file that settles our state: a kill between write and
// rename leaves the newest token there (R9). The others tell
// nothing that the file does not, or are set aside. Those that a newer zoauth wrote
// are its own to judge.
func (t *txn) Recover() error {
	if t.file.state.Newer {
		return nil
	}
	left, err := durable.Leftovers(t.path)
	if err != nil {
		return err
	}
	read := map[string]leftover{}
	for _, path := range left {
		if read[path], err = readLeftover(t.profile, path); err != nil {
			return err
		}
	}
	if err := t.adoptNewest(read); err != nil {
		return err
	}
	for path, l := range read {
		if err := t.clear(path, l); err != nil {
			return err
		}
	}
	return nil
}

// leftover is a file of tokens outside its place, as a killed run or a failing disk
// leaves it.
type leftover struct {
	content []byte
	file    saved
	ours    bool // it could be read as a file that only we can have written
}

// readLeftover reads such a file. That the disk does not give it is an error, so that
// it is not removed unread.
func readLeftover(profile, path string) (leftover, error) {
	content, err := durable.Read(path, durable.Private, false, maxState)
	if errors.Is(err, syscall.EIO) {
		return leftover{}, err
	}
	content = bytes.TrimRight(content, "\x00")
	return leftover{content, decode(profile, content), err == nil}, nil
}

// saysNothing reports whether l holds nothing, or nothing that current, which is in its
// place, does not hold; any other may have the only copy of a token.
func (l leftover) saysNothing(current saved) bool {
	return l.ours && (len(l.content) == 0 || l.file.state.Damage == "" && (!l.file.state.HasToken() || l.file.settled(current)))
}

// adoptNewest puts the leftover that settles our state in its place, that with a new
// token first.
func (t *txn) adoptNewest(read map[string]leftover) error {
	var newest *leftover
	for _, l := range read {
		if l.ours && l.file.settles(t.file.state) && (newest == nil || l.file.state.Gen > newest.file.state.Gen) {
			newest = &l
		}
	}
	if newest == nil {
		return nil
	}
	if err := durable.Replace(t.path, newest.content, t.store.Observe); err != nil {
		return err
	}
	t.file = newest.file
	return nil
}

// clear removes a leftover that says nothing and sets any other aside, but for one
// that a newer zoauth wrote.
func (t *txn) clear(path string, l leftover) error {
	switch {
	case l.saysNothing(t.file):
		return os.Remove(path)
	case l.file.state.Newer:
		return nil
	default:
		return t.setAside(path)
	}
}

// Close gives back what was reserved and unlocks.
func (t *txn) Close() error {
	if t.reserved != nil {
		t.reserved.Abort()
	}
	return t.lock.Unlock()
}
