package screen

import (
	"slices"

	"zoauth/flow"
	"zoauth/tui/old/inspect"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// compareHeight is the height from which before and after stand below a result.
const compareHeight = 30

// comparison is what a result changed: the pair of tokens, or against the request of
// the same step before. The zero value has nothing to compare with.
type comparison struct {
	list   []inspect.Difference
	window inspect.Comparison
	grants bool // before and after are tokens
	open   bool
}

func compareWith(cur *session.Session, st *session.Step) comparison {
	out := st.Outcome
	if out.Answer.Verdict == flow.Granted && st.Before.HasToken() {
		return newComparison(inspect.Grants(st.Before, out.State), true)
	}
	for _, t := range slices.Backward(cur.Traces) {
		if t.Step == out.Trace.Step && t.ID != out.Trace.ID {
			return newComparison(inspect.Traces(t, out.Trace), false)
		}
	}
	return comparison{}
}

func newComparison(list []inspect.Difference, grants bool) comparison {
	return comparison{list: list, window: inspect.NewComparison(list), grants: grants}
}

func (m *comparison) title() (title, note string) {
	if m.grants {
		return "Before and after", inspect.Expected(m.list)
	}
	return "The one before, and this one", ""
}

// whole stands in the place of the response.
func (m *comparison) whole(c Context) widget.Pane {
	title, note := m.title()
	return widget.Pane{Title: title, Note: c.Theme.Muted.Render(note), Min: 4, Grow: func(w, h int) []string { return m.window.Lines(c.inspect(), w, h) }}
}

// short stands below request and response.
func (m *comparison) short(c Context) widget.Pane {
	title, note := m.title()
	return widget.Pane{Title: title, Note: c.Theme.Muted.Render(note), Lines: widget.Lines(c.inspect().Differences(m.list, c.Width)...)}
}

// Comparable reports whether the result can be compared with something.
func (s *Step) Comparable() bool { return len(s.compare.list) > 0 }

// Viewer is that of the result's answer.
func (s *Step) Viewer() *inspect.Viewer { return &s.viewer }

// Compared reports whether the comparison is in front.
func (s *Step) Compared() bool { return s.compare.open }

// BodyShown reports whether the result's answer is what keys move in.
func (s *Step) BodyShown() bool { return !s.carded() && !s.compare.open }

// inComparison moves in the comparison, or closes it.
func (s *Step) inComparison(a intent.Action) intent.Intent {
	if a == intent.Compare || a == intent.NextPane {
		s.compare.open = false
	}
	scrollComparison(&s.compare.window, a)
	return nil
}

func scrollComparison(m *inspect.Comparison, a intent.Action) {
	switch a {
	case intent.Down:
		m.Move(1)
	case intent.Up:
		m.Move(-1)
	case intent.PageDown:
		m.Move(stride)
	case intent.PageUp:
		m.Move(-stride)
	}
}
