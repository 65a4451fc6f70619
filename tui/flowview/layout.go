package flowview

import (
	"zoauth/tui/inspect"
	"zoauth/tui/ui"
)

// rects are where the parts of the page stand.
type rects struct {
	rail, timeline, entry ui.Pane
	url                   ui.Pane // an authorize URL over panes that stand side by side; no width: there is none
	profiles              ui.Pane // those of Home above the timeline on a wide terminal; no width: there are none
	glance                ui.Pane // facts of the profile below the timeline; no width: there are none
	aside                 ui.Pane // another view of the entry beside it; no width: there is none
	qr                    ui.Pane // of a device's link; no width: there is none
}

// Sizes of the parts, in cells.
const (
	besideWidth = 48 // of the timeline where the entry stands beside it
	leastList   = 3  // rows of the timeline that stay, where there are as many
	mostList    = 8
	boxed       = 2 // rows of a box's edges
)

// arrangement says how the parts of the page stand: it follows from the room and from
// what is shown.
type arrangement struct {
	region   ui.Region
	room     int  // cells of timeline and entry: a QR code stands beside them
	whole    bool // the entry takes the whole screen
	answered bool // the entry is a single one with a response
	rows     int  // of the timeline
	url      int  // rows of an authorize URL that stands over the panes
	profiles int  // of Home
	glance   int  // facts of the profile
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
	case a.wide():
		a.sideBySide(&out, body)
	default:
		rows := min(max(1, a.rows), mostList, max(leastList, body/3-1))
		out.timeline = ui.Pane{Y: 1, Width: room, Height: rows + 1, Frame: ui.Ruled}
		out.entry = ui.Pane{Y: rows + 2, Width: room, Height: body - rows - 1, Frame: ui.Ruled}
	}
	return out
}

// sideBySide places the panes of a wide terminal: an authorize URL over all of them,
// since it starts at the first column and keeps the full width; at the left profiles,
// timeline and facts; at the right the entry.
func (a arrangement) sideBySide(out *rects, body int) {
	top, width := 1, a.room-besideWidth
	if a.url > 0 {
		out.url = ui.Pane{Y: top, Width: a.room, Height: a.url + 2, Frame: ui.Ruled}
		top, body = top+out.url.Height, body-out.url.Height
	}
	out.entry = ui.Pane{X: besideWidth, Y: top, Width: width, Height: body, Frame: ui.Boxed}
	if a.answered && a.room >= ui.PairWidth {
		out.entry.Width = (width + 1) / 2
		out.aside = ui.Pane{X: besideWidth + out.entry.Width, Y: top, Width: width - out.entry.Width, Height: body, Frame: ui.Boxed}
	}
	if a.room >= ui.ColumnWidth {
		out.profiles = ui.Pane{Y: top, Width: besideWidth, Height: min(a.profiles, body/4) + boxed, Frame: ui.Boxed}
		top, body = top+out.profiles.Height, body-out.profiles.Height
	}
	if facts := a.glance + boxed; a.glance > 0 && body-facts >= leastList+boxed+4 {
		out.glance = ui.Pane{Y: top + body - facts, Width: besideWidth, Height: facts, Frame: ui.Boxed}
		body -= facts
	}
	out.timeline = ui.Pane{Y: top, Width: besideWidth, Height: body, Frame: ui.Boxed}
}

// wide reports whether the entry stands beside the timeline.
func (a arrangement) wide() bool { return a.room >= ui.BesideWidth && !a.whole }

// slim reports whether the rows of the timeline have little room.
func (a arrangement) slim() bool { return a.wide() || a.room < ui.MinWidth }

// arranged is how the page stands now.
func (f *Screen) arranged() arrangement {
	a := arrangement{region: f.region, room: f.region.Width, whole: f.whole, rows: f.timeline.count()}
	if len(f.entry.qr) > 0 {
		a.room -= f.entry.qr[0].Width() + 1
	}
	a.answered = !f.timeline.onDraft() && !f.timeline.comparing() && f.timeline.under().Status > 0
	if a.wide() {
		a.url = len(f.urlRows())
		a.profiles = len(f.desk.Order())
		a.glance = len(inspect.Facts(f.desk.Clean(), f.s, f.desk.Now(), besideWidth-4))
	}
	return a
}

// urlRows are those of the authorize URL that waits, where it stands over the other
// panes.
func (f *Screen) urlRows() []ui.Line {
	w, waits := f.timeline.awaited()
	if !waits || w.UserCode != "" {
		return nil
	}
	return inspect.URLRows(f.desk.Clean(), w.URL, f.region.Width)
}

// leastBesideQR is how many cells timeline and entry need beside a QR code: the big
// letters of a user code.
const leastBesideQR = 40

// qr is the link of the device authorization under the cursor as a QR code, for the
// right end of the page; nil where it has no room there. Where one row is missing, the
// lowest goes: half of the empty border.
func (t *timeline) qr() []ui.Line {
	w, waits := t.awaited()
	if !waits || w.UserCode == "" {
		return nil
	}
	code := ui.QR(t.region.Theme, w.URL)
	if len(code) == 0 || code[0].Width()+1+leastBesideQR > t.region.Width {
		return nil
	}
	switch body := t.region.Height - 1; {
	case len(code) <= body:
		return code
	case len(code) == body+1:
		return code[:body]
	default:
		return nil
	}
}
