package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow/diagnose"
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// causePage is what zoauth knows of one cause, over the screen.
type causePage struct {
	rule  diagnose.Rule
	clean *safe.Cleaner
}

// Keys close it.
func (c *causePage) Keys() []ui.Key {
	return []ui.Key{ui.NewKey(safe.Const("close"), "enter", "q").As(safe.Const("esc"))}
}

// Editing is false.
func (c *causePage) Editing() bool { return false }

// Update closes the page with enter or q.
func (c *causePage) Update(msg tea.Msg) (tea.Cmd, bool) {
	press, ok := msg.(tea.KeyPressMsg)
	return nil, ok && (press.String() == "enter" || press.String() == "q")
}

// View is a page over the whole screen.
func (c *causePage) View(r ui.Region, _ time.Time) ui.Pane {
	width := min(78, r.Width-2)
	lines := []ui.Line{ui.Blank()}
	part := func(name, text safe.Text, drop ui.Drop) {
		if text.IsEmpty() {
			return
		}
		head := ui.Columns(ui.Cell{Text: safe.Const(" ")}, ui.Cell{Width: 9, Text: name, Style: ui.Faint})
		lines = append(append(lines, ui.Hang(head, text.Wrap(width-10), ui.Plain, drop)...), ui.Blank())
	}
	part(safe.Const("cause"), c.clean.Line(c.rule.Title), ui.Keep)
	part(safe.Const("why"), c.clean.Line(c.rule.Why), ui.DropHelp)
	part(safe.Const("fix"), c.clean.Line(c.rule.Fix), ui.Keep)
	part(safe.Const("source"), c.clean.Line(c.rule.Source()), ui.DropEvidence)
	part(safe.Const("more"), safe.Format("zoauth explain %s", c.clean.Line(c.rule.ID)), ui.DropEvidence)
	return ui.Pane{
		Width: r.Width, Height: r.Height, Frame: ui.Ruled, Focused: true,
		Title: ui.Titled(c.clean.Line(c.rule.ID)), Lines: ui.Fit(lines, r.Height-1),
	}
}
