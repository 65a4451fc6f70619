package tui_test

import (
	"strings"
	"testing"

	"zoauth/flow/sandbox"
)

// What Home's row suggests is the second key of the footer, and an open attempt is opened.
func TestHomeNamesTheKeyOfTheRow(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	for _, want := range []string{"a authorize", "a authorize", "a authorize", "a authorize", "2 get token", "2 get token"} {
		d.sees("\n enter open   " + want)
		d.keys("j")
	}
	d.keys("g")
	d.awaits()
	d.keys("esc")
	d.sees("── Profiles")
	d.sees("waiting enter open") // the end of the row
}

// A code that waits to be exchanged is on Home with its own time, and not as the pair's.
func TestHomeShowsACodeThatWaits(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.exchanged()
	d.coded()
	d.keys("esc")
	d.sees("── Profiles")
	d.sees("● code 4:")
	d.sees("enter open")
	if rows := strings.Split(d.frame(), "\n"); !strings.Contains(rows[2], "● code") {
		t.Errorf("what ends soon is not on top:\n%s", d.frame())
	}
}

// Behind what a key of Home opens stands the row under the cursor, which enter would send.
func TestBehindTheValuesForZoomStandsTheDraft(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.exchanged()
	d.keys("4")
	d.sees("grant_type             refresh_token")
	d.keys("esc")
	d.sees("── Profiles")
	d.keys("z")
	d.sees("Enter this at marketplace.zoom.us")
	d.keys("esc")
	d.sees("enter send")
	if !d.shows("grant_type             refresh_token") {
		t.Errorf("enter sends what is not shown:\n%s", d.frame())
	}
}

// What an app without a user does at r is called by its name: it has no refresh token.
func TestAnAppWithoutAUserGetsATokenAtR(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.keys("j", "j", "j", "j", "enter")
	d.sees("● ready")
	d.keys("enter")
	d.sees("2 ✓ Get token")
	d.keys("3")
	d.sees("/v2/users")
	d.keys("enter")
	d.sees("3 ✓ Probe")
	d.sees("r get token")
	d.keys("esc")
	d.sees("── Profiles")
	d.sees("r get token")
}

// Practice begins with the mistakes of the request that was previewed, and goes on with
// those of the same step.
func TestPracticeBeginsAtTheStepAtHand(t *testing.T) {
	t.Parallel()
	d := drafted(t)
	d.keys("m")
	d.sees("▸ Practice")
	d.sees("── PKCE with method plain") // the title of the details: the first one of Authorize
}

// A terminal pastes the end of a line as a carriage return.
func TestLinesOfAPasteAreCounted(t *testing.T) {
	t.Parallel()
	for _, end := range []string{"\n", "\r", "\r\n"} {
		d := driveReal(t)
		d.paste("ZOOM_CLIENT_ID=Qr8sTv2xRZk5WmLb9HcNdw" + end + "ZOOM_CLIENT_SECRET=kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2" + end)
		d.sees("pasted text   2 lines")
	}
}

// A refusal that was expected has no advice: nothing is to be fixed.
func TestAnExpectedRefusalHasNoAdvice(t *testing.T) {
	t.Parallel()
	d := drive(t)
	d.coded()
	d.keys("enter")
	d.sees("2 ✓ Exchange")
	d.keys("4", "m")
	d.sees("400 Invalid Token!")
	d.keys("j", "enter") // no refresh token at all: it needs nothing else
	d.sees("A deliberate mistake")
	d.keys("enter")
	d.sees("refused as expected")
	if d.shows("gets a new authorization") {
		t.Error(d.frame())
	}
}

// A fault of the sandbox goes on after the refusal that it brought: the page says so, and
// how it ends.
func TestAFaultThatStaysOnNamesItsSwitch(t *testing.T) {
	t.Parallel()
	d := drive(t)
	d.coded()
	d.keys("enter")
	d.sees("2 ✓ Exchange")
	d.keys("4", "m", "/")
	d.keys(strings.Split("first", "")...)
	d.sees("── another host refreshes first")
	d.keys("enter", "enter")
	d.sees("fault on: rotated-elsewhere")
	d.keys("enter")
	d.sees("The fault stays on: m, then x, turns it off.")
	d.keys("m", "x")
	d.sees("No fault is on now.")
}

