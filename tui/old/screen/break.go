package screen

import (
	"fmt"
	"slices"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// Break is the walk of deliberate mistakes: all of them, those that can be made now
// and those that need a code or tokens first.
type Break struct {
	items  []BreakItem
	cursor int
}

// BreakItem is one mistake of the walk.
type BreakItem struct {
	flow.Mistake
	Missing string       // what it needs first, in our words; empty: it can be made now
	Needs   intent.Place // the step that brings it
	Tried   bool         // it was made in this run
	Odd     bool         // and the answer was not the expected one
}

// Show takes over what can be made; the cursor stays.
func (b *Break) Show(items []BreakItem) {
	b.items = items
	b.cursor = min(b.cursor, max(0, len(items)-1))
}

// Under returns the mistake under the cursor, the zero BreakItem where there is none.
func (b *Break) Under() BreakItem {
	if b.cursor >= len(b.items) {
		return BreakItem{}
	}
	return b.items[b.cursor]
}

// Rows returns the walk, and what the mistake under the cursor is expected to get.
func (b *Break) Rows(c Context) []Row {
	list := widget.Pane{Title: "Break it", Note: c.Theme.Muted.Render(b.tally()), Min: min(4, max(1, len(b.items)))}
	if len(b.items) == 0 {
		list.Lines = widget.Lines("", " There is no request here that a mistake could be made in.")
		return []Row{one(list)}
	}
	list.Grow = func(w, h int) []string {
		var rows []string
		first, end := around(b.cursor, len(b.items), h)
		for i := first; i < end; i++ {
			rows = append(rows, widget.Cut(b.row(c, i), w))
		}
		return rows
	}
	return []Row{one(list), one(c.steady(b.expectation(c, b.cursor), len(b.items), func(i int) widget.Pane { return b.expectation(c, i) }))}
}

func (b *Break) tally() string {
	made := 0
	for _, i := range b.items {
		if i.Tried {
			made++
		}
	}
	return fmt.Sprintf("%d of %d made", made, len(b.items))
}

// row marks what was made, and is faint where something is missing.
func (b *Break) row(c Context, i int) string {
	at, mark := b.items[i], " "
	switch {
	case at.Odd:
		mark = c.Theme.Soon.Render(c.Theme.Glyph.Unsaved)
	case at.Tried:
		mark = c.Theme.Good.Render(c.Theme.Glyph.Done)
	case at.Missing != "":
		mark = c.Theme.Muted.Render(c.Theme.Glyph.Blocked)
	}
	step, title := widget.Fit(string(at.Step), 10), at.Title
	if at.Missing != "" {
		step, title = c.Theme.Muted.Render(step), c.Theme.Muted.Render(title)
	}
	return c.cursorRow(i == b.cursor, mark+" "+step, title)
}

func (b *Break) expectation(c Context, i int) widget.Pane {
	at := b.items[i]
	p := c.expectation(at.Mistake)
	if c.Width < compact { // the row of the list is cut
		p.Lines = append(widget.Lines(c.prose(at.Title)...), p.Lines...)
	}
	if at.Missing != "" {
		p.Lines = append(widget.Lines(c.prose(c.Theme.Soon.Render(c.Theme.Glyph.Blocked)+" Not yet: "+c.line(at.Missing))...), p.Lines...)
	}
	return p
}

// Do moves, makes the mistake under the cursor in the preview of its step, or opens
// the step that it needs first.
func (b *Break) Do(_ Context, a intent.Action) intent.Intent {
	if to, moves := moved(b.cursor, len(b.items), a); moves {
		b.cursor = to
		return nil
	}
	switch a {
	case intent.Main:
		return b.begin()
	case intent.Back:
		return intent.GoBack{}
	}
	return nil
}

func (b *Break) begin() intent.Intent {
	switch at := b.Under(); {
	case at.Name == "":
		return nil
	case at.Missing != "":
		return intent.Go{Place: at.Needs, Fresh: true}
	default:
		return intent.Break{Name: at.Name}
	}
}

// Note says how the walk goes on.
func (b *Break) Note(Context) string {
	switch {
	case slices.ContainsFunc(b.items, func(i BreakItem) bool { return i.Missing != "" && i.Step != flow.StepAuthorize }):
		return "A code opens Exchange; tokens open the steps behind it."
	case b.Under().Tried:
		return "esc leads back here; the card says why Zoom said no."
	default:
		return "enter makes it in the preview; nothing is sent yet."
	}
}
