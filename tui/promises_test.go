package tui_test

import (
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"zoauth/flow/sandbox"
	"zoauth/internal/testkit"
)

// R6: nothing leaves before enter, and a second enter while the request is in flight
// sends nothing more.
func TestNothingIsSentBeforeEnterAndOnlyOnceR6(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.exchanged()
	d.keys("4")
	d.sees("grant_type             refresh_token")
	d.keys("j", "j", "]", "w", "/", "esc", "u", "K", "J")
	if n := d.posts("/oauth/token"); n != 1 {
		t.Fatalf("%d POSTs before enter, want the exchange's alone", n)
	}
	held := make(chan struct{})
	d.server.Inject(sandbox.Fault{Path: "/oauth/token", Hook: func() { <-held }})
	d.keys("enter", "enter", "r", "4", "enter")
	d.sees("Already sent.")
	close(held)
	d.sees("4 ✓ Refresh")
	if n := d.posts("/oauth/token"); n != 2 {
		t.Errorf("%d POSTs after three enters, want 2", n)
	}
}

// R10: the screen says why a refresh was refused, and nothing is deleted.
func TestRefusedRefreshSaysWhyAndDeletesNothingR10(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.exchanged()
	before := d.saved("acme-dev").Token
	d.server.UpdateApp(d.client("acme-dev"), func(a *sandbox.App) { a.ClientSecret = "rotated" })
	d.keys("4")
	d.sees("grant_type             refresh_token")
	d.keys("enter")
	d.sees("Invalid client_id or client_secret")
	d.sees(before.RefreshToken.Fingerprint() + "   ✓")
	if now := d.saved("acme-dev").Token; now.AccessToken != before.AccessToken || now.RefreshToken != before.RefreshToken {
		t.Error("an error of the server changed the tokens")
	}
}

// R4: a response that is lost leaves the refresh uncertain. The token stays, and the
// next refresh sends the same one.
func TestLostAnswerIsUncertainR4(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.exchanged()
	before := d.saved("acme-dev").Token.RefreshToken
	d.server.Inject(sandbox.Fault{Path: "/oauth/token", Cut: sandbox.BeforeHeader})
	d.keys("4")
	d.sees("grant_type             refresh_token")
	d.keys("enter")
	d.sees("4 ~ Refresh")
	d.sees("Send the same refresh again")
	if saved := d.saved("acme-dev"); saved.Token.RefreshToken != before || saved.Pending == nil {
		t.Fatal("the token or the record of the request is gone")
	}
	d.keys("4")
	d.sees("grant_type             refresh_token")
	d.keys("enter")
	d.sees("Invalid Token!")
	journal := d.server.Journal()
	if last := journal[len(journal)-1]; last.Form.Get("refresh_token") != before.Reveal() {
		t.Error("it sent another token")
	}
}

// N4: a sign-in page is no success.
func TestHTMLAnswerIsNoSuccessN4(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.exchanged()
	before := d.saved("acme-dev").Token
	d.server.Inject(sandbox.Fault{
		Path: "/oauth/token", NoEffect: true, Body: []byte("<html>Please sign in</html>"),
		Header: http.Header{"Content-Type": {"text/html"}},
	})
	d.keys("4")
	d.sees("grant_type             refresh_token")
	d.keys("enter")
	d.sees("4 ~ Refresh")
	d.sees("text/html")
	if saved := d.saved("acme-dev"); saved.Token != before {
		t.Error("the page replaced the tokens")
	}
}

// L3: hits that are not the callback are shown as ignored, and the attempt goes on.
func TestStrayHitsAreCountedAndTheAttemptGoesOnL3(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	url := d.awaits()
	app, _ := d.work.App("acme-dev")
	for _, query := range []string{"?code=x&state=wrong", "?code=x", "?code=x&state=a&state=b"} {
		res, err := http.Get(app.RedirectURI + query)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
	}
	d.until("three ignored hits", func() bool { return strings.Count(d.frame(), "ignored") >= 3 })
	if _, err := (sandbox.Browser{}).Answer(t.Context(), url, true); err != nil {
		t.Fatal(err)
	}
	d.sees("code_verifier")
}

