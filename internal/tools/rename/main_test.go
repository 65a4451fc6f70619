package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zoauth/internal/testkit"
)

const moved = "example.org/team/moved"

// In a copy of the repository every import resolves under the new path and none has the
// old one; renaming back gives the repository as it was.
func TestRenamedRepositoryResolves(t *testing.T) {
	root, err := testkit.Root()
	if err != nil {
		t.Fatal(err)
	}
	old, err := pathOf(root)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	files := copySource(t, root, dir)
	changed, err := rename(dir, moved)
	if err != nil || changed == 0 {
		t.Fatalf("%d files changed: %v", changed, err)
	}
	for _, module := range []string{".", "internal/tools"} {
		for _, imported := range goList(t, filepath.Join(dir, module)) {
			if imported == old || strings.HasPrefix(imported, old+"/") {
				t.Errorf("%s is still imported in %s", imported, module)
			}
		}
	}
	if _, err := rename(dir, old); err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		was, is := read(t, filepath.Join(root, name)), read(t, filepath.Join(dir, name))
		if was != is {
			t.Errorf("%s is not as it was", name)
		}
	}
}

// goList lists the packages of a module, their tests and all that they import.
func goList(t *testing.T, dir string) []string {
	t.Helper()
	list := exec.CommandContext(t.Context(), "go", "list", "-deps", "-test", "-f", "{{.ImportPath}}", "./...")
	list.Dir, list.Env = dir, append(os.Environ(), "GOWORK=off")
	out, err := list.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	lines := strings.Fields(string(out))
	if !slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, moved+"/") }) {
		t.Fatalf("no package of %s in %s", moved, dir)
	}
	return lines
}

// copySource copies what git tracks and go list reads, and returns the names.
func copySource(t *testing.T, root, dir string) []string {
	t.Helper()
	tracked := exec.CommandContext(t.Context(), "git", "ls-files", "-co", "--exclude-standard")
	tracked.Dir = root
	out, err := tracked.Output()
	if err != nil {
		t.Fatalf("git ls-files: %v", err)
	}
	var names []string
	for name := range strings.Lines(string(out)) {
		name = strings.TrimSpace(name)
		if info, err := os.Lstat(filepath.Join(root, name)); err != nil || !info.Mode().IsRegular() {
			continue // deleted and not committed yet
		}
		target := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(target), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(target, []byte(read(t, filepath.Join(root, name))), 0o644); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	return names
}

func read(t *testing.T, path string) string {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// The name of the program, of its folders and of a module that only begins so stay.
func TestOnlyModulePathIsRenamed(t *testing.T) {
	const text = `package p
import "tool/flow"
var x = []string{"tool", "tool/tokens has mode 0755", "tool/profiles.toml", "tool/flowers"}
`
	got := string(inSource([]byte(text), "tool", moved))
	if want := strings.Replace(text, "tool/flow", moved+"/flow", 1); got != want {
		t.Errorf("got %s", got)
	}
	const mod = "module tool/internal/tools\n\nrequire (\n\ttool v0.0.0\n\ttoolbox v1.0.0\n)\n\nreplace tool => ../..\n"
	const want = "module " + moved + "/internal/tools\n\nrequire (\n\t" + moved + " v0.0.0\n\ttoolbox v1.0.0\n)\n\nreplace " + moved + " => ../..\n"
	if got := string(inModFile([]byte(mod), "tool", moved)); got != want {
		t.Errorf("got %s", got)
	}
}
