package profiles

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/internal/durable"
)

// File is the usable part of a profile file: a profile with a problem is left out and
// does not take the others away.
type File struct {
	Path    string
	Default string
	Apps    []flow.App // in the file's order
	secrets []string   // names of environment variables that hold client secrets
	private bool       // a secret or a command stands in the file itself
	astray  misplaced
}

// App returns a profile by name.
func (f *File) App(name string) (flow.App, bool) {
	i := slices.IndexFunc(f.Apps, func(a flow.App) bool { return a.Name == name })
	if i < 0 {
		return flow.App{}, false
	}
	return f.Apps[i], true
}

// Names returns the names of the good profiles in the file's order.
func (f *File) Names() []string {
	list := make([]string, len(f.Apps))
	for i, app := range f.Apps {
		list[i] = app.Name
	}
	return list
}

// maxFile is the longest profile file that is read, in bytes.
const maxFile = 1 << 20

// nameShape is what a profile may be called: it is part of file names.
var nameShape = expression(`^[a-z0-9][a-z0-9._-]{0,63}$`)

// IsName reports whether a profile may be called so.
func IsName(name string) bool { return nameShape().MatchString(name) }

// Load reads the profile file at path. The error is [fs.ErrNotExist] when there
// is none, [flow.ErrPermission] when others could read or change it, and
// *[Problems] with every fault at once, beside which the File holds what is good.
func Load(path string) (*File, error) {
	_, f, err := read(path)
	return f, err
}

// unusable is a profile file that is not read; it is [flow.ErrProfileFile].
type unusable struct{ path, why string }

// Error names the file and the reason.
func (u unusable) Error() string { return u.path + " " + u.why }

// Is makes it a [flow.ErrProfileFile].
func (unusable) Is(err error) bool { return err == flow.ErrProfileFile }

// unread says why the profile file was not read. It may hold a secret, so that one which
// others could change is closed to them in one step.
func unread(err error) error {
	var missing *fs.PathError
	if errors.Is(err, fs.ErrNotExist) && errors.As(err, &missing) {
		if target, failed := os.Readlink(missing.Path); failed == nil {
			return unusable{missing.Path, "is a link to " + target + ", which does not exist"}
		}
		return err
	}
	var open *durable.Unsafe
	if errors.As(err, &open) && open.Repair == "chmod go-w "+open.Path && !isDirectory(open.Path) {
		err = &durable.Unsafe{Path: open.Path, What: open.What, Repair: "chmod 600 " + open.Path}
	}
	return fmt.Errorf("reading the profile file: %w", refused(err))
}

// expand makes a path that a person wrote absolute: a leading ~ is the home directory,
// relative ones start at dir.
func expand(dir, path string) (string, error) {
	if rest, ok := strings.CutPrefix(path, "~"); ok && (rest == "" || rest[0] == '/') {
		home, err := durable.Home(os.Getenv)
		return filepath.Join(home, rest), err
	}
	if path == "" || filepath.IsAbs(path) {
		return path, nil
	}
	return filepath.Join(dir, path), nil
}

func isDirectory(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
