package tui_test

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"zoauth/profiles"
	"zoauth/tui"
)

var sizes = []tea.WindowSizeMsg{{Width: 60, Height: 15}, {Width: 80, Height: 23}, {Width: 80, Height: 24}, {Width: 120, Height: 40}, {Width: 170, Height: 50}}

// whole fails where a frame is not exactly as wide and high as the terminal, or gave up
// header or footer.
func (d *driver) whole(place string) {
	d.t.Helper()
	for _, size := range sizes {
		d.send(size)
		rows := strings.Split(d.frame(), "\n")
		if len(rows) != size.Height {
			d.t.Errorf("%s, %d×%d: %d rows", place, size.Width, size.Height, len(rows))
		}
		for i, row := range rows {
			if ansi.StringWidth(row) > size.Width {
				d.t.Errorf("%s, %d×%d: row %d has %d cells", place, size.Width, size.Height, i, ansi.StringWidth(row))
			}
		}
		if strings.TrimSpace(rows[0]) == "" {
			d.t.Errorf("%s, %d×%d: no header", place, size.Width, size.Height)
		}
		if last := rows[len(rows)-1]; !strings.Contains(last, "enter") && !strings.Contains(last, "esc") {
			d.t.Errorf("%s, %d×%d: no footer: %q", place, size.Width, size.Height, last)
		}
	}
	d.send(tea.WindowSizeMsg{Width: 80, Height: 24})
}

// Every place fills every size exactly, with its header and its footer.
func TestEveryPlaceFillsEverySize(t *testing.T) {
	t.Parallel()
	d := drive(t)
	d.whole("start page")
	d.keys("enter")
	d.sees("● ready")
	d.whole("draft")
	d.keys("?")
	d.sees("Keys here")
	d.whole("help")
	d.keys("esc")
	d.keys(":")
	d.sees("Go to or do")
	d.whole("palette")
	d.keys("esc")
	d.keys("m")
	d.sees("Practice")
	d.whole("practice")
	d.keys("esc")
	d.keys("enter")
	d.sees(" waiting ")
	d.whole("waiting")
	d.keys("esc")
	d.sees("── Profiles")
	d.whole("Home")
	d.keys("A")
	d.sees("redirect URI")
	d.whole("form")
}

// A key that is off, and one of the version before, say why or where.
func TestNoKeyIsSilentlyDead(t *testing.T) {
	t.Parallel()
	d := drafted(t)
	for _, key := range []struct{ pressed, says string }{
		{"6", "History is the timeline"},
		{"F", "Faults are in Practice"},
		{"t", "No access token yet"},
		{"$", "does nothing here"},
	} {
		d.keys(key.pressed)
		d.sees(key.says)
	}
}

// Enter right behind a screen that changed by itself exchanges nothing.
func TestEnterWaitsBehindACallback(t *testing.T) {
	t.Parallel()
	d := drafted(t)
	d.keys("enter")
	d.sees(" waiting ")
	d.keys("b")
	d.sees("› Allow")
	d.rushed(time.Second, "\n") // the clock stands still from now on
	d.sees("code_verifier")
	d.time.hold(200 * time.Millisecond)
	d.press("enter")
	d.sees("The code just arrived. Press enter again to exchange it.")
}

// A status that is longer than a row takes more of them: nothing of it is cut, and the
// screen gives way.
func TestALongStatusIsShownWhole(t *testing.T) {
	problem := profiles.Problem{Line: 14, Profile: "acme-old", Key: "ca_file", Text: "there is no file /home/jane/certificates/of-the-proxy.pem", Repair: "correct the path, or remove the key"}
	d := driveReal(t, func(o *tui.Options) { o.Problems = []profiles.Problem{problem} })
	for _, size := range sizes {
		d.send(size)
		if !d.shows(problem.String()) || !d.shows("bot-dev") {
			t.Errorf("%d×%d:\n%s", size.Width, size.Height, d.frame())
		}
	}
	d.whole("Home with a problem")
}

// What a screen says of itself is not said under a dialog, which asks something else.
func TestADialogHidesTheStatusOfItsScreen(t *testing.T) {
	d := drafted(t)
	d.sees("Tour, step 1 of 5")
	d.keys("?")
	d.sees("Keys here")
	if d.shows("Tour, step") {
		t.Errorf("under the help:\n%s", d.frame())
	}
	d.keys("esc")
	d.sees("Tour, step 1 of 5")
}

// A dialog is laid out anew when the terminal gets another size: its words stay whole, and
// the way out stays in the footer.
func TestADialogFollowsTheSizeOfTheTerminal(t *testing.T) {
	t.Parallel()
	d := situations["revoke"](t)
	for _, size := range sizes {
		d.send(size)
		for _, word := range []string{"working", "every", "server,", "app_deauthorized.", "expect 400", "esc cancel"} {
			if !d.shows(word) {
				t.Errorf("%d×%d: no %q in\n%s", size.Width, size.Height, word, d.frame())
			}
		}
	}
}

// A key that is off has its reason in the help, however long that is.
func TestHelpSaysWhyAKeyIsOff(t *testing.T) {
	t.Parallel()
	d := situations["pair"](t)
	d.keys("?")
	d.sees("Keys here")
	for _, size := range sizes {
		d.send(tea.WindowSizeMsg{Width: size.Width, Height: 70})
		if !d.shows("Nothing to compare it with: mark two rows with space.") {
			t.Errorf("%d columns:\n%s", size.Width, d.frame())
		}
	}
}

// A narrow header names the profile too, not only what is done with it.
func TestTheNarrowHeaderNamesTheProfile(t *testing.T) {
	t.Parallel()
	d := situations["practice"](t)
	d.send(tea.WindowSizeMsg{Width: 60, Height: 15})
	d.sees(" acme-dev ▸ Practice")
}

// The list of profiles alone is called what it is.
func TestTheListOfProfilesSaysWhatToType(t *testing.T) {
	t.Parallel()
	d := situations["Home"](t)
	d.keys("p")
	d.sees("Open a profile")
	d.sees("type the start of its name")
}
