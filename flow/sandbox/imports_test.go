package sandbox_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The simulated Zoom takes names of types from the client and no behaviour: what it
// answers is written from docs/zoom.md alone.
func TestSandboxSharesNoBehaviourWithTheClient(t *testing.T) {
	types := []string{"AppType", "General", "Public", "ServerToServer", "Chatbot", "Environment", "Development", "Production"}
	conversion := []string{"App", "Endpoints", "Secret", "NewSecret", "KindClientSecret"}
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatal("no files", err)
	}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		allowed := types
		if name == "profile.go" {
			allowed = slices.Concat(types, conversion)
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			selector, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			if from, ok := selector.X.(*ast.Ident); ok && from.Name == "flow" && !slices.Contains(allowed, selector.Sel.Name) {
				t.Errorf("%s takes flow.%s", name, selector.Sel.Name)
			}
			return true
		})
	}
}
