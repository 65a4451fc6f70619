package profiles_test

import (
	"os"
	"path/filepath"
	"testing"

	"zoauth/flow"
	"zoauth/profiles"
)

// P1: tokens that go to another folder go where the person said: ~ is the home
// directory, whatever HOME says, and no folder is not the current one.
func TestAnotherFolderIsNotTheCurrentOneP1(t *testing.T) {
	home, here := t.TempDir(), t.TempDir()
	t.Chdir(here)
	if err := os.Mkdir(filepath.Join(home, "backup"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", home)
	store := profiles.NewStore(t.TempDir())
	state := flow.State{Gen: 1, Token: flow.Token{AccessToken: flow.NewSecret(flow.KindAccessToken, "A1")}}
	for folder, want := range map[string]string{"~": home, "~/backup": filepath.Join(home, "backup")} {
		path, err := store.SaveIn(folder, "acme-dev", state)
		if err != nil || filepath.Dir(path) != want {
			t.Errorf("%s: %s, %v", folder, path, err)
		}
	}
	if path, err := store.SaveIn("", "acme-dev", state); err == nil {
		t.Errorf("no folder: %s", path)
	}
	if entries, err := os.ReadDir(here); err != nil || len(entries) > 0 {
		t.Errorf("written to the current directory: %v, %v", entries, err)
	}
}