// Esc closes what w opened before it leads anywhere.
func TestEscClosesTheReasonsFirst(t *testing.T) {
	t.Parallel()
	d := drafted(t)
	d.keys("w")
	d.sees("── Why these fields")
	d.keys("esc")
	d.sees("Tour, step 1 of 5")
	if d.shows("── Why these fields") || d.shows("── Profiles") {
		t.Errorf("after esc:\n%s", d.frame())
	}
}

// Where a token is dead, its page offers the newer one that a server may have, and not the
// same refresh again.
func TestADeadTokenIsReplacedNotSentAgain(t *testing.T) {
	t.Parallel()
	d := situations["failed"](t)
	d.sees("Adopt a newer pair…")
	if d.shows("Refresh a draft") {
		t.Errorf("it offers the refused refresh again:\n%s", d.frame())
	}
	d.keys("j", "j", "j", "enter")
	d.sees("Adopt a refresh token into acme-dev")
}

// A filter that was left with enter hides rows: esc shows them again before it leads
// anywhere.
func TestEscShowsAllRowsAgain(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.keys("/", "m", "o", "b", "enter")
	d.sees("1/1 ── / mob")
	d.sees("esc all rows")
	d.keys("esc")
	d.sees("1/6 ── / filter")
	d.keys("m")
	d.sees("▸ Practice")
	d.keys("/", "p", "k", "c", "e", "enter")
	d.sees("/ pkce")
	d.keys("esc")
	d.sees("/ filter")
	if !d.shows("▸ Practice") {
		t.Errorf("esc left the list:\n%s", d.frame())
	}
}

// Without a profile there is none to go to by name.
func TestWithoutProfilesNoneIsFoundByName(t *testing.T) {
	t.Parallel()
	d := drive(t)
	d.sees("Take the tour")
	d.keys("p")
	d.sees("There are no profiles yet. A adds one.")
}

// What the tour does next is said of the newest row alone: on an older one enter only zooms.
func TestTheTourGoesOnFromTheNewestRow(t *testing.T) {
	t.Parallel()
	d := drive(t)
	d.sees("Take the tour")
	d.coded()
	d.keys("enter")
	d.sees("Tour, step 3 of 5")
	d.keys("K")
	d.sees("enter whole entry")
	if d.shows("Tour, step") {
		t.Error(d.frame())
	}
}

// A row that ended shows how first, whichever view of it was read meanwhile.
func TestHowARowEndedIsShownFirst(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	url := d.awaits()
	d.keys("]")
	d.sees("[Request]")
	if _, err := (sandbox.Browser{}).Answer(t.Context(), url, false); err != nil {
		t.Fatal(err)
	}
	d.sees("[Why]")
}

// A field that is omitted stays in its place, under the cursor, so that x takes back that
// one and no other.
func TestAnOmittedFieldStaysUnderTheCursor(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.keys("enter")
	d.sees("● ready")
	d.comesTo("client_id")
	d.keys("-")
	d.sees("› client_id - (omitted)")
	d.keys("j", "-")
	d.sees("› redirect_uri - (omitted)")
	d.comesTo("state")
	d.keys("-")
	d.sees("› state - (omitted) was (made on enter)")
	d.keys("x")
	d.sees("› state (made on enter)")
	if !d.shows("client_id - (omitted)") || !d.shows("redirect_uri - (omitted)") {
		t.Errorf("x took back more than one:\n%s", d.frame())
	}
}

// What has to be done at Zoom is copied only where it has a value, and the footer says so.
func TestARowWithoutAValueIsNotCopied(t *testing.T) {
	t.Parallel()
	d := driveReal(t)
	d.keys("enter")
	d.sees("● ready")
	d.keys("z")
	d.sees("enter copy value")
	d.keys("j", "j")
	d.sees("\n j value   esc close")
	d.keys("enter")
	d.sees("This row has no value: it is done at Zoom.")
	d.keys("u")
	if !d.shows("Client ID, Client Secret") {
		t.Errorf("an empty page:\n%s", d.frame())
	}
}
