package session

import (
	"errors"

	"zoauth/flow"
)

// needsSecret reports whether a step's request carries the client secret.
func needsSecret(step flow.Step) bool { return step != flow.StepAuthorize && step != flow.StepProbe }

// spendable is the pair that a refresh or probe sends: the saved one, or a revoked one
// that is kept to prove its end.
func (ds *Drafts) spendable() flow.Token {
	switch {
	case !ds.s.state.HasToken() && ds.s.state.Revoked != nil:
		return ds.s.spent.revoked
	case !ds.s.state.HasToken() && ds.s.app.Loose:
		return ds.s.once
	}
	return ds.s.state.Token
}

// proves reports whether sending a step proves a revoke.
func (ds *Drafts) proves(step flow.Step) bool {
	return (step == flow.StepProbe || step == flow.StepRefresh) && ds.spendable() != ds.s.state.Token && !ds.s.app.Loose
}

// build returns the request that zoauth makes of what is known now.
func (ds *Drafts) build(step flow.Step) flow.Request {
	secret := ds.s.secret.value
	switch step {
	case flow.StepAuthorize:
		return flow.AuthorizeRequest(ds.s.app)
	case flow.StepExchange:
		if c, ok := ds.s.consent.now.(coded); ok {
			return c.attempt.Exchange(secret, c.callback)
		}
		if ds.s.app.HasConsent() {
			return ds.s.spent.exchange // of a deliberate mistake: the code was used already
		}
		return flow.DirectRequest(ds.s.app, secret)
	case flow.StepRefresh:
		return flow.RefreshRequest(ds.s.app, secret, ds.spendable().RefreshToken)
	case flow.StepProbe:
		return ds.probe()
	case flow.StepDevice:
		return flow.DeviceRequest(ds.s.app, secret)
	default:
		return flow.RevokeRequest(ds.s.app, secret, ds.s.state.Token.AccessToken)
	}
}

// blocked says why a step has nothing to send, or "".
func (ds *Drafts) blocked(step flow.Step) string {
	if !hasStep(ds.s.app, step) {
		return notAStep(ds.s.app, step)
	}
	grant := step == flow.StepAuthorize || step == flow.StepExchange || step == flow.StepDevice
	bound := ds.s.state.Bound(ds.s.app)
	switch {
	case ds.s.state.Damage != "" && !grant:
		return "The token file can't be used: " + ds.s.state.Damage + ". " + howToBegin(ds.s.app) + "."
	case errors.Is(bound, flow.ErrOtherBinding) && !grant:
		return "The saved tokens belong to another client ID or server. " + howToBegin(ds.s.app) + "."
	case step == flow.StepExchange && ds.s.app.HasConsent() && ds.s.consent.Code() == nil && !ds.rebuilds():
		return "No code to exchange yet. Press 1 to authorize."
	case step == flow.StepRefresh && ds.s.disk.Candidate() != nil:
		return "A response that may hold a newer pair is kept. Adopt or discard it first."
	case step == flow.StepRefresh && ds.spendable().RefreshToken.IsZero():
		return "No refresh token yet. " + howToBegin(ds.s.app) + "."
	case step == flow.StepProbe && ds.spendable().AccessToken.IsZero(),
		step == flow.StepRevoke && ds.s.state.Token.AccessToken.IsZero():
		return "No access token yet. " + howToBegin(ds.s.app) + "."
	case needsSecret(step) && ds.s.secret.Err() != nil:
		return "Could not read the client secret: " + ds.s.secret.Err().Error() + ". Nothing was sent."
	default:
		return ""
	}
}

// rebuilds reports whether the exchange's draft is a deliberate mistake with the code
// of an exchange that was sent.
func (ds *Drafts) rebuilds() bool {
	d := ds.kept[flow.StepExchange]
	return d != nil && d.mistake != nil && ds.s.spent.exchange.Method != ""
}

// howToBegin says which key brings the first tokens.
func howToBegin(app flow.App) string {
	switch {
	case app.Loose:
		return "Paste it again"
	case !app.HasConsent():
		return "Press 2 to get a token"
	case app.DeviceOnly():
		return "Press D for the device flow"
	default:
		return "Press a to authorize"
	}
}

// hasStep reports whether the app has a step.
func hasStep(app flow.App, step flow.Step) bool {
	if app.Loose {
		return step == flow.StepProbe || step == flow.StepRefresh || step == flow.StepRevoke
	}
	switch step {
	case flow.StepAuthorize:
		return app.HasConsent() && !app.DeviceOnly()
	case flow.StepDevice:
		return app.Type == flow.General
	case flow.StepRefresh:
		return app.HasConsent()
	case flow.StepExchange, flow.StepProbe, flow.StepRevoke:
		return true
	default:
		return false
	}
}

// notAStep says why the app does not have a step.
func notAStep(app flow.App, step flow.Step) string {
	switch {
	case app.Loose:
		return app.Name + " isn't a profile. Adopt its pair into one first."
	case !app.HasConsent() && step == flow.StepRefresh:
		return app.Name + " is " + kindOf(app) + ": no refresh tokens. 2 gets a new token."
	case !app.HasConsent():
		return app.Name + " is " + kindOf(app) + ": no browser step. 2 gets a token."
	case step == flow.StepAuthorize:
		return app.Name + " has no redirect URI: D starts the device flow."
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

// ProbeHosts returns the base URL that the probe goes to, and the other one that it may
// go to: Zoom names a regional host with a token, and documents that the cloud's works
// everywhere (docs/zoom.md §1). other is empty where there is one host alone: Zoom named
// none, the profile has an api_url of its own, or the host is none that may get tokens.
func (ds *Drafts) ProbeHosts() (host, other string) {
	cloud, named := ds.s.app.Endpoints.APIURL, ds.s.app.APIBase(ds.spendable())
	switch {
	case named == cloud:
		return cloud, ""
	case ds.regional:
		return named, cloud
	}
	return cloud, named
}

// SwitchHost makes the probe go to the other of its hosts, until it is switched again.
func (ds *Drafts) SwitchHost() Follow {
	if ok, why := ds.s.Can(Action{Act: ActProbeHost}); !ok {
		return say(why)
	}
	ds.regional = !ds.regional
	host, _ := ds.ProbeHosts()
	return ds.prepare(ds.Next()).and(say("The probe goes to " + host + "."))
}

// probe is the probe's request, to the host that was chosen.
func (ds *Drafts) probe() flow.Request {
	app := ds.s.app
	app.Endpoints.APIURL, _ = ds.ProbeHosts()
	return flow.ProbeRequest(app, ds.spendable().AccessToken)
}

func (o obstacle) cannotSwitchHost() string {
	if d := o.s.drafts.Next(); d == nil || d.step != flow.StepProbe {
		return "No probe is open. Press its digit."
	}
	if _, other := o.s.drafts.ProbeHosts(); other == "" {
		return "Zoom named no other API host with this token."
	}
	return ""
}
