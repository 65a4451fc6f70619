package diagnose

import (
	"regexp"
	"strings"
	"time"

	"zoauth/flow"
)

// apiRules are about the REST API, which the probe asks (zoom.md §5.3).
var apiRules = []Rule{
	{
		ID: "api-token-expired", Title: "The access token has ended.", Rows: []string{"api:expired"},
		Why: "An access token lives for an hour and cannot be made longer.",
		Fix: "Refresh.", Do: Refresh, Strength: Seen,
		When: When{Reasons: []string{"access token is expired"}, Text: []string{"access token is expired"}, Any: true},
		Weigh: func(l *look) (Likelihood, []string) {
			if end := l.State.Token.ExpiresAt; !end.IsZero() && !l.Now.IsZero() && l.Now.Before(end) {
				return Likely, []string{"by this machine's clock it is valid until " + clock(end) + ": one of the clocks is off"}
			}
			return Certain, nil
		},
	},
	{
		ID: "api-token-superseded", Title: "The access token was ended before its time.", Rows: []string{"api:invalid", "4741"},
		Why: "A later authorization by the same user, a refresh or a revoke elsewhere ends it at once; Zoom then does not say expired but invalid.",
		Fix: "Refresh; if that is refused too, authorize again.", Do: Refresh, Strength: Documented,
		When: When{Steps: []flow.Step{flow.StepProbe}, Numbers: []int{4741}, Reasons: []string{"invalid access token.", "the token has been revoked"}, Any: true},
		Weigh: func(l *look) (Likelihood, []string) {
			if end := l.State.Token.ExpiresAt; !end.IsZero() && !l.Now.IsZero() && l.Now.Before(end) {
				return Likely, []string{"by its own words it would be valid until " + clock(end)}
			}
			return Likely, nil
		},
	},
	{
		ID: "api-token-broken", Title: "The access token is cut, or is of another cloud.", Rows: []string{"api:invalid"},
		Why: "A line end, a missing last character or a token of Zoom for Government at api.zoom.us get the same answer as a token that was ended.",
		Fix: "Compare length and fingerprint with what was saved.", Do: Probe, Strength: Seen,
		When: When{Errors: []string{"124"}, Reasons: []string{"invalid access token."}},
		Weigh: func(l *look) (Likelihood, []string) {
			saved, sent := l.State.Token.AccessToken, l.Trace.Request.Auth.Secret
			switch {
			case saved.IsZero() || sent.IsZero():
				return Possible, nil
			case saved != sent:
				return Certain, []string{"sent " + sent.Fingerprint() + ", saved is " + saved.Fingerprint()}
			case l.mixedClouds():
				return Likely, []string{"the profile has its tokens from " + l.App.Endpoints.OAuthURL + " and its API at " + l.App.Endpoints.APIURL}
			}
			return No, nil
		},
	},
	{
		ID: "api-token-in-query", Title: "The access token stood in the URL.", Rows: []string{"api:query"},
		Why: "Since 14 February 2023 Zoom takes tokens from the Authorization header only.",
		Fix: "Send Authorization: Bearer and the token.", Do: SendAgain, Strength: Documented,
		When:  When{Reasons: []string{"not supported as query parameter"}, Text: []string{"not supported as query parameter"}, Any: true},
		Weigh: func(*look) (Likelihood, []string) { return Certain, []string{"Zoom says so"} },
	},
	{
		ID: "api-scope-missing", Title: "The token is good, and it lacks a scope for this request.", Rows: []string{"api:4711", "api:104", "4700"},
		Why: "The message lists scopes any one of which is enough. A scope that is added to the app later does not reach tokens that exist.",
		Fix: "Add one of the scopes to the app at Zoom, then authorize again.", Do: Authorize, Strength: Seen,
		When: When{Reasons: []string{"does not contain scopes"}, Text: []string{"does not contain scopes"}, Numbers: []int{4711}, Any: true, Not: []string{"refresh token invalid"}},
		Weigh: func(l *look) (Likelihood, []string) {
			if !strings.Contains(l.all, "does not contain scopes") { // 4711 is of a refresh as well
				return Possible, nil
			}
			var evidence []string
			if m := wantedScopes.FindStringSubmatch(l.all); m != nil {
				evidence = append(evidence, "wanted: "+strings.TrimSpace(strings.ReplaceAll(m[1], `"`, "")))
			}
			if granted := l.State.Token.Scope; granted != "" {
				evidence = append(evidence, "granted: "+granted)
			}
			return Certain, evidence
		},
	},
	{
		ID: "api-wrong-grant", Title: "The token is of a grant that this API does not take.", Rows: []string{"api:200", "api:client-credentials"},
		Why: "A chatbot's client_credentials token is for chat messages; the user API wants a token of a person or of a Server-to-Server app.",
		Fix: "Use an app of the right kind for this API.", Do: EditProfile, Strength: Seen,
		When:  When{Reasons: []string{"invalid api key or secret", "does not support client credentials"}, Text: []string{"does not support client credentials", "invalid api key or secret"}, Any: true},
		Weigh: func(*look) (Likelihood, []string) { return Likely, nil },
	},
	{
		ID: "api-denied", Title: "Zoom denies this user or account the REST API.", Rows: []string{"api:denied"},
		Why: "The account or the user is blocked; no token changes that.",
		Fix: "Ask Zoom support, with the tracking id.", Do: Report, Strength: Seen,
		When:  When{Text: []string{"access to the zoom rest api has been denied"}},
		Weigh: func(*look) (Likelihood, []string) { return Certain, []string{"Zoom says so"} },
	},
	{
		ID: "api-validation", Title: "The request's own fields are wrong; the token is good.", Rows: []string{"api:300"},
		Why: "300 is about the data of the call, not about OAuth.",
		Fix: "Read the errors list of the answer.", Do: Nothing, Strength: Documented,
		When:  When{Errors: []string{"300"}, Reasons: []string{"validation failed"}, Any: true},
		Weigh: func(*look) (Likelihood, []string) { return Likely, nil },
	},
	{
		ID: "api-token-empty", Title: "No token was sent.", Rows: []string{"4700"},
		Why: "The Authorization header is missing or holds nothing behind Bearer.",
		Fix: "Send Authorization: Bearer and the token.", Do: Probe, Strength: Documented,
		When:  When{Text: []string{"token cannot be empty"}},
		Weigh: func(*look) (Likelihood, []string) { return Certain, []string{"Zoom says so"} },
	},
	{
		ID: "api-jwt-invalid", Title: "The header holds a JWT that Zoom cannot verify.", Rows: []string{"4724"},
		Why: "JWT apps are gone; a self-signed JWT in place of an access token is refused.",
		Fix: "Send the access token of an OAuth app.", Do: Authorize, Strength: Documented,
		When:  When{Numbers: []int{4724}},
		Weigh: func(*look) (Likelihood, []string) { return Likely, nil },
	},
	{
		ID: "api-error-in-200", Title: "The status says success and the body says an error.", Rows: []string{"api:200-error"},
		Why: "Some of Zoom's endpoints answer 200 with an error body.",
		Fix: "Read the body: its code and message count.", Do: Nothing, Strength: Seen,
		When: When{Statuses: []int{200}, Steps: []flow.Step{flow.StepProbe}},
		Weigh: func(l *look) (Likelihood, []string) {
			if l.code != "" && l.reason != "" {
				return Likely, []string{"code " + l.code}
			}
			return No, nil
		},
	},
	{
		ID: "rate-limited", Title: "Zoom limits the rate; credentials and tokens are fine.", Rows: []string{"api:429"},
		Why: "API limits are per account and shared by all its apps. Zoom's Retry-After is a date, not seconds.",
		Fix: "Wait as long as it asks, then send again.", Do: SendAgain, Strength: Documented,
		When: When{Statuses: []int{429, 503}},
		Weigh: func(l *look) (Likelihood, []string) {
			e := flow.Classify(l.Trace).Err
			if e == nil || !e.RateLimited {
				return No, nil
			}
			var evidence []string
			if e.RetryAfter > 0 {
				evidence = append(evidence, "it asks to wait "+e.RetryAfter.Round(time.Second).String())
			}
			for _, name := range []string{"X-RateLimit-Category", "X-RateLimit-Type", "X-RateLimit-Remaining"} {
				if v := l.Trace.Response.Header.Get(name); v != "" {
					evidence = append(evidence, name+": "+v)
				}
			}
			return Certain, evidence
		},
	},
	{
		ID: "rate-limited-text", Title: "Zoom limits the rate.", Rows: []string{"api:429"},
		Why: "The text says that too many requests came from this account.",
		Fix: "Wait, then send again.", Do: SendAgain, Strength: Documented,
		When: When{Text: []string{"rate limit", "too many requests"}},
		Weigh: func(l *look) (Likelihood, []string) {
			if l.status == 429 || l.status == 503 {
				return No, nil
			}
			return Likely, nil
		},
	},
}

var wantedScopes = regexp.MustCompile(`does not contain scopes:\s*\[([^\]]*)\]`)

// mixedClouds reports whether tokens come from another cloud than they are sent to.
func (l *look) mixedClouds() bool {
	e := l.App.Endpoints
	return strings.Contains(e.OAuthURL, "zoomgov") != strings.Contains(e.APIURL, "zoomgov")
}
