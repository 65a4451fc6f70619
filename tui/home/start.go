package home

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// way is a way to start without profiles.
type way struct {
	name, about safe.Text
	does        func(s *Screen) tea.Cmd
	more        []safe.Text // what the lower half says of it
}

// ways are the five rows of the start page.
var ways = []way{
	{
		safe.Const("Take the tour"), safe.Const("the whole flow on a simulated Zoom"), func(s *Screen) tea.Cmd { return s.desk.Tour() },
		[]safe.Text{
			safe.Const("Authorize ──── Exchange ──── Probe ──── Refresh ──── Revoke"),
			safe.Const("a URL for      code to       who am     a new        end it"),
			safe.Const("the browser    tokens        I?         pair"),
			{},
			safe.Const("Nothing leaves this machine. About a dozen keys, mostly enter."),
		},
	},
	{
		safe.Const("Add your Zoom app"), safe.Const("client ID, secret, redirect URI"), (*Screen).add,
		[]safe.Text{safe.Const("A form with a check for every field. The secret goes into a"), safe.Const("file of its own, mode 0600, or comes from a command such as pass.")},
	},
	{
		safe.Const("Paste something"), safe.Const("a token, an error, a curl command"), (*Screen).paste,
		[]safe.Text{safe.Const("zoauth says what it is and what can be done with it."), safe.Const("Nothing is sent.")},
	},
	{
		safe.Const("Practice mistakes"), safe.Const("break a request, see what Zoom says"), func(s *Screen) tea.Cmd { return s.desk.Practice() },
		[]safe.Text{safe.Const("Each exercise says what the simulated Zoom is expected to answer,"), safe.Const("and why the real one would.")},
	},
	{
		safe.Const("Open a profile file"), safe.Const("somewhere else than the usual place"), (*Screen).askFile,
		[]safe.Text{safe.Const("The same as zoauth --profiles FILE.")},
	},
}

func (s *Screen) startKeys() []ui.Key {
	return []ui.Key{
		ui.NewKey(safe.Const("start"), "enter").Does(func() tea.Cmd { return ways[s.start.Cursor].does(s) }),
		ui.NewKey(safe.Const("choose"), "j", "k", "down", "up", "g", "G").Moves(s.move),
		ui.NewKey(safe.Const("paste"), "i").In(ui.Go).Does(s.paste),
		ui.NewKey(safe.Const("add"), "A").In(ui.Go).Does(s.add),
		ui.NewKey(safe.Const("palette"), ":").In(ui.Go).Does(s.desk.Palette),
	}
}

func (s *Screen) paste() tea.Cmd { return s.desk.Show(ui.Place{Kind: ui.Paste}) }

// askFile asks for the path of another profile file.
func (s *Screen) askFile() tea.Cmd {
	d := &ui.Typed{Title: safe.Const("Open a profile file"), Act: safe.Const("open"), Ask: safe.Const("Path of the file"), Then: s.desk.OpenFile}
	return d.Over(s.desk)
}

// The start page's cells, where the terminal has more.
const (
	startWidth  = 90
	startHeight = 22
)

// startPage is Home without profiles.
func (s *Screen) startPage() []ui.Pane {
	r, corner := s.region.Middle(startWidth, startHeight)
	frame := s.region.Frame()
	lines := []ui.Line{ui.Blank()}
	for _, l := range safe.Const("Debug Zoom OAuth from your terminal: every request before it is sent, every response as it came, and why Zoom said no.").Wrap(min(76, r.Width-2)) {
		lines = append(lines, ui.T(l).Indent(1))
	}
	lines = append(lines, ui.Blank())
	for i, w := range ways {
		lines = append(lines, ui.Columns(ui.Cell{Text: safe.Const("  ")}, ui.Cell{Width: 22, Text: w.name}, ui.Cell{Text: w.about, Style: ui.Faint}).Chosen(i == s.start.Cursor))
	}
	lines = append(lines, ui.Blank())
	start := ui.Pane{
		X: corner.X, Y: corner.Y, Width: r.Width, Height: min(r.Height, len(lines)+frame.Edges()), Frame: frame, Focused: true,
		Title: ui.Titled(safe.Const("Start")), Note: ui.Position(s.start.Cursor, len(ways)),
	}
	_, height := start.Inner()
	start.Lines = ui.Fit(lines, height)
	at := ways[s.start.Cursor]
	about := ui.Pane{X: corner.X, Y: corner.Y + start.Height, Width: r.Width, Height: r.Height - start.Height, Frame: frame, Title: ui.Titled(at.name)}
	if _, height = about.Inner(); height < 3 {
		return []ui.Pane{start}
	}
	more := []ui.Line{ui.Blank()}
	for _, l := range ui.Ts(at.more, ui.Plain, ui.DropHelp) {
		more = append(more, l.Indent(2))
	}
	about.Lines = ui.Fit(more, height)
	return []ui.Pane{start, about}
}
