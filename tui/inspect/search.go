package inspect

import (
	"strings"

	"zoauth/tui/ui"
)

// Find returns the lines of a page that have a text, whatever its case, in their order.
func Find(p Page, text string) []int {
	wanted := strings.ToLower(text)
	if wanted == "" {
		return nil
	}
	var found []int
	for i := range p.Lines {
		if strings.Contains(strings.ToLower(ui.Plaintext(p.Lines[i:i+1]).String()), wanted) {
			found = append(found, i)
		}
	}
	return found
}

// Highlight marks a text wherever it occurs in a line, in any case. The mark may cross
// the spans that hold the text.
func Highlight(l ui.Line, text string) ui.Line {
	whole, wanted := strings.ToLower(ui.Plaintext([]ui.Line{l}).String()), strings.ToLower(text)
	if wanted == "" || !strings.Contains(whole, wanted) || len(whole) != len(ui.Plaintext([]ui.Line{l}).String()) {
		return l
	}
	out := ui.Line{Row: l.Row, Drop: l.Drop}
	begin := 0
	for _, s := range l.Spans {
		n := len(s.Text.String())
		for at := 0; at < n; {
			end, inside := edge(whole, wanted, begin+at)
			end = min(end-begin, n)
			piece := s
			piece.Text = s.Text.Slice(at, end)
			if inside {
				piece.Style = ui.Match
			}
			out.Spans = append(out.Spans, piece)
			at = end
		}
		begin += n
	}
	return out
}

// edge is where the part of a text ends that begins at a place and lies either inside
// one match, or outside of all.
func edge(whole, wanted string, at int) (end int, inside bool) {
	from := max(0, at-len(wanted)+1)
	next := strings.Index(whole[from:], wanted)
	switch {
	case next < 0:
		return len(whole), false
	case from+next <= at:
		return from + next + len(wanted), true
	default:
		return from + next, false
	}
}
