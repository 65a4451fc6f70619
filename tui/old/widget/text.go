// Package widget holds the small parts of the workbench's screens: lines, panes,
// countdowns, dialogs. They know the theme and no screen.
package widget

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// Width returns how many cells s takes; styles count nothing.
func Width(s string) int { return lipgloss.Width(s) }

// Fit cuts s to w cells, ending a cut one with an ellipsis, and pads it to w.
func Fit(s string, w int) string {
	s = Cut(s, w)
	return s + strings.Repeat(" ", max(0, w-Width(s)))
}

// Cut cuts s to w cells, ending a cut one with an ellipsis.
func Cut(s string, w int) string {
	if w <= 0 {
		return ""
	}
	return ansi.Truncate(s, w, "…")
}

// Ends sets left and right at the ends of a row of w cells; right wins the room.
func Ends(left, right string, w int) string {
	if right == "" {
		return Cut(left, w)
	}
	room := w - Width(right) - 1
	if room < 0 {
		return Cut(right, w)
	}
	return Fit(left, room) + " " + right
}

// Wrap breaks s into rows of at most w cells, between words where it can.
func Wrap(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	return strings.Split(ansi.Wrap(s, w, ""), "\n")
}

// Fill breaks s into rows of exactly w cells, in the middle of words: for a URL
// that is to be selected as one.
func Fill(s string, w int) []string {
	if w <= 0 {
		return nil
	}
	return strings.Split(ansi.Hardwrap(s, w, true), "\n")
}

// Indent sets prefix before every row.
func Indent(rows []string, prefix string) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = prefix + r
	}
	return out
}

// shortPath is how many cells of a path say enough, whatever it is; fewer do where
// its last element and a beginning fit.
const shortPath = 24

// Shorten takes cells out of the middle of the longest path in s until s fits into w,
// since a path's end is what tells it from others. It leaves s where that is not enough.
func Shorten(s string, w int) string {
	over, path := Width(s)-w, ""
	if over <= 0 {
		return s
	}
	for _, word := range strings.Fields(s) {
		if strings.Contains(word, "/") && Width(word) > Width(path) {
			path = word
		}
	}
	room := Width(path) - over
	if path == "" || room < min(shortPath, lastOf(path)+4) {
		return s
	}
	return strings.Replace(s, path, middle(path, room), 1)
}

// middle cuts a path to w cells in its middle; its last element stays whole where it
// leaves room for a beginning.
func middle(path string, w int) string {
	end := max((w-1)*2/3, min(lastOf(path), w-4))
	return ansi.Truncate(path, w-1-end, "") + "…" + ansi.TruncateLeft(path, Width(path)-end, "")
}

// lastOf is how many cells a path's last element takes with the slash before it.
func lastOf(path string) int { return Width(path[strings.LastIndexByte(path, '/'):]) }

// Sentences returns as many whole sentences of text as fit into w cells; where not
// even the first one does, its beginning, with a path in it shortened.
func Sentences(text string, w int) string {
	for Width(text) > w {
		end := strings.LastIndex(strings.TrimRight(text, "."), ". ")
		if end < 0 {
			return Cut(Shorten(text, w), w)
		}
		text = text[:end] + "."
	}
	return text
}
