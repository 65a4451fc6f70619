package tui_test

import (
	"encoding/base64"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/flow/sandbox"
	"zoauth/internal/testkit"
)

// waiting opens an attempt of the first profile and returns its authorize URL.
func (d *driver) waiting() *url.URL {
	d.t.Helper()
	d.keys("enter")
	d.sees("● ready")
	d.keys("enter")
	d.sees(" waiting ")
	_, below, _ := strings.Cut(d.frame(), "characters ──")
	address := ""
	for _, row := range strings.Split(below, "\n")[1:] {
		if strings.TrimSpace(row) == "" {
			break
		}
		address += strings.TrimSpace(row)
	}
	u, err := url.Parse(address)
	if err != nil || u.Query().Get("state") == "" {
		d.t.Fatalf("no authorize URL: %q in\n%s", address, d.frame())
	}
	return u
}

const someCode = "abcdefghijklmnopqrstuvwxyz0123456"

// A callback that is pasted on Home, or into a text field, is taken by the attempt that
// it belongs to, and its page is shown.
func TestCallbackPastedAnywhere(t *testing.T) {
	t.Parallel()
	for name, place := range map[string]string{"on Home": "", "in the form": "A", "in the filter": "/", "in the box of Paste": "i"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := drive(t)
			u := d.waiting()
			d.keys("esc")
			d.sees("── Profiles")
			if place != "" {
				d.keys(place)
				d.sees(map[string]string{"A": "new profile", "/": "/ ", "i": "Paste or type"}[place])
			}
			d.paste(u.Query().Get("redirect_uri") + "?code=" + someCode + "&state=" + u.Query().Get("state"))
			d.sees("zoauth ▸ acme-dev")
			d.sees("● Exchange")
			d.sees("code_verifier")
		})
	}
}

// L9, R6: what is pasted while the exchange is in flight, and the enters behind it, send
// nothing and take nothing from the response: its pair is saved.
func TestPasteInFlightL9(t *testing.T) {
	for name, text := range map[string]string{
		"the callback again":       "ADDRESS?code=CODE&state=STATE",
		"another code":             "ADDRESS?code=" + someCode + "&state=STATE",
		"a refusal":                "ADDRESS?error=access_denied&state=STATE",
		"a callback of another":    "https://other.example/cb?code=" + someCode + "&state=xyz",
		"tokens":                   `{"access_token":"opaque-access-token-0123456789","refresh_token":"opaque-refresh-token-0123456789"}`,
		"the exchange, as command": "curl https://zoom.us/oauth/token -u Zk3mQ8vTS2aXw1LrPbN0Ug:kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2 -d grant_type=authorization_code -d code=CODE",
	} {
		t.Run(name, func(t *testing.T) {
			d := drive(t)
			u := d.waiting()
			address, err := testkit.Allow(u.String())
			if err != nil {
				t.Fatal(err)
			}
			callback, err := url.Parse(address)
			if err != nil {
				t.Fatal(err)
			}
			d.paste(callback.String())
			d.sees("● Exchange")
			held := make(chan struct{})
			d.server.Inject(sandbox.Fault{Path: "/oauth/token", Hook: func() { <-held }})
			d.keys("enter")
			d.until("the request", func() bool { return d.posts("/oauth/token") == 1 })
			d.paste(strings.NewReplacer("ADDRESS", u.Query().Get("redirect_uri"), "CODE", callback.Query().Get("code"), "STATE", u.Query().Get("state")).Replace(text))
			d.keys("enter", "enter")
			if strings.Contains(d.frame(), callback.Query().Get("code")) {
				t.Errorf("S4: the code is shown:\n%s", d.frame())
			}
			close(held)
			d.until("the pair", func() bool {
				saved := d.saved("acme-dev").Token.RefreshToken.Reveal()
				return saved != "" && saved == d.server.CurrentRefreshToken(d.client("acme-dev"))
			})
			if n := d.posts("/oauth/token"); n != 1 {
				t.Errorf("%d codes were sent", n)
			}
		})
	}
}

// What is no callback of the open attempt leaves it open; why is said truly, on any
// screen.
func TestRefusedCallbackTellsTheTruth(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, says string }{
		"another redirect": {"https://other.example/cb?code=" + someCode + "&state=xyz", "This callback is for https://other.example/cb; acme-dev uses"},
		"another state":    {"http://127.0.0.1:PORT/callback?code=" + someCode + "&state=xyz", "This link belongs to another attempt"},
		"an error page":    {"Invalid redirect: http://127.0.0.1/callback (4,700)", "Fix"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := drive(t)
			u := d.waiting()
			redirect, err := url.Parse(u.Query().Get("redirect_uri"))
			if err != nil {
				t.Fatal(err)
			}
			text := strings.Replace(test.text, "127.0.0.1:PORT", redirect.Host, 1)
			d.keys("esc")
			d.sees("── Profiles")
			d.paste(text)
			d.sees(test.says)
			d.sees("Open acme-dev")
			d.sees("still waiting for its callback")
			d.keys("enter")
			d.sees(" waiting ")
			d.paste(text)
			d.sees(test.says)
		})
	}
}

