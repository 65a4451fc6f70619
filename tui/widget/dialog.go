package widget

import (
	"cmp"
	"strings"

	"zoauth/tui/intent"
	"zoauth/tui/theme"
)

// Dialog asks a question over the screen. It owns the keys that it names, esc
// and ctrl+c.
type Dialog struct {
	Question intent.Question
	typed    string
}

// Key answers a key press: done says that the dialog closes, wish what follows.
func (d *Dialog) Key(key, text string) (wish intent.Intent, done bool) {
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
	return nil, false
}

// maxTyped is how much a dialog's input takes, in bytes.
const maxTyped = 512

// Typing reports whether the dialog takes text.
func (d *Dialog) Typing() bool { return d.Question.Word != "" || d.Question.Typed != nil }

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

// Rows draws the dialog, at most w cells wide.
func (d *Dialog) Rows(t *theme.Theme, w int) []string {
	w = min(w-4, 64)
	rows := []string{""}
	for _, text := range d.Question.Text {
		rows = append(rows, Indent(Wrap(text, w-4), " ")...)
	}
	rows = append(rows, "")
	if d.Typing() {
		rows = append(rows, " "+t.Glyph.Cursor+" "+tail(d.typed, w-6)+t.Glyph.Caret, "")
	}
	rows = append(rows, " "+d.hints(t))
	return Box(t, d.Question.Title, "", rows, w, len(rows)+2)
}

func (d *Dialog) hints(t *theme.Theme) string {
	var parts []string
	if d.Typing() {
		parts = append(parts, t.Key.Render("enter")+" "+cmp.Or(d.Question.Verb, "send"))
	}
	for _, c := range d.Question.Keys {
		parts = append(parts, t.Key.Render(c.Key)+" "+c.Word)
	}
	return strings.Join(append(parts, t.Key.Render("esc")+" back"), "   ")
}
