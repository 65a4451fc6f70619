package flowview

import (
	"time"

	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/ui"
)

// View draws rail, timeline and entry. It only windows what Update has drawn.
func (f *Screen) View(now time.Time) []ui.Pane {
	a, lit := f.arranged(), f.entry.lit(f.focus == onEntry)
	l := a.rects()
	l.rail.Lines = []ui.Line{rail{f.frame}.line(now)}
	panes := []ui.Pane{l.rail}
	if l.url.Width > 0 {
		w, _ := f.timeline.awaited()
		l.url.Title, l.url.Note, l.url.Lines = ui.Titled(safe.Const("URL")), inspect.URLNote(w.URL), f.urlRows()
		panes = append(panes, l.url)
	}
	if !f.whole {
		panes = append(panes, f.timeline.pane(l.timeline, rowWriter{f.frame, now, a.slim()}, lit, f.focus == onTimeline))
	}
	if l.entry.Height > 1 {
		panes = append(panes, f.entryPane(l.entry, lit))
	}
	if l.aside.Width > 0 {
		panes = append(panes, f.entry.asidePane(l.aside))
	}
	if l.qr.Width > 0 {
		l.qr.Lines = f.entry.qr
		panes = append(panes, l.qr)
	}
	if l.profiles.Width > 0 {
		panes = append(panes, f.profilesPane(l.profiles, now))
	}
	if l.glance.Width > 0 {
		width, _ := l.glance.Inner()
		l.glance.Title, l.glance.Lines = ui.Titled(safe.Const("At a glance")), inspect.Facts(f.desk.Clean(), f.s, now, width)
		panes = append(panes, l.glance)
	}
	return panes
}

// entryPane is the view that is shown, and over it the field that is edited.
func (f *Screen) entryPane(p ui.Pane, lit string) ui.Pane {
	focused := f.focus == onEntry
	p = f.entry.pane(p, lit, focused, focused && !f.edit.on)
	if f.edit.on {
		row, rows := f.entry.rowsOf(f.edit.name)
		p = f.edit.over(p, row, rows, f.entry.page.Names)
	}
	return p
}
