package flowview

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// copyURL copies what is to be opened in a browser.
func (d dialogs) copyURL() tea.Cmd {
	w, _ := d.s.Consent().Waiting()
	what := safe.Const("the URL")
	if w.Step == flow.StepDevice {
		what = safe.Const("the link")
	}
	return d.desk.Copy(w.URL, what)
}

// copyMenu lists what can be copied of the row under the cursor: the value under that of
// the entry, where it is no secret or is shown in full, the URL that waits, and the rest.
func (d dialogs) copyMenu() tea.Cmd {
	it, _ := d.entry.item()
	w, _ := d.timeline.awaited()
	list := d.timeline.copies(d.context())
	m := &ui.Choices{
		Title: safe.Const("Copy"), Wide: 52,
		After: []ui.Line{ui.L(ui.S(safe.Const("OSC 52 to your terminal, and tmux's buffer"), ui.Faint))},
	}
	add := func(row ui.Choice) {
		row.Act = row.Act.Or(safe.Const("copy"))
		m.Rows = append(m.Rows, row)
	}
	if it.Value != "" || !it.Secret.IsZero() && d.entry.bare != "" {
		raw, what := it.Value, it.Name
		if !it.Secret.IsZero() {
			raw, what = it.Secret.Reveal(), d.desk.Clean().Line(it.Print)
		}
		add(ui.Choice{Key: "y", Name: safe.Format("%s, under the cursor", what), Do: func() tea.Cmd { return d.copy(raw, what, !it.Secret.IsZero()) }})
	}
	if w.URL != "" {
		add(ui.Choice{Key: "u", Name: safe.Const("the URL"), Do: func() tea.Cmd { return d.desk.Copy(w.URL, safe.Const("the URL")) }})
	}
	for _, one := range list {
		add(ui.Choice{Key: ui.KeyName(one.Key), Name: one.Name, Note: one.Note, Do: func() tea.Cmd { return d.copy(one.Text(), one.Name, one.Secret) }})
	}
	if len(list) > 0 {
		add(ui.Choice{Key: "w", Name: safe.Const("to a file: write one of these"), Act: safe.Const("choose what to write"), Do: func() tea.Cmd { return d.fileMenu(list) }})
	}
	if len(m.Rows) == 0 {
		m.Rows = []ui.Choice{{Name: safe.Const("Nothing to copy here")}}
	}
	return d.desk.Ask(m)
}

// copy copies text; a secret that stays readable in tmux is asked about.
func (d dialogs) copy(raw string, what safe.Text, secret bool) tea.Cmd {
	if !secret || !d.desk.KeepsCopies() {
		return d.desk.Copy(raw, what)
	}
	return d.ask(safe.Const("Copy a secret into tmux?"),
		safe.Const("tmux keeps what is copied in a buffer: whoever can use this tmux reads it, until tmux delete-buffer removes it. u shows the value alone instead."),
		ui.Cancel(), ui.Choice{Name: safe.Const("Copy it"), Do: func() tea.Cmd { return d.desk.Copy(raw, what) }})
}

// fileMenu writes one of the copies into a file.
func (d dialogs) fileMenu(list []inspect.Copy) tea.Cmd {
	m := &ui.Choices{Title: safe.Const("Write to a file"), Wide: 52, After: []ui.Line{ui.L(ui.S(safe.Const("mode 0600, in a folder of its own"), ui.Faint))}}
	for _, one := range list {
		m.Rows = append(m.Rows, ui.Choice{Key: ui.KeyName(one.Key), Name: one.Name, Note: one.Note, Act: safe.Const("write"), Do: func() tea.Cmd { return d.desk.Write(one.Name, one.Text()) }})
	}
	return d.desk.Ask(m)
}

// Commands are the rows of the copy menu, and what has no key of its own.
func (f *Screen) Commands() []ui.Command {
	var list []ui.Command
	ask := dialogs{f}
	for _, one := range f.timeline.copies(f.context()) {
		list = append(list, ui.Command{
			Name: safe.Format("Copy %s", one.Name), Words: safe.Const("clipboard"), Label: safe.Format("y%s", f.desk.Clean().Line(string(one.Key))),
			Do: func() tea.Cmd { return ask.copy(one.Text(), one.Name, one.Secret) },
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
		ui.Command{Name: safe.Const("Authorize without a listener: paste the callback"), Words: safe.Const("paste only port in use"), Off: can(session.ActPasteOnly), Do: ask.pasteOnly},
		ui.Command{Name: safe.Const("Save the new pair in another folder"), Words: safe.Const("keep elsewhere unsaved"), Off: can(session.ActSaveIn), Do: ask.saveElsewhere},
		ui.Command{Name: safe.Const("Show the new pair"), Words: safe.Const("reveal unsaved"), Off: can(session.ActShowPair), Do: ask.confirm(session.ActShowPair, ask.inFull)},
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
