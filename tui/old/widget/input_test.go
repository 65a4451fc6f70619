package widget_test

import (
	"strings"
	"testing"

	"zoauth/tui/old/theme"
	"zoauth/tui/old/widget"
)

func plain(s string) string { return s }

func TestInputEditsAsAShell(t *testing.T) {
	in := widget.NewInput("one two")
	for _, key := range []string{"ctrl+w", "ctrl+a"} {
		in.Type(key, "")
	}
	in.Type("x", "x")
	if got := in.Value(); got != "xone " {
		t.Errorf("got %q", got)
	}
	in.Type("ctrl+k", "")
	in.Type("backspace", "")
	in.Type("ctrl+v", "") // would read a clipboard
	if got := in.Value(); got != "" {
		t.Errorf("got %q", got)
	}
	for _, text := range []string{"?", ":", "q", "7"} {
		in.Type(text, text)
	}
	if got := in.Value(); got != "?:q7" {
		t.Errorf("printable keys are text: %q", got)
	}
}

func TestInputTakesPastesOfAnyLength(t *testing.T) {
	in := widget.NewInput("")
	in.Insert(strings.Repeat("https://zoom.us/é会\n", 500))
	if got := in.Value(); strings.Contains(got, "\n") || len([]rune(got)) != 500*19 {
		t.Errorf("%d characters", len([]rune(got)))
	}
	for w := 1; w < 40; w++ {
		if got := widget.Width(in.View(theme.New(true, false), w, plain)); got > w {
			t.Fatalf("%d cells in %d", got, w)
		}
	}
}
