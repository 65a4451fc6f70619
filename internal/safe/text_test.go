package safe_test

import (
	"slices"
	"testing"
	"time"

	"zoauth/internal/safe"
)

func TestFormatTakesSafeArgumentsOnly(t *testing.T) {
	name := (&safe.Cleaner{}).Line("acme\x1b[2J")
	for _, test := range []struct {
		got  safe.Text
		want string
	}{
		{safe.Format("no argument"), "no argument"},
		{safe.Format("%s holds %s tokens, 100%%", name, safe.Int(2)), `acme\x1b[2J holds 2 tokens, 100%`},
		{safe.Format("ends in %s", safe.Duration(90*time.Second)), "ends in 1m30s"},
		{safe.Format("at %s", safe.Time(time.Date(2026, 11, 30, 14, 1, 0, 0, time.UTC), "15:04:05")), "at 14:01:00"},
		{safe.Format("%s"), "%!"},
		{safe.Format("%d", safe.Int(1)), "%!%!"},
		{safe.Format("none", safe.Int(1)), "none%!"},
		{safe.Format("%"), "%!"},
	} {
		if test.got.String() != test.want {
			t.Errorf("%q, want %q", test.got, test.want)
		}
	}
}

func TestTextIsCutAndPaddedByCells(t *testing.T) {
	wide := safe.Const("東京 tokens")
	if got := wide.Width(); got != 11 {
		t.Errorf("width %d", got)
	}
	if got := wide.Cut(6).String(); got != "東京 …" {
		t.Errorf("cut: %q", got)
	}
	if got := wide.Cut(3).Pad(4).String(); got != "東… " {
		t.Errorf("padded: %q", got)
	}
	if got := wide.Slice(1, 6).String(); got != "東京" {
		t.Errorf("slice: %q", got)
	}
}

func TestTextBreaksIntoLines(t *testing.T) {
	text := safe.Const("one two three\nfour")
	strings := func(list []safe.Text) []string {
		var out []string
		for _, l := range list {
			out = append(out, l.String())
		}
		return out
	}
	for name, test := range map[string]struct{ got, want []string }{
		"lines": {strings(text.Lines()), []string{"one two three", "four"}},
		"wrap":  {strings(text.Wrap(8)), []string{"one two", "three", "four"}},
		"fill":  {strings(safe.Const("abcdefg").Fill(3)), []string{"abc", "def", "g"}},
		"none":  {strings(safe.Text{}.Lines()), nil},
	} {
		if !slices.Equal(test.got, test.want) {
			t.Errorf("%s: %q, want %q", name, test.got, test.want)
		}
	}
}

// What a person copies is not broken after a hyphen: an option, a date, a path.
func TestHyphensKeepWordsWhole(t *testing.T) {
	for text, want := range map[string][]string{
		"run zoauth sandbox --write-profiles FILE": {"run zoauth sandbox", "--write-profiles FILE"},
		"saves to /home/jane-doe/zoauth":           {"saves to", "/home/jane-doe/zoauth"},
		"ends 2031-02-03 04:05":                    {"ends 2031-02-03 04:05"},
	} {
		var rows []string
		for _, row := range (&safe.Cleaner{}).Line(text).Wrap(21) {
			rows = append(rows, row.String())
		}
		if !slices.Equal(rows, want) {
			t.Errorf("%q", rows)
		}
	}
}
