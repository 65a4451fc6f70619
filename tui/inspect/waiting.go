package inspect

import (
	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// waitingPage draws what waits for a person: an open attempt, or a device authorization.
type waitingPage struct {
	*drawing
	w session.Waiting
}

// URLRows are a URL alone at the first column, each row a link to the whole.
func URLRows(clean *safe.Cleaner, raw string, width int) []ui.Line {
	url := clean.Whole(raw)
	var rows []ui.Line
	for _, row := range url.Fill(width) {
		rows = append(rows, ui.L(ui.Span{Text: row, Style: ui.Accent, Link: url}))
	}
	return rows
}

// URLNote says how long a URL is.
func URLNote(raw string) ui.Line {
	return ui.L(plain(ui.Count(len(raw), safe.Const("character"))))
}

// url is an open attempt: the URL, what to do with it, and what reached the listener.
func (d waitingPage) url() {
	d.page.Text = func() string { return d.w.URL }
	if !d.URLAbove {
		d.page.Note = URLNote(d.w.URL)
		d.add(URLRows(d.Clean, d.w.URL, d.Width)...)
		d.blank()
	}
	if !d.More {
		d.steps()
		d.tunnel()
	}
	d.play()
	if d.More {
		d.stuck(
			safe.Const("Zoom shows a page with an error: paste its text or its address anywhere, and zoauth says why."),
			safe.Const("The browser can't connect: that is its own computer's 127.0.0.1. Paste the address from its address bar."),
			safe.Const("Zoom never asks: you may have allowed the app already. The address bar still has the code."),
			safe.Const("Another port or host in the address: compare redirect_uri in Request with the app's page at Zoom; z shows the values."),
		)
	}
	d.blank()
	d.callbacks()
}

// steps are what the person does with the URL.
func (d waitingPage) steps() {
	step := func(n int, text, hint safe.Text) {
		line := ui.L(plain(safe.Format(" %s  %s", safe.Int(n), text)))
		if right := ui.L(faint(hint)); !d.narrow() && line.Width()+right.Width()+3 <= d.Width {
			line = ui.Ends(line, right, d.Width)
		}
		line.Drop = ui.DropHelp
		d.add(line.Cut(d.Width))
	}
	step(1, safe.Const("Open it in any browser."), safe.Const("y copies it; u shows it alone, to select"))
	step(2, safe.Const("Click Allow."), safe.Text{})
	switch {
	case d.w.Address == "":
		step(3, safe.Const("Paste the address that the browser ends on here."), safe.Text{})
	case len(d.Tunnel) > 0:
		step(3, d.either(safe.Const(`If the browser says "can't connect", paste its address here.`), safe.Const(`"Can't connect"? Paste the browser's address here.`)), safe.Text{})
	default:
		step(3, d.either(safe.Const("zoauth gets the callback. Or paste the browser's address here."), safe.Const("zoauth gets the callback; or paste it here.")), safe.Text{})
	}
}

// tunnel is the ssh line that brings the callback here.
func (d waitingPage) tunnel() {
	if len(d.Tunnel) == 0 || d.w.Address == "" {
		return
	}
	d.blank()
	if !d.w.TunnelSeen.IsZero() {
		d.add(ui.L(ui.S(safe.Format(" %s ", d.Theme.Glyph.Good), ui.Good), plain(safe.Format("The tunnel works: a request came through at %s.", d.clock(d.w.TunnelSeen)))).Cut(d.Width))
		return
	}
	d.prose(safe.Const("To skip 3, run this on your laptop first:"), ui.Plain, ui.DropHelp)
	for _, row := range d.Tunnel {
		d.add(ui.L(plain(safe.Format("   %s", row))).Cut(d.Width))
	}
}

// play is what the sandbox's browser did, and what is wrong with what was pasted.
func (d waitingPage) play() {
	if d.w.Paste.Text != "" {
		style := ui.Plain
		if d.w.Paste.Bad {
			style = ui.Bad
		}
		d.blank()
		d.prose(d.Clean.Line(d.w.Paste.Text), style, ui.Keep)
	}
	switch {
	case d.w.Playing:
		d.blank()
		d.add(ui.L(plain(safe.Format(" %s the sandbox's browser is at work", ui.Spinner(d.Theme, d.Now)))))
	case d.w.VisitErr != nil:
		d.blank()
		d.prose(safe.Format("The sandbox's browser failed: %s", d.Clean.Error(d.w.VisitErr)), ui.Bad, ui.Keep)
	case d.w.Visit != (session.Visit{}):
		d.blank()
		d.visit()
	}
}

// visit is where the sandbox's browser ended, without a callback that was taken: its
// page, and the address to paste.
func (d waitingPage) visit() {
	if d.w.Visit.Address != "" {
		name := safe.Const("The browser ended at this address. Paste it here to go on:")
		if d.w.Visit.Page != "" {
			name = safe.Const("The browser stopped at:")
		}
		d.prose(name, ui.Plain, ui.Keep)
		d.outsideItem(Item{Kind: FieldItem, Lead: 1, Name: safe.Const("the address"), Value: d.w.Visit.Address}, ui.T(d.Clean.Whole(d.w.Visit.Address)))
	}
	if d.w.Visit.Page != "" {
		d.outside(d.textLines([]byte(d.w.Visit.Page))...)
	}
}

// stuck is what to try while nothing comes, in the place of the steps.
func (d waitingPage) stuck(tries ...safe.Text) {
	d.section(safe.Const("Stuck?"), ui.Line{})
	for _, text := range tries {
		d.prose(text, ui.Plain, ui.Keep)
	}
}

// callbacks lists what reached the listener.
func (d waitingPage) callbacks() {
	from := len(d.page.Lines)
	d.section(safe.Const("Callbacks"), d.listens())
	if len(d.w.Callbacks) == 0 {
		d.page.Lines[from].Drop = ui.DropBlank
	}
	d.hits()
}

// listens is where a callback is expected.
func (d waitingPage) listens() ui.Line {
	if d.w.Address != "" {
		return ui.L(plain(safe.Format("zoauth listens on %s", d.Clean.Line(d.w.Address))))
	}
	return ui.L(plain(safe.Const("paste the callback here")))
}

// hits are the callbacks so far.
func (d waitingPage) hits() {
	if len(d.w.Callbacks) == 0 { // the steps are worth more than an empty list
		d.prose(safe.Const("None yet."), ui.Faint, ui.DropBlank)
	}
	for _, hit := range d.w.Callbacks {
		d.hit(hit)
	}
}

// hit is a request that reached the listener, and what became of it: with the reason
// where it was ignored and there is room.
func (d waitingPage) hit(h flow.Hit) {
	became, style := safe.Const("ignored"), ui.Faint
	if !d.narrow() {
		became = safe.Format("%s: ignored", d.Clean.Line(h.Text))
	}
	switch h.Kind {
	case flow.HitAnswer:
		became, style = safe.Const("taken"), ui.Good
	case flow.HitDeclined, flow.HitMixUp:
		became, style = safe.Const("ended the attempt"), ui.Bad
	case flow.HitTunnel:
		became, style = safe.Const("tunnel works"), ui.Good
	}
	left := ui.Columns(ui.Cell{Width: 1}, ui.Cell{Width: 10, Text: d.clock(h.At), Style: ui.Faint}, ui.Cell{Text: d.Clean.Line(h.Request)})
	right := ui.L(ui.S(became, style)).Cut(max(16, d.Width-1-24))
	d.add(ui.Ends(left, right, d.Width-1))
}

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
