package flowview

import (
	"strings"

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

// jump moves the window to the next place of the page that has the text, upwards where n
// is -1; false where there is none.
func (e *entry) jump(n int) bool {
	found := inspect.Find(e.page, e.find.text())
	if len(found) == 0 {
		return false
	}
	i := found[0]
	if n < 0 {
		i = found[len(found)-1]
	}
	for _, line := range found {
		if n > 0 && line > e.found {
			i = line
			break
		}
		if n < 0 && line < e.found {
			i = line
		}
	}
	e.found, e.top = i, i
	e.scroll(0)
	return true
}

// jump moves to the next place of the entry, or to the next row of the timeline, that
// has the text; n is 1 or -1.
func (f *Screen) jump(n int) tea.Cmd {
	if f.focus == onTimeline {
		return f.jumpRow(n)
	}
	if !f.entry.jump(n) {
		f.desk.Say(safe.Format("Not found: %s", f.desk.Clean().Line(f.entry.find.text())))
	}
	return nil
}

func (f *Screen) jumpRow(n int) tea.Cmd {
	i, found := f.timeline.next(n, f.arranged().slim())
	if !found {
		f.desk.Say(safe.Format("No row has %s.", f.desk.Clean().Line(f.timeline.filter.text())))
		return nil
	}
	return f.selectRow(i)
}

// nothingSought says why there is no next match.
func nothingSought(find, filter search) safe.Text {
	if find.text() == "" && filter.text() == "" {
		return safe.Const("Nothing is searched for. / finds.")
	}
	return safe.Text{}
}
