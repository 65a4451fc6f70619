package screen

import (
	"zoauth/tui/old/widget"
)

// beforeAllow says what Allow does elsewhere, and what the preflight found.
func beforeAllow(c Context) widget.Pane {
	p := widget.Pane{Title: "Before you click Allow", Drop: widget.DropTitle, Note: c.keys("w", "why")}
	for _, row := range c.wrongOnPurpose() {
		p.Lines = append(p.Lines, widget.Lines("  "+row)...)
	}
	p.Lines = append(p.Lines, widget.Lines(" "+c.Theme.Soon.Render("!")+" "+c.endsElsewhere())...)
	found := c.findings()
	p.Grow = func(_, h int) []string { return c.fitting(found, h) }
	p.Min, p.Max = leastRows(found), height(found)
	return p
}

// wrongOnPurpose says what a deliberate mistake in the address is expected to come to.
func (c Context) wrongOnPurpose() []string {
	made := c.Current.Asking.Mistake
	if c.Current.Attempt.Open() {
		made = c.Current.Attempt.Made
	}
	if made == nil {
		return nil
	}
	rows := widget.Wrap(c.Theme.Strong.Render("Deliberate mistake")+", expected: "+expected(made.Expect)+". "+made.Why, c.Width-4)
	return append(rows, "")
}

// asksAsUsual reports whether nothing of the address is changed on purpose.
func (c Context) asksAsUsual() bool {
	if c.Current.Attempt.Open() {
		return !c.Current.Attempt.Changed
	}
	return c.Current.Asking.IsZero()
}

// endsElsewhere is what every authorization ends (zoom.md §4, 4741): always said.
func (c Context) endsElsewhere() string {
	if c.Width < compact {
		return "Allow replaces this app's tokens for that user."
	}
	return "Allow replaces every token this app holds for that user, on servers too."
}
