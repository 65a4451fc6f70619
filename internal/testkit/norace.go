//go:build !race

package testkit

// Race reports whether the tests run with the race detector: the program that they
// start is then built with it too.
const Race = false
