package tui

import (
	"testing"

	"zoauth/tui/old/widget"
)

// panes is a screen with one line of each kind that can go.
func panes() []row {
	first := widget.Pane{Title: "First", Drop: widget.DropTitle, Lines: []widget.Line{
		{Text: "main"}, {Text: "extra", Drop: widget.DropExtra}, {Text: "reason", Drop: widget.DropStrip}, widget.Blank, widget.Blank,
	}}
	second := widget.Pane{Title: "Second", Second: true, Lines: widget.Lines("proof")}
	return []row{{first}, {second}}
}

func TestArrangeDropsInTheOrderOfTheDesign(t *testing.T) {
	// 6 rows of the first pane, 2 of the second, stepper and status: 10.
	tests := []struct {
		height           int
		blanks           int
		strip, extra     bool
		second           bool
		stepper, title   bool
		status           bool
		whatGoesAtHeight string
	}{
		{10, 2, true, true, true, true, true, true, "nothing"},
		{9, 1, true, true, true, true, true, true, "the first blank row"},
		{8, 0, true, true, true, true, true, true, "every blank row"},
		{7, 0, false, true, true, true, true, true, "the reason strip"},
		{6, 0, false, false, true, true, true, true, "tracking and notes"},
		{5, 0, false, false, false, true, true, true, "the second pane"},
		{4, 0, false, false, false, true, true, true, "the second pane still"},
		{3, 0, false, false, false, false, true, true, "the stepper"},
		{2, 0, false, false, false, false, false, true, "the title"},
		{1, 0, false, false, false, false, false, false, "row 23"},
	}
	for _, test := range tests {
		a := arrange(panes(), frame{width: 80, height: test.height, stepper: true, status: true})
		has := func(text string) (n int) {
			for _, r := range a.rows {
				for _, l := range r[0].Lines {
					if l.Text == text {
						n++
					}
				}
			}
			return n
		}
		if has("main") != 1 {
			t.Errorf("height %d: the main line went", test.height)
		}
		if has("") != test.blanks || has("reason") == 1 != test.strip || has("extra") == 1 != test.extra ||
			has("proof") == 1 != test.second || a.stepper != test.stepper || (a.rows[0][0].Title != "") != test.title || a.status != test.status {
			t.Errorf("height %d: not as designed: %s should have gone; got %d blanks, reason %d, extra %d, proof %d, stepper %v, title %q, status %v",
				test.height, test.whatGoesAtHeight, has(""), has("reason"), has("extra"), has("proof"), a.stepper, a.rows[0][0].Title, a.status)
		}
	}
}

func TestArrangeGivesTheRestToWhatGrows(t *testing.T) {
	grow := func(w, h int) []string { return nil }
	rows := []row{
		{{Title: "fixed", Lines: widget.Lines("a", "b")}},
		{{Title: "grows", Grow: grow, Min: 2}},
	}
	for _, boxed := range []bool{false, true} {
		a := arrange(rows, frame{width: 80, height: 20, boxed: boxed})
		if sum := a.heights[0] + a.heights[1]; sum != 20 {
			t.Errorf("boxed %v: %d rows are used of 20", boxed, sum)
		}
	}
}

func TestArrangeLeavesItsInputAlone(t *testing.T) {
	rows := panes()
	arrange(rows, frame{width: 80, height: 1})
	if len(rows) != 2 || len(rows[0][0].Lines) != 5 || rows[0][0].Title != "First" {
		t.Error("arrange changed the panes it was given")
	}
}

// A pane with a limit grows to it and no further; one without takes the rest.
func TestPaneGrowsUpToItsLimit(t *testing.T) {
	grow := func(_, h int) []string { return make([]string, h) }
	for _, test := range []struct{ height, limit, want int }{
		{20, 4, 6}, {5, 4, 5}, {20, 0, 20}, {20, 1, 3},
	} {
		p := widget.Pane{Title: "Found", Lines: widget.Lines("main"), Grow: grow, Min: 1, Max: test.limit}
		if a := arrange([]row{{p}}, frame{width: 80, height: test.height}); a.heights[0] != test.want {
			t.Errorf("limit %d of %d rows: it takes %d, want %d", test.limit, test.height, a.heights[0], test.want)
		}
	}
}
