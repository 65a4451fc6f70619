package profiles_test

import (
	"os"
	"testing"

	"zoauth/internal/testkit"
)

func TestMain(m *testing.M) {
	testkit.AtOnce(4, 2)
	os.Exit(testkit.InMemory(m.Run))
}
