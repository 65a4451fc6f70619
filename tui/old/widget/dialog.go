package widget

import (
	"cmp"
	"slices"
	"strings"

	"zoauth/tui/old/intent"
	"zoauth/tui/old/theme"
)

// Dialog asks a question over the screen. It owns the keys that it names, esc
// and ctrl+c.
type Dialog struct {
	Question intent.Question
	typed    string
	top      int // first row of the text that is shown, where it does not fit
}

// Key answers a key press in a screen of w×h cells: done says that the dialog
// closes, wish what follows.
func (d *Dialog) Key(key, text string, w, h int) (wish intent.Intent, done bool) {
	if key == "esc" {
		return nil, true
	}
	if d.Typing() {
		return d.typeWord(key, text)
	}
	for _, choice := range d.Question.Keys {
		if key == choice.Key {
			return choice.Then, true
		}
	}
	switch key {
	case "j", "down":
		if _, rest := d.window(w, h); rest > 0 {
			d.top++
		}
	case "k", "up":
		d.top = max(0, d.top-1)
	}
	return nil, false
}

// maxTyped is how much a dialog's input takes, in bytes.
const maxTyped = 8 << 10

// Typing reports whether the dialog takes text.
func (d *Dialog) Typing() bool { return d.Question.Word != "" || d.Question.Typed != nil }

// Answers reports whether a key answers the question, as it is now or when it is typed.
func (d *Dialog) Answers(key string) bool {
	if d.Typing() {
		return key == "enter"
	}
	return slices.ContainsFunc(d.Question.Keys, func(c intent.Choice) bool { return c.Key == key })
}

func (d *Dialog) typeWord(key, text string) (intent.Intent, bool) {
	switch key {
	case "enter":
		switch {
		case d.Question.Typed != nil && d.typed != "":
			return d.Question.Typed(d.typed), true
		case d.Question.Typed == nil && d.typed == d.Question.Word:
			return d.Question.Then, true
		}
	case "backspace":
		d.typed = d.typed[:max(0, len(d.typed)-1)]
	case "ctrl+u":
		d.typed = ""
	default:
		if isASCII(text) && len(d.typed)+len(text) <= maxTyped {
			d.typed += text
		}
	}
	return nil, false
}

// Insert adds a paste to what is typed; what cannot be typed is left out.
func (d *Dialog) Insert(text string) {
	for _, r := range strings.TrimSpace(text) {
		d.typeWord("", string(r))
	}
}

// tail is the end of an ASCII text that fits into w cells, where the caret is.
func tail(text string, w int) string { return text[max(0, len(text)-w):] }

func isASCII(s string) bool {
	for _, r := range s {
		if r < ' ' || r > '~' {
			return false
		}
	}
	return true
}

// Rows draws the dialog in a screen of w×h cells, between its first and last row.
// A text that does not fit scrolls; what to press stays.
func (d *Dialog) Rows(t *theme.Theme, w, h int) []string {
	text, rest := d.window(w, h)
	w = dialogWidth(w)
	rows := append(append([]string{""}, text...), "")
	if d.Typing() {
		rows = append(rows, " "+t.Glyph.Cursor+" "+tail(d.shown(t), w-6)+t.Glyph.Caret, "")
	}
	rows = append(rows, Indent(d.hints(t, w-4), " ")...)
	return Box(t, d.Question.Title, d.more(t, rest), rows, w, len(rows)+2)
}

// shown is what was typed, or as many bullets.
func (d *Dialog) shown(t *theme.Theme) string {
	plain := len(d.typed)
	switch {
	case d.Question.Hidden:
		plain = 0
	case d.Question.Plain != nil:
		plain = d.Question.Plain(d.typed)
	}
	return d.typed[:plain] + strings.Repeat("*", len(d.typed)-plain)
}

// others is how many rows the dialog has beside its text; plain hints take as many as
// styled ones.
func (d *Dialog) others(w int) int {
	const frame, blanks, input = 2, 2, 2
	hints := len(d.hints(&theme.Theme{}, dialogWidth(w)-4))
	if d.Typing() {
		return frame + blanks + hints + input
	}
	return frame + blanks + hints
}

func dialogWidth(w int) int { return min(w-4, 64) }

// window returns the rows of the text that are shown, and how many are below.
func (d *Dialog) window(w, h int) (shown []string, rest int) {
	var text []string
	for _, paragraph := range d.Question.Text {
		text = append(text, Indent(Wrap(paragraph, dialogWidth(w)-4), " ")...)
	}
	room := max(1, h-2-d.others(w))
	top := min(d.top, max(0, len(text)-room))
	rest = max(0, len(text)-room-top)
	return text[top : len(text)-rest], rest
}

func (d *Dialog) more(t *theme.Theme, rest int) string {
	switch {
	case rest > 0:
		return t.Key.Render("j") + " more"
	case d.top > 0:
		return t.Key.Render("k") + " back up"
	default:
		return ""
	}
}

// Hints are what to press.
func (d *Dialog) Hints() []intent.Hint {
	var hints []intent.Hint
	if d.Typing() {
		hints = append(hints, intent.Hint{Key: "enter", Word: cmp.Or(d.Question.Verb, "send")})
	}
	for _, c := range d.Question.Keys {
		hints = append(hints, intent.Hint{Key: c.Key, Word: c.Word})
	}
	return append(hints, intent.Hint{Key: "esc", Word: "back"})
}

// hints are what to press, in rows of at most w cells.
func (d *Dialog) hints(t *theme.Theme, w int) []string {
	rows := []string{""}
	for _, hint := range d.Hints() {
		part := t.Key.Render(hint.Key) + " " + hint.Word
		last := rows[len(rows)-1]
		switch {
		case last == "":
			rows[len(rows)-1] = part
		case Width(last)+3+Width(part) <= w:
			rows[len(rows)-1] = last + "   " + part
		default:
			rows = append(rows, part)
		}
	}
	return rows
}
