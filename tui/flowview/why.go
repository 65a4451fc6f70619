package flowview

import (
	"slices"

	"zoauth/internal/safe"
)

// whyAt is the view in which w says more: the first one of a draft or of what waits, else
// Why; -1 where nothing has to be explained.
func (e *entry) whyAt(first bool) int {
	if first {
		return 0
	}
	return slices.Index(e.names, safe.Const("Why"))
}

func (e *entry) nothingToExplain(first bool) safe.Text {
	if e.whyAt(first) < 0 {
		return safe.Const("Nothing failed here, so there is no why.")
	}
	return safe.Text{}
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
