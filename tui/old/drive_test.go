package tui

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/sandbox"
)

func TestWalkThroughEveryStep(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("enter")
	d.sees("/v2/users/me")
	d.keys("enter")
	d.sees("The token is good")
	d.keys("enter", "enter")
	d.sees("the old refresh token is spent")
	d.keys("5", "enter", "acme-dev", "enter")
	d.sees("Zoom revoked the token")
	if n := d.posts("/oauth/token"); n != 2 {
		t.Errorf("%d POSTs to the token endpoint, want 2: one per action (R6)", n)
	}
	d.keys("6")
	d.sees("4, newest first")
}

// Nothing leaves before enter, and a second enter while in flight sends nothing more.
func TestNothingIsSentBeforeEnterAndOnlyOnce(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("r")
	d.sees("grant_type       refresh_token")
	if n := d.posts("/oauth/token"); n != 1 {
		t.Fatalf("%d POSTs before enter, want the exchange's alone", n)
	}
	d.server.Inject(sandbox.Fault{Path: "/oauth/token", Delay: 300 * time.Millisecond})
	d.keys("enter", "enter", "enter")
	d.sees("the old refresh token is spent")
	if n := d.posts("/oauth/token"); n != 2 {
		t.Errorf("%d POSTs after three enters, want 2", n)
	}
}

func TestRefusedRefreshSaysWhyAndDeletesNothing(t *testing.T) {
	d := drive(t)
	d.exchanged()
	before := d.m.current.State.Token
	d.server.UpdateApp(d.m.current.App.ClientID, func(a *sandbox.App) { a.ClientSecret = "rotated" })
	d.keys("r")
	d.sees("Request, not sent")
	d.keys("enter")
	d.sees("Invalid client_id or client_secret")
	d.sees("nothing was deleted")
	if now := d.m.current.State.Token; now.AccessToken != before.AccessToken || now.RefreshToken != before.RefreshToken {
		t.Error("R10: an error of the server changed the tokens")
	}
}

// R4: a lost answer is uncertain, the token stays, and r sends the same one again.
func TestLostAnswerIsUncertain(t *testing.T) {
	d := drive(t)
	d.exchanged()
	before := d.m.current.State.Token.RefreshToken
	d.server.Inject(sandbox.Fault{Path: "/oauth/token", Cut: sandbox.BeforeHeader})
	d.keys("r", "enter")
	d.sees("? uncertain")
	d.sees("3 Refresh ?")
	if d.m.current.State.Token.RefreshToken != before || d.m.current.State.Pending == nil {
		t.Fatal("the old token or the pending record is gone")
	}
	d.keys("r")
	d.sees("The last request got no answer")
	d.keys("enter")
	d.sees("400 Bad Request")
	d.sees("× Invalid Token!")
}

func TestHTMLAnswerIsNoSuccess(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.server.Inject(sandbox.Fault{
		Path: "/oauth/token", NoEffect: true, Body: []byte("<html>Please sign in</html>"),
		Header: http.Header{"Content-Type": {"text/html"}},
	})
	d.keys("r", "enter")
	d.sees("? uncertain")
	d.sees("This is no JSON: text/html")
}

