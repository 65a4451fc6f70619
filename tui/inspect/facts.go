// Package inspect draws one entry of a profile's timeline: why it failed, request,
// response, headers, timing, tokens, and what changed between two of them. It reads a
// session and changes nothing.
package inspect

import (
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// Mark is how a state looks, the same on Home, in the rail and in the timeline. What
// runs is drawn with [ui.Spinner].
func Mark(t *ui.Theme, m session.Mark) (glyph safe.Text, style ui.Style) {
	g := t.Glyph
	switch m {
	case session.Done:
		return g.Good, ui.Good
	case session.Soon:
		return g.Soon, ui.Soon
	case session.Failed:
		return g.Bad, ui.Bad
	case session.Uncertain:
		return g.Uncertain, ui.Unclear
	case session.Unsaved:
		return g.Unsaved, ui.Unclear
	case session.Ready:
		return g.Draft, ui.Accent
	case session.Running:
		return g.Spinner[0], ui.Plain
	case session.Elsewhere:
		return g.Elsewhere, ui.Faint
	default:
		return g.None, ui.Faint
	}
}

// EntryMark is how the state of a row looks: what was stopped has not failed.
func EntryMark(t *ui.Theme, e session.Entry) (glyph safe.Text, style ui.Style) {
	if e.Stopped {
		return Mark(t, session.NotYet)
	}
	return Mark(t, e.Mark)
}

// Where names the environment of an app, for the right end of the header.
func Where(app flow.App) ui.Span {
	switch {
	case app.Sandbox:
		return ui.S(safe.Const("SANDBOX"), ui.Faint)
	case app.Environment == flow.Production:
		return ui.S(safe.Const("PRODUCTION"), ui.Production)
	}
	return ui.S(safe.Const("DEVELOPMENT"), ui.Faint)
}

// Ends says of a pair when its access token ends, and how old its refresh token is or what
// became of it; of both where that ended both.
func Ends(clean *safe.Cleaner, p session.Pair, now time.Time) (access, refresh safe.Text) {
	if p.Fate != "" {
		refresh = safe.Format("%s %s", clean.Line(string(p.Fate)), ui.Near(p.FateAt, now))
		access = refresh
	} else if !p.Issued.IsZero() {
		refresh = safe.Format("%s old", ui.Age(now.Sub(p.Issued)))
	}
	if !p.Ends.IsZero() && p.Code == "" {
		access = safe.Format("ends %s", ui.Near(p.Ends, now))
	}
	return access, refresh
}

// Remaining is what a profile has left: what it waits for, its code, or what is left of its
// pair.
func Remaining(t *ui.Theme, one *session.Session, now time.Time) ui.Line {
	switch p := one.Pair(now); {
	case one.Flight() != nil:
		return state(ui.Spinner(t, now), ui.Plain, safe.Const("sending"))
	case one.Phase() == session.Awaiting, one.Phase() == session.Polling:
		return state(ui.Spinner(t, now), ui.Plain, safe.Const("waiting"))
	case p.Code != "" && p.Clock:
		return state(t.Glyph.Draft, ui.Accent, safe.Format("code %s", ui.Clock(p.Left)))
	case p.Code != "":
		return state(t.Glyph.Bad, ui.Bad, safe.Const("code expired"))
	}
	return Left(t, one, now, 8)
}

func state(glyph safe.Text, style ui.Style, words safe.Text) ui.Line {
	return ui.L(ui.S(glyph, style), plain(safe.Const(" ")), ui.S(words, style))
}

// Left is what is left of a pair: glyph, clock and a bar of some cells, or the word for it.
func Left(t *ui.Theme, one *session.Session, now time.Time, cells int) ui.Line {
	g, p := t.Glyph, one.Pair(now)
	switch p.Health {
	case session.HealthUnsaved:
		return state(g.Unsaved, ui.Unclear, safe.Const("not saved"))
	case session.HealthUncertain:
		since := safe.Text{}
		if sent := one.State().Pending; sent != nil {
			since = ui.Minute(sent.At)
		}
		return state(g.Uncertain, ui.Unclear, safe.Format("uncertain %s", since))
	case session.HealthDamaged:
		return state(g.Bad, ui.Bad, safe.Const("damaged file"))
	case session.HealthRevoked:
		return state(g.None, ui.Faint, safe.Format("revoked %s", ui.Age(now.Sub(p.FateAt))))
	case session.HealthNoToken:
		return state(g.None, ui.Faint, safe.Const("no token"))
	case session.HealthUnclocked:
		return state(g.Good, ui.Good, safe.Const("end unknown"))
	case session.HealthExpired:
		return state(g.Bad, ui.Bad, safe.Format("expired %s", ui.Age(now.Sub(p.Ends))))
	}
	life := time.Duration(float64(p.Left) / max(p.Fraction, 1e-9))
	glyph, style := g.Good, ui.Good
	if p.Health == session.HealthSoon {
		glyph, style = g.Soon, ui.Urgency(p.Left, life)
	}
	line := ui.L(ui.S(glyph, style), plain(safe.Const(" ")), plain(ui.Clock(p.Left).PadLeft(5)), plain(safe.Const(" ")))
	return line.With(ui.Bar(t, p.Left, life, cells).Spans...)
}

// factNames is how many cells the names of facts take.
const factNames = 10

// Facts are what is known of a profile without asking anybody, in rows of width cells. Its
// user stands in a title over them.
func Facts(clean *safe.Cleaner, s *session.Session, now time.Time, width int) []ui.Line {
	app, state, p := s.App(), s.State(), s.Pair(now)
	var lines []ui.Line
	add := func(name, value safe.Text, style ui.Style, more safe.Text) {
		head := ui.Columns(ui.Cell{Width: factNames, Text: name, Style: ui.Faint})
		rows := ui.Hang(head, value.Wrap(width-factNames), style, ui.Keep)
		if len(rows) == 1 && !more.IsEmpty() {
			rows[0] = rows[0].Noted(more, rows[0].Width()+3, width)
		}
		lines = append(lines, rows...)
	}
	ends, issued := Ends(clean, p, now)
	if p.Access == "" && p.Refresh == "" {
		add(safe.Const("tokens"), safe.Const("none"), ui.Plain, safe.Text{})
	}
	add(safe.Const("access"), clean.Line(p.Access), ui.Print, ends)
	add(safe.Const("refresh"), clean.Line(p.Refresh), ui.Print, issued)
	if last := state.Last; last != nil {
		by := safe.Format("%s %s by %s, process %s", ui.Minute(last.At), StepName(app, last.Step), clean.Line(last.By), safe.Int(last.PID))
		if by.Width() <= width-factNames {
			add(safe.Const("changed"), by, ui.Plain, safe.Text{})
		}
	}
	add(safe.Const("file"), clean.Line(state.Damage), ui.Plain, safe.Text{})
	add(safe.Const("scope"), clean.Line(flow.CutScopes(state.Token.Scope, mostScopeRows*(width-factNames))), ui.Plain, safe.Text{})
	if app.Secret != nil {
		add(safe.Const("secret"), clean.Line(app.Secret.Describe()), ui.Plain, safe.Text{})
	}
	if app.HasConsent() {
		add(safe.Const("redirect"), clean.Line(app.RedirectURI), ui.Plain, callbackVia(app))
	}
	add(safe.Const("client"), clean.Line(app.ClientID), ui.Plain, safe.Text{})
	return lines
}

// callbackVia is how the browser's callback reaches zoauth.
func callbackVia(app flow.App) safe.Text {
	switch {
	case app.DeviceOnly():
		return safe.Const("callback via device")
	case app.ListenAddress() == "":
		return safe.Const("callback via paste")
	}
	return safe.Const("callback via listener")
}

// StepName is a step as it is called for the app.
func StepName(app flow.App, step flow.Step) safe.Text {
	switch {
	case step == flow.StepExchange && !app.HasConsent():
		return safe.Const("get token")
	case step == flow.StepPoll:
		return safe.Const("device")
	}
	return (&safe.Cleaner{}).Line(string(step))
}

// EntryName is the step of a row, or what the row is where that says more.
func EntryName(app flow.App, e session.Entry) safe.Text {
	if e.Step == "" || e.Kind == session.KindPasted || e.Kind == session.KindGivenBack {
		return (&safe.Cleaner{}).Line(string(e.Kind))
	}
	return StepName(app, e.Step)
}
