package tui

import (
	"image/color"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow/diagnose"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// reach is what a palette offers.
type reach int

const (
	everything reach = iota
	onlyProfiles
)

// palette finds actions, places, profiles and causes by name.
type palette struct {
	app   *App
	field ui.Input
	list  ui.List
	all   []ui.Command
	title safe.Text
	hint  safe.Text
}

func newPalette(a *App, what reach) *palette {
	p := &palette{
		app: a, field: ui.NewInput(a.clean, "", false), all: commands{a}.all(what),
		title: safe.Const("Go to or do"), hint: safe.Const("type a name, a cause, a fingerprint or a tracking ID"),
	}
	if what == onlyProfiles {
		p.title, p.hint = safe.Const("Open a profile"), safe.Const("type the start of its name")
	}
	_ = p.field.Focus()
	return p
}

// Keys run what is under the cursor, and move.
func (p *palette) Keys() []ui.Key {
	return []ui.Key{
		ui.NewKey(safe.Const("run"), "enter"),
		ui.NewKey(safe.Const("choose"), "down", "up").As(safe.Const("↑ ↓")),
		ui.NewKey(safe.Const("close"), "esc"),
	}
}

// Editing is true: letters are the query.
func (p *palette) Editing() bool { return true }

// Update types the query, moves, or runs. ctrl+p moves up, as everywhere in lists that
// type.
func (p *palette) Update(msg tea.Msg) (tea.Cmd, bool) {
	found := p.found()
	p.list.Count = len(found)
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "enter":
			return p.run(found)
		case "down", "ctrl+n":
			p.list.Move(1)
			return nil, false
		case "up", "ctrl+p":
			p.list.Move(-1)
			return nil, false
		}
	}
	before := p.field.Value()
	cmd := p.field.Update(msg)
	if p.field.Value() != before {
		p.list.Set(0)
	}
	return cmd, false
}

func (p *palette) run(found []ui.Command) (tea.Cmd, bool) {
	if len(found) == 0 {
		return nil, false
	}
	c := found[min(p.list.Cursor, len(found)-1)]
	if !c.Off.IsEmpty() {
		p.app.say(c.Off)
		return nil, false
	}
	p.app.dialog = nil
	return c.Do(), true
}

// found are the commands whose words begin with those of the query; what cannot be done
// now comes last.
func (p *palette) found() []ui.Command {
	query := strings.ToLower(strings.TrimSpace(p.field.Value()))
	var on, off []ui.Command
	for _, c := range p.all {
		if query != "" && !wordStarts(safe.Format("%s %s %s", c.Name, c.Note, c.Words), query) {
			continue
		}
		if c.Off.IsEmpty() {
			on = append(on, c)
		} else {
			off = append(off, c)
		}
	}
	return append(on, off...)
}

// wordStarts reports whether every word of a query begins a word of text.
func wordStarts(text safe.Text, query string) bool {
	words := strings.FieldsFunc(strings.ToLower(text.String()), func(r rune) bool { return strings.ContainsRune(" -_(/", r) })
	for _, wanted := range strings.Fields(strings.ReplaceAll(query, "-", " ")) {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, wanted) }) {
			return false
		}
	}
	return true
}

// The size of the palette, where the terminal has it.
const (
	paletteWidth  = 70
	paletteHeight = 17
	widestPalette = 92 // a cause with its title; further, keys are too far from their acts
)

// View is a box in the upper half of the screen.
func (p *palette) View(r ui.Region, _ time.Time) ui.Pane {
	width := min(max(paletteWidth, min(r.Width*2/3, widestPalette)), r.Width-4)
	height := min(r.Height-2, max(paletteHeight, r.Height*2/3))
	found := p.found()
	list := p.list
	list.Count = len(found)
	list.Set(list.Cursor)
	field, at := p.field.Line(width - 16)
	lines := []ui.Line{ui.Ends(ui.L(ui.S(safe.Format("%s ", r.Theme.Glyph.Cursor), ui.Accent)).With(field.Spans...), ui.Position(list.Cursor, len(found)), width-4), ui.Blank()}
	lines = append(lines, list.Lines(len(found), height-6, func(i int, here bool) ui.Line { return commandRow(found[i], here, width-4) })...)
	if len(found) == 0 {
		lines = append(lines, ui.L(ui.S(safe.Const("  Nothing has this name."), ui.Faint)))
	}
	for len(lines) < height-3 {
		lines = append(lines, ui.Line{})
	}
	lines = append(lines, ui.L(ui.S(p.hint, ui.Faint)))
	return ui.Pane{
		X: (r.Width - width) / 2, Y: 1, Width: width, Height: height, Frame: ui.Boxed, Focused: true,
		Title: ui.Titled(p.title), Lines: lines, Cursor: &ui.Point{X: at + 2, Y: 0},
	}
}

