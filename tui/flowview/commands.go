package flowview

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Commands are the rows of the copy menu, and what has no key of its own.
func (f *Screen) Commands() []ui.Command {
	var list []ui.Command
	c := f.copies()
	for _, one := range c.list {
		list = append(list, ui.Command{
			Name: safe.Format("Copy %s", one.Name), Words: safe.Const("clipboard"), Label: safe.Format("y%s", f.desk.Clean().Line(string(one.Key))),
			Do: func() tea.Cmd { return c.copy(one.Text(), one.Name, one.Secret) },
		})
	}
	w, open := f.s.Consent().Waiting()
	noAttempt := safe.Const("no attempt is open")
	if open {
		noAttempt = safe.Text{}
	}
	can := func(act session.Act) safe.Text {
		_, why := f.s.Can(session.Action{Act: act})
		return f.desk.Clean().Line(why)
	}
	return append(list,
		ui.Command{Name: safe.Const("Copy the authorize URL"), Words: safe.Const("clipboard link"), Off: noAttempt, Do: func() tea.Cmd { return f.desk.Copy(w.URL, safe.Const("the URL")) }},
		ui.Command{Name: safe.Const("More time for this attempt"), Words: safe.Const("extend wait"), Off: noAttempt, Do: func() tea.Cmd { return f.changedBy(f.s.Consent().Extend()) }},
		ui.Command{Name: safe.Const("Authorize without a listener: paste the callback"), Words: safe.Const("paste only port in use"), Off: can(session.ActPasteOnly), Do: func() tea.Cmd { return f.act(session.Action{Act: session.ActPasteOnly}) }},
		ui.Command{Name: safe.Const("Save the new pair in another folder"), Words: safe.Const("keep elsewhere unsaved"), Off: can(session.ActSaveIn), Do: f.dialogs().saveElsewhere},
		ui.Command{Name: safe.Const("Show the new pair"), Words: safe.Const("reveal unsaved"), Off: can(session.ActShowPair), Do: func() tea.Cmd { return f.desk.Ask(f.dialogs().showPair()) }},
	)
}

// Select puts the cursor on the entry with an ID, where it is in the timeline.
func (f *Screen) Select(id string) tea.Cmd {
	i := f.s.Timeline().Index(id)
	if i < 0 {
		return nil
	}
	f.focus = onEntry
	return f.selectRow(i)
}
