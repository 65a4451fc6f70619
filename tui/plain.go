package tui

import (
	"context"
	"fmt"
	"io"
	"os"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/term"

	"zoauth/tui/intent"
)

// plainText prints one logical line on the plain screen and waits for a key, so
// that a terminal of any width can select it whole.
type plainText struct {
	text string
	in   io.Reader
	out  io.Writer
}

func (p *plainText) SetStdin(r io.Reader)  { p.in = r }
func (p *plainText) SetStdout(w io.Writer) { p.out = w }
func (p *plainText) SetStderr(io.Writer)   {}

// Run prints and waits. It reads one key in raw mode, or one line where the
// input is no terminal.
func (p *plainText) Run() error {
	if _, err := fmt.Fprintf(p.out, "\r\n%s\r\n\r\nAny key goes back to zoauth.\r\n", p.text); err != nil {
		return err
	}
	if tty, ok := p.in.(*os.File); ok && term.IsTerminal(int(tty.Fd())) {
		before, err := term.MakeRaw(int(tty.Fd()))
		if err != nil {
			return err
		}
		defer func() { _ = term.Restore(int(tty.Fd()), before) }()
	}
	_, err := p.in.Read(make([]byte, 16))
	return err
}

func showPlain(text string) tea.Cmd {
	return tea.Exec(&plainText{text: text}, func(err error) tea.Msg { return plainShownMsg{err} })
}

// clip sends text to the clipboard and says which way it went: inside tmux
// through tmux, elsewhere by OSC 52. Nobody confirms either.
func (m *Model) clip(w intent.Clip) tea.Cmd {
	board := m.opts.Env.Clipboard()
	notice := board.Notice(w.What, len(w.Text))
	return func() tea.Msg {
		done, err := board.Load(context.Background(), w.Text)
		if err != nil {
			notice = "The clipboard took nothing: " + err.Error() + ". u shows it plain."
		}
		return clippedMsg{text: notice, settled: done || err != nil, value: w.Text}
	}
}

// clipped says what became of a copy; where tmux did not take it, the terminal is
// asked to.
func (m *Model) clipped(msg clippedMsg) tea.Cmd {
	m.say(msg.text)
	if msg.settled {
		return nil
	}
	return tea.SetClipboard(msg.value)
}
