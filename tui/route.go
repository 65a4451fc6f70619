package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// editing reports whether printable keys are text.
func (a *App) editing() bool {
	switch {
	case a.tooSmall():
		return false
	case a.dialog != nil:
		return a.dialog.Editing()
	default:
		return a.top().Editing()
	}
}

// field gives a key to the screen whose text field has the focus.
func (a *App) field(msg tea.KeyPressMsg) tea.Cmd {
	switch msg.String() {
	case "ctrl+z":
		return a.suspend()
	case "ctrl+l":
		return tea.ClearScreen
	}
	return a.top().Update(msg)
}

// command gives a key to the screen if it is on there, else to the app, and says why
// one does nothing.
func (a *App) command(msg tea.KeyPressMsg) tea.Cmd {
	if s, shows := a.top().(ui.Concealing); shows {
		s.Conceal(msg.String())
	}
	if why := a.settling(msg.String()); !why.IsEmpty() {
		a.say(why)
		return nil
	}
	k, own := ui.Pressed(msg, a.top().Keys())
	if !own {
		k, _ = ui.Pressed(msg, a.keys())
	}
	switch {
	case k.Do == nil:
		a.say(moved[msg.String()].Or(safe.Format("%s does nothing here. ? shows what does.", a.clean.Line(msg.String()))))
		return nil
	case !k.Off.IsEmpty():
		a.say(k.Off)
		return nil
	}
	a.heard(msg)
	if own {
		return a.top().Update(msg)
	}
	return k.Do(msg.String())
}

// heard ends the news that the person has acted on; a move leaves them.
func (a *App) heard(msg tea.KeyPressMsg) {
	if !moves(msg.String()) {
		a.status = status{}
	}
}

// settling says why enter waits: the screen has just changed by itself.
func (a *App) settling(pressed string) safe.Text {
	s, ok := a.top().(ui.Settling)
	if !ok || pressed != "enter" {
		return safe.Text{}
	}
	at, because := s.Changed()
	if at.IsZero() || a.clock.now.Sub(at) >= session.Grace {
		return safe.Text{}
	}
	return because
}

// up goes one level up; on Home it quits.
func (a *App) up() tea.Cmd {
	if len(a.stack) == 1 {
		return a.quit()
	}
	a.top().Close()
	a.stack = a.stack[:len(a.stack)-1]
	var forgets tea.Cmd
	if len(a.stack) == 1 {
		forgets = a.own.dropSent(a.opts.Context)
	}
	a.resize()
	return tea.Batch(forgets, a.top().Open())
}

// ask opens a dialog over the screen.
func (a *App) ask(d ui.Dialog) tea.Cmd {
	a.dialog = d
	return nil
}

// dialogKey gives a key to the dialog; esc closes it.
func (a *App) dialogKey(msg tea.KeyPressMsg) tea.Cmd {
	if msg.String() == "esc" {
		a.dialog = nil
		return nil
	}
	return a.dialogUpdate(msg)
}

// dialogUpdate gives a message to the dialog. It is closed before what it asked for is
// done, which may open another.
func (a *App) dialogUpdate(msg tea.Msg) tea.Cmd {
	asking := a.dialog
	cmd, done := asking.Update(msg)
	if done && a.dialog == asking {
		a.dialog = nil
	}
	return cmd
}

// lineEnds makes one byte of the end of a line, which terminals paste as a carriage
// return.
var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// paste gives pasted text to the attempt whose state it bears, else to the dialog, the
// focused text field, the attempt whose callback it is, or the Paste screen.
func (a *App) paste(text string) tea.Cmd {
	text = lineEnds.Replace(text)
	a.keyboard.counts = a.clock.elapsed() + afterText
	ours := a.desk.bearsOpen(text)
	if ours { // whatever is asked: the question can be asked again, the code cannot
		a.dialog = nil
	}
	switch {
	case a.tooSmall() && !ours:
		return nil
	case a.dialog != nil && a.dialog.Editing():
		return a.dialogUpdate(tea.PasteMsg{Content: text})
	case a.dialog != nil:
		a.say(safe.Const("A paste never confirms. Choose with j and k, then press enter."))
		return nil
	case a.top().Editing() && !ours:
		return a.top().Update(tea.PasteMsg{Content: text})
	}
	if cmd, taken := a.desk.callbacks.take(text); taken {
		return cmd
	}
	a.status = status{}
	return a.desk.Show(ui.Place{Kind: ui.Paste, Text: text})
}
