package durable_test

import (
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"strconv"
	"testing"

	"zoauth/internal/durable"
)

func variables(pairs map[string]string) func(string) string {
	return func(name string) string { return pairs[name] }
}

// P1: an empty or relative HOME is as good as none; the user database is asked, and
// the current directory never is.
func TestHomeIsNeverTheCurrentDirectoryP1(t *testing.T) {
	if home, err := durable.Home(variables(map[string]string{"HOME": "/home/jane/"})); home != "/home/jane" || err != nil {
		t.Errorf("an absolute HOME: %q, %v", home, err)
	}
	entry, lookupErr := user.LookupId(strconv.Itoa(os.Geteuid()))
	for _, value := range []string{"", ".", "jane", "./jane", "~", "~/x", "../jane"} {
		home, err := durable.Home(variables(map[string]string{"HOME": value}))
		switch {
		case lookupErr == nil && filepath.IsAbs(entry.HomeDir):
			if home != filepath.Clean(entry.HomeDir) || err != nil {
				t.Errorf("HOME=%q: %q, %v", value, home, err)
			}
		case !errors.Is(err, durable.ErrNoHome) || home != "":
			t.Errorf("HOME=%q, no entry: %q, %v", value, home, err)
		}
	}
}

// P1: temporary files go to places of ours or the system's, never to a relative one.
func TestTempRootIsAbsoluteP1(t *testing.T) {
	closed, open := t.TempDir(), t.TempDir()
	if err := errors.Join(os.Chmod(closed, 0o700), os.Chmod(open, 0o777)); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		environ map[string]string
		want    string
	}{
		{map[string]string{}, "/tmp"},
		{map[string]string{"XDG_RUNTIME_DIR": closed}, closed},
		{map[string]string{"XDG_RUNTIME_DIR": open, "TMPDIR": closed}, closed},
		{map[string]string{"XDG_RUNTIME_DIR": "run", "TMPDIR": "tmp"}, "/tmp"},
		{map[string]string{"XDG_RUNTIME_DIR": filepath.Join(closed, "missing")}, "/tmp"},
		{map[string]string{"XDG_RUNTIME_DIR": ".", "TMPDIR": "."}, "/tmp"},
	} {
		if got := durable.TempRoot(variables(test.environ)); got != test.want {
			t.Errorf("%v: %s, want %s", test.environ, got, test.want)
		}
	}
}
