package form

import (
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/profiles"
	"zoauth/tui/ui"
)

// Keys of the form: letters are text.
func (f *Screen) Keys() []ui.Key {
	if f.document == nil {
		return []ui.Key{ui.NewKey(safe.Const("leave"), "esc")}
	}
	act, r := safe.Const("next"), f.row()
	switch {
	case r.key == "save":
		act = safe.Const("save")
	case r.key == "more" && f.more:
		act = safe.Const("close")
	case r.key == "more":
		act = safe.Const("open")
	}
	return []ui.Key{
		ui.NewKey(act, "enter"),
		ui.NewKey(safe.Const("field"), "up", "down", "tab", "shift+tab").As(safe.Const("↑ ↓")),
		ui.NewKey(safe.Const("choose"), "left", "right").As(safe.Const("← →")).OffIf(r.choices == nil, safe.Const("This row is text.")),
		ui.NewKey(safe.Const("save"), "ctrl+s"),
		ui.NewKey(safe.Const("leave"), "esc"),
	}
}

// Update takes keys, pastes, and the form's own messages.
func (f *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case documentReadMsg:
		if msg.form != f {
			return nil
		}
		f.saving = false
		return f.opened(msg)
	case savedMsg:
		if msg.form != f {
			return nil
		}
		return f.saved(msg)
	case tea.PasteMsg:
		return f.paste(msg.Content)
	case tea.KeyPressMsg:
		return f.key(msg)
	}
	return nil
}

func (f *Screen) key(msg tea.KeyPressMsg) tea.Cmd {
	pressed, r := msg.String(), row{}
	if f.document != nil {
		r = f.row()
	}
	switch {
	case pressed == "esc", pressed == "q" && f.document == nil:
		return f.leave()
	case f.document == nil || f.saving:
		return nil
	case pressed == "ctrl+s":
		return f.save()
	case pressed == "up", pressed == "shift+tab":
		return f.to(f.list.Cursor - 1)
	case pressed == "down", pressed == "tab":
		return f.to(f.list.Cursor + 1)
	case pressed == "enter" && r.key == "save":
		return f.save()
	case (pressed == "enter" || pressed == "space") && r.key == "more":
		f.more = !f.more
		return nil
	case pressed == "enter":
		return f.to(f.list.Cursor + 1)
	case r.choices != nil:
		f.turn(r, pressed)
		return nil
	case r.button:
		return nil
	}
	cmd := f.field.Update(msg)
	f.set(r.key, f.field.Value())
	return cmd
}

// to moves the cursor to another row and gives its field the focus.
func (f *Screen) to(row int) tea.Cmd {
	f.list.Count = len(f.rows())
	f.list.Set(row)
	f.list.Settle(f.listHeight())
	return f.focus()
}

// focus makes the field of the row under the cursor.
func (f *Screen) focus() tea.Cmd {
	r := f.row()
	f.field = ui.NewInput(f.desk.Clean(), f.get(r.key), r.secret)
	return f.field.Focus()
}

// turn chooses another value.
func (f *Screen) turn(r row, pressed string) {
	by := 0
	switch pressed {
	case "right", "space":
		by = 1
	case "left":
		by = len(r.choices) - 1
	}
	if by == 0 {
		return
	}
	at := slices.IndexFunc(r.choices, func(c choice) bool { return c.value == f.get(r.key) })
	f.set(r.key, r.choices[(max(at, 0)+by)%len(r.choices)].value)
}

// paste takes a text of one line into the field; one of several values offers to fill
// the form.
func (f *Screen) paste(text string) tea.Cmd {
	if f.document == nil || f.saving {
		return nil
	}
	r, line := f.row(), strings.TrimRight(text, "\r\n")
	if drafts := f.found(text); len(drafts) > 0 {
		return f.desk.Ask(f.fill(drafts))
	}
	switch {
	case strings.Contains(line, "\n"):
		f.desk.Say(safe.Const("That is several lines; this field takes one."))
		return nil
	case r.choices != nil || r.button:
		f.desk.Say(safe.Const("This row takes no text. Move to a field with ↑ ↓."))
		return nil
	case r.secret:
		f.field.Set(line)
	default:
		_ = f.field.Update(tea.PasteMsg{Content: line})
	}
	f.set(r.key, f.field.Value())
	return nil
}

// found are the drafts of a pasted text that is more than one value: those with a client
// ID and a secret, or where that is kept.
func (f *Screen) found(text string) []profiles.Draft {
	var drafts []profiles.Draft
	if !strings.ContainsAny(strings.TrimSpace(text), "\n=:\t ") {
		return nil
	}
	for _, one := range f.document.Import(recognize.Read(text), f.draft.Name).Drafts {
		f.desk.Learn(one.Draft.Secret)
		if one.Draft.Text["client_id"] != "" && (one.Draft.From != profiles.Paste || !one.Draft.Secret.IsZero()) {
			drafts = append(drafts, one.Draft)
		}
	}
	return drafts
}

