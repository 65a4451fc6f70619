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
	ofRow := func(k ui.Key) ui.Key { return k.OffIf(!any, safe.Const("Nothing fits the filter. esc shows all.")) }
	keys := []ui.Key{
		ofRow(ui.NewKey(p.tries(e), "enter")).Does(p.try),
		ui.NewKey(safe.Const("filter"), "/").Does(p.filter.Begin),
		ui.NewKey(safe.Const("kind"), "]", "[", "h", "l", "left", "right").As(safe.Const("]")).OffIf(!p.s.App().Sandbox, safe.Const("Faults are the sandbox's; S shows it.")).Moves(p.turn),
		ofRow(ui.NewKey(safe.Const("why"), "w")).Does(p.explain),
		ui.NewKey(safe.Const("turn fault off"), "x").OffIf(len(p.on()) == 0, safe.Const("No fault is on.")).Does(p.allOff),
		ui.NewKey(safe.Const("move"), "j", "k", "down", "up", "g", "G", "home", "end", "ctrl+d", "ctrl+u", "pgdown", "pgup").As(safe.Const("j k")).Hidden().In(ui.Move).Moves(p.move),
	}
	if p.filter.Text() != "" {
		keys = append(keys, ui.NewKey(safe.Const("all"), "esc").Does(p.showAll))
	}
	return keys
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

// Update takes a key that is on, and what is typed into the filter.
func (p *Screen) Update(msg tea.Msg) tea.Cmd {
	if _, changed := msg.(ui.ChangedMsg); changed {
		p.refresh()
		return nil
	}
	if p.filter.Typing {
		return p.typed(msg)
	}
	if press, isKey := msg.(tea.KeyPressMsg); isKey {
		return ui.Press(press, p.Keys())
	}
	return nil
}

func (p *Screen) move(pressed string) tea.Cmd {
	if p.list.Key(pressed, p.listHeight()) {
		p.reveal()
	}
	return nil
}

func (p *Screen) explain() tea.Cmd {
	p.more = !p.more
	return nil
}

func (p *Screen) showAll() tea.Cmd {
	p.filter.Clear()
	p.refresh()
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

// turn shows the next kind, or the one before.
func (p *Screen) turn(pressed string) tea.Cmd {
	p.kind = kind((int(p.kind) + ui.Turn(pressed) + int(kinds)) % int(kinds))
	p.refresh()
	p.list.Set(0)
	p.reveal()
	return nil
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
func (p *Screen) allOff() tea.Cmd {
	for _, name := range p.on() {
		if err := p.desk.SetFault(p.s, name, false); err != nil {
			p.desk.Say(p.desk.Clean().Error(err))
			return nil
		}
	}
	p.desk.Say(safe.Const("No fault is on now."))
	p.refresh()
	return nil
}
