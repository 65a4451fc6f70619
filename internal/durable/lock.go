package durable

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// lockPoll is how often a held lock is tried again.
const lockPoll = 50 * time.Millisecond

// FileLock is an exclusive lock on a file of its own. The system frees it when the
// process dies, so there is no stale lock.
type FileLock struct{ file *os.File }

// Lock locks path, waiting until ctx ends and making the file when it is not
// there. A file that [Open] would refuse is refused. Every error but "held by
// another" fails at once: going on without a lock is worse (R5).
// When ctx ends first its error is returned.
func Lock(ctx context.Context, path string) (*FileLock, error) {
	for {
		f, err := open(path, os.O_CREATE|os.O_RDWR|unix.O_NOFOLLOW, Private)
		if err != nil {
			return nil, err
		}
		err = waitFor(ctx, f)
		if err == nil && isAt(f, path) {
			return &FileLock{f}, nil
		}
		_ = f.Close()
		if err != nil {
			return nil, err
		}
	}
}

func waitFor(ctx context.Context, f *os.File) error {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		switch {
		case err == nil:
			return nil
		case errors.Is(err, unix.EINTR):
			continue
		case !errors.Is(err, unix.EWOULDBLOCK):
			return fmt.Errorf("locking %s: %w", f.Name(), err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(lockPoll):
		}
	}
}

// isAt reports whether path still names the locked file: somebody may have
// removed it meanwhile.
func isAt(f *os.File, path string) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Lstat(path)
	return err == nil && os.SameFile(mine, there)
}

// Unlock frees the lock. The file stays: removing it would let two processes
// lock different files of one name.
func (l *FileLock) Unlock() error { return l.file.Close() }

// Locked reports whether a process holds the lock at path. It makes no file. A
// process that tries the lock at this very moment tries again.
func Locked(path string) bool {
	f, err := open(path, os.O_RDONLY|unix.O_NOFOLLOW, Private)
	if err != nil {
		return false
	}
	defer func() { _ = f.Close() }()
	return errors.Is(unix.Flock(int(f.Fd()), unix.LOCK_SH|unix.LOCK_NB), unix.EWOULDBLOCK)
}
