package inspect

import (
	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// devicePage draws an open device authorization.
type devicePage struct {
	waitingPage
	granted *flow.Device // nil: what the server granted is no longer known
}

// draw draws the code, big where there is room, its link, the steps and the polls.
func (d devicePage) draw() {
	d.page.Text = func() string { return d.w.URL }
	d.blank()
	if !d.Theme.ASCII { // half blocks
		for _, row := range ui.Big(d.w.UserCode, d.Width-2) {
			d.add(row.Indent(1))
		}
	}
	d.blank()
	fact := func(name safe.Text, it Item, spans ...ui.Span) {
		head := ui.Columns(ui.Cell{Width: 1}, ui.Cell{Width: 6, Text: name, Style: ui.Faint})
		it.Lead = -1
		d.item(it, beside(head, filled(ui.L(spans...), max(8, d.Width-head.Width())))...)
	}
	fact(safe.Const("code"), Item{Name: safe.Const("the code"), Value: d.w.UserCode}, ui.S(d.Clean.Line(d.w.UserCode), ui.Strong))
	at := d.w.URL
	if d.granted != nil {
		at = d.granted.URI
	}
	fact(safe.Const("at"), Item{Name: safe.Const("the page"), Value: at}, ui.Span{Text: d.Clean.Whole(at), Style: ui.Accent, Link: d.Clean.Whole(at)})
	switch {
	case d.w.Complete && d.Scan:
		fact(safe.Const("or"), Item{Name: safe.Const("the link"), Value: d.w.URL}, plain(safe.Const("scan: the code is in the link")))
	case d.w.Complete:
		fact(safe.Const("or"), Item{Name: safe.Const("the link"), Value: d.w.URL}, ui.Span{Text: d.Clean.Whole(d.w.URL), Style: ui.Accent, Link: d.Clean.Whole(d.w.URL)})
	}
	d.blank()
	d.steps()
	d.play()
	if d.More {
		d.stuck(
			safe.Const("The page refuses the code: it was used, or is too old. x stops; D gets a new one."),
			safe.Const("The page shows another account: open it in a private window, or sign out there first."),
			safe.Const("Nothing happens after Allow: the polls below show what Zoom says each time."),
		)
	}
	d.polls()
}

// steps are what the person does with code and link, until help is asked for.
func (d devicePage) steps() {
	if d.More {
		return
	}
	for _, text := range []safe.Text{
		safe.Const("1  Open the page on any device."), safe.Const("2  Enter the code, click Allow."),
		safe.Format("   zoauth sees it within %s.", ui.Count(int(d.w.Interval.Seconds()), safe.Const("second"))),
	} {
		d.add(ui.Line{Spans: []ui.Span{plain(safe.Format(" %s", text))}, Drop: ui.DropHelp}.Cut(d.Width))
	}
}

// polls lists what the server said to each poll.
func (d devicePage) polls() {
	d.section(safe.Const("Polls"), ui.L(plain(safe.Format("next %s", ui.Clock(d.w.NextPoll.Sub(d.Now))))))
	if d.w.Slowed > 0 {
		d.prose(safe.Format("Zoom asked to slow down: one poll every %s now.", ui.Took(d.w.Interval)), ui.Strong, ui.Keep)
	}
	if len(d.w.Polls) == 0 {
		d.prose(safe.Const("None yet."), ui.Faint, ui.DropHelp)
	}
	for i := len(d.w.Polls) - 1; i >= 0; i-- {
		p := d.w.Polls[i]
		line := ui.Columns(ui.Cell{Width: 1}, ui.Cell{Width: 10, Text: d.clock(p.At), Style: ui.Faint}, ui.Cell{Text: d.Clean.Line(p.Text)})
		line.Drop = ui.DropEvidence
		d.add(line.Cut(d.Width))
	}
}
