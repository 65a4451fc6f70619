//go:build !linux

package main

// filterVariable and becomeFiltered are notions of Linux.
const filterVariable = "ZOAUTH_TEST_FILTER"

func becomeFiltered(string) {}
