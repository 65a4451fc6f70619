package tui_test

import (
	"testing"

	"zoauth/flow/sandbox"
)

// The question before quitting is about what would end. It goes when that has ended by
// itself.
func TestQuitAsksWhileSomethingIsOpen(t *testing.T) {
	d := drive(t, 80, 24)
	d.sees("Take the tour")
	d.keys("enter")
	d.sees("● ready")
	d.keys("enter")
	d.sees(" waiting ")
	url := d.url()
	d.keys("ctrl+c")
	d.sees("Quit zoauth?")
	if _, err := (sandbox.Browser{}).Answer(t.Context(), url, true); err != nil {
		t.Fatal(err)
	}
	d.sees("code_verifier")
	if d.shows("Quit zoauth?") {
		t.Errorf("the question is still there:\n%s", d.frame())
	}
}