// A paste opens its own page: what was said of the key before it is gone, and the profile whose attempt is
// open is offered once.
func TestAPasteWhileAnAttemptIsOpen(t *testing.T) {
	t.Parallel()
	d := drive(t)
	u := d.waiting()
	d.keys("esc")
	d.sees("── Profiles")
	d.keys("x")
	d.sees("x does nothing here")
	d.paste(`{"error":"invalid_grant","reason":"Invalid Token!"}`)
	d.sees("── Found")
	if d.shows("does nothing here") {
		t.Errorf("the page of the paste still says what a key did:\n%s", d.frame())
	}
	d.keys("esc")
	d.sees("── Profiles")
	d.paste("curl https://zoom.us/oauth/authorize?response_type=code&client_id=" + u.Query().Get("client_id"))
	d.sees("still waiting for its callback")
	if n := strings.Count(d.frame(), "Open acme-dev"); n != 1 {
		t.Errorf("the profile is offered %d times:\n%s", n, d.frame())
	}
}

// A step whose token the profile does not have asks for one, judges it, saves it, and
// sends nothing.
func TestStepsFromAnEmptyProfile(t *testing.T) {
	t.Parallel()
	for step, test := range map[string]struct{ asks, text, opens string }{
		"2": {"Exchange a code from elsewhere", "https://acme.example/cb?code=" + someCode, "redirect_uri"},
		"3": {"Adopt an access token", "opaque-access-token-0123456789", "Bearer"},
		"4": {"Adopt a refresh token", "opaque-refresh-token-0123456789", "refresh_token"},
		"5": {"Adopt an access token", "opaque-access-token-0123456789", "oauth/revoke"},
	} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			d := drafted(t)
			d.keys(step)
			d.sees(test.asks)
			d.keys("enter")
			d.sees("first.")
			d.paste(test.text)
			if strings.Contains(d.frame(), test.text) && step != "2" {
				t.Fatalf("S4: the token is shown:\n%s", d.frame())
			}
			if step == "2" { // it came to another address than the profile's
				d.keys("enter")
				d.sees("Not taken: the code was sent to https://acme.example/cb")
				d.paste("code=" + someCode + "\nredirect_uri=https://acme.example/cb\ncode_verifier=abcdefghijklmnopqrstuvwxyz0123456789abcdefg")
			}
			d.keys("enter")
			d.sees("pasted")
			d.sees(test.opens)
			d.sees("nothing sent")
		})
	}
}

// Where a step's token is asked for and another one is pasted, the dialog says which it is
// and which request enter opens.
func TestAnotherTokenThanAskedForIsNamed(t *testing.T) {
	t.Parallel()
	for step, test := range map[string]struct{ text, title, enter, opens string }{
		"3": {"refresh_token=opaque-refresh-token-0123456789", "Adopt a refresh token into", "enter save and open the refresh", "grant_type refresh_token"},
		"4": {"access_token=opaque-access-token-0123456789", "Adopt an access token into", "enter save and open the probe", "/v2/users/me"},
	} {
		t.Run(step, func(t *testing.T) {
			t.Parallel()
			d := drafted(t)
			d.keys(step)
			d.sees("enter save and open the request")
			d.paste(test.text)
			d.sees(test.title)
			d.sees(test.enter)
			d.keys("enter")
			d.sees(test.opens)
		})
	}
}

// A pasted refresh is sent once without a profile, with what was pasted and nothing else,
// after a question.
func TestPastedRefreshIsSentOnce(t *testing.T) {
	t.Parallel()
	d := drafted(t)
	d.paste("POST /oauth/token HTTP/1.1\nHost: " + d.host() + "\nAuthorization: Basic " +
		base64.StdEncoding.EncodeToString([]byte("Zk3mQ8vTS2aXw1LrPbN0Ug:a-wrong-secret-of-that-server-0000")) +
		"\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=refresh_token&refresh_token=opaque-refresh-token-0123456789abcdef\n\nHTTP/1.1 400 Bad Request\n\n{\"error\":\"invalid_client\",\"reason\":\"Invalid client_id or client_secret\"}\n")
	d.sees("Send this refresh once")
	d.comesTo("Send this refresh once")
	d.keys("enter")
	d.sees("zoauth ▸ rt.of-")
	d.sees("● ready") // the client secret was read
	d.keys("enter")
	d.sees("Send this refresh?")
	d.keys("j")
	d.keys("enter")
	d.sees("✗ 400")
}

