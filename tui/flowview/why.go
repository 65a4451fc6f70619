package flowview

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"zoauth/internal/safe"
)

// whyAt is the view in which w says more: that of a draft or of what waits, else Why; -1
// where nothing has to be explained.
func (f *Screen) whyAt() int {
	if w, open := f.s.Consent().Waiting(); f.onDraft() || open && w.Entry == f.under().ID {
		return 0
	}
	return slices.Index(f.entry.names, safe.Const("Why"))
}

func (f *Screen) nothingToExplain() safe.Text {
	if f.whyAt() < 0 {
		return safe.Const("Nothing failed here, so there is no why.")
	}
	return safe.Text{}
}

// why shows the view that explains, and there the reasons and sources too, or no more.
func (f *Screen) why() tea.Cmd {
	at := f.whyAt()
	f.entry.more = !f.entry.more || at != f.entry.view
	if at != f.entry.view {
		f.entry.view, f.entry.top = at, 0
		f.entry.items.Set(0)
	}
	f.focus = onEntry
	f.draw()
	return nil
}
