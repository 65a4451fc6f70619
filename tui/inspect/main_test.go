package inspect_test

import (
	"os"
	"testing"

	"zoauth/internal/testkit"
)

func TestMain(m *testing.M) { os.Exit(testkit.InMemory(m.Run)) }
