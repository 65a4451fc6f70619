package tui_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/profiles"
	"zoauth/tui"
)

// ASCII has no glyph but those of ASCII.
func TestASCIIHasNoOtherGlyph(t *testing.T) {
	t.Parallel()
	d := driveReal(t, func(o *tui.Options) { o.Env.ASCII = true })
	d.coded()
	d.keys("enter")
	d.sees("at:")
	for _, key := range []string{"?", "esc", ":", "esc", "5", "enter", "esc", "esc", "i"} {
		d.keys(key)
		if i := strings.IndexFunc(d.frame(), func(r rune) bool { return r > '~' }); i >= 0 {
			t.Fatalf("after %s: %q in\n%s", key, []rune(d.frame()[i:])[0], d.frame())
		}
	}
}

// A light ground and a terminal without colour change the styles and no word.
func TestLooksChangeNoWord(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.exchanged()
	d.time.hold(0)
	words, styled := d.frame(), d.app.View().Content
	d.send(tea.BackgroundColorMsg{Color: lightGround{}})
	if d.frame() != words || d.app.View().Content == styled {
		t.Error("a light ground changes the words, or nothing at all")
	}
	d.send(tea.ColorProfileMsg{Profile: colorprofile.NoTTY})
	if d.frame() != words {
		t.Errorf("without colour:\n%s", d.frame())
	}
}

type lightGround struct{}

func (lightGround) RGBA() (r, g, b, a uint32) { return 0xffff, 0xffff, 0xffff, 0xffff }

// What an editor makes of the profile file is shown. A mistake in it leaves in force what
// was there, and is said.
func TestEditorChangesTheProfileFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "profiles.toml")
	profile := func(name string) string {
		return fmt.Sprintf("[profiles.%s]\nclient_id = \"Zk3mQ8vTS2aXw1LrPbN0Ug\"\nclient_secret_env = \"SECRET\"\nredirect_uri = \"http://127.0.0.1:8976/callback\"\n", name)
	}
	write := func(text string) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(profile("first"))
	opening := profiles.Opening{Redactor: &flow.Redactor{}}
	own, err := opening.Open(profiles.Paths{Config: path, State: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	d := newDriver(t)
	d.open(d.options(func(o *tui.Options) { o.Real, o.ConfigPath, o.Reload = own, path, own.Reload }), 80, 24)
	d.sees("first")
	d.until("the first look at the file", d.app.Watches)
	write(profile("first") + profile("second-of-all"))
	d.sees("second-of-all")
	write(profile("first") + profile("second-of-all") + "[profiles.third]\nclient_idd = 1\n")
	d.sees("Profile file: line 9")
	if !d.shows("second-of-all") {
		t.Errorf("a mistake took the good profiles away:\n%s", d.frame())
	}
	write(profile("first"))
	d.until("the end of the profile", func() bool { return !d.shows("second-of-all") })
}

// R5: another process refreshes. The workbench shows its pair, and sends nothing.
func TestAnotherProcessRefreshIsTakenOverR5(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.exchanged()
	other := d.workspace(&flow.Redactor{}, d.work.StateDir)
	other.Runner.By, other.Runner.PID = "zoauth token", os.Getpid()+1
	app, _ := d.work.App("acme-dev")
	state := d.saved("acme-dev")
	secret, err := app.Secret.Secret(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	out := other.Runner.Do(t.Context(), flow.Job{App: app, Gen: state.Gen, Request: flow.RefreshRequest(app, secret, state.Token.RefreshToken)})
	if out.Answer.Verdict != flow.Granted {
		t.Fatalf("the other process: %v", out.Err)
	}
	d.sees(out.State.Token.RefreshToken.Fingerprint())
	if n := d.posts("/oauth/token"); n != 2 {
		t.Errorf("%d POSTs, want the exchange's and the other's", n)
	}
}

// F4: ctrl+z suspends, but while a request is in flight only when it is done.
func TestSuspendWaitsForTheRequestF4(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.exchanged()
	d.keys("ctrl+z")
	d.until("the suspension", func() bool { return d.paused })
	d.paused = false
	d.send(tea.ResumeMsg{})
	held := make(chan struct{})
	d.server.Inject(sandbox.Fault{Path: "/oauth/token", Hook: func() { <-held }})
	d.keys("4")
	d.sees("grant_type             refresh_token")
	d.keys("enter", "ctrl+z")
	d.sees("Suspends when the request is done.")
	if d.paused {
		t.Error("it was suspended while the request was in flight")
	}
	close(held)
	d.until("the suspension", func() bool { return d.paused })
	if d.saved("acme-dev").Token.RefreshToken.Reveal() != d.server.CurrentRefreshToken(d.client("acme-dev")) {
		t.Error("the response was not saved before")
	}
}
