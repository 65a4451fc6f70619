package intake

import (
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// panes are the rectangles of the screen. One without height is not drawn.
type panes struct{ found, body, aside, choices, causes ui.Pane }

// mostFound is how many rows of Found are shown at once.
const mostFound = 5

// layout divides the room: Found, the view, what can be done, and the other causes.
// In a wide terminal another view stands beside the shown one.
func (p *Screen) layout() panes {
	r := p.region
	found := 1 + max(1, min(len(p.rows), mostFound, r.Height/5))
	choices := 1 + min(len(p.choices), max(3, r.Height/4))
	room := r.Height - found - choices
	causes := 0
	if n := p.row().causes(); n > 0 && p.view == 0 {
		causes = 1 + min(n, 4)
	}
	body := room
	if p.view == 0 {
		wanted := 2 + len(p.page.Lines) // with its title, and a blank row before the choices
		causes = min(causes, room-wanted)
		if causes < 2 {
			causes = 0
		}
		body = max(min(wanted, room), min(4, room))
	}
	var l panes
	l.found = ui.Pane{Width: r.Width, Height: found}
	l.body = ui.Pane{Y: found, Width: r.Width, Height: body}
	l.choices = ui.Pane{Y: found + body, Width: r.Width, Height: choices}
	l.causes = ui.Pane{Y: found + body + choices, Width: r.Width, Height: causes}
	for _, pane := range []*ui.Pane{&l.found, &l.body, &l.choices, &l.causes} {
		pane.Frame = ui.Ruled
	}
	if r.Beside() {
		return p.beside(l)
	}
	return l
}

// beside sets another view beside the shown one, in boxes, with the lists over and below
// them.
func (p *Screen) beside(l panes) panes {
	r := p.region
	right := r.Width * 2 / 5
	l.body.Frame = ui.Boxed
	l.body.Width = r.Width - right
	l.body.Height = r.Height - l.found.Height - l.choices.Height - l.causes.Height
	l.aside = ui.Pane{X: l.body.Width, Y: l.body.Y, Width: right, Height: l.body.Height, Frame: ui.Boxed}
	l.choices.Y = l.body.Y + l.body.Height
	l.causes.Y = l.choices.Y + l.choices.Height
	return l
}

// foundPanes draws what was found.
func (p *Screen) foundPanes() []ui.Pane {
	l := p.layout()
	l.found.Title, l.found.Note, l.found.Focused = ui.Titled(safe.Const("Found")), ui.Position(p.list.Cursor, len(p.rows)), p.focus == onFound
	l.found.Lines = p.foundLines(l.found)
	_, height := l.body.Inner()
	l.body.Title, l.body.Note = ui.Views(p.view, p.names...), p.bodyNote(height)
	l.body.Lines = ui.Fit(p.page.Lines[min(p.top, len(p.page.Lines)):], height)
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
	from, to := p.list.Window(height)
	var lines []ui.Line
	for i := from; i < to; i++ {
		w := p.rows[i]
		line := ui.Columns(ui.Cell{Width: 2}, ui.Cell{Width: 10, Text: w.kind}).With(w.facts...)
		line = line.Cut(width - 1).Pad(width)
		if p.focus == onFound {
			line = line.Chosen(i == p.list.Cursor)
		} else {
			line = line.Held(i == p.list.Cursor)
		}
		lines = append(lines, line)
	}
	return lines
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
	if p.view == 0 {
		return p.page.Note
	}
	return p.page.Window(p.top, height, p.region.Narrow())
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
	names := 32
	if width < 70 {
		names = 26
	}
	for _, c := range p.choices {
		names = max(names, min(c.name.Width()+2, width*6/10))
	}
	list := ui.List{Count: len(p.choices), Cursor: min(p.cursor.Cursor, len(p.choices)-1)}
	from, to := list.Window(height)
	var lines []ui.Line
	for i := from; i < to; i++ {
		c := p.choices[i]
		on := i == p.cursor.Cursor && p.focus == onChoices
		line := ui.L(mark(p.region.Theme, on)).With(ui.Columns(ui.Cell{Width: names, Text: c.name}, ui.Cell{Text: c.note, Style: ui.Faint}).Spans...)
		lines = append(lines, line.Cut(width).Pad(width).Chosen(on))
	}
	return lines
}

// causeLines are the causes of the row, that whose evidence is shown marked.
func (p *Screen) causeLines(pane ui.Pane) []ui.Line {
	width, height := pane.Inner()
	findings := p.row().pasted.Meaning.Findings
	at := max(0, p.cursor.Cursor-len(p.choices))
	list := ui.List{Count: len(findings), Cursor: at}
	from, to := list.Window(height)
	var lines []ui.Line
	for i := from; i < to; i++ {
		f, here := findings[i], p.cursor.Cursor >= len(p.choices) && p.focus == onChoices
		id := p.desk.Clean().Line(f.ID)
		left := ui.L(mark(p.region.Theme, i == at && here)).With(ui.Columns(ui.Cell{Width: 10, Text: p.desk.Clean().Line(f.Likelihood.String())}, ui.Cell{Text: p.desk.Clean().Line(f.Title)}).Spans...)
		line := left.Cut(width)
		if width >= 70 {
			line = ui.Ends(left, ui.L(ui.S(id, ui.Faint)), width)
		}
		lines = append(lines, line.Pad(width).Chosen(i == at && here))
	}
	return lines
}

// typingPanes draws the box, and what can be pasted into it.
func (p *Screen) typingPanes() []ui.Pane {
	r := p.region
	takes := []safe.Text{
		safe.Const("A request and its response, as curl, HTTP or HAR"),
		safe.Const("An error: JSON, a log line, the text of Zoom's page"),
		safe.Const("A callback address, an authorize URL, a token"),
		safe.Const("Credentials: .env, YAML, JSON, Postman, the Marketplace tab"),
		safe.Const("The path of a file with any of these"),
	}
	below := min(len(takes)+1, max(0, r.Height-5))
	box := ui.Pane{Width: r.Width, Height: r.Height - below, Frame: ui.Ruled, Focused: true, Title: ui.Titled(safe.Const("Paste or type")), Note: ui.L(ui.S(safe.Const("nothing is sent or kept"), ui.Faint))}
	width, height := box.Inner()
	lines, at := p.box.Lines(width-3, height)
	for i, l := range lines {
		lines[i] = l.Indent(1)
	}
	box.Lines, box.Cursor = lines, &ui.Point{X: at.X + 1, Y: at.Y}
	hint := ui.Pane{Y: r.Height - below, Width: r.Width, Height: below, Frame: ui.Ruled, Title: ui.Titled(safe.Const("What it reads"))}
	for _, t := range takes {
		hint.Lines = append(hint.Lines, ui.L(ui.S(safe.Format(" %s", t), ui.Faint)))
	}
	if below < 2 {
		return []ui.Pane{box}
	}
	return []ui.Pane{box, hint}
}
