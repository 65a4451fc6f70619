package acceptance

import (
	"os"
	"path/filepath"
	"testing"

	"zoauth/internal/testkit"
)

// production makes the desk's profile one of production.
func (d *desk) production() {
	d.t.Helper()
	file := filepath.Join(d.Home, ".config/zoauth/profiles.toml")
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		d.t.Fatal(err)
	}
	_, err = f.WriteString("environment = \"production\"\n")
	if err := f.Close(); err != nil {
		d.t.Fatal(err)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// F9: what was typed before a question is no answer to it.
func TestEarlyInputIsNoAnswerF9(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.production()
	gate := filepath.Join(t.TempDir(), "open")
	s := show(t, testkit.Command(d.Home, "/bin/sh", "-c", `echo waiting; until [ -e "$0" ]; do sleep 0.01; done; exec "$@"`, gate, binary, "authorize", "acme-dev"), 200, 20)
	s.sees("waiting")
	s.types("y\ny\ny\n") // before the program runs, however slow the machine is
	if err := os.WriteFile(gate, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s.sees("[y/N]")
	s.types("n\n")
	if got := s.ends(); got != 5 {
		t.Errorf("exit code %d:\n%s", got, s.Text())
	}
}

// F9: a paste of several lines answers no question, and not the next one either.
func TestPasteAnswersNoQuestionF9(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	s := startIn(t, d.Home, 200, 20, "revoke", "acme-dev")
	s.sees("Type acme-dev to send it:")
	s.types("acme-dev\ny\nopen\n")
	s.sees("as in a paste")
	if got := s.ends(); got != 5 {
		t.Errorf("exit code %d:\n%s", got, s.Text())
	}
	d.isCurrent()

	d.production()
	s = startIn(t, d.Home, 200, 20, "authorize", "acme-dev")
	s.sees("[y/N]")
	s.types("y\nopen\n")
	s.sees("as in a paste")
	if got := s.ends(); got != 5 {
		t.Errorf("exit code %d:\n%s", got, s.Text())
	}
}

// F9: the question about a secret command comes first, since nothing can be sent
// without the secret; a paste answers neither it nor the one behind it.
func TestPasteOpensNoSecretF9(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	d.locked()
	d.production()
	for verb, behind := range map[string]string{"revoke": "acme-dev", "authorize": "y"} {
		s := startIn(t, d.Home, 200, 20, verb, "acme-dev")
		s.sees("y or n:")
		s.types("y\nopen\n" + behind + "\n")
		s.sees("as in a paste")
		if got := s.ends(); got != 5 {
			t.Errorf("%s: exit code %d:\n%s", verb, got, s.Text())
		}
	}
	d.isCurrent()
}

// F9: one line that was typed at the question is the answer.
func TestTypedNameConfirmsF9(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	s := startIn(t, d.Home, 200, 20, "revoke", "acme-dev")
	s.sees("Type acme-dev to send it:")
	s.types("acme-dev\n")
	if got := s.ends(); got != 0 {
		t.Errorf("exit code %d:\n%s", got, s.Text())
	}
}

// F9: in the workbench, in a real terminal: the name of a revoke comes as a paste in
// each way that a terminal has, and is confirmed only by an enter of its own.
func TestPasteInATerminalConfirmsNothingF9(t *testing.T) {
	t.Parallel()
	for name, paste := range map[string]struct{ keys, says, leaves string }{
		"bracketed":             {"\x1b[200~acme-dev\r\x1b[201~", "Type the name.", ""},
		"inner closing bracket": {"\x1b[200~acme-dev\x1b[201~\r\x1b[201~", "Type the name.", ""},
		"keys":                  {"acme-dev\r", "Press enter again.", "acme-dev"},
		"keys and line feeds":   {"acme-dev\n\r", "Press enter again.", "acme-dev"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t)
			d.authorize()
			s := startIn(t, d.Home, 80, 24)
			s.seesPair()
			s.types("5")
			s.sees("● ready")
			s.types("\r")
			s.sees("Type acme-dev to confirm")
			s.types(paste.keys)
			s.sees(paste.says)
			s.also("Type acme-dev to confirm")
			s.types("?") // is typed into the dialog that is still there
			s.sees("› " + paste.leaves + "? ")
			d.isCurrent()
			s.types("\x15acme-dev")
			s.sees("› acme-dev ")
			s.types("\r")
			s.sees("5 ✓ Revoke")
		})
	}
}
