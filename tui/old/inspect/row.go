package inspect

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"zoauth/tui/old/widget"
)

// longLine is the length in bytes from which a line is redacted when its page is
// made, not each time it is drawn.
const longLine = 16 << 10

// prepare measures the lines and redacts the long ones, whole: a secret that the
// window's edge cuts would be missed later.
func (p *page) prepare(c Context) {
	for i := range p.lines {
		l := &p.lines[i]
		if len(l.text) > longLine {
			l.text = c.Clean.Redactor.Redact(l.text)
		}
		p.bytes += l.indent + len(l.text)
		p.widest = max(p.widest, l.indent+cellsAtMost(l.text))
	}
}

// cellsAtMost is how many cells text takes at most once it is cleaned: four for
// each byte that may be escaped.
func cellsAtMost(text string) int {
	cells := len(text)
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			cells += 3
		}
	}
	return cells
}

// mostBytes is how many bytes one cell takes at most: a character and its marks.
const mostBytes = 20

// row draws row i: a note as our own text, a line behind the gutter, from cell
// left on.
func (p *page) row(c Context, i, left, w int, found string) string {
	if i < len(p.notes) {
		return p.note(c, i, w)
	}
	l := p.lines[i-len(p.notes)]
	text := l.text
	if len(text) <= longLine {
		text = c.Clean.Redactor.Redact(text)
	}
	// What is behind the window is not cleaned: a long line would take too long.
	text = text[:min(len(text), mostBytes*(left+w))]
	shown := strings.Repeat(" ", l.indent) + c.Clean.Whole(text).String()
	return fit(c.gutter()+ansi.Cut(highlit(c, p.style(c, shown), found), left, left+w), w)
}

func (p *page) note(c Context, i, w int) string {
	return fit(" "+c.Theme.Muted.Render(c.Clean.Line(p.notes[i]).String()), w)
}

// style colours what is clean already.
func (p *page) style(c Context, text string) string {
	switch p.kind {
	case members:
		return colourJSON(c, text)
	case named:
		if name, value, found := strings.Cut(text, ": "); found {
			return c.Theme.Muted.Render(name+":") + " " + value
		}
	}
	return text
}

// maxFolded is the size in bytes up to which a document is folded; longer ones
// scroll sideways.
const maxFolded = 32 << 10

// folds reports whether lines that are too long are broken instead of cut.
func (p *page) folds() bool { return p.kind == members && p.bytes <= maxFolded }

// folded draws all rows and breaks a member that is too long after its name.
func (p *page) folded(c Context, w int) []string {
	var rows []string
	for i := range p.notes {
		rows = append(rows, p.note(c, i, w))
	}
	for _, l := range p.lines {
		for _, row := range fold(c, l.indent, c.Clean.Whole(l.text).String(), w-2) {
			rows = append(rows, fit(c.gutter()+row, w))
		}
	}
	return rows
}

// leastFold is the least room that a broken value is given.
const leastFold = 8

// fold returns a line of JSON in rows of w cells, coloured.
func fold(c Context, indent int, text string, w int) []string {
	blank := strings.Repeat(" ", indent)
	if indent+widget.Width(text) <= w {
		return []string{colourJSON(c, blank+text)}
	}
	var rows []string
	name, value, found := cutMember(text)
	if found {
		rows = append(rows, blank+c.Theme.Name.Render(name)+":")
		blank += "  "
	} else {
		value = text
	}
	style := valueStyle(c, value)
	for _, part := range widget.Fill(value, max(leastFold, w-len(blank))) {
		rows = append(rows, blank+style.Render(part))
	}
	return rows
}
