package screen

import (
	"fmt"
	"strings"

	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// Typing reports whether the filter is being typed.
func (l *List) Typing() bool { return l.typing }

// Type edits the filter; the list follows. enter and esc leave it.
func (l *List) Type(_ Context, key, text string) intent.Intent {
	switch key {
	case "enter", "esc":
		l.typing = false
	default:
		l.input.Type(key, text)
	}
	return nil
}

// Insert adds a paste to the filter; elsewhere on the list there is nothing to paste into.
func (l *List) Insert(_ Context, text string) intent.Intent {
	if !l.typing {
		return intent.Say{Text: "Nothing here takes a paste; press 1 and enter to authorize, then paste."}
	}
	l.input.Insert(text)
	return nil
}

func (l *List) startFilter() {
	l.typing = true
	l.input = widget.NewInput(l.input.Value())
}

// filtered keeps the profiles that have every word of the filter in their name,
// app, type or environment.
func (l *List) filtered(all []*session.Session) []*session.Session {
	words := strings.Fields(strings.ToLower(l.input.Value()))
	if len(words) == 0 {
		return all
	}
	var kept []*session.Session
	for _, s := range all {
		text := strings.ToLower(strings.Join([]string{s.App.Name, s.App.Group, string(s.App.Environment), string(s.App.Type)}, " "))
		if hasAll(text, words) {
			kept = append(kept, s)
		}
	}
	return kept
}

func hasAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// order is the note of the table: the filter with its count, or the sort.
func (l *List) order(c Context) string {
	switch {
	case l.typing:
		return "/ " + l.input.View(c.Theme, 24, c.line) + c.Theme.Muted.Render(fmt.Sprintf(" %d of %d", len(l.filtered(c.All)), len(c.All)))
	case l.input.Value() != "":
		return c.Theme.Soon.Render("/ "+c.line(l.input.Value())) + c.Theme.Muted.Render(fmt.Sprintf(" %d of %d, esc all", len(l.filtered(c.All)), len(c.All)))
	case l.urgent:
		return c.Theme.Muted.Render("sort: urgent first")
	default:
		return c.Theme.Muted.Render("sort: as in the file")
	}
}

// leave clears the filter first; without one it is the way out.
func (l *List) leave() intent.Intent {
	if l.input.Value() == "" {
		return intent.Leave{}
	}
	l.input = widget.NewInput("")
	return nil
}
