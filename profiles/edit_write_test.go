package profiles

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"zoauth/flow"
)

// place is a home directory with a profile file in it.
func place(t *testing.T, text string) (path string) {
	t.Helper()
	home := t.TempDir()
	t.Setenv("HOME", home)
	path = filepath.Join(home, ".config", "zoauth", "profiles.toml")
	if text != "" {
		mustWrite(t, path, text, 0o600)
	}
	return path
}

func mustWrite(t *testing.T, path, text string, mode fs.FileMode) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func opened(t *testing.T, path string) *Document {
	t.Helper()
	d, err := OpenDocument(path)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

const pasted = "a-secret-with-a-blank-at-its-end " // kept as it is

func pastedDraft(name string) Draft {
	d := NewDraft()
	d.Name, d.Secret = name, flow.NewSecret(flow.KindClientSecret, pasted)
	d.Text["client_id"], d.Text["redirect_uri"] = "Zk3mQ8vTS2aXw1LrPbN0Ug", "http://127.0.0.1:8976/callback"
	return d
}

// A fresh machine: directory, file and secret come to be, all closed to others
// whatever the umask (S1), and the secret is what was pasted.
func TestFirstProfileOnAFreshMachine(t *testing.T) {
	path := place(t, "")
	saved, err := opened(t, path).Save(context.Background(), "", pastedDraft("acme-dev"))
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range []string{filepath.Dir(path), path, filepath.Dir(saved.SecretFile), saved.SecretFile} {
		if info, err := os.Stat(p); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("S1: %s is %v, %v", p, info.Mode(), err)
		}
	}
	if got := content(t, saved.SecretFile); got != pasted {
		t.Errorf("the secret file holds %q", got)
	}
	file, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	app, _ := file.App("acme-dev")
	if secret, err := app.Secret.Secret(context.Background()); err != nil || secret.Reveal() != pasted {
		t.Errorf("the profile's secret is %d bytes, %v", secret.Len(), err)
	}
	if strings.Contains(content(t, path), pasted) {
		t.Error("the secret stands in the profile file too")
	}
}

func TestSaveRefusesAFileThatChangedMeanwhile(t *testing.T) {
	path := place(t, written)
	d := opened(t, path)
	mustWrite(t, path, written+"# by an editor\n", 0o600)
	if _, err := d.Save(context.Background(), "", pastedDraft("new")); !errors.Is(err, ErrChanged) {
		t.Fatalf("got %v, want ErrChanged", err)
	}
	if _, err := d.Delete(context.Background(), "acme-dev"); !errors.Is(err, ErrChanged) {
		t.Fatalf("got %v, want ErrChanged", err)
	}
	if got := content(t, path); got != written+"# by an editor\n" {
		t.Errorf("the file was written: %q", got)
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(path), secretDir)); err == nil {
		t.Error("a secret was written although the file was not")
	}
	empty := &Document{Path: path}
	if _, err := empty.Save(context.Background(), "", pastedDraft("new")); !errors.Is(err, ErrChanged) {
		t.Fatalf("a file that came to be meanwhile: got %v", err)
	}
}

// S3: the profile file may be a link, as dotfile managers make them: its target is
// replaced and it stays a link; the secret goes beside the link.
func TestSaveThroughASymlink(t *testing.T) {
	path := place(t, "")
	target := filepath.Join(t.TempDir(), "dotfiles.toml")
	mustWrite(t, target, written, 0o600)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
	saved, err := opened(t, path).Save(context.Background(), "", pastedDraft("new"))
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Error("the link was replaced by a file")
	}
	if !strings.HasPrefix(content(t, target), written) || !strings.Contains(content(t, target), "[profiles.new]") {
		t.Error("the target was not edited")
	}
	if filepath.Dir(saved.SecretFile) != filepath.Join(filepath.Dir(path), secretDir) {
		t.Errorf("the secret went to %s", saved.SecretFile)
	}
}

