package adopt

import (
	"slices"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// fieldName tells the fields apart.
type fieldName string

// The fields, by the names of the OAuth parameters.
const (
	codeField     fieldName = "code"
	redirectField fieldName = "redirect_uri"
	verifierField fieldName = "code_verifier"
	accessField   fieldName = "access_token"
	refreshField  fieldName = "refresh_token"
)

// field is a row that takes a value.
type field struct {
	name  fieldName
	label safe.Text
	empty safe.Text // shown while there is no value
	input ui.Input
}

func (d *Dialog) field(name fieldName, value string) field {
	f := field{name: name, input: ui.NewInput(d.desk.Clean(), value, name != redirectField)}
	switch name {
	case codeField:
		f.label, f.empty = safe.Const("code"), safe.Const("the callback's address, or the code")
	case redirectField:
		f.label, f.empty = safe.Const("redirect URI"), safe.Const("the one in the authorize URL")
	case verifierField:
		f.label, f.empty = safe.Const("code verifier"), safe.Const("empty if there was no challenge")
	case accessField:
		f.label, f.empty = safe.Const("access token"), safe.Const("paste it, or a whole token response")
	case refreshField:
		f.label, f.empty = safe.Const("refresh token"), safe.Const("paste it, or a whole token response")
	}
	return f
}

// value is what a field holds; "" where the dialog has no such field.
func (d *Dialog) value(name fieldName) string {
	for i := range d.fields {
		if d.fields[i].name == name {
			return d.fields[i].input.Value()
		}
	}
	return ""
}

// labels is how many cells the labels take.
const labels = 16

// holds reports whether a token is given; before any is, whether the dialog asks for it.
func (d *Dialog) holds(name fieldName) bool {
	if d.value(accessField) == "" && d.value(refreshField) == "" {
		return slices.ContainsFunc(d.fields, func(f field) bool { return f.name == name })
	}
	return d.value(name) != ""
}

func (d *Dialog) title() safe.Text {
	name := d.desk.Clean().Line(d.s.App().Name)
	access, refresh := d.holds(accessField), d.holds(refreshField)
	switch {
	case d.step == flow.StepExchange:
		return safe.Format("Exchange a code from elsewhere with %s", name)
	case access && refresh:
		return safe.Format("Adopt a token pair into %s", name)
	case refresh:
		return safe.Format("Adopt a refresh token into %s", name)
	}
	return safe.Format("Adopt an access token into %s", name)
}

// opens names the request that enter opens: what was given may not be what the step needs.
func (d *Dialog) opens() safe.Text {
	switch access, refresh := d.holds(accessField), d.holds(refreshField); {
	case d.step == flow.StepRefresh && !refresh:
		return safe.Const("probe")
	case d.step == flow.StepProbe && !access:
		return safe.Const("refresh")
	}
	return safe.Const("request")
}

func (d *Dialog) box(r ui.Region) ui.Pane {
	width := min(76, r.Width-2)
	room := width - 4
	lines := []ui.Line{ui.Blank()}
	cursor := ui.Point{}
	for i := range d.fields {
		line, at := d.fieldLine(r, i, room)
		if i == d.at {
			cursor = ui.Point{X: labels + 2 + at, Y: len(lines)}
		}
		lines = append(lines, line)
	}
	lines = append(lines, ui.Blank())
	lines = append(lines, d.told(r, room)...)
	p := ui.Centred(r, d.title(), append(lines, ui.Blank()), width)
	p.Cursor = &cursor
	return p
}

// fieldLine is a field: its label, its value, and what tells a secret apart.
func (d *Dialog) fieldLine(r ui.Region, i, room int) (ui.Line, int) {
	f := &d.fields[i]
	mark := ui.S(safe.Const("  "), ui.Plain)
	if i == d.at {
		mark = ui.S(safe.Format("%s ", r.Theme.Glyph.Cursor), ui.Accent)
	}
	head := ui.L(mark, ui.S(f.label.Pad(labels), ui.Plain))
	if f.input.Value() == "" {
		return head.With(ui.S(f.empty, ui.Faint)).Cut(room), 0
	}
	tail := ui.Line{}
	if kind, secret := kinds[f.name]; secret && len(f.input.Value()) >= tellable {
		value := flow.NewSecret(kind, f.input.Value())
		tail = ui.L(ui.S(safe.Const("  "), ui.Plain), ui.S(d.desk.Clean().Line(value.Fingerprint()), ui.Print), ui.S(safe.Format(" (%s)", safe.Int(value.Len())), ui.Plain))
	}
	field, at := f.input.Line(max(8, min(24, room-head.Width()-tail.Width())))
	if f.name == redirectField {
		field, at = f.input.Line(max(8, room-head.Width()))
	}
	return head.With(field.Spans...).With(tail.Spans...).Cut(room), at
}

// tellable is the length from which on a fingerprint tells nobody the value.
const tellable = 16

var kinds = map[fieldName]flow.SecretKind{
	codeField: flow.KindCode, verifierField: flow.KindVerifier, accessField: flow.KindAccessToken, refreshField: flow.KindRefreshToken,
}

// told are the remarks about the values, and what enter does.
func (d *Dialog) told(r ui.Region, room int) []ui.Line {
	var lines []ui.Line
	refuses := false
	for _, remark := range d.remarks() {
		glyph, style := r.Theme.Glyph.Unsaved, ui.Soon
		if remark.Refuses {
			refuses, glyph, style = true, r.Theme.Glyph.Bad, ui.Bad
		}
		text := safe.Format("%s.", d.desk.Clean().Line(remark.Text).Capital())
		lines = append(lines, ui.Hang(ui.L(ui.S(safe.Format("%s ", glyph), style)), text.Wrap(room-2), ui.Plain, ui.Keep)...)
	}
	name := d.desk.Clean().Line(d.s.App().Name)
	if len(lines) > 0 && !refuses {
		lines = append(lines, ui.Blank())
	}
	switch {
	case refuses:
		return lines
	case d.step == flow.StepExchange:
		return append(lines, ui.Ts(safe.Const("Enter opens the exchange. Nothing is sent or saved yet.").Wrap(room), ui.Faint, ui.DropHelp)...)
	case d.s.State().HasToken():
		lines = append(lines, ui.Ts(safe.Format("%s has %s: enter asks before they are replaced.", name, d.prints(d.s.State().Token)).Wrap(room), ui.Plain, ui.Keep)...)
	}
	return append(lines, ui.Ts(safe.Format("Enter saves it to %s (mode 0600) and opens the %s. Nothing is sent yet.", name, d.opens()).Wrap(room), ui.Faint, ui.DropHelp)...)
}
