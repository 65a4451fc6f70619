//go:build race

package testkit

// Race says that the race detector watches: everything takes ten times as long.
const Race = true

// raceFlags build a program with the race detector where the test that runs it has it.
var raceFlags = []string{"-race"}
