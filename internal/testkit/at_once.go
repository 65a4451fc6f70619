package testkit

import (
	"flag"
	"strconv"
)

// AtOnce lets n parallel tests of a package run at a time, where -parallel does not say
// otherwise: they wait more than they compute. racing is how many where the race detector
// makes them compute more.
func AtOnce(n, racing int) {
	if Race {
		n = racing
	}
	if err := flag.Set("test.parallel", strconv.Itoa(n)); err != nil {
		panic(err)
	}
}
