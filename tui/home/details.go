package home

import (
	"cmp"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// facts draws what is known of a profile, from the disk.
type facts struct {
	clean *safe.Cleaner
	room  ui.Region
	all   []*session.Session
}

// leastRecent is how many rows the list of the newest requests has at least; with less
// room they are one row.
const leastRecent = 3

// lines are the rows of the lower pane, which has room for height of them.
func (f facts) lines(one *session.Session, now time.Time, height int) []ui.Line {
	app, state, p, clean := one.App(), one.State(), one.Pair(now), f.clean
	fact := func(name, value safe.Text, more ...ui.Span) ui.Line {
		return ui.Columns(ui.Cell{Text: safe.Const(" ")}, ui.Cell{Width: 10, Text: name, Style: ui.Faint}).With(ui.S(value, ui.Plain)).With(more...)
	}
	print := func(name safe.Text, value string, more safe.Text) ui.Line {
		if value == "" {
			return fact(name, safe.Const("none"))
		}
		return fact(name, safe.Text{}, ui.S(clean.Line(value), ui.Print), ui.S(safe.Format("   %s", more), ui.Faint))
	}
	ends, issued := inspect.Ends(clean, p, now)
	lines := []ui.Line{print(safe.Const("access"), p.Access, ends), print(safe.Const("refresh"), p.Refresh, issued)}
	if by := lastBy(one, clean); !by.IsEmpty() {
		lines = append(lines, fact(safe.Const("changed"), by))
	}
	if state.Damage != "" {
		lines = append(lines, fact(safe.Const("file"), clean.Line(state.Damage)))
	}
	if twins := f.sharingUser(one); len(twins) > 0 {
		lines = append(lines, fact(safe.Const("same user"), clean.Line(strings.Join(twins, ", ")), ui.S(safe.Const("   the next authorization ends the other's tokens"), ui.Soon)))
	}
	if scope := strings.TrimSpace(state.Token.Scope); scope != "" {
		lines = append(lines, fact(safe.Const("scope"), clean.Line(flow.CutScopes(scope, max(20, f.room.Width-14)))))
	}
	if app.Secret != nil {
		lines = append(lines, fact(safe.Const("secret"), clean.Line(app.Secret.Describe())))
	}
	if app.HasConsent() && app.RedirectURI != "" {
		lines = append(lines, fact(safe.Const("redirect"), clean.Line(app.RedirectURI), ui.S(safe.Format("   callback via %s", callbackVia(one)), ui.Faint)))
	}
	if app.ClientID != "" {
		lines = append(lines, fact(safe.Const("client"), clean.Line(app.ClientID)))
	}
	room := height - len(lines) - 2 // without a blank row and a title
	if recent := f.recent(one); room < leastRecent && len(recent.Spans) > 0 {
		return append(lines, fact(safe.Const("recent"), safe.Text{}, recent.Spans...))
	}
	return append(lines, f.newest(one, now, room)...)
}

// newest lists the newest requests of the timeline, the last one last.
func (f facts) newest(one *session.Session, now time.Time, room int) []ui.Line {
	line := one.Timeline()
	count := min(line.Len(), room)
	if count <= 0 {
		return nil
	}
	times := 0
	for i := line.Len() - count; i < line.Len(); i++ {
		times = max(times, at(line.At(i).At, now).Width()+2)
	}
	lines := []ui.Line{{}, ui.Section(f.room.Theme, safe.Const("Recent"), ui.Position(line.Len()-1, line.Len()), f.room.Width)}
	for i := line.Len() - count; i < line.Len(); i++ {
		e := line.At(i)
		glyph, style := inspect.Mark(f.room.Theme, e.Mark)
		state := ui.Cell{Width: 6, Text: glyph, Style: style}
		if e.Status > 0 {
			state.Text = safe.Format("%s %s", glyph, safe.Int(e.Status))
		}
		lines = append(lines, ui.Columns(ui.Cell{Width: 1}, ui.Cell{Width: times, Text: at(e.At, now), Style: ui.Faint},
			ui.Cell{Width: 12, Text: stepOf(one, flow.Step(cmp.Or(string(e.Step), string(e.Kind))), f.clean)}, state, ui.Cell{Width: 2}, ui.Cell{Text: f.clean.Line(e.Summary)}).Cut(f.room.Width))
	}
	return lines
}

// at is the time of day; of another day than now with its date.
func at(when, now time.Time) safe.Text {
	when, now = when.Local(), now.Local()
	if when.YearDay() == now.YearDay() && when.Year() == now.Year() {
		return safe.Time(when, "15:04:05")
	}
	return safe.Time(when, "2006-01-02 15:04:05")
}

// sharingUser names the profiles that hold tokens of the same app for the same user: a
// second authorization ends the first one's.
func (f facts) sharingUser(one *session.Session) []string {
	own := flow.Tenant{App: one.App(), State: one.State()}
	if own.State.UserID() == "" {
		return nil
	}
	var others []flow.Tenant
	for _, other := range f.all {
		if other.App().ClientID == own.App.ClientID {
			others = append(others, flow.Tenant{App: other.App(), State: other.State()})
		}
	}
	return own.SharingUser(others)
}

// callbackVia is how the browser's callback reaches zoauth.
func callbackVia(one *session.Session) safe.Text {
	switch app := one.App(); {
	case app.DeviceOnly():
		return safe.Const("device")
	case app.ListenAddress() == "":
		return safe.Const("paste")
	}
	return safe.Const("listener")
}

// recent are the newest requests of the timeline.
func (f facts) recent(one *session.Session) ui.Line {
	line, out := one.Timeline(), ui.Line{}
	for i := line.Len() - 1; i >= max(0, line.Len()-3); i-- {
		e := line.At(i)
		glyph, style := inspect.Mark(f.room.Theme, e.Mark)
		if len(out.Spans) > 0 {
			out = out.With(ui.S(safe.Const("   "), ui.Plain))
		}
		out = out.With(ui.S(safe.Format("%s %s ", safe.Time(e.At.Local(), "15:04"), stepOf(one, flow.Step(cmp.Or(string(e.Step), string(e.Kind))), f.clean)), ui.Plain), ui.S(glyph, style))
		if e.Status > 0 {
			out = out.With(ui.S(safe.Format(" %s", safe.Int(e.Status)), style))
		}
	}
	return out
}

// lastBy says who changed the tokens last.
func lastBy(one *session.Session, clean *safe.Cleaner) safe.Text {
	last := one.State().Last
	if last == nil {
		return safe.Text{}
	}
	return safe.Format("%s %s by %s, process %s", safe.Time(last.At.Local(), "15:04"), stepOf(one, last.Step, clean), clean.Line(last.By), safe.Int(last.PID))
}

// stepOf is a step as it is called for the app.
func stepOf(one *session.Session, step flow.Step, clean *safe.Cleaner) safe.Text {
	if step == flow.StepExchange && !one.App().HasConsent() {
		return safe.Const("get token")
	}
	return clean.Line(string(step))
}
