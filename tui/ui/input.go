package ui

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/textarea"
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

// Box is a text field of several lines. Its value is raw and leaves by [Box.Value]
// alone. What is drawn is cleaned, and every word that may be a secret is hidden while
// it is typed: nobody knows yet what it is.
type Box struct {
	area  textarea.Model
	clean *safe.Cleaner
}

// maxBox is how much a box takes, in characters; a longer text is pasted, or read from a
// file.
const maxBox = 64 << 10

// NewBox returns an empty box.
func NewBox(clean *safe.Cleaner) Box {
	a := textarea.New()
	a.Prompt = ""
	a.ShowLineNumbers = false
	a.SetVirtualCursor(false)
	a.CharLimit, a.MaxHeight = maxBox, 0
	a.SetWidth(maxBox) // rows are cut where they are drawn
	return Box{area: a, clean: clean}
}

// Focus gives the box the focus.
func (b *Box) Focus() tea.Cmd { return b.area.Focus() }

// Value is what was typed, raw.
func (b *Box) Value() string { return b.area.Value() }

// Clear empties the box.
func (b *Box) Clear() { b.area.Reset() }

// OnEmptyLine reports whether the cursor is on a line without text.
func (b *Box) OnEmptyLine() bool {
	lines := strings.Split(b.area.Value(), "\n")
	at := b.area.Line()
	return at >= len(lines) || strings.TrimSpace(lines[at]) == ""
}

// Update takes a key.
func (b *Box) Update(msg tea.Msg) tea.Cmd {
	var cmd tea.Cmd
	b.area, cmd = b.area.Update(msg)
	return cmd
}

// Lines draws the box in width by height cells, with where its cursor is.
func (b *Box) Lines(width, height int) ([]Line, Point) {
	lines := strings.Split(b.area.Value(), "\n")
	row := b.area.Line()
	from := max(0, row-height+1)
	var out []Line
	at := Point{Y: row - from}
	for i := from; i < min(len(lines), from+height); i++ {
		text, left := b.hidden(lines[i]), 0
		if i == row {
			before := []rune(lines[i])
			at.X = b.hidden(lines[i]).Columns(0, b.clean.Typed(string(before[:min(len(before), b.area.Column())])).Width()).Width()
			left = max(0, at.X-width+1)
			at.X -= left
		}
		out = append(out, L(S(text.Columns(left, left+width), Plain)))
	}
	return out, at
}

// hidden is a typed line with bullets in the place of every word that may be a secret.
func (b *Box) hidden(line string) safe.Text {
	var parts []safe.Text
	for len(line) > 0 {
		end := strings.IndexFunc(line, func(c rune) bool { return !wordRune(c) })
		if end < 0 {
			end = len(line)
		}
		if word := line[:end]; secretLike(word) {
			parts = append(parts, safe.Const("•").Repeat(utf8.RuneCountInString(word)))
		} else if word != "" {
			parts = append(parts, b.clean.Typed(word))
		}
		line = line[end:]
		next := strings.IndexFunc(line, wordRune)
		if next < 0 {
			next = len(line)
		}
		if next > 0 {
			parts = append(parts, b.clean.Typed(line[:next]))
		}
		line = line[next:]
	}
	return safe.Concat(parts...)
}

func wordRune(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) || c == '-' || c == '_' }

// secretLike reports whether a word is more than a word of a language, a number or a
// name: it has six characters or more, and digits among letters or capitals behind small
// letters.
func secretLike(word string) bool {
	if utf8.RuneCountInString(word) < 6 {
		return false
	}
	letters, digits, mixed := false, false, false
	var before rune
	for _, c := range word {
		letters, digits = letters || unicode.IsLetter(c), digits || unicode.IsDigit(c)
		mixed = mixed || unicode.IsUpper(c) && unicode.IsLower(before)
		before = c
	}
	return letters && digits || mixed || utf8.RuneCountInString(word) > 24
}
