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

// ErrTooLong means that a file has more bytes than may be read of it.
var ErrTooLong = errors.New("is longer than the limit")

// Trust says how closed a file must be.
type Trust int

// The trusts.
const (
	Private  Trust = iota // nobody else may read or write, no other name, no link
	Readable              // others may read
)

// Read reads a file of at most limit bytes that [Open] accepts.
func Read(path string, trust Trust, follow bool, limit int64) ([]byte, error) {
	f, err := Open(path, trust, follow)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }()
	content, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(content)) > limit {
		return nil, fmt.Errorf("%s %w of %d bytes", path, ErrTooLong, limit)
	}
	return content, err
}

// Open opens a file for reading and checks the open descriptor, so that nobody
// can change it in between. A FIFO cannot hang it. follow allows path itself to
// be a link, for files that dotfile managers place; the target is what is checked.
func Open(path string, trust Trust, follow bool) (*os.File, error) {
	flags := os.O_RDONLY
	if !follow {
		flags |= unix.O_NOFOLLOW
	}
	return open(path, flags, trust)
}

// Check refuses an open file that others could read or change: it has to be
// regular, ours, and closed to others as trust says.
func Check(f *os.File, trust Trust) error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	return checkFile(f.Name(), info, trust)
}

func open(path string, flags int, trust Trust) (*os.File, error) {
	f, err := os.OpenFile(path, flags|unix.O_NONBLOCK|unix.O_CLOEXEC, 0o600)
	switch {
	case errors.Is(err, unix.ELOOP):
		return nil, &Unsafe{path, "is a symbolic link", "rm " + path}
	case errors.Is(err, unix.EISDIR), errors.Is(err, unix.ENXIO):
		return nil, noFile(path)
	case errors.Is(err, unix.EACCES):
		return nil, &Unsafe{path, "may not be opened by this user", "make it and its directory yours, with modes 600 and 700"}
	case err != nil:
		return nil, err
	}
	err = Check(f, trust)
	if err == nil && flags&os.O_CREATE != 0 {
		err = openToUs(f)
	}
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	return f, nil
}

// openToUs gives a checked file the mode that a umask took away when it was made.
func openToUs(f *os.File) error {
	info, err := f.Stat()
	if err != nil || info.Mode().Perm() == 0o600 {
		return err
	}
	return f.Chmod(0o600)
}

func noFile(path string) error {
	return &Unsafe{path, "is not a regular file", "move it away"}
}

func checkFile(path string, info fs.FileInfo, trust Trust) error {
	stat, ok := info.Sys().(*syscall.Stat_t)
	mode := info.Mode()
	switch {
	case !mode.IsRegular():
		return noFile(path)
	case ok && int(stat.Uid) != os.Geteuid() && (stat.Uid != 0 || trust == Private):
		return &Unsafe{path, "belongs to another user", fmt.Sprintf("chown %d %s", os.Geteuid(), path)}
	case trust == Private && mode.Perm()&0o077 != 0:
		return &Unsafe{path, fmt.Sprintf("has mode %04o", mode.Perm()), "chmod 600 " + path}
	case mode.Perm()&0o022 != 0:
		return &Unsafe{path, fmt.Sprintf("has mode %04o", mode.Perm()), "chmod go-w " + path}
	case trust == Private && ok && stat.Nlink > 1: // 0: replaced since it was opened
		return &Unsafe{path, "has another name (hard link)", "copy it, remove both names and put the copy there"}
	}
	return nil
}

// CheckParents checks every directory above path up to the home directory or the
// root, as it is written and as links lead: owned by us or root and writable by
// nobody else, unless sticky and root's, like /tmp (S2).
func CheckParents(path string) error {
	written, err := filepath.Abs(path)
	if err != nil {
		return err
	}
	if err := checkUp(filepath.Dir(written)); err != nil {
		return err
	}
	real, err := filepath.EvalSymlinks(written)
	if errors.Is(err, fs.ErrNotExist) {
		real, err = filepath.EvalSymlinks(filepath.Dir(written))
		real = filepath.Join(real, filepath.Base(written))
	}
	if err != nil || real == written {
		return err
	}
	return checkUp(filepath.Dir(real))
}

func checkUp(dir string) error {
	home, _ := Home(os.Getenv) // without one every directory up to the root counts
	for {
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
		dir = filepath.Dir(dir)
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

// Ours reports whether dir is a directory of this user and closed to all others.
func Ours(dir string) bool {
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || info.Mode().Perm()&0o077 != 0 {
		return false
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && int(stat.Uid) == os.Geteuid()
}

// OurFile reports whether path is a regular file of this user, under this name alone
// and closed to all others.
func OurFile(path string) bool {
	info, err := os.Lstat(path)
	return err == nil && checkFile(path, info, Private) == nil
}

// CheckDir refuses a directory that is not ours or not closed to others. One that is not there gives [fs.ErrNotExist].
func CheckDir(dir string) error {
	info, err := os.Lstat(dir)
	switch {
	case err != nil:
		return err
	case info.Mode()&fs.ModeSymlink != 0:
		return &Unsafe{dir, "is a symbolic link", "rm " + dir}
	case !info.IsDir():
		return &Unsafe{dir, "is not a directory", "move it away"}
	case info.Mode().Perm()&0o077 != 0:
		return &Unsafe{dir, fmt.Sprintf("has mode %04o", info.Mode().Perm()), "chmod 700 " + dir}
	}
	return checkDirectory(dir, info)
}

// MakeDir makes dir and the missing directories above it with mode 0700 from the
// start. One that was there already has to be ours and closed to others.
func MakeDir(dir string) error {
	err := CheckDir(dir)
	switch {
	case err == nil:
		return nil
	case !errors.Is(err, fs.ErrNotExist):
		return err
	}
	if err := makeParents(filepath.Dir(dir)); err != nil {
		return err
	}
	err = os.Mkdir(dir, 0o700)
	if errors.Is(err, fs.ErrExist) { // another process was faster
		return MakeDir(dir)
	}
	if err != nil {
		return err
	}
	return os.Chmod(dir, 0o700) // a umask like 0777 took our own rights
}

func makeParents(dir string) error {
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return MakeDir(dir)
}
