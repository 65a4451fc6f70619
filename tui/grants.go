package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/tui/adopt"
	"zoauth/tui/session"
)

// grants takes codes and tokens from elsewhere into profiles, and keeps what is secret
// off the screen.
type grants struct{ *App }

// Adopt asks for what a text gives a profile.
func (d *grants) Adopt(profile string, g recognize.Grant) tea.Cmd {
	s := d.own.shown.find(profile)
	if s == nil {
		return nil
	}
	return d.ask(adopt.New(d.desk, s, "", g))
}

// AdoptFor asks for what a step of a profile needs.
func (d *grants) AdoptFor(s *session.Session, step flow.Step) tea.Cmd {
	return d.ask(adopt.New(d.desk, s, step, recognize.Grant{}))
}

// Learn keeps secrets off every screen from now on.
func (d *grants) Learn(secrets ...flow.Secret) { d.opts.Redactor.Learn(secrets...) }

// LearnRequest keeps what a request carries off every screen from now on.
func (d *grants) LearnRequest(r flow.Request) { d.opts.Redactor.LearnRequest(r) }
