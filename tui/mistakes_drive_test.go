package tui

import (
	"strings"
	"testing"

	"zoauth/tui/intent"
)

// A deliberate mistake is chosen, labelled, sent once, and its answer stands beside
// the expected one. The next preview is the right request again.
func TestDeliberateMistake(t *testing.T) {
	d := waiting(t)
	d.keys("b", "a")
	d.sees("Request, not sent")
	d.keys("m")
	d.sees("Deliberate mistakes")
	d.sees("a code_verifier of another attempt")
	d.keys("j", "j")
	d.sees("Redirect URI mismatch")
	d.keys("enter")
	d.sees("Deliberate mistake: no redirect_uri")
	if strings.Contains(d.frame(), "redirect_uri     http") {
		t.Errorf("the preview still has the field:\n%s", d.frame())
	}
	if n := d.posts("/oauth/token"); n != 0 {
		t.Fatalf("%d requests before enter", n)
	}
	d.keys("enter")
	d.sees("as expected")
	if frame := d.frame(); strings.Contains(frame, "not as expected") {
		t.Errorf("the answer differs:\n%s", frame)
	}
	d.keys("2")
	d.sees("Request, not sent")
	d.sees("redirect_uri     http")
	d.keys("enter")
	d.sees("Zoom gave a new pair of tokens")
	if n := d.posts("/oauth/token"); n != 2 {
		t.Errorf("%d requests, want the mistake and the right one", n)
	}
}

// Spent values are offered while they are in memory; the tokens of the profile stay.
func TestMistakesWithSpentValues(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("2", "m")
	d.sees("the code once more")
	d.m.screens.mistakes.Do(d.m.context(), intent.Bottom)
	d.keys("esc")
	d.keys("r", "enter")
	d.sees("the old refresh token is spent")
	kept := d.m.current.State.Token
	d.keys("r", "m")
	d.sees("the previous refresh token")
	d.sees("may end the living authorization")
	d.keys("enter")
	d.sees("Deliberate mistake: the previous refresh token")
	d.keys("enter")
	d.sees("as expected")
	if now := d.m.current.State.Token; now.AccessToken != kept.AccessToken || now.RefreshToken != kept.RefreshToken {
		t.Error("R10: a refused mistake changed the tokens")
	}
}

// On production a mistake asks for the profile's name.
func TestMistakeOnProductionAsks(t *testing.T) {
	d := drive(t)
	d.open("acme-prod")
	d.sees("What the browser will be asked")
	d.keys("enter", "y")
	d.sees("no answer yet")
	d.keys("b", "a")
	d.sees("Request, not sent")
	d.keys("m", "enter", "enter")
	d.sees("Type acme-prod to send it.")
	d.keys("acme-prod", "enter")
	d.sees("as expected")
}
