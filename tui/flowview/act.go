package flowview

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
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
	return ui.Press(press, f.Keys())
}

// Conceal hides what was revealed at the next key, whoever's that is.
func (f *Screen) Conceal(pressed string) {
	if f.entry.conceal(pressed) {
		f.draw()
	}
}

// enter carries out the main action; on the tour it leaves a comparison first.
func (f *Screen) enter() tea.Cmd {
	if f.onTour() && f.timeline.comparing() {
		return f.up()
	}
	return f.act(f.main())
}

// seek begins to look for a text in the pane that has the focus.
func (o offers) seek() tea.Cmd {
	if o.focus == onTimeline {
		return o.timeline.filter.Begin()
	}
	return o.entry.find.Begin()
}

// move moves the cursor of the pane that has the focus.
func (o offers) move(pressed string) tea.Cmd {
	if o.focus == onEntry {
		o.entry.move(pressed)
		return nil
	}
	_, height := o.arranged().rects().timeline.Inner()
	list := o.timeline.rows
	if !list.Key(pressed, height) {
		return nil
	}
	return o.selectRow(list.Cursor)
}

// walk moves the timeline's cursor, whatever has the focus.
func (o offers) walk(pressed string) tea.Cmd {
	n := 1
	if pressed == "K" || pressed == "shift+up" {
		n = -1
	}
	return o.selectRow(o.timeline.rows.Cursor + n)
}

// otherPane gives the focus to the other pane.
func (o offers) otherPane() tea.Cmd {
	o.focus = 1 - o.focus
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
func (o offers) turn(pressed string) tea.Cmd {
	if o.entry.turn(ui.Turn(pressed)) {
		o.focus = onEntry
		o.draw()
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
	case f.entry.More:
		f.entry.More = false
		f.draw()
		return nil
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
func (o offers) undo() tea.Cmd {
	it, _ := o.entry.item()
	d := o.s.Drafts().Next()
	_, waits := o.s.Consent().Waiting()
	switch {
	case d == nil, waits && !o.timeline.onDraft():
		return o.changedBy(o.s.Consent().Stop())
	case slices.ContainsFunc(d.Edits(), func(e session.Edit) bool { return e.Part == it.Part && e.Name == it.Field }):
		return o.changedBy(o.s.Drafts().Undo(it.Part, it.Field))
	case len(d.Edits()) > 0:
		return o.changedBy(o.s.Drafts().UndoAll())
	}
	return o.follow(o.s.Drafts().Drop())
}

// explain shows the view that explains, and there the reasons and sources too, or no more.
func (o offers) explain() tea.Cmd {
	o.entry.explain(o.timeline.tells())
	o.focus = onEntry
	o.draw()
	return nil
}

// reveal shows the secret under the cursor.
func (o offers) reveal() tea.Cmd {
	it, _ := o.entry.item()
	o.entry.bare = it.Secret.Fingerprint()
	o.draw()
	return nil
}

// changedBy runs what follows and draws the entry anew, with the cursor where it is.
func (f *Screen) changedBy(follow session.Follow) tea.Cmd {
	return tea.Batch(f.desk.Run(follow), f.changed())
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
	case f.entry.Page.Text != nil:
		return f.desk.Alone(clean.Within(safe.Limits{}, f.entry.Page.Text()))
	}
	f.desk.Say(safe.Const("Nothing to show alone here."))
	return nil
}

// act carries out an action: of enter, of a choice, or of a cause.
func (f *Screen) act(a session.Action) tea.Cmd {
	if do := f.acts(a)[a.Act]; do != nil {
		return do()
	}
	return nil
}

// acts say what each act does.
func (f *Screen) acts(a session.Action) map[session.Act]func() tea.Cmd {
	ask, drafts, disk := dialogs{f}, f.s.Drafts(), f.s.Disk()
	changing := func(act func() session.Follow) func() tea.Cmd {
		return func() tea.Cmd { return f.changedBy(act()) }
	}
	return map[session.Act]func() tea.Cmd{
		session.ActSend:        func() tea.Cmd { return ask.send(session.Answer{}) },
		session.ActPasteOnly:   ask.pasteOnly,
		session.ActDraft:       func() tea.Cmd { return f.draft(a.Step) },
		session.ActFix:         func() tea.Cmd { return f.fix(a) },
		session.ActKeepNew:     func() tea.Cmd { return ask.chosen(flow.Kept) },
		session.ActGiveNew:     func() tea.Cmd { return ask.chosen(flow.GiveBack) },
		session.ActProbeHost:   changing(drafts.SwitchHost),
		session.ActCopyURL:     ask.copyURL,
		session.ActPlay:        ask.browser,
		session.ActZoom:        f.zoom,
		session.ActLeave:       f.desk.Back,
		session.ActReport:      ask.copyMenu,
		session.ActEndTour:     func() tea.Cmd { f.s.Practice().EndTour(); return f.changed() },
		session.ActUseToken:    ask.use,
		session.ActSaveAgain:   changing(disk.SaveAgain),
		session.ActSaveIn:      ask.saveElsewhere,
		session.ActKeep:        changing(disk.Keep),
		session.ActCopyPair:    ask.copyPair,
		session.ActShowPair:    ask.confirm(session.ActShowPair, ask.inFull),
		session.ActDropPair:    ask.confirm(session.ActDropPair, ask.confirmed(disk.GiveBack)),
		session.ActAdopt:       ask.confirm(session.ActAdopt, ask.confirmed(disk.Adopt)),
		session.ActDiscard:     ask.confirm(session.ActDiscard, ask.confirmed(disk.Discard)),
		session.ActAdoptToken:  func() tea.Cmd { return f.desk.AdoptFor(f.s, a.Step) },
		session.ActAdoptInto:   func() tea.Cmd { return f.desk.AdoptInto(f.s) },
		session.ActAskSecret:   func() tea.Cmd { return f.desk.AskSecret(f.s) },
		session.ActAtZoom:      ask.atZoom,
		session.ActServerSends: f.showing(ui.Paste),
		session.ActEditProfile: f.showing(ui.Profile),
		session.ActNext:        f.showing(ui.Practice),
	}
}

// fix opens a draft with the right value in it, and the cursor on that.
func (f *Screen) fix(a session.Action) tea.Cmd {
	cmd := f.follow(f.s.Drafts().Fix(a))
	f.entry.onto(a.Field)
	return cmd
}

// showing leads to another screen of the profile.
func (f *Screen) showing(place ui.PlaceKind) func() tea.Cmd {
	return func() tea.Cmd { return f.desk.Show(ui.Place{Kind: place, Profile: f.s.App().Name}) }
}

// jump moves the window to the next place of the page that has the text, upwards where n
// is -1; false where there is none.
func (e *entry) jump(n int) bool {
	found := inspect.Find(e.Page, e.find.Text())
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
	e.found, e.Top = i, i
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
