package flowview

import (
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// stepName is a step as the rail writes it.
func (r rail) stepName(step flow.Step) safe.Text {
	switch narrow := r.region.Narrow(); {
	case narrow && step == flow.StepAuthorize:
		return safe.Const("Auth")
	case narrow && step == flow.StepExchange && r.s.App().HasConsent():
		return safe.Const("Exch")
	}
	return inspect.StepName(r.s, session.Entry{Step: step}).Capital()
}

// rail draws the row of steps, for the pair held now.
type rail struct{ *frame }

// line is the row of steps, with the pair at its end where there is room.
func (r rail) line(now time.Time) ui.Line {
	steps, narrow := r.s.Rail(), r.region.Narrow()
	line := ui.L(ui.S(safe.Const(" "), ui.Plain))
	bars := 1
	if r.region.Beside() {
		bars = 4
	}
	for i, step := range steps {
		glyph, style := inspect.Mark(r.region.Theme, step.Mark)
		name := ui.S(r.stepName(step.Step), style)
		if step.Mark == session.NotYet || step.Mark == session.Elsewhere {
			name.Style = ui.Faint
		}
		if r.s.Flight() != nil && r.s.Flight().Request().Step == step.Step {
			glyph = ui.Spinner(r.region.Theme, now)
		}
		switch digit := safe.Number(step.Digit); {
		case narrow && step.Mark == session.NotYet:
			line = line.With(ui.S(safe.Format("%s ", digit), ui.Faint), name)
		case narrow:
			line = line.With(ui.S(glyph, style), name)
		default:
			line = line.With(ui.S(safe.Format("%s ", digit), ui.Faint), ui.S(safe.Format("%s ", glyph), style), name)
		}
		if i < len(steps)-1 {
			line = line.With(r.bar(step.Done, bars, narrow)...)
		}
	}
	if !r.region.Beside() && !narrow {
		return line
	}
	held := holding(r).line(now)
	if line.Width()+1+held.Width() > r.region.Width {
		held = holding(r).short(now)
	}
	return ui.Ends(line, held, r.region.Width)
}

// bar is the line between two steps.
func (r rail) bar(done bool, length int, narrow bool) []ui.Span {
	glyph, style := r.region.Theme.Glyph.Before, ui.Faint
	if done {
		glyph, style = r.region.Theme.Glyph.Done, ui.Good
	}
	if narrow {
		return []ui.Span{ui.S(glyph, style)}
	}
	blank := ui.S(safe.Const(" "), ui.Plain)
	return []ui.Span{blank, ui.S(glyph.Repeat(length), style), blank}
}
