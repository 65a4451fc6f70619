package screen

import (
	"fmt"
	"strings"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
	"zoauth/tui/old/theme"
	"zoauth/tui/old/widget"
)

// Device is the device flow (RFC 8628): the preview of its request, then the code
// to enter elsewhere while zoauth polls.
type Device struct {
	Step *Step // preview and refusal

	link  string // what qr shows, with which theme
	theme *theme.Theme
	qr    []string
}

// Rows returns the preview, the refusal, or the codes.
func (d *Device) Rows(c Context) []Row {
	open := c.Current.Device
	if !open.Open() {
		return d.before(c)
	}
	code := d.drawn(c, open)
	if len(code) > 0 {
		c.Width /= 2
	}
	panes := []widget.Pane{deviceCode(c, open), devicePolls(c, open), deviceAllow(c)}
	if len(code) > 0 {
		return []Row{{stacked(c, panes), {Grow: func(w, _ int) []string { return atRight(code, w) }, Min: len(code)}}}
	}
	return []Row{one(panes[0]), one(panes[1]), one(panes[2])}
}

// atRight sets rows of one width at the right end of w cells.
func atRight(rows []string, w int) []string {
	return widget.Indent(rows, strings.Repeat(" ", max(0, w-widget.Width(rows[0]))))
}

// before is the preview with what Allow ends, or what became of the last request.
func (d *Device) before(c Context) []Row {
	rows := d.Step.Rows(c)
	if over := c.Current.Device; over != nil && over.Over != "" {
		note := c.Theme.Soon.Render("!") + " The last device authorization: " + c.line(over.Over)
		rows = append([]Row{one(widget.Pane{Title: "Device flow", Lines: widget.Lines(c.prose(note)...)})}, rows...)
	}
	if c.Current.Steps[flow.StepDevice].Showing == session.Result {
		return rows
	}
	return append(rows, one(deviceAllow(c)))
}

// deviceAllow says what Allow does elsewhere.
func deviceAllow(c Context) widget.Pane {
	text := c.prose(c.Theme.Soon.Render("!") + " " + c.endsElsewhere())
	return widget.Pane{Title: "Before you click Allow", Drop: widget.DropTitle, Note: c.keys("w", "why"), Lines: widget.Lines(hanging(text)...)}
}

// hanging indents the rows after the first one under its text.
func hanging(rows []string) []string {
	for i := 1; i < len(rows); i++ {
		rows[i] = "  " + rows[i]
	}
	return rows
}

// drawn returns the QR code where it fits whole beside the text.
func (d *Device) drawn(c Context, open *session.Device) []string {
	if d.link != open.Link() || d.theme != c.Theme {
		d.link, d.theme, d.qr = open.Link(), c.Theme, widget.QR(c.Theme, open.Link())
	}
	const chrome = 4 // header, stepper, status, footer
	if len(d.qr) == 0 || len(d.qr) > c.Height-chrome || widget.Width(d.qr[0]) > c.Width/2 || c.Width < compact {
		return nil
	}
	return d.qr
}

// deviceCode shows where to go and what to enter.
func deviceCode(c Context, open *session.Device) widget.Pane {
	t := c.Theme
	p := widget.Pane{
		Title: "Enter this code at", Drop: widget.DropTitle,
		Note: t.Muted.Render("valid ") + widget.Short(open.Ends().Sub(c.Now)),
	}
	link := c.Clean.Whole(open.Link()).String()
	style := t.Link.Hyperlink(link, "id=device")
	p.Lines = append(p.Lines, widget.Lines(" "+style.Render(widget.Cut(c.Clean.Whole(open.URI).String(), c.Width-2)))...)
	p.Lines = append(p.Lines, widget.Blank)
	code := c.line(open.UserCode)
	if big := widget.Big(code, c.Width-1); big != nil && !t.Plain {
		p.Lines = append(p.Lines, widget.Droppable(widget.DropExtra, widget.Indent(styled(t.Strong.Render, big), " ")...)...)
		p.Lines = append(p.Lines, widget.Blank)
	}
	p.Lines = append(p.Lines, widget.Lines(" code  "+t.Strong.Render(spaced(code)))...)
	p.Lines = append(p.Lines, widget.Lines(" "+c.keys("yy", "copy the link", "u", "show it plain"))...)
	p.Lines = append(p.Lines, widget.Blank)
	return p
}

