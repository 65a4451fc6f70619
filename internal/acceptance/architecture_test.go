package acceptance

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	pathInCode = regexp.MustCompile("`((?:cli|tui|flow|profiles|internal|docs)/[\\w*./]*\\w*)`")
	testInCode = regexp.MustCompile("`((?:Test|Fuzz|Benchmark)\\w+)`")
	treeLine   = regexp.MustCompile(`^(\s*)((?:[\w.-]+/?(?:  )?)+)\s{2,}`)
)

// docs/architecture.md names only files, folders and tests of this tree, and its
// picture of the tree has every package that the import rules know, or the one around it.
func TestArchitecturePageNamesWhatExists(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(filepath.Join(root, "docs/architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	page := string(text)
	for _, m := range pathInCode.FindAllStringSubmatch(page, -1) {
		if found, err := filepath.Glob(filepath.Join(root, m[1])); err != nil || len(found) == 0 {
			t.Errorf("there is no %s", m[1])
		}
	}
	tests := testsInTree(t)
	for _, m := range testInCode.FindAllStringSubmatch(page, -1) {
		if !slices.Contains(tests, m[1]) {
			t.Errorf("there is no %s", m[1])
		}
	}
	_, tree, _ := strings.Cut(page, "```text\n")
	tree, _, _ = strings.Cut(tree, "```")
	drawn := pathsOfTree(tree)
	for _, path := range drawn {
		if _, err := os.Stat(filepath.Join(root, path)); err != nil {
			t.Errorf("the tree has %s, which is not there", path)
		}
	}
	for name := range mayImport {
		path := strings.TrimPrefix(strings.TrimPrefix(name, module), "/")
		within := func(room string) bool { return strings.HasPrefix(path+"/", room+"/") }
		if path != "" && !slices.ContainsFunc(drawn, within) {
			t.Errorf("the tree leaves out %s", path)
		}
	}
}

// pathsOfTree are the paths in a picture of the tree: a name at the margin, and below
// it, indented, what is in it.
func pathsOfTree(tree string) []string {
	var paths []string
	above := ""
	for line := range strings.Lines(tree) {
		m := treeLine.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		if m[1] == "" {
			above = strings.Fields(m[2])[0]
		}
		for _, name := range strings.Fields(m[2]) {
			path := name
			if m[1] != "" {
				path = above + name
			}
			paths = append(paths, strings.TrimSuffix(path, "/"))
		}
	}
	return paths
}
