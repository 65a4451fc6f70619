package inspect

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

// search is what is looked for in a view. The zero value looks for nothing.
type search struct {
	text string // lower case
	at   int    // the row of the newest match
}

// Find goes to the first row from the window's top on that holds text, whatever its
// case, and reports whether there is one. An empty text ends the search.
func (v *Viewer) Find(c Context, text string) bool {
	v.search = search{text: strings.ToLower(text), at: v.window.top - 1}
	return text == "" || v.FindNext(c, 1)
}

// Searching reports whether something is looked for.
func (v *Viewer) Searching() bool { return v.search.text != "" }

// FindNext goes to the next match, by -1 to the one before, round the ends; false
// when there is none.
func (v *Viewer) FindNext(c Context, by int) bool {
	p := v.page(c)
	n := p.rows()
	for i := 1; i <= n; i++ {
		row := ((v.search.at+by*i)%n + n) % n
		if at := p.find(c, row, v.search.text); at >= 0 {
			v.search.at = row
			v.reach(row, at)
			return true
		}
	}
	return false
}

// reach moves the window so that a row and its cell at are seen.
func (v *Viewer) reach(row, at int) {
	if h := max(1, v.drawn.height); row < v.window.top || row >= v.window.top+h {
		v.window.top = max(0, row-h/2)
	}
	v.window.left = 0
	if w := max(1, v.drawn.width-4); at >= w {
		v.window.left = at - w/2
	}
}

// find returns the cell at which a row holds text, or -1. What a row holds only in a
// secret is not found: it is not shown.
func (p *page) find(c Context, row int, text string) int {
	if text == "" || row < len(p.notes) {
		return -1
	}
	l := p.lines[row-len(p.notes)]
	if !strings.Contains(strings.ToLower(l.text), text) {
		return -1
	}
	shown := strings.ToLower(c.Clean.Redactor.Redact(l.text))
	i := strings.Index(shown, text)
	if i < 0 {
		return -1
	}
	return l.indent + ansi.StringWidth(c.Clean.Whole(shown[:i]).String())
}

// highlit marks what was looked for in a styled row.
func highlit(c Context, styled, text string) string {
	plain := strings.ToLower(ansi.Strip(styled))
	if text == "" || !strings.Contains(plain, text) {
		return styled
	}
	var ranges []lipgloss.Range
	for from := 0; ; {
		i := strings.Index(plain[from:], text)
		if i < 0 {
			return lipgloss.StyleRanges(styled, ranges...)
		}
		begin := ansi.StringWidth(plain[:from+i])
		ranges = append(ranges, lipgloss.NewRange(begin, begin+ansi.StringWidth(text), c.Theme.Match))
		from += i + len(text)
	}
}
