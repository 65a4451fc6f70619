package inspect

import (
	"zoauth/flow"
)

// PagesOf are the views of a trace that need no session.
func PagesOf(c Context, t flow.Trace) map[string]Page {
	pages := map[string]Page{}
	for name, draw := range map[string]func(*drawing){
		"response": func(d *drawing) { d.response(t) }, "headers": func(d *drawing) { d.headers(t) }, "timing": func(d *drawing) { timing{d}.draw(t) },
	} {
		pages[name] = View{draw: draw}.Make(c)
	}
	return pages
}
