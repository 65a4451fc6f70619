package screen

import (
	"zoauth/flow"
	"zoauth/tui/old/inspect"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/widget"
)

// look moves in a viewer, searches and folds.
func (c Context) look(v *inspect.Viewer, a intent.Action) intent.Intent {
	switch a {
	case intent.Find:
		return c.askFind(v)
	case intent.NextMatch:
		v.FindNext(c.inspect(), 1)
	case intent.PrevMatch:
		v.FindNext(c.inspect(), -1)
	case intent.Fold:
		if !v.Fold(c.inspect()) {
			return intent.Say{Text: "Nothing is nested here."}
		}
	default:
		scroll(v, a)
	}
	return nil
}

// askFind asks what to look for. Secrets are not found: they are not shown.
func (c Context) askFind(v *inspect.Viewer) intent.Intent {
	return intent.Ask{Question: intent.Question{
		Title: "Find", Verb: "find",
		Text: []string{"In this view, whatever its case; n and N go on. What is masked is not searched."},
		Typed: func(text string) intent.Intent {
			if !v.Find(c.inspect(), text) {
				return intent.Say{Text: "Not found in this view; ] shows the next one."}
			}
			return nil
		},
	}}
}

// scroll moves a viewer.
func scroll(v *inspect.Viewer, a intent.Action) {
	switch a {
	case intent.NextView, intent.NextPane:
		v.NextView()
	case intent.PrevView:
		v.PrevView()
	case intent.Down:
		v.Move(1)
	case intent.Up:
		v.Move(-1)
	case intent.PageDown:
		v.Page(1)
	case intent.PageUp:
		v.Page(-1)
	case intent.Top:
		v.Top()
	case intent.Bottom:
		v.Bottom()
	case intent.Left:
		v.Sideways(-8)
	case intent.Right:
		v.Sideways(8)
	}
}

// Where the history strip is shown (SCREENS.md §1), and how many rows it has.
const (
	stripHeight = 36
	stripRows   = 6
)

// strip is the timeline of the profile's sends, the shown one marked; nothing where
// the screen is short.
func (c Context) strip(traces []flow.Trace, shown string) []Row {
	if !c.Boxed || c.Height < stripHeight || len(traces) == 0 {
		return nil
	}
	at := len(traces) - 1
	for i, t := range traces {
		if t.ID == shown {
			at = i
		}
	}
	first := max(0, min(at-stripRows/2, len(traces)-stripRows))
	p := widget.Pane{Title: "History", Note: c.keys(",", "older", ".", "newer")}
	for i := first; i < min(first+stripRows, len(traces)); i++ {
		t := traces[i]
		row := " " + widget.Fit(c.clock(t.Started), 10) + " " + widget.Fit(string(t.Step), 10) + " "
		if i == at {
			p.Lines = append(p.Lines, widget.Lines(widget.Ends(row+c.came(t), c.Theme.Strong.Render(c.Theme.Glyph.Left+" shown")+" ", c.Width))...)
			continue
		}
		p.Lines = append(p.Lines, widget.Lines(row+c.came(t))...)
	}
	return []Row{one(p)}
}
