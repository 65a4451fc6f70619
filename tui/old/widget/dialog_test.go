package widget_test

import (
	"strings"
	"testing"

	"zoauth/tui/old/intent"
	"zoauth/tui/old/theme"
	"zoauth/tui/old/widget"
)

// A text longer than the screen scrolls to its end and back; the keys stay in sight.
func TestLongDialogScrolls(t *testing.T) {
	d := &widget.Dialog{Question: intent.Question{
		Title: "Why", Text: strings.Split("first|"+strings.Repeat("more|", 30)+"last", "|"),
		Keys: []intent.Choice{{Key: "y", Word: "go on", Then: intent.Send{}}},
	}}
	shows := func() string {
		rows := d.Rows(theme.New(true, false), 60, 15)
		if len(rows) > 13 {
			t.Fatalf("%d rows in a screen of 15", len(rows))
		}
		if !strings.Contains(rows[len(rows)-2], "go on") {
			t.Fatalf("the keys are out of sight: %q", rows[len(rows)-2])
		}
		return strings.Join(rows, "\n")
	}
	if !strings.Contains(shows(), "first") {
		t.Error("it does not begin at the top")
	}
	for range 100 {
		if _, done := d.Key("j", "j", 60, 15); done {
			t.Fatal("scrolling closed it")
		}
	}
	if !strings.Contains(shows(), "last") {
		t.Error("the end is never shown")
	}
	d.Key("k", "k", 60, 15)
	if strings.Contains(shows(), "last") {
		t.Error("one k after the end does not move")
	}
	if wish, done := d.Key("y", "y", 60, 15); !done || wish != (intent.Send{}) {
		t.Errorf("y gives %v, %v", wish, done)
	}
}
