package screen

import (
	"unicode/utf8"

	"zoauth/tui/old/intent"
)

// maxPasted caps the paste box, in bytes.
const maxPasted = 64 << 10

// Typing reports whether the paste box has the focus.
func (a *Authorize) Typing() bool { return a.typing }

// Type edits the paste box; enter hands it over, esc leaves it.
func (a *Authorize) Type(c Context, key, text string) intent.Intent {
	if !c.Current.Attempt.Open() {
		a.typing = false
		return nil
	}
	switch key {
	case "enter":
		if a.pasted == "" {
			return nil
		}
		given := a.pasted
		a.pasted, a.typing = "", false
		return intent.Paste{Text: given}
	case "esc":
		a.typing = false
	case "ctrl+u":
		a.pasted = ""
	case "backspace":
		_, size := utf8.DecodeLastRuneInString(a.pasted)
		a.pasted = a.pasted[:len(a.pasted)-size]
	default:
		a.add(text)
	}
	return nil
}

// Insert takes a bracketed paste: into an empty box it is handed over at once.
func (a *Authorize) Insert(c Context, text string) intent.Intent {
	if !c.Current.Attempt.Open() {
		return nil
	}
	if a.pasted != "" {
		a.add(text)
		return nil
	}
	a.typing = false
	return intent.Paste{Text: text[:min(len(text), maxPasted)]}
}

func (a *Authorize) add(text string) {
	if len(a.pasted)+len(text) <= maxPasted {
		a.pasted += text
	}
}
