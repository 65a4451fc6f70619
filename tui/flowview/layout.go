package flowview

import "zoauth/tui/ui"

// rects are where the parts of the page stand.
type rects struct {
	rail, timeline, entry ui.Pane
	profiles              ui.Pane // the column of profiles on a wide terminal; no width: there is none
	aside                 ui.Pane // another view of the entry beside it; no width: there is none
	qr                    ui.Pane // of a device's link; no width: there is none
}

// Sizes of the parts, in cells.
const (
	columnWidth  = 32 // of the profiles
	besideWidth  = 46 // of the timeline where the entry stands beside it
	leastList    = 3  // rows of the timeline that stay, where there are as many
	mostList     = 8
	glanceHeight = 12 // of the facts below the timeline beside an entry
)

// layout places rail, timeline and entry. It has no side effect.
func (f *Screen) layout() rects {
	r, room := f.region, f.room()
	out := rects{rail: ui.Pane{Width: r.Width, Height: 1}}
	body := r.Height - 1
	if room < r.Width {
		out.qr = ui.Pane{X: room + 1, Y: 1, Width: r.Width - room - 1, Height: body}
	}
	switch {
	case f.whole:
		out.entry = ui.Pane{Y: 1, Width: r.Width, Height: body, Frame: ui.Ruled}
	case f.urlOnTop():
		height := min(body-6, len(f.entry.page.Lines)+1)
		out.entry = ui.Pane{Y: 1, Width: r.Width, Height: max(4, height), Frame: ui.Ruled}
		out.timeline = ui.Pane{Y: 1 + out.entry.Height, Width: r.Width, Height: body - out.entry.Height, Frame: ui.Ruled}
	case f.wide():
		left := 0
		if room >= ui.ColumnWidth {
			out.profiles = ui.Pane{Y: 1, Width: columnWidth, Height: body, Frame: ui.Boxed}
			left = columnWidth
		}
		out.timeline = ui.Pane{X: left, Y: 1, Width: besideWidth, Height: body, Frame: ui.Boxed}
		left += besideWidth
		out.entry = ui.Pane{X: left, Y: 1, Width: room - left, Height: body, Frame: ui.Boxed}
		if f.paired() {
			out.entry.Width = (room - left + 1) / 2
			out.aside = ui.Pane{X: left + out.entry.Width, Y: 1, Width: room - left - out.entry.Width, Height: body, Frame: ui.Boxed}
		}
	default:
		rows := min(max(1, f.count()), listRows(body))
		out.timeline = ui.Pane{Y: 1, Width: room, Height: rows + 1, Frame: ui.Ruled}
		out.entry = ui.Pane{Y: rows + 2, Width: room, Height: body - rows - 1, Frame: ui.Ruled}
	}
	return out
}

// wide reports whether the entry stands beside the timeline.
func (f *Screen) wide() bool { return f.room() >= ui.BesideWidth && !f.whole && !f.urlOnTop() }

// paired reports whether request and response stand side by side.
func (f *Screen) paired() bool {
	return f.wide() && f.room() >= ui.PairWidth && !f.onDraft() && len(f.marked) < 2 && f.under().Status > 0
}

// urlOnTop reports whether an authorize URL is shown where panes stand side by side: it
// starts at the first column and keeps the full width at every size.
func (f *Screen) urlOnTop() bool {
	w, open := f.s.Consent().Waiting()
	return open && f.region.Beside() && !f.whole && w.UserCode == "" && f.under().ID == w.Entry && f.entry.view == 0
}

// listRows is how many rows of the timeline are shown over an entry in a body of height
// rows.
func listRows(height int) int {
	return min(mostList, max(leastList, height/3-1))
}

// entryHeight is how many lines of the entry are shown.
func (f *Screen) entryHeight() int {
	_, height := f.layout().entry.Inner()
	return max(1, height)
}
