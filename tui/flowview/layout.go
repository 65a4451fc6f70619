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

// arrangement says how the parts of the page stand: it follows from the room and from
// what is shown.
type arrangement struct {
	region   ui.Region
	room     int  // cells of timeline and entry: a QR code stands beside them
	whole    bool // the entry takes the whole screen
	urlOnTop bool // an authorize URL is shown where panes stand side by side
	answered bool // the entry is a single one with a response
	rows     int  // of the timeline
	lines    int  // of the entry
}

// rects places rail, timeline and entry. It has no side effect.
func (a arrangement) rects() rects {
	r, room := a.region, a.room
	out := rects{rail: ui.Pane{Width: r.Width, Height: 1}}
	body := r.Height - 1
	if room < r.Width {
		out.qr = ui.Pane{X: room + 1, Y: 1, Width: r.Width - room - 1, Height: body}
	}
	switch {
	case a.whole:
		out.entry = ui.Pane{Y: 1, Width: r.Width, Height: body, Frame: ui.Ruled}
	case a.urlOnTop:
		height := min(body-6, a.lines+1)
		out.entry = ui.Pane{Y: 1, Width: r.Width, Height: max(4, height), Frame: ui.Ruled}
		out.timeline = ui.Pane{Y: 1 + out.entry.Height, Width: r.Width, Height: body - out.entry.Height, Frame: ui.Ruled}
	case a.wide():
		left := 0
		if room >= ui.ColumnWidth {
			out.profiles = ui.Pane{Y: 1, Width: columnWidth, Height: body, Frame: ui.Boxed}
			left = columnWidth
		}
		out.timeline = ui.Pane{X: left, Y: 1, Width: besideWidth, Height: body, Frame: ui.Boxed}
		left += besideWidth
		out.entry = ui.Pane{X: left, Y: 1, Width: room - left, Height: body, Frame: ui.Boxed}
		if a.paired() {
			out.entry.Width = (room - left + 1) / 2
			out.aside = ui.Pane{X: left + out.entry.Width, Y: 1, Width: room - left - out.entry.Width, Height: body, Frame: ui.Boxed}
		}
	default:
		rows := min(max(1, a.rows), listRows(body))
		out.timeline = ui.Pane{Y: 1, Width: room, Height: rows + 1, Frame: ui.Ruled}
		out.entry = ui.Pane{Y: rows + 2, Width: room, Height: body - rows - 1, Frame: ui.Ruled}
	}
	return out
}

// wide reports whether the entry stands beside the timeline.
func (a arrangement) wide() bool { return a.room >= ui.BesideWidth && !a.whole && !a.urlOnTop }

// slim reports whether the rows of the timeline have little room.
func (a arrangement) slim() bool { return a.wide() || a.room < ui.MinWidth }

// paired reports whether request and response stand side by side.
func (a arrangement) paired() bool {
	return a.wide() && a.room >= ui.PairWidth && a.answered
}

// listRows is how many rows of the timeline are shown over an entry in a body of height
// rows.
func listRows(height int) int {
	return min(mostList, max(leastList, height/3-1))
}

// arranged is how the page stands now. An authorize URL starts at the first column and
// keeps the full width at every size.
func (f *Screen) arranged() arrangement {
	w, waits := f.timeline.awaited()
	a := arrangement{region: f.region, room: f.region.Width, whole: f.whole, rows: f.timeline.count(), lines: len(f.entry.page.Lines)}
	if len(f.entry.qr) > 0 {
		a.room -= f.entry.qr[0].Width() + 1
	}
	a.urlOnTop = waits && f.region.Beside() && !f.whole && w.UserCode == "" && f.entry.view == 0
	a.answered = !f.timeline.onDraft() && !f.timeline.comparing() && f.timeline.under().Status > 0
	return a
}
