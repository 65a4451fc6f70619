package flowview

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// timeline is what happened, the newest last, and behind it the draft; its cursor, marks
// and filter.
type timeline struct {
	*frame
	rows   ui.List  // the draft is the row behind the last entry
	marked []string // IDs of entries that c compares
	filter ui.Filter
}

// count is how many rows the timeline has, the draft among them.
func (t *timeline) count() int {
	n := t.s.Timeline().Len()
	if t.s.Drafts().Next() != nil {
		n++
	}
	return n
}

// onDraft reports whether the cursor stands on the draft.
func (t *timeline) onDraft() bool {
	return t.s.Drafts().Next() != nil && t.rows.Cursor >= t.s.Timeline().Len()
}

// under is the entry under the cursor; the zero Entry on the draft.
func (t *timeline) under() session.Entry {
	if t.onDraft() {
		return session.Entry{}
	}
	return t.s.Timeline().At(t.rows.Cursor)
}

// comparing reports whether two entries lie side by side.
func (t *timeline) comparing() bool { return len(t.marked) == 2 }

// toNewest puts the cursor on the last row.
func (t *timeline) toNewest() {
	t.rows.Count = t.count()
	t.rows.Set(t.rows.Count - 1)
}

// awaited is the attempt or device authorization under the cursor that still waits.
func (t *timeline) awaited() (w session.Waiting, open bool) {
	w, open = t.s.Consent().Waiting()
	if !open || w.Entry != t.under().ID {
		return session.Waiting{}, false
	}
	return w, true
}

// rowID names the row under the cursor.
func (t *timeline) rowID() string {
	if t.onDraft() {
		return "next:" + string(t.s.Drafts().Next().Step())
	}
	return t.under().ID
}

// mark marks the row under the cursor for a comparison, or takes its mark away. The two
// that were marked last count.
func (t *timeline) mark() {
	id := t.under().ID
	switch {
	case id == "":
		t.desk.Say(safe.Const("Only what happened can be marked."))
	case slices.Contains(t.marked, id):
		t.marked = slices.DeleteFunc(t.marked, func(m string) bool { return m == id })
	default:
		t.marked = append(t.marked, id)
		t.marked = t.marked[max(0, len(t.marked)-2):]
	}
}

// partner is what c lays beside the row under the cursor: the marked one, or the one of
// the same step before it; "" where there is none.
func (t *timeline) partner() string {
	e := t.under()
	if len(t.marked) == 1 && t.marked[0] != e.ID {
		return t.marked[0]
	}
	for i := t.rows.Cursor - 1; i >= 0 && e.ID != ""; i-- {
		if before := t.s.Timeline().At(i); before.Step == e.Step {
			return before.ID
		}
	}
	return ""
}

// load reads what the row under the cursor needs: its trace, and the causes of its
// failure; at the first row, what came before it.
func (t *timeline) load() tea.Cmd {
	if t.onDraft() {
		return nil
	}
	e := t.under()
	cmds := []tea.Cmd{t.desk.Run(t.s.Timeline().Open(e.ID)), t.desk.Run(t.s.Timeline().Explain(e.ID))}
	if t.rows.Cursor == 0 && t.s.Timeline().Older() {
		cmds = append(cmds, t.desk.Run(t.s.Timeline().LoadOlder()))
	}
	return tea.Batch(cmds...)
}

// views are those of the row under the cursor.
func (t *timeline) views(c inspect.Context) []inspect.View {
	if t.onDraft() {
		return inspect.Draft(c, t.s, t.s.Drafts().Next())
	}
	if t.comparing() {
		return inspect.Compared(c, t.s, t.marked[0], t.marked[1])
	}
	return inspect.Views(c, t.s, t.rows.Cursor)
}

// copies are those of the entry under the cursor.
func (t *timeline) copies(c inspect.Context) []inspect.Copy {
	if t.onDraft() {
		return inspect.DraftCopies(c, t.s.Drafts().Next())
	}
	r, _ := t.s.Timeline().Result(t.rows.Cursor)
	return inspect.Copies(c, t.s, r)
}

// next is the next row that has the filter's words, upwards where n is -1; false where
// there is none.
func (t *timeline) next(n int, slim bool) (i int, found bool) {
	count, r := t.count(), rowWriter{t.frame, t.desk.Now(), slim}
	for step := 1; step <= count; step++ {
		i = ((t.rows.Cursor+n*step)%count + count) % count
		if t.fits(i, r) {
			return i, true
		}
	}
	return 0, false
}

// fits reports whether a row of the timeline has every word of the filter: fingerprint,
// status, step, date, tracking ID, or reason.
func (t *timeline) fits(i int, r rowWriter) bool {
	row := ui.Plaintext([]ui.Line{t.line(i, r, 400)}).String()
	e := t.s.Timeline().At(i)
	if e.At.Local().YearDay() == r.now.AddDate(0, 0, -1).Local().YearDay() {
		row += " yesterday"
	}
	if r, ok := t.s.Timeline().Result(i); ok {
		row += " " + r.Trace.Response.TrackingID()
	}
	return t.filter.Fits(row + " " + e.At.Local().Format("01-02"))
}

// line is one row: of what happened, or of the draft.
func (t *timeline) line(i int, r rowWriter, width int) ui.Line {
	if t.s.Drafts().Next() != nil && i >= t.s.Timeline().Len() {
		return r.draft(width)
	}
	e := t.s.Timeline().At(i)
	return r.line(e, slices.Contains(t.marked, e.ID), width)
}

// tells reports whether the first view is the one that w says more in: that of a draft,
// or of what waits.
func (t *timeline) tells() bool {
	_, waits := t.awaited()
	return waits || t.onDraft()
}

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
	count := t.count()
	if count == 0 {
		return []ui.Line{ui.L(ui.S(safe.Const("  Nothing has happened yet."), ui.Faint))}
	}
	return t.rows.Lines(count, height, func(i int, here bool) ui.Line {
		return light(t.line(i, r, width), lit).Under(here, focused)
	})
}
