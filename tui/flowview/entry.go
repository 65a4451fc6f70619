package flowview

import (
	"slices"

	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/ui"
)

// entry is the pane of the row under the cursor: which view is shown, drawn once, with
// the cursor over its items.
type entry struct {
	*frame
	inspect.Pager
	aside      inspect.Page    // another view, beside the shown one on a wide terminal
	asideNames []safe.Text     // of the views that it shows
	qr         []ui.Line       // of a device's link, beside the page; nil: none
	items      ui.List         // the cursor over the page's items
	height     int             // how many lines are shown
	folds      map[string]bool // what is folded, by name
	bare       string          // fingerprint of the secret that is revealed; empty: none
	find       ui.Filter
	found      int // line of the page that was found last
	bodies     inspect.Bodies
}

// reset goes to the first view, as when another row is selected.
func (e *entry) reset() {
	e.View, e.Top, e.More, e.bare, e.found = 0, 0, false, "", -1
	e.items.Set(0)
	e.folds = map[string]bool{}
}

// context is what the views are drawn with, for the room of a pane; above says that the
// URL that waits stands over it.
func (e *entry) context(p ui.Pane, above bool) inspect.Context {
	width, _ := p.Inner()
	return inspect.Context{
		Clean: e.desk.Clean(), Theme: e.region.Theme, Width: max(20, width), URLAbove: above, Roomy: e.region.Beside(), Scan: len(e.qr) > 0, Bodies: &e.bodies, Now: e.desk.Now(),
		Version: e.desk.Version(), More: e.More, Shown: e.bare, Folds: e.folds, Tunnel: e.desk.Tunnel(e.s.App(), max(20, width-3)),
	}
}

// fit cuts the page to the lines that are shown in a pane, where lines may go, and
// settles cursor and window.
func (e *entry) fit(p ui.Pane) {
	_, height := p.Inner()
	e.height = max(1, height)
	e.Page = e.Page.Fit(e.height)
	e.items.Count = len(e.Page.Items)
	e.items.Set(e.items.Cursor)
	e.scroll(0)
}

// drawAside makes the page of the view that stands beside the shown one, in a
// pane of its own; no width: there is none.
func (e *entry) drawAside(views []inspect.View, p ui.Pane) {
	e.aside, e.asideNames = inspect.Page{}, nil
	if p.Width == 0 {
		return
	}
	c := e.context(p, false)
	wanted := safe.Const("Response")
	if e.Names[e.View] == wanted || e.Names[e.View] == safe.Const("Result") {
		wanted = safe.Const("Request")
	}
	beside, below := viewNamed(views, wanted), viewNamed(views, safe.Const("Headers"))
	if beside.Name.IsEmpty() {
		return
	}
	e.aside, e.asideNames = beside.Make(c), []safe.Text{beside.Name}
	if below.Name.IsEmpty() || e.Names[e.View] == below.Name {
		return
	}
	_, height := p.Inner()
	if both, fits := e.with(e.aside, height, below, c); fits {
		e.aside, e.asideNames = both, append(e.asideNames, below.Name)
	}
}

// viewNamed is the view of a name; without a name: there is none.
func viewNamed(views []inspect.View, name safe.Text) inspect.View {
	for _, v := range views {
		if v.Name == name {
			return v
		}
	}
	return inspect.View{}
}

// fillers are the views that may stand below the shown one, in this order.
var fillers = []safe.Text{safe.Const("Request"), safe.Const("Response"), safe.Const("Timing"), safe.Const("Headers")}

// fill sets further views below the shown one, where the room that it leaves takes them
// whole.
func (e *entry) fill(views []inspect.View, c inspect.Context) {
	shown := append([]safe.Text{e.Names[e.View]}, e.asideNames...)
	for _, name := range fillers {
		if v := viewNamed(views, name); !v.Name.IsEmpty() && !slices.Contains(shown, name) {
			e.Page, _ = e.with(e.Page, e.height, v, c)
		}
	}
}

