package flowview

import (
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// pane lists what happened, the newest last.
func (t *timeline) pane(p ui.Pane, r rowWriter, lit string, focused bool) ui.Pane {
	width, height := p.Inner()
	p.Lines = t.lines(r, width, height, lit, focused)
	p.Title, p.Focused = ui.Titled(safe.Const("Timeline")), focused
	p.Note, p.Cursor = t.note(r), t.filter.Cursor(p)
	return p
}

// note is the pair, how many are marked, and the position.
func (t *timeline) note(r rowWriter) ui.Line {
	note := ui.Position(t.rows.Cursor, t.rows.Count)
	if t.filter.Shown() {
		note = ui.Dashed(note, t.filter.Note())
	}
	if n := len(t.marked); n > 0 {
		note = ui.Dashed(ui.L(ui.S(safe.Format("%s marked", safe.Int(n)), ui.Plain)), note)
	}
	if t.region.Beside() || t.region.Narrow() || r.slim {
		return note
	}
	return ui.Dashed(holding{t.frame}.line(r.now), note)
}

// lines are the rows that are shown.
func (t *timeline) lines(r rowWriter, width, height int, lit string, focused bool) []ui.Line {
	list := t.rows
	list.Count = t.count()
	from, to := list.Window(height)
	lines := make([]ui.Line, 0, to-from)
	for i := from; i < to; i++ {
		line := light(t.line(i, r, width), lit)
		if focused {
			line = line.Chosen(i == list.Cursor)
		} else {
			line = line.Held(i == list.Cursor)
		}
		lines = append(lines, line)
	}
	if list.Count == 0 {
		lines = append(lines, ui.L(ui.S(safe.Const("  Nothing happened yet."), ui.Faint)))
	}
	return lines
}
