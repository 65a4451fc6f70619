package screen

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// Importing takes an app's credentials from elsewhere into the form: a file by its
// path, or a text. A text holds a secret and is never shown; one that arrives as
// keys, from a terminal without bracketed paste, is gathered until ctrl+d.
type Importing struct {
	path  widget.Input
	text  strings.Builder
	wrong string // why nothing was found, in our words
	busy  bool
}

// NewImporting returns the screen with its input open.
func NewImporting() *Importing { return &Importing{path: widget.NewInput("")} }

// Failed says why nothing was found.
func (i *Importing) Failed(why string) { i.wrong, i.busy = why, false }

// Rows returns the input, and what it takes.
func (i *Importing) Rows(c Context) []Row {
	box := widget.Pane{Title: "Import an app", Note: c.Theme.Muted.Render("nothing is written yet")}
	box.Lines = widget.Lines("", " "+c.Theme.Glyph.Cursor+" "+i.typed(c), "")
	if i.wrong != "" {
		for _, row := range c.prose(c.Theme.Soon.Render(c.Theme.Glyph.Unsaved) + " " + c.line(i.wrong)) {
			box.Lines = append(box.Lines, widget.Lines(row)...)
		}
		box.Lines = append(box.Lines, widget.Blank)
	}
	takes := widget.Pane{Title: "Paste one of these, or type the path of a file", Second: true}
	for _, t := range []string{
		"A .env file with ZOOM_CLIENT_ID, ZOOM_CLIENT_SECRET, ZOOM_REDIRECT_URI, ZOOM_ACCOUNT_ID, or their usual spellings.",
		"A Postman environment, exported as JSON.",
		"The text of the tab App Credentials at marketplace.zoom.us, selected and copied.",
		"It opens the form filled in; a secret is shown there by its fingerprint and goes into a file of its own.",
		"A path begins with / or ~/ or a dot. Anything else is text, and text is not shown.",
	} {
		takes.Lines = append(takes.Lines, c.bullet(t)...)
	}
	return []Row{one(box), one(takes)}
}

// typed is the path, or how much text was gathered.
func (i *Importing) typed(c Context) string {
	if i.text.Len() == 0 {
		return i.path.View(c.Theme, c.Width-6, c.line)
	}
	lines := strings.Count(i.text.String(), "\n") + 1
	return fmt.Sprintf("%s  %d characters in %d %s, not shown", c.Theme.Glyph.Mask, i.text.Len(), lines, plural(lines, "line", "lines"))
}

// Typing is always so: the screen is its input.
func (i *Importing) Typing() bool { return true }

// Gathers reports whether a text is being gathered.
func (i *Importing) Gathers() bool { return i.text.Len() > 0 }

// Type edits the path, or gathers a text that comes as keys.
func (i *Importing) Type(_ Context, key, text string) intent.Intent {
	switch {
	case key == "esc":
		return intent.GoBack{}
	case i.busy:
		return nil
	case i.text.Len() > 0 || i.path.Value() == "" && text != "" && !beginsPath(text):
		return i.gather(key, text)
	case key == "enter":
		return i.read(intent.Import{Path: i.path.Value()})
	default:
		i.wrong = ""
		i.path.Type(key, text)
		return nil
	}
}

// beginsPath reports whether text begins a path: no line of credentials does.
func beginsPath(text string) bool {
	return strings.HasPrefix(text, "/") || strings.HasPrefix(text, "~") || strings.HasPrefix(text, ".")
}

// gather adds to the text. Its line ends are no end of it: only ctrl+d is, as for
// a program that reads a terminal.
func (i *Importing) gather(key, text string) intent.Intent {
	switch key {
	case "ctrl+d":
		whole := i.text.String()
		i.text.Reset()
		return i.read(intent.Import{Text: whole})
	case "ctrl+u":
		i.text.Reset()
		return nil
	case "enter", "ctrl+j":
		text = "\n"
	case "tab":
		text = "\t"
	case "backspace":
		i.shorten()
		return nil
	}
	i.wrong = ""
	if i.text.Len()+len(text) > maxPasted {
		i.wrong = "Longer than 64 KiB: the rest was not taken."
		return nil
	}
	i.text.WriteString(text)
	return nil
}

// shorten takes the last character away.
func (i *Importing) shorten() {
	text := i.text.String()
	_, size := utf8.DecodeLastRuneInString(text)
	i.text.Reset()
	i.text.WriteString(text[:len(text)-size])
}

// read asks for the import, unless there is nothing to read.
func (i *Importing) read(w intent.Import) intent.Intent {
	if strings.TrimSpace(w.Text+w.Path) == "" {
		return nil
	}
	i.busy = true
	return w
}

// Insert takes a pasted text at once; a path stays in the input.
func (i *Importing) Insert(_ Context, text string) intent.Intent {
	if i.busy {
		return nil
	}
	if beginsPath(text) && !strings.Contains(strings.TrimSpace(text), "\n") || i.endsPath(text) {
		i.path.Insert(text)
		return nil
	}
	whole := i.text.String() + text
	i.text.Reset()
	return i.read(intent.Import{Text: whole})
}

// endsPath reports whether text goes on with a path that was begun: no line of
// credentials does.
func (i *Importing) endsPath(text string) bool {
	return strings.HasSuffix(i.path.Value(), "/") && !strings.ContainsAny(strings.TrimSpace(text), "= \t\r\n{:")
}

// Do goes back.
func (i *Importing) Do(_ Context, a intent.Action) intent.Intent {
	if a == intent.Back {
		return intent.GoBack{}
	}
	return nil
}

// Note says what ends the input.
func (i *Importing) Note(Context) string {
	if i.text.Len() > 0 {
		return "ctrl+d reads the text; ctrl+u drops it; esc leaves."
	}
	return "enter reads the file; esc leaves."
}
