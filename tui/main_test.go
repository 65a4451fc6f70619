package tui_test

import (
	"os"
	"testing"

	"zoauth/internal/testkit"
)

func TestMain(m *testing.M) {
	testkit.AtNoon()
	testkit.AtOnce(8, 2)
	os.Exit(testkit.InMemory(m.Run))
}
