package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// keyboard takes keys as the terminal sends them, in runs that may be pastes.
type keyboard struct {
	*App
	run    keyRun
	counts time.Duration // enter counts from then on
}

// pressed takes a key as the terminal sends it. It may be the beginning of a paste where
// no text field has the focus: then one that only shows something acts at once, and is
// undone where a paste follows; any other waits for the next, enter first of all (F9).
func (k *keyboard) pressed(msg tea.KeyPressMsg) tea.Cmd {
	at := k.opts.LastRead()
	if k.editing() && (len(k.run.keys) == 0 || k.run.begins(at)) {
		return tea.Batch(k.endRun(), k.press(msg, at))
	}
	var before tea.Cmd
	if len(k.run.keys) > 0 && (k.run.begins(at) || !printable(msg)) {
		before = k.endRun()
	}
	if !printable(msg) {
		return tea.Batch(before, k.press(msg, at))
	}
	acts := moves(msg.String()) && k.run.held(msg)
	if len(k.run.keys) == 0 {
		k.run.from = k.level()
		acts = acts || k.dialog == nil && shows(msg.String())
	}
	k.run.add(msg, at, acts)
	if acts {
		return tea.Batch(before, k.press(msg, at), k.run.ends())
	}
	return tea.Batch(before, k.run.ends())
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
// which [keyboard.back] takes back.
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

func (k *keyboard) level() level { return level{k.dialog, len(k.stack), k.editing()} }

// back goes to a level again, which a key of a paste has left.
func (k *keyboard) back(to level) tea.Cmd {
	k.dialog = to.dialog
	var cmds []tea.Cmd
	for len(k.stack) > to.depth {
		cmds = append(cmds, k.up())
	}
	if k.editing() && !to.typing {
		cmds = append(cmds, k.press(tea.KeyPressMsg{Code: tea.KeyEscape}, k.clock.elapsed()))
	}
	return tea.Batch(cmds...)
}

// runEnded lets a run go when no further key came in time. On a busy machine one may have
// come that was not answered yet: it gets its turn before.
func (k *keyboard) runEnded(msg runEndedMsg) tea.Cmd {
	switch {
	case msg.wait != k.run.wait:
		return nil
	case !msg.again:
		return func() tea.Msg { return runEndedMsg{msg.wait, true} }
	}
	return k.endRun()
}

// endRun acts on a run: as the paste that it is, or as keys. What a key opened does
// not get the keys behind it.
func (k *keyboard) endRun() tea.Cmd {
	from := k.run.from
	keys, pasted := k.run.take()
	if pasted != "" {
		return tea.Batch(k.back(from), k.paste(pasted))
	}
	var cmds []tea.Cmd
	for _, one := range keys {
		if k.dialog != from.dialog || len(k.stack) != from.depth {
			break
		}
		cmds = append(cmds, k.press(one.KeyPressMsg, one.at))
	}
	return tea.Batch(cmds...)
}

// afterText is how long after the last character enter counts at the earliest: the one
// at the end of a paste never confirms (F9).
const afterText = 100 * time.Millisecond

// press routes one key that came at a time: ctrl+c, dialog, focused text field, screen,
// app.
func (k *keyboard) press(msg tea.KeyPressMsg, at time.Duration) tea.Cmd {
	pressed := msg.String()
	defer k.wrote(msg, at, k.dialog != nil || k.editing())
	switch {
	case pressed == "ctrl+c":
		return k.quit()
	case k.tooSmall():
		if pressed == "q" {
			return k.quit()
		}
		return nil
	case pressed == "enter" && at < k.counts:
		k.say(safe.Const("Press enter again."))
		return nil
	case k.dialog != nil:
		return k.dialogKey(msg)
	case k.top().Editing():
		return k.field(msg)
	}
	return k.command(msg)
}

// wrote remembers from when on enter counts behind a character: one that went into a
// dialog or a text field, or one that did something on a screen, in whose run enter was
// pressed before anybody saw what it did.
func (k *keyboard) wrote(msg tea.KeyPressMsg, at time.Duration, into bool) {
	switch {
	case msg.Text == "":
	case into:
		k.counts = at + afterText
	case !moves(msg.String()):
		k.counts = max(k.counts, at+holdKey)
	}
}
