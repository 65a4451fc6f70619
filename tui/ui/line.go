package ui

import "zoauth/internal/safe"

// Style is what a span means, with attributes added by |. The theme alone knows its
// colour.
type Style uint16

// The meanings.
const (
	Plain      Style = iota
	Faint            // over, units, help
	Strong           // names, methods, what is chosen
	Accent           // key letters, the focused title, the active view
	Good             // done, 2xx
	Soon             // act soon; nothing else is yellow
	Bad              // failed, 4xx and 5xx, production
	Unclear          // uncertain, not saved, to give back
	Name             // a JSON member's name
	Print            // a fingerprint
	Main             // the main action, on the accent's background
	View             // the active view of an entry
	Production       // reversed, in the header only
	Match            // a found text
	Dots             // a QR code's, both colours set
	meanings
)

// The attributes.
const (
	Bold Style = 1 << (8 + iota)
	Underline
	Reverse
	attributes = Bold | Underline | Reverse
)

// Span is a piece of a line.
type Span struct {
	Text  safe.Text
	Style Style
	Link  safe.Text // where a click on it leads, in terminals that know links
}

// S is a span of text.
//
//go:noinline
func S(text safe.Text, style Style) Span { return Span{Text: text, Style: style} }

// Row is how a whole line looks.
type Row uint8

// The rows.
const (
	RowPlain  Row = iota
	RowChosen     // under the cursor of the pane that has the focus
	RowHeld       // under the cursor of a pane without it
	rows
)

// Drop says when a line goes as the room gets short.
type Drop uint8

// The drops, from never to first.
const (
	Keep Drop = iota
	DropEvidence
	DropBig // big letters
	DropQR
	DropList
	DropHelp
	DropBlank
)

// Whole reports whether lines of a drop only go together: half a letter says nothing.
func (d Drop) Whole() bool { return d == DropBig || d == DropQR }

// Line is one row of a pane.
type Line struct {
	Spans []Span
	Row   Row
	Drop  Drop
	Goes  bool // the text of the row above goes on in it: one does not go without the other
}

// L is a line of spans. It, S and the methods of a line that stand in hundreds of places
// are not inlined: that would take 60 kB.
//
//go:noinline
func L(spans ...Span) Line { return Line{Spans: spans} }

// T is a line of plain text.
func T(text safe.Text) Line { return L(S(text, Plain)) }

// Blank is an empty line that goes first.
func Blank() Line { return Line{Drop: DropBlank} }

// Ts are lines of plain text that go at drop.
func Ts(texts []safe.Text, style Style, drop Drop) []Line {
	out := make([]Line, len(texts))
	for i, t := range texts {
		out[i] = Line{Spans: []Span{S(t, style)}, Drop: drop}
	}
	return out
}

// Hang sets rows of text behind a head, which is written before the first one alone.
func Hang(head Line, rows []safe.Text, style Style, drop Drop) []Line {
	out := make([]Line, len(rows))
	for i, row := range rows {
		out[i] = head.With(S(row, style))
		out[i].Drop, out[i].Goes = drop, i > 0
		if i == 0 {
			head = Line{}.Pad(head.Width())
		}
	}
	return out
}

// Width is how many cells the line takes.
//
//go:noinline
func (l Line) Width() int {
	n := 0
	for _, s := range l.Spans {
		n += s.Text.Width()
	}
	return n
}

// Chosen is the line with the cursor on it where here, in the pane that has the focus.
func (l Line) Chosen(here bool) Line { return l.Under(here, true) }

// Under is the line with the cursor on it where here, in a pane that has the focus or not.
func (l Line) Under(here, focused bool) Line {
	switch {
	case here && focused:
		l.Row = RowChosen
	case here:
		l.Row = RowHeld
	}
	return l
}

// In is the line with every span that is plain in style instead.
func (l Line) In(style Style) Line {
	spans := make([]Span, len(l.Spans))
	for i, s := range l.Spans {
		if s.Style == Plain {
			s.Style = style
		}
		spans[i] = s
	}
	l.Spans = spans
	return l
}

// Indent sets n blanks before the line.
func (l Line) Indent(n int) Line {
	l.Spans = append([]Span{S(safe.Const(" ").Repeat(n), Plain)}, l.Spans...)
	return l
}

