package acceptance

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"
)

// place is where text may stand: a variable, field or parameter, what a function
// returns, a function literal, or one of the two ends below.
type place any

// origin is an expression that reads text from outside; end is what shows it.
type (
	origin struct {
		name string
		pos  token.Pos
	}
	end struct {
		name string
		pos  token.Pos
	}
)

// tracer follows text through the packages that show it, without regard to the
// order of statements: what once stands in a variable stands in it everywhere. It
// does not see what encoding/json or reflection reads out of a struct, nor what a
// person types or pastes.
type tracer struct {
	l       *loader
	info    *types.Info
	next    map[place][]place
	origins []origin
}

func trace(l *loader) *tracer {
	t := &tracer{l: l, next: map[place][]place{}}
	for _, s := range l.checked {
		t.info = s.info
		for _, file := range s.files {
			t.file(file)
		}
	}
	return t
}

func (t *tracer) link(to place, from []place) {
	for _, one := range from {
		if one == to {
			continue
		}
		if o, ok := one.(origin); ok && t.next[one] == nil {
			t.origins = append(t.origins, o)
		}
		t.next[one] = append(t.next[one], to)
	}
}

// set links a value into a place. What is called through a place of functions goes
// to the parameters of all that stand there, so that functions flow both ways.
func (t *tracer) set(to place, value ast.Expr) {
	from := t.text(value)
	t.link(to, from)
	if _, calls := t.info.TypeOf(value).Underlying().(*types.Signature); !calls {
		return
	}
	for _, one := range from {
		switch f := one.(type) {
		case *ast.FuncLit:
			t.parameters(to, t.info.TypeOf(f).(*types.Signature))
		case *types.Func:
			t.parameters(to, f.Signature())
			if name := shows(f); name != "" {
				t.link(end{name, value.Pos()}, []place{to})
			}
		default:
			t.link(one, []place{to})
		}
	}
}

func (t *tracer) parameters(from place, s *types.Signature) {
	for v := range s.Params().Variables() {
		if carries(v.Type()) {
			t.link(v, []place{from})
		}
	}
}

// file links all that flows in the statements of one file.
func (t *tracer) file(file *ast.File) {
	var inside []ast.Node // functions, the innermost last
	ast.PreorderStack(file, nil, func(n ast.Node, stack []ast.Node) bool {
		inside = inside[:0]
		for _, one := range stack {
			switch one.(type) {
			case *ast.FuncDecl, *ast.FuncLit:
				inside = append(inside, one)
			}
		}
		t.node(n, inside)
		return true
	})
}

func (t *tracer) node(n ast.Node, inside []ast.Node) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		t.assign(n.Lhs, n.Rhs)
	case *ast.ValueSpec:
		var names []ast.Expr
		for _, name := range n.Names {
			names = append(names, name)
		}
		t.assign(names, n.Values)
	case *ast.RangeStmt:
		for _, v := range []ast.Expr{n.Key, n.Value} {
			if v != nil && carries(t.info.TypeOf(v)) {
				t.linkTo(v, t.text(n.X))
			}
		}
	case *ast.SendStmt:
		t.store(n.Chan, n.Value)
	case *ast.ReturnStmt:
		if len(inside) > 0 {
			t.returns(inside[len(inside)-1], n.Results)
		}
	case *ast.CompositeLit:
		t.composite(n)
	case *ast.CallExpr:
		t.call(n)
	}
}

func (t *tracer) assign(to, from []ast.Expr) {
	for i, one := range to {
		switch {
		case len(from) == len(to):
			t.store(one, from[i])
		case len(from) == 1 && carries(t.info.TypeOf(one)):
			t.linkTo(one, t.part(one, t.text(from[0])))
		}
	}
}

// part leaves out the error of a call where its text is stored.
func (t *tracer) part(to ast.Expr, from []place) []place {
	if isError(t.info.TypeOf(to)) {
		return from
	}
	return slices.DeleteFunc(from, func(p place) bool { o, ok := p.(origin); return ok && strings.HasSuffix(o.name, errorOf) })
}

func (t *tracer) store(to, value ast.Expr) {
	if p := t.target(to); p != nil && carries(t.info.TypeOf(value)) {
		t.set(p, value)
	}
}

func (t *tracer) linkTo(to ast.Expr, from []place) {
	if p := t.target(to); p != nil {
		t.link(p, from)
	}
}

// target is the variable or field behind an expression that is assigned to.
func (t *tracer) target(e ast.Expr) place {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		if v, ok := t.info.ObjectOf(e).(*types.Var); ok {
			return v.Origin()
		}
	case *ast.SelectorExpr:
		if v, ok := t.info.ObjectOf(e.Sel).(*types.Var); ok {
			return t.field(v, e.Pos())
		}
	case *ast.IndexExpr:
		return t.target(e.X)
	case *ast.StarExpr:
		return t.target(e.X)
	case *ast.UnaryExpr:
		return t.target(e.X)
	}
	return nil
}

// field is a field as a place to store in: those of a drawing show what they get.
func (t *tracer) field(v *types.Var, pos token.Pos) place {
	if v.IsField() && v.Pkg() != nil && draws(v.Pkg().Path()) {
		return end{v.Pkg().Name() + " field " + v.Name(), pos}
	}
	return v.Origin()
}

func (t *tracer) returns(from ast.Node, results []ast.Expr) {
	var to place = from
	if decl, ok := from.(*ast.FuncDecl); ok {
		to = t.info.Defs[decl.Name].(*types.Func).Origin()
	}
	for _, one := range results {
		if carries(t.info.TypeOf(one)) {
			t.set(to, one)
		}
	}
}

// composite links the values of a struct into its fields.
func (t *tracer) composite(lit *ast.CompositeLit) {
	s, ok := deref(t.info.TypeOf(lit)).Underlying().(*types.Struct)
	if !ok {
		return
	}
	for i, element := range lit.Elts {
		value, field := element, (*types.Var)(nil)
		if pair, keyed := element.(*ast.KeyValueExpr); keyed {
			value, field = pair.Value, t.info.ObjectOf(pair.Key.(*ast.Ident)).(*types.Var)
		} else {
			field = s.Field(i)
		}
		if carries(t.info.TypeOf(value)) {
			t.set(t.field(field, value.Pos()), value)
		}
	}
}

// finding is an origin that reaches an end, and the way there.
type finding struct {
	origin

	way string
}

// reached are the origins whose text is shown.
func (t *tracer) reached() []finding {
	var found []finding
	for _, from := range t.origins {
		before := map[place]place{from: nil}
		for queue := []place{from}; len(queue) > 0; queue = queue[1:] {
			if at, ok := queue[0].(end); ok {
				found = append(found, finding{from, t.way(from, at, before)})
				break
			}
			for _, to := range t.next[queue[0]] {
				if _, seen := before[to]; !seen {
					before[to] = queue[0]
					queue = append(queue, to)
				}
			}
		}
	}
	return found
}

func (t *tracer) way(from origin, at end, before map[place]place) string {
	var through []string
	for p := before[at]; p != nil && p != place(from); p = before[p] {
		switch p := p.(type) {
		case types.Object:
			through = append(through, p.Name())
		case *ast.FuncLit:
			through = append(through, "a function")
		}
	}
	slices.Reverse(through)
	return t.l.at(from.pos) + ": " + from.name + " → " + strings.Join(append(through, at.name), " → ") + " at " + t.l.at(at.pos)
}
