package terminal

import (
	"syscall"

	"golang.org/x/sys/unix"
)

// Hardening is what [Harden] changed and a program that takes the process's
// place would inherit. The zero value is nothing.
type Hardening struct{ core *unix.Rlimit }

// noCore keeps the kernel from writing core files of this process.
func noCore() Hardening {
	var before unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_CORE, &before) != nil {
		return Hardening{}
	}
	_ = unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{Cur: 0, Max: before.Max})
	return Hardening{&before}
}

// Become puts the program at path in the process's place, with the limits that
// the process was started with. It returns only with an error.
func (h Hardening) Become(path string, argv, environ []string) error {
	if h.core != nil {
		_ = unix.Setrlimit(unix.RLIMIT_CORE, h.core)
	}
	return syscall.Exec(path, argv, environ) // the person's own command
}
