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
	f.rows.Count = f.count()
	switch {
	case f.edit != nil:
		return f.editKey(msg)
	case f.find.typing:
		cmd, done := f.find.typed(msg)
		if done && f.find.text() != "" {
			return f.jump(1)
		}
		return cmd
	case f.filter.typing:
		cmd, done := f.filter.typed(msg)
		if done && f.filter.text() != "" {
			return f.jumpRow(-1)
		}
		return cmd
	}
	press, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil
	}
	return f.key(press.String())
}

var steps = map[string]flow.Step{
	"1": flow.StepAuthorize, "2": flow.StepExchange, "3": flow.StepProbe, "4": flow.StepRefresh, "5": flow.StepRevoke,
	"a": flow.StepAuthorize, "D": flow.StepDevice,
}

func (f *Screen) key(pressed string) tea.Cmd {
	f.conceal(pressed)
	if step, ok := steps[pressed]; ok {
		return f.draft(step)
	}
	switch pressed {
	case "enter":
		if f.onTour() && f.comparing() {
			return f.up()
		}
		return f.act(f.main())
	case "r":
		return f.draft(f.renewal())
	case "J", "shift+down":
		return f.selectRow(f.rows.Cursor + 1)
	case "K", "shift+up":
		return f.selectRow(f.rows.Cursor - 1)
	case "tab":
		f.focus = 1 - f.focus
	case "]", "l", "right":
		return f.turn(1)
	case "[", "h", "left":
		return f.turn(-1)
	case "esc", "q":
		return f.up()
	case "(", ")":
		return f.neighbour(pressed)
	case "/":
		if f.focus == onTimeline {
			return f.filter.begin()
		}
		return f.find.begin()
	case "n", "N":
		return f.jump(map[string]int{"n": 1, "N": -1}[pressed])
	}
	if cmd, taken := f.entryKey(pressed); taken {
		return cmd
	}
	return f.move(pressed)
}

// move moves the cursor of the pane that has the focus.
func (f *Screen) move(pressed string) tea.Cmd {
	if f.focus == onEntry {
		f.entry.move(pressed, f.entryHeight())
		return nil
	}
	_, height := f.layout().timeline.Inner()
	list := f.rows
	if !list.Key(pressed, height) {
		return nil
	}
	return f.selectRow(list.Cursor)
}

// selectRow puts the timeline's cursor on a row and draws its entry.
func (f *Screen) selectRow(i int) tea.Cmd {
	f.rows.Set(i)
	_, height := f.layout().timeline.Inner()
	f.rows.Settle(height)
	return f.changed()
}

// turn shows another view of the entry.
func (f *Screen) turn(n int) tea.Cmd {
	count := len(f.entry.names)
	if count == 0 {
		return nil
	}
	f.entry.view = (f.entry.view + n + count) % count
	f.entry.top = 0
	f.entry.items.Set(0)
	f.focus = onEntry
	f.draw()
	return nil
}

