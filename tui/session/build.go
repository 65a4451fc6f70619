package session

import (
	"errors"

	"zoauth/flow"
)

// needsSecret reports whether a step's request carries the client secret.
func needsSecret(step flow.Step) bool { return step != flow.StepAuthorize && step != flow.StepProbe }

// spendable is the pair that a refresh or probe sends: the saved one, or a revoked one
// that is kept to prove its end.
func (s *Session) spendable() flow.Token {
	if !s.state.HasToken() && s.state.Revoked != nil {
		return s.spent.revoked
	}
	return s.state.Token
}

// proves reports whether sending a step proves a revoke.
func (s *Session) proves(step flow.Step) bool {
	return (step == flow.StepProbe || step == flow.StepRefresh) && s.spendable() != s.state.Token
}

// build returns the request that zoauth makes of what is known now.
func (s *Session) build(step flow.Step) flow.Request {
	secret := s.secret.value
	switch step {
	case flow.StepAuthorize:
		return flow.AuthorizeRequest(s.app)
	case flow.StepExchange:
		if c, ok := s.consent.(coded); ok {
			return c.attempt.Exchange(secret, c.callback)
		}
		if s.app.HasConsent() {
			return s.spent.exchange // of a deliberate mistake: the code was used already
		}
		return flow.DirectRequest(s.app, secret)
	case flow.StepRefresh:
		return flow.RefreshRequest(s.app, secret, s.spendable().RefreshToken)
	case flow.StepProbe:
		return flow.ProbeRequest(s.app, s.spendable().AccessToken)
	case flow.StepDevice:
		return flow.DeviceRequest(s.app, secret)
	default:
		return flow.RevokeRequest(s.app, secret, s.state.Token.AccessToken)
	}
}

// blocked says why a step has nothing to send, or "".
func (s *Session) blocked(step flow.Step) string {
	if !s.has(step) {
		return s.notAStep(step)
	}
	grant := step == flow.StepAuthorize || step == flow.StepExchange || step == flow.StepDevice
	bound := s.state.Bound(s.app)
	switch {
	case s.state.Damage != "" && !grant:
		return "The token file can't be used: " + s.state.Damage + ". It is left alone; " + s.how() + "."
	case errors.Is(bound, flow.ErrOtherBinding) && !grant:
		return "The saved tokens belong to another client ID or server. " + s.how() + "."
	case step == flow.StepExchange && s.app.HasConsent() && s.Code() == nil && !s.rebuilds():
		return "No code to exchange yet. Press 1 to authorize."
	case step == flow.StepRefresh && s.spendable().RefreshToken.IsZero():
		return "No refresh token yet. " + s.how() + "."
	case step == flow.StepProbe && s.spendable().AccessToken.IsZero(),
		step == flow.StepRevoke && s.state.Token.AccessToken.IsZero():
		return "No access token yet. " + s.how() + "."
	case needsSecret(step) && s.secret.Err() != nil:
		return "Could not read the client secret: " + s.secret.Err().Error() + ". Nothing was sent."
	default:
		return ""
	}
}

// rebuilds reports whether the exchange's draft is a deliberate mistake with the code
// of an exchange that was sent.
func (s *Session) rebuilds() bool {
	d := s.drafts.kept[flow.StepExchange]
	return d != nil && d.mistake != nil && s.spent.exchange.Method != ""
}

// how says which key brings the first tokens.
func (s *Session) how() string {
	switch {
	case !s.app.HasConsent():
		return "Press 2 to get a token"
	case s.app.DeviceOnly():
		return "Press D for the device flow"
	default:
		return "Press a to authorize"
	}
}

// has reports whether the app has a step.
func (s *Session) has(step flow.Step) bool {
	switch step {
	case flow.StepAuthorize:
		return s.app.HasConsent() && !s.app.DeviceOnly()
	case flow.StepDevice:
		return s.app.Type == flow.General
	case flow.StepRefresh:
		return s.app.HasConsent()
	case flow.StepExchange, flow.StepProbe, flow.StepRevoke:
		return true
	default:
		return false
	}
}

// notAStep says why the app does not have a step.
func (s *Session) notAStep(step flow.Step) string {
	switch {
	case !s.app.HasConsent() && step == flow.StepRefresh:
		return s.app.Name + " is " + kindOf(s.app) + ": no refresh tokens. 2 gets a new token."
	case !s.app.HasConsent():
		return s.app.Name + " is " + kindOf(s.app) + ": no browser step. 2 gets a token."
	case step == flow.StepAuthorize:
		return s.app.Name + " has no redirect URI: D starts the device flow."
	default:
		return "Apps of this type have no device flow."
	}
}

func kindOf(app flow.App) string {
	if app.Type == flow.Chatbot {
		return "a chatbot"
	}
	return string(app.Type)
}
