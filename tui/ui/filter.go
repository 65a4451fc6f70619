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

// filterWidth is how many cells the words take in a title row.
const filterWidth = 20

// Note is the filter for the end of a title row, or which key begins it.
func (f *Filter) Note() Line {
	if !f.Shown() {
		return L(S(safe.Const("/ filter"), Faint))
	}
	words, _ := f.field.Line(filterWidth)
	return L(S(safe.Const("/ "), Accent)).With(words.Pad(filterWidth).Spans...)
}

// Cursor is where the text cursor is in a pane whose note ends with the filter; nil
// without the focus.
func (f *Filter) Cursor(p Pane) *Point {
	if !f.Typing {
		return nil
	}
	_, at := f.field.Line(filterWidth)
	behind := 3 // cells of the title row
	if p.Frame == Boxed {
		behind = 4 // and the edge at the left
	}
	return &Point{X: p.Width - behind - filterWidth + at, Y: -1}
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