// fill asks before pasted values are put into the form: those of one app.
func (f *Screen) fill(drafts []profiles.Draft) *ui.Choices {
	c := ui.Asking(safe.Const("Fill the form"), safe.Const("The text holds a client ID and a secret."), ui.Cancel())
	for _, draft := range drafts {
		c.Rows = append(c.Rows, ui.Choice{
			Name: safe.Format("Fill the form with %s", f.desk.Clean().Line(draft.Text["client_id"])), Note: f.desk.Clean().Line(draft.Name),
			Do: func() tea.Cmd { return f.filled(draft) },
		})
	}
	return c
}

// filled puts a draft's values into the form. The name of a profile that is changed, or
// that was typed already, stays.
func (f *Screen) filled(draft profiles.Draft) tea.Cmd {
	if f.draft.Name != "" {
		draft.Name = f.draft.Name
	}
	f.draft = f.draft.Rebase(profiles.NewDraft(), draft)
	f.draft.Name = draft.Name
	f.check()
	return f.focus()
}

// leave goes back, and asks where something would be lost.
func (f *Screen) leave() tea.Cmd {
	if !f.changed() {
		return f.desk.Back()
	}
	return f.desk.Ask(ui.Asking(safe.Const("Not saved"), safe.Const("What you filled in is lost when you leave."),
		ui.Choice{Name: safe.Const("Stay")}, ui.Choice{Name: safe.Const("Save"), Do: f.save}, ui.Choice{Name: safe.Const("Leave without saving"), Do: f.desk.Back}))
}

// save writes the profile file off the loop, or goes to the first row that keeps it from
// that.
func (f *Screen) save() tea.Cmd {
	f.tried = true
	f.check()
	if len(f.problems) > 0 {
		return f.toProblem()
	}
	if lost := f.document.Losses(f.old, f.draft); len(lost) > 0 {
		return f.desk.Ask(f.losing(lost))
	}
	return f.write()
}

func (f *Screen) write() tea.Cmd {
	f.saving = true
	document, old, draft, ctx := f.document, f.old, f.draft.ForType(), f.desk.Context()
	return func() tea.Msg {
		saved, err := document.Save(ctx, old, draft)
		return savedMsg{f, saved, err}
	}
}

// toProblem puts the cursor on the first row with something wrong in it.
func (f *Screen) toProblem() tea.Cmd {
	for range 2 {
		for i, r := range f.rows() {
			if problem, bad := f.problems[r.problem()]; bad && !r.button {
				f.desk.Say(safe.Format("Not saved. %s: %s", r.label, f.desk.Clean().Line(problem.Text)))
				return f.to(i)
			}
		}
		f.more = true
	}
	for _, problem := range f.problems {
		f.desk.Say(safe.Format("Not saved: %s", f.desk.Clean().Line(problem.String())))
	}
	return nil
}

// losing asks before a save that takes out what the form cannot hold.
func (f *Screen) losing(lost []profiles.Problem) *ui.Choices {
	parts := []safe.Text{safe.Const("The form can't keep these parts of the file:")}
	for _, p := range lost {
		parts = append(parts, f.desk.Clean().Line(p.Key+": "+p.Text))
	}
	c := ui.Asking(safe.Const("Saving removes something"), safe.Text{}, ui.Cancel(), ui.Choice{Name: safe.Const("Save without it"), Do: f.write})
	c.Text = ui.Prose(parts...)
	return c
}

// saved leaves the form for the profile, or keeps it with what went wrong.
func (f *Screen) saved(msg savedMsg) tea.Cmd {
	f.saving = false
	switch {
	case errors.Is(msg.err, profiles.ErrChanged):
		f.desk.Say(safe.Const("The file was changed meanwhile; nothing was written. ctrl+s saves into it as it is now."))
		return f.read()
	case msg.err != nil:
		f.desk.Say(safe.Format("Not saved: %s", f.desk.Clean().Error(msg.err)))
		return nil
	case msg.saved.SecretFile != "":
		f.desk.Say(safe.Format("Saved. The secret is in %s, mode 0600.", f.desk.Clean().Line(msg.saved.SecretFile)))
	default:
		f.desk.Say(safe.Format("Saved to %s.", f.desk.Clean().Line(f.document.Path)))
	}
	return f.desk.Saved(f.draft.Name, f.old)
}
