package testkit

import (
	"os"
	"testing"
)

// Need skips a test on a machine that lacks what it needs. The gate sets ZOAUTH_GATE=1:
// there nothing may be lacking, and the test fails instead.
func Need(t testing.TB, has bool, what string) {
	t.Helper()
	switch {
	case has:
	case os.Getenv("ZOAUTH_GATE") == "1":
		t.Fatalf("the gate's machine lacks %s", what)
	default:
		t.Skipf("this machine lacks %s", what)
	}
}
