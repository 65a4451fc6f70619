package acceptance

import (
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// shown are the packages that put text on a terminal; they are read from source.
func shown(path string) bool {
	return path == "zoauth" || path == "zoauth/cli" || path == "zoauth/tui/old" || strings.HasPrefix(path, "zoauth/tui/old/")
}

// source is one package with its syntax and types.
type source struct {
	files []*ast.File
	info  *types.Info
	types *types.Package
}

// loader checks packages from source, each once; what they import beside stands in
// the export data of the compiler.
type loader struct {
	t       *testing.T
	fset    *token.FileSet
	export  map[string]string   // by import path, the file
	files   map[string][]string // and its sources
	checked map[string]*source
	other   types.Importer
}

func load(t *testing.T) *loader {
	t.Helper()
	l := &loader{t: t, fset: token.NewFileSet(), export: map[string]string{}, files: map[string][]string{}, checked: map[string]*source{}}
	l.other = importer.ForCompiler(l.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(l.export[path]) })
	var own []string
	for _, line := range lines(t, "go", "list", "-export", "-deps", "-f", "{{.ImportPath}}\t{{.Export}}\t{{.Dir}}\t{{join .GoFiles \" \"}}", module, module+"/tui/old/...") {
		part := strings.Split(line, "\t")
		l.export[part[0]] = part[1]
		for name := range strings.FieldsSeq(part[3]) {
			l.files[part[0]] = append(l.files[part[0]], filepath.Join(part[2], name))
		}
		if shown(part[0]) {
			own = append(own, part[0])
		}
	}
	for _, path := range own { // go list names what is imported before what imports it
		l.source(path)
	}
	return l
}

// source checks a package of the module from its files.
func (l *loader) source(path string) *source {
	l.t.Helper()
	var files []*ast.File
	for _, name := range l.files[path] {
		files = append(files, l.parse(name, nil))
	}
	return l.check(path, files)
}

func (l *loader) parse(name string, text any) *ast.File {
	l.t.Helper()
	file, err := parser.ParseFile(l.fset, name, text, parser.SkipObjectResolution)
	if err != nil {
		l.t.Fatal(err)
	}
	return file
}

func (l *loader) check(path string, files []*ast.File) *source {
	l.t.Helper()
	s := &source{files: files, info: &types.Info{
		Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}, Uses: map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{}, Implicits: map[ast.Node]types.Object{},
	}}
	var err error
	if s.types, err = (&types.Config{Importer: l}).Check(path, l.fset, files, s.info); err != nil {
		l.t.Fatal(err)
	}
	l.checked[path] = s
	return s
}

// Import is for the type checker.
func (l *loader) Import(path string) (*types.Package, error) {
	if s := l.checked[path]; s != nil {
		return s.types, nil
	}
	return l.other.Import(path)
}
