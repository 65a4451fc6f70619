package acceptance

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// locked gives the desk's profile a secret command that fails without a terminal
// and asks for a passphrase with one. It notes what it sees of its environment.
func (d *desk) locked() {
	d.t.Helper()
	script := filepath.Join(d.Home, "secret")
	text := "#!/bin/sh\nenv >> '" + d.Home + "/env'\n" +
		"if ! [ -t 0 ]; then echo 'no pinentry' >&2; exit 1; fi\n" +
		"printf 'Passphrase: ' >&2; read -r answer; [ \"$answer\" = open ] && echo " + d.App.ClientSecret + "\n"
	if err := os.WriteFile(script, []byte(text), 0o700); err != nil {
		d.t.Fatal(err)
	}
	file := filepath.Join(d.Home, ".config/zoauth/profiles.toml")
	good, err := os.ReadFile(file)
	if err != nil {
		d.t.Fatal(err)
	}
	line := "client_secret = \"" + d.App.ClientSecret + "\""
	if !strings.Contains(string(good), line) {
		d.t.Fatal("the profile file has no secret to replace")
	}
	if err := os.WriteFile(file, []byte(strings.Replace(string(good), line, "client_secret_command = [\""+script+"\"]", 1)), 0o600); err != nil {
		d.t.Fatal(err)
	}
}

// S6: a secret command that fails off the terminal is offered the terminal, in the
// workbench. Nothing was sent before.
func TestSecretCommandAsksInTheWorkbench(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	d.locked()
	s := startIn(t, d.Home, 80, 24)
	s.seesPair()
	s.types("r")
	s.sees("\"no pinentry\"")
	s.sees("enter run the secret command here")
	s.types("\r")
	s.sees("Passphrase:")
	s.types("open\n")
	s.sees("● ready")
	if d.refreshes() != 0 {
		t.Error("it was sent without enter")
	}
	s.types("\r")
	s.sees("4 ✓ Refresh")
	d.isCurrent()
	s.types("\x03")
	s.ends()
	if strings.Contains(s.Transcript(), d.App.ClientSecret) {
		t.Error("S4: the secret was shown")
	}
}

// S6: a verb offers the same where a person is at a terminal, and ends with 5
// where none is or the person says no.
func TestSecretCommandAsksFromAVerb(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	d.locked()
	d.run("refresh", "acme-dev").is(t, "without a terminal", 5, "", "no pinentry")
	no := startIn(t, d.Home, 80, 24, "refresh", "acme-dev")
	no.sees("y or n:")
	no.types("n\r")
	if got := no.ends(); got != 5 || d.refreshes() != 0 {
		t.Errorf("no: ended with %d, %d POSTs", got, d.refreshes())
	}
	yes := startIn(t, d.Home, 80, 24, "refresh", "acme-dev")
	yes.sees("y or n:")
	yes.types("y\r")
	yes.sees("Passphrase:")
	yes.types("open\r")
	if got := yes.ends(); got != 0 {
		t.Errorf("yes: ended with %d:\n%s", got, yes.Text())
	}
	d.isCurrent()
}
