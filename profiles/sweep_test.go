package profiles_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"zoauth/profiles"
)

// P6: what a killed save left beside the profile file and among the secrets is removed
// at the next start, and nothing else is; while another zoauth saves, nothing is.
func TestLeftoversOfKilledSavesP6(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "profiles.toml")
	digits := strings.Repeat("0a", 8)
	gone := []string{".profiles.toml.tmp-" + digits, "secrets/.acme-dev.tmp-" + digits, "secrets/.acme-dev-2.tmp-" + digits}
	kept := []string{
		"profiles.toml", "secrets/acme-dev", ".profiles.toml.tmp-" + digits[:15], ".profiles.toml.tmp-" + digits + "0", ".profiles.toml.tmp-" + strings.ToUpper(digits),
		".other.toml.tmp-" + digits, "profiles.toml.tmp-" + digits, "secrets/acme-dev.tmp-" + digits, "secrets/.tmp-" + digits,
		"secrets/.open.tmp-" + digits, "secrets/.linked.tmp-" + digits, "secrets/.twice.tmp-" + digits, "secrets/.folder.tmp-" + digits + "/x",
	}
	for _, name := range append(append([]string{}, gone...), kept...) {
		file := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(name, ".linked") {
			if err := os.Symlink(path, file); err != nil {
				t.Fatal(err)
			}
			continue
		}
		if err := os.WriteFile(file, []byte(whole("first")), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(filepath.Join(dir, "secrets/.open.tmp-"+digits), 0o644); err != nil {
		t.Fatal(err)
	}
	twice := filepath.Join(dir, "secrets/.twice.tmp-"+digits)
	if err := os.Link(twice, twice+".bak"); err != nil {
		t.Fatal(err)
	}
	open := func() {
		t.Helper()
		if _, err := (profiles.Opening{}).Open(profiles.Paths{Config: path, State: t.TempDir()}); err != nil {
			t.Fatal(err)
		}
	}
	there := func(name string) bool {
		_, err := os.Lstat(filepath.Join(dir, name))
		return err == nil
	}

	saving, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.Flock(int(saving.Fd()), unix.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	open()
	for _, name := range gone {
		if !there(name) {
			t.Errorf("%s was removed while another zoauth saves", name)
		}
	}
	_ = saving.Close()
	open()
	for _, name := range gone {
		if there(name) {
			t.Errorf("%s is still there", name)
		}
	}
	for _, name := range kept {
		if !there(name) {
			t.Errorf("%s was removed", name)
		}
	}

	// Also where the first save of all was killed, and the file is a link.
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	left := filepath.Join(dir, gone[0])
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, _ = (profiles.Opening{}).Open(profiles.Paths{Config: path, State: t.TempDir()})
	if there(gone[0]) {
		t.Error("without a profile file its leftover stays")
	}
	target := filepath.Join(t.TempDir(), "dotfile")
	if err := os.WriteFile(target, []byte(whole("first")), 0o600); err != nil {
		t.Fatal(err)
	}
	left = filepath.Join(filepath.Dir(target), ".dotfile.tmp-"+digits)
	if err := os.WriteFile(left, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	open()
	if _, err := os.Lstat(left); err == nil {
		t.Error("the leftover beside a link's target stays")
	}
}
