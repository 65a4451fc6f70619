package terminal_test

import (
	"os"
	"testing"

	"zoauth/internal/testkit"
)

// TestMain lets the test binary stand for other programs: see asTmux and acts.
func TestMain(m *testing.M) {
	if behaviour := os.Getenv("TERMINAL_TEST_TMUX"); behaviour != "" && len(os.Args) > 1 && os.Args[1] == "load-buffer" {
		os.Exit(tmux(behaviour))
	}
	if name := os.Getenv("TERMINAL_TEST_ACT"); name != "" {
		acts[name](newActor())
		os.Exit(99) // every act ends through its session
	}
	testkit.AtOnce(4, 4)
	os.Exit(m.Run())
}
