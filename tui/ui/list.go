package ui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
)

// List is a cursor over rows of which a window is shown. The zero value stands on the
// first row. The owner sets Count before it moves or draws.
type List struct {
	Count  int
	Cursor int
	top    int
}

// Move moves the cursor by n rows, as far as there are any.
func (l *List) Move(n int) { l.Set(l.Cursor + n) }

// Set puts the cursor on a row.
func (l *List) Set(at int) { l.Cursor = min(max(at, 0), max(0, l.Count-1)) }

// Key moves the cursor as a key asks; page is how many rows are shown. It reports
// whether the key was one that moves.
func (l *List) Key(pressed string, page int) bool {
	switch pressed {
	case "j", "down":
		l.Move(1)
	case "k", "up":
		l.Move(-1)
	case "g", "home":
		l.Set(0)
	case "G", "end":
		l.Set(l.Count - 1)
	case "ctrl+d", "pgdown":
		l.Move(max(1, page/2))
	case "ctrl+u", "pgup":
		l.Move(-max(1, page/2))
	default:
		return false
	}
	return true
}

// Window returns the rows that are shown in height rows: from the first up to, not
// including, the last. The cursor is among them, and the window moves no further than
// it must.
func (l List) Window(height int) (from, to int) {
	height = max(0, height)
	from = min(max(l.top, l.Cursor-height+1), l.Cursor)
	from = max(0, min(from, l.Count-height))
	return from, min(l.Count, from+height)
}

// Lines draws the rows of count that are shown in height rows, each by its index.
func (l List) Lines(count, height int, row func(i int, here bool) Line) []Line {
	l.Count = count
	l.Set(l.Cursor)
	from, to := l.Window(height)
	lines := make([]Line, 0, max(0, to-from))
	for i := from; i < to; i++ {
		lines = append(lines, row(i, i == l.Cursor))
	}
	return lines
}

// From makes the window begin at a row, as far as the cursor is then in it.
func (l *List) From(row int) { l.top = row }

// Settle keeps the window where it is shown, for the next one to start from. The owner
// calls it in Update, after a move.
func (l *List) Settle(height int) { l.top, _ = l.Window(height) }

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
