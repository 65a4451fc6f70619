package intake

import (
	"strings"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// panes are the rectangles of the screen. One without height is not drawn.
type panes struct{ found, body, aside, choices, causes ui.Pane }

// mostFound is how many rows of Found are shown at once.
const mostFound = 5

// layout divides the room: Found, the view, what can be done, and the other causes, as
// high as they are. In a wide terminal another view stands beside the shown one.
func (p *Screen) layout() panes {
	r := p.region
	found := 1 + max(1, min(len(p.rows), mostFound, r.Height/5))
	choices := 1 + min(len(p.choices), max(3, r.Height/4))
	room := r.Height - found - choices
	body, causes := room, 0
	if p.pager.View == 0 || r.Beside() {
		wanted := 2 + max(len(p.pager.Page.Lines), len(p.aside.Lines)) // with its edges, or its title and a blank row
		body = max(min(wanted, room), min(4, room))
		causes = min(p.row().causes(), max(4, r.Height/4), room-body-1) + 1
	}
	l := panes{
		found:   ui.Pane{Width: r.Width, Height: found, Frame: ui.Ruled},
		body:    ui.Pane{Y: found, Width: r.Width, Height: body, Frame: r.Frame()},
		choices: ui.Pane{Y: found + body, Width: r.Width, Height: choices, Frame: ui.Ruled},
	}
	if causes > 1 {
		y := min(found+body+choices+1, r.Height-causes) // behind a blank row, where there is one
		l.causes = ui.Pane{Y: y, Width: r.Width, Height: causes, Frame: ui.Ruled}
	}
	if r.Beside() {
		l.aside = l.body
		l.aside.Width = r.Width * 2 / 5
		l.body.Width -= l.aside.Width
		l.aside.X = l.body.Width
	}
	return l
}

// foundPanes draws what was found.
func (p *Screen) foundPanes() []ui.Pane {
	l := p.layout()
	l.found.Title, l.found.Note, l.found.Focused = ui.Titled(safe.Const("Found")), ui.Position(p.list.Cursor, len(p.rows)), p.focus == onFound
	l.found.Lines = p.foundLines(l.found)
	_, height := l.body.Inner()
	l.body.Title, l.body.Note = ui.Views(p.pager.View, p.pager.Names...), p.bodyNote(height)
	l.body.Lines = ui.Fit(p.pager.Page.Lines[min(p.pager.Top, len(p.pager.Page.Lines)):], height)
	_, height = l.aside.Inner()
	l.aside.Title, l.aside.Note, l.aside.Lines = ui.Titled(p.asideName), p.aside.Note, ui.Fit(p.aside.Lines[min(p.asideTop(height), len(p.aside.Lines)):], height)
	l.choices.Title, l.choices.Lines = ui.Titled(safe.Const("What you can do")), p.choiceLines(l.choices)
	l.causes.Title, l.causes.Lines = ui.Titled(safe.Const("Causes")), p.causeLines(l.causes)
	if at := p.cursor.Cursor; at < len(p.choices) {
		l.choices.Note, l.choices.Focused = ui.Position(at, len(p.choices)), p.focus == onChoices
	} else {
		l.causes.Note, l.causes.Focused = ui.Position(at-len(p.choices), p.row().causes()), p.focus == onChoices
	}
	var drawn []ui.Pane
	for _, pane := range []ui.Pane{l.found, l.body, l.aside, l.choices, l.causes} {
		if pane.Height > 1 {
			drawn = append(drawn, pane)
		}
	}
	return drawn
}

func (p *Screen) foundLines(pane ui.Pane) []ui.Line {
	width, height := pane.Inner()
	return p.list.Lines(len(p.rows), height, func(i int, here bool) ui.Line {
		w := p.rows[i]
		line := ui.Columns(ui.Cell{Width: 2}, ui.Cell{Width: 10, Text: w.kind}).With(w.facts...)
		return line.Cut(width-1).Pad(width).Under(here, p.focus == onFound)
	})
}

// asideTop is the first line of the other view that is shown: of the text the part that
// the row was found in.
func (p *Screen) asideTop(height int) int {
	if p.asideName != textName {
		return 0
	}
	return max(0, min(p.row().line(p.aside)-2, len(p.aside.Lines)-height))
}

// bodyNote is the note of the page, and where its window is.
func (p *Screen) bodyNote(height int) ui.Line {
	if p.pager.View == 0 {
		return p.pager.Page.Note
	}
	return p.pager.Page.Window(p.pager.Top, height, p.region.Narrow())
}

// mark is the cursor's glyph before the row that the cursor is on.
func mark(theme *ui.Theme, on bool) ui.Span {
	if !on {
		return ui.S(safe.Const("  "), ui.Plain)
	}
	return ui.S(safe.Format("%s ", theme.Glyph.Cursor), ui.Accent)
}

func (p *Screen) choiceLines(pane ui.Pane) []ui.Line {
	width, height := pane.Inner()
	names := 0
	for _, c := range p.choices {
		names = max(names, c.Name.Width()+4)
	}
	return ui.List{Cursor: p.cursor.Cursor}.Lines(len(p.choices), height, func(i int, _ bool) ui.Line {
		c := p.choices[i]
		on := i == p.cursor.Cursor && p.focus == onChoices
		line := ui.L(mark(p.region.Theme, on), ui.S(c.Name, ui.Plain)).Noted(c.Note, names, width)
		return line.Cut(width).Pad(width).Chosen(on)
	})
}

// causeLines are the causes of the row, that whose evidence is shown marked.
func (p *Screen) causeLines(pane ui.Pane) []ui.Line {
	width, height := pane.Inner()
	findings := p.row().pasted.Meaning.Findings
	inList := p.cursor.Cursor >= len(p.choices) && p.focus == onChoices
	return ui.List{Cursor: p.cursor.Cursor - len(p.choices)}.Lines(len(findings), height, func(i int, here bool) ui.Line {
		f, on := findings[i], here && inList
		id := p.desk.Clean().Line(f.ID)
		left := ui.L(mark(p.region.Theme, on)).With(ui.Columns(ui.Cell{Width: 10, Text: p.desk.Clean().Line(f.Likelihood.String())}, ui.Cell{Text: p.desk.Clean().Line(strings.TrimSuffix(f.Title, "."))}).Spans...)
		if left.Width()+id.Width() < width {
			left = ui.Ends(left, ui.L(ui.S(id, ui.Faint)), width)
		}
		return left.Cut(width).Pad(width).Chosen(on)
	})
}

// reads is what can be pasted, and what of it is read.
var reads = []struct{ what, as safe.Text }{
	{safe.Const("A request, a response"), safe.Const("as curl, HTTP or HAR")},
	{safe.Const("An error"), safe.Const("JSON, a log line, Zoom's page")},
	{safe.Const("An address"), safe.Const("a callback, an authorize URL")},
	{safe.Const("A token"), safe.Const("access or refresh")},
	{safe.Const("Credentials"), safe.Const(".env, JSON, Postman, Marketplace tab")},
	{safe.Const("A file"), safe.Const("the path of one with any of these")},
}

// The cells of the box and what is below it, where the terminal has more.
const (
	typingWidth  = 100
	typingHeight = 26
)

// typingPanes draws the box, and what can be pasted into it.
func typingPanes(room ui.Region, typed *ui.Box) []ui.Pane {
	r, corner := room.Middle(typingWidth, typingHeight)
	frame := room.Frame()
	below := min(len(reads)+frame.Edges(), max(0, r.Height-5))
	box := ui.Pane{
		X: corner.X, Y: corner.Y, Width: r.Width, Height: r.Height - below, Frame: frame, Focused: true,
		Title: ui.Titled(safe.Const("Paste or type")), Note: ui.L(ui.S(safe.Const("nothing is sent or kept"), ui.Faint)),
	}
	width, height := box.Inner()
	lines, at := typed.Lines(width-3, height)
	for i, l := range lines {
		lines[i] = l.Indent(1)
	}
	if typed.Value() == "" {
		lines = []ui.Line{ui.L(ui.S(safe.Const(" a request, an error, a token, credentials…"), ui.Faint))}
	}
	box.Lines, box.Cursor = lines, &ui.Point{X: at.X + 1, Y: at.Y}
	if below < 2 {
		return []ui.Pane{box}
	}
	hint := ui.Pane{X: corner.X, Y: corner.Y + box.Height, Width: r.Width, Height: below, Frame: frame, Title: ui.Titled(safe.Const("What it reads"))}
	for _, one := range reads {
		hint.Lines = append(hint.Lines, ui.Columns(ui.Cell{Text: safe.Const(" ")}, ui.Cell{Width: 23, Text: one.what}, ui.Cell{Text: one.as, Style: ui.Faint}))
	}
	return []ui.Pane{box, hint}
}
