package inspect

import (
	"cmp"
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

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
		by := safe.Format("%s %s by %s, process %s", safe.Time(last.At.Local(), "15:04"), StepName(s, session.Entry{Step: last.Step}), clean.Line(last.By), safe.Int(last.PID))
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

// StepName is the step of a row as it is called for the app.
func StepName(s *session.Session, e session.Entry) safe.Text {
	switch {
	case e.Step == flow.StepExchange && !s.App().HasConsent():
		return safe.Const("get token")
	case e.Step == flow.StepPoll:
		return safe.Const("device")
	case e.Kind == session.KindPasted, e.Kind == session.KindGivenBack:
		return (&safe.Cleaner{}).Line(string(e.Kind))
	}
	return (&safe.Cleaner{}).Line(cmp.Or(string(e.Step), string(e.Kind)))
}
