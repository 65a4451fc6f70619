package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/internal/testkit"
)

// Homebrew links each manual page that its cask names; the other packages take the folder.
func TestHomebrewGetsEveryPage(t *testing.T) {
	root, err := testkit.Root()
	if err != nil {
		t.Fatal(err)
	}
	release, err := os.ReadFile(filepath.Join(root, ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := run("2026-11-30T00:00:00Z", []string{dir}); err != nil {
		t.Fatal(err)
	}
	pages, err := os.ReadDir(dir)
	if err != nil || len(pages) < 2 {
		t.Fatalf("%d pages, %v", len(pages), err)
	}
	for _, page := range pages {
		if !strings.Contains(string(release), "/man/man1/"+page.Name()+`"`) {
			t.Errorf(".goreleaser.yaml: the cask of Homebrew does not name %s", page.Name())
		}
	}
	if named := strings.Count(string(release), `"zoauth-#{version}/man/man1/`); named != len(pages) {
		t.Errorf(".goreleaser.yaml: the cask of Homebrew names %d pages, there are %d", named, len(pages))
	}
}
