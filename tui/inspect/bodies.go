package inspect

import (
	"maps"
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

// body draws a response's body.
type body struct {
	*drawing
	r *flow.Response
}

// draw takes it from those that were drawn before, or draws it anew.
func (b body) draw() {
	b.page.Note = ui.L(faint(ui.Size(len(b.r.Body))))
	b.page.Text = func() string { return string(b.r.Body) }
	if b.Bodies == nil || len(b.r.Body) == 0 {
		b.whole()
		return
	}
	key := bodyKey{&b.r.Body[0], len(b.r.Body), b.Width, b.Clean.Version(), b.Theme, b.Shown, strings.Join(slices.Sorted(maps.Keys(b.Folds)), ",")}
	kept := b.Bodies.kept
	i := slices.IndexFunc(kept, func(one drawnBody) bool { return one.of == key })
	if i < 0 {
		part := &drawing{Context: b.Context}
		body{part, b.r}.whole()
		kept = append(kept[max(0, len(kept)-mostBodies+1):], drawnBody{key, part.page.Lines, part.page.Items})
		b.Bodies.kept, i = kept, len(kept)-1
	}
	from := len(b.page.Lines)
	for _, it := range kept[i].items {
		it.Row += from
		b.page.Items = append(b.page.Items, it)
	}
	b.add(kept[i].lines...)
}
