package screen

import (
	"strings"
	"unicode/utf8"

	"zoauth/flow/diagnose"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// Explain says what a text from elsewhere means: an error, an address, a page, a
// line of a log, a curl command or a token. Nothing is sent and nothing is kept.
type Explain struct {
	typing bool
	text   string
	seen   diagnose.Explanation
	card   Card
}

// NewExplain returns the screen with its paste box open.
func NewExplain() Explain { return Explain{typing: true} }

// Rows returns the paste box, and what the text means.
func (e *Explain) Rows(c Context) []Row {
	box := widget.Pane{Title: "Paste what Zoom, curl or the browser said", Note: c.Theme.Muted.Render("nothing is sent or kept")}
	box.Lines = widget.Lines(" " + c.Theme.Glyph.Cursor + " " + e.shown(c))
	if e.seen.Kind == "" {
		hint := widget.Pane{Second: true}
		for _, t := range []string{
			"An error body, an address with error=, the text of a page, a line of a log, a curl command, or a token.",
			"Secrets in it are hidden as soon as they are recognised.",
		} {
			hint.Lines = append(hint.Lines, widget.Lines(c.prose(t)...)...)
		}
		return []Row{one(box), one(hint)}
	}
	read := widget.Pane{Title: "This is " + e.seen.Kind}
	for _, note := range e.seen.Notes {
		read.Lines = append(read.Lines, c.bullet(c.line(note))...)
	}
	rows := []Row{one(box), one(read)}
	if len(e.seen.Notes) == 0 { // a rule with nothing below it
		box.Note = c.Theme.Muted.Render("this is " + e.seen.Kind)
		rows = []Row{one(box)}
	}
	if e.card.Known() {
		rows = append(rows, one(e.card.Pane(c, onText)))
	}
	return rows
}

// shown is the end of what is being typed, or how much was pasted.
func (e *Explain) shown(c Context) string {
	switch {
	case e.typing && e.text != "":
		return c.tail(e.text, c.Width-5) + c.Theme.Glyph.Caret
	case e.typing:
		return c.Theme.Glyph.Caret
	default:
		return c.Theme.Muted.Render("enter pastes another")
	}
}

// tail is the end of a text from outside that fits into w cells. What is secret is
// hidden before it is cut: the end of a token alone is not known as one.
func (c Context) tail(outside string, w int) string {
	outside = c.Clean.Redactor.Redact(outside)
	clean := c.line(outside[max(0, len(outside)-4*w):])
	for widget.Width(clean) > w-1 {
		_, size := utf8.DecodeRuneInString(clean)
		clean = clean[size:]
	}
	return clean
}

// Typing reports whether the paste box has the focus.
func (e *Explain) Typing() bool { return e.typing }

// Type edits the paste box; enter explains its text.
func (e *Explain) Type(c Context, key, text string) intent.Intent {
	switch key {
	case "enter":
		return e.take(c, e.text)
	case "esc":
		e.typing = false
		if e.seen.Kind == "" {
			return intent.GoBack{}
		}
	case "ctrl+u":
		e.text = ""
	case "backspace":
		_, size := utf8.DecodeLastRuneInString(e.text)
		e.text = e.text[:len(e.text)-size]
	default:
		if len(e.text)+len(text) <= maxPasted {
			e.text += text
		}
	}
	return nil
}

// Insert explains a pasted text at once.
func (e *Explain) Insert(c Context, text string) intent.Intent {
	return e.take(c, e.text+text[:min(len(text), maxPasted)])
}

func (e *Explain) take(c Context, text string) intent.Intent {
	if strings.TrimSpace(text) == "" {
		return nil
	}
	*e = Explain{seen: diagnose.ExplainText(text, diagnose.Here{Now: c.Now})}
	if e.seen.Verdict == diagnose.Explained || e.seen.Verdict == diagnose.NotKnown {
		e.card.Show(e.seen.Findings)
	}
	return nil
}

// Do moves between causes, opens the box again, or goes back.
func (e *Explain) Do(_ Context, a intent.Action) intent.Intent {
	switch a {
	case intent.Main:
		e.typing, e.text = true, ""
	case intent.Down:
		e.card.Move(1)
	case intent.Up:
		e.card.Move(-1)
	case intent.Back:
		return intent.GoBack{}
	}
	return nil
}

// Note is empty: the panes say it all.
func (e *Explain) Note(Context) string { return "" }
