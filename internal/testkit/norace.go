//go:build !race

package testkit

// Race says that the race detector watches: everything takes ten times as long.
const Race = false

// raceFlags are none: the test that runs the program has no race detector either.
var raceFlags []string
