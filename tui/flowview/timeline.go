package flowview

import (
	"slices"
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// pair is what the profile holds, for the title of the timeline: fingerprints, what is
// left, and its bar.
func (f *Screen) pair(now time.Time) ui.Line {
	p, t, clean := f.s.Pair(now), f.region.Theme, f.desk.Clean()
	gap, line := ui.S(safe.Const("   "), ui.Plain), ui.Line{}
	width := 8
	if f.region.Narrow() {
		width = 7
	}
	switch {
	case p.Code != "" && f.region.Narrow():
		line = ui.L(ui.S(safe.Const("code "), ui.Plain))
	case p.Code != "":
		line = ui.L(ui.S(safe.Const("code "), ui.Plain), ui.S(clean.Line(p.Code), ui.Print), gap)
		if p.AtMost {
			line = line.With(ui.S(safe.Const("at most "), ui.Faint))
		}
	case p.Health == session.HealthDamaged:
		return f.left(p, now, width)
	case p.Access == "" && p.Refresh == "":
		return ui.L(ui.S(safe.Const("no token"), ui.Faint))
	case !f.region.Narrow() && !f.region.Beside():
		line = f.prints(p).With(gap)
	}
	switch {
	case p.Code != "" && p.Clock:
		line = line.With(ui.S(safe.Format("%s left ", ui.Clock(p.Left)), ui.Plain))
		return line.With(ui.Bar(t, p.Left, flow.CodeLife, width).Spans...)
	case p.Code != "":
		return line.With(ui.S(safe.Const("expired"), ui.Bad))
	}
	return line.With(f.left(p, now, width).Spans...)
}

// prints are the fingerprints of a pair.
func (f *Screen) prints(p session.Pair) ui.Line {
	line := ui.Line{}
	for _, print := range []string{p.Access, p.Refresh} {
		if print == "" {
			continue
		}
		if len(line.Spans) > 0 {
			line = line.With(ui.S(safe.Const(" "), ui.Plain))
		}
		line = line.With(ui.S(f.desk.Clean().Line(print), ui.Print))
	}
	return line
}

// left is what remains of a pair, or what became of it.
func (f *Screen) left(p session.Pair, now time.Time, width int) ui.Line {
	t := f.region.Theme
	switch {
	case p.Fate != "":
		style := ui.Faint
		if p.Fate == session.Refused {
			style = ui.Bad
		}
		return ui.L(ui.S(safe.Format("%s %s", f.desk.Clean().Line(string(p.Fate)), clock(p.FateAt)), style))
	case p.Health == session.HealthUnsaved:
		return ui.L(ui.S(safe.Format("%s only in memory", t.Glyph.Unsaved), ui.Unclear))
	case p.Health == session.HealthUncertain:
		return ui.L(ui.S(safe.Format("%s uncertain", t.Glyph.Uncertain), ui.Unclear))
	case p.Health == session.HealthDamaged:
		return ui.L(ui.S(safe.Format("%s damaged file", t.Glyph.Bad), ui.Bad))
	case p.Access == "":
		return ui.L(ui.S(f.origin(), ui.Faint))
	case p.Ends.IsZero():
		return ui.L(ui.S(safe.Format("%s end unknown", t.Glyph.Good), ui.Good))
	case !p.Clock:
		return ui.L(ui.S(safe.Format("%s expired %s", t.Glyph.Bad, ui.Age(now.Sub(p.Ends))), ui.Bad))
	}
	life := time.Duration(float64(p.Left) / max(p.Fraction, 1e-9))
	glyph, style := t.Glyph.Good, ui.Good
	if p.Health == session.HealthSoon {
		glyph, style = t.Glyph.Soon, ui.Urgency(p.Left, life)
	}
	line := ui.L(ui.S(safe.Format("%s ", glyph), style), ui.S(safe.Format("%s ", ui.Clock(p.Left)), ui.Plain))
	if f.region.Narrow() {
		line = ui.L(ui.S(safe.Format("%s ", ui.Clock(p.Left)), ui.Plain))
	}
	return line.With(ui.Bar(t, p.Left, life, width).Spans...)
}

// origin says of a refresh token alone how it came.
func (f *Screen) origin() safe.Text {
	if o := f.s.State().Origin; o != nil && o.Kind == flow.Adopted {
		return safe.Format("pasted %s", safe.Time(o.At.Local(), "15:04"))
	}
	return safe.Const("no access token")
}

func clock(at time.Time) safe.Text { return safe.Time(at.Local(), "15:04:05") }

// timelinePane lists what happened, the newest last.
func (f *Screen) timelinePane(p ui.Pane, now time.Time) ui.Pane {
	width, height := p.Inner()
	if f.region.Beside() && f.wide() && height > glanceHeight+leastList+4 {
		p.Lines = append(p.Lines, f.rowLines(now, width, height-glanceHeight)...)
		for len(p.Lines) < height-glanceHeight {
			p.Lines = append(p.Lines, ui.Line{})
		}
		p.Lines = append(p.Lines, f.glance(now, width)...)
	} else {
		p.Lines = f.rowLines(now, width, height)
	}
	p.Title, p.Focused = ui.Titled(safe.Const("Timeline")), f.focus == onTimeline
	p.Note = f.timelineNote(now)
	return p
}

// timelineNote is the pair, how many are marked, and the position.
func (f *Screen) timelineNote(now time.Time) ui.Line {
	dash := ui.S(safe.Const(" ── "), ui.Faint)
	note := ui.Position(f.rows.Cursor, f.rows.Count)
	if f.filter.shown() {
		note = f.filter.note().With(dash).With(note.Spans...)
	}
	if n := len(f.marked); n > 0 {
		note = ui.L(ui.S(safe.Format("%s marked", safe.Int(n)), ui.Plain), dash).With(note.Spans...)
	}
	if f.region.Beside() || f.region.Narrow() || f.slim() {
		return note
	}
	if len(note.Spans) == 0 {
		return f.pair(now)
	}
	return f.pair(now).With(dash).With(note.Spans...)
}

// rowLines are the rows that are shown.
func (f *Screen) rowLines(now time.Time, width, height int) []ui.Line {
	list := f.rows
	list.Count = f.count()
	from, to := list.Window(height)
	lines := make([]ui.Line, 0, to-from)
	for i := from; i < to; i++ {
		line := light(f.row(i, now, width), f.lit())
		if f.focus == onTimeline {
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

// lit is the fingerprint under the entry's cursor: it lights up wherever it stands.
func (f *Screen) lit() string {
	if it, ok := f.entry.item(); ok && f.focus == onEntry {
		return it.Print
	}
	return ""
}

// row is one line of the timeline: time, step, state, how long it took, what it brought.
func (f *Screen) row(i int, now time.Time, width int) ui.Line {
	if f.s.Drafts().Next() != nil && i >= f.s.Timeline().Len() {
		return f.draftRow(width)
	}
	e, clean := f.s.Timeline().At(i), f.desk.Clean()
	mark := safe.Const("  ")
	if f.isMarked(e.ID) {
		mark = safe.Format(" %s", f.glyph().Mark)
	}
	step := clean.Line(rowName(f.s, e))
	glyph, style := inspect.Mark(f.region.Theme, e.Mark)
	state := f.stateOf(e, glyph, style, now)
	at := ui.Cell{Text: when(e.At, now), Style: ui.Faint}
	took := f.took(e, now)
	var line ui.Line
	switch {
	case f.slim():
		at.Width = 9
		line = ui.Columns(ui.Cell{Text: mark.Columns(1, 2), Style: ui.Good}, at, ui.Cell{Width: 10, Text: step})
		if spell := state.With(ui.S(safe.Format(" %s", took), ui.Faint)); spell.Width() <= 12 {
			state = spell
		}
		if e.Mark == session.Running {
			state = state.Pad(11)
		} else {
			state = state.Cut(12).Pad(13)
		}
		line = line.With(state.Spans...)
	case f.region.Narrow():
		at.Width = 10
		line = ui.Columns(ui.Cell{Text: mark, Style: ui.Good}, at, ui.Cell{Width: 11, Text: step}).With(state.Cut(11).Pad(max(8, state.Width()+1)).Spans...)
	default:
		at.Width = 10
		line = ui.Columns(ui.Cell{Text: mark, Style: ui.Good}, at, ui.Cell{Width: 12, Text: step})
		line = line.With(state.Cut(11).Pad(12).Spans...).With(ui.Columns(ui.Cell{Width: 12, Text: right(took, 7), Style: ui.Faint}).Spans...)
	}
	return line.With(f.brought(e).Cut(max(4, width-line.Width())).Spans...)
}

func right(t safe.Text, width int) safe.Text {
	return safe.Concat(safe.Const(" ").Repeat(width-t.Width()), t)
}

// when is the time of a row, or its date where it is of another day.
func when(at, now time.Time) safe.Text {
	at, now = at.Local(), now.Local()
	if at.YearDay() == now.YearDay() && at.Year() == now.Year() {
		return safe.Time(at, "15:04:05")
	}
	return safe.Time(at, "01-02 15:04").Columns(0, 8)
}

// rowName is the step of a row as it is called for the app.
func rowName(s *session.Session, e session.Entry) string {
	switch {
	case e.Step == flow.StepExchange && !s.App().HasConsent():
		return "get token"
	case e.Step == flow.StepPoll:
		return "device"
	case e.Kind == session.KindPasted, e.Kind == session.KindGivenBack:
		return string(e.Kind)
	}
	return string(e.Step)
}

// stateOf is the state of a row: glyph and status or word.
func (f *Screen) stateOf(e session.Entry, glyph safe.Text, style ui.Style, now time.Time) ui.Line {
	word := ui.S(safe.Text{}, style)
	w, open := f.s.Consent().Waiting()
	switch {
	case e.Mark == session.Running && (e.Kind == session.KindAttempt || open && w.Entry == e.ID):
		glyph, word.Text = ui.Spinner(f.region.Theme, now), safe.Const("waiting")
	case e.Mark == session.Running:
		glyph, word.Text = ui.Spinner(f.region.Theme, now), safe.Const("sending")
	case e.Mark == session.Uncertain:
		word.Text = safe.Const("uncertain")
	case e.Mark == session.Unsaved:
		word.Text = safe.Const("not saved")
	case e.Fate == session.Settled:
		word.Text = safe.Const("settled")
	case e.Stopped:
		glyph, word = f.glyph().None, ui.S(safe.Const("stopped"), ui.Faint)
	case e.Status > 0:
		word.Text = safe.Number(e.Status)
		if e.Status >= 400 {
			word.Style = ui.Bad
		}
	case e.Kind == session.KindAttempt && e.Mark == session.Done && f.region.Narrow():
	case e.Kind == session.KindAttempt && e.Mark == session.Done:
		word.Text = safe.Const("allowed")
	case e.Kind == session.KindChange:
		word.Text = safe.Const("done")
	case e.Kind == session.KindPasted && e.Code == "":
		word.Text = safe.Const("saved")
	case e.Kind == session.KindPasted:
		word.Text = safe.Const("in memory")
	case e.Kind == session.KindGivenBack:
		word.Text = safe.Const("deleted")
	case e.Mark == session.Done:
		word.Text = safe.Const("adopted")
	default:
		word.Text = f.desk.Clean().Line(string(e.Verdict)).Or(safe.Const("failed"))
	}
	return ui.L(ui.S(safe.Format("%s ", glyph), style), word)
}

// took is how long a row took, or has taken.
func (f *Screen) took(e session.Entry, now time.Time) safe.Text {
	switch w, open := f.s.Consent().Waiting(); {
	case open && w.Entry == e.ID && e.Mark == session.Running:
		return safe.Format("%s left", ui.Clock(w.Ends.Sub(now)))
	case e.Mark == session.Running:
		return ui.Took(now.Sub(e.At).Truncate(100 * time.Millisecond))
	}
	return ui.Took(e.Took)
}

// brought is the end of a row: fingerprints of what it brought, or what was said.
func (f *Screen) brought(e session.Entry) ui.Line {
	clean, line := f.desk.Clean(), ui.Line{}
	add := func(text safe.Text, style ui.Style) {
		if len(line.Spans) > 0 {
			line = line.With(ui.S(safe.Const(" "), ui.Plain))
		}
		line = line.With(ui.S(text, style))
	}
	if e.Code != "" && !f.slim() && !f.region.Narrow() {
		add(safe.Const("code"), ui.Plain)
	}
	for _, print := range f.shownPrints(e) {
		add(clean.Line(print), ui.Print)
	}
	w, open := f.s.Consent().Waiting()
	switch {
	case open && w.Entry == e.ID && (f.slim() || f.region.Narrow()):
		add(safe.Format("%s left", ui.Clock(w.Ends.Sub(f.desk.Now()))), ui.Plain)
	case open && w.Entry == e.ID && w.Ignored > 0:
		add(safe.Format("%s ignored", ui.Count(w.Ignored, safe.Const("callback"))), ui.Faint)
	case e.Mark == session.Uncertain && e.Status != 0:
		add(safe.Format("sent %s, no usable response", clean.Line(e.Spent)), ui.Plain)
	case e.Mark == session.Uncertain:
		came := safe.Const("no response")
		if e.Status > 0 {
			came = safe.Const("no usable response")
		}
		add(safe.Format("sent %s, %s", clean.Line(e.Spent), came), ui.Plain)
	case e.Mark == session.Running && e.Spent != "":
		add(clean.Line(e.Spent), ui.Print)
	case e.Expected == session.AsExpected:
		add(safe.Format("as expected: %s", clean.Line(e.Summary)), ui.Plain)
	case len(line.Spans) == 0:
		add(clean.Line(e.Summary), ui.Plain)
	}
	if e.Fate != "" && e.Fate != session.Settled {
		add(safe.Format(" %s", clean.Line(string(e.Fate))), ui.Faint)
		line = line.In(ui.Faint)
	}
	if e.Edited || e.Mistake != "" {
		add(safe.Const("  edited"), ui.Faint)
	}
	if !e.Own() && e.By != "" && e.Kind == session.KindChange {
		add(safe.Format("by %s, process %s", clean.Line(e.By), safe.Int(e.PID)), ui.Faint)
	}
	return line
}

// shownPrints are the fingerprints that a row has room for: beside an entry the one that
// matters most.
func (f *Screen) shownPrints(e session.Entry) []string {
	all := slices.DeleteFunc([]string{e.Code, e.Access, e.Refresh}, func(s string) bool { return s == "" })
	if f.slim() && len(all) > 1 {
		return all[len(all)-1:]
	}
	return all
}

// draftRow is the last row while a draft is open.
func (f *Screen) draftRow(width int) ui.Line {
	d := f.s.Drafts().Next()
	state := ui.L(ui.S(safe.Format("%s ", f.glyph().Draft), ui.Accent), ui.S(safe.Const("ready"), ui.Plain))
	switch {
	case d.Blocked() != "":
		state = ui.L(ui.S(safe.Format("%s ", f.glyph().Bad), ui.Bad), ui.S(safe.Const("blocked"), ui.Bad))
	case !d.Ready():
		state = ui.L(ui.S(safe.Format("%s ", f.glyph().None), ui.Faint), ui.S(safe.Const("reading"), ui.Faint))
	}
	name := f.desk.Clean().Line(rowName(f.s, session.Entry{Step: d.Step()}))
	line := ui.Columns(ui.Cell{Text: safe.Const("  ")}, ui.Cell{Width: 10, Text: safe.Const("next"), Style: ui.Accent}, ui.Cell{Width: 12, Text: name})
	if f.slim() {
		line = ui.Columns(ui.Cell{Text: safe.Const(" ")}, ui.Cell{Width: 9, Text: safe.Const("next"), Style: ui.Accent}, ui.Cell{Width: 10, Text: name})
	} else if f.region.Narrow() {
		line = ui.Columns(ui.Cell{Text: safe.Const("  ")}, ui.Cell{Width: 10, Text: safe.Const("next"), Style: ui.Accent}, ui.Cell{Width: 11, Text: name})
	}
	line = line.With(state.Spans...)
	if n := len(d.Edits()); n > 0 {
		line = line.With(ui.S(safe.Format("   %s", ui.Count(n, safe.Const("edit"))), ui.Soon))
	}
	if m := d.Mistake(); m != nil {
		line = line.With(ui.S(safe.Format("   mistake: %s", f.desk.Clean().Line(m.Title)), ui.Soon))
	}
	return line.Cut(width)
}

func (f *Screen) isMarked(id string) bool {
	for _, m := range f.marked {
		if m == id {
			return true
		}
	}
	return false
}
