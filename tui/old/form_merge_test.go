package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"zoauth/profiles"
	"zoauth/tui/old/intent"
)

// What an editor changed in the same profile while the form was open is kept; only
// what was filled in is written.
func TestFormKeepsWhatAnEditorChanged(t *testing.T) {
	d, path := atFile(t, ownFile)
	d.m.screens.list.Choose("acme-dev")
	d.keys("E")
	d.sees("acme-dev  edit")
	changed := strings.Replace(ownFile, "8976/callback", "8976/by-an-editor", 1)
	write(t, path, changed)
	d.keys("j", "enter", "ctrl+u", "other", "esc", "s")
	d.sees("was changed meanwhile; nothing was written")
	d.until("the file as it is now", func() bool { return !d.m.screens.form.Saving })
	d.keys("s")
	d.sees("Saved in ")
	if got := read(t, path); !strings.Contains(got, "by-an-editor") || !strings.Contains(got, `"other"`) {
		t.Errorf("the file is now:\n%s", got)
	}
}

// A value that no choice has, as an editor may write it, is shown and turned on.
func TestChoiceRowWithAnUnknownValue(t *testing.T) {
	d, path := atFile(t, ownFile)
	d.edited(path, strings.Replace(ownFile, `environment   = "production"`, `environment   = "staging"`, 1))
	d.sees("Profile file: line ")
	d.m.screens.list.Choose("acme-prod")
	d.keys("E")
	d.sees("acme-prod  edit")
	d.keys("j", "j", "enter", "x")
	d.sees("staging")
	d.do(d.m.key("left", ""))
	d.sees("production")
}

// A key that turns nothing changes nothing, and a way that was tried comes back whole.
func TestAnswerRowKeepsTheListenAddress(t *testing.T) {
	own := strings.Replace(ownFile, `8976/callback"`, `8976/callback"
listen        = "127.0.0.1:9123"`, 1)
	d, _ := atFile(t, own)
	d.m.screens.list.Choose("acme-dev")
	d.keys("E")
	d.sees("acme-dev  edit")
	d.do(d.m.carry(d.m.screens.form.Do(d.m.context(), intent.Bottom)))
	d.keys("k", "k", "enter", "x")
	if f := &d.m.screens.form; f.Changed() {
		t.Errorf("x changed the listen address to %q", f.Draft.Text["listen"])
	}
	for range 4 { // paste, tunnel, relay, device
		d.do(d.m.key("right", ""))
	}
	if f := &d.m.screens.form; f.Changed() {
		t.Errorf("once round left %q %q", f.Draft.Text["redirect_uri"], f.Draft.Text["listen"])
	}
}

// A public app that becomes a general one needs a secret, and the one that is pasted
// is taken.
func TestPublicAppGetsASecret(t *testing.T) {
	d, path := atFile(t, strings.Replace(ownFile, `client_secret = "secret-in-the-file-0000000000001"`, `type          = "public"`, 1))
	d.m.screens.list.Choose("acme-dev")
	d.keys("E")
	d.sees("acme-dev  edit")
	d.keys("j", "j", "j", "enter")
	d.do(d.m.key("left", ""))
	d.sees("general")
	d.keys("enter", "enter", "enter")
	d.do(d.m.update(tea.PasteMsg{Content: "CANARYcanaryCANARYcanaryCANARY12"}))
	d.keys("esc", "s")
	d.sees("Saved; the secret is in ")
	if file, err := profiles.Load(path); err != nil || len(file.Apps) != 2 {
		t.Errorf("the file: %v", err)
	}
}

// Deleting the last profile leaves none, on the screen as in the file.
func TestDeleteTheLastProfile(t *testing.T) {
	d, path := atFile(t, withoutProd())
	d.m.screens.list.Choose("acme-dev")
	d.keys("x", "y")
	d.sees("Deleted from ")
	if strings.Contains(read(t, path), "[profiles") || d.m.real.find("acme-dev") != nil {
		t.Errorf("it is still there:\n%s", d.frame())
	}
	d.sees("n adds one")
}

// A copy does not send the secret of the profile that it was made of.
func TestCopyAsksForItsOwnSecret(t *testing.T) {
	d, path := atFile(t, strings.Replace(ownFile, `client_secret = "secret-in-the-file-0000000000001"`, `client_secret_file = "secrets/acme-dev"`, 1))
	write(t, strings.TrimSuffix(path, "profiles.toml")+"secrets/acme-dev", "secret-of-acme-dev-0000000000001")
	d.m.screens.list.Choose("acme-dev")
	d.keys("n")
	d.sees("secret is asked for")
	d.keys("c")
	d.sees("acme-dev-copy")
	d.keys("esc", "s")
	d.sees("Not saved: secret: there is no client secret yet.")
}

// p leads away from a form only after the question that esc asks.
func TestFormIsNotLeftInSilence(t *testing.T) {
	d, _ := atFile(t, ownFile)
	d.m.screens.list.Choose("acme-dev")
	d.keys("E")
	d.sees("acme-dev  edit")
	d.keys("j", "enter", "filled-in", "esc", "p")
	d.sees("What was filled in is lost")
	d.keys("y")
	d.sees("2 profiles")
}
