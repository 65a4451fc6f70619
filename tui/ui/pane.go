package ui

import (
	"slices"
	"strings"

	"zoauth/internal/safe"
)

// Frame is how a pane is set off.
type Frame uint8

// The frames.
const (
	Bare  Frame = iota // lines alone; each frame takes one row more than the one before
	Ruled              // a title row above them
	Boxed              // a box around them, with the title in its upper edge
)

// Pane is a rectangle of a screen, in cells from the screen's upper left corner.
type Pane struct {
	X, Y, Width, Height int
	Frame               Frame
	Title               []Line // names in the title row; the views of an entry are several
	Note                Line   // at the right end of the title row
	Focused             bool   // title and frame take the accent
	Lines               []Line // from the top; what does not fit is left out
	Cursor              *Point // where a text field's cursor is, inside the frame
}

// Point is a cell.
type Point struct{ X, Y int }

// Behind is the pane while a dialog has the focus.
func (p Pane) Behind() Pane {
	p.Focused, p.Lines = false, slices.Clone(p.Lines)
	for i, l := range p.Lines {
		p.Lines[i] = l.Under(l.Row == RowChosen, false)
	}
	return p
}

// Inner is the room inside the frame.
func (p Pane) Inner() (width, height int) {
	switch p.Frame {
	case Ruled:
		return p.Width, max(0, p.Height-1)
	case Boxed:
		return max(0, p.Width-4), max(0, p.Height-2)
	default:
		return p.Width, p.Height
	}
}

// Titled is a title of one name.
func Titled(name safe.Text) []Line { return []Line{L(S(name, Strong))} }

// Views are the titles of an entry's views; the active one is in brackets.
func Views(active int, names ...safe.Text) []Line {
	out := make([]Line, len(names))
	for i, name := range names {
		if i == active {
			out[i] = L(S(safe.Format("[%s]", name), View))
		} else {
			out[i] = L(S(name, Strong))
		}
	}
	return out
}

// Section is a title row inside of a pane, as in "── Causes ─────── 1/3 ──".
func Section(t *Theme, name safe.Text, note Line, width int) Line {
	return rule(t, []Line{L(S(name, Plain))}, note, width, Faint)
}

// Position says where a cursor or a window is in a list, as in "3/7".
func Position(at, count int) Line {
	if count == 0 {
		return Line{}
	}
	return L(S(safe.Format("%s/%s", safe.Int(at+1), safe.Int(count)), Plain))
}

// Dashed joins what there is to say in a frame, as in "2 marked ── 1/3".
func Dashed(parts ...Line) Line {
	out := Line{}
	for _, part := range parts {
		switch {
		case part.Width() == 0:
		case out.Width() == 0:
			out = part
		default:
			out = out.With(S(safe.Const(" ── "), Faint)).With(part.Spans...)
		}
	}
	return out
}

// drawn are the pane's rows with its frame.
func (p Pane) drawn(t *Theme) []Line {
	style := Faint
	if p.Focused {
		style = Accent
	}
	width, height := p.Inner()
	inside := make([]Line, 0, height)
	for _, l := range p.Lines[:min(len(p.Lines), height)] {
		inside = append(inside, l.Cut(width).Pad(width))
	}
	for len(inside) < height {
		inside = append(inside, Line{}.Pad(width))
	}
	switch p.Frame {
	case Ruled:
		return append([]Line{rule(t, p.Title, p.Note, p.Width, style)}, inside...)
	case Boxed:
		return p.boxed(t, inside, style)
	default:
		return inside
	}
}

// rule is "── Title ── Other ─────── note ──".
func rule(t *Theme, names []Line, note Line, width int, style Style) Line {
	g := t.Glyph
	bar := func(n int) Span { return S(g.Rule.Repeat(n), style) }
	tail := Line{}
	if note.Width() > 0 {
		tail = L(S(safe.Const(" "), Plain)).With(note.Spans...).With(S(safe.Const(" "), Plain), bar(2))
	}
	out := L(bar(2)).With(ruled(names, bar(2), style).Spans...)
	if out.Width()+tail.Width() >= width {
		out = L(bar(2)).With(ruled(names, Span{}, style).Spans...)
	}
	gap := width - out.Width() - tail.Width()
	if gap < 1 && len(tail.Spans) > 0 {
		return rule(t, names, shorter(note, -gap+1), width, style)
	}
	return out.With(bar(gap)).With(tail.Spans...).Cut(width)
}

// ruled are the names of a title row with a bar between them; without one, as where
// there is little room, a blank parts them.
func ruled(names []Line, bar Span, style Style) Line {
	blank, out := S(safe.Const(" "), Plain), Line{}
	for i, name := range names {
		if i == 0 || !bar.Text.IsEmpty() {
			out = out.With(blank)
		}
		out = out.With(accented(name, style)...).With(blank)
		if i < len(names)-1 {
			out = out.With(bar)
		}
	}
	return out
}

// shorter is a note with at least n cells less: without its first parts, or none. Nothing
// of it is cut: half a number says something else.
func shorter(note Line, n int) Line {
	room := note.Width() - n
	for len(note.Spans) > 1 && (note.Width() > room || parts(note.Spans[0])) {
		note.Spans = note.Spans[1:]
	}
	if note.Width() > room {
		return Line{}
	}
	return note
}

// parts reports whether a span only parts those beside it, as blanks and dashes do.
func parts(s Span) bool { return strings.Trim(s.Text.String(), " ─") == "" }

// accented gives a focused title the accent.
func accented(name Line, style Style) []Span {
	if style != Accent {
		return name.Spans
	}
	return name.In(Accent).Spans
}

func (p Pane) boxed(t *Theme, inside []Line, style Style) []Line {
	g := t.Glyph
	edge := func(s safe.Text) Span { return S(s, style) }
	out := []Line{p.edge(t, style)}
	for _, l := range inside {
		left, right := edge(g.Side), edge(g.Side)
		if l.Row == RowChosen {
			left.Style, right.Style = style|Bold, style|Bold
		}
		row := L(left, S(safe.Const(" "), Plain)).With(l.Spans...).With(S(safe.Const(" "), Plain), right)
		row.Row = l.Row
		out = append(out, row)
	}
	return append(out, L(edge(g.LowLeft), edge(g.Rule.Repeat(p.Width-2)), edge(g.LowRight)))
}

// edge is "╭ [Why]  Request ─────── note ╮".
func (p Pane) edge(t *Theme, style Style) Line {
	g := t.Glyph
	left := L(S(g.TopLeft, style))
	for i, name := range p.Title {
		gap := 1
		if i > 0 {
			gap = 2
		}
		left = left.With(S(safe.Const(" ").Repeat(gap), Plain)).With(accented(name, style)...)
	}
	if len(p.Title) > 0 {
		left = left.With(S(safe.Const(" "), Plain))
	}
	right := L(S(g.TopRight, style))
	if len(p.Note.Spans) > 0 {
		right = L(S(safe.Const(" "), Plain)).With(p.Note.Spans...).With(S(safe.Const(" "), Plain), S(g.TopRight, style))
	}
	gap := p.Width - left.Width() - right.Width()
	if gap < 0 && len(p.Note.Spans) > 0 {
		p.Note = shorter(p.Note, -gap)
		return p.edge(t, style)
	}
	if gap < 0 {
		return left.Cut(p.Width - 1).With(S(g.TopRight, style))
	}
	return left.With(S(g.Rule.Repeat(gap), style)).With(right.Spans...)
}
