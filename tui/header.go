package tui

import (
	"time"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// status is what the line above the footer says for some seconds instead of the
// screen's own.
type status struct {
	text safe.Text
	till time.Time
}

// said is how long news stand there.
const said = 3 * time.Second

func (a *App) say(text safe.Text) {
	a.status = status{text: text, till: a.clock.now.Add(said)}
}

func (a *App) tooSmall() bool {
	return a.frame.Width > 0 && (a.frame.Width < ui.MinWidth || a.frame.Height < ui.MinHeight)
}

// drawn are the rows of the terminal, and where the cursor of a text field is.
func (a *App) drawn(t ui.Title) ([]ui.Line, *ui.Point) {
	switch {
	case a.frame.Width == 0 || a.frame.Height == 0:
		return nil, nil
	case a.tooSmall():
		return ui.Draw(a.frame, a.small()), nil
	}
	room := a.room()
	panes := a.top().View(a.clock.now)
	cursor := cursorOf(panes)
	keys := a.top().Keys()
	if a.dialog != nil {
		box := a.dialog.View(room, a.clock.now)
		for i, p := range panes {
			panes[i] = p.Behind()
		}
		panes, keys = append(panes, box), a.dialog.Keys()
		cursor = cursorOf([]ui.Pane{box})
	}
	lines := append([]ui.Line{a.header(t)}, ui.Draw(room, panes...)...)
	if cursor != nil {
		cursor.Y++
	}
	return append(append(lines, a.statusRows()...), a.footer(keys)), cursor
}

// cursorOf finds the text cursor among panes, in cells of the screen.
func cursorOf(panes []ui.Pane) *ui.Point {
	for _, p := range panes {
		if p.Cursor == nil {
			continue
		}
		at := ui.Point{X: p.X + p.Cursor.X, Y: p.Y + p.Cursor.Y}
		switch p.Frame {
		case ui.Ruled:
			at.Y++
		case ui.Boxed:
			at.X, at.Y = at.X+2, at.Y+1
		}
		return &at
	}
	return nil
}

// header is the first row: where this is, what must not be missed, what runs
// elsewhere, and the environment.
func (a *App) header(t ui.Title) ui.Line {
	blank := ui.S(safe.Const(" "), ui.Plain)
	path := []ui.Span{ui.S(safe.Const("zoauth"), ui.Faint)}
	for i, step := range t.Path {
		style := ui.Plain
		if i == len(t.Path)-1 {
			style = ui.Strong
		}
		path = append(path, ui.S(safe.Format(" %s ", a.frame.Theme.Glyph.Arrow), ui.Faint), ui.S(step, style))
	}
	if a.frame.Narrow() && len(t.Path) > 0 {
		path = path[2:]
	}
	left := ui.L(blank).With(path...)
	right := ui.Line{}
	for _, part := range a.alerts(t) {
		if right.Width() > 0 {
			right = right.With(ui.S(safe.Const("   "), ui.Plain))
		}
		right = right.With(part.Spans...)
	}
	right = right.With(blank)
	return ui.Ends(left.With(a.about(t.About, a.frame.Width-left.Width()-right.Width()-1)...), right, a.frame.Width)
}

// about are the first parts of what the header tells of a screen, as many as room cells
// take: half an ID says nothing. The first one alone is cut where it must be.
func (a *App) about(parts []safe.Text, room int) []ui.Span {
	between, line := safe.Const("   "), ui.Line{}
	for i, part := range parts {
		next := line.With(ui.S(between, ui.Plain), ui.S(part, ui.Plain))
		if i > 0 && next.Width() > room {
			break
		}
		between, line = safe.Format(" %s ", a.frame.Theme.Glyph.Dot), next
	}
	return line.Spans
}

// alerts are the right end of the header; the last one matters most.
func (a *App) alerts(t ui.Title) []ui.Line {
	var parts []ui.Line
	if !a.frame.Narrow() {
		parts = a.own.elsewhere(a)
	}
	if !t.Alert.IsEmpty() {
		parts = append(parts, ui.L(ui.S(t.Alert, ui.Unclear|ui.Bold)))
	}
	if !t.Where.Text.IsEmpty() {
		parts = append(parts, ui.L(t.Where))
	}
	return parts
}

// mostStatus is how many rows the status takes where one is too short for it.
const mostStatus = 3

// statusRows are the news of the last seconds, or what the screen says where no dialog
// asks something else.
func (a *App) statusRows() []ui.Line {
	text := safe.Text{}
	switch {
	case a.clock.now.Before(a.status.till):
		text = a.status.text
	case a.dialog == nil:
		text = a.top().Status()
	}
	rows := text.Wrap(a.frame.Width - 2)
	switch {
	case len(rows) == 0:
		return []ui.Line{{}}
	case len(rows) > mostStatus:
		rows = append(rows[:mostStatus-1], safe.Format("%s…", rows[mostStatus-1]).Cut(a.frame.Width-2))
	}
	return ui.Hang(ui.T(safe.Const(" ")), rows, ui.Plain, ui.Keep)
}

func (a *App) footer(keys []ui.Key) ui.Line {
	switch last := len(keys) - 1; {
	case a.dialog != nil: // the way out stays
		return ui.Footer(a.frame, keys[:last], keys[last])
	case a.editing():
		return ui.Footer(a.frame, keys, ui.Key{})
	}
	return ui.Footer(a.frame, keys, helpKey())
}

// small says that the terminal is too small, and that nothing was stopped.
func (a *App) small() ui.Pane {
	text := safe.Format("zoauth needs %s×%s cells; this terminal has %s×%s. Nothing was stopped. q quits.",
		safe.Int(ui.MinWidth), safe.Int(ui.MinHeight), safe.Int(a.frame.Width), safe.Int(a.frame.Height))
	return ui.Pane{Width: a.frame.Width, Height: a.frame.Height, Lines: ui.Ts(text.Wrap(a.frame.Width), ui.Plain, ui.Keep)}
}

func windowTitle(t ui.Title) string {
	title := safe.Const("zoauth")
	for _, step := range t.Path {
		title = safe.Format("%s %s", title, step)
	}
	return title.String()
}
