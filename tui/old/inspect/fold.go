package inspect

import (
	"fmt"
	"strings"
)

// Fold folds what is nested in a JSON document, or unfolds it; false when nothing
// is nested.
func (v *Viewer) Fold(c Context) bool {
	p := v.page(c)
	if p.whole != nil {
		p.lines, p.whole = p.whole, nil
	} else {
		short := collapsed(p.lines)
		if p.kind != members || len(short) == len(p.lines) {
			return false
		}
		p.whole, p.lines = p.lines, short
	}
	v.window.top, v.drawn.rows = 0, 0
	return true
}

// collapsed draws every container below the first level in one line.
func collapsed(lines []line) []line {
	var out []line
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		end := closing(lines, i)
		if l.indent == 0 || end <= i {
			out = append(out, l)
			continue
		}
		l.text += fmt.Sprintf(" … %d lines … ", end-i-1) + lines[end].text
		out = append(out, l)
		i = end
	}
	return out
}

// closing is the line that ends the container that line i opens; i when it opens none.
func closing(lines []line, i int) int {
	text := lines[i].text
	if !strings.HasSuffix(text, "{") && !strings.HasSuffix(text, "[") {
		return i
	}
	for j := i + 1; j < len(lines); j++ {
		if lines[j].indent == lines[i].indent {
			return j
		}
	}
	return i
}
