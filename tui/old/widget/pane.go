package widget

import (
	"strings"

	"zoauth/tui/old/theme"
)

// Drop says when a line goes as the room gets short: the higher, the sooner.
// The order is SCREENS.md §1's table.
type Drop int

// The drops, from never to first.
const (
	Keep      Drop = iota
	DropTitle      // the rule of a pane whose content says what it is
	DropExtra      // tracking id, docs note, secret source
	DropStrip      // the reason strip
	DropBlank      // a blank row
)

// Line is one row of a pane.
type Line struct {
	Text string // styled, at most the pane's width
	Drop Drop
}

// Blank is a row that goes first.
var Blank = Line{Drop: DropBlank}

// Lines makes rows that stay.
func Lines(rows ...string) []Line { return Droppable(Keep, rows...) }

// Droppable makes rows that go at drop.
func Droppable(drop Drop, rows ...string) []Line {
	lines := make([]Line, len(rows))
	for i, r := range rows {
		lines[i] = Line{Text: r, Drop: drop}
	}
	return lines
}

// Pane is one titled part of a screen.
type Pane struct {
	Title  string // plain text
	Note   string // at the right end of the title row; styled
	Lines  []Line
	Grow   func(w, h int) []string // fills the room that is left; nil: Lines are all
	Min    int                     // rows that Grow needs at least
	Max    int                     // rows that Grow takes at most; 0: all that are left
	Second bool                    // goes whole, before the stepper, when the room is short
	Drop   Drop                    // of the title row; Keep: it stays
}

// Height returns the rows of the pane without its frame: lines and Grow's least.
func (p Pane) Height() int {
	if p.Grow != nil {
		return len(p.Lines) + p.Min
	}
	return len(p.Lines)
}

// Rows returns the pane's content for w×h cells.
func (p Pane) Rows(w, h int) []string {
	rows := make([]string, 0, h)
	for _, l := range p.Lines {
		rows = append(rows, Cut(l.Text, w))
	}
	if p.Grow != nil && h > len(rows) {
		for _, row := range p.Grow(w, h-len(rows)) {
			rows = append(rows, Cut(row, w))
		}
	}
	for len(rows) < h {
		rows = append(rows, "")
	}
	return rows[:h]
}

// Rule returns a title row of w cells: "── Title ───── note ──".
func Rule(t *theme.Theme, title, note string, w int) string {
	line := func(n int) string { return t.Muted.Render(strings.Repeat(t.Glyph.Rule, max(0, n))) }
	if title == "" {
		return line(w)
	}
	if note != "" {
		note = " " + note + " " + line(2)
	}
	gap := w - 4 - Width(title) - Width(note)
	if gap < 1 && note != "" {
		return Rule(t, title, "", w)
	}
	if gap < 1 {
		return line(2) + " " + t.Strong.Render(Cut(title, w-4)) + " "
	}
	return line(2) + " " + t.Strong.Render(title) + " " + line(gap) + note
}

// Box draws rows inside a frame of w×h cells with the title in its top edge. A
// row may take w-2 cells.
func Box(t *theme.Theme, title, note string, rows []string, w, h int) []string {
	g := t.Glyph
	out := make([]string, 0, h)
	out = append(out, t.Muted.Render(g.TopLeft)+boxTop(t, title, note, w-2)+t.Muted.Render(g.TopRight))
	side := t.Muted.Render(g.Side)
	for i := range max(0, h-2) {
		row := ""
		if i < len(rows) {
			row = rows[i]
		}
		out = append(out, side+Fit(row, w-2)+side)
	}
	return append(out, t.Muted.Render(g.LowLeft+strings.Repeat(g.Rule, max(0, w-2))+g.LowRight))
}

// boxTop is a box's top edge between its corners: " Title ───── note ".
func boxTop(t *theme.Theme, title, note string, w int) string {
	if title == "" {
		return t.Muted.Render(strings.Repeat(t.Glyph.Rule, max(0, w)))
	}
	if note != "" {
		note = " " + note + " "
	}
	if w-Width(title)-Width(note)-2 < 1 {
		note = ""
		title = Cut(title, max(0, w-3))
	}
	gap := max(0, w-Width(title)-Width(note)-2)
	return " " + t.Strong.Render(title) + " " + t.Muted.Render(strings.Repeat(t.Glyph.Rule, gap)) + note
}
