package tui

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"zoauth/profiles"
	"zoauth/tui/old/intent"
)

// atFile drives a workbench over a profile file with text; "" is a machine without one.
func atFile(t *testing.T, text string) (*driver, string) {
	t.Helper()
	d := drive(t)
	path := filepath.Join(t.TempDir(), "zoauth", "profiles.toml")
	d.m.opts.ConfigPath = path
	state := t.TempDir()
	opening := profiles.Opening{Redactor: d.m.opts.Redactor}
	d.m.opts.Reload = func() (*profiles.Workspace, error) {
		w, err := opening.Open(profiles.Paths{Config: path, State: state})
		var problems *profiles.Problems
		if errors.As(err, &problems) {
			err = nil
		}
		return w, err
	}
	if text != "" {
		write(t, path, text)
		d.do(d.m.reload())
		d.until("the profiles", func() bool { return d.m.real != nil })
		d.m.show(d.m.real)
		d.m.place = intent.List
	}
	return d, path
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

const ownFile = `# my apps
default = "acme-dev"

[profiles.acme-dev] # the first one
client_id     = "Zk3mQ8vTS2aXw1LrPbN0Ug" # from Jane
client_secret = "secret-in-the-file-0000000000001"
redirect_uri  = "http://127.0.0.1:8976/callback"

# keep this comment
[profiles.acme-prod]
environment   = "production"
client_id     = "Pq7xW2nKR5uYc4MsDdV9Jg"
client_secret = "secret-in-the-file-0000000000002"
redirect_uri  = "https://acme.example/zoom/callback"
`

// The first profile of a machine: filled in, its secret pasted with a blank, saved.
func TestNewProfileOnAFreshMachine(t *testing.T) {
	d, path := atFile(t, "")
	d.keys("n")
	d.sees("new profile")
	d.keys("acme-dev", "enter", "enter", "enter", "enter")
	d.keys("Zk3mQ8vTS2aXw1LrPbN0Ug", "enter", "enter")
	const secret = "CANARYcanaryCANARYcanaryCANARY12"
	d.do(d.m.paste(secret + " "))
	d.sees("a blank at an end")
	if strings.Contains(d.frame(), "CANARY") {
		t.Error("S4: the pasted secret is on the screen")
	}
	d.keys("esc", "s")
	d.sees("Not saved: redirect URI: is missing.")
	d.keys("k", "k", "x", "s", "enter", "https://acme.example/zoom/callback", "esc", "s")
	d.sees("Saved; the secret is in ")
	d.sees("1 profile")
	if got := read(t, filepath.Join(filepath.Dir(path), "secrets/acme-dev")); got != secret {
		t.Errorf("the secret file holds %d characters, not %d", len(got), len(secret))
	}
	file, err := profiles.Load(path)
	if err != nil || len(file.Apps) != 1 {
		t.Fatalf("the file: %v", err)
	}
	if got, err := file.Apps[0].Secret.Secret(context.Background()); err != nil || got.Reveal() != secret {
		t.Errorf("the secret: %v", err)
	}
	if strings.Contains(read(t, path), "CANARY") {
		t.Error("the secret stands in the profile file")
	}
}

// An edit changes its line; comments, order and every other byte stay.
func TestEditKeepsTheFile(t *testing.T) {
	d, path := atFile(t, ownFile)
	d.m.screens.list.Choose("acme-dev")
	d.keys("E")
	d.sees("acme-dev  edit")
	d.keys("G", "k", "enter", "ctrl+u", "https://acme.example/cb", "esc", "s")
	d.sees("Saved in ")
	want := strings.Replace(ownFile, "http://127.0.0.1:8976/callback", "https://acme.example/cb", 1)
	if got := read(t, path); got != want {
		t.Errorf("the file is now:\n%s", got)
	}
	if got := d.m.real.find("acme-dev").App.RedirectURI; got != "https://acme.example/cb" {
		t.Errorf("the session has %s", got)
	}
}

// A file that an editor changed since the form was opened is not overwritten.
func TestFormAfterAnEditor(t *testing.T) {
	d, path := atFile(t, ownFile)
	d.m.screens.list.Choose("acme-dev")
	d.keys("E")
	d.sees("acme-dev  edit")
	changed := ownFile + "\n# written by an editor meanwhile\n"
	write(t, path, changed)
	d.keys("j", "enter", "ctrl+u", "other", "esc", "s")
	d.sees("was changed meanwhile; nothing was written")
	if got := read(t, path); got != changed {
		t.Error("the editor's text is gone")
	}
	d.until("the file as it is now", func() bool { return !d.m.screens.form.Saving })
	d.keys("s")
	d.sees("Saved in ")
	if got := read(t, path); !strings.Contains(got, "written by an editor") || !strings.Contains(got, `"other"`) {
		t.Errorf("the file is now:\n%s", got)
	}
}

func TestDeleteProfile(t *testing.T) {
	d, path := atFile(t, ownFile)
	d.m.screens.list.Choose("acme-prod")
	d.keys("x")
	d.sees("Type acme-prod to delete it.")
	d.keys("esc")
	d.m.screens.list.Choose("acme-dev")
	d.keys("x", "y")
	d.sees("Deleted from ")
	if got := read(t, path); strings.Contains(got, "acme-dev") || !strings.Contains(got, "# keep this comment\n[profiles.acme-prod]") {
		t.Errorf("the file is now:\n%s", got)
	}
	if d.m.real.find("acme-dev") != nil || d.m.real.find("acme-prod") == nil {
		t.Error("the list does not follow the file")
	}
}

// What an editor does to the file is taken over; a broken file leaves the old one
// in force and is said.
func TestEditorsChangesAreTakenOver(t *testing.T) {
	d, path := atFile(t, ownFile)
	d.do(d.m.watch())
	d.until("a first look", func() bool { return d.m.fileStamp != nil })
	kept := d.m.real.find("acme-dev")
	write(t, path, strings.ReplaceAll(ownFile, "acme-prod", "acme-live"))
	d.do(d.m.watch())
	d.sees("acme-live")
	if d.m.real.find("acme-dev") != kept || d.m.real.find("acme-prod") != nil {
		t.Error("the sessions do not follow the file")
	}
	write(t, path, "[profiles.acme-dev\n")
	d.do(d.m.watch())
	d.sees("Profile file: line ")
	if d.m.real.find("acme-dev") != kept || d.m.real.find("acme-live") == nil {
		t.Error("a broken file took profiles away")
	}
	d.sees("Problems in the profile file")
}

// Nothing came back, c: the form, at the address that paste needs.
func TestChangeToPasteFromNothingCameBack(t *testing.T) {
	d, path := atFile(t, ownFile)
	d.m.screens.list.Choose("acme-dev")
	d.do(d.m.carry(intent.OpenForm{Old: "acme-dev", ToPaste: true}))
	d.sees("acme-dev  edit")
	d.keys("https://acme.example/x", "esc", "s")
	d.sees("Saved in ")
	if got := read(t, path); !strings.Contains(got, `redirect_uri  = "https://acme.example/x"`) {
		t.Errorf("the file is now:\n%s", got)
	}
}

// Every printable key is text in a row; leaving with changes asks.
func TestFormTakesKeysAsText(t *testing.T) {
	d, _ := atFile(t, "")
	d.keys("n")
	d.sees("new profile")
	d.keys("q?:1a")
	if got := d.m.screens.form.Draft.Name; got != "q?:1a" {
		t.Errorf("the name is %q", got)
	}
	d.keys("esc", "q")
	d.sees("What was filled in is lost")
	d.keys("y")
	d.sees("Walk the flow now")
	d.do(d.m.update(tea.WindowSizeMsg{Width: 60, Height: 15}))
	d.keys("n")
	d.sees("new profile")
	for range 30 {
		d.keys("enter")
		checkSize(t, d.frame(), 60, 15)
	}
}

// What the form cannot show is named before it goes out of the file.
func TestSaveNamesWhatItTakesOut(t *testing.T) {
	file := strings.Replace(ownFile, "client_id     = \"Zk3", "account_id = \"acct\"\nca_file = 7\nclient_id     = \"Zk3", 1)
	d, path := atFile(t, file)
	document, err := profiles.OpenDocument(path)
	if err != nil {
		t.Fatal(err)
	}
	d.do(d.m.formOpened(formOpenedMsg{intent.OpenForm{Old: "acme-dev"}, document, nil}))
	d.sees("acme-dev  edit")
	d.keys("s")
	d.sees("account_id: an app of type general has no use for it.")
	d.sees("ca_file: it is no text.")
	d.keys("esc")
	if content, _ := os.ReadFile(path); string(content) != file {
		t.Error("it was written")
	}
	d.keys("s", "y")
	d.until("the save", func() bool { content, _ := os.ReadFile(path); return !strings.Contains(string(content), "account_id") })
}

// Answer by device: no redirect is asked for, the file says so on purpose, and
// another way brings back what stood there.
func TestFormAnswerByDevice(t *testing.T) {
	d, path := atFile(t, ownFile)
	d.m.screens.list.Choose("acme-dev")
	d.keys("E")
	d.sees("acme-dev  edit")
	f := &d.m.screens.form
	for range 20 {
		if strings.Contains(d.frame(), "› answer by") {
			break
		}
		d.keys("j")
	}
	d.keys("enter")
	for range 4 {
		if f.Draft.Device {
			break
		}
		d.do(d.m.key("right", ""))
	}
	d.sees("device")
	d.keys("esc")
	if frame := d.frame(); strings.Contains(frame, "redirect URI") {
		t.Errorf("it asks for a redirect:\n%s", frame)
	}
	d.keys("s")
	d.until("the save", func() bool { return strings.Contains(read(t, path), `redirect_uri  = ""`) })
	d.until("the profile", func() bool { return d.m.real.find("acme-dev").App.DeviceOnly() })
	if !strings.Contains(read(t, path), "# keep this comment") {
		t.Error("a comment is gone")
	}
}