// with is a page with a view below it, where both fit in height lines.
func (e *entry) with(page inspect.Page, height int, v inspect.View, c inspect.Context) (both inspect.Page, fits bool) {
	room := height - len(page.Lines) - 2 // without a blank row and a title
	if room < 1 {
		return page, false
	}
	below := v.Make(c)
	if len(below.Lines) == 0 || len(below.Lines) > room {
		return page, false
	}
	title := ui.Section(e.region.Theme, v.Name, below.Note, c.Width)
	page.Lines = append(append(page.Lines, ui.Line{}, title), below.Lines...)
	return page, true
}

// item is what the cursor of the entry stands on.
func (e *entry) item() (inspect.Item, bool) {
	if e.items.Cursor >= len(e.Page.Items) {
		return inspect.Item{}, false
	}
	return e.Page.Items[e.items.Cursor], true
}

// onto puts the cursor on a field.
func (e *entry) onto(field string) {
	if i := slices.IndexFunc(e.Page.Items, func(it inspect.Item) bool { return field != "" && it.Field == field }); i >= 0 {
		e.items.Set(i)
	}
}

// scroll moves the window by n lines.
func (e *entry) scroll(n int) { e.Scroll(n, e.height) }

// move moves the cursor over the items, or scrolls where there are none.
func (e *entry) move(pressed string) bool {
	if len(e.Page.Items) == 0 {
		l := ui.List{Count: max(1, len(e.Page.Lines)-e.height+1), Cursor: e.Top}
		moved := l.Key(pressed, e.height)
		e.Top = l.Cursor
		return moved
	}
	at := e.items.Cursor
	if !e.items.Key(pressed, e.height) {
		return false
	}
	if step := e.away(at); step != 0 { // text in between is not skipped
		e.items.Set(at)
		e.scroll(step)
		return true
	}
	if e.items.Cursor == at { // at an end: the text behind the last item can be read too
		switch pressed {
		case "j", "down", "ctrl+d", "pgdown", "G", "end":
			e.scroll(1)
		case "k", "up", "ctrl+u", "pgup", "g", "home":
			e.scroll(-1)
		}
		return true
	}
	e.reach()
	return true
}

// away is how far to scroll where the item that the cursor moved to from another one is
// not near the window; 0 where it is.
func (e *entry) away(from int) int {
	it, ok := e.item()
	switch {
	case !ok || e.items.Cursor == from || e.items.Cursor == 0 || e.items.Cursor == len(e.Page.Items)-1 && e.items.Cursor-from > 1:
		return 0
	case it.Row > e.Top+e.height:
		return 1
	case it.Row < e.Top-1:
		return -1
	default:
		return 0
	}
}

// reach scrolls as little as the item under the cursor needs.
func (e *entry) reach() {
	it, ok := e.item()
	if !ok {
		return
	}
	if it.Row < e.Top {
		e.Top = max(0, it.Row-1)
	}
	if end := it.Row + max(1, it.Rows); end > e.Top+e.height {
		e.Top = end - e.height
	}
	e.scroll(0)
}

// turn shows another view; false where there is none.
func (e *entry) turn(n int) bool {
	e.items.Set(0)
	return e.Turn(n)
}

// fold folds what the cursor is on, or opens it again; false where nothing can be folded.
func (e *entry) fold() bool {
	it, _ := e.item()
	if it.Fold == "" {
		return false
	}
	if e.folds[it.Fold] {
		delete(e.folds, it.Fold)
	} else {
		e.folds[it.Fold] = true
	}
	return true
}

// conceal hides what was revealed: it stays until the next key, but for those that copy
// it. It reports whether there was something to hide.
func (e *entry) conceal(pressed string) bool {
	if e.bare == "" || pressed == "y" || pressed == "u" {
		return false
	}
	e.bare = ""
	return true
}

