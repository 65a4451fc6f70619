package intake

import (
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// panes are the rectangles of the screen. One without height is not drawn.
type panes struct{ found, body, choices, causes ui.Pane }

// mostFound is how many rows of Found are shown at once.
const mostFound = 5

// layout divides the room: Found, the view, what can be done, and the other causes.
// In a wide terminal the view stands beside the lists.
func (p *Screen) layout() panes {
	if p.region.Beside() {
		return p.beside()
	}
	r := p.region
	found := 1 + max(1, min(len(p.rows), mostFound, r.Height/5))
	choices := 1 + min(len(p.choices), max(3, r.Height/4))
	room := r.Height - found - choices
	causes := 0
	if n := p.causes(); n > 0 && p.view == 0 {
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
	return l
}

// beside sets the view at the right of the lists, in boxes.
func (p *Screen) beside() panes {
	r := p.region
	left := 50
	if r.Width >= ui.PairWidth {
		left = 60
	}
	found := 2 + max(1, min(len(p.rows), r.Height/3))
	causes := 0
	if n := p.causes(); n > 0 {
		causes = 2 + min(n, r.Height/5)
	}
	var l panes
	l.found = ui.Pane{Width: left, Height: found}
	l.choices = ui.Pane{Y: found, Width: left, Height: r.Height - found - causes}
	l.causes = ui.Pane{Y: r.Height - causes, Width: left, Height: causes}
	l.body = ui.Pane{X: left, Width: r.Width - left, Height: r.Height}
	for _, pane := range []*ui.Pane{&l.found, &l.body, &l.choices, &l.causes} {
		pane.Frame = ui.Boxed
	}
	return l
}

// foundPanes draws what was found.
func (p *Screen) foundPanes() []ui.Pane {
	l := p.layout()
	l.found.Title, l.found.Note, l.found.Focused = ui.Titled(safe.Const("Found")), ui.Position(p.list.Cursor, len(p.rows)), p.focus == onFound
	l.found.Lines = p.foundLines(l.found)
	_, height := l.body.Inner()
	l.body.Title, l.body.Note, l.body.Focused = ui.Views(p.view, p.names...), p.bodyNote(height), p.focus == onChoices
	l.body.Lines = ui.Fit(p.page.Lines[min(p.top, len(p.page.Lines)):], height)
	l.choices.Title, l.choices.Lines = ui.Titled(safe.Const("What you can do")), p.choiceLines(l.choices)
	l.causes.Title, l.causes.Lines = ui.Titled(safe.Const("Causes")), p.causeLines(l.causes)
	if at := p.cursor.Cursor; at < len(p.choices) {
		l.choices.Note = ui.Position(at, len(p.choices))
	} else {
		l.causes.Note = ui.Position(at-len(p.choices), p.causes())
	}
	var drawn []ui.Pane
	for _, pane := range []ui.Pane{l.found, l.body, l.choices, l.causes} {
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
		lines = append(lines, line.Cut(width-1).Pad(width).Chosen(i == p.list.Cursor))
	}
	return lines
}

// bodyNote is the note of the page, and where its window is.
func (p *Screen) bodyNote(height int) ui.Line {
	n := len(p.page.Lines)
	if n <= height || p.view == 0 {
		return p.page.Note
	}
	at := ui.S(safe.Format("%s-%s of %s", safe.Int(p.top+1), safe.Int(min(n, p.top+height)), safe.Int(n)), ui.Plain)
	if len(p.page.Note.Spans) == 0 {
		return ui.L(at)
	}
	return p.page.Note.With(gap, at)
}

// mark is the cursor's glyph before a row, faint where the cursor is elsewhere.
func (p *Screen) mark(on, here bool) ui.Span {
	switch {
	case !on:
		return ui.S(safe.Const("  "), ui.Plain)
	case here:
		return ui.S(safe.Format("%s ", p.region.Theme.Glyph.Cursor), ui.Accent)
	}
	return ui.S(safe.Format("%s ", p.region.Theme.Glyph.Cursor), ui.Faint)
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
		on := i == p.cursor.Cursor
		line := ui.L(p.mark(on, p.focus == onChoices)).With(ui.Columns(ui.Cell{Width: names, Text: c.name}, ui.Cell{Text: c.note, Style: ui.Faint}).Spans...)
		lines = append(lines, line.Cut(width).Pad(width).Chosen(on && p.focus == onChoices))
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
		left := ui.L(p.mark(i == at, here)).With(ui.Columns(ui.Cell{Width: 10, Text: p.desk.Clean().Line(f.Likelihood.String())}, ui.Cell{Text: p.desk.Clean().Line(f.Title)}).Spans...)
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
