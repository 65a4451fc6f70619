//go:build !linux

package terminal

// Harden keeps core dumps from being written. Best effort (PROMISES.md S7).
func Harden() Hardening { return noCore() }
