package screen

import (
	"testing"

	"zoauth/tui/old/intent"
)

// A cursor stays in its list, also in an empty one; what moves none is told.
func TestMoved(t *testing.T) {
	for _, tt := range []struct {
		at, n int
		by    intent.Action
		want  int
		moves bool
	}{
		{0, 3, intent.Down, 1, true},
		{2, 3, intent.Down, 2, true},
		{0, 3, intent.Up, 0, true},
		{1, 30, intent.PageDown, 11, true},
		{25, 30, intent.PageDown, 29, true},
		{4, 30, intent.PageUp, 0, true},
		{7, 30, intent.Top, 0, true},
		{7, 30, intent.Bottom, 29, true},
		{0, 0, intent.Down, 0, true},
		{0, 0, intent.Bottom, 0, true},
		{5, 30, intent.Main, 5, false},
	} {
		if got, moves := moved(tt.at, tt.n, tt.by); got != tt.want || moves != tt.moves {
			t.Errorf("%s from %d of %d: %d %v, want %d %v", tt.by, tt.at, tt.n, got, moves, tt.want, tt.moves)
		}
	}
}

// The window is full where the list is long enough, and holds the cursor.
func TestAround(t *testing.T) {
	for n := range 30 {
		for h := 1; h < 12; h++ {
			for at := range n {
				first, end := around(at, n, h)
				if first > at || at >= end || end-first != min(n, h) || first < 0 || end > n {
					t.Fatalf("%d of %d in %d rows: %d to %d", at, n, h, first, end)
				}
			}
		}
	}
}
