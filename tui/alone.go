package tui

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"

	"zoauth/internal/safe"
)

// alone prints text outside of the alternate screen and waits for a key, so that a
// terminal of any width can select a long line whole. The end of ctx ends the wait: a
// signal must not find a program that only a key can end.
type alone struct {
	ctx  context.Context
	text safe.Text
	in   io.Reader
	out  io.Writer
}

func (p *alone) SetStdin(r io.Reader)  { p.in = itself(r) }
func (p *alone) SetStdout(w io.Writer) { p.out = w }
func (p *alone) SetStderr(io.Writer)   {}

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
