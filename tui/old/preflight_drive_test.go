package tui

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/tui/old/intent"
)

// atAuthorize opens the preview of a profile of a file with the given text; its
// state directory is closed to others.
func atAuthorize(t *testing.T, text string, files map[string]string) *driver {
	t.Helper()
	d, path := atFile(t, text)
	for name, content := range files {
		write(t, filepath.Join(filepath.Dir(path), name), content)
	}
	if err := os.Chmod(d.m.real.StateDir, 0o700); err != nil {
		t.Fatal(err)
	}
	d.keys("a")
	d.sees("What the browser will be asked")
	return d
}

// gathered waits until everything that the preflight reads is read.
func (d *driver) gathered() {
	d.t.Helper()
	s := d.m.current
	d.until("the facts", func() bool { return s.Facts.Others != nil && !s.Secret.Reading })
}

func (d *driver) lacks(what string) {
	d.t.Helper()
	if frame := d.frame(); strings.Contains(frame, what) {
		d.t.Fatalf("it says %q:\n%s", what, frame)
	}
}

const pairOfFiles = `default = "acme-dev"
[profiles.acme-dev]
client_id = "Zk3mQ8vTS2aXw1LrPbN0Ug"
client_secret_file = "dev"
redirect_uri = "https://acme.example/development"
[profiles.acme-prod]
environment = "production"
client_id = "Pq7xW2nKR5uYc4MsDdV9Jg"
client_secret_file = "prod"
redirect_uri = "https://acme.example/zoom/callback"
`

const (
	devSecret  = "CANARYsecretOfTheDevelopment0001"
	prodSecret = "CANARYsecretOfTheProduction00002"
)

