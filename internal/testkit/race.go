//go:build race

package testkit

// Race says that the race detector watches: everything takes ten times as long.
const Race = true
