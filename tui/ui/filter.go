package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
)

// Filter is a text field in a title row: words that are looked for.
type Filter struct {
	Typing bool // the field has the focus
	field  Input
}

// NewFilter returns a filter without words.
func NewFilter(clean *safe.Cleaner) Filter { return Filter{field: NewInput(clean, "", false)} }

// Begin gives the field the focus.
func (f *Filter) Begin() tea.Cmd {
	f.Typing = true
	return f.field.Focus()
}

// Clear forgets the words and gives the focus back.
func (f *Filter) Clear() {
	f.field.Set("")
	f.end()
}

func (f *Filter) end() {
	f.Typing = false
	f.field.Blur()
}

// Text is what is looked for; "" is nothing.
func (f *Filter) Text() string { return strings.TrimSpace(f.field.Value()) }

// Shown reports whether there is something to show: words, or the focus.
func (f *Filter) Shown() bool { return f.Typing || f.Text() != "" }

// Note is the filter for a title row, or which key begins it; at is the column of its
// cursor.
func (f *Filter) Note() (line Line, at int) {
	if !f.Shown() {
		return L(S(safe.Const("/ filter"), Faint)), 0
	}
	words, at := f.field.Line(20)
	return L(S(safe.Const("/ "), Accent)).With(words.Spans...), at + 2
}

// Update takes a key or a paste while the field has the focus. done says that it was
// left: by enter, which keeps the words, or by esc, which forgets them.
func (f *Filter) Update(msg tea.Msg) (cmd tea.Cmd, done bool) {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "enter":
			f.end()
			return nil, true
		case "esc":
			f.Clear()
			return nil, true
		}
	}
	return f.field.Update(msg), false
}

// Fits reports whether a text has every word, whatever its case.
func (f *Filter) Fits(text string) bool {
	text = strings.ToLower(text)
	for _, word := range strings.Fields(strings.ToLower(f.field.Value())) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
