package terminal

import "golang.org/x/sys/unix"

// Harden keeps other processes of the same user and core dumps from reading the
// process's memory. Best effort: nothing depends on it (S7).
func Harden() Hardening {
	_ = unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0) // a new program begins dumpable
	return noCore()
}
