package terminal

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// resetSequence ends keyboard enhancements, bracketed paste, focus reports and
// colours, shows the cursor and leaves the alternate screen.
const resetSequence = "\x1b[<u\x1b[>4;0m\x1b[?2004l\x1b[?1004l\x1b[?25h\x1b[0m\x1b[?1049l"

// saved is a terminal and a state of it. Nil is no terminal.
type saved struct {
	tty   *os.File
	state unix.Termios
}

// save remembers the state of tty; nil when it is no terminal.
func save(tty *os.File) *saved {
	if tty == nil {
		return nil
	}
	state, err := unix.IoctlGetTermios(int(tty.Fd()), getTermios)
	if err != nil {
		return nil
	}
	return &saved{tty, *state}
}

// now returns the terminal's present state.
func (s *saved) now() *saved {
	if s == nil {
		return nil
	}
	return save(s.tty)
}

// restore puts the state back when it changed, and reports whether it did so. A
// job in the background leaves the terminal alone: it belongs to the shell then,
// and setting it would stop us.
func (s *saved) restore() bool {
	now := s.now()
	if now == nil || now.state == s.state || !foreground(int(s.tty.Fd())) {
		return false
	}
	return unix.IoctlSetTermios(int(s.tty.Fd()), setTermios, &s.state) == nil
}

// foreground reports whether the terminal on fd is not another job's. A terminal
// that does not control our session has no jobs of it.
func foreground(fd int) bool {
	group, err := unix.IoctlGetInt(fd, unix.TIOCGPGRP)
	return err != nil || group == unix.Getpgrp()
}

// hangup blocks until the terminal is gone. It returns false at once where the
// system cannot tell, and for what is no terminal.
func hangup(tty *os.File) bool {
	if save(tty) == nil {
		return false
	}
	for {
		poll := []unix.PollFd{{Fd: int32(tty.Fd())}}
		if _, err := unix.Poll(poll, -1); err == unix.EINTR {
			continue
		}
		return poll[0].Revents&unix.POLLHUP != 0
	}
}

// RawInput stops the terminal on fd from echoing and from holding input back until
// a line ends, until restore is called; restore drops what was not read, so that no
// rest of a paste reaches the shell. Keys that send signals keep doing so. It does
// nothing where fd is no terminal.
func RawInput(fd int) (restore func(), err error) {
	before, err := unix.IoctlGetTermios(fd, getTermios)
	if err != nil {
		return func() {}, nil
	}
	raw := *before
	raw.Lflag &^= unix.ECHO | unix.ICANON
	raw.Cc[unix.VMIN], raw.Cc[unix.VTIME] = 1, 0
	if err := unix.IoctlSetTermios(fd, setTermios, &raw); err != nil {
		return nil, fmt.Errorf("turning off the terminal's echo: %w", err)
	}
	return func() {
		DropInput(fd)
		_ = unix.IoctlSetTermios(fd, setTermios, before)
	}, nil
}

// DropInput forgets what was typed into the terminal on fd and not read yet.
func DropInput(fd int) { dropInput(fd) }

// HasInput waits for input on fd, no longer than wait, and reports whether it came.
func HasInput(fd int, wait time.Duration) bool {
	poll := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
	n, err := unix.Poll(poll, int(wait.Milliseconds()))
	return err == nil && n > 0
}
