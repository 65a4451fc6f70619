package tui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// keys are what works on every screen, below the screen's own.
func (a *App) keys() []ui.Key {
	show := func(kind ui.PlaceKind) func() tea.Cmd {
		return func() tea.Cmd { return a.desk.Show(ui.Place{Kind: kind}) }
	}
	return []ui.Key{
		ui.NewKey(safe.Const("paste or type something"), "i").In(ui.Go).Does(show(ui.Paste)),
		ui.NewKey(safe.Const("profile by name"), "p").OffIf(len(a.desk.Sessions()) == 0, safe.Const("There are no profiles yet. A adds one.")).In(ui.Go).Does(func() tea.Cmd { return a.ask(newPalette(a, onlyProfiles)) }),
		ui.NewKey(safe.Const("any action by name"), ":", "ctrl+p").In(ui.Go).Does(a.desk.Palette),
		ui.NewKey(safe.Const("add a profile"), "A").In(ui.Go).Does(show(ui.Profile)),
		ui.NewKey(a.own.otherName(), "S").In(ui.Go).Does(func() tea.Cmd { return a.own.toggle(a) }),
		helpKey().Does(func() tea.Cmd { return a.ask(newHelp(a)) }),
		ui.NewKey(safe.Const("up: menu, zoom, Home"), "esc").OffIf(len(a.stack) == 1, safe.Const("This is Home. q quits.")).In(ui.Go).Does(a.up),
		ui.NewKey(a.upOrQuit(), "q").In(ui.Go).Does(a.up),
		ui.NewKey(safe.Const("quit"), "ctrl+c").In(ui.Go).Does(a.quit),
		ui.NewKey(safe.Const("redraw"), "ctrl+l").In(ui.Go).Does(func() tea.Cmd { return tea.ClearScreen }),
		ui.NewKey(safe.Const("suspend"), "ctrl+z").In(ui.Go).Does(a.suspend),
	}
}

// allKeys are those of the screen, and those of the app that it leaves to it.
func (a *App) allKeys() []ui.Key {
	own := a.top().Keys()
	for _, k := range a.keys() {
		if _, taken := ui.Pressed(keyPress(k.Keys()[0]), own); !taken {
			own = append(own, k)
		}
	}
	return own
}

func helpKey() ui.Key { return ui.NewKey(safe.Const("keys"), "?").In(ui.Go) }

func (a *App) upOrQuit() safe.Text {
	if len(a.stack) == 1 {
		return safe.Const("quit")
	}
	return safe.Const("up")
}

// moved says where the keys of the version before this one went.
var moved = map[string]safe.Text{
	"6": safe.Const("History is the timeline: J K."),
	"d": safe.Const("Why is the first view of a failed request: select it with J K."),
	"F": safe.Const("Faults are in Practice: press m."),
	"R": safe.Const("Mark what is due with * on Home, then press r."),
	"n": safe.Const("A adds a profile."),
	",": safe.Const("J K move along the timeline; c compares."),
	".": safe.Const("J K move along the timeline; c compares."),
	"s": safe.Const("Home sorts by urgency when it opens."),
}

// help lists what keys do on the screen below it, made of the same bindings that act.
type help struct {
	app    *App
	on     []ui.Key
	off    []ui.Key
	filter ui.Filter
	top    ui.List
}

func newHelp(a *App) *help {
	h := &help{app: a, filter: ui.NewFilter(a.clean)}
	for _, k := range a.allKeys() {
		if k.Off.IsEmpty() {
			h.on = append(h.on, k)
		} else {
			h.off = append(h.off, k)
		}
	}
	return h
}

// Keys close it, filter it and move it.
func (h *help) Keys() []ui.Key {
	return []ui.Key{
		ui.NewKey(safe.Const("close"), "enter", "q", "?").As(safe.Const("esc")),
		ui.NewKey(safe.Const("filter"), "/"),
		ui.NewKey(safe.Const("more"), "j", "k", "down", "up"),
		ui.NewKey(safe.Const("palette"), ":"),
	}
}

// Editing reports whether the filter has the focus.
func (h *help) Editing() bool { return h.filter.Typing }

