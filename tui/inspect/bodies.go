package inspect

import (
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/tui/ui"
)

// Bodies keeps the lines of the bodies that were drawn last: one of a mebibyte takes a
// hundred times as long as all around it, and a page is drawn at each change. The zero
// value keeps none yet.
type Bodies struct{ kept []drawnBody }

// mostBodies is how many are kept: a page has two views of one body.
const mostBodies = 2

type drawnBody struct {
	of    bodyKey
	lines []ui.Line
	items []Item // their rows count from the body's first line
}

// bodyKey is all that a body's lines are made from.
type bodyKey struct {
	first   *byte
	size    int
	width   int
	version int // of what the cleaner knows
	theme   *ui.Theme
	shown   string
	folds   string
}

// body is a response's body, of those that were drawn before or anew.
func (d *drawing) body(r *flow.Response) {
	if d.Bodies == nil || len(r.Body) == 0 {
		d.wholeBody(r)
		return
	}
	key := bodyKey{&r.Body[0], len(r.Body), d.Width, d.Clean.Version(), d.Theme, d.Shown, folded(d.Folds)}
	kept := d.Bodies.kept
	i := slices.IndexFunc(kept, func(b drawnBody) bool { return b.of == key })
	if i < 0 {
		part := &drawing{Context: d.Context}
		part.wholeBody(r)
		kept = append(kept[max(0, len(kept)-mostBodies+1):], drawnBody{key, part.page.Lines, part.page.Items})
		d.Bodies.kept, i = kept, len(kept)-1
	}
	from := len(d.page.Lines)
	for _, it := range kept[i].items {
		it.Row += from
		d.page.Items = append(d.page.Items, it)
	}
	d.add(kept[i].lines...)
}

// folded names what is folded.
func folded(folds map[string]bool) string {
	var names []string
	for name, on := range folds {
		if on {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return strings.Join(names, ",")
}
