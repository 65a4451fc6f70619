package inspect

import (
	"maps"
	"mime"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// response is the response of a trace: its status line, then the body.
func (d *drawing) response(t flow.Trace) {
	resp := t.Response
	if resp == nil {
		d.prose(safe.Const("No response was read."), ui.Plain, ui.Keep)
		if len(t.Received) > 0 {
			d.words(safe.Const("received"), ui.Count(len(t.Received), safe.Const("byte")))
			d.page.Text = func() string { return string(t.Received) }
			d.outside(d.textLines(t.Received)...)
		}
		return
	}
	status := ui.S(safe.Format(" %s %s", safe.Int(resp.Status), d.Clean.Line(resp.Reason)), statusStyle(resp.Status))
	if resp.Status == 0 { // of a text that has the body alone
		status = ui.S(safe.Const(" no status in the text"), ui.Faint)
	}
	d.add(ui.Ends(ui.L(status), ui.L(faint(d.contentType(resp.Header.Get("Content-Type")))), d.Width-1))
	body{d, resp}.draw()
}

func statusStyle(status int) ui.Style {
	if status >= 400 {
		return ui.Bad
	}
	if status/100 == 2 {
		return ui.Good
	}
	return ui.Strong
}

// whole draws it as its kind is read: JSON by its members, a form field by field, other
// text as it is.
func (b body) whole() {
	switch {
	case b.r.Cut:
		b.remark(safe.Const("The connection ended before the body did."))
	case b.r.Truncated:
		b.remark(safe.Format("The body is longer than %s; the rest was not read.", ui.Size(len(b.r.Body))))
	}
	if len(b.r.Body) == 0 {
		b.prose(safe.Const("The body is empty."), ui.Faint, ui.Keep)
		return
	}
	if text, ok := b.readJSON(b.r.Body); ok {
		b.json(text)
		return
	}
	named := b.r.Header.Get("Content-Type")
	kind, _, _ := mime.ParseMediaType(named)
	switch {
	case !utf8.Valid(b.r.Body):
		b.remark(safe.Format("%s that are not text: %s", ui.Count(len(b.r.Body), safe.Const("byte")), b.contentType(named)))
	case kind == "application/x-www-form-urlencoded":
		b.outside(b.formLines(string(b.r.Body))...)
		return
	case strings.HasSuffix(kind, "json"):
		b.remark(safe.Const("This is not valid JSON."))
	default:
		b.remark(safe.Format("This is not JSON: %s", b.contentType(named)))
	}
	b.outside(b.textLines(b.r.Body)...)
}

func (b body) remark(text safe.Text) { b.prose(text, ui.Strong, ui.Keep) }

func (c Context) contentType(named string) safe.Text {
	return c.Clean.Line(named).Or(safe.Const("the response names no content type"))
}

// formLines decode a form field by field; what is not encoded right stays as it is. It
// is redacted before and after: a secret that was not encoded is decoded into something
// else.
func (b body) formLines(body string) []ui.Line {
	if b.Clean.Redactor != nil {
		body = b.Clean.Redactor.Redact(body)
	}
	var lines []ui.Line
	for field := range strings.SplitSeq(strings.TrimSpace(body), "&") {
		name, value, _ := strings.Cut(field, "=")
		lines = append(lines, ui.L(ui.S(b.Clean.Whole(decoded(name)), ui.Name), plain(safe.Const("  ")), plain(b.Clean.Whole(decoded(value)))))
	}
	return lines
}

func decoded(s string) string {
	if text, err := url.QueryUnescape(s); err == nil {
		return text
	}
	return s
}

// headers lists the response's header by name, then what went over the wire as it
// was: the request, and the response with its body.
func (d *drawing) headers(t flow.Trace) {
	if resp := t.Response; resp != nil {
		d.add(ui.L(ui.S(safe.Format(" %s %s %s", d.Clean.Line(resp.Proto), safe.Int(resp.Status), d.Clean.Line(resp.Reason)), statusStyle(resp.Status))).Cut(d.Width))
		for _, name := range slices.Sorted(maps.Keys(resp.Header)) {
			for _, value := range resp.Header[name] {
				d.headerRow(name, value)
			}
		}
	}
	if len(t.Sent) > 0 {
		d.blank()
		d.section(safe.Const("As sent"), ui.L(plain(ui.Count(len(t.Sent), safe.Const("byte")))))
		d.outside(d.textLines(t.Sent)...)
	}
	if raw := t.Readable(); len(raw) > 0 {
		d.blank()
		d.section(safe.Const("As received"), ui.L(plain(ui.Count(len(t.Received), safe.Const("byte")))))
		d.outside(d.textLines(raw)...)
		d.page.Text = func() string { return string(raw) }
	}
}

// headerRow is a field of the header that the cursor can stand on.
func (d *drawing) headerRow(name, value string) {
	width := min(28, max(14, d.Width/3))
	cells := ui.Columns(ui.Cell{Width: width, Text: d.Clean.Line(strings.ToLower(name)), Style: ui.Name})
	rows := beside(cells, filled(ui.L(plain(d.Clean.Whole(value))), max(8, d.Width-2-width)))
	d.outsideItem(Item{Kind: FieldItem, Lead: 1, Name: d.Clean.Line(name), Value: value}, rows...)
}

// Bodies keeps the lines of the bodies that were drawn last: one of a mebibyte takes a
// hundred times as long as all around it, and a page is drawn at each change. The zero
// value keeps none yet.
type Bodies struct{ kept []drawnBody }

// mostBodies is how many are kept: a page has two views of one body.
const mostBodies = 2

type drawnBody struct {
	of    bodyKey
	lines []ui.Line
	items []Item // their rows count from the body's first line
}

// bodyKey is all that a body's lines are made from.
type bodyKey struct {
	first   *byte
	size    int
	width   int
	version int // of what the cleaner knows
	theme   *ui.Theme
	shown   string
	folds   string
}

// body draws a response's body.
type body struct {
	*drawing
	r *flow.Response
}

// draw takes it from those that were drawn before, or draws it anew.
func (b body) draw() {
	b.page.Note = ui.L(faint(ui.Size(len(b.r.Body))))
	b.page.Text = func() string { return string(b.r.Body) }
	if b.Bodies == nil || len(b.r.Body) == 0 {
		b.whole()
		return
	}
	key := bodyKey{&b.r.Body[0], len(b.r.Body), b.Width, b.Clean.Version(), b.Theme, b.Shown, strings.Join(slices.Sorted(maps.Keys(b.Folds)), ",")}
	kept := b.Bodies.kept
	i := slices.IndexFunc(kept, func(one drawnBody) bool { return one.of == key })
	if i < 0 {
		part := &drawing{Context: b.Context}
		body{part, b.r}.whole()
		kept = append(kept[max(0, len(kept)-mostBodies+1):], drawnBody{key, part.page.Lines, part.page.Items})
		b.Bodies.kept, i = kept, len(kept)-1
	}
	from := len(b.page.Lines)
	for _, it := range kept[i].items {
		it.Row += from
		b.page.Items = append(b.page.Items, it)
	}
	b.add(kept[i].lines...)
}
