package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
)

// streams are the terminal's, for a program that has it to itself.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

func (s *streams) SetStdin(r io.Reader)  { s.in = itself(r) }
func (s *streams) SetStdout(w io.Writer) { s.out = w }
func (s *streams) SetStderr(w io.Writer) { s.err = w }

// alone prints text outside of the alternate screen and waits for a key, so that a
// terminal of any width can select a long line whole. The end of ctx ends the wait: a
// signal must not find a program that only a key can end.
type alone struct {
	streams
	ctx  context.Context
	text safe.Text
}

// Run prints and waits. It reads one key in raw mode, which begins before anybody is told
// to press one, or one line where the input is no terminal.
func (p *alone) Run() error {
	tty, ok := p.in.(*os.File)
	raw := ok && term.IsTerminal(int(tty.Fd()))
	if raw {
		before, err := term.MakeRaw(int(tty.Fd()))
		if err != nil {
			return err
		}
		defer func() { _ = term.Restore(int(tty.Fd()), before) }()
	}
	text := strings.ReplaceAll(fmt.Sprintf("\n%s\n\nPress any key to go back to zoauth.\n", p.text), "\n", "\r\n")
	if _, err := io.WriteString(p.out, text); err != nil {
		return err
	}
	if raw && !p.keyComes(int(tty.Fd())) {
		return nil
	}
	_, err := p.in.Read(make([]byte, 64))
	return err
}

// glance is how often it is looked whether the program is to end.
const glance = 200 * time.Millisecond

// keyComes waits until fd can be read, or reports that ctx ended first.
func (p *alone) keyComes(fd int) bool {
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

// askedSecret is a secret command that has the terminal, so that it can ask for a
// passphrase.
type askedSecret struct {
	streams
	ctx    context.Context
	source flow.SecretAsker
	title  safe.Text
	value  flow.Secret
}

// Run says what runs and lets it ask.
func (a *askedSecret) Run() error {
	if _, err := fmt.Fprintf(a.out, "\r\n%s\r\nIt has this terminal for a minute; ctrl+c ends it.\r\n\r\n", a.title); err != nil {
		return err
	}
	value, err := a.source.Ask(a.ctx, a.in, a.err)
	a.value = value
	return err
}

// AskSecret runs the command of a profile's client secret with the terminal, after it
// failed without one.
func (r *runs) AskSecret(s *session.Session) tea.Cmd {
	source, done, ok := s.AskSecret()
	if !ok {
		r.say(safe.Const("The client secret needs no terminal."))
		return nil
	}
	asked := &askedSecret{ctx: r.opts.Context, source: source, title: r.clean.Line(source.Describe())}
	return tea.Exec(asked, func(err error) tea.Msg { return taskEndedMsg{done(asked.value, err)} })
}
