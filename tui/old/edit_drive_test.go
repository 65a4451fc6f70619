package tui

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow/sandbox"
)

// Every field can be changed, taken out and added before a send, for that send
// alone; what is sent is what the preview shows.
func TestEditBeforeSending(t *testing.T) {
	d := waiting(t)
	d.keys("b", "a")
	d.sees("Request, not sent")
	d.keys("j", "e")
	d.sees("change redirect_uri")
	d.keys("c", "http://127.0.0.1:1/other", "enter")
	d.sees("Request, edited, not sent")
	d.sees("redirect_uri     http://127.0.0.1:1/other")
	d.keys("e", "a", "scope=user:read:user", "enter")
	d.sees("scope            user:read:user")
	wire, err := d.m.current.Steps["exchange"].Draft.Wire()
	if err != nil {
		t.Fatal(err)
	}
	d.keys("enter")
	d.sees("Redirect URI mismatch")
	if sent := d.m.current.Steps["exchange"].Outcome.Trace.Sent; string(sent) != string(wire) {
		t.Errorf("previewed\n%s\nsent\n%s", wire, sent)
	}
	d.keys("2")
	d.sees("Request, not sent")
	d.keys("enter")
	d.sees("Zoom gave a new pair of tokens")
}

// The pair that a foreign refresh token brings can go into a file of its own: the
// profile keeps what it has.
func TestForeignPairIntoItsOwnFile(t *testing.T) {
	d := drive(t)
	d.exchanged()
	kept := d.m.current.State.Token
	d.server.SetRules(func(r *sandbox.Rules) { r.Grace = true })
	d.keys("r", "enter")
	d.sees("the old refresh token is spent")
	now := d.m.current.State
	d.keys("r")
	d.sees("Request, not sent")
	d.keys("e", "c")
	d.do(d.m.paste(kept.RefreshToken.Reveal()))
	d.keys("enter", "enter")
	d.sees("s into its own file")
	d.keys("s")
	d.sees("Zoom gave a new pair of tokens")
	if note, name := d.m.screen().Note(d.m.context()), ".of-"+strings.TrimPrefix(kept.RefreshToken.Fingerprint(), "rt:")+".json"; !strings.HasSuffix(note, name) {
		t.Errorf("it says %q, which does not name %s", note, name)
	}
	if after := d.m.current.State; after.Gen != now.Gen || after.Token.RefreshToken != now.Token.RefreshToken {
		t.Error("the profile's tokens changed")
	}
	name := apart("acme-dev", kept.RefreshToken)
	saved, err := d.set.Store.Read(name)
	if err != nil || saved.Token.AccessToken.IsZero() {
		t.Errorf("%s: %v, %v", name, saved, err)
	}
	info, err := os.Stat(filepath.Join(d.set.StateDir, "tokens", name+".json"))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info, err)
	}
}

// A typed secret is hidden while it is typed and afterwards; a refresh token that is
// not the profile's asks first.
func TestForeignRefreshTokenAsks(t *testing.T) {
	d := drive(t)
	d.exchanged()
	kept := d.m.current.State.Token.RefreshToken
	d.keys("r")
	d.sees("Request, not sent")
	d.keys("e", "c")
	d.do(d.m.paste("CANARYforeignCANARYforeign\n"))
	if strings.Contains(d.frame(), "CANARY") {
		t.Errorf("S4: the pasted token is shown:\n%s", d.frame())
	}
	d.keys("enter")
	d.sees("Request, edited, not sent")
	if strings.Contains(d.frame(), "CANARY") {
		t.Errorf("S4: the token is shown:\n%s", d.frame())
	}
	before := d.posts("/oauth/token")
	d.keys("enter")
	d.sees("Not this profile's refresh token")
	d.keys("esc")
	if n := d.posts("/oauth/token"); n != before {
		t.Error("it was sent before the answer")
	}
	d.keys("enter", "t")
	d.sees("Invalid")
	if now := d.m.current.State; now.Token.RefreshToken != kept || now.Pending != nil {
		t.Error("R10: a refused foreign token changed the profile")
	}
}

// Every key of the question is on the screen, whatever the field is called.
func TestEditQuestionIsWhole(t *testing.T) {
	d := waiting(t)
	d.keys("b", "a")
	d.sees("Request, not sent")
	d.keys("G", "e")
	for _, width := range []int{80, 60} {
		d.do(d.m.update(tea.WindowSizeMsg{Width: width, Height: 15}))
		for _, want := range []string{"c change code_verifier", "r take it out", "a add here", "u add to the address", "esc back"} {
			if !strings.Contains(d.frame(), want) {
				t.Errorf("%d columns do not show %q:\n%s", width, want, d.frame())
			}
		}
	}
}

// A secret is not put into the address by hand: the browser would keep it. It is not
// shown either.
func TestSecretStaysOutOfTheAddress(t *testing.T) {
	const typed = "typedSecretTypedSecretTypedSecre"
	d := drive(t)
	d.keys("enter")
	d.sees("What the browser will be asked")
	d.keys("e", "client_secret="+typed, "enter")
	d.sees("A secret does not go into an address")
	if len(d.m.current.Asking.Changes) != 0 {
		t.Error("it is in the preview")
	}
	if frame := d.frame(); strings.Contains(frame, typed[:8]) {
		t.Errorf("it is shown:\n%s", frame)
	}
}
