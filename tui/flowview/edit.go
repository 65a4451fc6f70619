package flowview

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/ui"
)

// editor changes a field of the draft, or asks for the name of one that is added.
type editor struct {
	*frame
	on    bool
	field ui.Input
	part  flow.Part
	name  string // empty: the name is being typed
}

// change begins to change the field under the cursor, from its present value; that of a
// secret stays masked while it is edited.
func (e *editor) change(it inspect.Item) tea.Cmd {
	value, secret := "", false
	if field, ok := e.s.Drafts().Next().Field(it.Part, it.Field); ok {
		value, secret = field.Value(), !field.Secret.IsZero()
	}
	*e = editor{frame: e.frame, on: true, field: ui.NewInput(e.desk.Clean(), value, secret), part: it.Part, name: it.Field}
	return e.field.Focus()
}

// add begins to add a field beside the one under the cursor: first its name, then its
// value.
func (e *editor) add(under inspect.Item) tea.Cmd {
	part := flow.InForm
	if e.s.Drafts().Next().Step() == flow.StepAuthorize {
		part = flow.InQuery
	} else if e.s.Drafts().Next().Step() == flow.StepProbe {
		part = flow.InHeader
	}
	if under.Field != "" {
		part = under.Part
	}
	*e = editor{frame: e.frame, on: true, field: ui.NewInput(e.desk.Clean(), "", false), part: part}
	return e.field.Focus()
}

// update takes a key or a paste of the field; done says that the editor was left.
func (e *editor) update(msg tea.Msg) (cmd tea.Cmd, done bool) {
	press, ok := msg.(tea.KeyPressMsg)
	switch {
	case ok && press.String() == "esc":
		e.on = false
		e.desk.Say(safe.Const("The field stays as it was."))
		return nil, true
	case ok && press.String() == "enter":
		return e.enter()
	}
	return e.field.Update(msg), false
}

// enter goes on from the name to the value, or edits the draft.
func (e *editor) enter() (cmd tea.Cmd, done bool) {
	typed := e.field.Value()
	switch {
	case e.name != "":
		e.on = false
		return e.desk.Run(e.s.Drafts().Edit(e.part, e.name, typed)), true
	case typed == "":
		e.on = false
		return nil, false
	}
	e.name, e.field = typed, ui.NewInput(e.desk.Clean(), "", flow.IsSecretField(typed))
	return e.field.Focus(), false
}

// line is the row of the field that is edited, and where its cursor is.
func (e *editor) line(width, names int) (line ui.Line, at int) {
	name := safe.Const("name of the parameter")
	if e.name != "" {
		name = e.desk.Clean().Line(e.name)
	}
	head := ui.Columns(ui.Cell{Text: safe.Const("   ")}, ui.Cell{Width: max(names, name.Width()+1), Text: name, Style: ui.Accent})
	field, at := e.field.Line(max(8, width-head.Width()-1))
	return head.With(field.Spans...).Chosen(true), head.Width() + at
}

// over sets the field into the rows of the pane of the entry that showed its value;
// names are the cells of the names there.
func (e *editor) over(p ui.Pane, row, rows, names int) ui.Pane {
	width, height := p.Inner()
	row = min(height-1, row)
	line, at := e.line(width, names)
	for len(p.Lines) <= row {
		p.Lines = append(p.Lines, ui.Line{})
	}
	p.Lines[row] = line
	for i := row + 1; i < min(row+rows, len(p.Lines)); i++ {
		p.Lines[i] = ui.Line{}
	}
	p.Cursor = &ui.Point{X: at, Y: row}
	return p
}

// keys are those of the field.
func (e *editor) keys() []ui.Key {
	return []ui.Key{
		ui.NewKey(safe.Const("done"), "enter"), ui.NewKey(safe.Const("undo this edit"), "esc"),
		ui.NewKey(safe.Const("clear"), "ctrl+u"), ui.NewKey(safe.Const("trim"), "ctrl+x"),
	}
}

// status says what is edited.
func (e *editor) status() safe.Text {
	if e.name == "" {
		return safe.Const("Adding a parameter, for this send only.")
	}
	return safe.Format("Editing %s. This send only; the profile stays as it is.", e.desk.Clean().Line(e.name))
}
