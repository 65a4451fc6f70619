package inspect

import (
	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// codeView is an open device authorization: the code, big where there is room, its
// link, and the polls.
func codeView(c Context, w session.Waiting, granted *flow.Device) Page {
	d := &drawing{Context: c}
	d.page.Text = func() string { return w.URL }
	left := &drawing{Context: c}
	qr := ui.QR(c.Theme, w.URL)
	beside := 0
	for _, l := range qr {
		beside = max(beside, l.Width())
	}
	if beside > 0 && c.Width >= beside+40 && (c.Height == 0 || len(qr) <= c.Height+1) {
		left.Width = c.Width - beside - 1
	} else {
		qr = nil
	}
	left.codeLines(w, granted)
	d.page.Items = left.page.Items
	for i := range max(len(left.page.Lines), len(qr)) {
		line := ui.Line{Drop: ui.DropQR}
		if i < len(left.page.Lines) {
			line = left.page.Lines[i]
			line.Drop = ui.Keep
			if len(qr) == 0 {
				line.Drop = left.page.Lines[i].Drop
			}
		}
		if i < len(qr) {
			line = line.Cut(left.Width).Pad(left.Width + 1).With(qr[i].Spans...)
		}
		d.add(line)
	}
	return d.page
}

// codeLines are code, link, steps and polls.
func (d *drawing) codeLines(w session.Waiting, granted *flow.Device) {
	d.blank()
	d.add(ui.Big(w.UserCode, d.Width-1)...)
	d.blank()
	fact := func(name safe.Text, it Item, spans ...ui.Span) {
		head := ui.Columns(ui.Cell{Width: 1}, ui.Cell{Width: 7, Text: name, Style: ui.Faint})
		var rows []ui.Line
		for _, row := range wrapped(ui.L(spans...), max(8, d.Width-9)) {
			for at := 0; at == 0 || at < row.Width(); at += max(8, d.Width-9) {
				rows = append(rows, head.With(row.Columns(at, at+max(8, d.Width-9)).Spans...))
				head = ui.L(plain(safe.Const(" ").Repeat(8)))
			}
		}
		it.Lead = -1
		d.item(it, rows...)
	}
	fact(safe.Const("code"), Item{Name: safe.Const("the code"), Value: w.UserCode}, ui.S(d.Clean.Line(w.UserCode), ui.Strong))
	at := w.URL
	if granted != nil {
		at = granted.URI
	}
	fact(safe.Const("at"), Item{Name: safe.Const("the page"), Value: at}, ui.Span{Text: d.Clean.Whole(at), Style: ui.Accent, Link: d.Clean.Whole(at)})
	if w.Complete {
		fact(safe.Const("or"), Item{Name: safe.Const("the link"), Value: w.URL}, ui.Span{Text: d.Clean.Whole(w.URL), Style: ui.Accent, Link: d.Clean.Whole(w.URL)})
	}
	d.blank()
	for _, text := range []safe.Text{
		safe.Const("1  Open the page on any device."), safe.Const("2  Enter the code, click Allow."),
		safe.Format("   zoauth sees it within %s.", ui.Count(int(w.Interval.Seconds()), safe.Const("second"))),
	} {
		d.add(ui.Line{Spans: []ui.Span{plain(safe.Format(" %s", text))}, Drop: ui.DropHelp}.Cut(d.Width))
	}
	d.play(w)
	d.polls(w)
}

// polls lists what the server said to each poll.
func (d *drawing) polls(w session.Waiting) {
	d.section(safe.Const("Polls"), ui.L(plain(safe.Format("next %s", ui.Clock(w.NextPoll.Sub(d.Now))))))
	if w.Slowed > 0 {
		d.prose(safe.Format("Zoom asked to slow down: one poll every %s now.", ui.Took(w.Interval)), ui.Strong, ui.Keep)
	}
	if len(w.Polls) == 0 {
		d.prose(safe.Const("None yet."), ui.Faint, ui.DropHelp)
	}
	for i := len(w.Polls) - 1; i >= 0; i-- {
		p := w.Polls[i]
		line := ui.Columns(ui.Cell{Width: 1}, ui.Cell{Width: 10, Text: d.clock(p.At), Style: ui.Faint}, ui.Cell{Text: d.Clean.Line(p.Text)})
		line.Drop = ui.DropEvidence
		d.add(line.Cut(d.Width))
	}
}