// L7: however many hits come before the callback, and however long the screen does not
// look, the callback is taken.
func TestFloodOfHitsKeepsTheAnswerL7(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	url := d.awaits()
	app, _ := d.work.App("acme-dev")
	for range 300 {
		res, err := http.Get(app.RedirectURI + "?code=x&state=wrong")
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
	}
	if _, err := (sandbox.Browser{}).Answer(t.Context(), url, true); err != nil {
		t.Fatal(err)
	}
	d.sees("code_verifier")
}

// L2: a port in use is named, and with it the way that needs no listener. No other port
// is opened.
func TestBusyPortIsNamedAndPasteIsOfferedL2(t *testing.T) {
	t.Parallel()
	for _, environment := range []string{"acme-dev", "acme-prod"} {
		t.Run(environment, func(t *testing.T) {
			t.Parallel()
			d := driveReal(t)
			app, _ := d.work.App(environment)
			held, err := net.Listen("tcp", app.ListenAddress())
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = held.Close() }()
			if environment == "acme-prod" {
				d.keys("j")
			}
			d.keys("enter")
			d.sees("Timeline")
			d.begins("a", environment)
			d.sees(held.Addr().String() + " is in use")
			d.sees("Paste the callback instead")
			d.comesTo("Paste the callback instead")
			d.begins("", environment)
			d.sees("paste the callback here")
			d.paste(callbackOf(t, d.url()))
			d.sees("code_verifier")
			d.keys("enter")
			d.sees("2 ✓ Exchange")
		})
	}
}

// begins presses a key that drafts an authorization, where there is one, and enter.
// Production asks first.
func (d *driver) begins(key, profile string) {
	d.t.Helper()
	if key != "" {
		d.keys(key)
		d.sees("get the URL")
	}
	d.keys("enter")
	if profile == "acme-prod" {
		d.sees("Cancel")
		d.keys("j", "enter")
	}
}

// R9: tokens that cannot be saved stay in memory. The screen says so, quitting asks, and
// enter saves them once the disk allows it.
func TestTokensThatCannotBeSavedAreHeldR9(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.exchanged()
	full := &testkit.FullDisk{Store: d.work.Runner.Store}
	d.work.Runner.Store = full
	full.Full.Store(true)
	d.keys("4")
	d.sees("grant_type             refresh_token")
	d.keys("enter")
	d.sees("no space left")
	d.sees("NOT SAVED")
	d.keys("ctrl+c")
	d.sees("only in this program")
	d.keys("esc", "q", "q")
	d.sees("only in this program")
	if d.ended {
		t.Fatal("it quit unasked")
	}
	d.keys("esc", "enter")
	d.sees("NOT SAVED")
	d.keys("enter")
	d.sees("till not saved")
	full.Full.Store(false)
	d.keys("enter")
	d.until("the pair on disk", func() bool {
		return d.saved("acme-dev").Token.RefreshToken.Reveal() == d.server.CurrentRefreshToken(d.client("acme-dev"))
	})
	d.until("the end of the alarm", func() bool { return !d.shows("NOT SAVED") })
}

// N5: what the server asks to wait counts down, and nothing is sent by itself.
func TestRetryAfterCountsDownN5(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]func() string{
		"seconds": func() string { return "300" },
		"a date":  func() string { return time.Now().UTC().Add(5 * time.Minute).Format(http.TimeFormat) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := driveReal(t)
			d.exchanged()
			d.keys("4")
			d.sees("grant_type             refresh_token")
			d.server.Inject(sandbox.Fault{Path: "/oauth/token", NoEffect: true, Status: 429, Header: http.Header{"Retry-After": {after()}}, Body: []byte("{}")})
			d.rushed(time.Second, "\n") // the clock stands still from now on
			d.sees("The server asks to wait ")
			d.time.hold(30 * time.Second) // more than the request takes on a slow machine: it counts from the response
			d.sees("The server asks to wait 4:")
			d.time.hold(2 * time.Minute)
			d.sees("The server asks to wait 2:")
			d.time.hold(3 * time.Minute)
			d.until("the end of the wait", func() bool { return !d.shows("The server asks") })
			if n := d.posts("/oauth/token"); n != 2 {
				t.Errorf("%d POSTs, want the exchange's and the refresh's", n)
			}
		})
	}
}
