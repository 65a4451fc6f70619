package tui

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
	"zoauth/tui/old/session"
)

// screen returns the screen of the current place.
func (m *Model) screen() screen.Screen {
	switch m.place {
	case intent.Welcome:
		return &m.screens.welcome
	case intent.AuthorizeStep:
		return &m.screens.authorize
	case intent.TokenView:
		return m.screens.token
	case intent.LookAtToken:
		return m.screens.loose
	case intent.MistakesPlace:
		return &m.screens.mistakes
	case intent.ImportPlace:
		return m.screens.importing
	case intent.UsePlace:
		return &m.screens.use
	case intent.BreakPlace:
		return &m.screens.breaking
	case intent.FaultsPlace:
		return &m.screens.faults
	case intent.DuePlace:
		return &m.screens.due
	case intent.DiagnosisPlace:
		return &m.screens.diagnosis
	case intent.ExplainPlace:
		return &m.screens.explain
	case intent.FormPlace:
		return &m.screens.form
	case intent.AtZoomPlace:
		return &m.screens.atZoom
	case intent.HistoryPlace:
		return &m.screens.history
	case intent.NothingBack:
		return &m.screens.nothing
	case intent.DevicePlace:
		return &m.screens.device
	case intent.ExchangeStep, intent.RefreshStep, intent.ProbeStep, intent.RevokeStep:
		return m.screens.steps[m.place]
	default:
		return &m.screens.list
	}
}

// typist returns the current screen when it has a text input, else nil.
func (m *Model) typist() screen.Typist {
	t, _ := m.screen().(screen.Typist)
	return t
}

// revealer is a screen that can show the secret under its cursor.
type revealer interface{ SetReveal(on bool) }

func (m *Model) reveal() {
	if r, ok := m.screen().(revealer); ok {
		r.SetReveal(true)
		m.revealed = true
	}
}

// conceal hides what was revealed: a revealed secret stays until the next key.
func (m *Model) conceal() {
	if r, ok := m.screen().(revealer); ok && m.revealed {
		r.SetReveal(false)
	}
	m.revealed = false
}

// newsLife is how long news stand in row 23 (SCREENS.md §1).
const newsLife = 8 * time.Second

func (m *Model) say(text string) {
	m.said = m.clean.Line(text).String()
	m.saidTill = m.now.Add(newsLife)
}

// sandboxStarted shows the sandbox when it was asked for.
func (m *Model) sandboxStarted(msg sandboxStartedMsg) tea.Cmd {
	if msg.err != nil {
		m.say("The sandbox did not start: " + msg.err.Error())
		return nil
	}
	m.said = ""
	m.sandbox = newSpace(msg.set)
	m.show(m.sandbox)
	return m.look(m.sandbox)
}

// statesRead takes over what the disk holds; a step in flight keeps its own view
// until its outcome comes.
func (m *Model) statesRead(msg statesReadMsg) tea.Cmd {
	var cmds []tea.Cmd
	msg.space.touched = msg.touched
	msg.space.reading.Store(false)
	for name, state := range msg.states {
		s := msg.space.find(name)
		if s == nil {
			continue // taken out of the file meanwhile
		}
		msg.space.seen[name] = msg.seen[name]
		if s.Phase == session.Sending || s.State.Unsaved {
			delete(msg.space.seen, name)
			s.State.Pending, s.State.InFlight = state.Pending, state.InFlight // who is waited for
			continue
		}
		cmds = append(cmds, m.takeOver(s, state))
	}
	return tea.Batch(cmds...)
}

func (m *Model) takeOver(s *session.Session, state flow.State) tea.Cmd {
	before := s.State
	s.Take(state)
	m.opts.Redactor.LearnToken(state.Token)
	if l := state.Last; before.Gen != 0 && state.Gen > before.Gen && l != nil {
		m.say(s.App.Name + ": " + string(l.Step) + " " + l.At.Local().Format(time.TimeOnly) + " by " + l.By + ". Taken over; nothing was sent.")
	}
	if s != m.current {
		return nil
	}
	if m.place == intent.TokenView {
		m.screens.token.Show(state, s.App.Scopes)
	}
	if st := s.Steps[flow.Step(m.place)]; st != nil && st.Showing == session.Preview && state.Gen != st.Gen {
		return m.redraft(s, flow.Step(m.place))
	}
	return nil
}

func (m *Model) historyRead(msg historyReadMsg) {
	if msg.err != nil {
		m.say(msg.err.Error())
	}
	if m.current != nil && m.current.App.Name == msg.profile && m.current.App.Sandbox == msg.sandbox {
		m.screens.history.Show(msg.traces)
	}
}

// suspend stops the program like any other at ctrl+z, but not while a request is
// in flight: a stopped process cannot save the answer.
func (m *Model) suspend() tea.Cmd {
	if s := m.underWay(); s != nil && s.Phase == session.Sending {
		m.pausing = true
		m.say("Suspends when the request is done.")
		return nil
	}
	m.pausing = false
	return tea.Suspend
}
