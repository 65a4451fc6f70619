package flowview

import (
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// stepName is a step as the rail writes it, whole and for a narrow terminal.
func stepName(s *session.Session, step flow.Step, narrow bool) safe.Text {
	direct := !s.App().HasConsent()
	switch {
	case step == flow.StepAuthorize && narrow:
		return safe.Const("Auth")
	case step == flow.StepAuthorize:
		return safe.Const("Authorize")
	case step == flow.StepDevice:
		return safe.Const("Device")
	case step == flow.StepExchange && direct:
		return safe.Const("Get token")
	case step == flow.StepExchange && narrow:
		return safe.Const("Exch")
	case step == flow.StepExchange:
		return safe.Const("Exchange")
	case step == flow.StepProbe:
		return safe.Const("Probe")
	case step == flow.StepRefresh:
		return safe.Const("Refresh")
	}
	return safe.Const("Revoke")
}

// exchangeName is the same of the exchange, as a key's words.
func exchangeName(s *session.Session) safe.Text {
	if s.App().HasConsent() {
		return safe.Const("exchange")
	}
	return safe.Const("get a token")
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
		name := ui.S(stepName(r.s, step.Step, narrow), style)
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
	glyph, style := r.glyph().Before, ui.Faint
	if done {
		glyph, style = r.glyph().Done, ui.Good
	}
	if narrow {
		return []ui.Span{ui.S(glyph, style)}
	}
	blank := ui.S(safe.Const(" "), ui.Plain)
	return []ui.Span{blank, ui.S(glyph.Repeat(length), style), blank}
}
