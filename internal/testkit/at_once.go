package testkit

import (
	"flag"
	"strconv"
)

// AtOnce lets n parallel tests of a package run at a time, where -parallel does not say
// otherwise: they wait more than they compute.
func AtOnce(n int) {
	if err := flag.Set("test.parallel", strconv.Itoa(n)); err != nil {
		panic(err)
	}
}
