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
	whole := ui.Plaintext([]ui.Line{l})
	lower, wanted := strings.ToLower(whole.String()), strings.ToLower(text)
	if wanted == "" || !strings.Contains(lower, wanted) || len(lower) != len(whole.String()) {
		return l
	}
	out, from, at := ui.Line{Row: l.Row, Drop: l.Drop}, 0, 0
	for {
		next := strings.Index(lower[at:], wanted)
		if next < 0 {
			return out.With(l.Columns(from, l.Width()).Spans...)
		}
		begin := whole.Slice(0, at+next).Width()
		at += next + len(wanted)
		end := whole.Slice(0, at).Width()
		out = out.With(l.Columns(from, begin).Spans...)
		for _, s := range l.Columns(begin, end).Spans {
			s.Style = ui.Match
			out = out.With(s)
		}
		from = end
	}
}
