package tui

import (
	"zoauth/tui/old/theme"
	"zoauth/tui/old/widget"
)

// The sizes that decide what there is room for (SCREENS.md §1).
const (
	minWidth     = 60
	minHeight    = 15
	wideWidth    = 100 // sidebar and boxes from here on
	besideWidth  = 120 // request beside response
	sidebarWidth = 36
)

// row is a line of panes that stand side by side.
type row []widget.Pane

// frame is the room that a screen has after header and footer.
type frame struct {
	width, height int
	boxed         bool
	stepper       bool // the screen has a stepper row, as long as there is room
	status        bool
}

// arrangement is what is left of a screen when it is fitted into its frame.
type arrangement struct {
	rows    []row
	heights []int // of each row, titles and frames included
	stepper bool
	status  bool
}

// arrange fits rows into f: what goes first is SCREENS.md §1's table. It has no
// side effect and does not change rows.
func arrange(rows []row, f frame) arrangement {
	a := arrangement{rows: clone(rows), stepper: f.stepper, status: f.status}
	for _, shrink := range []func(excess int){
		func(excess int) { a.dropLines(widget.DropBlank, excess) },
		func(excess int) { a.dropLines(widget.DropStrip, 1<<20) },
		func(excess int) { a.dropLines(widget.DropExtra, 1<<20) },
		func(int) { a.dropSecond() },
		func(int) { a.stepper = false },
		func(int) { a.dropTitles() },
		func(int) { a.status = false },
	} {
		if excess := a.need(f.boxed) - f.height; excess > 0 {
			shrink(excess)
		}
	}
	a.share(f)
	return a
}

func clone(rows []row) []row {
	out := make([]row, 0, len(rows))
	for _, r := range rows {
		out = append(out, append(row(nil), r...))
	}
	return out
}

// need is how many rows the arrangement takes at least.
func (a *arrangement) need(boxed bool) int {
	n := 0
	for _, r := range a.rows {
		n += r.height(boxed)
	}
	if a.stepper {
		n++
	}
	if a.status {
		n++
	}
	return n
}

func (r row) height(boxed bool) int {
	h := 0
	for _, p := range r {
		own := p.Height()
		if boxed {
			own += 2
		} else if p.Title != "" {
			own++
		}
		h = max(h, own)
	}
	return h
}

func (r row) grows() bool {
	for _, p := range r {
		if p.Grow != nil {
			return true
		}
	}
	return false
}

// appetite is how many rows beyond its least the row can fill.
func (r row) appetite() int {
	most := 0
	for _, p := range r {
		switch {
		case p.Grow != nil && p.Max == 0:
			return 1 << 20
		case p.Grow != nil:
			most = max(most, p.Max-p.Min)
		}
	}
	return most
}

// dropLines removes at most count lines of the given drop, from the last one up.
func (a *arrangement) dropLines(drop widget.Drop, count int) {
	for i := len(a.rows) - 1; i >= 0; i-- {
		for j := range a.rows[i] {
			lines := append([]widget.Line(nil), a.rows[i][j].Lines...)
			for k := len(lines) - 1; k >= 0 && count > 0; k-- {
				if lines[k].Drop == drop {
					lines = append(lines[:k], lines[k+1:]...)
					count--
				}
			}
			a.rows[i][j].Lines = lines
		}
	}
}

func (a *arrangement) dropSecond() {
	kept := a.rows[:0]
	for _, r := range a.rows {
		if len(r) > 0 && r[0].Second {
			continue
		}
		kept = append(kept, r)
	}
	a.rows = kept
}

func (a *arrangement) dropTitles() {
	for _, r := range a.rows {
		for j := range r {
			if r[j].Drop == widget.DropTitle {
				r[j].Title, r[j].Note = "", ""
			}
		}
	}
}

// share gives the rows their heights: what is left goes to those that grow, and
// what is missing is taken from the last ones.
func (a *arrangement) share(f frame) {
	spare := f.height - a.need(f.boxed)
	growing := 0
	for _, r := range a.rows {
		a.heights = append(a.heights, r.height(f.boxed))
		if r.grows() {
			growing++
		}
	}
	for i, r := range a.rows {
		if spare > 0 && r.grows() {
			extra := min(spare/growing, r.appetite())
			a.heights[i] += extra
			spare -= extra
			growing--
		}
	}
	for i := len(a.heights) - 1; i >= 0 && spare < 0; i-- {
		taken := min(a.heights[i], -spare)
		a.heights[i] -= taken
		spare += taken
	}
}

// render draws the arrangement into exactly its rows, each w cells at most.
func (a *arrangement) render(t *theme.Theme, f frame) []string {
	var out []string
	for i, r := range a.rows {
		out = append(out, r.render(t, f.width, a.heights[i], f.boxed)...)
	}
	return out
}

func (r row) render(t *theme.Theme, w, h int, boxed bool) []string {
	if len(r) == 1 {
		return renderPane(t, r[0], w, h, boxed)
	}
	out := make([]string, h)
	for j, p := range r {
		own := w / len(r)
		if j == len(r)-1 {
			own = w - own*(len(r)-1)
		}
		for i, line := range renderPane(t, p, own, h, boxed) {
			out[i] += widget.Fit(line, own)
		}
	}
	return out
}

func renderPane(t *theme.Theme, p widget.Pane, w, h int, boxed bool) []string {
	if h <= 0 {
		return nil
	}
	if boxed {
		if h < 3 {
			return make([]string, h)
		}
		return widget.Box(t, p.Title, p.Note, p.Rows(w-2, h-2), w, h)
	}
	if p.Title == "" {
		return p.Rows(w, h)
	}
	return append([]string{widget.Rule(t, p.Title, p.Note, w)}, p.Rows(w, h-1)...)
}
