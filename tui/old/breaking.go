package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
	"zoauth/tui/old/session"
)

// breakable lists the deliberate mistakes of a profile's whole walk, with what those
// need that cannot be made yet.
func breakable(s *session.Session) []screen.BreakItem {
	var items []screen.BreakItem
	for _, mistake := range flow.Mistakes() {
		if !s.App.HasConsent() && (mistake.Step == flow.StepAuthorize || mistake.Step == flow.StepRefresh || mistake.Ends) {
			continue
		}
		item := screen.BreakItem{Mistake: mistake, Missing: lacking(s, mistake)}
		if item.Missing == "" && !possible(s, mistake) {
			continue
		}
		item.Needs = bringing(s)
		expected, tried := s.Broken[mistake.Name]
		item.Tried, item.Odd = tried, tried && !expected
		items = append(items, item)
	}
	return items
}

// lacking says what a mistake needs first, or "".
func lacking(s *session.Session, mistake flow.Mistake) string {
	switch {
	case mistake.Step == flow.StepAuthorize && s.Attempt.Open():
		return "an attempt is open. x on Authorize ends it."
	case mistake.Step == flow.StepAuthorize:
		return ""
	case mistake.Step == flow.StepExchange && s.Exchanged.Method != "":
	case blockedBecause(s, mistake.Step) != "":
		return blockedBecause(s, mistake.Step)
	}
	if mistake.Ends && !possible(s, mistake) {
		return "it needs a value that was spent in this run. Send the right request once."
	}
	return ""
}

// possible reports whether a mistake can be made in its step's request.
func possible(s *session.Session, mistake flow.Mistake) bool {
	r := s.Exchanged
	switch {
	case mistake.Step == flow.StepAuthorize:
		r = flow.AuthorizeRequest(s.App)
	case mistake.Step != flow.StepExchange || s.Code() != nil || !s.App.HasConsent():
		r = build(s, mistake.Step)
	}
	_, ok := mistake.Apply(r, s.Spent)
	return ok
}

// bringing is the next right step of the walk: it brings what is missing.
func bringing(s *session.Session) intent.Place {
	switch {
	case s.Code() != nil || !s.App.HasConsent():
		return intent.ExchangeStep
	case s.State.HasToken():
		return intent.RefreshStep
	default:
		return intent.AuthorizeStep
	}
}

// breakWith opens the preview of a mistake's step and makes it there, at once or
// when the client secret was read.
func (m *Model) breakWith(name string) tea.Cmd {
	mistake, ok := flow.FindMistake(name)
	if !ok {
		return nil
	}
	cmd := m.open(intent.Place(mistake.Step), true)
	m.breaking = name
	m.breakNow(m.current, mistake.Step)
	return cmd
}

// breakNow makes the mistake that waits for a step's preview, as long as the preview
// is not left.
func (m *Model) breakNow(s *session.Session, step flow.Step) {
	mistake, ok := flow.FindMistake(m.breaking)
	if !ok || mistake.Step != step || s != m.current || m.place != intent.Place(step) || mistakable(s, step).Method == "" {
		return
	}
	m.breaking = ""
	if !m.mistake(s, mistake) {
		m.say("The values for it are gone; the request is the right one.")
	}
}
