package inspect

import (
	"strings"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// Pager shows one of the views of an entry, from one of its lines on.
type Pager struct {
	View  int         // of the views
	Names []safe.Text // of all views
	Page  Page        // the view that is shown, in full
	Top   int         // its first line that is shown
	More  bool        // the reasons and sources are shown too
}

// Name takes over the names of the views, and stays on one of them.
func (p *Pager) Name(views []View) {
	p.Names = p.Names[:0]
	for _, v := range views {
		p.Names = append(p.Names, v.Name)
	}
	p.View = min(max(p.View, 0), max(0, len(views)-1))
}

// Turn shows the view n further on; false where there is none.
func (p *Pager) Turn(n int) bool {
	count := len(p.Names)
	if count == 0 {
		return false
	}
	p.View, p.Top = (p.View+n+count)%count, 0
	return true
}

// Next names the view that follows.
func (p *Pager) Next() safe.Text {
	if len(p.Names) == 0 {
		return safe.Const("view")
	}
	return p.Names[(p.View+1)%len(p.Names)].Lower()
}

// Scroll moves the window of height lines by n, as far as there are any.
func (p *Pager) Scroll(n, height int) { p.Top = max(0, min(p.Top+n, len(p.Page.Lines)-height)) }

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
