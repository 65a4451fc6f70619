package testkit

import (
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// Root is the directory of zoauth's source. It works in this module and in that of
// internal/tools.
func Root() (string, error) {
	out, err := exec.Command("go", "list", "-f", "{{.Module.Dir}}", "zoauth/internal/testkit").Output()
	if err != nil {
		return "", fmt.Errorf("looking for zoauth's source with go list: %w", err)
	}
	return strings.TrimSpace(string(out)), nil
}

// Build compiles zoauth as a release does, with the product's own go.mod, into binary.
func Build(binary string) error {
	root, err := Root()
	if err != nil {
		return err
	}
	compile := exec.Command("go", "build", "-trimpath", "-tags=nethttpomithttp2", "-ldflags=-s -w", "-o", binary, ".")
	compile.Dir, compile.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := compile.CombinedOutput(); err != nil {
		return fmt.Errorf("building zoauth: %w\n%s", err, out)
	}
	return nil
}
