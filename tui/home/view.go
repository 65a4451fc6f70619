package home

import (
	"cmp"
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// details is how many rows the lower pane takes, with its title.
const details = 11

// listHeight is how many profiles are shown.
func (s *Screen) listHeight() int {
	room := s.region.Height - 1
	if s.region.Height >= 17 {
		room -= min(details, s.region.Height/2)
	}
	return max(3, room)
}

// View draws the list and the details of the profile under the cursor.
func (s *Screen) View(now time.Time) []ui.Pane {
	if s.empty() {
		return s.startPage()
	}
	r := s.region
	height := s.listHeight()
	panes := []ui.Pane{{
		Width: r.Width, Height: height + 1, Frame: ui.Ruled, Focused: true, Title: ui.Titled(safe.Const("Profiles")),
		Note: s.note(), Lines: s.lines(now, height),
	}}
	if s.filter.typing {
		_, at := s.filter.field.Line(20)
		panes[0].Cursor = &ui.Point{X: r.Width - 25 + at, Y: -1}
	}
	if one := s.under(); one != nil && r.Height > height+3 {
		panes = append(panes, ui.Pane{
			Y: height + 1, Width: r.Width, Height: r.Height - height - 1, Frame: ui.Ruled, Title: ui.Titled(s.name(one)),
			Note: ui.L(ui.S(s.kind(one), ui.Plain)), Lines: ui.Fit(s.details(one, now), r.Height-height-2),
		})
	}
	return panes
}

// note is the position in the list, and the filter.
func (s *Screen) note() ui.Line {
	at := ui.Position(s.list.Cursor, len(s.rows()))
	if s.filter.typing || !s.filter.Empty() {
		field, _ := s.filter.field.Line(20)
		return ui.Dashed(at, ui.L(ui.S(safe.Const("/ "), ui.Accent)).With(field.Pad(20).Spans...))
	}
	return ui.Dashed(at, ui.L(ui.S(safe.Const("/ filter"), ui.Faint)))
}

func (s *Screen) lines(now time.Time, height int) []ui.Line {
	rows := s.rows()
	list := s.list
	list.Count = len(rows)
	list.Set(list.Cursor)
	from, to := list.Window(height)
	lines := make([]ui.Line, 0, height)
	for i := from; i < to; i++ {
		lines = append(lines, s.row(rows[i], now).Chosen(i == list.Cursor))
	}
	if len(rows) == 0 {
		lines = append(lines, ui.L(ui.S(safe.Const(" No profile fits. esc shows all."), ui.Faint)))
	}
	return lines
}

// acts is how many cells the last column takes: a key and what it does.
const acts = 11

// row is one profile: name, user, environment, what is left, and what to press.
func (s *Screen) row(one *session.Session, now time.Time) ui.Line {
	app, clean := one.App(), s.desk.Clean()
	mark := safe.Const("  ")
	if s.marked[app.Name] {
		mark = safe.Format(" %s", s.region.Theme.Glyph.Mark)
	}
	names, users := 14, 20
	if s.region.Narrow() {
		names, users = 14, 0
	} else if extra := (s.region.Width - 80) / 2; extra > 0 {
		names, users = names+min(extra, 16), users+min(extra, 20)
	}
	environment := ui.Cell{Width: 13, Text: safe.Const("development"), Style: ui.Faint}
	if app.Environment == flow.Production {
		environment = ui.Cell{Width: 13, Text: safe.Const("PRODUCTION"), Style: ui.Bad}
	}
	left := ui.Columns(ui.Cell{Text: mark, Style: ui.Good}, ui.Cell{Width: names, Text: clean.Line(app.Name)})
	if users > 0 {
		left = left.With(ui.Columns(ui.Cell{Width: users, Text: s.user(one), Style: s.userStyle(one)}).Spans...)
	}
	left = left.With(ui.Columns(environment).Spans...).With(inspect.Remaining(s.region.Theme, one, now).Pad(20).Spans...)
	key, act := s.next(one, now)
	return left.Cut(s.region.Width-acts).Pad(s.region.Width-acts).With(ui.S(key, ui.Accent), ui.S(safe.Format(" %s", act), ui.Plain))
}

// user is whose token it is, as far as a probe told.
func (s *Screen) user(one *session.Session) safe.Text {
	who := one.State().Who
	switch {
	case one.App().Loose:
		return safe.Const("(sent once)")
	case who != nil:
		return s.desk.Clean().Line(cmp.Or(who.Email, who.Name, who.UserID))
	case !one.App().HasConsent():
		return safe.Format("(%s)", s.desk.Clean().Line(string(one.App().Type)))
	case one.State().HasToken():
		return safe.Const("(user unknown)")
	}
	return safe.Const("(no user yet)")
}

func (s *Screen) userStyle(one *session.Session) ui.Style {
	if one.State().Who == nil {
		return ui.Faint
	}
	return ui.Plain
}

// next is the key that a row suggests.
func (s *Screen) next(one *session.Session, now time.Time) (key, act safe.Text) {
	if one.ToGiveBack() || one.Phase() >= session.Holding {
		return safe.Const("enter"), safe.Const("open")
	}
	switch one.Health(now) {
	case session.HealthUnsaved, session.HealthUncertain, session.HealthDamaged:
		return safe.Const("w"), safe.Const("why")
	case session.HealthSoon, session.HealthExpired:
		if !one.App().HasConsent() {
			return safe.Const("2"), safe.Const("get token")
		}
		if one.State().Token.RefreshToken.IsZero() || one.Pair(now).Fate == session.Refused {
			return safe.Const("a"), safe.Const("authorize")
		}
		return safe.Const("r"), safe.Const("refresh")
	case session.HealthValid, session.HealthUnclocked:
		return safe.Const("t"), safe.Const("use")
	}
	if !one.App().HasConsent() {
		return safe.Const("2"), safe.Const("get token")
	}
	return safe.Const("a"), safe.Const("authorize")
}

func (s *Screen) name(one *session.Session) safe.Text {
	name := s.desk.Clean().Line(one.App().Name)
	if one.State().Who == nil {
		return name
	}
	return safe.Format("%s for %s", name, s.user(one))
}

func (s *Screen) kind(one *session.Session) safe.Text {
	kind := s.desk.Clean().Line(string(one.App().Type))
	if one.App().Environment == flow.Production {
		return safe.Format("%s, PRODUCTION", kind)
	}
	return safe.Format("%s, development", kind)
}
