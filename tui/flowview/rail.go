package flowview

import (
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// names are the steps as the rail writes them, whole and for a narrow terminal.
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

// rail is the row of steps, for the pair held now.
func (f *Screen) rail(now time.Time) ui.Line {
	steps, narrow := f.s.Rail(), f.region.Narrow()
	line := ui.L(ui.S(safe.Const(" "), ui.Plain))
	bars := f.barLength(steps)
	for i, step := range steps {
		glyph, style := inspect.Mark(f.region.Theme, step.Mark)
		name := ui.S(stepName(f.s, step.Step, narrow), style)
		if step.Mark == session.NotYet || step.Mark == session.Elsewhere {
			name.Style = ui.Faint
		}
		if f.s.Flight() != nil && f.s.Flight().Request().Step == step.Step {
			glyph = ui.Spinner(f.region.Theme, now)
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
			line = line.With(f.bar(step.Done, bars, narrow)...)
		}
	}
	if !f.region.Beside() && !narrow {
		return line
	}
	return ui.Ends(line, f.pair(now), f.region.Width)
}

// bar is the line between two steps.
func (f *Screen) bar(done bool, length int, narrow bool) []ui.Span {
	glyph, style := f.glyph().Before, ui.Faint
	if done {
		glyph, style = f.glyph().Done, ui.Good
	}
	if narrow {
		return []ui.Span{ui.S(glyph, style)}
	}
	blank := ui.S(safe.Const(" "), ui.Plain)
	return []ui.Span{blank, ui.S(glyph.Repeat(length), style), blank}
}

// barLength is longer where there is room.
func (f *Screen) barLength(steps []session.RailStep) int {
	if f.region.Beside() && len(steps) > 1 {
		return 4
	}
	return 1
}
