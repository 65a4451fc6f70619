package screen

import (
	"unicode/utf8"

	"zoauth/tui/old/intent"
)

// Typing reports whether the box for a page's text has the focus.
func (n *Nothing) Typing() bool { return n.typing }

// Type edits the box; enter reads it, esc leaves it.
func (n *Nothing) Type(c Context, key, text string) intent.Intent {
	switch key {
	case "enter":
		return n.Insert(c, "")
	case "esc":
		n.typing, n.typed = false, ""
	case "ctrl+u":
		n.typed = ""
	case "backspace":
		_, size := utf8.DecodeLastRuneInString(n.typed)
		n.typed = n.typed[:len(n.typed)-size]
	default:
		if len(n.typed)+len(text) <= maxPasted {
			n.typed += text
		}
	}
	return nil
}

// Insert reads the text of a page, or takes an answer as one: whoever has the
// address has all that is needed.
func (n *Nothing) Insert(_ Context, text string) intent.Intent {
	text = n.typed + text
	text = text[:min(len(text), maxPasted)]
	*n = Nothing{cursor: n.cursor}
	if text == "" {
		return nil
	}
	i, found := recognised(text)
	switch {
	case found && pages[i].answer:
		return intent.Paste{Text: text}
	case found:
		n.cursor = i
		n.told = "found in the text of the page: " + pages[i].title
	default:
		n.told = "Nothing known is in this text. The tracking id on Zoom's page is what its support asks for."
	}
	return nil
}
