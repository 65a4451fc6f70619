package profiles

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"zoauth/flow"
	"zoauth/internal/durable"
)

// Store keeps the tokens of every profile, one file each, below a state
// directory. It implements [flow.Store].
type Store struct {
	Observe durable.Observer // nil: nobody watches; crash tests do
	dir     string
	rescue  rescuePlaces
	shared  func(path string) string
}

// NewStore returns the store below dir. Nothing is made before the first Open.
func NewStore(dir string) *Store {
	return &Store{dir: dir, rescue: findRescuePlaces(), shared: durable.Shared}
}

// Warning says that the tokens lie where other hosts may reach them; empty on a file system of this host. A lock on such a file system
// may hold on this host only (R5). Each call asks the system.
func (s *Store) Warning() string {
	kind := s.shared(s.dir)
	if kind == "" {
		return ""
	}
	return "the tokens are on " + kind + ", where locks between hosts are not reliable"
}

func (s *Store) path(profile string) string {
	return filepath.Join(s.dir, "tokens", profile+".json")
}

func (s *Store) lockPath(profile string) string {
	return filepath.Join(s.dir, "tokens", profile+".lock")
}

// Modified returns when the profile's token file changed last; zero: there is none.
func (s *Store) Modified(profile string) time.Time {
	info, err := os.Stat(s.path(profile))
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// Touched returns when a token file was replaced, made or removed last: each of
// them is a rename or a link in one directory. Zero: there is no such directory.
func (s *Store) Touched() time.Time {
	info, err := os.Stat(filepath.Join(s.dir, "tokens"))
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// Read returns the newest whole state without a lock: a rename never shows half
// a file. A file that cannot be understood is left alone and told in Damage. What
// a rescue file holds counts as saved; the next Open brings it home. A request whose
// process lives and holds the lock is told as being under way.
func (s *Store) Read(profile string) (flow.State, error) {
	file, err := s.read(profile)
	if err != nil || file.state.Pending == nil {
		return file.state, err
	}
	rescue, err := s.rescued(profile, file)
	if err == nil && rescue.path != "" {
		return rescue.next.state, nil
	}
	file.state.InFlight = s.inFlight(profile, *file.state.Pending)
	if !file.state.InFlight { // else it may be half written
		file.state.Spoiled = rescue.spoiled
	}
	return file.state, nil
}

// inFlight reports whether the process that p names is at work: the lock is held, and
// nothing says that the process has ended.
func (s *Store) inFlight(profile string, p flow.Pending) bool {
	if host, _ := os.Hostname(); p.Host == host && errors.Is(syscall.Kill(p.PID, 0), syscall.ESRCH) {
		return false
	}
	return durable.Locked(s.lockPath(profile))
}

func (s *Store) read(profile string) (saved, error) {
	if err := checkName(profile); err != nil {
		return saved{}, err
	}
	content, err := durable.Read(s.path(profile), durable.Private, false, maxState)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return saved{}, nil
	case errors.Is(err, durable.ErrTooLong):
		return damaged("is longer than any file zoauth writes"), nil
	case errors.Is(err, syscall.EIO):
		return damaged("cannot be read: the disk reports an error"), nil
	case err != nil:
		return saved{}, fmt.Errorf("reading the tokens of %s: %w", profile, refused(err))
	}
	return decode(profile, content), nil
}

// checkName refuses what would lead out of the directory.
func checkName(profile string) error {
	if !IsName(profile) {
		return fmt.Errorf("the profile name %q cannot be a file name", profile)
	}
	return nil
}

// Open locks the profile and reads it. When ctx ends first the error is
// [flow.ErrLocked] and names the holder.
func (s *Store) Open(ctx context.Context, profile string) (flow.Txn, error) {
	if err := checkName(profile); err != nil {
		return nil, err
	}
	if err := s.prepare(); err != nil {
		return nil, fmt.Errorf("preparing the state directory: %w", refused(err))
	}
	lock, err := durable.Lock(ctx, s.lockPath(profile))
	if err != nil {
		if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
			return nil, s.lockedBy(profile)
		}
		return nil, fmt.Errorf("locking %s: %w", profile, refused(err))
	}
	t := &txn{store: s, profile: profile, path: s.path(profile), lock: lock}
	if err := t.load(); err != nil {
		_ = lock.Unlock()
		return nil, err
	}
	return t, nil
}

func (s *Store) prepare() error {
	tokens := filepath.Join(s.dir, "tokens")
	for _, dir := range []string{s.dir, tokens} {
		if err := durable.MakeDir(dir); err != nil {
			return err
		}
	}
	return durable.CheckParents(tokens)
}

// untrusted is a [flow.ErrPermission] that says itself what is wrong and how it is repaired.
type untrusted struct{ error }

func (u untrusted) Unwrap() error { return u.error }

func (untrusted) Is(target error) bool { return target == flow.ErrPermission }

// refused marks a file that others could read or change as a permission error
// and keeps its repair.
func refused(err error) error {
	if errors.Is(err, durable.ErrUnsafe) {
		return untrusted{err}
	}
	return err
}

// lockedBy names the holder as far as its pending record tells.
func (s *Store) lockedBy(profile string) error {
	state, err := s.Read(profile)
	if err != nil || state.Pending == nil {
		return fmt.Errorf("waiting for %s: %w", profile, flow.ErrLocked)
	}
	p := state.Pending
	return fmt.Errorf("waiting for %s: %s, process %d on %s, since %s: %w",
		profile, p.By, p.PID, p.Host, p.At.Local().Format(time.TimeOnly), flow.ErrLocked)
}
