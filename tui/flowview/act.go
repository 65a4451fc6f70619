package flowview

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Update takes a key that is on, a paste into a field, and news of the session.
func (f *Screen) Update(msg tea.Msg) tea.Cmd {
	if change, ok := msg.(ui.ChangedMsg); ok {
		if app := f.s.App(); change.Profile != app.Name || change.Sandbox != app.Sandbox {
			return nil
		}
		return f.changed()
	}
	f.timeline.rows.Count = f.timeline.count()
	switch {
	case f.edit.on:
		cmd, done := f.edit.update(msg)
		if done {
			return tea.Batch(cmd, f.changed())
		}
		return cmd
	case f.entry.find.Typing:
		cmd, done := f.entry.find.Update(msg)
		if done && f.entry.find.Text() != "" {
			return f.jump(1)
		}
		return cmd
	case f.timeline.filter.Typing:
		cmd, done := f.timeline.filter.Update(msg)
		if done && f.timeline.filter.Text() != "" {
			return f.jumpRow(-1)
		}
		return cmd
	}
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	if f.entry.conceal(press.String()) {
		f.draw()
	}
	return ui.Press(press, f.Keys())
}

// enter carries out the main action; on the tour it leaves a comparison first.
func (f *Screen) enter() tea.Cmd {
	if f.onTour() && f.timeline.comparing() {
		return f.up()
	}
	return f.act(f.main())
}

// seek begins to look for a text in the pane that has the focus.
func (f *Screen) seek() tea.Cmd {
	if f.focus == onTimeline {
		return f.timeline.filter.Begin()
	}
	return f.entry.find.Begin()
}

// move moves the cursor of the pane that has the focus.
func (f *Screen) move(pressed string) tea.Cmd {
	if f.focus == onEntry {
		f.entry.move(pressed)
		return nil
	}
	_, height := f.arranged().rects().timeline.Inner()
	list := f.timeline.rows
	if !list.Key(pressed, height) {
		return nil
	}
	return f.selectRow(list.Cursor)
}

// walk moves the timeline's cursor, whatever has the focus.
func (f *Screen) walk(pressed string) tea.Cmd {
	n := 1
	if pressed == "K" || pressed == "shift+up" {
		n = -1
	}
	return f.selectRow(f.timeline.rows.Cursor + n)
}

// otherPane gives the focus to the other pane.
func (f *Screen) otherPane() tea.Cmd {
	f.focus = 1 - f.focus
	return nil
}

// selectRow puts the timeline's cursor on a row and draws its entry.
func (f *Screen) selectRow(i int) tea.Cmd {
	f.timeline.rows.Set(i)
	_, height := f.arranged().rects().timeline.Inner()
	f.timeline.rows.Settle(height)
	return f.changed()
}

// turn shows the next view of the entry, or the one before it.
func (f *Screen) turn(pressed string) tea.Cmd {
	if f.entry.turn(ui.Turn(pressed)) {
		f.focus = onEntry
		f.draw()
	}
	return nil
}

// zoom gives the entry the whole screen, or takes it back.
func (f *Screen) zoom() tea.Cmd {
	f.whole = !f.whole
	f.focus = onEntry
	f.draw()
	return nil
}

// up leaves the whole screen, a comparison, or the page.
func (f *Screen) up() tea.Cmd {
	switch {
	case len(f.timeline.marked) > 0:
		f.timeline.marked = nil
		return f.changed()
	case f.entry.find.Text() != "" || f.timeline.filter.Text() != "":
		f.entry.find.Clear()
		f.timeline.filter.Clear()
		return nil
	case f.whole:
		f.whole = false
		f.draw()
		return nil
	}
	return f.desk.Back()
}

// draft opens the draft of a step, which asks nothing and sends nothing.
func (f *Screen) draft(step flow.Step) tea.Cmd {
	f.timeline.marked, f.whole, f.opened = nil, false, f.desk.Now()
	if f.s.Drafts().Wants(step) {
		return f.desk.AdoptFor(f.s, step)
	}
	return f.follow(f.s.Drafts().Open(step))
}

// undo undoes the edit of the field under the cursor, then all edits, then drops the
// draft; while something waits, it stops it.
func (f *Screen) undo() tea.Cmd {
	it, _ := f.entry.item()
	d := f.s.Drafts().Next()
	_, waits := f.s.Consent().Waiting()
	switch {
	case d == nil, waits && !f.timeline.onDraft():
		return f.changedBy(f.s.Consent().Stop())
	case slices.ContainsFunc(d.Edits(), func(e session.Edit) bool { return e.Part == it.Part && e.Name == it.Field }):
		return f.changedBy(f.s.Drafts().Undo(it.Part, it.Field))
	case len(d.Edits()) > 0:
		return f.changedBy(f.s.Drafts().UndoAll())
	}
	return f.follow(f.s.Drafts().Drop())
}

