package tui_test

import (
	"testing"

	"zoauth/flow/sandbox"
)

// The question before quitting is about what would end. It goes when that has ended by
// itself.
func TestQuitAsksWhileSomethingIsOpen(t *testing.T) {
	t.Parallel()
	d := drafted(t)
	d.keys("enter")
	d.sees(" waiting ")
	url := d.url()
	d.keys("ctrl+c")
	d.sees("Quit zoauth?")
	if _, err := (sandbox.Browser{}).Answer(t.Context(), url, true); err != nil {
		t.Fatal(err)
	}
	d.sees("code_verifier")
	d.until("the end of the question", func() bool { return !d.shows("Quit zoauth?") })
}

// What is only in memory is lost with the program; of a pair on disk the question speaks
// only where there was one.
func TestQuitSaysWhatIsLost(t *testing.T) {
	t.Parallel()
	d := teaching()["unsaved"](t)
	d.keys("ctrl+c")
	d.sees("there are none on disk")
	if d.shows("no longer works") {
		t.Errorf("the question speaks of a pair on disk:\n%s", d.frame())
	}
}
