package durable

import (
	"errors"
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
)

// ErrNoHome means that nothing says where this user's home directory is.
var ErrNoHome = errors.New("this user has no home directory")

// Home returns the home directory: $HOME, or what the user database says when that
// is empty or relative. It is never the current directory.
func Home(getenv func(string) string) (string, error) {
	if home := getenv("HOME"); filepath.IsAbs(home) {
		return filepath.Clean(home), nil
	}
	uid := strconv.Itoa(os.Geteuid())
	if entry, err := user.LookupId(uid); err == nil && filepath.IsAbs(entry.HomeDir) {
		return filepath.Clean(entry.HomeDir), nil
	}
	return "", fmt.Errorf("%w: HOME is not an absolute path, and the user database has none for user %s", ErrNoHome, uid)
}

// TempRoot returns the directory for files that end with the program:
// $XDG_RUNTIME_DIR where only we can change it, else the system's temporary folder. A
// relative value of either variable is ignored.
func TempRoot(getenv func(string) string) string {
	return tempRoots(getenv)[0]
}

// tempRoots lists every place that [TempRoot] can have chosen, the preferred first.
func tempRoots(getenv func(string) string) []string {
	var roots []string
	if runtime := getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(runtime) && unchangeable(runtime) {
		roots = append(roots, runtime)
	}
	if temp := getenv("TMPDIR"); filepath.IsAbs(temp) {
		return append(roots, temp)
	}
	return append(roots, "/tmp")
}

// unchangeable reports whether dir is a directory in which nobody else makes files.
func unchangeable(dir string) bool {
	info, err := os.Lstat(dir)
	return err == nil && info.IsDir() && checkDirectory(dir, info) == nil
}
