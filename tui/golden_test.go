package tui_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"zoauth/flow/sandbox"
	"zoauth/internal/testkit"
	"zoauth/tui"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// The screens of a situation, as a person sees them. What differs from run to run is
// masked; "go test ./tui -run TestScreens -update" writes them anew, to be read.
func TestScreens(t *testing.T) {
	t.Parallel()
	for name, make := range teaching() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := make(t)
			for _, size := range append([]tea.WindowSizeMsg{{Width: 80, Height: 24}}, furtherSizes[name]...) {
				d.send(size)
				d.golden(fmt.Sprintf("%s-%dx%d", name, size.Width, size.Height), d.frame())
			}
		})
	}
}

// Without colours the text is bold, faint or reversed: the golden spells that out.
func TestScreenWithoutColour(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.exchanged()
	d.send(tea.ColorProfileMsg{Profile: colorprofile.ASCII})
	var shown strings.Builder
	if _, err := (&colorprofile.Writer{Forward: &shown, Profile: colorprofile.ASCII}).WriteString(d.app.View().Content); err != nil {
		t.Fatal(err)
	}
	d.golden("pair-without-colour-80x24", strings.ReplaceAll(shown.String(), "\x1b", "^"))
}

// furtherSizes are those besides 80×24 at which a situation shows something else.
var furtherSizes = map[string][]tea.WindowSizeMsg{
	"start page": {{Width: 60, Height: 15}, {Width: 120, Height: 40}},
	"Home":       {{Width: 60, Height: 15}, {Width: 120, Height: 40}, {Width: 170, Height: 50}},
	"draft":      {{Width: 60, Height: 15}},
	"pair":       {{Width: 60, Height: 15}},
	"palette":    {{Width: 170, Height: 50}},
	"why":        {{Width: 60, Height: 15}, {Width: 120, Height: 40}},
	"practice":   {{Width: 120, Height: 40}},
	"paste":      {{Width: 60, Height: 15}, {Width: 120, Height: 40}},
	"form":       {{Width: 60, Height: 15}},
}

// teaching are the situations of [situations] and those that need another walk.
func teaching() map[string]func(*testing.T) *driver {
	all := map[string]func(*testing.T) *driver{
		"failed": func(t *testing.T) *driver {
			d := situations["failed"](t)
			d.sees("Fix")
			return d
		},
		"paste": func(t *testing.T) *driver {
			d := situations["paste"](t)
			d.sees("What you can do")
			return d
		},
		"why": func(t *testing.T) *driver {
			d := situations["failed"](t)
			d.keys("w")
			d.sees("── Causes")
			return d
		},
		"probe": func(t *testing.T) *driver {
			d := situations["pair"](t)
			d.keys("3")
			d.sees("/v2/users/me")
			d.keys("enter")
			d.sees("3 ✓ Probe")
			return d
		},
		"device": func(t *testing.T) *driver {
			d := situations["no tokens"](t)
			d.keys("D")
			d.sees("/oauth/devicecode")
			d.keys("enter")
			d.sees("── Polls")
			return d
		},
		"server-to-server": func(t *testing.T) *driver {
			d := driveReal(t)
			d.keys("j", "j", "j", "j", "enter")
			d.sees("● ready")
			return d
		},
		"unsaved": func(t *testing.T) *driver {
			d := driveReal(t)
			full := &testkit.FullDisk{Store: d.work.Runner.Store}
			d.work.Runner.Store = full
			full.Full.Store(true)
			d.keys("j", "j", "j", "j", "enter")
			d.sees("grant_type             account_credentials")
			d.keys("enter")
			d.sees("NOT SAVED")
			return d
		},
		"candidate": func(t *testing.T) *driver {
			return refreshed(t, sandbox.Fault{Status: 200, NoEffect: true, Body: []byte(`{"access_token":"eyJhbGciOiJIUzUxMiJ9.bmV3.YWNjZXNz","refresh_token":"eyJhbGciOiJIUzUxMiJ9.bmV3.cmVmcmVzaA","error":"x"}`)}, "4 ~")
		},
		"help":    func(t *testing.T) *driver { d := situations["draft"](t); d.keys("?"); d.sees("Keys here"); return d },
		"palette": func(t *testing.T) *driver { d := situations["Home"](t); d.keys(":"); d.sees("Go to or do"); return d },
		"ASCII": func(t *testing.T) *driver {
			d := driveReal(t, func(o *tui.Options) { o.Env.ASCII = true })
			d.coded()
			d.keys("enter")
			d.sees("2 + Exchange")
			return d
		},
		"form": func(t *testing.T) *driver {
			d := driveReal(t, func(o *tui.Options) { o.ConfigPath = "/nonexistent/jane/profiles.toml" })
			d.keys("A")
			d.sees("redirect URI")
			return d
		},
	}
	for name, make := range situations {
		if all[name] == nil {
			all[name] = make
		}
	}
	return all
}

