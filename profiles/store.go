package profiles

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"zoauth/flow"
	"zoauth/internal/durable"
)

// Store keeps the tokens of every profile, one file each, below a state
// directory (PROMISES.md §2). It implements [flow.Store].
type Store struct {
	dir     string
	rescue  string              // directory of rescue files; empty: there is none
	Observe func(durable.Point) // nil: nobody watches; crash tests do
}

// NewStore returns the store below dir. Nothing is made before the first Open.
func NewStore(dir string) *Store {
	s := &Store{dir: dir}
	if runtime := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(runtime) {
		s.rescue = filepath.Join(runtime, "zoauth")
	}
	return s
}

// maxState is the longest token file that is read, in bytes.
const maxState = 256 << 10

func (s *Store) path(profile string) string {
	return filepath.Join(s.dir, "tokens", profile+".json")
}

// Modified returns when the profile's token file changed last; zero: there is none.
func (s *Store) Modified(profile string) time.Time {
	info, err := os.Stat(s.path(profile))
	if err != nil {
		return time.Time{}
	}
	return info.ModTime()
}

// Read returns the newest whole state without a lock: a rename never shows half
// a file. A file that cannot be understood is left alone and told in Damage.
func (s *Store) Read(profile string) (flow.State, error) {
	content, err := durable.Read(s.path(profile), durable.Private, false, maxState)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return flow.State{}, nil
	case errors.Is(err, durable.ErrUnsafe):
		return flow.State{}, fmt.Errorf("%w (%w)", err, flow.ErrPermission)
	case err != nil:
		return flow.State{}, fmt.Errorf("reading the tokens of %s: %w", profile, err)
	}
	return decode(content), nil
}

// Open locks the profile and reads it. When ctx ends first the error is
// [flow.ErrLocked] and names the holder.
func (s *Store) Open(ctx context.Context, profile string) (flow.Txn, error) {
	if !nameShape.MatchString(profile) {
		return nil, fmt.Errorf("the profile name %q cannot be a file name", profile)
	}
	if err := durable.MakeDir(filepath.Join(s.dir, "tokens")); err != nil {
		return nil, s.unsafe(err)
	}
	if err := durable.CheckParents(filepath.Join(s.dir, "tokens", profile)); err != nil {
		return nil, s.unsafe(err)
	}
	lock, err := durable.TryLock(ctx, filepath.Join(s.dir, "tokens", profile+".lock"))
	if err != nil {
		if ctx.Err() != nil {
			return nil, s.lockedBy(profile)
		}
		return nil, fmt.Errorf("locking %s: %w", profile, err)
	}
	state, err := s.Read(profile)
	if err != nil {
		_ = lock.Unlock()
		return nil, err
	}
	t := &txn{store: s, profile: profile, path: s.path(profile), lock: lock, state: state}
	if err := t.mergeRescue(); err != nil {
		_ = lock.Unlock()
		return nil, err
	}
	return t, nil
}

func (s *Store) unsafe(err error) error {
	if errors.Is(err, durable.ErrUnsafe) {
		return fmt.Errorf("%w (%w)", err, flow.ErrPermission)
	}
	return fmt.Errorf("preparing the state directory: %w", err)
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
