package flowview

import (
	"slices"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// rowWriter draws rows of the timeline.
type rowWriter struct {
	*frame
	now  time.Time
	slim bool // there is little room
}

// line is what happened once: time, step, state, how long it took, what it brought.
func (r rowWriter) line(e session.Entry, marked bool, width int) ui.Line {
	mark := safe.Const("  ")
	if marked {
		mark = safe.Format(" %s", r.region.Theme.Glyph.Mark)
	}
	step := inspect.EntryName(r.s.App(), e)
	glyph, style := inspect.EntryMark(r.region.Theme, e)
	state := r.state(e, glyph, style)
	took := r.took(e)
	head := r.head(mark, ui.Cell{Text: ui.ShortMoment(e.At, r.now), Style: ui.Faint}, step)
	switch {
	case r.slim:
		roomy := head.Width()+13+r.brought(e).Width() <= width
		if spell := state.With(ui.S(safe.Format(" %s", took), ui.Faint)); spell.Width() <= 12 && roomy {
			state = spell
		}
		switch {
		case e.Mark == session.Running:
			state = state.Pad(11)
		case roomy:
			state = state.Cut(12).Pad(13)
		default:
			state = state.Cut(12).Pad(min(state.Width(), 12) + 1)
		}
	case r.region.Narrow():
		state = state.Cut(11).Pad(max(8, state.Width()+1))
	default:
		state = state.Cut(11).Pad(12).With(ui.Columns(ui.Cell{Width: 12, Text: took.PadLeft(7), Style: ui.Faint}).Spans...)
	}
	line := head.With(state.Spans...)
	return line.With(r.end(e, max(4, width-line.Width())).Spans...)
}

// head is a row as far as its state: mark, time and step.
func (r rowWriter) head(mark safe.Text, at ui.Cell, step safe.Text) ui.Line {
	cells := 12
	at.Width = 10
	switch {
	case r.slim:
		mark, at.Width, cells = mark.Columns(1, 2), 9, 10
	case r.region.Narrow():
		cells = 11
	}
	return ui.Columns(ui.Cell{Text: mark, Style: ui.Good}, at, ui.Cell{Width: cells, Text: step})
}

// leastSaid is how many cells of what was said are left when a mark stands behind it.
const leastSaid = 16

// end is what a row brought or said, and behind it, where there is room, what became of
// that. A fingerprint is never cut.
func (r rowWriter) end(e session.Entry, room int) ui.Line {
	line, more := r.brought(e), r.became(e)
	left := room - more.Width()
	switch prints := len(r.prints(e)) > 0; {
	case line.Width() <= left:
		line = line.With(more.Spans...)
	case !prints && left >= leastSaid:
		line = line.Cut(left).With(more.Spans...)
	}
	if over(e) {
		line = line.In(ui.Faint)
	}
	return line.Cut(room)
}

// over reports whether what a row brought was replaced, revoked or refused since.
func over(e session.Entry) bool { return e.Fate != "" && e.Fate != session.Settled }

// became is what became of what a row brought, and that it was changed by hand.
func (r rowWriter) became(e session.Entry) ui.Line {
	line := ui.Line{}
	if over(e) {
		line = line.With(ui.S(safe.Format("  %s", r.desk.Clean().Line(string(e.Fate))), ui.Faint))
	}
	if (e.Edited || e.Mistake != "") && e.Expected != session.AsExpected {
		line = line.With(ui.S(safe.Const("  edited"), ui.Faint))
	}
	return line
}

// state is the state of a row: glyph and status or word.
func (r rowWriter) state(e session.Entry, glyph safe.Text, style ui.Style) ui.Line {
	word := ui.S(safe.Text{}, style)
	w, open := r.s.Consent().Waiting()
	switch {
	case e.Mark == session.Running && (e.Kind == session.KindAttempt || open && w.Entry == e.ID):
		glyph, word.Text = ui.Spinner(r.region.Theme, r.now), safe.Const("waiting")
	case e.Mark == session.Running:
		glyph, word.Text = ui.Spinner(r.region.Theme, r.now), safe.Const("sending")
	case e.Mark == session.Uncertain:
		word.Text = safe.Const("uncertain")
	case e.Mark == session.Unsaved:
		word.Text = safe.Const("not saved")
	case e.Fate == session.Settled:
		word.Text = safe.Const("settled")
	case e.Stopped:
		word = ui.S(safe.Const("stopped"), ui.Faint)
	case e.Status > 0:
		word.Text = safe.Number(e.Status)
		if e.Status >= 400 {
			word.Style = ui.Bad
		}
	case e.Kind == session.KindAttempt && e.Mark == session.Done && r.region.Narrow():
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
		word.Text = r.desk.Clean().Line(string(e.Verdict)).Or(safe.Const("failed"))
	}
	return ui.L(ui.S(safe.Format("%s ", glyph), style), word)
}

// took is how long a row took, or has taken.
func (r rowWriter) took(e session.Entry) safe.Text {
	switch w, open := r.s.Consent().Waiting(); {
	case open && w.Entry == e.ID && e.Mark == session.Running:
		return safe.Format("%s left", ui.Clock(w.Ends.Sub(r.now)))
	case e.Mark == session.Running:
		return ui.Took(r.now.Sub(e.At).Truncate(100 * time.Millisecond))
	}
	return ui.Took(e.Took)
}

// brought is the end of a row: fingerprints of what it brought, or what was said.
func (r rowWriter) brought(e session.Entry) ui.Line {
	clean, line := r.desk.Clean(), ui.Line{}
	add := func(text safe.Text, style ui.Style) {
		if len(line.Spans) > 0 {
			line = line.With(ui.S(safe.Const(" "), ui.Plain))
		}
		line = line.With(ui.S(text, style))
	}
	if e.Code != "" && !r.slim && !r.region.Narrow() {
		add(safe.Const("code"), ui.Plain)
	}
	for _, print := range r.prints(e) {
		add(clean.Line(print), ui.Print)
	}
	w, open := r.s.Consent().Waiting()
	switch {
	case open && w.Entry == e.ID && (r.slim || r.region.Narrow()):
		add(safe.Format("%s left", ui.Clock(w.Ends.Sub(r.desk.Now()))), ui.Plain)
	case open && w.Entry == e.ID && w.Ignored > 0:
		add(safe.Format("%s ignored", ui.Count(w.Ignored, safe.Const("callback"))), ui.Faint)
	case e.Mark == session.Uncertain && (r.slim || r.region.Narrow()):
		add(clean.Line(e.Spent), ui.Print)
	case e.Mark == session.Uncertain:
		came := safe.Const("no response")
		if e.Status != 0 {
			came = safe.Const("unclear response")
		}
		add(safe.Format("sent %s, %s", clean.Line(e.Spent), came), ui.Plain)
	case e.Mark == session.Running && e.Spent != "":
		add(clean.Line(e.Spent), ui.Print)
	case e.Expected == session.AsExpected && r.slim:
		add(safe.Const("expected"), ui.Plain)
	case e.Expected == session.AsExpected:
		add(safe.Format("as expected: %s", clean.Line(e.Summary)), ui.Plain)
	case e.Stopped && strings.HasPrefix(e.Summary, string(flow.AttemptStopped)): // the state says it
	case len(line.Spans) == 0 && r.slim:
		add(clean.Line(strings.TrimPrefix(e.Summary, "Zoom sent back ")), ui.Plain)
	case len(line.Spans) == 0:
		add(clean.Line(strings.TrimPrefix(e.Summary, string(e.Verdict)+": ")), ui.Plain)
	}
	if !e.Own() && e.By != "" && e.Kind == session.KindChange {
		add(safe.Format("by %s, process %s", clean.Line(e.By), safe.Int(e.PID)), ui.Faint)
	}
	return line
}

// prints are the fingerprints that a row has room for: beside an entry the one that
// matters most.
func (r rowWriter) prints(e session.Entry) []string {
	all := slices.DeleteFunc([]string{e.Code, e.Access, e.Refresh}, func(s string) bool { return s == "" })
	if r.slim && len(all) > 1 {
		return all[len(all)-1:]
	}
	return all
}

// draft is the last row of the timeline while a draft is open.
func (r rowWriter) draft(width int) ui.Line {
	d := r.s.Drafts().Next()
	state := ui.L(ui.S(safe.Format("%s ", r.region.Theme.Glyph.Draft), ui.Accent), ui.S(safe.Const("ready"), ui.Plain))
	switch {
	case d.Blocked() != "":
		state = ui.L(ui.S(safe.Format("%s ", r.region.Theme.Glyph.Bad), ui.Bad), ui.S(safe.Const("blocked"), ui.Bad))
	case !d.Ready():
		state = ui.L(ui.S(safe.Format("%s ", r.region.Theme.Glyph.None), ui.Faint), ui.S(safe.Const("reading"), ui.Faint))
	}
	name := inspect.StepName(r.s.App(), d.Step())
	line := r.head(safe.Const("  "), ui.Cell{Text: safe.Const("next"), Style: ui.Accent}, name)
	line = line.With(state.Spans...)
	if n := len(d.Edits()); n > 0 {
		line = line.With(ui.S(safe.Format("   %s", ui.Count(n, safe.Const("edit"))), ui.Soon))
	}
	if m := d.Mistake(); m != nil {
		line = line.With(ui.S(safe.Format("   mistake: %s", r.desk.Clean().Line(m.Title)), ui.Soon))
	}
	return line.Cut(width)
}
