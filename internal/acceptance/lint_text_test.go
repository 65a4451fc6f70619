package acceptance

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
)

// outside are the packages whose strings are unsafe until a Cleaner had them.
var outside = []string{"zoauth/flow", "zoauth/flow/diagnose", "zoauth/flow/export", "zoauth/flow/sandbox", "zoauth/profiles", "zoauth/internal/terminal"}

func isOutside(o types.Object) bool {
	return o.Pkg() != nil && slices.Contains(outside, o.Pkg().Path())
}

// draws reports the packages whose fields go to the screen as they are.
func draws(path string) bool {
	return path == lipgloss || path == tea || path == widgets
}

const lipgloss, tea, widgets = "charm.land/lipgloss/v2", "charm.land/bubbletea/v2", "zoauth/tui/old/widget"

// shows names a function that brings its arguments to the terminal.
func shows(f *types.Func) string {
	if f.Pkg() == nil {
		return ""
	}
	full := f.Pkg().Path() + "." + f.Name()
	switch {
	case f.Pkg().Path() == lipgloss && slices.Contains([]string{"Render", "SetString", "Hyperlink"}, f.Name()),
		slices.Contains([]string{tea + ".Raw", tea + ".Println", tea + ".Printf", tea + ".NewView", tea + ".SetContent"}, full),
		strings.HasPrefix(full, "fmt.Fprint"), strings.HasPrefix(full, "fmt.Print"), full == "io.WriteString",
		full == "io.Write", full == "os.Write", full == "os.WriteString":
		return f.Pkg().Name() + "." + f.Name()
	case draws(f.Pkg().Path()) && f.Name() != "NewInput" && !carries(f.Signature().Results()) && f.Signature().Results().Len() > 0 && !measures(f):
		return f.Pkg().Name() + "." + f.Name()
	}
	return ""
}

// measures reports a function of numbers and truths alone.
func measures(f *types.Func) bool {
	for v := range f.Signature().Results().Variables() {
		if _, plain := v.Type().Underlying().(*types.Basic); !plain {
			return false
		}
	}
	return true
}

// carries reports whether a value of type t is text or holds some: strings, bytes,
// errors, functions that return one. A struct is not: its fields are looked at.
func carries(t types.Type) bool {
	switch t := types.Unalias(t).(type) {
	case nil:
		return false
	case *types.Tuple:
		for v := range t.Variables() {
			if carries(v.Type()) {
				return true
			}
		}
		return false
	case *types.Named:
		if isError(t) {
			return true
		}
		if isOutside(t.Obj()) { // a kind of flow's own, or a struct
			_, text := t.Underlying().(*types.Basic)
			return !text && carries(t.Underlying())
		}
		return carries(t.Underlying())
	case *types.Pointer:
		return isError(t) || carries(t.Elem())
	case *types.Basic:
		return t.Info()&types.IsString != 0
	case *types.Slice:
		return types.Identical(t.Elem(), types.Typ[types.Byte]) || carries(t.Elem())
	case *types.Array:
		return carries(t.Elem())
	case *types.Map:
		return carries(t.Key()) || carries(t.Elem())
	case *types.Chan:
		return carries(t.Elem())
	case *types.Signature:
		return carries(t.Results()) || carries(t.Params())
	case *types.Interface:
		return t.Empty()
	case *types.TypeParam:
		return true
	}
	return false
}

var errorType = types.Universe.Lookup("error").Type().Underlying().(*types.Interface)

func isError(t types.Type) bool { return types.Implements(t, errorType) }

func deref(t types.Type) types.Type {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		return p.Elem()
	}
	return t
}

// text returns where the text of an expression comes from.
func (t *tracer) text(e ast.Expr) []place {
	if !carries(t.info.TypeOf(e)) {
		return nil
	}
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return t.named(e, nil, e)
	case *ast.SelectorExpr:
		return t.named(e.Sel, e.X, e)
	case *ast.CallExpr:
		return t.call(e)
	case *ast.BinaryExpr:
		return append(t.text(e.X), t.text(e.Y)...)
	case *ast.CompositeLit:
		var all []place
		for _, element := range e.Elts {
			if pair, keyed := element.(*ast.KeyValueExpr); keyed {
				all = append(all, t.text(pair.Key)...)
				element = pair.Value
			}
			all = append(all, t.text(element)...)
		}
		return all
	case *ast.FuncLit:
		return []place{e}
	case *ast.IndexExpr:
		return t.text(e.X)
	case *ast.SliceExpr:
		return t.text(e.X)
	case *ast.StarExpr:
		return t.text(e.X)
	case *ast.UnaryExpr:
		return t.text(e.X)
	case *ast.TypeAssertExpr:
		return t.text(e.X)
	}
	return nil
}

// named is what a name stands for; on is what it was selected from.
func (t *tracer) named(name *ast.Ident, on ast.Expr, e ast.Expr) []place {
	switch o := t.info.ObjectOf(name).(type) {
	case *types.Var:
		if isOutside(o) {
			return t.from(o, on, e)
		}
		return []place{o.Origin()}
	case *types.Func:
		if isOutside(o) {
			return t.from(o, on, e)
		}
		return []place{o.Origin()}
	}
	return nil
}

// from is text from outside, unless its name is on the list.
func (t *tracer) from(o types.Object, on ast.Expr, e ast.Expr) []place {
	name := o.Pkg().Name() + "." + o.Name()
	if on != nil {
		name = t.owner(o, t.info.TypeOf(on)) + "." + o.Name()
	}
	if cleans(name) {
		return nil
	}
	return []place{origin{name, e.Pos()}}
}

// cleans reports the functions of internal/terminal that make text safe.
func cleans(name string) bool {
	return strings.HasPrefix(name, "terminal.Cleaner.") || name == "terminal.Safe.String" || name == "terminal.Clean" || name == "terminal.ASCII"
}

// owner is the type that a field or method is declared in, behind those that embed it.
func (t *tracer) owner(o types.Object, on types.Type) string {
	_, path, _ := types.LookupFieldOrMethod(on, true, o.Pkg(), o.Name())
	for i := range len(path) - 1 {
		on = deref(on).Underlying().(*types.Struct).Field(path[i]).Type()
	}
	if named, ok := types.Unalias(deref(on)).(*types.Named); ok {
		return named.Obj().Pkg().Name() + "." + named.Obj().Name()
	}
	return o.Pkg().Name()
}

// file is the file of pos with its folder, as in "screen/card.go".
func (l *loader) file(pos token.Pos) string {
	name := l.fset.Position(pos).Filename
	return filepath.Base(filepath.Dir(name)) + "/" + filepath.Base(name)
}

func (l *loader) at(pos token.Pos) string {
	return fmt.Sprintf("%s:%d", l.file(pos), l.fset.Position(pos).Line)
}
