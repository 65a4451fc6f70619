package inspect

import (
	"slices"
	"strings"

	"zoauth/flow"
	"zoauth/tui/old/widget"
)

// Fields shows a request field by field, with a cursor (SCREENS.md §2.4). The
// zero value shows nothing.
type Fields struct {
	request flow.Request
	why     func(section, name string) []string
	rows    []fieldRow
	cursor  int // index in rows of a row that is no heading
	reveal  bool
}

// fieldRow is a heading or one field.
type fieldRow struct {
	heading string
	section string
	field   flow.Field
	auth    bool
}

// Show takes a request over. The cursor stays where the request has the same
// shape, and begins at the first secret of the form otherwise.
func (f *Fields) Show(r flow.Request, why func(section, name string) []string) {
	before := len(f.rows)
	f.request, f.why, f.reveal = r, why, false
	f.rows = rowsOf(r)
	if before != len(f.rows) || f.cursor >= len(f.rows) || f.rows[f.cursor].heading != "" {
		f.cursor = f.firstChoice()
	}
}

// Revealed reports whether the secret under the cursor is shown.
func (f *Fields) Revealed() bool { return f.reveal }

func rowsOf(r flow.Request) []fieldRow {
	var rows []fieldRow
	group := func(heading string, fields []flow.Field) {
		for _, field := range fields {
			rows = append(rows, fieldRow{section: heading, field: field})
		}
	}
	if len(r.Query) > 0 {
		rows = append(rows, fieldRow{heading: "Query"})
		group("Query", r.Query)
	}
	rows = append(rows, fieldRow{heading: "Header"})
	if r.Auth.Scheme != flow.NoAuth && !names(r.Header, "Authorization") {
		rows = append(rows, fieldRow{section: "Header", field: flow.Field{Name: "Authorization", Secret: r.Auth.Secret}, auth: true})
	}
	group("Header", r.Header)
	switch {
	case len(r.Body) > 0:
		rows = append(rows, fieldRow{heading: "Body"})
		group("Body", []flow.Field{{Name: "as it is", Plain: string(r.Body)}})
	case len(r.Form) > 0:
		rows = append(rows, fieldRow{heading: "Form"})
		group("Form", r.Form)
	}
	return rows
}

// names reports whether a field of that name is among fields.
func names(fields []flow.Field, name string) bool {
	return slices.ContainsFunc(fields, func(f flow.Field) bool { return strings.EqualFold(f.Name, name) })
}

// firstChoice is the form's first secret, else the first field.
func (f *Fields) firstChoice() int {
	first := -1
	for i, r := range f.rows {
		if r.heading != "" {
			continue
		}
		if first < 0 {
			first = i
		}
		if r.section == "Form" && !r.field.Secret.IsZero() {
			return i
		}
	}
	return max(first, 0)
}

// Move moves the cursor by delta fields and hides what was revealed.
func (f *Fields) Move(delta int) {
	f.reveal = false
	step := 1
	if delta < 0 {
		step = -1
	}
	for ; delta != 0; delta -= step {
		for i := f.cursor + step; i >= 0 && i < len(f.rows); i += step {
			if f.rows[i].heading == "" {
				f.cursor = i
				break
			}
		}
	}
}

// Top moves to the first field.
func (f *Fields) Top() { f.Move(-len(f.rows)) }

// Bottom moves to the last field.
func (f *Fields) Bottom() { f.Move(len(f.rows)) }

// Current returns the field under the cursor and the secret in it, if any.
func (f *Fields) Current() (section string, field flow.Field, secret flow.Secret) {
	if f.cursor >= len(f.rows) {
		return "", flow.Field{}, flow.Secret{}
	}
	row := f.rows[f.cursor]
	return row.section, row.field, row.field.Secret
}

// Reveal shows or hides the secret under the cursor.
func (f *Fields) Reveal(on bool) { f.reveal = on }

// Lines draws the request; the zero Fields has none.
func (f *Fields) Lines(c Context, w int) []widget.Line {
	if f.request.Method == "" {
		return nil
	}
	lines := widget.Lines(fit(" "+f.request.Method+" "+c.Clean.Line(f.request.URL).String(), w))
	for i, row := range f.rows {
		if row.heading != "" {
			lines = append(lines, widget.Lines(fit(" "+c.Theme.Muted.Render(row.heading), w))...)
			continue
		}
		chosen := i == f.cursor
		lines = append(lines, widget.Lines(f.row(c, row, chosen, w)...)...)
	}
	return append(lines, widget.Blank)
}

// nameWidth is the column of the field names.
const nameWidth = 15

func (f *Fields) row(c Context, row fieldRow, chosen bool, w int) []string {
	name := widget.Fit(c.Clean.Line(row.field.Name).String(), nameWidth)
	if chosen {
		name = c.Theme.Cursor.Render(name)
	}
	if chosen && f.reveal && !row.field.Secret.IsZero() {
		rows := []string{fit(c.mark(true, name), w)}
		for _, part := range widget.Fill(c.Clean.Reveal(row.field.Secret).String(), max(1, w-3)) {
			rows = append(rows, fit("   "+part, w))
		}
		return rows
	}
	line := c.mark(chosen, name+"  "+f.value(c, row))
	if widget.Width(line) <= w || w > 60 {
		return []string{fit(line, w)}
	}
	rows := []string{fit(c.mark(chosen, strings.TrimRight(name, " ")), w)}
	for _, part := range widget.Wrap(f.value(c, row), max(1, w-5)) {
		rows = append(rows, fit("     "+part, w))
	}
	return rows
}

func (f *Fields) value(c Context, row fieldRow) string {
	g := c.Theme.Glyph
	switch {
	case row.auth && f.request.Auth.Scheme == flow.Basic:
		return "Basic " + g.Mask + "    " + c.Clean.Line(f.request.Auth.ClientID).String() + " : " + masked(row.field.Secret)
	case row.auth:
		return string(f.request.Auth.Scheme) + " " + g.Mask + "  " + masked(row.field.Secret)
	case !row.field.Secret.IsZero():
		return g.Mask + "  " + masked(row.field.Secret)
	default:
		return c.Clean.Line(row.field.Plain).String()
	}
}

// masked is a secret's fingerprint and length: "at:9f3c1a (596)".
func masked(s flow.Secret) string { return strings.TrimPrefix(s.String(), "•••• ") }

// Why is the reason of the field under the cursor.
func (f *Fields) Why(c Context, w int) (title string, lines []string) {
	section, field, _ := f.Current()
	if f.why == nil || field.Name == "" {
		return "", nil
	}
	for _, text := range f.why(section, field.Name) {
		for _, row := range widget.Wrap(c.Clean.Line(text).String(), max(1, w-2)) {
			lines = append(lines, fit(" "+row, w))
		}
	}
	return c.Clean.Line(field.Name).String(), lines
}
