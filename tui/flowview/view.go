package flowview

import (
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// View draws rail, timeline and entry. It only windows what Update has drawn.
func (f *Screen) View(now time.Time) []ui.Pane {
	l := f.layout()
	l.rail.Lines = []ui.Line{f.rail(now)}
	panes := []ui.Pane{l.rail}
	if !f.whole {
		panes = append(panes, f.timelinePane(l.timeline, now))
	}
	if l.entry.Height > 1 {
		panes = append(panes, f.entryPane(l.entry))
	}
	if l.aside.Width > 0 {
		panes = append(panes, f.asidePane(l.aside))
	}
	if l.qr.Width > 0 {
		l.qr.Lines = f.entry.qr
		panes = append(panes, l.qr)
	}
	if l.profiles.Width > 0 {
		panes = append(panes, f.profilesPane(l.profiles, now))
	}
	return panes
}

// asidePane is the other half of the exchange: the request beside a response, the
// response beside everything else.
func (f *Screen) asidePane(p ui.Pane) ui.Pane {
	_, height := p.Inner()
	p.Title, p.Lines = ui.Titled(f.entry.asideName), ui.Fit(f.entry.aside.Lines, height)
	p.Note = f.entry.aside.Note
	return p
}

// profilesPane are the profiles of Home beside the page; ( and ) walk them.
func (f *Screen) profilesPane(p ui.Pane, now time.Time) ui.Pane {
	width, height := p.Inner()
	rows := f.desk.Order()
	list := ui.List{Count: len(rows)}
	for i, one := range rows {
		if one == f.s {
			list.Set(i)
		}
	}
	from, to := list.Window(height)
	for i := from; i < to; i++ {
		name := ui.T(f.desk.Clean().Line(rows[i].App().Name).Cut(13))
		p.Lines = append(p.Lines, ui.Ends(name, inspect.Remaining(f.region.Theme, rows[i], now), width).Chosen(rows[i] == f.s))
	}
	p.Title, p.Note = ui.Titled(safe.Const("Profiles")), ui.Position(list.Cursor, len(rows))
	return p
}

// entryPane is the view of the row under the cursor.
func (f *Screen) entryPane(p ui.Pane) ui.Pane {
	width, height := p.Inner()
	p.Focused = f.focus == onEntry
	p.Title = ui.Views(f.entry.view, f.entry.names...)
	p.Note = f.entryNote(height)
	p.Lines = f.entry.window(f.region.Theme, height, p.Focused && f.edit == nil, f.lit(), f.find.text())
	if f.edit != nil {
		row := min(height-1, f.editRow())
		line, at := f.editLine(width)
		for len(p.Lines) <= row {
			p.Lines = append(p.Lines, ui.Line{})
		}
		p.Lines[row] = line
		p.Cursor = &ui.Point{X: at, Y: row}
	}
	return p
}

// editRow is where the field that is edited stands in the window.
func (f *Screen) editRow() int {
	if it, ok := f.entry.item(); ok && f.edit.name == it.Field {
		return max(0, it.Row-f.entry.topOf(f.entryHeight()))
	}
	rows := 0
	for _, it := range f.entry.page.Items {
		if it.Kind == inspect.FieldItem {
			rows = it.Row + max(1, it.Rows)
		}
	}
	return max(0, rows-f.entry.topOf(f.entryHeight()))
}

// entryNote is the note of the page, and where its window is.
func (f *Screen) entryNote(height int) ui.Line {
	note := f.entry.page.Note
	if f.find.shown() {
		note = f.find.note()
	}
	lines := len(f.entry.page.Lines)
	if lines <= height {
		return note
	}
	from := f.entry.topOf(height) + 1
	at := ui.S(safe.Format("%s-%s of %s", safe.Int(from), safe.Int(min(lines, from+height-1)), safe.Int(lines)), ui.Plain)
	if len(note.Spans) == 0 {
		return ui.L(at)
	}
	return note.With(ui.S(safe.Const("   "), ui.Plain), at)
}

// glance are facts of the profile below a timeline that has room.
func (f *Screen) glance(now time.Time, width int) []ui.Line {
	app, state, p, clean := f.s.App(), f.s.State(), f.s.Pair(now), f.desk.Clean()
	lines := []ui.Line{ui.Section(f.region.Theme, safe.Const("At a glance"), ui.Line{}, width)}
	add := func(name, value safe.Text, style ui.Style, more safe.Text) {
		if !value.IsEmpty() {
			lines = append(lines, ui.Columns(ui.Cell{Width: 10, Text: name, Style: ui.Faint}, ui.Cell{Text: value, Style: style}, ui.Cell{Text: more, Style: ui.Faint}).Cut(width))
		}
	}
	ends, issued := safe.Text{}, safe.Text{}
	if !p.Ends.IsZero() && p.Code == "" {
		ends = safe.Format("   ends %s", clock(p.Ends))
	}
	if p.Fate != "" {
		issued = safe.Format("   %s %s", clean.Line(string(p.Fate)), clock(p.FateAt))
	} else if !p.Issued.IsZero() {
		issued = safe.Format("   %s old", ui.Age(now.Sub(p.Issued)))
	}
	add(safe.Const("access"), clean.Line(p.Access), ui.Print, ends)
	add(safe.Const("refresh"), clean.Line(p.Refresh), ui.Print, issued)
	if state.Who != nil {
		add(safe.Const("user"), clean.Line(state.Who.Email), ui.Plain, safe.Text{})
	}
	add(safe.Const("scope"), clean.Line(state.Token.Scope), ui.Plain, safe.Text{})
	if app.Secret != nil {
		add(safe.Const("secret"), clean.Line(app.Secret.Describe()), ui.Plain, safe.Text{})
	}
	if app.HasConsent() {
		add(safe.Const("redirect"), clean.Line(app.RedirectURI), ui.Plain, safe.Text{})
	}
	add(safe.Const("client"), clean.Line(app.ClientID), ui.Plain, safe.Text{})
	return lines[:min(len(lines), glanceHeight)]
}

// Status is one line about where this is.
func (f *Screen) Status() safe.Text {
	if f.edit != nil {
		if f.edit.name == "" {
			return safe.Const("Adding a parameter, for this send only.")
		}
		return safe.Format("Editing %s. This send only; the profile stays as it is.", f.desk.Clean().Line(f.edit.name))
	}
	w, open := f.s.Consent().Waiting()
	if step, of, on := f.s.Practice().Tour(); on && step <= of && f.s.Flight() == nil && !f.unsettled() {
		return safe.Format("Tour, step %s of %s: %s", safe.Int(step), safe.Int(of), f.tourWords(step))
	}
	switch {
	case f.s.Stage() == flow.StageLocking:
		return safe.Const("It is sent when the other process is done with this profile.")
	case f.s.Flight() != nil:
		return safe.Const("You can leave; zoauth saves the response when it comes.")
	case open && w.Step == "device":
		return safe.Const("You can leave; zoauth keeps polling and saves the tokens.")
	case open && w.Address != "" && w.Entry == f.under().ID:
		return safe.Const("You can leave; zoauth keeps listening.")
	case open && w.Entry == f.under().ID:
		return safe.Const("You can leave; paste the callback on any screen.")
	}
	return f.rowStatus()
}

// unsettled reports whether the row under the cursor waits for a decision.
func (f *Screen) unsettled() bool {
	e := f.under()
	return e.Mark == session.Uncertain || e.Mark == session.Unsaved || e.Mark == session.Failed
}

// rowStatus is about the row under the cursor.
func (f *Screen) rowStatus() safe.Text {
	if f.onDraft() {
		if f.s.Drafts().Next().Blocked() != "" {
			return safe.Const("Nothing can be sent yet.")
		}
		return safe.Const("Nothing is sent until you press enter.")
	}
	e, wait := f.under(), f.s.Wait(f.desk.Now())
	switch {
	case e.ID == "":
		return safe.Text{}
	case f.s.ToGiveBack() && f.rows.Cursor == f.s.Timeline().Len()-1:
		return safe.Const("Saved until you choose; quitting asks.")
	case wait > 0 && f.rows.Cursor == f.s.Timeline().Len()-1:
		return safe.Format("The server asks to wait %s. Nothing is sent by itself.", ui.Clock(wait))
	case e.Mark == session.Uncertain:
		return safe.Const("Nothing is sent until you choose. Home shows ~ until then.")
	case e.Mark == session.Unsaved:
		return safe.Const("zoauth will not quit without asking while this is open.")
	case e.Proof && e.Expected == session.AsExpected:
		return safe.Const("Revoked, and proved.")
	case e.Step == "probe" && e.Mark == session.Done && e.Expected == session.NoneExpected:
		return safe.Const("The token works.")
	}
	return safe.Text{}
}

// tourWords say what a step of the tour does; the first one by what is open.
func (f *Screen) tourWords(step int) safe.Text {
	w, open := f.s.Consent().Waiting()
	next := f.s.Drafts().Next()
	switch device := open && w.Step == flow.StepDevice; {
	case step == 1 && device:
		return safe.Const("allow the app on any device.")
	case step == 1 && open:
		return safe.Const("allow the app in the browser.")
	case step == 1 && next != nil && next.Step() == flow.StepDevice:
		return safe.Const("get a code to enter on any device.")
	}
	return []safe.Text{
		safe.Const("get a URL for the browser."), safe.Const("exchange the code for tokens."), safe.Const("ask Zoom whose token it is."),
		safe.Const("get a new pair."), safe.Const("end the pair, and prove it."),
	}[step-1]
}
