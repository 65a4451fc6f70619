package session

import (
	"reflect"

	"zoauth/flow"
)

// Reload gives the session the app that the profile file has now. Another client or
// server ends what waits for a person, and a code that was not exchanged. Drafts are
// built anew and keep their edits. A request in flight is not touched.
func (s *Session) Reload(app flow.App) Follow {
	if sameApp(s.app, app) {
		return Follow{} // its secret's command would run again (S6)
	}
	follow := Follow{}
	if otherClient(s.app, app) {
		if s.consent.now.phase() != Idle {
			s.practice.stop()
			s.consent.ask(nobody{}, "the client changed in the profile file")
			follow = say(app.Name + ": its client changed; the open authorization ended.")
		}
		delete(s.drafts.kept, flow.StepExchange)
		s.spent = spent{}
	}
	s.app, s.secret, s.around = app, Secret{}, surroundings{op: s.around.op}
	return follow.and(s.drafts.refreshDrafts())
}

// sameApp reports whether two apps differ in nothing, their secret's source included.
func sameApp(a, b flow.App) bool {
	if a.Secret != nil || b.Secret != nil {
		command, ok := a.Secret.(interface{ Same(flow.SecretSource) bool })
		if !ok || !command.Same(b.Secret) {
			return false
		}
	}
	a.Secret, b.Secret = nil, nil
	return reflect.DeepEqual(a, b)
}

// otherClient reports whether a callback to one app is none that the other may
// exchange: its client ID and secret belong together, at one server.
func otherClient(a, b flow.App) bool {
	return a.ClientID != b.ClientID || a.Type != b.Type ||
		a.Endpoints.OAuthURL != b.Endpoints.OAuthURL || a.Endpoints.AuthorizeURL != b.Endpoints.AuthorizeURL
}
