//go:build darwin || freebsd || openbsd

package terminal_test

import "golang.org/x/sys/unix"

const getTermios = unix.TIOCGETA
