package tui

import (
	"context"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/internal/terminal"
)

// copies takes text out of the workbench: to the clipboard, into a file, or alone onto
// the terminal.
type copies struct{ *App }

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

// Copy sends raw text to the clipboard.
func (c *copies) Copy(raw string, what safe.Text) tea.Cmd {
	return clip(c.opts.Context, c.opts.Env.Clipboard(), raw, what)
}

// KeepsCopies reports whether a copy stays readable on this machine, in tmux.
func (c *copies) KeepsCopies() bool { return c.opts.Env.Clipboard().Keeps() }

// Alone shows text outside of the alternate screen.
func (c *copies) Alone(text safe.Text) tea.Cmd { return showAlone(c.opts.Context, text) }

func (c *copies) clipped(msg clippedMsg) tea.Cmd {
	if msg.err != nil {
		c.say(safe.Format("Not copied: %s", c.clean.Error(msg.err)))
		return nil
	}
	c.say(c.clean.Line(c.opts.Env.Clipboard().Notice(msg.what.String(), utf8.RuneCountInString(msg.raw))))
	if msg.settled {
		return nil
	}
	return tea.SetClipboard(msg.raw)
}
