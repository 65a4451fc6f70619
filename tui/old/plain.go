package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"zoauth/tui/old/intent"
)

// plainText prints one logical line on the plain screen and waits for a key, so
// that a terminal of any width can select it whole. The end of ctx ends the wait:
// a signal must not find a program that only a key can end.
type plainText struct {
	ctx  context.Context
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
	if _, err := fmt.Fprintf(p.out, "\n%s\n\nAny key goes back to zoauth.\n", p.text); err != nil {
		return err
	}
	if tty, ok := p.in.(*os.File); ok && term.IsTerminal(int(tty.Fd())) {
		before, err := term.MakeRaw(int(tty.Fd()))
		if err != nil {
			return err
		}
		defer func() { _ = term.Restore(int(tty.Fd()), before) }()
		if !p.keyComes(int(tty.Fd())) {
			return nil
		}
	}
	_, err := p.in.Read(make([]byte, 64))
	return err
}

// glance is how often the plain screen looks whether the program is to end.
const glance = 200 * time.Millisecond

// keyComes waits until fd can be read, or reports that ctx ended first.
func (p *plainText) keyComes(fd int) bool {
	for p.ctx.Err() == nil {
		var ready unix.FdSet
		ready.Set(fd)
		patience := unix.NsecToTimeval(glance.Nanoseconds())
		if n, err := unix.Select(fd+1, &ready, nil, nil, &patience); n > 0 || err != nil && !errors.Is(err, unix.EINTR) {
			return true
		}
	}
	return false
}

// showPlain leaves the full screen for text, which may hold what others wrote.
func (m *Model) showPlain(text string) tea.Cmd {
	plain := &plainText{ctx: m.opts.Context, text: m.clean.Whole(text).String()}
	return tea.Exec(plain, func(err error) tea.Msg { return plainShownMsg{err} })
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