// Columns are the cells from column from up to column to.
func (l Line) Columns(from, to int) Line {
	out := Line{Row: l.Row, Drop: l.Drop}
	at := 0
	for _, s := range l.Spans {
		w := s.Text.Width()
		if at+w > from && at < to {
			piece := s
			piece.Text = s.Text.Columns(max(0, from-at), min(w, to-at))
			out.Spans = append(out.Spans, piece)
		}
		at += w
	}
	return out
}

// Cut shortens the line to width cells; a cut one ends with an ellipsis.
func (l Line) Cut(width int) Line {
	if l.Width() <= width {
		return l
	}
	out := l.Columns(0, max(0, width-1))
	return out.With(S(safe.Const("…").Columns(0, width), Faint))
}

// With is the line with spans behind it.
//
//go:noinline
func (l Line) With(spans ...Span) Line {
	l.Spans = append(l.Spans[:len(l.Spans):len(l.Spans)], spans...)
	return l
}

// Pad fills the line with blanks up to width cells.
func (l Line) Pad(width int) Line {
	if gap := width - l.Width(); gap > 0 {
		return l.With(S(safe.Const(" ").Repeat(gap), Plain))
	}
	return l
}

// Ends sets left and right at the ends of width cells. What is left of the room is
// left's, which is cut.
func Ends(left, right Line, width int) Line {
	room := width - right.Width()
	if room < 2 || len(right.Spans) == 0 {
		return left.Cut(width)
	}
	out := left.Cut(room - 1).Pad(room).With(right.Spans...)
	out.Row, out.Drop = left.Row, left.Drop
	return out
}

// Noted is the line with a note behind it, from column at on, and without it where there
// is no room for all of the note in width cells.
func (l Line) Noted(note safe.Text, at, width int) Line {
	out := l.Pad(max(at, l.Width()+1))
	if out.Width()+note.Width() > width {
		return l
	}
	return out.With(S(note, Faint))
}

// Shorten is a name of at most width cells, without its middle: names of one family begin
// alike.
func Shorten(name safe.Text, width int) safe.Text {
	whole := name.Width()
	if whole <= width || width < 3 {
		return name.Cut(width)
	}
	head := (width - 1) / 2
	return safe.Concat(name.Columns(0, head), safe.Const("…"), name.Columns(whole-(width-1-head), whole))
}

// Cell is a part of a row of columns.
type Cell struct {
	Width int // cells with the gap behind it; 0: as long as the text is
	Text  safe.Text
	Style Style
}

// Columns sets cells beside each other, each cut to its width less one.
func Columns(cells ...Cell) Line {
	var out Line
	for _, c := range cells {
		text := c.Text
		if c.Width > 0 {
			text = text.Cut(c.Width - 1)
		}
		out.Spans = append(out.Spans, S(text, c.Style))
		if gap := c.Width - text.Width(); c.Width > 0 && gap > 0 {
			out.Spans = append(out.Spans, S(safe.Const(" ").Repeat(gap), Plain))
		}
	}
	return out
}

// Fit drops lines, those that go first first, until at most height are left, and cuts
// what is still too long at its end.
func Fit(lines []Line, height int) []Line {
	gone := Dropped(lines, height, func(int) bool { return false })
	kept := make([]Line, 0, len(lines))
	for i, l := range lines {
		if !gone[i] {
			kept = append(kept, l)
		}
	}
	return kept[:min(len(kept), max(0, height))]
}

// Dropped says which lines go, those that go first first and from the end, so that at most
// height are left where as many may go. A line that is held stays.
func Dropped(lines []Line, height int, held func(i int) bool) []bool {
	gone, over := make([]bool, len(lines)), len(lines)-height
	for drop := DropBlank; drop > Keep && over > 0; drop-- {
		may := over
		if drop.Whole() {
			may = len(lines)
		}
		for i := len(lines) - 1; i >= 0 && (may > 0 || i+1 < len(lines) && gone[i+1] && lines[i+1].Goes); i-- {
			if lines[i].Drop == drop && !held(i) {
				gone[i] = true
				over, may = over-1, may-1
			}
		}
	}
	return gone
}
