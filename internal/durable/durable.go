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

// Point is a named line of the atomic replace (R1).
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

// Observer is called at each point once it is passed; nil: nothing watches. An error
// takes the place of the line's own, as if the disk had failed there: tests kill, panic
// and break disks through it.
type Observer func(Point) error

func (o Observer) at(p Point) error {
	if o == nil {
		return nil
	}
	return o(p)
}

// reserved is how much space a replacement sets aside, in bytes.
const reserved = 256 << 10

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
	written os.FileInfo // of tmp, when all is in it
	observe Observer
}

// Leftovers returns the temporary files of path that killed runs left. Only the
// holder of path's lock may call it: otherwise they may be in use.
func Leftovers(path string) ([]string, error) {
	entries, err := os.ReadDir(filepath.Dir(path))
	var left []string
	for _, entry := range entries {
		if base, ours := TemporaryOf(entry.Name()); ours && base == filepath.Base(path) {
			left = append(left, filepath.Join(filepath.Dir(path), entry.Name()))
		}
	}
	return left, err
}

// TemporaryOf returns the name of the file that a temporary file of this name was to
// replace; false when the name is not of a shape that [Prepare] gives.
func TemporaryOf(name string) (base string, ours bool) {
	at := strings.LastIndex(name, ".tmp-")
	if at < 2 || name[0] != '.' {
		return "", false
	}
	id := name[at+len(".tmp-"):]
	raw, err := hex.DecodeString(id)
	return name[1:at], err == nil && id == strings.ToLower(id) && (len(raw) == tempIDLength || len(raw) == idLength)
}

func tempPrefix(path string) string { return "." + filepath.Base(path) + ".tmp-" }

// idLength is how many random bytes tell the scratch directories of one prefix apart.
// An earlier zoauth has temporary files with as many, and removes such a file when it
// cannot read it: those of now have tempIDLength.
const (
	idLength     = 8
	tempIDLength = 12
)

// Prepare makes a temporary file beside path, mode 0600 whatever the umask, with
// space set aside, and opens the directory.
func Prepare(path string, observe Observer) (*Replacement, error) {
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return nil, err
	}
	var id [tempIDLength]byte
	_, _ = rand.Read(id[:])
	name := filepath.Join(filepath.Dir(path), tempPrefix(path)+hex.EncodeToString(id[:]))
	tmp, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_EXCL|unix.O_NOFOLLOW|unix.O_CLOEXEC, 0o600)
	if err != nil {
		_ = dir.Close()
		return nil, err
	}
	r := &Replacement{path: path, tmp: tmp, dir: dir, observe: observe}
	if err := r.reserve(); err != nil {
		r.Abort()
		return nil, fmt.Errorf("setting space aside for %s: %w", path, err)
	}
	return r, nil
}

func (r *Replacement) reserve() error {
	if err := r.observe.at(Created); err != nil {
		return err
	}
	if err := errors.Join(r.tmp.Chmod(0o600), allocate(r.tmp, reserved)); err != nil {
		return err
	}
	return r.observe.at(Reserved)
}

// Commit writes content, syncs it, puts it in place of the file and reads it
// back. It may be called once; a failed one leaves the old content. A failed
// fsync is never retried on the same file (R9). The error is
// [ErrNotConfirmed] when only the directory's fsync failed.
func (r *Replacement) Commit(content []byte) error {
	defer r.Abort()
	if err := r.write(content); err != nil {
		return err
	}
	err := os.Rename(r.tmp.Name(), r.path)
	if err == nil {
		err = r.observe.at(Renamed)
	}
	switch inPlace := r.inPlace(content); {
	case err != nil && !inPlace:
		return err
	case !inPlace:
		return fmt.Errorf("%s does not read back as it was written", r.path)
	}
	if err = r.dir.Sync(); err == nil {
		err = r.observe.at(Settled)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotConfirmed, err)
	}
	return nil
}

func (r *Replacement) write(content []byte) error {
	for _, line := range []struct {
		do func() error
		at Point
	}{
		{func() error { _, err := r.tmp.WriteAt(content, 0); return err }, Written},
		{func() error { return r.tmp.Truncate(int64(len(content))) }, Truncated},
		{r.tmp.Sync, Synced},
	} {
		if err := line.do(); err != nil {
			return err
		}
		if err := r.observe.at(line.at); err != nil {
			return err
		}
	}
	r.written, _ = r.tmp.Stat()
	return r.tmp.Close()
}

// inPlace reports whether the file holds content: a rename over NFS may report
// an error and have happened. Behind it [AppendLine] may have added to the new file.
func (r *Replacement) inPlace(content []byte) bool {
	have, err := os.ReadFile(r.path)
	if err != nil || bytes.Equal(have, content) {
		return err == nil
	}
	there, err := os.Lstat(r.path)
	return err == nil && os.SameFile(there, r.written) && bytes.HasPrefix(have, content)
}

// Abort removes the temporary file. It may be called after Commit and more than once.
func (r *Replacement) Abort() {
	_ = r.tmp.Close()
	_ = os.Remove(r.tmp.Name())
	_ = r.dir.Close()
}

// Replace prepares and commits in one.
func Replace(path string, content []byte, observe Observer) error {
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
