package practice

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// Keys try an exercise, choose the kind, and filter.
func (p *Screen) Keys() []ui.Key {
	if p.filter.Typing {
		return []ui.Key{ui.NewKey(safe.Const("done"), "enter"), ui.NewKey(safe.Const("all"), "esc")}
	}
	e, any := p.under()
	none, noFault := safe.Text{}, safe.Const("No fault is on.")
	if !any {
		none = safe.Const("Nothing fits the filter. esc shows all.")
	}
	if len(p.on()) > 0 {
		noFault = safe.Text{}
	}
	var back []ui.Key
	if p.filter.Text() != "" {
		back = []ui.Key{ui.NewKey(safe.Const("all"), "esc")}
	}
	return append([]ui.Key{
		ui.NewKey(p.tries(e), "enter").Unless(none),
		ui.NewKey(safe.Const("filter"), "/"),
		ui.NewKey(safe.Const("kind"), "]", "[", "h", "l", "left", "right").As(safe.Const("]")).Unless(p.oneKind()),
		ui.NewKey(safe.Const("why"), "w").Unless(none),
		ui.NewKey(safe.Const("turn fault off"), "x").Unless(noFault),
		ui.NewKey(safe.Const("move"), "j", "k", "down", "up", "g", "G", "home", "end", "ctrl+d", "ctrl+u", "pgdown", "pgup").As(safe.Const("j k")).Hidden().In(ui.Move),
	}, back...)
}

// tries is what enter does with an exercise.
func (p *Screen) tries(e exercise) safe.Text {
	switch {
	case e.fault == nil:
		return safe.Const("try")
	case e.fault.On:
		return safe.Const("turn off")
	}
	return safe.Const("turn on and try")
}

func (p *Screen) oneKind() safe.Text {
	if p.s.App().Sandbox {
		return safe.Text{}
	}
	return safe.Const("Faults are the sandbox's; S shows it.")
}

// Update takes a key that is on, and what is typed into the filter.
func (p *Screen) Update(msg tea.Msg) tea.Cmd {
	if _, changed := msg.(ui.ChangedMsg); changed {
		p.refresh()
		return nil
	}
	if p.filter.Typing {
		return p.typed(msg)
	}
	press, isKey := msg.(tea.KeyPressMsg)
	if !isKey {
		return nil
	}
	switch press.String() {
	case "enter":
		return p.try()
	case "/":
		return p.filter.Begin()
	case "esc":
		p.filter.Clear()
		p.refresh()
	case "]", "l", "right":
		p.turn(1)
	case "[", "h", "left":
		p.turn(int(kinds) - 1)
	case "w":
		p.more = !p.more
	case "x":
		p.allOff()
	default:
		if p.list.Key(press.String(), p.listHeight()) {
			p.reveal()
		}
	}
	return nil
}

// typed gives the filter a key or a paste; what is typed goes to the first row that fits.
func (p *Screen) typed(msg tea.Msg) tea.Cmd {
	cmd, done := p.filter.Update(msg)
	p.refresh()
	if !done {
		p.list.Set(0)
	}
	p.reveal()
	return cmd
}

// turn shows another kind.
func (p *Screen) turn(n int) {
	p.kind = (p.kind + kind(n)) % kinds
	p.refresh()
	p.list.Set(0)
	p.reveal()
}

// try prepares the exercise under the cursor: everything up to the preview of the broken
// request. A fault is switched on, and its step drafted.
func (p *Screen) try() tea.Cmd {
	e, _ := p.under()
	name := p.s.App().Name
	if e.mistake != nil {
		return tea.Batch(p.desk.Back(), p.desk.Run(p.s.Practice().Try(e.mistake.Name)), p.desk.Show(ui.Place{Kind: ui.Flow, Profile: name}))
	}
	if err := p.desk.SetFault(p.s, e.fault.Name, !e.fault.On); err != nil {
		p.desk.Say(p.desk.Clean().Error(err))
		return nil
	}
	p.refresh()
	if e.fault.On {
		return nil
	}
	return tea.Batch(p.desk.Back(), p.desk.Run(p.s.Drafts().Open(e.step)), p.desk.Show(ui.Place{Kind: ui.Flow, Profile: name}))
}

// on are the faults that are on.
func (p *Screen) on() []string {
	var names []string
	for _, f := range p.desk.Faults(p.s) {
		if f.On {
			names = append(names, f.Name)
		}
	}
	return names
}

// allOff switches every fault off.
func (p *Screen) allOff() {
	for _, name := range p.on() {
		if err := p.desk.SetFault(p.s, name, false); err != nil {
			p.desk.Say(p.desk.Clean().Error(err))
			return
		}
	}
	p.desk.Say(safe.Const("No fault is on now."))
	p.refresh()
}
