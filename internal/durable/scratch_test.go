package durable_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/internal/durable"
)

// P6: what a killed process left is removed; what lives, what is another's and what
// only resembles ours stays.
func TestScratchOfTheDeadIsRemovedP6(t *testing.T) {
	root := t.TempDir()
	getenv := variables(map[string]string{"TMPDIR": root})
	const prefix = "zoauth-sandbox-"
	alive, err := durable.NewScratch(getenv, prefix)
	if err != nil {
		t.Fatal(err)
	}
	digits := strings.Repeat("0a", 8)
	dead := filepath.Join(root, prefix+digits)
	kept := []string{
		alive.Path,
		filepath.Join(root, prefix+digits[:15]),
		filepath.Join(root, prefix+digits+"0"),
		filepath.Join(root, prefix+strings.ToUpper(digits)),
		filepath.Join(root, "other-"+digits),
		filepath.Join(root, prefix+strings.Repeat("f", 16)), // mode 0755
		filepath.Join(root, prefix+strings.Repeat("e", 16)), // a link
	}
	elsewhere := filepath.Join(root, "elsewhere")
	for _, dir := range append([]string{dead, elsewhere, filepath.Join(dead, "tokens")}, kept[1:6]...) {
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(kept[5], 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, kept[6]); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dead, "tokens", "acme-dev.json"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	durable.SweepScratch(getenv, prefix)
	if _, err := os.Lstat(dead); !os.IsNotExist(err) {
		t.Errorf("the directory of a dead process: %v", err)
	}
	for _, path := range append(kept, elsewhere) {
		if _, err := os.Lstat(path); err != nil {
			t.Errorf("removed though it is not a dead process's: %v", err)
		}
	}
	if err := alive.Remove(); err != nil {
		t.Error(err)
	}
	if _, err := os.Lstat(alive.Path); !os.IsNotExist(err) {
		t.Errorf("after Remove: %v", err)
	}
}
