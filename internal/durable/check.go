package durable

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// ErrUnsafe means that others could read or change a file or directory.
var ErrUnsafe = errors.New("others could read or change it")

// Unsafe names the place and the repair.
type Unsafe struct {
	Path, What, Repair string
}

// Error returns place, fault and repair in one line.
func (u *Unsafe) Error() string {
	if u.Repair == "" {
		return u.Path + " " + u.What
	}
	return u.Path + " " + u.What + ": " + u.Repair
}

// Unwrap returns [ErrUnsafe].
func (u *Unsafe) Unwrap() error { return ErrUnsafe }

// Trust says how closed a file must be.
type Trust int

// The trusts.
const (
	Private  Trust = iota // nobody else may read or write, no other name, no link
	Readable              // others may read
)

// Read reads a file after checking the open descriptor, so that nobody can
// change it in between: regular, ours, closed to others as trust says. A FIFO
// cannot hang it. follow allows path itself to be a link, for files that dotfile
// managers place; the target is what is checked.
func Read(path string, trust Trust, follow bool, limit int64) ([]byte, error) {
	flags := os.O_RDONLY | unix.O_NONBLOCK | unix.O_CLOEXEC
	if !follow {
		flags |= unix.O_NOFOLLOW
	}
	f, err := os.OpenFile(path, flags, 0)
	if errors.Is(err, unix.ELOOP) {
		return nil, &Unsafe{path, "is a symbolic link", "rm " + path}
	}
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if err := checkFile(path, info, trust); err != nil {
		return nil, err
	}
	content, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(content)) > limit {
		err = fmt.Errorf("%s is longer than %d bytes", path, limit)
	}
	return content, err
}

func checkFile(path string, info fs.FileInfo, trust Trust) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	mode := info.Mode()
	switch {
	case !mode.IsRegular():
		return &Unsafe{path, "is no regular file", ""}
	case ok && int(stat.Uid) != os.Geteuid() && (stat.Uid != 0 || trust == Private):
		return &Unsafe{path, "belongs to another user", fmt.Sprintf("chown %d %s", os.Geteuid(), path)}
	case trust == Private && mode.Perm()&0o077 != 0:
		return &Unsafe{path, fmt.Sprintf("has mode %04o", mode.Perm()), "chmod 600 " + path}
	case mode.Perm()&0o022 != 0:
		return &Unsafe{path, fmt.Sprintf("has mode %04o", mode.Perm()), "chmod go-w " + path}
	case trust == Private && ok && stat.Nlink > 1: // 0: another process replaced it after we opened it
		return &Unsafe{path, "has another name (hard link)", "copy it, remove both names and put the copy there"}
	}
	return nil
}

// CheckParents checks every directory above path up to the home directory or the
// root: owned by us or root and writable by nobody else, unless sticky and
// root's, like /tmp (PROMISES.md S2).
func CheckParents(path string) error {
	home, _ := os.UserHomeDir()
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		info, err := os.Stat(dir)
		if err != nil {
			return err
		}
		if err := checkDirectory(dir, info); err != nil {
			return err
		}
		if dir == home || dir == filepath.Dir(dir) {
			return nil
		}
	}
}

func checkDirectory(dir string, info fs.FileInfo) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return nil
	}
	rootSticky := stat.Uid == 0 && info.Mode()&fs.ModeSticky != 0
	switch {
	case stat.Uid != 0 && int(stat.Uid) != os.Geteuid():
		return &Unsafe{dir, "belongs to another user", fmt.Sprintf("chown %d %s", os.Geteuid(), dir)}
	case info.Mode().Perm()&0o022 != 0 && !rootSticky:
		return &Unsafe{dir, fmt.Sprintf("has mode %04o", info.Mode().Perm()), "chmod go-w " + dir}
	}
	return nil
}

// MakeDir makes dir and the missing directories above it with mode 0700 from the
// start, and checks dir when it was there already.
func MakeDir(dir string) error {
	info, err := os.Lstat(dir)
	switch {
	case err == nil && !info.IsDir():
		return &Unsafe{dir, "is no directory", ""}
	case err == nil && info.Mode().Perm()&0o077 != 0:
		return &Unsafe{dir, fmt.Sprintf("has mode %04o", info.Mode().Perm()), "chmod 700 " + dir}
	case err == nil:
		return checkDirectory(dir, info)
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := makeParents(filepath.Dir(dir)); err != nil {
		return err
	}
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return os.Chmod(dir, 0o700) // a umask like 0777 took our own rights
}

func makeParents(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	return MakeDir(dir)
}
