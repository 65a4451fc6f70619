package screen

import (
	"fmt"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// Mistakes lists the deliberate mistakes that can be made with a request.
type Mistakes struct {
	list   []flow.Mistake
	cursor int
}

// NewMistakes returns the menu of a list.
func NewMistakes(list []flow.Mistake) Mistakes { return Mistakes{list: list} }

// Rows returns the menu, and what the one under the cursor is expected to get.
func (m *Mistakes) Rows(c Context) []Row {
	menu := widget.Pane{Title: "Deliberate mistakes", Note: c.Theme.Muted.Render("each for one send"), Min: min(6, max(1, len(m.list)))}
	if len(m.list) == 0 {
		menu.Lines = widget.Lines("", " There is no request here that a mistake could be made in.")
		return []Row{one(menu)}
	}
	menu.Grow = func(w, h int) []string {
		var rows []string
		first, end := around(m.cursor, len(m.list), h)
		for i := first; i < end; i++ {
			rows = append(rows, widget.Cut(c.cursorRow(i == m.cursor, m.list[i].Title, ""), w))
		}
		return rows
	}
	return []Row{one(menu), one(c.steady(c.expectation(m.list[m.cursor]), len(m.list), func(i int) widget.Pane { return c.expectation(m.list[i]) }))}
}

// roomy is the height from which the pane below a list keeps its height.
const roomy = 20

// steady fills the pane of the item under the cursor up to the highest of all, and a
// row more: the list above it stands still while the cursor moves.
func (c Context) steady(p widget.Pane, items int, of func(i int) widget.Pane) widget.Pane {
	if c.Height < roomy {
		return p
	}
	highest := 0
	for i := range items {
		highest = max(highest, of(i).Height())
	}
	for p.Height() <= highest {
		p.Lines = append(p.Lines, widget.Blank)
	}
	return p
}

func (c Context) expectation(at flow.Mistake) widget.Pane {
	p := widget.Pane{Title: "What Zoom is expected to answer", Lines: widget.Lines(" " + expected(at.Expect))}
	for _, text := range []string{at.Why, "Source: zoom.md " + at.Source + "."} {
		p.Lines = append(p.Lines, widget.Droppable(widget.DropExtra, c.prose(text)...)...)
	}
	if at.Ends {
		p.Lines = append(p.Lines, widget.Lines(c.prose(c.Theme.Soon.Render(c.Theme.Glyph.Unsaved)+" A spent value: Zoom may end the living authorization when it sees it again.")...)...)
	}
	return p
}

func expected(e flow.Expected) string {
	if e.Page != "" {
		return e.Page
	}
	return fmt.Sprintf("%d %s   %s", e.Status, e.Code, e.Reason)
}

// Do moves, or makes the mistake under the cursor in the preview.
func (m *Mistakes) Do(_ Context, a intent.Action) intent.Intent {
	if to, moves := moved(m.cursor, len(m.list), a); moves {
		m.cursor = to
		return nil
	}
	switch a {
	case intent.Main:
		if len(m.list) > 0 {
			return intent.MakeMistake{Name: m.list[m.cursor].Name}
		}
	case intent.Back:
		return intent.GoBack{}
	}
	return nil
}

// Note says what enter does.
func (m *Mistakes) Note(Context) string {
	return "enter makes it in the preview; nothing is sent yet."
}

// madeLines say, on a result, which mistake was made and whether the answer is the
// one that was expected.
func (c Context) madeLines(made *flow.Mistake, answer flow.Answer) []widget.Line {
	if made == nil {
		return nil
	}
	mark := c.Theme.Good.Render(c.Theme.Glyph.Done) + " as expected"
	if !made.Expect.AsExpected(answer) {
		mark = c.Theme.Soon.Render(c.Theme.Glyph.Unsaved) + " not as expected"
	}
	return []widget.Line{
		{Text: " " + c.Theme.Strong.Render("Deliberate mistake: "+made.Title)},
		c.pair("expected", expected(made.Expect)),
		c.pair("", mark),
		widget.Blank,
	}
}
