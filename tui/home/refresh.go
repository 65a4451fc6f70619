package home

import (
	"cmp"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// mark marks the profile under the cursor, or takes its mark away.
func (s *Screen) mark() tea.Cmd {
	if name := s.under().App().Name; s.marked[name] {
		delete(s.marked, name)
	} else {
		s.marked[name] = true
	}
	return nil
}

// markDue marks what has expired or ends soon and can be refreshed; pressed again, it
// takes the marks away.
func (s *Screen) markDue() tea.Cmd {
	before := len(s.marked)
	for _, one := range s.rows() {
		h := one.Health(s.desk.Now())
		if (h == session.HealthExpired || h == session.HealthSoon) && cannotRenew(one) == "" {
			s.marked[one.App().Name] = true
		}
	}
	switch {
	case len(s.marked) == 0:
		s.desk.Say(safe.Const("Nothing is due."))
	case len(s.marked) == before:
		clear(s.marked)
	}
	return nil
}

// refreshKey refreshes the marked profiles, or the one under the cursor.
func (s *Screen) refreshKey() ui.Key {
	if n := len(s.marked); n > 0 {
		return ui.NewKey(safe.Format("refresh %s marked", safe.Int(n)), "r").In(ui.Steps).Does(s.refresh)
	}
	name := safe.Const("refresh")
	if one := s.under(); one != nil {
		name = inspect.StepName(one.App(), one.Drafts().Renewal())
	}
	return s.ofRow(ui.NewKey(name, "r"), cannotRenew).In(ui.Steps).Does(s.refresh)
}

// cannotRenew says why a new access token cannot be had without a person.
func cannotRenew(one *session.Session) string { return one.Drafts().Cannot(one.Drafts().Renewal()) }

// refresh opens the draft of the profile under the cursor, or asks for the marked ones.
func (s *Screen) refresh() tea.Cmd {
	if len(s.marked) == 0 {
		return s.open(s.under().Drafts().Renewal())
	}
	var list, out []*session.Session
	for _, one := range s.order {
		switch {
		case !s.marked[one.App().Name]:
		case leftOut(one).IsEmpty():
			list = append(list, one)
		default:
			out = append(out, one)
		}
	}
	if len(list) == 0 {
		s.desk.Say(safe.Const("None of the marked profiles can be refreshed."))
		return nil
	}
	return s.desk.Ask(s.confirmation(list, out))
}

// leftOut is why a marked profile is not refreshed with the others; empty: it is. What
// asks for a token first is not.
func leftOut(one *session.Session) safe.Text {
	if one.Drafts().Wants(one.Drafts().Renewal()) {
		return safe.Const("no refresh token yet")
	}
	return (&safe.Cleaner{}).Line(cannotRenew(one))
}

// confirmation lists each request, with the cursor on Cancel, and which profiles are left
// out.
func (s *Screen) confirmation(list, out []*session.Session) *ui.Choices {
	clean, now := s.desk.Clean(), s.desk.Now()
	title := safe.Format("Refresh %s profiles, one request each", safe.Int(len(list)))
	if len(list) == 1 {
		title = safe.Format("Refresh %s?", clean.Line(list[0].App().Name))
	}
	c := ui.Asking(title, safe.Text{}, ui.Cancel())
	c.Text = func(width int) []ui.Line { return requests(clean, list, out, now, width) }
	if one := s.under(); one != nil && s.marked[one.App().Name] && len(list) > 1 {
		c.Rows = append(c.Rows, ui.Choice{Name: safe.Format("Refresh %s only", clean.Line(one.App().Name)), Do: func() tea.Cmd { return s.send([]*session.Session{one}) }})
	}
	all := safe.Format("Refresh all %s", safe.Int(len(list)))
	switch len(list) {
	case 1:
		all = safe.Format("Refresh %s", clean.Line(list[0].App().Name))
	case 2:
		all = safe.Const("Refresh both")
	}
	c.Rows = append(c.Rows, ui.Choice{Name: all, Do: func() tea.Cmd { return s.send(list) }})
	return c
}

// requests are a row for each profile that is refreshed and each that is left out, and
// what that does on production.
func requests(clean *safe.Cleaner, list, out []*session.Session, now time.Time, width int) []ui.Line {
	var lines []ui.Line
	production := false
	for _, one := range list {
		p, age := one.Pair(now), safe.Text{}
		if !p.Issued.IsZero() {
			age = safe.Format("%s old", ui.Age(now.Sub(p.Issued)))
		}
		line := ui.Columns(
			ui.Cell{Width: 16, Text: clean.Line(one.App().Name)}, ui.Cell{Width: 12, Text: clean.Line(cmp.Or(p.Refresh, p.Access)), Style: ui.Print}, ui.Cell{Text: age, Style: ui.Faint},
		)
		if one.App().Environment == flow.Production {
			line, production = ui.Ends(line, ui.L(ui.S(safe.Const("PRODUCTION"), ui.Bad)), width), true
		}
		lines = append(lines, line)
	}
	for _, one := range out {
		lines = append(lines, ui.Columns(
			ui.Cell{Width: 16, Text: clean.Line(one.App().Name), Style: ui.Faint}, ui.Cell{Text: safe.Format("left out: %s", leftOut(one)), Style: ui.Faint},
		).Cut(width))
	}
	if production {
		lines = append(append(lines, ui.Blank()), ui.Prose(safe.Const("On production, every server that holds one of these refresh tokens must take the new pair."))(width)...)
	}
	return lines
}

// send drafts the refresh of each profile; each is sent once its draft is ready, since
// its client secret may have to be read first.
func (s *Screen) send(list []*session.Session) tea.Cmd {
	clear(s.marked)
	var cmds []tea.Cmd
	for _, one := range list {
		s.due[one.App().Name] = true
		cmds = append(cmds, s.desk.Run(one.Drafts().Open(one.Drafts().Renewal())))
	}
	return tea.Batch(append(cmds, s.sendDue())...)
}

// sendDue sends what was confirmed and is ready. What cannot be sent keeps its draft,
// which says why.
func (s *Screen) sendDue() tea.Cmd {
	var cmds []tea.Cmd
	for _, one := range s.order {
		name, d := one.App().Name, one.Drafts().Next()
		if !s.due[name] || d == nil || !d.Ready() && d.Blocked() == "" && one.Secret().Err() == nil {
			continue
		}
		delete(s.due, name)
		if d.Ready() {
			cmds = append(cmds, s.desk.Run(one.Begin(session.Answer{Confirmed: true})))
		}
	}
	return tea.Batch(cmds...)
}
