//go:build race

package testkit

// raceFlags build a program with the race detector where the test that runs it has it.
var raceFlags = []string{"-race"}
