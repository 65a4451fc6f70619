package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
	"zoauth/tui/old/session"
)

// mistakable is the request that mistakes are made in: the preview, or an exchange
// whose code was spent.
func mistakable(s *session.Session, step flow.Step) flow.Request {
	st := s.Steps[step]
	switch {
	case step == flow.StepAuthorize && s.App.HasConsent() && !s.Attempt.Open():
		return flow.AuthorizeRequest(s.App)
	case st == nil:
		return flow.Request{}
	case st.Showing == session.Preview && st.Draft.Method != "" && st.Mistake == nil:
		return st.Draft
	case step == flow.StepExchange && st.Draft.Method == "" && s.Exchanged.Method != "":
		return s.Exchanged
	default:
		return flow.Request{}
	}
}

// openMistakes lists what can be done wrong with the previewed request.
func (m *Model) openMistakes() tea.Cmd {
	step := flow.Step(m.place)
	m.screens.mistakes = screen.NewMistakes(flow.MistakesFor(mistakable(m.current, step), m.current.Spent))
	m.mistaken = m.place
	return m.open(intent.MistakesPlace, false)
}

// makeMistake puts a mistake into the preview, for one send.
func (m *Model) makeMistake(name string) tea.Cmd {
	s, step := m.current, flow.Step(m.mistaken)
	mistake, _ := flow.FindMistake(name)
	m.leaveMistakes()
	if mistake.Step != step || !m.mistake(s, mistake) {
		m.say("The values for it are gone; the request is the right one again.")
		return m.arrive(true)
	}
	return nil
}

// mistake makes a mistake in the preview of its step; false: it cannot be made.
func (m *Model) mistake(s *session.Session, mistake flow.Mistake) bool {
	step := mistake.Step
	if st := s.Steps[step]; st != nil && st.Draft.Method != "" && st.Gen != s.State.Gen {
		m.draft(s, step) // the tokens changed while the list was open
	}
	wrong, ok := mistake.Apply(mistakable(s, step), s.Spent)
	if !ok {
		return false
	}
	if step == flow.StepAuthorize {
		s.Asking = session.Asking{Mistake: &mistake}
		return true
	}
	for _, secret := range wrong.Secrets() {
		m.opts.Redactor.Learn(secret)
	}
	st := s.Steps[step]
	st.Draft, st.Mistake, st.Showing, st.Gen = wrong, &mistake, session.Preview, s.State.Gen
	m.showStep(s, step)
	return true
}

// leaveMistakes goes back to the step whose mistakes are listed.
func (m *Model) leaveMistakes() {
	m.place = m.mistaken
	if n := len(m.back); n > 0 {
		m.back = m.back[:n-1]
	}
}
