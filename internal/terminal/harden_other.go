//go:build !linux

package terminal

// Harden keeps core dumps from being written. Best effort (S7).
func Harden() Hardening { return noCore() }
