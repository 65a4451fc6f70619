package screen

import (
	"fmt"
	"strings"

	"zoauth/flow"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// labelled is the column where the values of the waiting pane begin.
const labelled = 11

// theURL fills whole rows from the first column, so that it can be selected.
func theURL(c Context) widget.Pane {
	link := c.Clean.Whole(c.Current.Attempt.URL()).String()
	p := widget.Pane{
		Title: "Open this URL in any browser", Drop: widget.DropTitle,
		Note: c.Theme.Muted.Render(fmt.Sprintf("%d characters", len(link))),
	}
	style := c.Theme.Link.Hyperlink(link, "id=authorize")
	for _, part := range widget.Fill(link, c.Width) {
		p.Lines = append(p.Lines, widget.Lines(style.Render(part))...)
	}
	p.Lines = append(p.Lines, widget.Lines(" "+c.keys("yy", "copy", "u", "alone on the screen", "yf", "to a file"))...)
	p.Lines = append(p.Lines, widget.Blank)
	return p
}

// keys writes key and word pairs.
func (c Context) keys(pairs ...string) string {
	var parts []string
	for i := 0; i+1 < len(pairs); i += 2 {
		parts = append(parts, c.Theme.Key.Render(pairs[i])+" "+pairs[i+1])
	}
	return strings.Join(parts, "   ")
}

func (a *Authorize) waiting(c Context) widget.Pane {
	at := c.Current.Attempt
	p := widget.Pane{
		Title: "Waiting for the answer", Drop: widget.DropTitle,
		Note: c.Theme.Muted.Render("attempt open ") + widget.Short(at.Ends.Sub(c.Now)) + c.Theme.Muted.Render(" more"),
	}
	if at.Address != "" {
		p.Lines = append(p.Lines, c.listener(at)...)
		p.Lines = append(p.Lines, c.tunnel(at)...)
	}
	p.Lines = append(p.Lines, widget.Lines(c.labelled("paste", a.box(c)))...)
	if at.Pasted != "" {
		p.Lines = append(p.Lines, widget.Lines(c.below(c.pasteMark(at)+" "+c.line(at.Pasted))...)...)
	}
	if c.Current.App.Sandbox {
		p.Lines = append(p.Lines, widget.Lines(c.labelled("browser", c.browser(at.Playing, at.Page)))...)
	}
	p.Lines = append(p.Lines, widget.Blank)
	return p
}

// labelled is a row of the waiting pane; narrow ones have no label.
func (c Context) labelled(label, text string) string {
	if c.Width >= compact {
		return " " + widget.Fit(label, labelled-2) + " " + text
	}
	if label == "paste" {
		return " paste " + text
	}
	return " " + text
}

// below wraps text under the values of the waiting pane.
func (c Context) below(text string) []string {
	indent := strings.Repeat(" ", labelled)
	if c.Width < compact {
		indent = "   "
	}
	rows := widget.Wrap(text, c.Width-len(indent)-2)
	for i := range rows {
		if i > 0 {
			rows[i] = "  " + rows[i]
		}
	}
	return widget.Indent(rows, indent)
}

func (c Context) listener(at *session.Attempt) []widget.Line {
	text := c.Theme.Good.Render(c.Theme.Glyph.Here) + " " + at.Address + "   no answer yet"
	if at.Stray > 0 {
		text += fmt.Sprintf("   %d stray %s ignored", at.Stray, plural(at.Stray, "hit", "hits"))
	}
	lines := widget.Lines(c.labelled("listener", text))
	if at.LastHit.Text == "" {
		return lines
	}
	last := "last: " + at.LastHit.Text + ", " + c.clock(at.LastHit.At) + ". Still waiting."
	if at.LastHit.Kind == flow.HitNoState {
		last = "last: " + c.clock(at.LastHit.At) + ", an answer without state. Added from Zoom's side? Then paste its address."
	}
	return append(lines, widget.Droppable(widget.DropStrip, c.below(c.line(last))...)...)
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// box is the paste box: its content is never echoed.
func (a *Authorize) box(c Context) string {
	t := c.Theme
	text, hint := t.Glyph.Cursor+" ", t.Muted.Render("address bar, or the code")
	switch {
	case !a.typing:
		text += t.Muted.Render("a paste is taken here; ") + t.Key.Render("i") + t.Muted.Render(" types")
	case a.pasted == "":
		text += t.Glyph.Caret
	default:
		text += t.Glyph.Mask + fmt.Sprintf(" %d characters", len(a.pasted)) + t.Glyph.Caret
		hint = t.Muted.Render("enter takes it, ctrl+u empties")
	}
	if c.Width < compact {
		return text
	}
	return widget.Ends(text, hint, c.Width-labelled-1)
}

func (c Context) pasteMark(at *session.Attempt) string {
	if at.PasteBad {
		return c.Theme.Soon.Render("!")
	}
	return c.Theme.Good.Render(c.Theme.Glyph.Done)
}

// browser is the row of the sandbox's browser.
func (c Context) browser(playing bool, page string) string {
	switch {
	case playing:
		return c.Spinner + " reading the page and pressing the button"
	case page != "":
		return c.line(page)
	case c.Width < compact:
		return c.Theme.Key.Render("b") + " plays the browser: Allow, Decline"
	default:
		return c.Theme.Key.Render("b") + " plays the browser here: Allow or Decline"
	}
}
