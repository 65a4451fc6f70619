package tui

import (
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
	"zoauth/tui/old/widget"
)

// arrivalGrace is how long enter is ignored on a screen that came by itself
// (SCREENS.md §1 rule 6).
const arrivalGrace = 400 * time.Millisecond

// startFor opens an attempt for the current profile, or for the one that another
// failed for, wherever the person is now.
func (m *Model) startFor(w intent.StartAttempt) tea.Cmd {
	if w.Again == nil {
		return m.start(m.current, w.PasteOnly)
	}
	s := m.owner(session.Op{Profile: w.Again.Profile, Sandbox: w.Again.Sandbox})
	if s == nil {
		m.say(w.Again.Profile + " is gone.")
		return nil
	}
	if s != m.current {
		m.say(s.App.Name + ": its address is on its Authorize screen.")
	}
	return m.start(s, w.PasteOnly)
}

// start opens an attempt for a profile, ending an open one.
func (m *Model) start(s *session.Session, pasteOnly bool) tea.Cmd {
	if s.Opening {
		return nil
	}
	s.Opening = true
	m.endAttempt(s, "replaced by a new one")
	m.endDevice(s, "replaced by an authorization in the browser")
	s.Retire()
	return startAttempt(m.nextOp(s, flow.StepAuthorize), s.App, m.now, pasteOnly, m.released[s], s.Asking)
}

func (m *Model) attemptOpened(msg attemptOpenedMsg) tea.Cmd {
	s := m.owner(msg.op)
	switch {
	case s == nil && msg.open != nil: // taken out of the file meanwhile
		msg.open.stop()
		return nil
	case s == nil:
		return nil
	}
	s.Opening = false
	if msg.err != nil {
		m.attemptFailed(s, msg.err)
		return nil
	}
	open := msg.open
	if otherClient(open.attempt.App, s.App) {
		open.stop()
		m.released[s] = open
		m.say(s.App.Name + ": its client changed meanwhile; enter starts anew.")
		return nil
	}
	m.attempts[s] = open
	if !strings.Contains(open.attempt.URL(), open.attempt.Verifier.Reveal()) { // plain PKCE gives it away, and the URL is to be opened
		m.opts.Redactor.Learn(open.attempt.Verifier)
	}
	s.Attempt = &session.Attempt{
		Attempt: open.attempt, Ends: open.attempt.Started.Add(flow.AttemptLife), Address: open.address, Made: open.asked.Mistake, Changed: !open.asked.IsZero(),
	}
	s.Asking = session.Asking{}
	if s.Phase != session.Sending {
		s.Settle(m.now)
	}
	if s == m.current {
		m.screens.authorize.Opened(s.Attempt)
	}
	return nextHit(msg.op, open)
}

// attemptFailed explains why nobody listens; paste works without a listener.
func (m *Model) attemptFailed(s *session.Session, err error) {
	again := &intent.Owner{Profile: s.App.Name, Sandbox: s.App.Sandbox}
	q := intent.Question{
		Title: "Nothing is listening",
		Text:  []string{m.clean.Error(err).String()},
		Keys: []intent.Choice{
			{Key: "r", Word: "try again", Then: intent.StartAttempt{Again: again}},
			{Key: "i", Word: "paste only", Then: intent.StartAttempt{PasteOnly: true, Again: again}},
		},
	}
	if errors.Is(err, flow.ErrPortInUse) {
		q.Text = append(q.Text, "Zoom knows this port, so no other is taken.")
	}
	if s != m.current {
		q.Title = s.App.Name + ": nothing is listening"
	}
	m.dialog = &widget.Dialog{Question: q}
}

// listenerHit shows what reached the listener; the valid answer leads on.
func (m *Model) listenerHit(msg listenerHitMsg) tea.Cmd {
	s := m.owner(msg.op)
	if s == nil || m.attempts[s] == nil || s.Attempt == nil || !s.Attempt.Open() {
		return nil
	}
	at := s.Attempt
	switch msg.hit.Kind {
	case flow.HitAnswer, flow.HitDeclined:
		return m.answered(s, at.Taken())
	case flow.HitMixUp:
		m.endAttempt(s, "ended: "+msg.hit.Text)
		return nil
	case flow.HitTunnel:
		at.TunnelSeen = msg.hit.At
	default:
		at.Stray++
		at.LastHit = msg.hit
		if msg.hit.Kind == flow.HitNoState {
			s.Broke(at.Made, at.Made != nil && at.Made.Expect.Status != 0)
		}
	}
	return nextHit(msg.op, m.attempts[s])
}

// answered takes the first valid answer over: a code leads to the exchange
// preview, a refusal ends the attempt.
func (m *Model) answered(s *session.Session, c *flow.Callback) tea.Cmd {
	if c == nil {
		return nil
	}
	if made := s.Attempt.Made; made != nil {
		s.Broke(made, made.Expect.Status != 0) // a page was expected, or an answer
	}
	if c.Code.IsZero() {
		m.endAttempt(s, fmt.Sprintf("Zoom sent back %s %s", c.Error, c.Description))
		m.say("The authorization was declined: " + c.Error)
		return nil
	}
	m.opts.Redactor.Learn(c.Code)
	s.Attempt.Answer = c
	m.release(s)
	s.Steps[flow.StepExchange].Showing = session.Preview
	if s.Phase != session.Sending {
		s.Settle(m.now)
	}
	if s != m.current || m.place != intent.AuthorizeStep && m.place != intent.NothingBack {
		m.say(s.App.Name + ": the code has come; 2 exchanges it.")
		return m.draft(s, flow.StepExchange)
	}
	m.quiet = m.now.Add(arrivalGrace)
	m.place = intent.ExchangeStep
	return m.draft(s, flow.StepExchange)
}

// endAttempt closes an open attempt and keeps why.
func (m *Model) endAttempt(s *session.Session, why string) {
	if s == nil || !s.Attempt.Open() {
		return
	}
	s.Attempt.Over = why
	m.release(s)
	if s.Phase == session.Waiting {
		s.Settle(m.now)
	}
}

// release closes the listener of an attempt.
func (m *Model) release(s *session.Session) {
	if open := m.attempts[s]; open != nil {
		open.stop()
		delete(m.attempts, s)
		m.released[s] = open
	}
}

func (m *Model) expireAttempts() {
	for s := range m.attempts {
		if s.Attempt.Open() && m.now.After(s.Attempt.Ends) {
			m.endAttempt(s, "it ran out at "+s.Attempt.Ends.Local().Format(time.TimeOnly))
		}
	}
}
