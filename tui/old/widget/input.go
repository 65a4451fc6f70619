package widget

import (
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	tea "charm.land/bubbletea/v2"

	"zoauth/tui/old/theme"
)

// Input is one line of text being typed: Bubbles' own editing, by key names, and
// drawn with the theme's caret. Make it with [NewInput].
type Input struct{ model textinput.Model }

// maxInput is how much an input takes, in characters.
const maxInput = 64 << 10

// NewInput returns an input with the caret behind value.
func NewInput(value string) Input {
	m := textinput.New()
	m.CharLimit = maxInput
	m.KeyMap.Paste.SetEnabled(false) // its own binding would read a clipboard
	m.SetValue(value)
	m.CursorEnd()
	m.Focus()
	return Input{m}
}

// editKeys are the keys that edit, as in a shell (SCREENS.md §4.3).
var editKeys = map[string]tea.Key{
	"backspace": {Code: tea.KeyBackspace}, "delete": {Code: tea.KeyDelete}, "left": {Code: tea.KeyLeft}, "right": {Code: tea.KeyRight},
	"home": {Code: tea.KeyHome}, "end": {Code: tea.KeyEnd},
	"ctrl+u": {Code: 'u', Mod: tea.ModCtrl}, "ctrl+w": {Code: 'w', Mod: tea.ModCtrl}, "ctrl+k": {Code: 'k', Mod: tea.ModCtrl},
	"ctrl+a": {Code: 'a', Mod: tea.ModCtrl}, "ctrl+e": {Code: 'e', Mod: tea.ModCtrl},
}

// Type edits by a key's name, or adds the text that it types.
func (in *Input) Type(key, text string) {
	if edit, ok := editKeys[key]; ok {
		in.model, _ = in.model.Update(tea.KeyPressMsg(edit))
		return
	}
	in.Insert(text)
}

// Insert adds text at the caret, line ends as blanks.
func (in *Input) Insert(text string) {
	if text != "" {
		in.model, _ = in.model.Update(tea.PasteMsg{Content: text})
	}
}

// Value is what was typed.
func (in Input) Value() string { return in.model.Value() }

// View draws the part around the caret in w cells. clean makes text safe to print.
func (in Input) View(t *theme.Theme, w int, clean func(string) string) string {
	value, at := []rune(in.model.Value()), in.model.Position()
	near := 4 * max(1, w) // characters: more than any row shows
	before, after := clean(string(value[max(0, at-near):at])), clean(string(value[at:min(len(value), at+near)]))
	room := w - Width(t.Glyph.Caret)
	for Width(before) > room && before != "" {
		_, size := utf8.DecodeRuneInString(before)
		before = before[size:]
	}
	return before + t.Glyph.Caret + Cut(after, max(0, room-Width(before)))
}
