package inspect

import (
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// nameWidth is the column of a request's field names, with the gap behind it.
func (d *drawing) nameWidth() int {
	if d.narrow() {
		return 16
	}
	return 21
}

// request lists a request's line and its fields, with how they were changed for this
// send.
func (d *drawing) request(r flow.Request, edits []session.Edit) {
	if r.Method == "" {
		d.prose(safe.Const("The request was not kept."), ui.Plain, ui.Keep)
		return
	}
	line := ui.L(ui.S(safe.Format(" %s ", d.Clean.Line(r.Method)), ui.Strong))
	for i, row := range d.Clean.Whole(r.URL).Fill(max(8, d.Width-line.Width())) {
		if i > 0 {
			line = ui.L(plain(safe.Const(" ").Repeat(line.Width())))
		}
		d.add(line.With(plain(row)))
	}
	for _, part := range []flow.Part{flow.InHeader, flow.InQuery, flow.InForm} {
		for _, f := range fieldsOf(r, part) {
			d.field(r, part, f, edits)
		}
		for _, e := range edits {
			if e.Part == part && e.Kind == session.Omitted {
				d.omitted(e)
			}
		}
	}
	if len(r.Body) > 0 {
		d.add(ui.L(faint(safe.Const("   body, not a form"))))
		d.outside(d.textLines(r.Body)...)
	}
}

// fieldsOf are the fields of a part, with the Authorization header that Auth becomes.
func fieldsOf(r flow.Request, part flow.Part) []flow.Field {
	switch part {
	case flow.InQuery:
		return r.Query
	case flow.InForm:
		if len(r.Body) > 0 {
			return nil
		}
		return r.Form
	}
	byHand := slices.ContainsFunc(r.Header, func(f flow.Field) bool { return strings.EqualFold(f.Name, "Authorization") })
	if byHand || r.Auth.Scheme == flow.NoAuth {
		return r.Header
	}
	return append([]flow.Field{{Name: "Authorization", Secret: r.Auth.Secret}}, r.Header...)
}

// field is one field: its name, what was done to it, and its value, a secret masked.
func (d *drawing) field(r flow.Request, part flow.Part, f flow.Field, edits []session.Edit) {
	i := slices.IndexFunc(edits, func(e session.Edit) bool {
		return e.Part == part && strings.EqualFold(e.Name, f.Name) && e.Kind != session.Omitted
	})
	it := Item{Kind: FieldItem, Lead: 1, Name: d.Clean.Line(f.Name), Part: part, Field: f.Name, Value: f.Plain, Secret: f.Secret, Print: f.Secret.Fingerprint()}
	mark := ui.S(safe.Const("  "), ui.Plain)
	if i >= 0 {
		mark = ui.S(safe.Const("* "), ui.Accent)
	}
	value := d.value(r, part, f)
	if d.origin != nil && !f.Secret.IsZero() && f.Name != "Authorization" {
		value = value.With(faint(safe.Format("   pasted %s", safe.Time(d.origin.At.Local(), "15:04"))))
	}
	d.item(it, d.valueRows(f.Name, mark, value)...)
	if i < 0 {
		return
	}
	before := edits[i].Before
	if edits[i].Kind == session.Added {
		d.below(safe.Const("profile"), ui.L(faint(safe.Const("does not send it"))))
		return
	}
	d.below(safe.Const("profile"), d.value(flow.Request{}, part, before).In(ui.Faint))
}

// omitted is a field that the profile would send and this request does not.
func (d *drawing) omitted(e session.Edit) {
	it := Item{Kind: FieldItem, Lead: 1, Name: d.Clean.Line(e.Name), Part: e.Part, Field: e.Name, Print: e.Before.Secret.Fingerprint()}
	value := ui.L(plain(safe.Const("(omitted)   ")), faint(safe.Const("was "))).With(d.value(flow.Request{}, e.Part, e.Before).In(ui.Faint).Spans...)
	d.item(it, d.valueRows(e.Name, ui.S(safe.Const("- "), ui.Accent), value)...)
}

// valueRows set a value beside its name. Where it does not fit it goes on below.
func (d *drawing) valueRows(name string, mark ui.Span, value ui.Line) []ui.Line {
	width := d.nameWidth()
	head := ui.L(plain(safe.Const("   ")), plain(d.Clean.Line(name).Cut(width).Pad(width)), mark)
	return beside(head, value, max(8, d.Width-head.Width()))
}

// below is a faint row under a field.
func (d *drawing) below(name safe.Text, value ui.Line) {
	head := ui.Columns(ui.Cell{Width: 8}, ui.Cell{Width: d.nameWidth() - 3, Text: name, Style: ui.Faint})
	d.add(head.With(value.Spans...).Cut(d.Width))
}

// value is a field's value: a secret is its mask, fingerprint and length, unless it is
// the one that the person asked to see.
func (d *drawing) value(r flow.Request, part flow.Part, f flow.Field) ui.Line {
	if part == flow.InHeader && strings.EqualFold(f.Name, "Authorization") {
		return d.authorization(r, f)
	}
	switch {
	case !f.Secret.IsZero():
		return d.secret(f.Secret)
	case f.Plain == "" && r.Step == flow.StepAuthorize && (f.Name == "state" || f.Name == "code_challenge"):
		return ui.L(faint(safe.Const("(made on enter)")))
	case f.Plain == "":
		return ui.L(faint(safe.Const("(empty)")))
	}
	return ui.L(plain(d.Clean.Whole(f.Plain)))
}

// secret is a masked secret, or the one that the person asked to see.
func (d *drawing) secret(s flow.Secret) ui.Line {
	if d.Shown != "" && s.Fingerprint() == d.Shown {
		return ui.L(plain(d.Clean.Reveal(s)))
	}
	return ui.L(faint(d.Theme.Glyph.Mask), plain(safe.Const("  ")), d.print(s.Fingerprint()), plain(safe.Format(" (%s)", safe.Int(s.Len()))))
}