func TestStrayHitsAreCountedAndTheAttemptGoesOn(t *testing.T) {
	d := drive(t)
	d.keys("enter", "enter")
	d.sees("no answer yet")
	address := d.m.current.Attempt.Address
	for _, path := range []string{"/callback?code=x&state=wrong", "/favicon.ico"} {
		res, err := http.Get("http://" + address + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
	}
	d.sees("2 stray hits ignored")
	d.keys("b", "a")
	d.sees("Request, not sent")
}

func TestBusyPortIsNamedAndPasteIsOffered(t *testing.T) {
	d := drive(t)
	held, err := net.Listen("tcp", strings.TrimSuffix(strings.TrimPrefix(d.set.Apps[0].RedirectURI, "http://"), "/callback"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = held.Close() }()
	d.keys("enter", "enter")
	d.sees(held.Addr().String())
	d.sees("Zoom knows this port")
	d.keys("i")
	d.sees("Waiting for the answer")
	if d.m.current.Attempt.Address != "" {
		t.Error("a listener was opened on another port")
	}
}

func TestPastedAddressLeadsToTheExchange(t *testing.T) {
	d := drive(t)
	d.keys("enter", "enter")
	d.sees("no answer yet")
	at := d.m.current.Attempt
	d.do(d.m.paste("hello world"))
	d.sees("page text")
	visit, err := allowWithoutCallback(at.URL())
	if err != nil {
		t.Fatal(err)
	}
	d.do(d.m.paste("\n  \"" + visit[:40] + "\n" + visit[40:] + "\"  "))
	d.sees("at most 4:5")
	d.keys("enter")
	d.sees("Zoom gave a new pair of tokens")
}

// allowWithoutCallback presses Allow and returns the callback address unvisited.
func allowWithoutCallback(authorizeURL string) (string, error) {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Post(authorizeURL, "application/x-www-form-urlencoded", strings.NewReader("decision=allow"))
	if err != nil {
		return "", err
	}
	_ = res.Body.Close()
	if location := res.Header.Get("Location"); location != "" {
		return location, nil
	}
	return "", fmt.Errorf("no redirect: %s", res.Status)
}

// R5 at the screen: another process refreshed; the workbench takes it over
// within a second and sends nothing.
func TestAnotherProcessRefreshIsTakenOver(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("r")
	d.sees("Request, not sent")
	other := setOver(t, d.server, &flow.Redactor{}, d.set.StateDir)
	other.Runner.By, other.Runner.PID = "zoauth token", os.Getpid()+1
	state, err := other.Store.Read("acme-dev")
	if err != nil {
		t.Fatal(err)
	}
	app := d.set.Apps[0]
	secret, _ := app.Secret.Secret(context.Background())
	out := other.Runner.Do(context.Background(), flow.Job{App: app, Gen: state.Gen, Request: flow.RefreshRequest(app, secret, state.Token.RefreshToken)})
	if out.Answer.Verdict != flow.Granted {
		t.Fatalf("the other process: %+v", out.Err)
	}
	d.until("the other's token", func() bool { return d.m.current.State.Gen == out.State.Gen })
	d.sees("by zoauth token")
	if got := d.m.current.Steps[flow.StepRefresh].Draft.Credential(); got != out.State.Token.RefreshToken {
		t.Error("the preview still holds the spent token")
	}
}

func TestProductionAsksBeforeAuthorizeAndReveal(t *testing.T) {
	d := drive(t)
	d.keys("p")
	d.sees("Sandbox profiles")
	d.keys("j", "a")
	d.sees("PRODUCTION")
	d.keys("enter")
	d.sees("Allow gives this user new tokens")
	d.keys("esc")
	if d.m.current.Attempt.Open() {
		t.Fatal("the attempt began without the answer y")
	}
	d.keys("enter", "y")
	d.sees("no answer yet")
}

func TestLeavingKeepsTheAttemptOpen(t *testing.T) {
	d := drive(t)
	d.keys("enter", "enter")
	d.sees("no answer yet")
	d.keys("p")
	d.sees("waiting")
	d.keys("ctrl+c")
	d.sees("an attempt is open")
	d.keys("esc")
	if d.quit {
		t.Fatal("it quit without the answer")
	}
	d.keys("enter")
	d.sees("Open this URL in any browser")
	d.keys("x")
	d.sees("ended here at")
}

// Every key in every place, in odd orders: no panic, no stuck screen.
func TestKeyStorm(t *testing.T) {
	d := drive(t)
	d.exchanged()
	for round := range 40 {
		for _, k := range "jkgG123456ptiwv[]HLu?nsS()+xyb:/ar" {
			if k == 'u' || k == 'b' || k == 'S' {
				continue // these leave the screen, visit the network, or change the set
			}
			d.m.dialog = nil
			d.do(d.m.key(string(k), string(k)))
			if frame := d.frame(); strings.TrimSpace(frame) == "" {
				t.Fatalf("round %d: empty frame after %q", round, k)
			}
		}
	}
}

func TestResizeStorm(t *testing.T) {
	d := drive(t)
	d.exchanged()
	for w := 1; w < 220; w += 7 {
		for h := 1; h < 70; h += 3 {
			d.do(d.m.update(tea.WindowSizeMsg{Width: w, Height: h}))
			for i, row := range strings.Split(d.frame(), "\n") {
				if n := len([]rune(row)); n > w {
					t.Fatalf("%d×%d: row %d has %d cells: %q", w, h, i, n, row)
				}
			}
		}
	}
}

// The probe before a revoke is offered while this token was not probed.
func TestRevokeOffersTheProbeBefore(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("5")
	d.sees("4 probes the token first")
	d.keys("4")
	d.sees("/v2/users/me")
	d.keys("enter")
	d.sees("The token is good")
	d.keys("5")
	d.sees("/oauth/revoke")
	if strings.Contains(d.frame(), "probes the token first") {
		t.Errorf("it is offered again:\n%s", d.frame())
	}
}
