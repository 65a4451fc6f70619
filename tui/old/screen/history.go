package screen

import (
	"fmt"
	"slices"

	"zoauth/flow"
	"zoauth/flow/export"
	"zoauth/tui/old/inspect"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// History lists the profile's past sends, opens one, and compares two.
type History struct {
	traces  []flow.Trace // oldest first
	cursor  int          // counted from the newest
	open    bool
	viewer  inspect.Viewer
	ticked  []string // IDs of the traces to compare, two at most
	compare inspect.Comparison
	title   string // of the comparison
	wanted  intent.ShowTrace
	owner   owner // of the traces
	read    bool
}

// owner is a profile in its name space.
type owner struct {
	profile string
	sandbox bool
}

// Of empties the list when it is another profile's; Show fills it.
func (h *History) Of(app flow.App) {
	if of := (owner{app.Name, app.Sandbox}); h.owner != of {
		*h = History{wanted: h.wanted, owner: of}
	}
}

// Show takes over the traces, oldest first, and opens the one that was wanted.
func (h *History) Show(traces []flow.Trace) {
	h.traces, h.read, h.ticked, h.compare = traces, true, nil, inspect.Comparison{}
	h.cursor, h.open = 0, false
	for i, t := range traces {
		if t.ID == h.wanted.ID && t.ID != "" {
			h.cursor = len(traces) - 1 - i
			h.look()
			h.step(h.wanted.By)
		}
	}
	h.wanted = intent.ShowTrace{}
}

// Stay lets the next Show open the trace that is open, where no other one is wanted.
func (h *History) Stay() {
	if h.Opened() && h.wanted.ID == "" {
		h.wanted = intent.ShowTrace{ID: h.Under()}
	}
}

// Want says which trace the next Show opens.
func (h *History) Want(w intent.ShowTrace) { h.wanted = w }

// Opened reports whether one trace is looked into.
func (h *History) Opened() bool { return h.open && h.compare.Empty() }

// Compared reports whether two traces are compared.
func (h *History) Compared() bool { return !h.compare.Empty() }

// Under is the ID of the trace under the cursor; empty without one.
func (h *History) Under() string {
	if h.cursor >= len(h.traces) {
		return ""
	}
	return h.at(h.cursor).ID
}

// Viewer is that of the opened trace.
func (h *History) Viewer() *inspect.Viewer { return &h.viewer }

// Comparable reports whether there are two traces.
func (h *History) Comparable() bool { return len(h.traces) > 1 }

// Rows returns the list, the opened trace, or the comparison.
func (h *History) Rows(c Context) []Row {
	switch {
	case !h.compare.Empty():
		return []Row{one(widget.Pane{
			Title: h.title, Min: 5,
			Grow: func(w, rows int) []string { return h.compare.Lines(c.inspect(), w, rows) },
		})}
	case h.open && h.cursor < len(h.traces):
		t := h.at(h.cursor)
		trace := widget.Pane{
			Lines: c.inFront(t),
			Title: fmt.Sprintf("%s %s", titleOf(t.Step), c.clock(t.Started)), Note: h.tabs(c), Min: 5,
			Grow: func(w, rows int) []string { return h.viewer.Lines(c.inspect(), w, rows) },
		}
		return append([]Row{one(trace)}, c.strip(h.traces, t.ID)...)
	default:
		return []Row{one(widget.Pane{
			Title: "History", Note: c.Theme.Muted.Render(fmt.Sprintf("%d, newest first", len(h.traces))), Min: 3,
			Grow: func(w, rows int) []string { return h.list(c, rows) },
		})}
	}
}

// tabsRoom is the width that the names of all views and a request's time take.
const tabsRoom = 70

// inFront are what support asks for first: status, reason, tracking id.
func (c Context) inFront(t flow.Trace) []widget.Line {
	lines := widget.Lines(" " + c.Theme.Strong.Render(Headline(c, t)) + "   " + c.line(t.Summary))
	return append(append(lines, c.tracking(t)...), widget.Blank)
}

// tabs names the views, on a narrow screen the shown one alone.
func (h *History) tabs(c Context) string {
	ic := c.inspect()
	ic.Narrow = c.Width < tabsRoom
	return h.viewer.Tabs(ic)
}

func (h *History) at(fromNewest int) flow.Trace { return h.traces[len(h.traces)-1-fromNewest] }

func (h *History) list(c Context, rows int) []string {
	switch {
	case len(h.traces) == 0 && !h.read:
		return nil
	case len(h.traces) == 0:
		return []string{"", " Nothing was sent for this profile yet."}
	}
	first, end := around(h.cursor, len(h.traces), rows)
	var out []string
	for i := first; i < end; i++ {
		t, tick := h.at(i), ""
		if slices.Contains(h.ticked, t.ID) {
			tick = c.Theme.Good.Render(c.Theme.Glyph.Done)
		}
		out = append(out, c.cursorRow(i == h.cursor, widget.Fit(tick, 2)+widget.Fit(c.clock(t.Started), 10)+" "+widget.Fit(string(t.Step), 10), c.came(t)))
	}
	return out
}

// came is what came of a send: status, duration, summary.
func (c Context) came(t flow.Trace) string {
	status := string(t.Delivery)
	if t.Response != nil {
		status = fmt.Sprint(t.Response.Status)
	}
	return widget.Fit(status, 9) + " " + widget.Fit(milliseconds(t.Times.Total), 9) + " " + c.line(t.Summary)
}

// Do moves, opens, ticks, compares and scrolls.
func (h *History) Do(c Context, a intent.Action) intent.Intent {
	switch {
	case !h.compare.Empty():
		return h.inComparison(a)
	case h.open:
		return h.inTrace(c, a)
	}
	switch a {
	case intent.Older:
		a = intent.Down
	case intent.Newer:
		a = intent.Up
	}
	if to, moves := moved(h.cursor, len(h.traces), a); moves {
		h.cursor = to
		return nil
	}
	switch a {
	case intent.Back:
		return intent.GoBack{}
	case intent.Fold:
		h.tick()
	case intent.Compare:
		return h.compareTicked(c)
	case intent.Main:
		h.look()
	}
	return nil
}

// look opens the trace under the cursor.
func (h *History) look() {
	if len(h.traces) > 0 {
		h.open = true
		h.viewer.Show(h.at(h.cursor))
	}
}

// step goes to a newer trace, by a negative number to an older one.
func (h *History) step(by int) {
	h.cursor = min(max(0, h.cursor-by), max(0, len(h.traces)-1))
	h.look()
}

// tick marks the trace under the cursor, or takes its mark; a third one takes the
// place of the first.
func (h *History) tick() {
	if len(h.traces) == 0 {
		return
	}
	id := h.at(h.cursor).ID
	if i := slices.Index(h.ticked, id); i >= 0 {
		h.ticked = slices.Delete(h.ticked, i, i+1)
		return
	}
	h.ticked = append(h.ticked, id)
	h.ticked = h.ticked[max(0, len(h.ticked)-2):]
}

// compareTicked compares the two that are ticked, the ticked one with the one under
// the cursor, or that one with the one before of its step.
func (h *History) compareTicked(c Context) intent.Intent {
	ids := slices.Clone(h.ticked)
	if len(ids) < 2 && len(h.traces) > 0 {
		if id := h.at(h.cursor).ID; !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	var pair []flow.Trace
	for _, t := range h.traces {
		if slices.Contains(ids, t.ID) {
			pair = append(pair, t)
		}
	}
	if len(pair) == 1 {
		return h.compareBefore(c)
	}
	h.against(c, pair[0], pair[1])
	return nil
}

// compareBefore compares the trace under the cursor with the one before of its step,
// else with the one before.
func (h *History) compareBefore(c Context) intent.Intent {
	at := len(h.traces) - 1 - h.cursor
	if at < 1 {
		return intent.Say{Text: "Nothing was sent before it."}
	}
	before := at - 1
	for i := at - 1; i >= 0; i-- {
		if h.traces[i].Step == h.traces[at].Step {
			before = i
			break
		}
	}
	h.against(c, h.traces[before], h.traces[at])
	return nil
}

func (h *History) against(c Context, before, after flow.Trace) {
	h.compare = inspect.NewComparison(inspect.Traces(before, after))
	h.title = fmt.Sprintf("%s %s and %s %s", titleOf(before.Step), c.clock(before.Started), titleOf(after.Step), c.clock(after.Started))
}

func (h *History) inComparison(a intent.Action) intent.Intent {
	if a == intent.Back || a == intent.Compare {
		h.compare = inspect.Comparison{}
		return nil
	}
	scrollComparison(&h.compare, a)
	return nil
}

func (h *History) inTrace(c Context, a intent.Action) intent.Intent {
	switch a {
	case intent.Back:
		h.open = false
	case intent.Older:
		h.step(-1)
	case intent.Newer:
		h.step(1)
	case intent.Compare:
		return h.compareBefore(c)
	default:
		return c.look(&h.viewer, a)
	}
	return nil
}

// Copies hand on the opened trace.
func (h *History) Copies(c Context) []Copy {
	if !h.Opened() || h.cursor >= len(h.traces) {
		return nil
	}
	t := h.at(h.cursor)
	return traceCopies(c, t, export.Rebuilt(t))
}

// Note says what the history holds.
func (h *History) Note(Context) string {
	switch {
	case !h.compare.Empty():
		return "- before, + after; what is the same is faint. esc goes back."
	case h.open:
		return "Secrets are masked; , and . go through the attempts."
	case len(h.ticked) == 1:
		return "One is ticked: tick another one, or c compares it with the one under the cursor."
	default:
		return "Secrets are masked; fingerprints stay the same across lines."
	}
}
