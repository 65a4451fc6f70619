package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"
	"github.com/sahilm/fuzzy"

	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// palette finds a command by its name. It is made from the key table, like help.
type palette struct {
	input  widget.Input
	cursor int
}

func newPalette() *palette { return &palette{input: widget.NewInput("")} }

// commands are the bindings whose title fits what was typed, the best first; all of
// them, those that can run now first, while nothing is typed.
func (p *palette) commands(facts intent.Facts) []intent.Binding {
	var all []intent.Binding
	var titles []string
	for _, b := range intent.Commands() {
		all, titles = append(all, b), append(titles, b.Title)
	}
	if p.input.Value() == "" {
		can, cannot := slices.Clone(all), slices.Clone(all)
		can = slices.DeleteFunc(can, func(b intent.Binding) bool { return !b.Works(facts) })
		cannot = slices.DeleteFunc(cannot, func(b intent.Binding) bool { return b.Works(facts) })
		return append(can, cannot...)
	}
	var found []intent.Binding
	for _, match := range fuzzy.Find(p.input.Value(), titles) {
		found = append(found, all[match.Index])
	}
	return found
}

// paletteKey types, moves, runs the command under the cursor, or leaves.
func (m *Model) paletteKey(key, text string) tea.Cmd {
	p := m.palette
	switch key {
	case "esc", "ctrl+p":
		m.palette = nil
	case "down", "ctrl+n", "tab":
		p.cursor = min(p.cursor+1, max(0, len(p.commands(m.facts()))-1))
	case "up", "shift+tab":
		p.cursor = max(p.cursor-1, 0)
	case "enter":
		return m.runCommand(p.commands(m.facts()), p.cursor)
	default:
		p.input.Type(key, text)
		p.cursor = 0
	}
	return nil
}

func (m *Model) runCommand(list []intent.Binding, at int) tea.Cmd {
	if at >= len(list) {
		return nil
	}
	b := list[at]
	m.palette = nil
	if !b.Works(m.facts()) {
		m.say("Not now: " + b.Why + ".")
		return nil
	}
	return m.act(b.Action)
}

// palettePane lists the commands, those that cannot run now faint and with why.
func (m *Model) palettePane() widget.Pane {
	p := m.palette
	return widget.Pane{
		Title: "Command", Note: m.theme.Muted.Render("type a part of its name"), Min: 4,
		Lines: []widget.Line{{Text: " " + m.theme.Glyph.Cursor + " " + p.input.View(m.theme, m.width-4, func(s string) string { return m.clean.Line(s).String() })}, widget.Blank},
		Grow:  func(w, h int) []string { return m.paletteRows(p, w, h) },
	}
}

func (m *Model) paletteRows(p *palette, w, h int) []string {
	facts := m.facts()
	list := p.commands(facts)
	if len(list) == 0 {
		return []string{" " + m.theme.Muted.Render("No command has this in its name.")}
	}
	top := max(0, p.cursor-h+1)
	var rows []string
	for i := top; i < min(len(list), top+h); i++ {
		rows = append(rows, widget.Cut(m.paletteRow(list[i], facts, i == p.cursor), w))
	}
	return rows
}

func (m *Model) paletteRow(b intent.Binding, facts intent.Facts, here bool) string {
	mark := " "
	if here {
		mark = m.theme.Glyph.Cursor
	}
	keys := widget.Fit(shown(b.Keys), helpKeys)
	switch {
	case !b.Works(facts) && b.Why == "":
		return " " + mark + " " + m.theme.Muted.Render(keys+b.Title)
	case !b.Works(facts):
		return " " + mark + " " + m.theme.Muted.Render(keys+b.Title+": "+b.Why)
	case here:
		return " " + mark + " " + m.theme.Key.Render(keys) + m.theme.Strong.Render(b.Title)
	default:
		return " " + mark + " " + m.theme.Key.Render(keys) + b.Title
	}
}

const paletteNote = "enter runs it; esc leaves. Faint ones cannot run here, and say why."
