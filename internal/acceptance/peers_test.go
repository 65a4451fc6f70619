package acceptance

import (
	"io"
	"net"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"zoauth/flow/sandbox"
	"zoauth/internal/testkit"
)

// attempt is a running "zoauth authorize acme-dev" that waits for its answer.
type attempt struct {
	*desk
	cmd      *exec.Cmd
	in       io.WriteCloser
	out, err testkit.Buffer
	url      string
}

func newAttempt(t testing.TB) *attempt {
	t.Helper()
	a := &attempt{desk: newDesk(t)}
	a.cmd = a.command("authorize", "acme-dev")
	a.cmd.Stdout, a.cmd.Stderr = &a.out, &a.err
	var err error
	if a.in, err = a.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := a.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.cmd.Process.Kill() })
	waitFor(t, func() bool { return strings.Contains(a.err.String(), "Waiting on") })
	a.url = regexp.MustCompile(`(?m)^http://\S+$`).FindString(a.err.String())
	return a
}

// get asks the listener for a path below the callback's address.
func (a *attempt) get(path string) int {
	a.t.Helper()
	res, err := http.Get(strings.Replace(a.App.RedirectURIs[0], "/callback", path, 1))
	if err != nil {
		a.t.Fatal(err)
	}
	_ = res.Body.Close()
	return res.StatusCode
}

// waitsStill fails when a hit ended the attempt.
func (a *attempt) waitsStill(path string, status int) {
	a.t.Helper()
	if got := a.get(path); got != status {
		a.t.Errorf("%s: status %d, want %d", path, got, status)
	}
	if got := a.tokenRequests(); got != 0 {
		a.t.Errorf("%s: %d token requests", path, got)
	}
}

// finish lets the browser press Allow and returns the exit code.
func (a *attempt) finish() int {
	a.t.Helper()
	res, err := http.Get(allow(a.t, a.url))
	if err != nil {
		a.t.Fatal(err)
	}
	_ = res.Body.Close()
	return code(a.cmd.Wait())
}

func (d *desk) tokenRequests() int {
	return d.seen(func(e sandbox.Entry) bool { return e.Path == "/oauth/token" })
}

// TestWhatPeersFail is the table of behaviours: each row is what at
// least one other tool was seen to get wrong (docs/internals/decisions/other-tools.md).
func TestWhatPeersFail(t *testing.T) {
	t.Parallel()
	rows := []struct {
		name string
		run  func(*testing.T)
	}{
		{"a bad code gets Zoom's reason and the right hint", func(t *testing.T) {
			a := newAttempt(t)
			a.Server.Inject(sandbox.Fault{Path: "/oauth/token", NoEffect: true, Status: 400, Body: []byte(`{"reason":"Invalid authorization code","error":"invalid_grant"}`)})
			if got := a.finish(); got != 4 || !strings.Contains(a.err.String(), "Invalid authorization code") || !strings.Contains(a.err.String(), "hint: ") {
				t.Errorf("exit code %d: %s", got, a.err.String())
			}
		}},
		{"one token request, whatever the answer", func(t *testing.T) {
			a := newAttempt(t)
			a.Server.Inject(sandbox.Fault{Path: "/oauth/token", NoEffect: true, Status: 401, Header: http.Header{"WWW-Authenticate": {"Basic"}}, Body: []byte(`{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`)})
			if got := a.finish(); got != 4 || a.tokenRequests() != 1 {
				t.Errorf("exit code %d, %d token requests", got, a.tokenRequests())
			}
		}},
		{"a forged state is ignored", func(t *testing.T) {
			a := newAttempt(t)
			a.waitsStill("/callback?code=stolen&state=forged", 400)
			a.waitsStill("/callback?error=access_denied&state=forged", 400)
			if got := a.finish(); got != 0 {
				t.Errorf("exit code %d: %s", got, a.err.String())
			}
			a.isCurrent()
		}},
		{"an empty callback is ignored", func(t *testing.T) {
			a := newAttempt(t)
			a.waitsStill("/callback", 400)
			a.waitsStill("/callback?", 400)
			a.waitsStill("/callback?error=access_denied", 400)
			if got := a.finish(); got != 0 {
				t.Errorf("exit code %d: %s", got, a.err.String())
			}
		}},
		{"the favicon is harmless", func(t *testing.T) {
			a := newAttempt(t)
			a.waitsStill("/favicon.ico", 404)
			a.waitsStill("/", 404)
			if got := a.finish(); got != 0 {
				t.Errorf("exit code %d: %s", got, a.err.String())
			}
		}},
		{"a busy port is named and no other is taken", func(t *testing.T) {
			d := newDesk(t)
			held, err := net.Listen("tcp", strings.TrimSuffix(strings.TrimPrefix(d.App.RedirectURIs[0], "http://"), "/callback"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = held.Close() }()
			said := d.run("authorize", "acme-dev")
			said.is(t, "busy port", 5, "", held.Addr().String())
			if strings.Contains(said.err, "/oauth/authorize?") {
				t.Error("L2: the URL was shown although nothing listens")
			}
		}},
		{"no secret is printed", func(t *testing.T) {
			a := newAttempt(t)
			if got := a.finish(); got != 0 {
				t.Fatalf("exit code %d", got)
			}
			token := a.state().Token
			for _, e := range a.Server.Journal() {
				for _, secret := range []string{e.IssuedCode, token.AccessToken.Reveal(), token.RefreshToken.Reveal(), a.App.ClientSecret} {
					if secret != "" && strings.Contains(a.out.String()+a.err.String(), secret) {
						t.Errorf("S4: a secret was printed:\n%s%s", a.out.String(), a.err.String())
					}
				}
			}
		}},
		{"the exit code tells declined from done", func(t *testing.T) {
			a := newAttempt(t)
			var browser sandbox.Browser
			if _, err := browser.Answer(t.Context(), a.url, false); err != nil {
				t.Fatal(err)
			}
			if got := code(a.cmd.Wait()); got != 4 {
				t.Errorf("exit code %d, want 4", got)
			}
		}},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			row.run(t)
		})
	}
}
