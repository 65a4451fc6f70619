package acceptance

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"zoauth/internal/testkit"
)

// sandboxes waits until home has a sandbox directory that is not among the known ones
// and returns its path.
func sandboxes(t *testing.T, home string, known ...string) string {
	t.Helper()
	for end := time.Now().Add(testkit.Patience); time.Now().Before(end); time.Sleep(10 * time.Millisecond) {
		found, err := filepath.Glob(filepath.Join(home, "zoauth-sandbox-*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, path := range found {
			if !slices.Contains(known, path) {
				return path
			}
		}
	}
	t.Fatal("no sandbox directory was made")
	return ""
}

// P6: the directory of a sandbox that was killed is removed at the next start, the one
// of a sandbox that runs is not.
func TestKilledSandboxLeavesNothingP6(t *testing.T) {
	t.Parallel()
	killed := start(t, 80, 24, "demo")
	home := killed.home
	dead := sandboxes(t, home)
	killed.Stop()
	if _, err := os.Stat(dead); err != nil {
		t.Fatalf("SIGKILL left nothing: %v", err)
	}
	startIn(t, home, 80, 24, "demo")
	alive := sandboxes(t, home, dead)
	startIn(t, home, 80, 24, "demo")
	sandboxes(t, home, dead, alive)
	if _, err := os.Stat(dead); !os.IsNotExist(err) {
		t.Errorf("the directory of the killed sandbox is still there: %v", err)
	}
	if _, err := os.Stat(alive); err != nil {
		t.Errorf("the directory of a running sandbox is gone: %v", err)
	}
}