// S2: what others could write is neither edited nor given a secret.
func TestSaveRefusesOpenPlaces(t *testing.T) {
	path := place(t, written)
	d := opened(t, path)
	for name, open := range map[string]string{"directory": filepath.Dir(path), "file": path} {
		mode := map[string]fs.FileMode{"directory": 0o777, "file": 0o620}[name]
		if err := os.Chmod(open, mode); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Save(context.Background(), "", pastedDraft("new")); !errors.Is(err, flow.ErrPermission) {
			t.Errorf("%s of mode %o: got %v", name, mode, err)
		}
		_ = os.Chmod(open, map[string]fs.FileMode{"directory": 0o700, "file": 0o600}[name])
	}
	secrets := filepath.Join(filepath.Dir(path), secretDir)
	if err := os.Mkdir(secrets, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(path, filepath.Join(secrets, "new")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Save(context.Background(), "", pastedDraft("new")); !errors.Is(err, flow.ErrPermission) {
		t.Errorf("a link at the secret's place: got %v", err)
	}
	if got := content(t, path); got != written {
		t.Errorf("the file was written:\n%s", got)
	}
}

// Nothing half done: when the profile file cannot be replaced, the secret file is
// as before, and the other way round.
func TestFailedSaveLeavesBothFilesAsTheyWere(t *testing.T) {
	path := place(t, written)
	d := opened(t, path)
	secrets := filepath.Join(filepath.Dir(path), secretDir)
	mustWrite(t, filepath.Join(secrets, "acme-dev"), "old", 0o600)
	draft := pastedDraft("acme-dev")
	v, err := d.vault("acme-dev", draft, nil)
	if err != nil {
		t.Fatal(err)
	}
	if v.path != filepath.Join(secrets, "acme-dev") || string(v.before) != "old" {
		t.Fatalf("the profile's own secret file is not taken: %+v", v)
	}
	// The directory of the target is gone between reading and writing.
	elsewhere := filepath.Join(t.TempDir(), "gone", "profiles.toml")
	lost := &Document{Path: elsewhere, text: written, made: true}
	if _, err := lost.replace(&Document{text: "x"}, []vault{v}); err == nil {
		t.Fatal("it wrote into nothing")
	}
	if got := content(t, v.path); got != "old" {
		t.Errorf("the secret is %q after the failure", got)
	}
	if err := v.write(); err != nil {
		t.Fatal(err)
	}
	if err := undo([]vault{v}); err != nil || content(t, v.path) != "old" {
		t.Errorf("undo: %v, %q", err, content(t, v.path))
	}
	fresh := vault{path: filepath.Join(secrets, "fresh"), value: draft.Secret}
	if err := errors.Join(fresh.write(), undo([]vault{fresh})); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(fresh.path); !errors.Is(err, fs.ErrNotExist) {
		t.Error("undo left a secret that was not there before")
	}
}

// A secret file that holds another secret is never written over.
func TestPastedSecretTakesAFreeFile(t *testing.T) {
	path := place(t, "")
	left := filepath.Join(filepath.Dir(path), secretDir, "acme-dev")
	mustWrite(t, left, "of a deleted profile", 0o600)
	saved, err := opened(t, path).Save(context.Background(), "", pastedDraft("acme-dev"))
	if err != nil {
		t.Fatal(err)
	}
	if saved.SecretFile != left+"-2" || content(t, left) != "of a deleted profile" {
		t.Errorf("the secret went to %s", saved.SecretFile)
	}
	again := pastedDraft("acme-dev")
	again.Secret = flow.NewSecret(flow.KindClientSecret, "rotated at Zoom")
	draft, _ := saved.Document.Draft("acme-dev")
	if draft.From != SecretFile || draft.Text["client_secret_file"] != "secrets/acme-dev-2" {
		t.Fatalf("the profile names %q", draft.Text["client_secret_file"])
	}
	second, err := saved.Document.Save(context.Background(), "acme-dev", again)
	if err != nil {
		t.Fatal(err)
	}
	if second.SecretFile != left+"-2" || content(t, second.SecretFile) != "rotated at Zoom" {
		t.Errorf("the rotated secret went to %s", second.SecretFile)
	}
}

// New profiles are added together or not at all, each with a secret file of its own.
func TestNewProfilesAreSavedTogether(t *testing.T) {
	path := place(t, written)
	mustWrite(t, filepath.Join(filepath.Dir(path), secretDir, "new"), "of a deleted profile", 0o600)
	first, second := pastedDraft("new"), pastedDraft("new-2")
	second.Secret = flow.NewSecret(flow.KindClientSecret, "another secret")
	d := opened(t, path)
	if _, err := d.SaveNew(context.Background(), first, second, pastedDraft("acme-dev")); err == nil {
		t.Fatal("a name that another profile has is taken")
	}
	files, err := os.ReadDir(filepath.Join(filepath.Dir(path), secretDir))
	if err != nil || len(files) != 1 || content(t, path) != written {
		t.Fatalf("the failure left %v, %v", files, err)
	}
	saved, err := d.SaveNew(context.Background(), first, second)
	if err != nil {
		t.Fatal(err)
	}
	for name, secret := range map[string]string{"new": pasted, "new-2": "another secret"} {
		draft, err := saved.Document.Draft(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := content(t, filepath.Join(filepath.Dir(path), draft.Text["client_secret_file"])); got != secret {
			t.Errorf("%s has the secret %q", name, got)
		}
	}
}

func TestDeleteKeepsTheSecretFile(t *testing.T) {
	path := place(t, "")
	saved, err := opened(t, path).Save(context.Background(), "", pastedDraft("acme-dev"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := saved.Document.Delete(context.Background(), "acme-dev"); err != nil {
		t.Fatal(err)
	}
	if got := content(t, path); got != "" {
		t.Errorf("the file holds %q", got)
	}
	if got := content(t, saved.SecretFile); got != pasted {
		t.Errorf("the secret file holds %q", got)
	}
}

// Several programs save at once: each of them writes or is told that the file
// changed, and no profile is lost.
func TestSavesAtOnceLoseNothing(t *testing.T) {
	path := place(t, written)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for {
				d, err := OpenDocument(path)
				if err == nil {
					_, err = d.Save(context.Background(), "", pastedDraft("n"+string(rune('0'+i))))
				}
				if errors.Is(err, ErrChanged) {
					continue
				}
				if err != nil {
					t.Error(err)
				}
				return
			}
		})
	}
	all.Wait()
	file, err := Load(path)
	if err != nil || len(file.Apps) != 10 {
		t.Errorf("%d profiles, %v; want 10", len(file.Apps), err)
	}
}
