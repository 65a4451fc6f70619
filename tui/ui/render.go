package ui

import (
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"zoauth/internal/safe"
)

// Draw composes panes into region, a later one over an earlier one. Rows have no
// trailing blanks unless they are coloured.
func Draw(region Region, panes ...Pane) []Line {
	out := make([]Line, region.Height)
	for i := range out {
		out[i] = Line{}.Pad(region.Width)
	}
	for _, p := range panes {
		for i, l := range p.drawn(region.Theme) {
			y := p.Y + i
			if y < 0 || y >= region.Height {
				continue
			}
			out[y] = over(out[y], l, p.X, p.Width, region.Width)
		}
	}
	return out
}

// over sets l on below at column x. The row's look is that of the span under it.
func over(below, l Line, x, width, whole int) Line {
	if x == 0 && width == whole {
		return l
	}
	l = l.Columns(0, min(width, whole-x)).Pad(min(width, whole-x))
	if x == 0 && width > whole {
		return l
	}
	l.Spans = inRow(l)
	left, right := below.Columns(0, x), below.Columns(x+width, whole)
	return Line{Spans: slices.Concat(inRow(left), l.Spans, inRow(right))}
}

// inRow gives the spans the look of their row, for a row that is made of parts.
func inRow(l Line) []Span {
	if l.Row == RowPlain {
		return l.Spans
	}
	out := slices.Clone(l.Spans)
	for i := range out {
		out[i].Style |= Style(l.Row) << ofRow
	}
	return out
}

// ofRow is the bit from which on a span says which row it is of, where that became part
// of another row.
const ofRow = 14

// Render writes rows as a terminal reads them.
func Render(t *Theme, lines []Line) string {
	var b strings.Builder
	for i, l := range lines {
		if i > 0 {
			b.WriteByte('\n')
		}
		t.render(&b, l)
	}
	return b.String()
}

func (t *Theme) render(b *strings.Builder, l Line) {
	look := ""
	for _, s := range l.Spans {
		if s.Text.IsEmpty() {
			continue
		}
		row := l.Row
		if part := Row(s.Style >> ofRow); part != RowPlain {
			row = part
		}
		if begin := t.begin[row][s.Style&0xff][(s.Style&attributes)>>8]; begin != look {
			if look != "" {
				b.WriteString(reset)
			}
			b.WriteString(begin)
			look = begin
		}
		t.write(b, s)
	}
	if look != "" {
		b.WriteString(reset)
	}
}

// inASCIIOnly replaces the marks that texts have whoever made them: of what is masked, of
// what is cut, of rules, and of the arrow keys.
var inASCIIOnly = strings.NewReplacer("•", "*", "…", ">", "─", "-", "↑", "^", "↓", "v", "←", "<", "→", ">",
	"━", "=", "│", "|", "·", "-", "›", ">", "▸", ">", "–", "-", "×", "x", "“", `"`, "”", `"`)

// write writes a span's text, as a link where it is one.
func (t *Theme) write(b *strings.Builder, s Span) {
	text := s.Text.String()
	if t.ASCII {
		text = inASCIIOnly.Replace(text)
	}
	if s.Link.IsEmpty() {
		b.WriteString(text)
		return
	}
	b.WriteString(ansi.SetHyperlink(s.Link.String(), "id=url"))
	b.WriteString(text)
	b.WriteString(ansi.ResetHyperlink())
}

// Plaintext is what lines say, without styles, for tests and copies.
func Plaintext(lines []Line) safe.Text {
	parts := make([]safe.Text, len(lines))
	for i, l := range lines {
		spans := make([]safe.Text, len(l.Spans))
		for j, s := range l.Spans {
			spans[j] = s.Text
		}
		parts[i] = safe.Concat(spans...)
	}
	return safe.Join("\n", parts...)
}
