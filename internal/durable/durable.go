// Package durable replaces small files so that after any crash the old or the
// new content is there whole, locks them between processes, and refuses files
// that others could read or change. It knows nothing of tokens.
package durable

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"
)

// Point is a named line of the atomic replace (PROMISES.md §2.3).
type Point string

// The points of a replace, in order.
const (
	Created   Point = "created"
	Reserved  Point = "reserved"
	Written   Point = "written"
	Truncated Point = "truncated"
	Synced    Point = "synced"
	Renamed   Point = "renamed"
	Settled   Point = "settled" // the directory is synced: the replace survives a power loss
)

// reserve is how much space a replacement sets aside, in bytes.
const reserve = 128 << 10

// ErrNotConfirmed means that the new content is in place and read back, but the
// directory could not be synced: a power loss may bring the old content back.
var ErrNotConfirmed = errors.New("saved, but not confirmed durable")

// Replacement is a new content of a file that is prepared and not yet in place.
// Everything that Commit needs is held: the temporary file, its space, the
// directory. One goroutine uses it.
type Replacement struct {
	path    string
	tmp     *os.File
	dir     *os.File
	observe func(Point)
}

// Leftovers returns the temporary files of path that killed runs left. Only the
// holder of path's lock may call it: otherwise they may be in use.
func Leftovers(path string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Dir(path))
	var left []string
	for _, entry := range entries {
		id, ours := strings.CutPrefix(entry.Name(), tempPrefix(path))
		if raw, err := hex.DecodeString(id); ours && err == nil && len(raw) == idLength {
			left = append(left, filepath.Join(filepath.Dir(path), entry.Name()))
		}
	}
	return left, err
}

func tempPrefix(path string) string { return "." + filepath.Base(path) + ".tmp-" }

// idLength is how many random bytes tell temporary files of one path apart.
const idLength = 8

// Prepare makes a temporary file beside path, mode 0600 whatever the umask, with
// space set aside, and opens the directory. observe may be nil.
func Prepare(path string, observe func(Point)) (*Replacement, error) {
	if observe == nil {
		observe = func(Point) {}
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	var id [idLength]byte
	_, _ = rand.Read(id[:])
	name := filepath.Join(filepath.Dir(path), tempPrefix(path)+hex.EncodeToString(id[:]))
	tmp, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0o600)
	if err != nil {
		_ = dir.Close()
		return nil, err
	}
	r := &Replacement{path: path, tmp: tmp, dir: dir, observe: observe}
	observe(Created)
	if err := errors.Join(tmp.Chmod(0o600), allocate(tmp, reserve)); err != nil {
		r.Abort()
		return nil, fmt.Errorf("setting space aside for %s: %w", path, err)
	}
	observe(Reserved)
	return r, nil
}

// Commit writes content, syncs it, puts it in place of the file and reads it
// back. It may be called once; a failed one leaves the old content. A failed
// fsync is never retried on the same file (PROMISES.md R9). The error is
// [ErrNotConfirmed] when only the directory's fsync failed.
func (r *Replacement) Commit(content []byte) error {
	defer r.Abort()
	if err := r.write(content); err != nil {
		return err
	}
	if err := os.Rename(r.tmp.Name(), r.path); err != nil && !r.inPlace(content) {
		return err
	}
	r.observe(Renamed)
	if !r.inPlace(content) {
		return fmt.Errorf("%s does not read back as it was written", r.path)
	}
	if err := r.dir.Sync(); err != nil {
		return fmt.Errorf("%w: %w", ErrNotConfirmed, err)
	}
	r.observe(Settled)
	return nil
}

func (r *Replacement) write(content []byte) error {
	if _, err := r.tmp.WriteAt(content, 0); err != nil {
		return err
	}
	r.observe(Written)
	if err := r.tmp.Truncate(int64(len(content))); err != nil {
		return err
	}
	r.observe(Truncated)
	if err := r.tmp.Sync(); err != nil {
		return err
	}
	r.observe(Synced)
	return r.tmp.Close()
}

// inPlace reports whether the file holds content: a rename over NFS may report
// an error and have happened.
func (r *Replacement) inPlace(content []byte) bool {
	have, err := os.ReadFile(r.path)
	return err == nil && bytes.Equal(have, content)
}

// Abort removes the temporary file. It may be called after Commit and more than once.
func (r *Replacement) Abort() {
	_ = r.tmp.Close()
	_ = os.Remove(r.tmp.Name())
	_ = r.dir.Close()
}

// Replace prepares and commits in one.
func Replace(path string, content []byte, observe func(Point)) error {
	r, err := Prepare(path, observe)
	if err != nil {
		return err
	}
	return r.Commit(content)
}

// fill sets space aside by writing zeros, where fallocate is not to be had.
func fill(f *os.File, size int64) error {
	zeros := make([]byte, 32<<10)
	for at := int64(0); at < size; at += int64(len(zeros)) {
		if _, err := f.WriteAt(zeros, at); err != nil {
			return err
		}
	}
	_, err := f.Seek(0, io.SeekStart)
	return err
}
