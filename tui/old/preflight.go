package tui

import (
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/profiles"
	"zoauth/tui/old/session"
)

// lookAround gathers what the preflight of s says, off the loop. Nothing is sent.
func (m *Model) lookAround(s *session.Session) tea.Cmd {
	if !s.App.HasConsent() {
		return nil
	}
	sp := m.spaceOf(s)
	s.FactsOp = m.nextOp(s, flow.StepAuthorize)
	site := profiles.Site{
		App: s.App, Apps: sp.apps(), Port: !s.Attempt.Open() && !s.Opening,
		Paths: profiles.Paths{Config: m.opts.ConfigPath, State: sp.StateDir},
	}
	look := gather(s.FactsOp, site, sp.History, m.now, slices.Collect(maps.Values(m.released)))
	if s.App.Type == flow.Public || s.App.Secret == nil || s.Secret.Ready || s.Secret.Reading {
		return look
	}
	s.Secret = session.Secret{Reading: true, Op: s.FactsOp}
	return tea.Batch(look, readSecret(s.FactsOp, s.App.Secret), m.hurry())
}

// factsGathered takes over what was gathered; the secret is told apart.
func (m *Model) factsGathered(msg factsGatheredMsg) {
	s := m.owner(msg.op)
	if s == nil || s.FactsOp != msg.op {
		return
	}
	msg.facts.Secret = s.Facts.Secret
	if s.Attempt.Open() || s.Opening {
		msg.facts.PortErr = "" // its own listener may have been faster
	}
	s.Facts = msg.facts
}

// factsOf is what is known around a profile now.
func (m *Model) factsOf(s *session.Session) flow.Facts {
	facts := s.Facts
	facts.SSH = m.opts.Env.SSH
	if sp := m.spaceOf(s); facts.Others == nil && sp != nil {
		facts.Others = flow.NeighboursOf(sp.apps(), s.App.Name)
	}
	if s.Secret.Ready && s.App.Secret != nil {
		facts.Secret = flow.ShapeOf(s.Secret.Value, s.App.Secret.Describe())
	}
	if s.Attempt.Open() {
		facts.PortErr = ""
	}
	return facts
}

// shapeRead describes the client secret that was read, or why it was not.
func shapeRead(s *session.Session) flow.SecretShape {
	shape := flow.ShapeOf(s.Secret.Value, s.App.Secret.Describe())
	if s.Secret.Err != nil {
		shape.Err, shape.Asks = s.Secret.Err.Error(), s.Secret.Asks
	}
	return shape
}

// apps are the space's profiles as the file has them now.
func (sp *space) apps() []flow.App {
	apps := make([]flow.App, len(sp.sessions))
	for i, s := range sp.sessions {
		apps[i] = s.App
	}
	return apps
}
