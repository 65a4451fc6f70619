package flowview

import (
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// short is a step as the rail writes it.
func (r rail) short(step flow.Step) safe.Text {
	switch narrow := r.region.Narrow(); {
	case narrow && step == flow.StepAuthorize:
		return safe.Const("Auth")
	case narrow && step == flow.StepExchange && r.s.App().HasConsent():
		return safe.Const("Exch")
	}
	return inspect.StepName(r.s.App(), step).Capital()
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
		name := ui.S(r.short(step.Step), style)
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

// holding draws what the profile holds now: its code or its pair.
type holding struct{ *frame }

// line is for the title of the timeline: fingerprints, what is left, and its bar.
func (h holding) line(now time.Time) ui.Line {
	p, t, clean := h.s.Pair(now), h.region.Theme, h.desk.Clean()
	gap, line := ui.S(safe.Const("   "), ui.Plain), ui.Line{}
	width := 8
	if h.region.Narrow() {
		width = 7
	}
	switch {
	case p.Code != "" && h.region.Narrow():
		line = ui.L(ui.S(safe.Const("code "), ui.Plain))
	case p.Code != "":
		line = ui.L(ui.S(safe.Const("code "), ui.Plain), ui.S(clean.Line(p.Code), ui.Print), gap)
		if p.AtMost {
			line = line.With(ui.S(safe.Const("at most "), ui.Faint))
		}
	case p.Health == session.HealthDamaged:
		return h.left(p, now, width)
	case p.Access == "" && p.Refresh == "":
		return ui.L(ui.S(safe.Const("no token"), ui.Faint))
	case !h.region.Narrow() && !h.region.Beside():
		line = h.prints(p).With(gap)
	}
	switch {
	case p.Code != "" && p.Clock:
		line = line.With(ui.S(safe.Format("%s left ", ui.Clock(p.Left)), ui.Plain))
		return line.With(ui.Bar(t, p.Left, flow.CodeLife, width).Spans...)
	case p.Code != "":
		return line.With(ui.S(safe.Const("expired"), ui.Bad))
	}
	return line.With(h.left(p, now, width).Spans...)
}

// short is the line of a code without its bar.
func (h holding) short(now time.Time) ui.Line {
	p := h.s.Pair(now)
	if p.Code == "" || !p.Clock {
		return h.line(now)
	}
	return ui.L(ui.S(safe.Format("code %s", ui.Clock(p.Left)), ui.Plain))
}

// prints are the fingerprints of a pair.
func (h holding) prints(p session.Pair) ui.Line {
	line := ui.Line{}
	for _, print := range []string{p.Access, p.Refresh} {
		if print == "" {
			continue
		}
		if len(line.Spans) > 0 {
			line = line.With(ui.S(safe.Const(" "), ui.Plain))
		}
		line = line.With(ui.S(h.desk.Clean().Line(print), ui.Print))
	}
	return line
}

// left is what remains of a pair, or what became of it.
func (h holding) left(p session.Pair, now time.Time, width int) ui.Line {
	switch {
	case p.Fate != "":
		style := ui.Faint
		if p.Fate == session.Refused {
			style = ui.Bad
		}
		return ui.L(ui.S(safe.Format("%s %s", h.desk.Clean().Line(string(p.Fate)), ui.TimeOfDay(p.FateAt)), style))
	case p.Access == "" && p.Health == session.HealthUnclocked:
		return ui.L(ui.S(h.origin(), ui.Faint))
	}
	line := inspect.Left(h.region.Theme, h.s, now, width)
	if h.region.Narrow() && p.Clock {
		line = line.Columns(2, line.Width()) // without the glyph
	}
	return line
}

// origin says of a refresh token alone how it came.
func (h holding) origin() safe.Text {
	if o := h.s.State().Origin; o != nil && o.Kind == flow.Adopted {
		return safe.Format("pasted %s", ui.Minute(o.At))
	}
	return safe.Const("no access token")
}