// namesOfCauses is how many cells the names of commands with a note take.
const namesOfCauses = 30

// commandRow is a command with its keys, or with why it is off. A name is never cut for
// that.
func commandRow(c ui.Command, chosen bool, width int) ui.Line {
	style, right := ui.Plain, ui.L(ui.S(c.Label, ui.Accent))
	if !c.Off.IsEmpty() {
		style, right = ui.Faint, ui.L(ui.S(safe.Format("off: %s", c.Off), ui.Faint))
	}
	left := ui.L(ui.S(safe.Format("  %s", c.Name), style))
	if !c.Note.IsEmpty() {
		left = left.Pad(2 + namesOfCauses).With(ui.S(safe.Format(" %s", c.Note), ui.Faint))
	}
	return ui.Ends(left, right.Cut(max(0, width-left.Width()-1)), width).Chosen(chosen)
}

// keyPress is the press of a key by its name.
func keyPress(name string) tea.KeyPressMsg {
	special := map[string]rune{
		"enter": tea.KeyEnter, "esc": tea.KeyEscape, "tab": tea.KeyTab, "space": tea.KeySpace,
		"up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight,
	}
	if code, ok := special[name]; ok {
		return tea.KeyPressMsg{Code: code}
	}
	if letter, ok := strings.CutPrefix(name, "ctrl+"); ok {
		return tea.KeyPressMsg{Code: rune(letter[0]), Mod: tea.ModCtrl}
	}
	return tea.KeyPressMsg{Code: []rune(name)[0], Text: name}
}

// commands is what the palette finds.
type commands struct{ *App }

// all are the screen's keys and commands, then profiles,
// then what works everywhere.
func (c commands) all(what reach) []ui.Command {
	if what == onlyProfiles {
		return c.profiles()
	}
	var list []ui.Command
	for _, k := range c.allKeys() {
		if k.Group != ui.Move { // to move is nothing to look for
			list = c.with(list, k)
		}
	}
	if own, ok := c.top().(ui.Commander); ok {
		list = append(list, own.Commands()...)
	}
	return slices.Concat(list, c.profiles(), c.places(), c.entries(), c.causes())
}

// with adds a key, or its letter to the act that another key of the screen does too.
func (c commands) with(list []ui.Command, k ui.Key) []ui.Command {
	one := c.ofKey(k)
	i := slices.IndexFunc(list, func(known ui.Command) bool { return known.Name == one.Name })
	switch {
	case i < 0:
		return append(list, one)
	case list[i].Off.IsEmpty() == one.Off.IsEmpty():
		list[i].Label = safe.Format("%s %s", list[i].Label, one.Label)
	case one.Off.IsEmpty():
		list[i] = one
	}
	return list
}

// ofKey is a key as the palette shows it.
func (c commands) ofKey(k ui.Key) ui.Command {
	name := k.Keys()[0]
	return ui.Command{Name: k.Act, Label: k.Label, Off: k.Off, Do: func() tea.Cmd { return c.command(keyPress(name)) }}
}

// profiles open each profile by its name.
func (c commands) profiles() []ui.Command {
	var list []ui.Command
	for _, s := range c.desk.Sessions() {
		app := s.App()
		list = append(list, ui.Command{
			Name: safe.Format("Open %s", c.clean.Line(app.Name)), Words: c.clean.Line(string(app.Environment) + " " + string(app.Type) + " profile"),
			Do: func() tea.Cmd { return c.desk.Show(ui.Place{Kind: ui.Flow, Profile: app.Name}) },
		})
	}
	return list
}

