package tui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow/sandbox"
)

// The question before quitting is about what would end. It goes when that has ended by
// itself.
func TestQuitAsksWhileSomethingIsOpen(t *testing.T) {
	d := drive(t, 80, 24)
	d.sees("Take the tour")
	d.press("enter")
	d.sees("● ready")
	d.press("enter")
	d.sees(" waiting ")
	url := d.url()
	d.send(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
	d.sees("Quit zoauth?")
	if _, err := (sandbox.Browser{}).Answer(t.Context(), url, true); err != nil {
		t.Fatal(err)
	}
	d.sees("code_verifier")
	if strings.Contains(d.frame(), "Quit zoauth?") {
		t.Errorf("the question is still there:\n%s", d.frame())
	}
}

// url is the authorize URL on the screen: the rows from its beginning to the first
// empty one.
func (d *driver) url() string {
	_, after, _ := strings.Cut(d.frame(), "\nhttp")
	url, _, _ := strings.Cut("http"+after, "\n ")
	var whole strings.Builder
	for row := range strings.SplitSeq(url, "\n") {
		whole.WriteString(strings.TrimSpace(row))
	}
	return whole.String()
}