// host is where the sandbox listens.
func (d *driver) host() string {
	d.t.Helper()
	_, after, found := strings.Cut(d.frame(), "GET http://")
	host, _, whole := strings.Cut(after, "/")
	if !found || !whole {
		d.t.Fatalf("no address:\n%s", d.frame())
	}
	return host
}

// A value of the wrong kind is named under its field; a text with several values offers
// to fill the form.
func TestPastesIntoTheForm(t *testing.T) {
	t.Parallel()
	d := drive(t)
	d.keys("A")
	d.sees("redirect URI")
	d.keys("down", "down", "down")
	part := func(text string) string { return base64.RawURLEncoding.EncodeToString([]byte(text)) }
	for text, says := range map[string]string{
		part(`{"alg":"HS512"}`) + "." + part(`{"tokenType":"refresh_token","iat":1}`) + "." + part("signature"): "this is a refresh token",
		part(`{"alg":"HS512"}`) + "." + part(`{"tokenType":"access_token","iat":1}`) + "." + part("signature"):  "this is an access token",
		"https://acme.example/cb":          "this is a URL",
		"abcdefghijklmnopqrstuvwxyz012345": "as long as a client secret",
	} {
		d.keys("ctrl+u")
		d.paste(text)
		d.sees(says)
	}
	d.keys("ctrl+u")
	d.paste("ZOOM_CLIENT_ID=Qr8sTv2xRZk5WmLb9HcNdw\nZOOM_CLIENT_SECRET=kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2\n")
	d.sees("Fill the form with Qr8sTv2xRZk5WmLb9HcNdw")
	d.keys("j")
	d.keys("enter")
	d.sees("Qr8sTv2xRZk5WmLb9HcNdw")
	if strings.Contains(d.frame(), "kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2") {
		t.Errorf("S4: the secret is shown:\n%s", d.frame())
	}
}

// A file or a variable that holds no secret is named in its row, before it is needed.
func TestTheFormReadsTheSecretThatIsNamed(t *testing.T) {
	d := drive(t)
	d.keys("A")
	d.sees("redirect URI")
	d.keys("down", "down", "down", "down", "right", "right")
	d.sees("‹ a file ›")
	d.keys("down", "no-such-file")
	d.sees("! could not read the client secret")
	d.sees("no such file or directory")
	secret := filepath.Join(folder(t), "secret")
	if err := os.WriteFile(secret, []byte("kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	d.keys("ctrl+u")
	d.paste(secret)
	d.until("the end of the remark", func() bool { return !d.shows("could not read") })
	d.keys("up", "right", "down")
	d.sees("variable")
	d.keys("NO_SUCH_VARIABLE")
	d.sees("! could not read the client secret")
}

// Two refresh tokens in one text are two rows, each with what can be done with it; in one
// object, which one is asked.
func TestWhichOfTwoTokens(t *testing.T) {
	t.Parallel()
	d := drafted(t)
	d.paste("refresh_token=opaque-refresh-token-0123456789\nrefresh_token=other-refresh-token-0123456789\n")
	d.sees("rt:dac191   opaque")
	d.sees("› Adopt rt:5753eb into a profile")
	d.keys("esc")
	d.sees("● ready")
	d.paste(`{"ada":{"refresh_token":"opaque-refresh-token-0123456789"},"bob":{"refresh_token":"other-refresh-token-0123456789"}}`)
	d.sees("› Adopt one of its 2 tokens")
	d.keys("enter")
	d.sees("Adopt which one?")
	d.keys("j", "j")
	d.keys("enter")
	d.sees("which profile?")
}

// What the profiles hold is compared anew when Paste is shown again: a token that was
// adopted from there is held now.
func TestPasteIsComparedAnew(t *testing.T) {
	t.Parallel()
	d := drafted(t)
	d.paste("refresh_token=opaque-refresh-token-0123456789")
	d.sees("Adopt rt:5753eb into a profile")
	d.keys("enter")
	d.sees("which profile?")
	d.keys("j")
	d.keys("enter")
	d.sees("Adopt a refresh token into acme-dev")
	d.keys("enter")
	d.sees("nothing sent")
	d.keys("esc")
	d.sees("Open acme-dev")
	d.sees("it holds this refresh token")
}

// R16: what becomes of the pair that a token from elsewhere brings is chosen on its draft.
// Choosing sends nothing, and enter sends afterwards.
func TestResultIsChosenOnTheDraftR16(t *testing.T) {
	t.Parallel()
	d := drafted(t)
	d.keys("4")
	d.sees("Adopt a refresh token")
	d.paste("opaque-refresh-token-0123456789")
	d.sees("rt:5753eb")
	d.keys("enter")
	d.sees("── The result")
	d.comesTo("Give it back")
	d.keys("enter")
	d.sees("Give it back             ✓")
	if n := d.posts("/oauth/token"); n != 0 {
		t.Fatalf("choosing sent %d requests", n)
	}
	d.keys("enter")
	d.sees("✗ 400")
}
