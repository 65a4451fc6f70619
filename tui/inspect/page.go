package inspect

import (
	"slices"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Context is what a view is drawn with.
type Context struct {
	Clean    *safe.Cleaner
	Theme    *ui.Theme
	Width    int // cells of a line
	Now      time.Time
	Roomy    bool   // the pane has many rows
	More     bool   // w was pressed: the source and the reasons too
	Shown    string // fingerprint of the one secret that the person asked to see; empty: none
	Folds    map[string]bool
	URLAbove bool        // the authorize URL that waits stands over the page, at the full width
	Scan     bool        // a QR code of the device's link stands beside the page
	Bodies   *Bodies     // of what was drawn before; nil: everything is drawn anew
	Version  string      // of this program, for reports
	Tunnel   []safe.Text // the ssh line for the person's own computer, in its rows; nil: there is no use for one
}

// narrow reports whether a row has little room: words are shorter then, and only the
// first facts are shown.
func (c Context) narrow() bool { return c.Width < 66 }

// either is the long text, or the short one where there is little room.
func (c Context) either(long, short safe.Text) safe.Text {
	if c.narrow() {
		return short
	}
	return long
}

// View is one view of an entry, as Why or Response.
type View struct {
	Name safe.Text
	draw func(*drawing)
}

// Make draws the view whole; whoever shows it keeps the page, windows its lines, and runs
// the cursor over its items.
func (v View) Make(c Context) Page {
	d := &drawing{Context: c}
	v.draw(d)
	return d.page
}

// Page is a view that was drawn.
type Page struct {
	Note  ui.Line // for the right end of the title row
	Lines []ui.Line
	Items []Item        // what the cursor runs over, in drawn order
	Names int           // cells of the names of a request's fields, with their marks
	Text  func() string // what / searches and u shows alone, raw; nil: nothing
}

// Item is a field, a cause, or a choice that the cursor can be on.
type Item struct {
	Kind   ItemKind
	Row    int // its first line in the page
	Rows   int // how many lines it takes
	Lead   int // the column of its first line where the cursor's glyph stands; -1: the row's ground alone shows the cursor
	Name   safe.Text
	Print  string         // fingerprint, which lights up wherever else it stands
	Value  string         // raw; what y copies and u shows alone
	Secret flow.Secret    // what v reveals; zero: nothing is hidden
	Part   flow.Part      // of a field of a request
	Field  string         // its name
	Action session.Action // of a choice, or of a cause's fix
	Fold   string         // name of what space folds here; empty: nothing
}

// ItemKind says what an item is, for the footer.
type ItemKind uint8

// The kinds.
const (
	FieldItem ItemKind = iota
	CauseItem
	ChoiceItem
	TextItem // a place in a text that can be folded
)

// Fit is the page without the lines that go first, until at most height are left or
// none of the rest may go. Lines of items stay, and items move with theirs.
func (p Page) Fit(height int) Page {
	if len(p.Lines) <= height {
		return p
	}
	held, at := make(map[int]bool), make([]int, len(p.Lines)+1)
	for _, it := range p.Items {
		for i := range max(1, it.Rows) {
			held[it.Row+i] = true
		}
	}
	out := p
	out.Lines, out.Items = make([]ui.Line, 0, height), slices.Clone(p.Items)
	for i, gone := range ui.Dropped(p.Lines, height, func(i int) bool { return held[i] }) {
		at[i] = len(out.Lines)
		if !gone {
			out.Lines = append(out.Lines, p.Lines[i])
		}
	}
	at[len(p.Lines)] = len(out.Lines)
	for i, it := range p.Items {
		out.Items[i].Row = at[min(it.Row, len(p.Lines))]
	}
	return out
}

// Window is the page's note with which of its lines are shown, where height are from top
// on; narrow writes it in fewer cells.
func (p Page) Window(top, height int, narrow bool) ui.Line {
	if len(p.Lines) <= height {
		return p.Note
	}
	of := safe.Const(" of ")
	if narrow {
		of = safe.Const("/")
	}
	at := plain(safe.Format("%s-%s%s%s", safe.Int(top+1), safe.Int(min(len(p.Lines), top+height)), of, safe.Int(len(p.Lines))))
	if len(p.Note.Spans) == 0 {
		return ui.L(at)
	}
	return p.Note.With(plain(safe.Const("   ")), at)
}

// drawing is a page that is being drawn.
type drawing struct {
	Context
	page Page
}

// add adds lines. Like plain and faint it stands in hundreds of places: inlined they would
// take 50 kB.
//
//go:noinline
func (d *drawing) add(lines ...ui.Line) { d.page.Lines = append(d.page.Lines, lines...) }

// blank is a row that goes first.
func (d *drawing) blank() { d.add(ui.Blank()) }

// prose wraps text at the margin.
func (d *drawing) prose(text safe.Text, style ui.Style, drop ui.Drop) {
	d.add(ui.Hang(ui.T(safe.Const(" ")), text.Wrap(max(8, d.Width-2)), style, drop)...)
}

// lead is the sentence that a card begins with.
func (d *drawing) lead(text safe.Text) {
	d.prose(text, ui.Strong, ui.Keep)
	d.blank()
}

// section is a title row.
func (d *drawing) section(name safe.Text, note ui.Line) {
	d.add(ui.Section(d.Theme, name, note, d.Width))
}

// item adds lines that the cursor can stand on.
func (d *drawing) item(it Item, lines ...ui.Line) {
	it.Row, it.Rows = len(d.page.Lines), len(lines)
	d.page.Items = append(d.page.Items, it)
	d.add(lines...)
}

// choice is a row of What now, whose name takes width cells.
func (d *drawing) choice(c choice, width int) {
	row := ui.L(plain(safe.Format("  %s", c.name))).Noted(c.note, width+2, d.Width)
	d.item(Item{Kind: ChoiceItem, Name: c.name, Action: c.action}, row.Cut(d.Width))
}

// label is how wide the names of facts are, with the gap behind them.
func (d *drawing) label() int {
	if d.narrow() {
		return 11
	}
	return 13
}

// fact is a row of evidence: a name and what there is to say of it, which wraps below
// itself.
func (d *drawing) fact(name safe.Text, spans ...ui.Span) {
	indent, label := 3, d.label()
	if d.narrow() {
		indent = 2
	}
	head := ui.Columns(ui.Cell{Width: indent, Text: safe.Text{}}, ui.Cell{Width: label, Text: name, Style: ui.Faint})
	rows := beside(head, wrapped(ui.L(spans...), max(8, d.Width-indent-label)))
	for i := 4; i < len(rows); i++ {
		rows[i].Drop = ui.DropEvidence
	}
	d.add(rows...)
}

// words is a fact of plain text.
func (d *drawing) words(name, text safe.Text) { d.fact(name, ui.S(text, ui.Plain)) }

// wrapped breaks a line between words, as spans go, into lines of width cells.
func wrapped(l ui.Line, width int) []ui.Line {
	if l.Width() <= width {
		return []ui.Line{l}
	}
	rows, row := []ui.Line(nil), ui.Line{}
	for _, s := range l.Spans {
		if room := width - row.Width(); s.Text.Width() <= room {
			row = row.With(s)
			continue
		}
		pieces := s.Text.Wrap(width)
		if len(row.Spans) > 0 && (len(pieces) > 1 || s.Text.Width() > width-row.Width()) {
			rows, row = append(rows, row), ui.Line{}
		}
		for i, piece := range pieces {
			if i > 0 {
				rows, row = append(rows, row), ui.Line{}
			}
			row = row.With(ui.S(piece, s.Style))
		}
	}
	return append(rows, row)
}

// outside are rows of text from outside, behind the gutter.
func (d *drawing) outside(lines ...ui.Line) {
	for _, l := range lines {
		d.behind(ui.L(faint(safe.Format("%s ", d.Theme.Glyph.Side))), l)
	}
}

// behind is a line behind a gutter; what is too long goes on in the next row.
func (d *drawing) behind(gutter, l ui.Line) {
	for _, row := range filled(l, max(8, d.Width-gutter.Width())) {
		d.add(gutter.With(row.Spans...))
	}
}

// outsideItem is text from outside that the cursor can stand on.
func (d *drawing) outsideItem(it Item, lines ...ui.Line) {
	it.Row = len(d.page.Lines)
	d.outside(lines...)
	it.Rows = len(d.page.Lines) - it.Row
	d.page.Items = append(d.page.Items, it)
}

// filled breaks a line into rows of room cells, in the middle of words. It takes as long
// as the line is, whatever its length.
func filled(l ui.Line, room int) []ui.Line {
	var rows []ui.Line
	row, used := ui.Line{}, 0
	next := func() { rows, row, used = append(rows, row), ui.Line{}, 0 }
	for _, s := range l.Spans {
		text := s.Text
		if used > 0 && used+text.Width() > room {
			head := text.Columns(0, room-used)
			row = row.With(ui.S(head, s.Style))
			text = text.Slice(len(head.String()), len(text.String()))
			next()
		}
		for n, piece := range text.Fill(room) {
			if n > 0 {
				next()
			}
			row = row.With(ui.Span{Text: piece, Style: s.Style, Link: s.Link})
			used += piece.Width()
		}
	}
	return append(rows, row)
}

// beside sets rows behind a head, which stands before the first one.
func beside(head ui.Line, rows []ui.Line) []ui.Line {
	for i, row := range rows {
		if i == 1 {
			head = ui.L(plain(safe.Const(" ").Repeat(head.Width())))
		}
		rows[i] = head.With(row.Spans...)
	}
	return rows
}

// print is a fingerprint.
func (d *drawing) print(of string) ui.Span { return ui.S(d.Clean.Line(of), ui.Print) }

// plain are words between spans.
//
//go:noinline
func plain(text safe.Text) ui.Span { return ui.S(text, ui.Plain) }

//go:noinline
func faint(text safe.Text) ui.Span { return ui.S(text, ui.Faint) }

func (c Context) clock(at time.Time) safe.Text { return ui.Moment(at, c.Now) }

// secret is a masked secret, or the one that the person asked to see.
func (d *drawing) secret(s flow.Secret) ui.Line {
	if d.Shown != "" && s.Fingerprint() == d.Shown {
		return ui.L(plain(d.Clean.Reveal(s)))
	}
	return ui.L(faint(d.Theme.Glyph.Mask), plain(safe.Const("  ")), d.print(s.Fingerprint()), plain(safe.Format(" (%s)", safe.Int(s.Len()))))
}

// textLines part bytes at line ends.
func (d *drawing) textLines(b []byte) []ui.Line {
	text := strings.TrimSuffix(strings.ReplaceAll(string(b), "\r\n", "\n"), "\n")
	lines := d.Clean.Within(safe.Limits{}, text).Lines()
	out := make([]ui.Line, 0, min(len(lines), maxLines))
	for i, l := range lines {
		if i >= maxLines {
			return append(out, ui.L(faint(safe.Format("%s further lines are not drawn; b copies the whole body", safe.Int(len(lines)-i)))))
		}
		out = append(out, ui.L(plain(l)))
	}
	return out
}

// skew says how this machine's clock differs from the server's, in the whole seconds
// that a Date header has.
func (c Context) skew(off time.Duration) safe.Text {
	if off.Abs() < 2*time.Second {
		return safe.Const("agrees with the server's")
	}
	return c.Clean.Line(flow.ClockDifference(off))
}

func (d *drawing) optional(name safe.Text, value string) {
	if value != "" {
		d.words(name, d.Clean.Line(value))
	}
}