// explain shows the view that explains, and there the reasons and sources too, or no more.
func (f *Screen) explain() tea.Cmd {
	f.entry.explain(f.timeline.tells())
	f.focus = onEntry
	f.draw()
	return nil
}

// reveal shows the secret under the cursor.
func (f *Screen) reveal() tea.Cmd {
	it, _ := f.entry.item()
	f.entry.bare = it.Secret.Fingerprint()
	f.draw()
	return nil
}

// changedBy runs what follows and draws the entry anew, with the cursor where it is.
func (f *Screen) changedBy(follow session.Follow) tea.Cmd {
	return tea.Batch(f.desk.Run(follow), f.changed())
}

// chosen takes over a choice on the draft; enter sends it then.
func (f *Screen) chosen(follow session.Follow) tea.Cmd {
	f.entry.items.Set(0)
	return f.changedBy(follow)
}

// space folds what the cursor is on, or marks the row of the timeline.
func (f *Screen) space() tea.Cmd {
	if f.focus == onEntry && f.entry.fold() {
		f.draw()
		return nil
	}
	f.timeline.mark()
	return f.changed()
}

// compare lays two entries side by side: the marked ones, or the one under the cursor
// and the one of the same step before it.
func (f *Screen) compare() tea.Cmd {
	if f.timeline.comparing() {
		f.entry.reset()
		return f.changed()
	}
	e, other := f.timeline.under(), f.timeline.partner()
	if other == "" {
		return nil
	}
	f.timeline.marked = []string{other, e.ID}
	f.entry.reset()
	f.focus = onEntry
	return tea.Batch(f.desk.Run(f.s.Timeline().Open(other)), f.changed())
}

// alone shows the value under the cursor, the URL of what waits, or the text of the
// view, without a gutter, outside of the alternate screen.
func (f *Screen) alone() tea.Cmd {
	it, _ := f.entry.item()
	clean := f.desk.Clean()
	w, waits := f.timeline.awaited()
	switch {
	case waits:
		return f.desk.Alone(clean.Whole(w.URL))
	case f.entry.bare != "" && !it.Secret.IsZero():
		return f.desk.Alone(clean.Reveal(it.Secret))
	case f.focus == onEntry && it.Value != "":
		return f.desk.Alone(clean.Whole(it.Value))
	case f.entry.page.Text != nil:
		return f.desk.Alone(clean.Within(safe.Limits{}, f.entry.page.Text()))
	}
	f.desk.Say(safe.Const("Nothing to show alone here."))
	return nil
}

// act carries out an action: of enter, of a choice, or of a cause. Those about the pair
// and those that lead away from the page have switches of their own.
func (f *Screen) act(a session.Action) tea.Cmd {
	switch a.Act {
	case session.ActSend:
		return f.dialogs().send(session.Answer{})
	case session.ActPasteOnly:
		return tea.Batch(f.follow(f.s.Drafts().Open(flow.StepAuthorize)), f.dialogs().send(session.Answer{PasteOnly: true}))
	case session.ActDraft:
		return f.draft(a.Step)
	case session.ActKeepNew:
		return f.chosen(f.s.Drafts().ChooseResult(flow.Kept))
	case session.ActGiveNew:
		return f.chosen(f.s.Drafts().ChooseResult(flow.GiveBack))
	case session.ActFix:
		return f.follow(f.s.Drafts().Fix(a))
	case session.ActProbeHost:
		return f.changedBy(f.s.Drafts().SwitchHost())
	case session.ActCopyURL:
		w, _ := f.s.Consent().Waiting()
		what := safe.Const("the URL")
		if w.Step == flow.StepDevice {
			what = safe.Const("the link")
		}
		return f.desk.Copy(w.URL, what)
	case session.ActPlay:
		return f.browser()
	case session.ActStop:
		return f.changedBy(f.s.Consent().Stop())
	case session.ActZoom:
		return f.zoom()
	case session.ActLeave:
		return f.desk.Back()
	case session.ActCompare:
		return f.compare()
	case session.ActReport:
		return f.desk.Ask(f.copyMenu())
	case session.ActEndTour:
		f.s.Practice().EndTour()
		return f.changed()
	default:
		return f.dialogs().act(a)
	}
}

// browser asks what the sandbox's browser does.
func (f *Screen) browser() tea.Cmd { return f.desk.Ask(f.dialogs().browser()) }

// dialogs ask over the page.
func (f *Screen) dialogs() dialogs {
	return dialogs{frame: f.frame, run: f.changedBy, begin: func(a session.Answer) tea.Cmd { return f.follow(f.s.Begin(a)) }}
}

// copies are what can be copied of the row under the cursor.
func (f *Screen) copies() copier {
	return copier{f.frame, f.timeline.copies(f.context())}
}

// copyMenu lists them, with the value under the cursor and the URL that waits.
func (f *Screen) copyMenu() *ui.Choices {
	it, _ := f.entry.item()
	w, _ := f.timeline.awaited()
	return f.copies().menu(it, f.entry.bare != "", w.URL)
}
