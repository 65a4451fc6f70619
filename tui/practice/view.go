package practice

import (
	"time"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// details is how many rows the lower pane takes, with its title.
const details = 6

func (p *Screen) listHeight() int {
	below := details
	if p.more {
		below += 3
	}
	if p.region.Height < 18 {
		below = 4
	}
	return max(3, p.region.Height-2-below)
}

// View draws how many were tried, the list by step, and the exercise under the cursor.
func (p *Screen) View(time.Time) []ui.Pane {
	r, height := p.region, p.listHeight()
	panes := []ui.Pane{
		{Width: r.Width, Height: 1, Lines: []ui.Line{p.tally()}},
		{Y: 1, Width: r.Width, Height: height + 1, Frame: ui.Ruled, Focused: true, Title: p.tabs(), Note: p.note(), Lines: p.lines(height)},
	}
	panes[1].Cursor = p.filter.Cursor(panes[1])
	if e, any := p.under(); any {
		kind := safe.Const("mistake, for one request")
		if e.fault != nil {
			kind = safe.Const("fault of the sandbox's server")
		}
		panes = append(panes, ui.Pane{
			Y: height + 2, Width: r.Width, Height: r.Height - height - 2, Frame: ui.Ruled, Title: ui.Titled(p.desk.Clean().Line(e.title)),
			Note: ui.L(ui.S(kind, ui.Faint)), Lines: ui.Fit(p.details(e), r.Height-height-3),
		})
	}
	return panes
}

func (p *Screen) tally() ui.Line {
	tried, right := 0, 0
	for _, m := range p.s.Practice().Exercises() {
		if m.Tried {
			tried++
		}
		if m.AsExpected {
			right++
		}
	}
	left := ui.T(safe.Format(" %s of %s mistakes tried, %s as expected", safe.Int(tried), safe.Int(p.count[mistakes]), safe.Int(right)))
	if !p.s.App().Sandbox {
		return left
	}
	fault := safe.Const("none")
	if on := p.on(); len(on) > 0 {
		fault = p.desk.Clean().Line(on[0])
	}
	return ui.Ends(left, ui.L(ui.S(safe.Format("fault on now: %s ", fault), ui.Plain)), p.region.Width)
}

func (p *Screen) tabs() []ui.Line {
	if !p.s.App().Sandbox {
		return ui.Titled(safe.Format("Mistakes %s", safe.Int(p.count[mistakes])))
	}
	return ui.Views(int(p.kind),
		safe.Format("All %s", safe.Int(p.count[all])), safe.Format("Mistakes %s", safe.Int(p.count[mistakes])), safe.Format("Faults %s", safe.Int(p.count[faults])))
}

func (p *Screen) note() ui.Line {
	return ui.Dashed(ui.Position(p.list.Cursor, len(p.rows)), p.filter.Note())
}

// lines are the exercises with the name of their step above them. The window is over
// both.
func (p *Screen) lines(height int) []ui.Line {
	var lines []ui.Line
	for i, e := range p.rows {
		if p.begins(i) {
			lines = append(lines, ui.L(ui.S(safe.Format(" %s", p.desk.Clean().Line(string(e.step)).Capital()), ui.Strong)))
		}
		lines = append(lines, p.row(e).Chosen(i == p.list.Cursor))
	}
	if len(lines) == 0 {
		return []ui.Line{ui.L(ui.S(safe.Const(" Nothing fits. esc shows all."), ui.Faint))}
	}
	window := p.window
	window.Count = len(lines)
	window.Set(p.lineOf(p.list.Cursor))
	from, to := window.Window(height)
	return lines[from:to]
}

// begins reports whether a row is the first one of its step.
func (p *Screen) begins(row int) bool { return row == 0 || p.rows[row].step != p.rows[row-1].step }

// lineOf is the line of a row among the names of steps.
func (p *Screen) lineOf(row int) int {
	line := row
	for i := range min(row+1, len(p.rows)) {
		if p.begins(i) {
			line++
		}
	}
	return line
}

// reveal keeps the window over the row under the cursor, with the name of its step where
// it is the first one of it.
func (p *Screen) reveal() {
	if len(p.rows) == 0 {
		return
	}
	line := p.lineOf(p.list.Cursor)
	p.window.Count = p.lineOf(len(p.rows)-1) + 1
	if p.begins(p.list.Cursor) {
		p.window.Set(line - 1)
		p.window.Settle(p.listHeight())
	}
	p.window.Set(line)
	p.window.Settle(p.listHeight())
}

// mostTitle is how many cells titles take before what is expected on a wide screen; a
// longer one takes more.
const mostTitle = 66

// row is an exercise with what is expected of it: all of that, the status alone, or
// nothing, as there is room.
func (p *Screen) row(e exercise) ui.Line {
	g := p.region.Theme.Glyph
	mark, kind := ui.S(g.None, ui.Faint), safe.Const("fault")
	switch {
	case e.mistake != nil && e.mistake.Tried && e.mistake.AsExpected:
		mark = ui.S(g.Good, ui.Good)
	case e.mistake != nil && e.mistake.Tried:
		mark = ui.S(g.Bad, ui.Bad)
	case e.fault != nil && e.fault.On:
		mark = ui.S(g.Soon, ui.Soon)
	}
	if e.mistake != nil {
		kind = safe.Const("mistake")
	}
	line := ui.L(ui.S(safe.Const("  "), ui.Plain), mark, ui.S(safe.Const(" "), ui.Plain))
	line = line.With(ui.Columns(ui.Cell{Width: 9, Text: kind, Style: ui.Faint}, ui.Cell{Text: p.desk.Clean().Line(e.title)}).Spans...)
	notes := []safe.Text{p.expected(e)}
	if e.mistake != nil && e.mistake.Expect.Page == "" {
		notes = append(notes, safe.Number(e.mistake.Expect.Status))
	}
	for _, note := range notes {
		if noted := line.Noted(note, min(p.region.Width-24, mostTitle+13), p.region.Width); noted.Width() > line.Width() {
			return noted
		}
	}
	return line
}

// details say what an exercise sends and what is expected.
func (p *Screen) details(e exercise) []ui.Line {
	clean, width := p.desk.Clean(), max(20, p.region.Width-14)
	var lines []ui.Line
	fact := func(name, value safe.Text, drop ui.Drop) {
		head := ui.Columns(ui.Cell{Text: safe.Const(" ")}, ui.Cell{Width: 11, Text: name, Style: ui.Faint})
		lines = append(lines, ui.Hang(head, value.Wrap(width), ui.Plain, drop)...)
	}
	if e.fault == nil || e.fault.Cause == "" {
		fact(safe.Const("expected"), p.expected(e), ui.Keep)
	}
	if e.mistake != nil {
		needs := safe.Const("nothing: enter opens the broken request")
		if e.mistake.Missing != "" {
			needs = safe.Format("%s enter gets it first.", clean.Line(e.mistake.Missing))
		}
		fact(safe.Const("needs"), needs, ui.DropHelp)
	}
	if e.fault != nil && e.fault.Cause != "" {
		fact(safe.Const("cause"), clean.Line(e.fault.Cause), ui.DropHelp)
	}
	fact(safe.Const("learn"), clean.Line(e.why), ui.DropHelp)
	if p.more && e.mistake != nil {
		fact(safe.Const("source"), safe.Format("docs/zoom.md, row %s", clean.Line(e.mistake.Source)), ui.DropHelp)
	}
	return lines
}
