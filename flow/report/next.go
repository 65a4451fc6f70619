package report

import (
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
)

// scopeRoom is how many bytes of scopes a hint quotes.
const scopeRoom = 400

// freshToken is how long after a grant a refused token is more likely one that Zoom
// does not take here than one that expired.
const freshToken = 2 * time.Minute

// refusedNext is the way on after a refusal; empty where only the cause's fix tells.
func (r Reader) refusedNext(out flow.Outcome) safe.Text {
	e, app := out.Answer.Err, out.Job.App
	switch {
	case e.RateLimited && e.RetryAfter > 0:
		return safe.Format("wait %s, as the server asks, then run this again; the tokens are untouched", safe.Duration(e.RetryAfter))
	case e.RateLimited:
		return safe.Const("wait a minute, then run this again; the tokens are untouched")
	case e.Step == flow.StepDevice && e.Code != "invalid_client":
		return safe.Const("turn on Use App on Device at Zoom: Features, Embed, Meeting SDK")
	case e.Step == flow.StepPoll && e.Code == "expired_token":
		return safe.Format("run zoauth authorize %s --device for a new code", r.name(app))
	case e.Code == "invalid_grant":
		return safe.Format("%s gets a new authorization; nothing was deleted", r.Again(app))
	case says(e, "disabled by the developer"):
		return safe.Const("activate the app at marketplace.zoom.us, tab Activation, then request a new token; adding a scope deactivates it again")
	case e.Code == "invalid_client" && !says(e, "has been disabled"):
		return clientNext(app)
	case e.Code == "invalid_request" && app.Type == flow.ServerToServer:
		return safe.Const("compare account_id with App Credentials of the Server-to-Server app; Zoom says Bad Request alone for a wrong one")
	case e.Code == "124":
		return r.tokenNext(out)
	case e.TrackingID != "":
		return safe.Format("tracking ID for Zoom support: %s", r.Clean.Line(e.TrackingID))
	}
	return safe.Text{}
}

func says(e *flow.Error, part string) bool { return strings.Contains(strings.ToLower(e.Reason), part) }

func clientNext(app flow.App) safe.Text {
	if app.Type == flow.ServerToServer { // it has one pair, no development and production
		return safe.Const("copy client ID and secret again from the app's App Credentials, without spaces")
	}
	return safe.Const("client ID and secret do not match: check for the wrong pair, the other environment's, or spaces around the secret")
}

// tokenNext is about code 124, which Zoom gives for expired, replaced and unknown
// tokens, and for some requests that a valid token may not make.
func (r Reader) tokenNext(out flow.Outcome) safe.Text {
	token, app := out.State.Token, out.Job.App
	age := out.Trace.Started.Sub(token.ObtainedAt)
	fresh := !token.ObtainedAt.IsZero() && age < freshToken && !says(out.Answer.Err, "expired")
	switch {
	case app.Type == flow.ServerToServer && app.ProbesUser():
		return safe.Format("Zoom may refuse users/me to a Server-to-Server token: set probe_path = \"%s\" in the profile, then run zoauth probe %s",
			r.Clean.Line(flow.ServerToServer.DefaultProbePath()), r.name(app))
	case fresh:
		return safe.Format("the token was issued %s ago, so it has not expired: is it for this API's cloud, and was the same user authorized again since?", r.Clean.Line(flow.Span(age)))
	default:
		return safe.Format("the access token is unknown, expired or replaced: run zoauth refresh %s", r.name(app))
	}
}

// grantedNext is what to know after a grant; empty where there is nothing.
func (r Reader) grantedNext(out flow.Outcome) safe.Text {
	app, token := out.Job.App, out.State.Token
	missing := token.NotGranted(app.Scopes)
	switch {
	case app.Type == flow.ServerToServer && len(token.Scopes()) == 0:
		return safe.Format("the token has no scopes: those of a new app reach tokens after some seconds; run zoauth refresh %s for another token", r.name(app))
	case len(missing) > 0:
		return safe.Format("requested and not granted: %s", r.Clean.Line(flow.CutScopes(strings.Join(missing, " "), scopeRoom)))
	default:
		return safe.Text{}
	}
}

// scopeNext is how to get a scope that a probe lacks.
func (r Reader) scopeNext(out flow.Outcome) safe.Text {
	app := out.Job.App
	switch {
	case !out.Answer.Err.LacksScope():
		return safe.Text{}
	case app.Type == flow.ServerToServer:
		return safe.Format("add a scope that the response names to the app, activate the app again, wait some seconds, then run %s", r.Again(app))
	default:
		return safe.Format("add a scope that the response names to the app at Zoom, then run %s", r.Again(app))
	}
}
