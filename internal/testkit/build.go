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

// withoutC is the environment of a build that links no C library, as a release does: such
// a program starts a quarter faster.
func withoutC() []string { return append(os.Environ(), "CGO_ENABLED=0") }

// Build compiles zoauth as a release does, with the product's own go.mod, into binary.
func Build(binary string) error {
	return build(withoutC(), binary, "-trimpath", "-tags=nethttpomithttp2", "-ldflags=-s -w")
}

// BuildForTest compiles zoauth into binary, with the race detector in it where the test
// has it: that is in C.
func BuildForTest(binary string) error {
	if Race {
		return build(os.Environ(), binary, "-race")
	}
	return build(withoutC(), binary, "-ldflags=-s -w")
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
