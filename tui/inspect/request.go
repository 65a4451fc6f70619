package inspect

import (
	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

func draft(c Context, d *session.Draft) Page {
	p := request(c, d.Request(), d.Edits())
	p.Note = ui.L(ui.S(safe.Const("nothing sent"), ui.Faint))
	return p
}

// request lists a request's line, authentication and fields.
func request(c Context, r flow.Request, edits []session.Edit) Page {
	p := Page{}
	if r.Method == "" {
		return p
	}
	p.Lines = append(p.Lines, ui.L(ui.S(safe.Format(" %s", c.Clean.Line(r.Method)), ui.Strong), ui.S(safe.Format(" %s", c.Clean.Line(r.URL)), ui.Plain)))
	add := func(part flow.Part, name, value string, f flow.Field) {
		p.Items = append(p.Items, Item{Row: len(p.Lines), Rows: 1, Name: c.Clean.Line(name), Part: part, Field: name, Value: f.Plain, Secret: f.Secret, Print: f.Secret.Fingerprint()})
		p.Lines = append(p.Lines, ui.Columns(ui.Cell{Text: safe.Const("   ")}, ui.Cell{Width: 23, Text: c.Clean.Line(name), Style: ui.Name}, ui.Cell{Text: c.Clean.Line(value)}))
	}
	if r.Auth.Scheme != flow.NoAuth {
		add(flow.InHeader, "Authorization", r.Auth.Shown(), flow.Field{Secret: r.Auth.Secret})
	}
	for _, part := range []struct {
		part   flow.Part
		fields []flow.Field
	}{{flow.InHeader, r.Header}, {flow.InQuery, r.Query}, {flow.InForm, r.Form}} {
		for _, f := range part.fields {
			add(part.part, f.Name, f.Shown(), f)
		}
	}
	return p
}
