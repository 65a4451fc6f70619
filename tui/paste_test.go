package tui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// burst sends the keys of a paste as a terminal without bracketed paste does.
func (d *driver) burst(text string) {
	for _, c := range text {
		if c == '\n' {
			d.send(tea.KeyPressMsg{Code: tea.KeyEnter})
			continue
		}
		d.send(tea.KeyPressMsg{Code: c, Text: string(c)})
	}
}

// drafted is a workbench with the draft of the tour's first step.
func drafted(t *testing.T) *driver {
	d := drive(t, 80, 24)
	d.sees("Take the tour")
	d.press("enter")
	d.sees("● ready")
	return d
}

// A single key that only shows something is felt at once: no wait for a paste.
func TestAKeyThatShowsActsAtOnce(t *testing.T) {
	for key, want := range map[string]string{"w": "Why these fields", "?": "Keys here", ":": "Go to or do", "m": "▸ Practice", "e": "Editing response_type"} {
		d := drafted(t)
		d.press(key)
		if !strings.Contains(d.frame(), want) {
			t.Errorf("%s:\n%s", key, d.frame())
		}
	}
}

// F9: a paste in keys acts on nothing, whatever it begins with, and goes to Paste whole.
func TestAPasteInKeysActsOnNothingF9(t *testing.T) {
	for _, first := range strings.Split("1 2 3 4 5 a r D e + / n w f c y b t z m p i A E : ? j ] g x X q v u - S", " ") {
		d := drafted(t)
		text := first + "invalid_grant 4709\n"
		d.burst(text)
		d.sees("▸ pasted text")
		if frame := d.frame(); !strings.Contains(frame, "1 line") && !strings.Contains(frame, "2 lines") {
			t.Errorf("%q:\n%s", text, frame)
		}
		d.press("esc")
		d.sees("Timeline")
		if frame := d.frame(); strings.Contains(frame, "waiting") || strings.Contains(frame, "Editing ") || strings.Contains(frame, "edits") {
			t.Errorf("%q acted:\n%s", text, frame)
		}
	}
}
