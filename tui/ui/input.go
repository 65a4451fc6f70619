package ui

import (
	"strings"
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
)

// Input is a text field of one line. Its value is raw and leaves by [Input.Value]
// alone; what is drawn is cleaned.
type Input struct {
	field  textinput.Model
	secret bool
	clean  *safe.Cleaner
}

// NewInput returns a field with a value. A secret one shows its mask.
func NewInput(clean *safe.Cleaner, value string, secret bool) Input {
	f := textinput.New()
	f.Prompt = ""
	f.SetVirtualCursor(false)
	f.CharLimit = 64 << 10
	if secret {
		f.EchoMode = textinput.EchoPassword
		f.EchoCharacter = '•'
	}
	f.SetValue(value)
	f.CursorEnd()
	return Input{field: f, secret: secret, clean: clean}
}

// Focus gives the field the focus.
func (i *Input) Focus() tea.Cmd { return i.field.Focus() }

// Blur takes it away.
func (i *Input) Blur() { i.field.Blur() }

// Value is what was typed, raw.
func (i *Input) Value() string { return i.field.Value() }

// Set replaces the value.
func (i *Input) Set(value string) {
	i.field.SetValue(value)
	i.field.CursorEnd()
}

// Update takes a key or a paste of one line. ctrl+u clears, ctrl+x trims the blanks at
// both ends.
func (i *Input) Update(msg tea.Msg) tea.Cmd {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "ctrl+u":
			i.Set("")
			return nil
		case "ctrl+x":
			i.Set(strings.TrimSpace(i.Value()))
			return nil
		}
	}
	var cmd tea.Cmd
	i.field, cmd = i.field.Update(msg)
	return cmd
}

// Line draws the field in width cells; at is the column of its cursor.
func (i *Input) Line(width int) (line Line, at int) {
	before := string([]rune(i.field.Value())[:i.field.Position()])
	text, at := i.shown(i.field.Value()), i.shown(before).Width()
	from := max(0, at-width+1)
	return L(S(text.Columns(from, from+width), Plain)), at - from
}

// shown is a value as it is drawn: a secret one as bullets, anything else escaped.
func (i *Input) shown(value string) safe.Text {
	if i.secret {
		return safe.Const("•").Repeat(utf8.RuneCountInString(value))
	}
	return i.clean.Typed(value)
}
