package acceptance

import (
	"go/ast"
	"go/types"
	"strings"
)

// call links the arguments of a call and returns where the text of its result
// comes from.
func (t *tracer) call(c *ast.CallExpr) []place {
	fun := ast.Unparen(c.Fun)
	if kind := t.info.Types[fun]; kind.IsType() || kind.IsBuiltin() {
		if kind.IsType() {
			t.converted(kind.Type, t.info.TypeOf(c.Args[0]))
		}
		return t.texts(c.Args)
	}
	f, on := t.callee(fun)
	switch {
	case f == nil:
		return t.dynamic(fun, c)
	case isOutside(f):
		t.handed(f, c)
		if !carries(f.Signature().Results()) {
			return nil
		}
		return t.from(f, on, c)
	}
	if name := shows(f); name != "" {
		t.shown(name, f, c)
	}
	switch {
	case f.Pkg() == nil: // error.Error
		return t.text(on)
	case f.FullName() == widgets+".QR": // draws squares
		return nil
	case f.Pkg().Path() == widgets: // and what it reads in fields of other packages
		return append(t.through(on, c), f.Origin())
	case f.FullName() == "zoauth/cli.dash":
		return t.through(on, c)
	case shown(f.Pkg().Path()):
		t.enter(f, on, c)
		return []place{f.Origin()}
	case returnsError(f) && f.Pkg().Path() != "errors" && f.FullName() != "fmt.Errorf":
		return append(t.through(on, c), origin{f.Pkg().Name() + "." + f.Name() + errorOf, c.Pos()})
	}
	if f.Pkg().Path() == "fmt" {
		return append(t.printed(c), t.through(on, c)...)
	}
	return t.through(on, c)
}

// converted links the fields of one struct type into those of another.
func (t *tracer) converted(to, from types.Type) {
	into, ok := deref(to).Underlying().(*types.Struct)
	of, same := deref(from).Underlying().(*types.Struct)
	if !ok || !same {
		return
	}
	for i := range into.NumFields() {
		if carries(into.Field(i).Type()) {
			t.link(into.Field(i), []place{of.Field(i)})
			t.link(of.Field(i), []place{into.Field(i)})
		}
	}
}

// printed are the values from outside that fmt makes text of.
func (t *tracer) printed(c *ast.CallExpr) []place {
	var all []place
	for _, arg := range c.Args {
		named, ok := types.Unalias(deref(t.info.TypeOf(arg))).(*types.Named)
		if !ok || !isOutside(named.Obj()) {
			continue
		}
		if _, basic := named.Underlying().(*types.Basic); basic {
			continue
		}
		if name := named.Obj().Pkg().Name() + "." + named.Obj().Name() + ".String"; !cleans(name) {
			all = append(all, origin{name, arg.Pos()})
		}
	}
	return all
}

// errorOf ends the name of an error that a call of others returns.
const errorOf = "'s error"

func returnsError(f *types.Func) bool {
	r := f.Signature().Results()
	return r.Len() > 0 && isError(r.At(r.Len()-1).Type())
}

func (t *tracer) texts(all []ast.Expr) []place {
	var from []place
	for _, one := range all {
		from = append(from, t.text(one)...)
	}
	return from
}

func (t *tracer) callee(fun ast.Expr) (f *types.Func, on ast.Expr) {
	switch e := fun.(type) {
	case *ast.IndexExpr:
		return t.callee(e.X)
	case *ast.Ident:
		f, _ = t.info.Uses[e].(*types.Func)
	case *ast.SelectorExpr:
		f, _ = t.info.Uses[e.Sel].(*types.Func)
		if t.info.Selections[e] != nil {
			on = e.X
		}
	}
	return f, on
}

// dynamic is a call of what stands in a variable: arguments go into that place, and
// what is in it comes out.
func (t *tracer) dynamic(fun ast.Expr, c *ast.CallExpr) []place {
	if lit, ok := fun.(*ast.FuncLit); ok {
		t.arguments(t.info.TypeOf(lit).(*types.Signature), c.Args)
		return []place{lit}
	}
	p := t.target(fun)
	if p == nil {
		return t.texts(append(c.Args, fun))
	}
	t.link(p, t.texts(c.Args))
	return t.text(fun)
}

// through is a function of texts: what comes out is what went in. A builder keeps
// what is written into it.
func (t *tracer) through(on ast.Expr, c *ast.CallExpr) []place {
	from := t.texts(c.Args)
	if on == nil {
		return from
	}
	if strings.HasPrefix(types.TypeString(deref(t.info.TypeOf(on)), nil), "strings.Builder") {
		if p := t.target(on); p != nil {
			t.link(p, from)
			return append(from, p)
		}
	}
	return append(from, t.text(on)...)
}

// shown links what a call brings to the terminal; what is printed into a builder
// stays in it.
func (t *tracer) shown(name string, f *types.Func, c *ast.CallExpr) {
	args := c.Args
	if strings.HasPrefix(name, "fmt.Fprint") || name == "io.WriteString" {
		args = args[1:]
		if strings.HasSuffix(types.TypeString(t.info.TypeOf(c.Args[0]), nil), "strings.Builder") {
			if p := t.target(c.Args[0]); p != nil {
				t.link(p, t.texts(args))
			}
			return
		}
	}
	t.link(end{name, c.Pos()}, t.texts(args))
}

// enter links the arguments of a call into the parameters of what is called, or of
// all that may be.
func (t *tracer) enter(f *types.Func, on ast.Expr, c *ast.CallExpr) {
	t.arguments(f.Origin().Signature(), c.Args)
	if on == nil {
		return
	}
	kind, ok := t.info.TypeOf(on).Underlying().(*types.Interface)
	if !ok {
		return
	}
	for _, s := range t.l.checked {
		for _, name := range s.types.Scope().Names() {
			typ := s.types.Scope().Lookup(name).Type()
			if !types.Implements(types.NewPointer(typ), kind) {
				continue
			}
			o, _, _ := types.LookupFieldOrMethod(typ, true, f.Pkg(), f.Name())
			if m, ok := o.(*types.Func); ok && m != f {
				t.arguments(m.Signature(), c.Args)
				t.link(f.Origin(), []place{m.Origin()})
			}
		}
	}
}

func (t *tracer) arguments(s *types.Signature, args []ast.Expr) {
	for i, arg := range args {
		if !carries(t.info.TypeOf(arg)) || s.Params().Len() == 0 {
			continue
		}
		t.set(s.Params().At(min(i, s.Params().Len()-1)), arg)
	}
}

// handed makes the parameters of functions that are given away unsafe: who calls
// them is not ours.
func (t *tracer) handed(f *types.Func, c *ast.CallExpr) {
	for _, arg := range c.Args {
		if s, ok := t.info.TypeOf(arg).Underlying().(*types.Signature); ok && carries(s.Params()) {
			t.set(origin{"what " + f.Name() + " hands over", arg.Pos()}, arg)
		}
	}
}
