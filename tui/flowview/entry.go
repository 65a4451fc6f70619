package flowview

import (
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/ui"
)

// entry is the pane of the row under the cursor: which view is shown, drawn once, with
// the cursor over its items.
type entry struct {
	view      int          // of the views
	names     []safe.Text  // of all views
	page      inspect.Page // the view that is shown, in full
	aside     inspect.Page // another view, beside the shown one on a wide terminal
	asideName safe.Text
	qr        []ui.Line // of a device's link, beside the page; nil: none
	items     ui.List   // the cursor over page.Items
	top       int       // first line that is shown
	folds     map[string]bool
	more      bool
	bare      string // fingerprint of the secret that is revealed; empty: none
	found     int    // line of the page that was found last
	stale     bool
}

// reset goes to the first view, as when another row is selected.
func (e *entry) reset() {
	e.view, e.top, e.more, e.bare, e.found = 0, 0, false, "", -1
	e.items.Set(0)
	e.folds = nil
	e.stale = true
}

// context is what the entry's views are drawn with.
func (f *Screen) context() inspect.Context {
	width, _ := f.layout().entry.Inner()
	return inspect.Context{
		Clean: f.desk.Clean(), Theme: f.region.Theme, Width: max(20, width), Scan: len(f.entry.qr) > 0, Bodies: &f.bodies, Now: f.desk.Now(),
		Version: f.desk.Version(), More: f.entry.more, Shown: f.entry.bare, Folds: f.entry.folds, Tunnel: f.desk.Tunnel(f.s.App(), max(20, width-3)),
	}
}

// draw makes the page of the view that is shown. It is called in Update, so that View
// only windows it.
func (f *Screen) draw() {
	if f.region.Theme == nil {
		return
	}
	id := f.rowID()
	if id != f.shown {
		f.entry.reset()
		f.shown = id
	}
	f.entry.qr = f.qrBeside()
	views := f.views()
	f.entry.names = f.entry.names[:0]
	for _, v := range views {
		f.entry.names = append(f.entry.names, v.Name)
	}
	if len(views) == 0 {
		f.entry.page = inspect.Page{}
		return
	}
	f.entry.view = min(max(f.entry.view, 0), len(views)-1)
	f.entry.page = views[f.entry.view].Make(f.context())
	f.entry.page = f.entry.page.Fit(f.entryHeight())
	f.drawAside(views)
	f.entry.items.Count = len(f.entry.page.Items)
	f.entry.items.Set(f.entry.items.Cursor)
	f.entry.stale = false
	f.entry.scroll(0, f.entryHeight())
}

// drawAside makes the page of the view that stands beside the shown one.
func (f *Screen) drawAside(views []inspect.View) {
	f.entry.aside, f.entry.asideName = inspect.Page{}, safe.Text{}
	if !f.paired() {
		return
	}
	wanted := safe.Const("Response")
	if f.entry.names[f.entry.view] == wanted || f.entry.names[f.entry.view] == safe.Const("Result") {
		wanted = safe.Const("Request")
	}
	c := f.context()
	c.Width, _ = f.layout().aside.Inner()
	for _, v := range views {
		if v.Name == wanted {
			f.entry.aside, f.entry.asideName = v.Make(c), v.Name
		}
	}
}

// rowID names the row under the cursor.
func (f *Screen) rowID() string {
	if f.onDraft() {
		return "next:" + string(f.s.Drafts().Next().Step())
	}
	return f.under().ID
}

// item is what the cursor of the entry stands on.
func (e *entry) item() (inspect.Item, bool) {
	if e.items.Cursor >= len(e.page.Items) {
		return inspect.Item{}, false
	}
	return e.page.Items[e.items.Cursor], true
}

// scroll moves the window by n lines, as far as there are any.
func (e *entry) scroll(n, height int) {
	e.top = max(0, min(e.top+n, len(e.page.Lines)-height))
}

// move moves the cursor over the items, or scrolls where there are none.
func (e *entry) move(pressed string, height int) bool {
	if len(e.page.Items) == 0 {
		l := ui.List{Count: max(1, len(e.page.Lines)-height+1), Cursor: e.top}
		moved := l.Key(pressed, height)
		e.top = l.Cursor
		return moved
	}
	at := e.items.Cursor
	if !e.items.Key(pressed, height) {
		return false
	}
	if step := e.away(at, height); step != 0 { // text in between is not skipped
		e.items.Set(at)
		e.scroll(step, height)
		return true
	}
	if e.items.Cursor == at { // at an end: the text behind the last item can be read too
		switch pressed {
		case "j", "down", "ctrl+d", "pgdown", "G", "end":
			e.scroll(1, height)
		case "k", "up", "ctrl+u", "pgup", "g", "home":
			e.scroll(-1, height)
		}
		return true
	}
	e.show(height)
	return true
}

// away is how far to scroll where the item that the cursor moved to from another one is
// not near the window; 0 where it is.
func (e *entry) away(from, height int) int {
	it, ok := e.item()
	switch {
	case !ok || e.items.Cursor == from || e.items.Cursor == 0 || e.items.Cursor == len(e.page.Items)-1 && e.items.Cursor-from > 1:
		return 0
	case it.Row > e.top+height:
		return 1
	case it.Row < e.top-1:
		return -1
	default:
		return 0
	}
}

// show scrolls as little as the item under the cursor needs.
func (e *entry) show(height int) {
	it, ok := e.item()
	if !ok {
		return
	}
	if it.Row < e.top {
		e.top = max(0, it.Row-1)
	}
	if end := it.Row + max(1, it.Rows); end > e.top+height {
		e.top = end - height
	}
	e.scroll(0, height)
}

// window are the lines that are shown, with the cursor on its item and what is looked
// for marked.
func (e *entry) window(t *ui.Theme, height int, focused bool, lit, sought string) []ui.Line {
	top := e.topOf(height)
	lines := e.page.Lines[min(top, len(e.page.Lines)):]
	lines = lines[:min(len(lines), height)]
	it, on := e.item()
	out := make([]ui.Line, len(lines))
	for i, l := range lines {
		row := i + top
		if column, style, shown := e.page.Lead(row, e.items.Cursor, focused); shown && l.Columns(column, column+1).Width() > 0 {
			l = l.Columns(0, column).With(ui.S(t.Glyph.Cursor, style)).With(l.Columns(column+1, l.Width()).Spans...)
		}
		if on && focused && row == it.Row {
			l = l.Chosen(true)
		}
		out[i] = inspect.Highlight(light(l, lit), sought)
	}
	return out
}

func (e *entry) topOf(height int) int {
	if len(e.page.Lines) <= height {
		return 0
	}
	return e.top
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
