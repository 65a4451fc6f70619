package flowview

import (
	"slices"

	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/ui"
)

// window are the lines that are shown, with the cursor on its item and what is looked
// for marked.
func (e *entry) window(t *ui.Theme, height int, focused bool, lit, sought string) []ui.Line {
	top := e.topOf(height)
	lines := e.page.Lines[min(top, len(e.page.Lines)):]
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

// pane is the view that is shown, with the cursor over its items where cursor is set.
func (e *entry) pane(p ui.Pane, lit string, focused, cursor bool) ui.Pane {
	_, height := p.Inner()
	p.Focused = focused
	p.Title = ui.Views(e.view, e.names...)
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
	page := e.page
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
	for _, it := range e.page.Items {
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
	if n := len(e.names); n > 1 && focused {
		return e.names[(e.view+1)%n].Lower()
	}
	return safe.Const("view")
}

// whyAt is the view in which w says more: the first one of a draft or of what waits, else
// Why; -1 where nothing has to be explained.
func (e *entry) whyAt(first bool) int {
	if first {
		return 0
	}
	return slices.Index(e.names, safe.Const("Why"))
}

// explain shows the view that explains, and there the reasons and sources too, or no more.
func (e *entry) explain(first bool) {
	at := e.whyAt(first)
	e.more = !e.more || at != e.view
	if at != e.view {
		e.view, e.top = at, 0
		e.items.Set(0)
	}
}
