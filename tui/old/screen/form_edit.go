package screen

import (
	"slices"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// Typing reports whether a row is in edit.
func (f *Form) Typing() bool { return f.typing }

// Choosing reports whether the row in edit is a choice, which takes no text.
func (f *Form) Choosing() bool { return f.typing && f.field().choices != nil }

// edit puts the row under the cursor into edit.
func (f *Form) edit() {
	f.typing = f.field().key != ""
	f.input = widget.NewInput(f.get(f.field().key))
}

// Type edits the row: enter goes to the next one, esc leaves the row and keeps the
// text. A choice moves with the arrows and blank.
func (f *Form) Type(_ Context, key, text string) intent.Intent {
	field := f.field()
	if f.Saving {
		return nil
	}
	switch key {
	case "enter", "tab":
		f.next(1)
	case "shift+tab":
		f.next(-1)
	case "esc":
		f.typing = false
	default:
		switch {
		case field.choices != nil:
			f.turn(field, key)
		case field.key == "client_secret":
			f.typeSecret(key, text)
		default:
			f.input.Type(key, text)
			f.set(field.key, f.input.Value())
		}
	}
	return nil
}

// next edits the row by away; after the last one it leaves.
func (f *Form) next(by int) {
	f.cursor += by
	if f.cursor < 0 || f.cursor >= f.count() {
		f.cursor = max(0, min(f.cursor, f.count()-1))
		f.typing = false
		return
	}
	f.edit()
}

func (f *Form) turn(field formField, key string) {
	by := 0
	switch key {
	case "right", "l", "j", "down", "space", " ":
		by = 1
	case "left", "h", "k", "up":
		by = len(field.choices) - 1
	}
	if by == 0 {
		return
	}
	at := max(0, slices.Index(field.choices, f.get(field.key)))
	f.set(field.key, field.choices[(at+by)%len(field.choices)])
}

// typeSecret takes the secret as it comes: its blanks are named, not cut.
func (f *Form) typeSecret(key, text string) {
	value := []rune(f.Draft.Secret.Reveal())
	switch key {
	case "backspace":
		value = value[:max(0, len(value)-1)]
	case "ctrl+u":
		value = nil
	default:
		value = append(value, []rune(text)...)
	}
	f.set("client_secret", string(value))
}

// Insert takes a paste into the row under the cursor. A secret is taken whole in
// place of the one before.
func (f *Form) Insert(_ Context, text string) intent.Intent {
	field := f.field()
	if f.Saving {
		return nil
	}
	if field.choices != nil || field.key == "" {
		return intent.Say{Text: "This row is a choice: nothing was pasted."}
	}
	if field.key == "client_secret" {
		f.Draft.Secret = flow.NewSecret(flow.KindClientSecret, text[:min(len(text), maxPasted)])
		f.typing = true
		f.check()
		return nil
	}
	if !f.typing {
		f.edit()
	}
	f.input.Insert(text)
	f.set(field.key, f.input.Value())
	return nil
}
