package tui

import (
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

// clip sends text to the clipboard and says which way it went; nobody confirms it.
func (m *Model) clip(w intent.Clip) tea.Cmd {
	m.say(fmt.Sprintf("Sent %s, %d characters, to the clipboard; no terminal confirms that. u shows it plain.", w.What, len(w.Text)))
	return tea.SetClipboard(w.Text)
}
