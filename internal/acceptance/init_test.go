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

// programSources gives each source file of the program to read; its tests, and the tools
// that are no part of it, are left out.
func programSources(t *testing.T, read func(files *token.FileSet, path string, file *ast.File)) {
	t.Helper()
	seen := 0
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir():
			if path == filepath.Join(root, "internal/tools") || path == filepath.Join(root, "internal/measure") {
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
		read(files, path, file)
		return nil
	})
	if err != nil || seen < 100 {
		t.Fatalf("%d files were read: %v", seen, err)
	}
}

// Every start of the program pays for what is computed at init: a regular expression is
// compiled when it is used for the first time.
func TestNoExpressionIsCompiledAtInit(t *testing.T) {
	t.Parallel()
	programSources(t, func(files *token.FileSet, _ string, file *ast.File) {
		for _, at := range compiledAtInit(file) {
			t.Errorf("%s compiles a regular expression at init", files.Position(at))
		}
	})
}

// What is larger than docs/architecture.md allows is more than one thing.
func TestArchitectureKeepsThingsSmall(t *testing.T) {
	t.Parallel()
	methods := map[string]int{}
	programSources(t, func(files *token.FileSet, path string, file *ast.File) {
		lines := func(n ast.Node) int { return files.Position(n.End()).Line - files.Position(n.Pos()).Line + 1 }
		if n := files.File(file.Pos()).LineCount(); n > 400 {
			t.Errorf("%s has %d lines", path, n)
		}
		for _, d := range file.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			if lines(f) > 60 {
				t.Errorf("%s has %d lines", files.Position(f.Pos()), lines(f))
			}
			if f.Recv != nil {
				methods[filepath.Dir(path)+"."+receiver(f.Recv.List[0].Type)]++
			}
		}
	})
	for name, n := range methods {
		if n > 40 {
			t.Errorf("%s has %d methods", name, n)
		}
	}
}

// receiver names the type of a method.
func receiver(of ast.Expr) string {
	switch of := of.(type) {
	case *ast.StarExpr:
		return receiver(of.X)
	case *ast.IndexExpr:
		return receiver(of.X)
	case *ast.Ident:
		return of.Name
	}
	return ""
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
