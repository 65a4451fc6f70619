package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// pressed takes a key as the terminal sends it. It may be the beginning of a paste where
// no text field has the focus: then one that only shows something acts at once, and is
// undone where a paste follows; any other waits for the next, enter first of all (F9).
func (a *App) pressed(msg tea.KeyPressMsg) tea.Cmd {
	at := a.clock.elapsed()
	if a.editing() && (len(a.run.keys) == 0 || a.run.begins(at)) {
		return tea.Batch(a.endRun(), a.press(msg, at))
	}
	var before tea.Cmd
	if len(a.run.keys) > 0 && (a.run.begins(at) || !printable(msg)) {
		before = a.endRun()
	}
	if !printable(msg) {
		return tea.Batch(before, a.press(msg, at))
	}
	acts := moves(msg.String()) && a.run.held(msg)
	if len(a.run.keys) == 0 {
		a.run.from = a.level()
		acts = acts || a.dialog == nil && shows(msg.String())
	}
	a.run.add(msg, at, acts)
	if acts {
		return tea.Batch(before, a.press(msg, at), a.run.ends())
	}
	return tea.Batch(before, a.run.ends())
}

// moves names the keys that only move a cursor: they are acted on at once.
func moves(pressed string) bool {
	switch pressed {
	case "j", "k", "J", "K", "g", "G":
		return true
	}
	return false
}

// shows names the keys that only turn a view, or open a dialog, a field or another place,
// which [App.back] takes back.
func shows(pressed string) bool {
	switch pressed {
	case "e", "+", "/", "n", "N", "w", "tab", "y", "b", "t", "z", "m", "p", "i", "A", "E", ":", "?":
		return true
	}
	return false
}

// level is where the person is: what a key opens lies above it.
type level struct {
	dialog ui.Dialog
	depth  int
	typing bool
}

func (a *App) level() level { return level{a.dialog, len(a.stack), a.editing()} }

// back goes to a level again, which a key of a paste has left.
func (a *App) back(to level) tea.Cmd {
	a.dialog = to.dialog
	var cmds []tea.Cmd
	for len(a.stack) > to.depth {
		cmds = append(cmds, a.up())
	}
	if a.editing() && !to.typing {
		cmds = append(cmds, a.press(tea.KeyPressMsg{Code: tea.KeyEscape}, a.clock.elapsed()))
	}
	return tea.Batch(cmds...)
}

// runEnded lets a run go when no further key came in time.
func (a *App) runEnded(msg runEndedMsg) tea.Cmd {
	if msg.wait != a.run.wait {
		return nil
	}
	return a.endRun()
}

// endRun acts on a run: as the paste that it is, or as keys. What a key opened does
// not get the keys behind it.
func (a *App) endRun() tea.Cmd {
	from := a.run.from
	keys, pasted := a.run.take()
	if pasted != "" {
		return tea.Batch(a.back(from), a.paste(pasted))
	}
	var cmds []tea.Cmd
	for _, k := range keys {
		if a.dialog != from.dialog || len(a.stack) != from.depth {
			break
		}
		cmds = append(cmds, a.press(k.KeyPressMsg, k.at))
	}
	return tea.Batch(cmds...)
}

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

// afterText is how long after the last character enter counts at the earliest: the one
// at the end of a paste never confirms (F9).
const afterText = 100 * time.Millisecond

// press routes one key that came at a time: ctrl+c, dialog, focused text field, screen,
// app.
func (a *App) press(msg tea.KeyPressMsg, at time.Duration) tea.Cmd {
	pressed := msg.String()
	defer a.wrote(msg, at, a.dialog != nil || a.editing())
	switch {
	case pressed == "ctrl+c":
		return a.quit()
	case a.tooSmall():
		if pressed == "q" {
			return a.quit()
		}
		return nil
	case pressed == "enter" && at < a.counts:
		a.say(safe.Const("Press enter again."))
		return nil
	case a.dialog != nil:
		return a.dialogKey(msg)
	case a.top().Editing():
		return a.field(msg)
	}
	return a.command(msg)
}

// wrote remembers from when on enter counts behind a character: one that went into a
// dialog or a text field, or one that did something on a screen, in whose run enter was
// pressed before anybody saw what it did.
func (a *App) wrote(msg tea.KeyPressMsg, at time.Duration, into bool) {
	switch {
	case msg.Text == "":
	case into:
		a.counts = at + afterText
	case !moves(msg.String()):
		a.counts = max(a.counts, at+holdKey)
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
	if why := a.settling(msg.String()); !why.IsEmpty() {
		a.say(why)
		return nil
	}
	own, found := ui.Pressed(msg, a.top().Keys())
	switch {
	case found && own.Off.IsEmpty():
		a.heard(msg)
		return a.top().Update(msg)
	case found:
		a.say(own.Off)
		return nil
	}
	key, found := ui.Pressed(msg, a.keys())
	switch {
	case !found:
		a.say(moved(msg.String()).Or(safe.Format("%s does nothing here. ? shows what does.", a.clean.Line(msg.String()))))
		return nil
	case !key.Off.IsEmpty():
		a.say(key.Off)
		return nil
	}
	return a.act(msg.String())
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

// act carries out a key of the app.
func (a *App) act(pressed string) tea.Cmd {
	switch pressed {
	case "i":
		return a.desk.Show(ui.Place{Kind: ui.Paste})
	case "p":
		return a.ask(newPalette(a, onlyProfiles))
	case ":", "ctrl+p":
		return a.ask(newPalette(a, everything))
	case "A":
		return a.desk.Show(ui.Place{Kind: ui.Profile})
	case "S":
		return a.own.toggle(a)
	case "?":
		return a.ask(newHelp(a))
	case "esc", "q":
		return a.up()
	case "ctrl+l":
		return tea.ClearScreen
	case "ctrl+z":
		return a.suspend()
	}
	return nil
}

// up goes one level up; on Home it quits.
func (a *App) up() tea.Cmd {
	if len(a.stack) == 1 {
		return a.quit()
	}
	a.top().Close()
	a.stack = a.stack[:len(a.stack)-1]
	if len(a.stack) == 1 {
		a.own.dropSent()
	}
	a.resize()
	return a.top().Open()
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

// paste gives pasted text to the dialog, the focused text field, the attempt whose
// callback it is, or the Paste screen.
func (a *App) paste(text string) tea.Cmd {
	a.counts = a.clock.elapsed() + afterText
	switch {
	case a.tooSmall():
		return nil
	case a.dialog != nil && a.dialog.Editing():
		return a.dialogUpdate(tea.PasteMsg{Content: text})
	case a.dialog != nil:
		a.say(safe.Const("A paste never confirms. Choose with j and k, then press enter."))
		return nil
	case a.top().Editing() && !a.desk.bearsOpen(text):
		return a.top().Update(tea.PasteMsg{Content: text})
	}
	if cmd, taken := a.desk.TakeCallback(text); taken {
		return cmd
	}
	return a.desk.Show(ui.Place{Kind: ui.Paste, Text: text})
}
