package testkit

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
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
	return build(append(os.Environ(), "CGO_ENABLED=0"), binary, "-trimpath", "-tags=nethttpomithttp2", "-ldflags=-s -w")
}

// BuildForTest compiles zoauth into binary, with the race detector in it where the test has it.
func BuildForTest(binary string) error {
	return build(os.Environ(), binary, raceFlags...)
}

func build(env []string, binary string, flags ...string) error {
	root, err := Root()
	if err != nil {
		return err
	}
	compile := exec.Command("go", slices.Concat([]string{"build", "-o", binary}, flags, []string{"."})...)
	compile.Dir, compile.Env = root, env
	if out, err := compile.CombinedOutput(); err != nil {
		return fmt.Errorf("building zoauth: %w\n%s", err, out)
	}
	return nil
}
