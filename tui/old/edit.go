package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
)

// editField changes the previewed request, for one send.
func (m *Model) editField(w intent.EditField) tea.Cmd {
	s, step := m.current, flow.Step(m.place)
	if step == flow.StepAuthorize && flow.IsSecretField(w.Name) && !w.Remove {
		m.say("A secret does not go into an address: the browser keeps it, and so do logs on its way.")
		return nil
	}
	if step == flow.StepAuthorize && w.Name != "" {
		s.Asking.Changes = append(s.Asking.Changes, w.Change)
		return nil
	}
	st := s.Steps[step]
	if st == nil || st.Draft.Method == "" || w.Name == "" {
		return nil
	}
	st.Draft = st.Draft.Changed(w.Change)
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
		Text:  []string{"If Zoom accepts it, its owner loses it. Where does the new pair go? Into this profile it takes the place of the one that is there; a file of its own has mode 0600."},
		Keys: []intent.Choice{
			{Key: "t", Word: "into this profile", Then: intent.Send{Meant: true}},
			{Key: "s", Word: "into its own file", Then: intent.Send{Meant: true, Apart: true}},
		},
	}})
}

// longestName is how long a profile's name may be, in bytes.
const longestName = 64

// apart names the token file of a pair that belongs to no profile: that of the
// profile that refreshed it, and the fingerprint of what it was refreshed with.
func apart(profile string, spent flow.Secret) string {
	end := ".of-" + strings.TrimPrefix(spent.Fingerprint(), "rt:")
	return profile[:min(len(profile), longestName-len(end))] + end
}