func styled(style func(...string) string, rows []string) []string {
	out := make([]string, len(rows))
	for i, r := range rows {
		out[i] = style(r)
	}
	return out
}

// spaced sets a code's signs apart, so that each is read.
func spaced(code string) string { return strings.Join(strings.Split(code, ""), " ") }

// devicePolls counts the polls and says what the last one told.
func devicePolls(c Context, open *session.Device) widget.Pane {
	t := c.Theme
	p := widget.Pane{Title: "Waiting for the answer", Drop: widget.DropTitle}
	counted := fmt.Sprintf(" polls  %d sent, every %s", open.Polls, widget.Ago(open.Interval))
	if next := open.NextAt.Sub(c.Now); next > 0 {
		counted += ", next " + widget.Short(next)
	}
	p.Lines = append(p.Lines, widget.Lines(counted)...)
	if open.Slowed > 0 {
		p.Lines = append(p.Lines, widget.Lines(hanging(c.prose(t.Soon.Render("!")+" Zoom asked "+times(open.Slowed)+" to slow down: 5 s more each"))...)...)
	}
	if open.Trouble != "" {
		p.Lines = append(p.Lines, widget.Lines(hanging(c.prose(t.Soon.Render("!")+" "+c.line(open.Trouble)+". Polling goes on."))...)...)
	}
	if c.Current.App.Sandbox {
		p.Lines = append(p.Lines, widget.Lines(widget.Cut(" "+c.browser(open.Playing, open.Page), c.Width))...)
	}
	p.Lines = append(p.Lines, widget.Blank)
	return p
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// stacked makes one pane of several, for the room beside the QR code.
func stacked(c Context, panes []widget.Pane) widget.Pane {
	all := widget.Pane{Title: panes[0].Title, Note: panes[0].Note, Lines: panes[0].Lines}
	for _, p := range panes[1:] {
		all.Lines = append(all.Lines, widget.Lines(widget.Rule(c.Theme, p.Title, p.Note, c.Width-2))...)
		all.Lines = append(all.Lines, p.Lines...)
	}
	return all
}

// Do asks for a code, serves the link, and ends the polling.
func (d *Device) Do(c Context, act intent.Action) intent.Intent {
	open := c.Current.Device
	switch {
	case act == intent.Back:
		return intent.GoBack{}
	case act == intent.Why:
		return c.whyAuthorize()
	case !open.Open():
		return d.ask(c, act)
	}
	switch act {
	case intent.Stop:
		return intent.StopAttempt{}
	case intent.Plain:
		return intent.ShowPlain{Text: open.Link()}
	case intent.Browser:
		return askBrowser("It opens the link and presses one of the page's buttons.")
	}
	return nil
}

// ask sends the request after the question that production asks; a result's enter
// leads to a new preview.
func (d *Device) ask(c Context, act intent.Action) intent.Intent {
	wish := d.Step.Do(c, act)
	if _, sends := wish.(intent.Send); sends {
		return c.guarded(wish)
	}
	if _, next := wish.(intent.Go); next {
		return intent.Go{Place: intent.DevicePlace, Fresh: true}
	}
	return wish
}

// Note says that leaving ends nothing, or what enter does.
func (d *Device) Note(c Context) string {
	st := c.Current.Steps[flow.StepDevice]
	switch {
	case c.Current.Device.Open() && c.Width < compact:
		return "Leaving keeps polling; x ends it."
	case c.Current.Device.Open():
		return "Leaving this screen keeps polling; tokens are saved when they come. x ends it."
	case st.Draft.Method != "" && st.Showing == session.Preview && c.Current.Phase != session.Sending:
		return "One request asks for a code; then zoauth polls until you answer, or x."
	default:
		return d.Step.Note(c)
	}
}
