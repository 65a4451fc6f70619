//go:build !linux

package acceptance

// filterVariable and becomeFiltered are notions of Linux.
const filterVariable = "ZOAUTH_TEST_FILTER"

func becomeFiltered(string) {}
