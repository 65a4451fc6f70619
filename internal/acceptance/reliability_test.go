package acceptance

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// Every promise of docs/reliability.md names a test, and every test that it names is in
// the tree.
func TestReliabilityPageNamesWhatExists(t *testing.T) {
	t.Parallel()
	tests := testsInTree(t)
	named := regexp.MustCompile("`((?:Test|Fuzz|Benchmark)[^`]+)`")
	for id, row := range promiseRows(t, filepath.Join(root, "docs/reliability.md")) {
		found := named.FindAllStringSubmatch(row, -1)
		if len(found) == 0 {
			t.Errorf("%s names no test", id)
		}
		for _, m := range found {
			if !slices.Contains(tests, m[1]) {
				t.Errorf("%s: there is no %s", id, m[1])
			}
		}
	}
}

// promiseRows are the table rows of a page whose first cell is an id.
func promiseRows(t *testing.T, path string) map[string]string {
	t.Helper()
	page, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]string{}
	for _, m := range regexp.MustCompile(`(?m)^\| ([A-Z]\d+) \|(.*)$`).FindAllStringSubmatch(string(page), -1) {
		if rows[m[1]] != "" {
			t.Errorf("%s: two rows for %s", path, m[1])
		}
		rows[m[1]] = m[2]
	}
	if len(rows) < 50 {
		t.Fatalf("%s: %d rows", path, len(rows))
	}
	return rows
}

// testsInTree are the names of all tests, fuzz targets and benchmarks.
func testsInTree(t *testing.T) []string {
	t.Helper()
	var names []string
	err := filepath.WalkDir(root, func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil {
				names = append(names, f.Name.Name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