// A secret that cannot work is said in words with the key that mends it, before the
// URL is there; nothing is sent for it, and no value is shown.
func TestPreflightSaysWhatCannotWork(t *testing.T) {
	d := atAuthorize(t, pairOfFiles, map[string]string{"dev": devSecret + " ", "prod": prodSecret})
	d.sees("× The client secret begins or ends with a blank            E edits the profile")
	d.gathered()
	d.keys("w")
	d.sees("Problem: the client secret begins or ends with a blank.")
	d.sees("Repair: save it again, without.")
	d.keys("E")
	d.sees("acme-dev  edit")
	if n := len(d.server.Journal()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	if strings.Contains(d.frame(), "CANARY") {
		t.Error("S4: the secret is on the screen")
	}
}

// enter starts whatever the preflight says.
func TestPreflightHindersNothing(t *testing.T) {
	d := atAuthorize(t, pairOfFiles, map[string]string{"dev": devSecret + " ", "prod": prodSecret})
	d.sees("begins or ends with a blank")
	d.keys("enter")
	d.sees("Open this URL in any browser")
	d.sees("begins or ends with a blank")
	d.keys("esc", "w")
	d.sees("Problem: the client secret")
}

// The secret of the other half of the pair is noticed without a word of it.
func TestPreflightNoticesAMixedPair(t *testing.T) {
	d := atAuthorize(t, pairOfFiles, map[string]string{"dev": prodSecret, "prod": prodSecret})
	d.sees("× The same secret as acme-prod (production)")
	d.keys("w")
	d.sees("client ID Zk3mQ8vTS2aXw1LrPbN0Ug  Pq7xW2nKR5uYc4MsDdV9Jg")
	d.lacks("CANARY")
	d.keys("esc")
	d.keys(")")
	d.sees("× The same secret as acme-dev (development)")
}

func TestPreflightIsCalmWhereNothingIsWrong(t *testing.T) {
	d := atAuthorize(t, pairOfFiles, map[string]string{"dev": devSecret, "prod": prodSecret})
	d.gathered()
	d.sees("✓ S256, fresh state, no scope sent, client ID has the usual shape")
	d.lacks("more: w")
	d.lacks("×")
	for _, profile := range []string{"acme-dev", "acme-prod"} {
		s := drive(t)
		s.m.current = s.m.sandbox.find(profile)
		s.do(s.m.open(intent.AuthorizeStep, true))
		s.gathered()
		s.lacks("more: w")
		s.lacks("×")
	}
}

// A busy port is said before enter, and forgotten when it is free.
func TestPreflightTriesThePort(t *testing.T) {
	address := freeAddress(t)
	held, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	d := atAuthorize(t, strings.Replace(ownFile, "127.0.0.1:8976", address, 1), nil)
	d.sees("× " + address + " cannot be bound")
	d.keys("w")
	d.sees("the address is in use")
	_ = held.Close()
	d.keys("esc", "esc", "a")
	d.until("the free port", func() bool { return !strings.Contains(d.frame(), "cannot be bound") })
	d.keys("enter")
	d.sees("no answer yet")
	d.keys("p", "1")
	d.gathered()
	d.lacks("cannot be bound")
}

// The look at the port never takes it from an attempt that begins at the same time.
func TestPreflightNeverHoldsThePort(t *testing.T) {
	d := atAuthorize(t, strings.Replace(ownFile, "127.0.0.1:8976", freeAddress(t), 1), nil)
	for range 30 {
		d.keys("p", "1", "enter")
		d.until("an attempt", func() bool {
			if d.m.dialog != nil {
				t.Fatal(d.frame())
			}
			return d.m.current.Attempt.Open()
		})
		d.keys("x")
	}
}

func TestPreflightLooksAtTheFiles(t *testing.T) {
	d := atAuthorize(t, pairOfFiles, map[string]string{"dev": devSecret, "prod": prodSecret})
	d.gathered()
	tokens := filepath.Join(d.m.real.StateDir, "tokens")
	if err := os.Mkdir(tokens, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(tokens, 0o755); err != nil {
		t.Fatal(err)
	}
	d.keys("p", "1")
	d.sees("/tokens has mode 0755")
	d.lacks("E edits")
	d.keys("w")
	d.sees("chmod 700")
}

// The clock of the last answer is remembered; nothing is asked for it.
func TestPreflightKnowsTheClock(t *testing.T) {
	d := drive(t)
	d.server.SetRules(func(r *sandbox.Rules) { r.ClockSkew = 10 * time.Minute })
	d.exchanged()
	sent := len(d.server.Journal())
	d.keys("1")
	d.sees("behind the server's clock")
	if n := len(d.server.Journal()); n != sent {
		t.Errorf("%d requests for the clock", n-sent)
	}
}

// A slow secret command holds nothing up, and a preview that is opened meanwhile is
// built when it ends.
func TestPreflightWaitsForNoSecret(t *testing.T) {
	d := atAuthorize(t, `[profiles.acme-dev]
client_id = "Zk3mQ8vTS2aXw1LrPbN0Ug"
client_secret_command = ["sh", "-c", "sleep 0.3; echo `+devSecret+`"]
redirect_uri = "https://acme.example/zoom/callback"
`, nil)
	if !d.m.current.Secret.Reading {
		t.Fatal("the secret is not being read")
	}
	d.keys("w")
	d.sees("The client secret is being read.")
	d.keys("esc", "D")
	d.sees("/oauth/devicecode")
	if !d.m.current.Secret.Ready {
		t.Error("it was built without the secret")
	}
}

// A command that needs a person is no problem: it is run where it can ask.
func TestPreflightOfASecretThatAsks(t *testing.T) {
	d := atAuthorize(t, `[profiles.acme-dev]
client_id = "Zk3mQ8vTS2aXw1LrPbN0Ug"
client_secret_command = ["sh", "-c", "echo no pinentry >&2; exit 1"]
redirect_uri = "https://acme.example/zoom/callback"
`, nil)
	d.sees("! The secret's command gave nothing without a terminal")
	d.lacks("×")
	d.keys("w")
	d.sees("no pinentry")
}

// What was gathered goes with the app that the file had then.
func TestPreflightAfterAnEditor(t *testing.T) {
	d := atAuthorize(t, pairOfFiles, map[string]string{"dev": devSecret + " ", "prod": prodSecret})
	d.sees("begins or ends with a blank")
	write(t, filepath.Join(filepath.Dir(d.m.opts.ConfigPath), "dev"), devSecret)
	d.do(d.m.reload())
	d.until("the mended secret", func() bool { return !strings.Contains(d.frame(), "begins or ends with a blank") })
	d.gathered()
	d.lacks("×")
}

// An old gathering says nothing of a newer one's profile.
func TestStaleFactsAreDropped(t *testing.T) {
	m := model(80, 24).at("acme-dev", intent.AuthorizeStep)
	old := m.current.FactsOp
	m.arrive(false)
	m.factsGathered(factsGatheredMsg{old, flow.Facts{PortErr: "the address is in use"}})
	if m.current.Facts.PortErr != "" {
		t.Error("stale facts were taken over")
	}
}