// otherTheme changes between the looks for a dark and a light background, for a
// terminal that does not tell which it has.
func (c commands) otherTheme() tea.Cmd {
	c.look.Light = !c.look.Light
	c.look.Background = color.Black
	if c.look.Light {
		c.look.Background = color.White
	}
	c.restyle()
	return nil
}

// entries open what happened by its fingerprints or tracking ID, in the timelines
// that were read, and the pairs of all profiles.
func (c commands) entries() []ui.Command {
	var list []ui.Command
	for _, s := range c.desk.Sessions() {
		name := s.App().Name
		at := func(what safe.Text, entry string) {
			list = append(list, ui.Command{
				Name: safe.Format("%s in %s", what, c.clean.Line(name)), Words: safe.Const("fingerprint tracking entry"),
				Do: func() tea.Cmd { return c.desk.Show(ui.Place{Kind: ui.Flow, Profile: name, Entry: entry}) },
			})
		}
		for i := s.Timeline().Len() - 1; i >= 0; i-- {
			c.names(s, i, at)
		}
		if s.Timeline().Len() == 0 {
			for _, print := range []string{s.State().Token.AccessToken.Fingerprint(), s.State().Token.RefreshToken.Fingerprint()} {
				if print != "" {
					at(c.clean.Line(print), "")
				}
			}
		}
	}
	return list
}

func (c commands) names(s *session.Session, i int, at func(safe.Text, string)) {
	e := s.Timeline().At(i)
	for _, print := range []string{e.Code, e.Access, e.Refresh} {
		if print != "" {
			at(c.clean.Line(print), e.ID)
		}
	}
	if r, ok := s.Timeline().Result(i); ok && r.Trace.Response.TrackingID() != "" {
		at(c.clean.Line(r.Trace.Response.TrackingID()), e.ID)
	}
}

// causes open the page of each cause by its id or title.
func (c commands) causes() []ui.Command {
	var list []ui.Command
	for _, rule := range diagnose.Rules() {
		list = append(list, ui.Command{
			Name: c.clean.Line(rule.ID), Note: c.clean.Line(strings.TrimSuffix(rule.Title, ".")), Words: safe.Const("cause error"),
			Do: func() tea.Cmd { return c.ask(&causePage{rule, c.clean}) },
		})
	}
	return list
}

// causePage is what zoauth knows of one cause, over the screen.
type causePage struct {
	rule  diagnose.Rule
	clean *safe.Cleaner
}

// Keys close it.
func (c *causePage) Keys() []ui.Key {
	return []ui.Key{ui.NewKey(safe.Const("close"), "enter", "q").As(safe.Const("esc"))}
}

// Editing is false.
func (c *causePage) Editing() bool { return false }

// Update closes the page with enter or q.
func (c *causePage) Update(msg tea.Msg) (tea.Cmd, bool) {
	press, ok := msg.(tea.KeyPressMsg)
	return nil, ok && (press.String() == "enter" || press.String() == "q")
}

// View is a page over the whole screen.
func (c *causePage) View(r ui.Region, _ time.Time) ui.Pane {
	width := min(78, r.Width-2)
	lines := []ui.Line{ui.Blank()}
	part := func(name, text safe.Text, drop ui.Drop) {
		if text.IsEmpty() {
			return
		}
		head := ui.Columns(ui.Cell{Text: safe.Const(" ")}, ui.Cell{Width: 9, Text: name, Style: ui.Faint})
		lines = append(append(lines, ui.Hang(head, text.Wrap(width-10), ui.Plain, drop)...), ui.Blank())
	}
	part(safe.Const("cause"), c.clean.Line(c.rule.Title), ui.Keep)
	part(safe.Const("why"), c.clean.Line(c.rule.Why), ui.DropHelp)
	part(safe.Const("fix"), c.clean.Line(c.rule.Fix), ui.Keep)
	part(safe.Const("source"), c.clean.Line(c.rule.Source()), ui.DropEvidence)
	part(safe.Const("more"), safe.Format("zoauth explain %s", c.clean.Line(c.rule.ID)), ui.DropEvidence)
	return ui.Pane{
		Width: r.Width, Height: r.Height, Frame: ui.Ruled, Focused: true,
		Title: ui.Titled(c.clean.Line(c.rule.ID)), Lines: ui.Fit(lines, r.Height-1),
	}
}
