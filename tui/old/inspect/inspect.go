// Package inspect holds the viewers of the workbench: the fields of a request,
// the views of a trace, the claims of a token. They render state; they have no
// clock, do no I/O and keep only cursors and scroll positions.
package inspect

import (
	"strings"
	"time"

	"zoauth/internal/safe"
	"zoauth/tui/old/theme"
	"zoauth/tui/old/widget"
)

// Context is what every viewer needs to draw.
type Context struct {
	Theme  *theme.Theme
	Clean  *safe.Cleaner
	Now    time.Time
	Boxed  bool // the pane has a frame, so outside text needs no gutter of its own
	Narrow bool // the pane stands beside another one
}

// gutter stands before text from outside, so that it cannot imitate the program.
func (c Context) gutter() string {
	if c.Boxed {
		return " "
	}
	return c.Theme.Muted.Render(c.Theme.Glyph.Side) + " "
}

// mark writes the row of a cursor.
func (c Context) mark(chosen bool, text string) string {
	if chosen {
		return " " + c.Theme.Cursor.Render(c.Theme.Glyph.Cursor) + " " + text
	}
	return "   " + text
}

// tabs writes the names of views, the active one in brackets.
func (c Context) tabs(names []string, active int) string {
	parts := make([]string, len(names))
	for i, name := range names {
		parts[i] = c.Theme.Muted.Render(name)
		if i == active {
			parts[i] = c.Theme.Strong.Render("[" + name + "]")
		}
	}
	return strings.Join(parts, "  ")
}

// window is a scroll position over a number of rows.
type window struct{ top, left int }

func (w *window) clamp(rows, h int) { w.top = min(max(0, w.top), max(0, rows-h)) }

func fit(row string, w int) string { return widget.Cut(row, w) }