// Update filters or moves; a key of the screen closes the help.
func (h *help) Update(msg tea.Msg) (tea.Cmd, bool) {
	press, ok := msg.(tea.KeyPressMsg)
	switch {
	case !ok:
		return nil, false
	case h.filter.Typing:
		cmd, _ := h.filter.Update(msg)
		return cmd, false
	}
	switch press.String() {
	case "/":
		return h.filter.Begin(), false
	case ":":
		return h.app.ask(newPalette(h.app, everything)), true
	case "enter", "q", "?":
		return nil, true
	}
	h.top.Key(press.String(), 20)
	return nil, false
}

// View is a page over the whole screen.
func (h *help) View(r ui.Region, _ time.Time) ui.Pane {
	lines := h.lines(r)
	h.top.Count = max(1, len(lines)-(r.Height-2)+1)
	from := min(h.top.Cursor, max(0, h.top.Count-1))
	note := h.filter.Note()
	if rows := r.Height - 1; len(lines) > rows {
		shown := safe.Format("%s-%s of %s", safe.Int(from+1), safe.Int(min(len(lines), from+rows)), safe.Int(len(lines)))
		note = ui.Dashed(ui.L(ui.S(shown, ui.Plain)), note)
	}
	p := ui.Pane{
		Width: r.Width, Height: r.Height, Frame: ui.Ruled, Focused: true,
		Title: ui.Titled(safe.Const("Keys here")), Note: note, Lines: lines[from:],
	}
	p.Cursor = h.filter.Cursor(p)
	return p
}

// groups are the parts of the help with their titles.
var groups = []struct {
	group ui.Group
	title safe.Text
}{
	{ui.Here, safe.Const("This screen")},
	{ui.Move, safe.Const("Move")},
	{ui.Steps, safe.Const("Steps")},
	{ui.Go, safe.Const("Go")},
}

// reasons is the column of why a key is off.
const reasons = 31

// lines are the groups in two columns, then what is off.
func (h *help) lines(r ui.Region) []ui.Line {
	width := (r.Width - 2) / 2
	left := append(h.group(0), h.group(1)...)
	right := append(h.group(2), h.group(3)...)
	var out []ui.Line
	for i := range max(len(left), len(right)) {
		out = append(out, row(left, i).Cut(width-1).Pad(width).With(row(right, i).Spans...))
	}
	if off := h.matching(h.off); len(off) > 0 {
		out = append(out, ui.Section(r.Theme, safe.Const("Off here"), ui.Line{}, r.Width))
		for _, k := range off {
			head := ui.Columns(ui.Cell{Text: safe.Const(" ")}, ui.Cell{Width: 8, Text: k.Label, Style: ui.Faint}, ui.Cell{Text: safe.Format("%s  ", k.Act), Style: ui.Faint}).Pad(reasons)
			out = append(out, ui.Hang(head, k.Off.Wrap(max(8, r.Width-head.Width()-1)), ui.Faint, ui.Keep)...)
		}
	}
	return out
}

func row(lines []ui.Line, i int) ui.Line {
	if i >= len(lines) {
		return ui.Line{}
	}
	return lines[i]
}

func (h *help) group(i int) []ui.Line {
	var out []ui.Line
	for _, k := range h.matching(h.on) {
		if k.Group == groups[i].group {
			out = append(out, ui.Columns(ui.Cell{Text: safe.Const("  ")}, ui.Cell{Width: 9, Text: k.Label, Style: ui.Accent}, ui.Cell{Text: k.Act}))
		}
	}
	if len(out) == 0 {
		return nil
	}
	return append([]ui.Line{ui.L(ui.S(safe.Format(" %s", groups[i].title), ui.Strong))}, out...)
}

// matching are the keys whose label or act has the filter's words.
func (h *help) matching(keys []ui.Key) []ui.Key {
	wanted := strings.ToLower(h.filter.Text())
	if wanted == "" {
		return keys
	}
	var out []ui.Key
	for _, k := range keys {
		if wordStarts(safe.Format("%s %s", k.Label, k.Act), wanted) {
			out = append(out, k)
		}
	}
	return out
}
