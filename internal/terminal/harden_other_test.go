//go:build !linux

package terminal_test

// dumpable is a notion of Linux.
func dumpable() bool { return false }
