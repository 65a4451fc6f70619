package flowview

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/inspect"
)

// jump moves the window to the next place of the page that has the text, upwards where n
// is -1; false where there is none.
func (e *entry) jump(n int) bool {
	found := inspect.Find(e.page, e.find.Text())
	if len(found) == 0 {
		return false
	}
	i := found[0]
	if n < 0 {
		i = found[len(found)-1]
	}
	for _, line := range found {
		if n > 0 && line > e.found {
			i = line
			break
		}
		if n < 0 && line < e.found {
			i = line
		}
	}
	e.found, e.top = i, i
	e.scroll(0)
	return true
}

// jump moves to the next place of the entry, or to the next row of the timeline, that
// has the text; n is 1 or -1.
func (f *Screen) jump(n int) tea.Cmd {
	if f.focus == onTimeline {
		return f.jumpRow(n)
	}
	if !f.entry.jump(n) {
		f.desk.Say(safe.Format("Not found: %s", f.desk.Clean().Line(f.entry.find.Text())))
	}
	return nil
}

func (f *Screen) jumpRow(n int) tea.Cmd {
	i, found := f.timeline.next(n, f.arranged().slim())
	if !found {
		f.desk.Say(safe.Format("No row has %s.", f.desk.Clean().Line(f.timeline.filter.Text())))
		return nil
	}
	return f.selectRow(i)
}
