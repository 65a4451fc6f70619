package cli

import (
	"fmt"
	"strings"
	"time"

	"zoauth/flow"
)

func againHint(step flow.Step, profile string) string {
	if step == flow.StepRefresh {
		return "zoauth refresh " + profile + " sends the same token once more: it works, or Zoom says Invalid Token! and zoauth authorize " + profile + " is left"
	}
	if step == flow.StepRevoke {
		return "zoauth probe " + profile + " tells whether the token still lives"
	}
	return "zoauth authorize " + profile + " gets a new code"
}

func refusedHint(out flow.Outcome) string {
	e, profile := out.Answer.Err, out.Job.App.Name
	switch {
	case e.RateLimited && e.RetryAfter > 0:
		return fmt.Sprintf("the server asks to wait %s; the tokens are untouched", e.RetryAfter)
	case e.RateLimited:
		return "the rate is limited; the tokens are untouched"
	case e.Step == flow.StepDevice && e.Code != "invalid_client":
		return "the app needs Use App on Device at Zoom: Features, Embed, Meeting SDK"
	case e.Code == "invalid_grant":
		return "nothing was deleted; zoauth authorize " + profile + " gets a new authorization"
	case says(e, "disabled by the developer"):
		return notActivated
	case e.Code == "invalid_client" && !says(e, "has been disabled"):
		return clientHint(out.Job.App)
	case e.Code == "invalid_request" && out.Job.App.Type == flow.ServerToServer:
		return "compare account_id with App Credentials of the Server-to-Server app; Zoom answers another account's, and some other requests, with Bad Request alone"
	case e.Code == "124":
		return tokenHint(out)
	default:
		return "tracking id for Zoom support: " + e.TrackingID
	}
}

// notActivated is where a Server-to-Server app is activated (zoom.md §5.1, row T16).
const notActivated = "the app is not activated: open it at marketplace.zoom.us, tab Activation, and activate it; then request a new token. Adding a scope deactivates the app again"

func says(e *flow.Error, part string) bool { return strings.Contains(strings.ToLower(e.Reason), part) }

func clientHint(app flow.App) string {
	if app.Type == flow.ServerToServer { // it has one pair, no development and production
		return "copy client ID and secret again from the app's App Credentials, without blanks"
	}
	return "client ID and secret do not fit: a wrong pair, the other environment's, or blanks around the secret"
}

// freshToken is how long after a grant a refused token is more likely one that Zoom
// does not take here than one that ended.
const freshToken = 2 * time.Minute

// tokenHint is about code 124, which Zoom gives for expired, replaced and unknown
// tokens, and for some requests that a valid token may not make.
func tokenHint(out flow.Outcome) string {
	token, profile := out.State.Token, out.Job.App.Name
	age := out.Trace.Started.Sub(token.ObtainedAt)
	fresh := !token.ObtainedAt.IsZero() && age < freshToken && !says(out.Answer.Err, "expired")
	switch {
	case out.Job.App.Type == flow.ServerToServer && out.Job.App.ProbesUser():
		return `Zoom may refuse users/me to a Server-to-Server token: set probe_path = "` + flow.ServerToServer.DefaultProbePath() + `" in the profile and probe again`
	case fresh:
		return fmt.Sprintf("the token was issued %s ago, so it has not expired: is it of this API's cloud, and was the same user authorized again since?", flow.Span(age))
	default:
		return "the access token is unknown, expired or replaced: zoauth refresh " + profile
	}
}

// doneHint is what to know after a step that succeeded; empty where there is nothing.
func doneHint(out flow.Outcome) string {
	app := out.Job.App
	switch e := out.Answer.Err; {
	case e.LacksScope() && app.Type == flow.ServerToServer:
		return "add a scope that the response names to the app, activate the app again, request a new token and wait some seconds: zoauth refresh " + app.Name
	case e.LacksScope():
		return "add a scope that the response names to the app at Zoom, then zoauth authorize " + app.Name
	case out.Answer.Verdict == flow.Granted && app.Type == flow.ServerToServer && len(out.State.Token.Scopes()) == 0:
		return "the token has no scopes: those of a new app reach tokens after some seconds; zoauth refresh " + app.Name + " requests another token"
	case out.Answer.Verdict == flow.Granted && len(out.State.Token.NotGranted(app.Scopes)) > 0:
		return "requested and not granted: " + flow.CutScopes(strings.Join(out.State.Token.NotGranted(app.Scopes), " "), scopeRoom)
	default:
		return ""
	}
}

// scopeRoom is how many bytes of scopes a hint quotes.
const scopeRoom = 400
