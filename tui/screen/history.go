package screen

import (
	"fmt"

	"zoauth/flow"
	"zoauth/tui/inspect"
	"zoauth/tui/intent"
	"zoauth/tui/widget"
)

// History lists the profile's past sends and opens one.
type History struct {
	traces []flow.Trace // oldest first
	cursor int          // counted from the newest
	open   bool
	viewer inspect.Viewer
}

// Show takes over the traces, oldest first.
func (h *History) Show(traces []flow.Trace) {
	h.traces = traces
	h.cursor, h.open = 0, false
}

// Rows returns the list, or the opened trace.
func (h *History) Rows(c Context) []Row {
	if h.open && h.cursor < len(h.traces) {
		t := h.at(h.cursor)
		return []Row{one(widget.Pane{
			Title: fmt.Sprintf("%s %s", titleOf(t.Step), c.clock(t.Started)), Note: h.viewer.Tabs(c.inspect()), Min: 5,
			Grow: func(w, rows int) []string { return h.viewer.Lines(c.inspect(), w, rows) },
		})}
	}
	return []Row{one(widget.Pane{
		Title: "History", Note: c.Theme.Muted.Render(fmt.Sprintf("%d, newest first", len(h.traces))), Min: 3,
		Grow: func(w, rows int) []string { return h.list(c, rows) },
	})}
}

func (h *History) at(fromNewest int) flow.Trace { return h.traces[len(h.traces)-1-fromNewest] }

func (h *History) list(c Context, rows int) []string {
	if len(h.traces) == 0 {
		return []string{"", " Nothing was sent for this profile yet."}
	}
	first := min(max(0, h.cursor-rows/2), max(0, len(h.traces)-rows))
	var out []string
	for i := first; i < min(first+rows, len(h.traces)); i++ {
		t := h.at(i)
		status := string(t.Delivery)
		if t.Response != nil {
			status = fmt.Sprint(t.Response.Status)
		}
		out = append(out, c.cursorRow(i == h.cursor, widget.Fit(c.clock(t.Started), 10)+" "+widget.Fit(string(t.Step), 10),
			widget.Fit(status, 9)+" "+widget.Fit(milliseconds(t.Times.Total), 9)+" "+c.line(t.Summary)))
	}
	return out
}

// Do moves, opens and scrolls.
func (h *History) Do(_ Context, a intent.Action) intent.Intent {
	if h.open {
		return h.inTrace(a)
	}
	last := max(0, len(h.traces)-1)
	switch a {
	case intent.Back:
		return intent.GoBack{}
	case intent.Down:
		h.cursor = min(h.cursor+1, last)
	case intent.Up:
		h.cursor = max(h.cursor-1, 0)
	case intent.PageDown:
		h.cursor = min(h.cursor+10, last)
	case intent.PageUp:
		h.cursor = max(h.cursor-10, 0)
	case intent.Top:
		h.cursor = 0
	case intent.Bottom:
		h.cursor = last
	case intent.Main:
		if len(h.traces) > 0 {
			h.open = true
			h.viewer.Show(h.at(h.cursor))
		}
	}
	return nil
}

func (h *History) inTrace(a intent.Action) intent.Intent {
	switch a {
	case intent.Back:
		h.open = false
	default:
		scroll(&h.viewer, a)
	}
	return nil
}

// scroll moves a viewer.
func scroll(v *inspect.Viewer, a intent.Action) {
	switch a {
	case intent.NextView, intent.NextPane:
		v.NextView()
	case intent.PrevView:
		v.PrevView()
	case intent.Down:
		v.Move(1)
	case intent.Up:
		v.Move(-1)
	case intent.PageDown:
		v.Page(1)
	case intent.PageUp:
		v.Page(-1)
	case intent.Top:
		v.Top()
	case intent.Bottom:
		v.Bottom()
	case intent.Left:
		v.Sideways(-8)
	case intent.Right:
		v.Sideways(8)
	}
}

// Note says what the history holds.
func (h *History) Note(Context) string {
	return "Secrets are masked; fingerprints stay the same across lines."
}
