package tui

import (
	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/tui/intent"
	"zoauth/tui/session"
)

// editField changes the previewed request, for one send.
func (m *Model) editField(w intent.EditField) tea.Cmd {
	s, step := m.current, flow.Step(m.place)
	st := s.Steps[step]
	if st == nil || st.Draft.Method == "" || w.Name == "" {
		return nil
	}
	if w.Remove {
		st.Draft = st.Draft.WithoutField(w.Part, w.Name)
	} else {
		st.Draft = st.Draft.WithField(w.Part, w.Name, w.Value)
	}
	for _, secret := range st.Draft.Secrets() {
		m.opts.Redactor.Learn(secret)
	}
	st.Edited, st.Mistake = true, nil
	m.showStep(s, step)
	return nil
}

// foreign reports whether a request spends a credential that is not the profile's
// current one: then its refusal says nothing of the profile.
func foreign(s *session.Session, r flow.Request) bool {
	switch r.Step {
	case flow.StepRefresh:
		return r.Credential() != s.State.Token.RefreshToken
	case flow.StepRevoke:
		return r.Credential() != s.State.Token.AccessToken
	default:
		return false
	}
}

// askForeign asks before another one's refresh token is spent (SCREENS.md §5 nr 19).
func (m *Model) askForeign() tea.Cmd {
	return m.carry(intent.Ask{Question: intent.Question{
		Title: "Not this profile's refresh token",
		Text:  []string{"If Zoom accepts it, its owner loses it, and the new pair takes the place of the one that " + m.current.App.Name + " has."},
		Keys:  []intent.Choice{{Key: "t", Word: "send it, the new pair into this profile", Then: intent.Send{Meant: true}}},
	}})
}
