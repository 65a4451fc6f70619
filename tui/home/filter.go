package home

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// filter keeps the rows whose name, group, environment or type begin with its words.
type filter struct {
	field  ui.Input
	typing bool
}

func newFilter(clean *safe.Cleaner) filter { return filter{field: ui.NewInput(clean, "", false)} }

// Empty reports whether every row fits.
func (f *filter) Empty() bool { return strings.TrimSpace(f.field.Value()) == "" }

// Fits reports whether an app has every word of the filter.
func (f *filter) Fits(app flow.App) bool {
	text := strings.ToLower(strings.Join([]string{app.Name, app.Group, string(app.Environment), string(app.Type)}, " "))
	for _, word := range strings.Fields(strings.ToLower(f.field.Value())) {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

func (f *filter) begin() tea.Cmd {
	f.typing = true
	return f.field.Focus()
}

func (f *filter) end() {
	f.typing = false
	f.field.Blur()
}

// clear lets every row through.
func (f *filter) clear() {
	f.field.Set("")
	f.end()
}
