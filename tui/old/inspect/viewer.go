package inspect

import (
	"fmt"

	"zoauth/flow"
	"zoauth/tui/old/widget"
)

// The views of a trace.
const (
	pretty = iota
	raw
	headers
	request
	timing
)

var viewNames = []string{"pretty", "raw", "headers", "request", "timing"}

// Viewer shows one trace in views. The zero value shows nothing.
type Viewer struct {
	trace  flow.Trace
	view   int
	window window
	pages  [5]*page // per view; nil: not made yet
	drawn  drawing
	search search
}

// drawing is what the last drawing of the view came to; the zero value is none.
type drawing struct{ rows, width, height int }

// Show takes a trace over; the scroll position stays when it is the same trace.
func (v *Viewer) Show(t flow.Trace) {
	if t.ID != "" && t.ID == v.trace.ID {
		return
	}
	*v = Viewer{trace: t}
	if t.Response == nil && len(t.Received) > 0 {
		v.view = raw // what came is no HTTP: only its bytes can be shown
	}
}

// NextView and PrevView go round the views.
func (v *Viewer) NextView() { v.turn(1) }

// PrevView goes to the view before.
func (v *Viewer) PrevView() { v.turn(len(viewNames) - 1) }

func (v *Viewer) turn(by int) {
	v.view = (v.view + by) % len(viewNames)
	v.window, v.drawn.rows = window{}, 0
}

// Move scrolls by rows.
func (v *Viewer) Move(delta int) {
	v.window.top += delta
	if v.drawn.rows > 0 {
		v.window.clamp(v.drawn.rows, v.drawn.height)
	}
}

// Page scrolls by screens.
func (v *Viewer) Page(delta int) { v.Move(delta * max(1, v.drawn.height-1)) }

// Top scrolls to the start.
func (v *Viewer) Top() { v.window.top = 0 }

// Bottom scrolls to the end.
func (v *Viewer) Bottom() { v.Move(1 << 30) }

// Sideways scrolls by cells, not past the view's longest line.
func (v *Viewer) Sideways(delta int) {
	most := 0
	if p := v.pages[v.view]; p != nil {
		most = max(0, p.widest-1)
	}
	v.window.left = min(max(0, v.window.left+delta), most)
}

// Tabs names the views, in a narrow pane the shown one alone, and where the
// window is when not all fits.
func (v *Viewer) Tabs(c Context) string {
	tabs := c.tabs(viewNames, v.view)
	if c.Narrow {
		tabs = viewNames[v.view]
	}
	mark := v.mark(c)
	if mark != "" && widget.Width(tabs+mark) > v.drawn.width-titleRoom && !c.Narrow {
		tabs = c.tabs(viewNames[v.view:v.view+1], 0)
	}
	return tabs + mark
}

// titleRoom is what a pane's title and the rules around it take of its top row.
const titleRoom = 28

// mark tells which rows are seen, "  12–30 of 400", when there are others.
func (v *Viewer) mark(c Context) string {
	rows, h := v.drawn.rows, v.drawn.height
	if rows == 0 {
		rows = v.page(c).rows()
	}
	if h == 0 || rows <= h {
		return ""
	}
	return c.Theme.Muted.Render(fmt.Sprintf("  %d–%d of %d", v.window.top+1, v.window.top+h, rows))
}

// page makes the current view's page once.
func (v *Viewer) page(c Context) *page {
	if v.pages[v.view] == nil {
		v.pages[v.view] = v.open(c)
	}
	return v.pages[v.view]
}

func (v *Viewer) open(c Context) *page {
	p := &page{}
	switch v.view {
	case pretty:
		p.answer(c, v.trace.Response)
	case raw:
		b, joined := v.trace.AsRead(c.Clean.Redactor)
		p.wire(b, "Nothing was read.")
		if joined {
			p.notes = []string{"The body is shown unpacked and in one piece: as read, a secret in it could not be hidden."}
		}
	case headers:
		p.header(v.trace.Response)
	case request:
		p.request(c, v.trace)
	default:
		p.clock(c, v.trace)
	}
	p.prepare(c)
	return p
}

// Lines draws at most h rows of w cells; only what is visible is cleaned.
func (v *Viewer) Lines(c Context, w, h int) []string {
	if w <= 0 || h <= 0 {
		return nil
	}
	p := v.page(c)
	if v.window.left == 0 && p.folds() && v.search.text == "" {
		rows := p.folded(c, w)
		v.settle(len(rows), w, h)
		return rows[v.window.top:min(len(rows), v.window.top+h)]
	}
	v.settle(p.rows(), w, h)
	var out []string
	for i := v.window.top; i < min(p.rows(), v.window.top+h); i++ {
		out = append(out, p.row(c, i, v.window.left, w, v.search.text))
	}
	return out
}

// settle keeps the window within what is drawn.
func (v *Viewer) settle(rows, w, h int) {
	v.drawn = drawing{rows: rows, width: w, height: h}
	v.window.clamp(rows, h)
}
