package acceptance

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// Every start of the program pays for what is computed at init: a regular expression is
// compiled when it is used for the first time.
func TestNoExpressionIsCompiledAtInit(t *testing.T) {
	t.Parallel()
	seen := 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			if path == filepath.Join(root, "internal/tools") || path == filepath.Join(root, "internal/measure") { // not in the program
				return filepath.SkipDir
			}
			return nil
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		seen++
		for _, at := range compiledAtInit(file) {
			t.Errorf("%s compiles a regular expression at init", files.Position(at))
		}
		return nil
	})
	if err != nil || seen < 100 {
		t.Fatalf("%d files were read: %v", seen, err)
	}
}

// compiledAtInit finds the calls of regexp in the values of package variables.
func compiledAtInit(file *ast.File) (found []token.Pos) {
	for _, d := range file.Decls {
		variables, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		ast.Inspect(variables, func(n ast.Node) bool {
			if call, ok := n.(*ast.SelectorExpr); ok && strings.HasPrefix(call.Sel.Name, "MustCompile") {
				found = append(found, n.Pos())
			}
			_, later := n.(*ast.FuncLit)
			return !later
		})
	}
	return found
}
