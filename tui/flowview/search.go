package flowview

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/ui"
)

// search is a text that is looked for, in the timeline or in the entry.
type search struct {
	field  ui.Input
	typing bool
}

func newSearch(clean *safe.Cleaner) search { return search{field: ui.NewInput(clean, "", false)} }

func (s *search) begin() tea.Cmd {
	s.typing = true
	return s.field.Focus()
}

// end keeps what was typed and gives the focus back.
func (s *search) end() {
	s.typing = false
	s.field.Blur()
}

func (s *search) clear() {
	s.field.Set("")
	s.end()
}

// text is what is looked for; empty: nothing.
func (s *search) text() string { return strings.TrimSpace(s.field.Value()) }

func (s *search) shown() bool { return s.typing || s.text() != "" }

// note is the search as a title row shows it.
func (s *search) note() ui.Line {
	field, _ := s.field.Line(20)
	return ui.L(ui.S(safe.Const("/ "), ui.Accent)).With(field.Spans...)
}

// typed takes a key or a paste while the field has the focus. done says that the text
// is complete.
func (s *search) typed(msg tea.Msg) (cmd tea.Cmd, done bool) {
	if press, ok := msg.(tea.KeyPressMsg); ok {
		switch press.String() {
		case "enter":
			s.end()
			return nil, true
		case "esc":
			s.clear()
			return nil, true
		}
	}
	return s.field.Update(msg), false
}

// jump moves to the next place of the entry, or to the next row of the timeline, that
// has the text; n is 1 or -1.
func (f *Screen) jump(n int) tea.Cmd {
	if f.focus == onTimeline {
		return f.jumpRow(n)
	}
	found := inspect.Find(f.entry.page, f.find.text())
	if len(found) > 0 {
		i := found[0]
		if n < 0 {
			i = found[len(found)-1]
		}
		for _, line := range found {
			if n > 0 && line > f.entry.found {
				i = line
				break
			}
			if n < 0 && line < f.entry.found {
				i = line
			}
		}
		f.entry.found, f.entry.top = i, i
		f.entry.scroll(0, f.entryHeight())
		return nil
	}
	f.desk.Say(safe.Format("Not found: %s", f.desk.Clean().Line(f.find.text())))
	return nil
}

// jumpRow goes to the next row of the timeline that has the filter's words.
func (f *Screen) jumpRow(n int) tea.Cmd {
	count, now := f.count(), f.desk.Now()
	for step := 1; step <= count; step++ {
		i := ((f.rows.Cursor+n*step)%count + count) % count
		if f.fits(i, now) {
			return f.selectRow(i)
		}
	}
	f.desk.Say(safe.Format("No row has %s.", f.desk.Clean().Line(f.filter.text())))
	return nil
}

// fits reports whether a row of the timeline has every word of the filter: fingerprint,
// status, step, date, tracking ID, or reason.
func (f *Screen) fits(i int, now time.Time) bool {
	row := ui.Plaintext([]ui.Line{f.row(i, now, 400)}).String()
	e := f.s.Timeline().At(i)
	if e.At.Local().YearDay() == now.AddDate(0, 0, -1).Local().YearDay() {
		row += " yesterday"
	}
	if r, ok := f.s.Timeline().Result(i); ok {
		row += " " + r.Trace.Response.TrackingID()
	}
	row = strings.ToLower(row + " " + e.At.Local().Format("01-02"))
	for _, word := range strings.Fields(strings.ToLower(f.filter.text())) {
		if !strings.Contains(row, word) {
			return false
		}
	}
	return true
}
