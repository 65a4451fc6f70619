//go:build !linux

package testkit

// InMemory runs the tests with the temporary directories that the system has.
func InMemory(run func() int) int { return run() }
