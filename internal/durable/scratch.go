package durable

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// Scratch is a directory of mode 0700 that ends with its process. A lock on the
// directory itself says that the process lives.
type Scratch struct {
	Path string
	lock *os.File
}

// NewScratch makes a scratch directory in [TempRoot]. Its name is prefix and 16
// random hexadecimal digits.
func NewScratch(getenv func(string) string, prefix string) (*Scratch, error) {
	for {
		var id [idLength]byte
		_, _ = rand.Read(id[:])
		path := filepath.Join(TempRoot(getenv), prefix+hex.EncodeToString(id[:]))
		err := os.Mkdir(path, 0o700)
		if err == nil {
			err = os.Chmod(path, 0o700) // a umask like 0777 took our own rights
		}
		if err != nil {
			return nil, err
		}
		lock, err := lockDir(path)
		if err == nil {
			return &Scratch{path, lock}, nil
		}
		if !errors.Is(err, errTaken) { // else a sweep came between: take another name
			return nil, errors.Join(fmt.Errorf("locking %s: %w", path, err), os.Remove(path))
		}
	}
}

// Remove deletes the directory with all that is in it.
func (s *Scratch) Remove() error {
	return errors.Join(os.RemoveAll(s.Path), s.lock.Close())
}

// SweepScratch deletes the scratch directories of that prefix whose processes were
// killed, also where they had another environment. One that is locked, another user's
// or open to others is left alone.
func SweepScratch(getenv func(string) string, prefix string) {
	roots := append(tempRoots(getenv), fmt.Sprintf("/run/user/%d", os.Geteuid()), "/tmp")
	for _, root := range roots {
		found, _ := filepath.Glob(filepath.Join(quoteGlob(root), prefix+strings.Repeat("[0-9a-f]", 2*idLength)))
		for _, path := range found {
			if !Ours(path) {
				continue
			}
			if lock, err := lockDir(path); err == nil {
				_ = (&Scratch{path, lock}).Remove()
			}
		}
	}
}

// quoteGlob makes a path stand for itself in a pattern.
func quoteGlob(path string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(path)
}

// errTaken means that another process has locked the directory, or removed it.
var errTaken = errors.New("another process has the directory")

// lockDir locks a directory without waiting.
func lockDir(path string) (*os.File, error) {
	dir, err := os.OpenFile(path, os.O_RDONLY|unix.O_NOFOLLOW|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	if errors.Is(err, os.ErrNotExist) {
		return nil, errTaken
	}
	if err != nil {
		return nil, err
	}
	err = unix.Flock(int(dir.Fd()), unix.LOCK_EX|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) || err == nil && !isAt(dir, path) {
		err = errTaken
	}
	if err != nil {
		_ = dir.Close()
		return nil, err
	}
	return dir, nil
}
