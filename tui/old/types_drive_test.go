package tui

import (
	"strings"
	"testing"

	"zoauth/flow/sandbox"
)

// open chooses a profile of the list and opens it where its state leads.
func (d *driver) open(profile string) {
	d.t.Helper()
	d.keys("p")
	d.sees("Sandbox profiles")
	d.m.screens.list.Choose(profile)
	d.keys("enter")
	d.sees("zoauth  " + profile)
}

// last is the newest request at the token endpoint.
func (d *driver) last() sandbox.Entry {
	d.t.Helper()
	journal := d.server.Journal()
	for i := len(journal) - 1; i >= 0; i-- {
		if journal[i].Path == "/oauth/token" {
			return journal[i]
		}
	}
	d.t.Fatal("nothing came to the token endpoint")
	return sandbox.Entry{}
}

// An app that asks no person gets its token with one request; the steps that it
// does not have say why.
func TestAppsWithoutConsent(t *testing.T) {
	for _, c := range []struct{ profile, grant, kind string }{
		{"batch-dev", "account_credentials", "server-to-server"},
		{"bot-dev", "client_credentials", "chatbot"},
	} {
		t.Run(c.kind, func(t *testing.T) {
			d := drive(t)
			d.open(c.profile)
			d.sees("1 Authorize –  2 Get token ●  3 Refresh –  4 Probe –  5 Revoke –")
			d.keys("1")
			d.sees("This app asks no person: its type is " + c.kind + ". Press 2 to get a token.")
			d.keys("4")
			d.sees("There is no access token. 2 gets one.")
			d.keys("2")
			d.sees("Request, not sent")
			d.keys("enter")
			d.sees("Zoom gave a new access token")
			d.sees("2 Get token ✓  3 Refresh –  4 Probe    5 Revoke")
			if got := d.last(); got.Grant != c.grant || got.Status != 200 {
				t.Errorf("sent %s, answered with %d", got.Grant, got.Status)
			}
			d.keys("3")
			d.sees("This kind of app has no refresh token. 2 gets a new access token.")
			if n := d.posts("/oauth/token"); n != 1 {
				t.Errorf("%d POSTs, want 1", n)
			}
		})
	}
}

// Zoom's user API refuses a chatbot's token (zoom.md §5.3), so nothing leads there.
func TestChatbotIsNotLedToTheProbe(t *testing.T) {
	d := drive(t)
	d.open("bot-dev")
	d.sees("Request, not sent")
	d.keys("enter")
	d.sees("no user: a chatbot's token is the app's own")
	d.sees("enter revoke")
	d.keys("4")
	d.sees("Expect a refusal: Zoom's user API takes no chatbot's token. It changes nothing.")
	d.sees("Request, not sent")
	d.keys("enter")
	d.sees("The token is of a grant that this API does not accept.")
	d.sees("enter get token")
	d.keys("p")
	d.sees("t use token")
}

// A public app has no secret: its ID stands in the form and the verifier proves it.
func TestPublicAppSendsNoAuthorization(t *testing.T) {
	d := drive(t)
	d.open("mobile-dev")
	d.sees("What the browser will be asked")
	d.keys("enter")
	d.sees("no answer yet")
	d.keys("b", "a")
	d.sees("Request, not sent")
	if frame := d.frame(); strings.Contains(frame, "Authorization    ") || !strings.Contains(frame, "client_id") {
		t.Errorf("the preview of a public app:\n%s", frame)
	}
	d.keys("enter")
	d.sees("Zoom gave a new pair of tokens")
	d.keys("r")
	d.sees("refresh_token")
	d.keys("enter")
	d.sees("the old refresh token is spent")
	if n := d.posts("/oauth/token"); n != 2 {
		t.Errorf("%d POSTs, want 2", n)
	}
}

// An app without a redirect has the device flow for its first step, and no word of a
// redirect.
func TestDeviceOnlyApp(t *testing.T) {
	d := drive(t)
	d.m.current = nil
	d.keys("p")
	d.sees("Sandbox profiles")
	d.m.sandbox.find("acme-dev").App.RedirectURI = ""
	d.m.screens.list.Choose("acme-dev")
	d.sees("none: a code is entered on another device")
	d.keys("a")
	d.sees("/oauth/devicecode")
	d.keys("z")
	d.sees("App on Device")
	if strings.Contains(d.frame(), "Redirect") {
		t.Errorf("it speaks of a redirect:\n%s", d.frame())
	}
	d.keys("esc", "enter")
	d.sees("Enter this code at")
	d.keys("b", "a")
	d.sees("Zoom gave a new pair of tokens")
}
