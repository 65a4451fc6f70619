package tui

import (
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/tui/old/intent"
)

// presses sends keys as the terminal does.
func (d *driver) presses(keys ...tea.KeyPressMsg) {
	for _, k := range keys {
		d.do(d.m.update(k))
	}
}

func typed(text string) []tea.KeyPressMsg {
	var keys []tea.KeyPressMsg
	for _, r := range text {
		keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
	}
	return keys
}

// The palette finds a command by a part of its name and runs it; what cannot run
// here says why. No key of the name acts.
func TestPaletteRunsACommandByName(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.presses(typed(":")...)
	d.sees("Command")
	d.presses(typed("revok")...)
	d.sees("› 5       Revoke")
	d.presses(tea.KeyPressMsg{Code: tea.KeyEnter})
	d.sees("/oauth/revoke")
	d.presses(tea.KeyPressMsg{Code: 'p', Mod: tea.ModCtrl})
	d.presses(typed("end the attempt")...)
	d.presses(tea.KeyPressMsg{Code: tea.KeyEnter})
	d.sees("Not now: no attempt is open.")
	if n := d.posts("/oauth/revoke"); n != 0 {
		t.Errorf("%d revokes were sent by typing a name", n)
	}
}

// y waits for a letter, lists the letters, and copies; a hidden secret copies as
// its fingerprint (S9); yf writes the last copy into a file of mode 0600.
func TestCopyByLetter(t *testing.T) {
	t.Setenv("XDG_RUNTIME_DIR", t.TempDir())
	d := drive(t)
	d.keys("enter")
	d.sees("What the browser will be asked")
	d.keys("enter")
	d.sees("no answer yet")
	d.keys("y")
	d.sees("u URL")
	d.keys("y")
	d.until("a copy", func() bool { return strings.HasPrefix(d.m.lastCopy.Text, "http://") })
	d.keys("b", "a")
	d.sees("Request, not sent")
	d.keys("y", "y")
	d.until("a fingerprint", func() bool { return strings.HasPrefix(d.m.lastCopy.Text, "co:") })
	d.keys("v", "y")
	d.keys("enter")
	if d.posts("/oauth/token") != 0 {
		t.Error("a key after y acted")
	}
	d.keys("y", "c")
	d.until("curl text", func() bool { return strings.Contains(d.m.lastCopy.Text, "code=$ZOOM_CODE") })
	d.keys("y", "f")
	d.until("a file", func() bool { return strings.HasPrefix(d.m.said, "Written to ") })
	path := strings.TrimSuffix(strings.Fields(d.m.said)[2], ",")
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%s: %v, %v", path, info, err)
	}
}

// Neither a paste nor what arrives as one runs a command: its line ends are text.
func TestPaletteTakesAPasteAsText(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.presses(typed(":")...)
	d.sees("Command")
	d.rush(time.Millisecond, "revoke\nrevoke")
	if d.m.palette == nil || d.m.place != intent.ExchangeStep {
		t.Fatalf("a line end of the paste ran a command:\n%s", d.frame())
	}
	d.do(d.m.paste("\nrevoke"))
	if d.m.palette == nil {
		t.Fatal("the paste closed the palette")
	}
}

// What can run stands first.
func TestPaletteBeginsWithWhatCanRun(t *testing.T) {
	d := drive(t)
	d.exchanged()
	list := newPalette().commands(d.m.facts())
	can := true
	for _, b := range list {
		works := b.Works(d.m.facts())
		if works && !can {
			t.Fatalf("%s can run and stands behind what cannot", b.Title)
		}
		can = works
	}
}
