package inspect

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// contrast draws two values that should be equal.
type contrast struct{ *drawing }

// draw puts the values below each other, with their lengths.
// The bytes that differ are reversed, and a caret stands under the first of them.
func (d contrast) draw(nameA, nameB safe.Text, a, b string) {
	if d.Clean.Redactor != nil {
		a, b = d.Clean.Redactor.Redact(a), d.Clean.Redactor.Redact(b)
	}
	from, endA, endB := differing(a, b)
	lineA, lineB := d.marked(a, from, endA), d.marked(b, from, endB)
	noteA, noteB := ui.Count(len(a), safe.Const("byte")), safe.Format("%s: %s", ui.Count(len(b), safe.Const("byte")), d.difference(a[from:endA], b[from:endB], from))
	indent, label := 3, d.label()
	if d.narrow() {
		indent = 2
	}
	room := d.Width - indent - label
	caret := d.Clean.Whole(b[:from]).Width()
	under := safe.Const("^")
	if widest := max(lineA.Width(), lineB.Width()); widest+3+max(noteA.Width(), noteB.Width()) <= room {
		lineA, lineB = lineA.Pad(widest+3).With(faint(noteA)), lineB.Pad(widest+3).With(plain(noteB))
	} else {
		under = safe.Format("^ %s", d.difference(a[from:endA], b[from:endB], from))
	}
	head := func(name safe.Text) ui.Line {
		return ui.Columns(ui.Cell{Width: indent}, ui.Cell{Width: label, Text: name, Style: ui.Faint})
	}
	d.add(beside(head(nameA), filled(lineA, room))...)
	d.add(beside(head(nameB), filled(lineB, room))...)
	at := caret % max(1, room)
	if at+under.Width() > room && under.Width() > 1 { // the note before the caret
		under = safe.Format("%s ^", d.difference(a[from:endA], b[from:endB], from))
		at = max(0, at-under.Width()+1)
	}
	d.add(head(safe.Text{}).With(plain(safe.Const(" ").Repeat(at)), ui.S(under, ui.Bad)).Cut(d.Width))
}

// marked is a value with a part of it reversed. Where the part is empty, the end is
// marked: something is missing there.
func (d contrast) marked(value string, from, end int) ui.Line {
	return ui.L(plain(d.Clean.Whole(value[:from])), ui.S(d.Clean.Whole(value[from:end]), ui.Bad|ui.Reverse), plain(d.Clean.Whole(value[end:])))
}

// differing is where two texts begin to differ, and where what differs ends in each, at
// the ends of characters.
func differing(a, b string) (from, endA, endB int) {
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	for from > 0 && (from < len(a) && !utf8.RuneStart(a[from]) || from < len(b) && !utf8.RuneStart(b[from])) {
		from--
	}
	endA, endB = len(a), len(b)
	for endA > from && endB > from && a[endA-1] == b[endB-1] {
		endA--
		endB--
	}
	for endA < len(a) && !utf8.RuneStart(a[endA]) {
		endA++
		endB++
	}
	return from, endA, endB
}

// difference says what b has in place of a.
func (d contrast) difference(a, b string, at int) safe.Text {
	switch {
	case a == "" && b == "":
		return safe.Const("the same")
	case a == "":
		return safe.Format("%s extra %s", howMany(b), d.quoted(b))
	case b == "":
		return safe.Format("%s missing: %s", howMany(a), d.quoted(a))
	case strings.EqualFold(a, b):
		return safe.Const("upper and lower case differ")
	default:
		return safe.Format("differs from byte %s on", safe.Int(at+1))
	}
}

// howMany counts characters, in a word where it is one.
func howMany(s string) safe.Text {
	if n := utf8.RuneCountInString(s); n != 1 {
		return safe.Number(n)
	}
	return safe.Const("one")
}

// quoted is a short text in quotes, by its name where it cannot be seen.
func (d contrast) quoted(s string) safe.Text {
	switch {
	case strings.Trim(s, " ") == "":
		return ui.Count(len(s), safe.Const("space")).Slice(len(strconv.Itoa(len(s)))+1, 20)
	case strings.Trim(s, "\r\n") == "":
		return safe.Const("line break")
	}
	return safe.Format(`"%s"`, d.Clean.Whole(s).Cut(20))
}
