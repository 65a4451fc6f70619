package screen

import (
	"zoauth/tui/intent"
	"zoauth/tui/widget"
)

// Importing takes an app's credentials from elsewhere into the form: a pasted text,
// or a file by its path. What is pasted is not shown: it holds a secret.
type Importing struct {
	input widget.Input
	wrong string // why nothing was found, in our words
	busy  bool
}

// NewImporting returns the screen with its input open.
func NewImporting() Importing { return Importing{input: widget.NewInput("")} }

// Failed says why nothing was found.
func (i *Importing) Failed(why string) { i.wrong, i.busy = why, false }

// Rows returns the input, and what it takes.
func (i *Importing) Rows(c Context) []Row {
	box := widget.Pane{Title: "Import an app", Note: c.Theme.Muted.Render("nothing is written yet")}
	box.Lines = widget.Lines("", " "+c.Theme.Glyph.Cursor+" "+i.input.View(c.Theme, c.Width-6, c.line), "")
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
	} {
		takes.Lines = append(takes.Lines, c.bullet(t)...)
	}
	return []Row{one(box), one(takes)}
}

// Typing is always so: the screen is its input.
func (i *Importing) Typing() bool { return true }

// Type edits the path; enter reads the file.
func (i *Importing) Type(_ Context, key, text string) intent.Intent {
	switch key {
	case "esc":
		return intent.GoBack{}
	case "enter":
		if i.input.Value() == "" || i.busy {
			return nil
		}
		i.busy = true
		return intent.Import{Path: i.input.Value()}
	default:
		i.wrong = ""
		i.input.Type(key, text)
		return nil
	}
}

// Insert takes a pasted text at once; a path stays in the input.
func (i *Importing) Insert(_ Context, text string) intent.Intent {
	if len(text) < 256 && (text[:min(1, len(text))] == "/" || text[:min(2, len(text))] == "~/") {
		i.input.Insert(text)
		return nil
	}
	return intent.Import{Text: text}
}

// Do goes back.
func (i *Importing) Do(_ Context, a intent.Action) intent.Intent {
	if a == intent.Back {
		return intent.GoBack{}
	}
	return nil
}

// Note says that esc leaves.
func (i *Importing) Note(Context) string { return "enter reads the file; esc leaves." }
