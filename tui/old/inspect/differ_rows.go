package inspect

import (
	"fmt"
	"strings"

	"zoauth/tui/old/widget"
)

// Expected counts the differences that are what such a step usually makes.
func Expected(list []Difference) string {
	n := 0
	for _, d := range list {
		if !d.Odd {
			n++
		}
	}
	return fmt.Sprintf("%d of %d as expected", n, len(list))
}

// wideTable is the width from which before and after stand side by side.
const wideTable = 60

// Differences draws a comparison in w cells: side by side, or below each other where
// that is too narrow or too long. What is the same is faint.
func (c Context) Differences(list []Difference, w int) []string {
	name := 16
	column := (w - name - 6) / 3
	var rows []string
	if w >= wideTable {
		rows = append(rows, " "+c.Theme.Muted.Render(widget.Fit("", name)+widget.Fit("before", column+1)+"after"))
	}
	for _, d := range list {
		rows = append(rows, c.difference(d, w, name, column)...)
	}
	return rows
}

func (c Context) difference(d Difference, w, name, column int) []string {
	label := widget.Fit(c.Clean.Line(d.Name).String(), name)
	before, after, note := c.Clean.Line(d.Before).String(), c.Clean.Line(d.After).String(), c.Clean.Line(d.Note).String()
	if d.Note == "same" {
		room := max(2*column+1, w-name-8)
		if w >= wideTable && widget.Width(after) <= 2*column {
			room = 2*column + 1
		}
		return []string{fit(" "+c.Theme.Muted.Render(label+widget.Fit(after, room)+" same"), w)}
	}
	styled := c.Theme.Good.Render(note)
	if d.Odd {
		styled = c.Theme.Soon.Render(c.Theme.Glyph.Unsaved + " " + note)
	}
	if w >= wideTable && widget.Width(before) <= column && widget.Width(after) <= column {
		row := " " + label + widget.Fit(before, column+1) + widget.Fit(after, column+1)
		if widget.Width(row+styled) <= w {
			return []string{row + styled}
		}
		return []string{fit(row, w), fit(strings.Repeat(" ", name+1)+styled, w)}
	}
	rows := []string{fit(" "+label+styled, w)}
	for _, side := range []struct{ sign, text string }{{"-", before}, {"+", after}} {
		if side.text == "" {
			continue
		}
		for i, part := range widget.Fill(side.text, max(8, w-6)) {
			if i > 0 {
				side.sign = " "
			}
			rows = append(rows, fit("   "+side.sign+" "+part, w))
		}
	}
	return rows
}

// Comparison shows differences in a window. The zero value shows nothing.
type Comparison struct {
	list   []Difference
	window window
}

// NewComparison returns the window over a list.
func NewComparison(list []Difference) Comparison { return Comparison{list: list} }

// Empty reports whether there is nothing to show.
func (m *Comparison) Empty() bool { return len(m.list) == 0 }

// Move scrolls by rows.
func (m *Comparison) Move(delta int) { m.window.top = max(0, m.window.top+delta) }

// Lines draws at most h rows of w cells.
func (m *Comparison) Lines(c Context, w, h int) []string {
	rows := c.Differences(m.list, w)
	m.window.clamp(len(rows), h)
	return rows[m.window.top:min(len(rows), m.window.top+h)]
}
