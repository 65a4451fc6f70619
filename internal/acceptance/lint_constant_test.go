package acceptance

import (
	"go/ast"
	"go/types"
	"strings"
	"testing"
)

// constants holds what [ours] calls constant to it, in the package that declares it.
func constants(t *testing.T, l *loader, s *source) {
	t.Helper()
	set := map[string]bool{}
	for _, file := range s.files {
		ast.Inspect(file, func(n ast.Node) bool {
			for name, value := range s.sets(n) {
				if set[name] = true; ours[name] == constant && s.info.Types[value].Value == nil {
					t.Errorf("%s: %s is no constant", l.at(n.Pos()), name)
				}
			}
			return true
		})
	}
	for name, why := range ours {
		if why == constant && strings.HasPrefix(name, s.types.Name()+".") && !set[name] {
			t.Errorf("%s is set nowhere", name)
		}
	}
}

// sets are the fields that a literal or an assignment sets, with the values.
func (s *source) sets(n ast.Node) map[string]ast.Expr {
	found := map[string]ast.Expr{}
	switch n := n.(type) {
	case *ast.CompositeLit:
		for _, element := range n.Elts {
			if pair, keyed := element.(*ast.KeyValueExpr); keyed {
				if field, ok := pair.Key.(*ast.Ident); ok {
					found[s.field(n, field)] = pair.Value
				}
			}
		}
	case *ast.AssignStmt:
		for i, to := range n.Lhs {
			if e, ok := to.(*ast.SelectorExpr); ok {
				found[s.field(e.X, e.Sel)] = n.Rhs[min(i, len(n.Rhs)-1)]
			}
		}
	}
	return found
}

func (s *source) field(of ast.Expr, name *ast.Ident) string {
	if named, ok := types.Unalias(deref(s.info.TypeOf(of))).(*types.Named); ok {
		return s.types.Name() + "." + named.Obj().Name() + "." + name.Name
	}
	return ""
}