// window are the lines that are shown, with the cursor on its item and what is looked
// for marked.
func (e *entry) window(t *ui.Theme, height int, focused bool, lit, sought string) []ui.Line {
	top := e.topOf(height)
	lines := e.Page.Lines[min(top, len(e.Page.Lines)):]
	lines = lines[:min(len(lines), height)]
	it, on := e.item()
	lead := ui.Faint
	if focused {
		lead = ui.Accent
	}
	out := make([]ui.Line, len(lines))
	for i, l := range lines {
		if on && i+top == it.Row {
			if l.Columns(it.Lead, it.Lead+1).Width() > 0 {
				l = l.Columns(0, it.Lead).With(ui.S(t.Glyph.Cursor, lead)).With(l.Columns(it.Lead+1, l.Width()).Spans...)
			}
			l = l.Chosen(focused)
		}
		out[i] = inspect.Highlight(light(l, lit), sought)
	}
	return out
}

func (e *entry) topOf(height int) int {
	if len(e.Page.Lines) <= height {
		return 0
	}
	return e.Top
}

// light underlines a fingerprint wherever it stands.
func light(l ui.Line, print string) ui.Line {
	if print == "" {
		return l
	}
	spans := make([]ui.Span, len(l.Spans))
	for i, s := range l.Spans {
		if s.Text.String() == print {
			s.Style |= ui.Underline
		}
		spans[i] = s
	}
	l.Spans = spans
	return l
}

// pane is the view that is shown, with the cursor over its items where cursor is set.
func (e *entry) pane(p ui.Pane, lit string, focused, cursor bool) ui.Pane {
	_, height := p.Inner()
	p.Focused = focused
	p.Title = ui.Views(e.View, e.Names...)
	p.Note = e.note(height)
	p.Lines = e.window(e.region.Theme, height, cursor, lit, e.find.Text())
	return p
}

// asidePane is the other half of the exchange: the request beside a response, the
// response beside everything else.
func (e *entry) asidePane(p ui.Pane) ui.Pane {
	_, height := p.Inner()
	if len(e.asideNames) > 0 {
		p.Title = ui.Titled(e.asideNames[0])
	}
	p.Lines = ui.Fit(e.aside.Lines, height)
	p.Note = e.aside.Note
	return p
}

// note is the note of the page, and where its window is.
func (e *entry) note(height int) ui.Line {
	page := e.Page
	if e.find.Shown() {
		page.Note = e.find.Note()
	}
	return page.Window(e.topOf(height), height, e.region.Narrow())
}

// rowsOf is where a field stands in the window and how many rows it takes, or a new one
// behind the last.
func (e *entry) rowsOf(field string) (row, rows int) {
	if it, ok := e.item(); ok && field == it.Field {
		return max(0, it.Row-e.topOf(e.height)), it.Rows
	}
	for _, it := range e.Page.Items {
		if it.Kind == inspect.FieldItem {
			row = it.Row + max(1, it.Rows)
		}
	}
	return max(0, row-e.topOf(e.height)), 1
}

// lit is the fingerprint under the cursor: it lights up wherever it stands.
func (e *entry) lit(focused bool) string {
	if it, ok := e.item(); ok && focused {
		return it.Print
	}
	return ""
}

// nextView names the view that ] leads to.
func (e *entry) nextView(focused bool) safe.Text {
	if len(e.Names) > 1 && focused {
		return e.Next()
	}
	return safe.Const("view")
}

// whyAt is the view in which w says more: the first one of a draft or of what waits, else
// Why; -1 where nothing has to be explained.
func (e *entry) whyAt(first bool) int {
	if first {
		return 0
	}
	return slices.Index(e.Names, safe.Const("Why"))
}

// explain shows the view that explains, and there the reasons and sources too, or no more.
func (e *entry) explain(first bool) {
	at := e.whyAt(first)
	e.More = !e.More || at != e.View
	if at != e.View {
		e.View, e.Top = at, 0
		e.items.Set(0)
	}
}
