//go:build !race

package testkit

// raceFlags are none: the test that runs the program has no race detector either.
var raceFlags []string
