package terminal

import (
	"io"
	"os"
	"time"

	"golang.org/x/sys/unix"
	"golang.org/x/term"
)

func noCore() {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_CORE, &limit) == nil {
		limit.Cur = 0
		_ = unix.Setrlimit(unix.RLIMIT_CORE, &limit)
	}
}

// resetSequence leaves the alternate screen, shows the cursor, ends bracketed
// paste, keyboard enhancements and colours.
const resetSequence = "\x1b[<u\x1b[>4;0m\x1b[?2004l\x1b[?1004l\x1b[?25h\x1b[0m\x1b[?1049l"

// resetDeadline bounds the writing to a terminal that nobody reads.
const resetDeadline = 500 * time.Millisecond

// saved is a terminal's state before the program changed it.
type saved struct {
	tty   *os.File
	state *term.State
}

// save remembers the state of tty; nil when it is no terminal.
func save(tty *os.File) *saved {
	if tty == nil || !term.IsTerminal(int(tty.Fd())) {
		return nil
	}
	state, err := term.GetState(int(tty.Fd()))
	if err != nil {
		return nil
	}
	return &saved{tty, state}
}

// restore puts the state back and writes the reset sequence, without ever
// blocking for good on a terminal that does not take it.
func (s *saved) restore() {
	if s == nil {
		return
	}
	_ = term.Restore(int(s.tty.Fd()), s.state)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.WriteString(s.tty, resetSequence)
	}()
	select {
	case <-done:
	case <-time.After(resetDeadline):
	}
}

// EchoOff stops the terminal on fd from echoing until restore is called; input
// stays line by line. It does nothing where fd is no terminal.
func EchoOff(fd int) (restore func(), err error) {
	if !term.IsTerminal(fd) {
		return func() {}, nil
	}
	before, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return nil, err
	}
	quiet := *before
	quiet.Lflag &^= unix.ECHO
	if err := unix.IoctlSetTermios(fd, setTermios, &quiet); err != nil {
		return nil, err
	}
	return func() { _ = unix.IoctlSetTermios(fd, setTermios, before) }, nil
}