// golden compares a frame with testdata/NAME.golden.
func (d *driver) golden(name, frame string) {
	d.t.Helper()
	path := filepath.Join("testdata", strings.ReplaceAll(strings.ToLower(name), " ", "-")+".golden")
	got := masked(frame)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			d.t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		d.t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		d.t.Errorf("%s (-want +got):\n%s", name, diff)
	}
}

// volatile is what differs from run to run. A mask is as wide as what it hides, where a column depends on it.
var volatile = []struct {
	where *regexp.Regexp
	mask  func(string) string
}{
	{regexp.MustCompile(`(state|code_challenge)=[\w-]+`), func(s string) string {
		name, value, _ := strings.Cut(s, "=")
		return name + "=" + strings.Repeat("x", len(value))
	}},
	{regexp.MustCompile(`(at|rt|co|cs|cv|st|dc):[0-9a-f]{4,6}`), func(s string) string { return s[:3] + strings.Repeat("0", len(s)-3) }},
	{regexp.MustCompile(`WEB_[0-9a-f]+`), func(s string) string { return "WEB_" + strings.Repeat("0", len(s)-4) }},
	{regexp.MustCompile(`(:|%3A)\d{5}\b`), func(s string) string { return strings.TrimRight(s, "0123456789") + "00000" }},
	{regexp.MustCompile(`\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d`), func(s string) string { return "Mon" + s[3:] }},
	{regexp.MustCompile(`\d{1,2}:\d\d left`), func(string) string { return "0:00 left" }},
	{regexp.MustCompile(`\d{1,2}:\d\d(:\d\d)?\b`), noDigits},
	{regexp.MustCompile(` +\d+(\.\d+)? (ms|s)\b *`), func(s string) string { return fmt.Sprintf("%-*s", len(s), "  0 s") }}, // a longer one has fewer blanks behind it
	{regexp.MustCompile(`process \d+|1/\d{3}\b`), noDigits},                                                                 // and how much the palette knows
	{regexp.MustCompile(`\b[A-Z0-9]{8}\b`), func(string) string { return "XXXXXXXX" }},                                      // a device's code,
	{regexp.MustCompile(` *[█▀▄][█▀▄ ]*`), func(string) string { return " █" }},                                             // the same large, and as QR code
	{regexp.MustCompile(`[⠀-⣿]`), func(string) string { return "⠿" }},                                                       // the spinner
}

var digits = regexp.MustCompile(`\d`)

func noDigits(s string) string { return digits.ReplaceAllString(s, "0") }

// masked is a frame without what differs from run to run, and without blanks at the ends
// of its rows.
func masked(frame string) string {
	rows := strings.Split(maskedURL(frame), "\n")
	for i, row := range rows {
		for _, v := range volatile {
			row = v.where.ReplaceAllStringFunc(row, v.mask)
		}
		rows[i] = strings.TrimRight(row, " ")
	}
	return strings.Join(rows, "\n") + "\n"
}

// maskedURL masks an authorize URL, whose values go over the ends of rows.
func maskedURL(frame string) string {
	before, after, found := strings.Cut(frame, "\nhttp")
	url, rest, whole := strings.Cut("http"+after, "\n ")
	if !found || !whole {
		return frame
	}
	rows := strings.Split(url, "\n")
	width := ansi.StringWidth(rows[0])
	joined := volatile[0].where.ReplaceAllStringFunc(strings.TrimRight(strings.Join(rows, ""), " "), volatile[0].mask)
	var again strings.Builder
	for len(joined) > width {
		again.WriteString(joined[:width] + "\n")
		joined = joined[width:]
	}
	return before + "\n" + again.String() + joined + "\n " + rest
}
