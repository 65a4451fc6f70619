package tui

import (
	"context"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/internal/terminal"
)

// clippedMsg says what became of a copy. Where settled is false the terminal is asked
// to take it.
type clippedMsg struct {
	what    safe.Text
	raw     string
	settled bool
	err     error
}

// clip sends text to the clipboard: inside tmux through tmux, elsewhere by OSC 52.
// Nobody confirms either.
func clip(ctx context.Context, board terminal.Clipboard, raw string, what safe.Text) tea.Cmd {
	return func() tea.Msg {
		done, err := board.Load(ctx, raw)
		return clippedMsg{what: what, raw: raw, settled: done, err: err}
	}
}

func (a *App) clipped(msg clippedMsg) tea.Cmd {
	if msg.err != nil {
		a.say(safe.Format("Not copied: %s", a.clean.Error(msg.err)))
		return nil
	}
	a.say(a.clean.Line(a.opts.Env.Clipboard().Notice(msg.what.String(), utf8.RuneCountInString(msg.raw))))
	if msg.settled {
		return nil
	}
	return tea.SetClipboard(msg.raw)
}
