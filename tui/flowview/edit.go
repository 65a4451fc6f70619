package flowview

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/ui"
)

// editing is a field of the draft that is being changed, or the name of one that is
// added.
type editing struct {
	field ui.Input
	part  flow.Part
	name  string // empty: the name is being typed
}

// edits begins to change the field under the cursor, from its present value; that of a
// secret stays masked while it is edited.
func (f *Screen) edits(it inspect.Item) tea.Cmd {
	value, secret := "", false
	if field, ok := f.s.Drafts().Next().Field(it.Part, it.Field); ok {
		value, secret = field.Value(), !field.Secret.IsZero()
	}
	f.edit = &editing{field: ui.NewInput(f.desk.Clean(), value, secret), part: it.Part, name: it.Field}
	return f.edit.field.Focus()
}

// adds begins to add a field: first its name, then its value.
func (f *Screen) adds() tea.Cmd {
	part := flow.InForm
	if f.s.Drafts().Next().Step() == flow.StepAuthorize {
		part = flow.InQuery
	} else if f.s.Drafts().Next().Step() == flow.StepProbe {
		part = flow.InHeader
	}
	if it, ok := f.entry.item(); ok && it.Field != "" {
		part = it.Part
	}
	f.edit = &editing{field: ui.NewInput(f.desk.Clean(), "", false), part: part}
	return f.edit.field.Focus()
}

// editKey takes a key or a paste of the field that is edited.
func (f *Screen) editKey(msg tea.Msg) tea.Cmd {
	press, ok := msg.(tea.KeyPressMsg)
	switch {
	case ok && press.String() == "esc":
		f.edit = nil
		f.desk.Say(safe.Const("The field stays as it was."))
		return f.changed()
	case ok && press.String() == "enter":
		return f.editDone()
	}
	return f.edit.field.Update(msg)
}

func (f *Screen) editDone() tea.Cmd {
	e := f.edit
	if e.name == "" {
		if e.field.Value() == "" {
			f.edit = nil
			return nil
		}
		f.edit = &editing{field: ui.NewInput(f.desk.Clean(), "", flow.IsSecretField(e.field.Value())), part: e.part, name: e.field.Value()}
		return f.edit.field.Focus()
	}
	f.edit = nil
	cmd := f.desk.Run(f.s.Drafts().Edit(e.part, e.name, e.field.Value()))
	return tea.Batch(cmd, f.changed())
}

// editLine is the row of the field that is edited, and where its cursor is.
func (f *Screen) editLine(width int) (line ui.Line, at int) {
	name := safe.Const("name of the parameter")
	if f.edit.name != "" {
		name = f.desk.Clean().Line(f.edit.name)
	}
	head := ui.Columns(ui.Cell{Text: safe.Const("   ")}, ui.Cell{Width: 23, Text: name, Style: ui.Accent})
	field, at := f.edit.field.Line(max(8, width-head.Width()-1))
	return head.With(field.Spans...).Chosen(true), head.Width() + at
}