// up leaves the whole screen, a comparison, or the page.
func (f *Screen) up() tea.Cmd {
	switch {
	case len(f.marked) > 0:
		f.marked = nil
		return f.changed()
	case f.find.text() != "" || f.filter.text() != "":
		f.find.clear()
		f.filter.clear()
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
	f.marked, f.whole, f.opened = nil, false, f.desk.Now()
	if f.s.Wants(step) {
		return f.desk.AdoptFor(f.s, step)
	}
	return f.follow(f.s.Drafts().Open(step))
}

// neighbour shows the profile beside this one.
func (f *Screen) neighbour(pressed string) tea.Cmd {
	n := 1
	if pressed == "(" {
		n = -1
	}
	next := f.desk.Neighbour(f.s.App().Name, n)
	if next == "" {
		f.desk.Say(safe.Const("This is the last profile in that direction."))
		return nil
	}
	return f.desk.Show(ui.Place{Kind: ui.Flow, Profile: next})
}

// entryKey carries out the keys that act on the entry or the draft.
func (f *Screen) entryKey(pressed string) (cmd tea.Cmd, taken bool) {
	it, _ := f.entry.item()
	switch pressed {
	case "e":
		return f.edits(it), true
	case "+":
		return f.adds(), true
	case "-":
		return f.changedBy(f.s.Drafts().Omit(it.Part, it.Field)), true
	case "x":
		return f.undo(it), true
	case "f":
		f.whole = !f.whole
		f.focus = onEntry
		f.draw()
		return nil, true
	case "w":
		return f.why(), true
	case "v":
		f.entry.bare = it.Secret.Fingerprint()
		f.draw()
		return nil, true
	case "space":
		return f.space(it), true
	case "c":
		return f.compare(), true
	case "y":
		return f.desk.Ask(f.copyMenu(it)), true
	case "u":
		return f.alone(it), true
	case "b":
		return f.desk.Ask(f.browser()), true
	case "t":
		return f.desk.Ask(newUse(f)), true
	case "z":
		return f.desk.Ask(newAtZoom(f)), true
	case "m":
		return f.desk.Show(ui.Place{Kind: ui.Practice, Profile: f.s.App().Name}), true
	case "E":
		return f.desk.Show(ui.Place{Kind: ui.Profile, Profile: f.s.App().Name}), true
	case "ctrl+r":
		return f.desk.AskSecret(f.s), true
	}
	return nil, false
}

// changedBy runs what follows and draws the entry anew, with the cursor where it is.
func (f *Screen) changedBy(follow session.Follow) tea.Cmd {
	return tea.Batch(f.desk.Run(follow), f.changed())
}

// undo undoes the edit under the cursor, then all edits, then drops the draft; while
// something waits, it stops it.
func (f *Screen) undo(it inspect.Item) tea.Cmd {
	if !f.onDraft() {
		if _, open := f.s.Consent().Waiting(); open {
			return f.changedBy(f.s.Consent().Stop())
		}
	}
	d := f.s.Drafts().Next()
	switch {
	case d == nil:
		return f.changedBy(f.s.Consent().Stop())
	case slices.ContainsFunc(d.Edits(), func(e session.Edit) bool { return e.Part == it.Part && e.Name == it.Field }):
		return f.changedBy(f.s.Drafts().Undo(it.Part, it.Field))
	case len(d.Edits()) > 0:
		return f.changedBy(f.s.Drafts().UndoAll())
	}
	return f.follow(f.s.Drafts().Drop())
}

// space folds what the cursor is on, or marks the row of the timeline.
func (f *Screen) space(it inspect.Item) tea.Cmd {
	if f.focus == onEntry && it.Fold != "" {
		if f.entry.folds == nil {
			f.entry.folds = map[string]bool{}
		}
		f.entry.folds[it.Fold] = !f.entry.folds[it.Fold]
		f.draw()
		return nil
	}
	id := f.under().ID
	switch {
	case id == "":
		f.desk.Say(safe.Const("Only what happened can be marked."))
	case f.isMarked(id):
		f.marked = slices.DeleteFunc(f.marked, func(m string) bool { return m == id })
	default:
		f.marked = append(f.marked, id)
		f.marked = f.marked[max(0, len(f.marked)-2):]
	}
	return f.changed()
}

// compare lays two entries side by side: the marked ones, or the one under the cursor
// and the one of the same step before it.
func (f *Screen) compare() tea.Cmd {
	if f.comparing() {
		f.entry.reset()
		return f.changed()
	}
	e, other := f.under(), f.partner()
	if other == "" {
		return nil
	}
	f.marked = []string{other, e.ID}
	f.entry.reset()
	f.focus = onEntry
	return tea.Batch(f.desk.Run(f.s.Timeline().Open(other)), f.changed())
}

// partner is what c lays beside the row under the cursor: the marked one, or the one of
// the same step before it; "" where there is none.
func (f *Screen) partner() string {
	e := f.under()
	if len(f.marked) == 1 && f.marked[0] != e.ID {
		return f.marked[0]
	}
	for i := f.rows.Cursor - 1; i >= 0 && e.ID != ""; i-- {
		if before := f.s.Timeline().At(i); before.Step == e.Step {
			return before.ID
		}
	}
	return ""
}

// conceal hides what was revealed: it stays until the next key, but for those that copy
// it.
func (f *Screen) conceal(pressed string) {
	if f.entry.bare != "" && pressed != "y" && pressed != "u" {
		f.entry.bare = ""
		f.draw()
	}
}

// alone shows the value under the cursor, the URL of what waits, or the text of the
// view, without a gutter, outside of the alternate screen.
func (f *Screen) alone(it inspect.Item) tea.Cmd {
	clean := f.desk.Clean()
	w, open := f.s.Consent().Waiting()
	switch {
	case open && f.under().ID == w.Entry:
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

// act carries out an action: of enter, of a choice, or of a cause.
func (f *Screen) act(a session.Action) tea.Cmd {
	switch a.Act {
	case session.ActSend:
		return f.send(session.Answer{})
	case session.ActPasteOnly:
		return f.pasteOnly()
	case session.ActDraft:
		return f.draft(a.Step)
	case session.ActFix:
		return f.follow(f.s.Drafts().Fix(a))
	case session.ActCopyURL:
		w, _ := f.s.Consent().Waiting()
		what := safe.Const("the URL")
		if w.Step == flow.StepDevice {
			what = safe.Const("the link")
		}
		return f.desk.Copy(w.URL, what)
	case session.ActPlay:
		return f.desk.Ask(f.browser())
	case session.ActUseToken:
		return f.desk.Ask(newUse(f))
	case session.ActZoom:
		f.whole = !f.whole
		f.focus = onEntry
		f.draw()
	case session.ActSaveAgain:
		return f.changedBy(f.s.Disk().SaveAgain())
	case session.ActCopyPair:
		return f.copyPair()
	case session.ActAdoptInto:
		return f.desk.AdoptInto(f.s)
	case session.ActDropPair:
		return f.desk.Ask(f.discardPair())
	case session.ActKeep:
		return f.changedBy(f.s.Disk().Keep())
	case session.ActGiveBack:
		return f.desk.Ask(f.handOver())
	case session.ActServerSends:
		return f.desk.Show(ui.Place{Kind: ui.Paste, Profile: f.s.App().Name})
	case session.ActSaveIn:
		return f.desk.Ask(f.saveElsewhere())
	case session.ActShowPair:
		return f.desk.Ask(f.showPair())
	case session.ActAdopt, session.ActDiscard:
		return f.desk.Ask(f.decide(a))
	case session.ActAskSecret:
		return f.desk.AskSecret(f.s)
	case session.ActProbeHost:
		return f.changedBy(f.s.Drafts().SwitchHost())
	case session.ActEditProfile:
		return f.desk.Show(ui.Place{Kind: ui.Profile, Profile: f.s.App().Name})
	case session.ActAtZoom:
		return f.desk.Ask(newAtZoom(f))
	case session.ActReport:
		it, _ := f.entry.item()
		return f.desk.Ask(f.copyMenu(it))
	case session.ActCompare:
		return f.compare()
	case session.ActNext, session.ActExercise:
		return f.desk.Show(ui.Place{Kind: ui.Practice, Profile: f.s.App().Name})
	case session.ActEndTour:
		f.s.Practice().EndTour()
		return f.changed()
	case session.ActStop:
		return f.changedBy(f.s.Consent().Stop())
	}
	return nil
}
