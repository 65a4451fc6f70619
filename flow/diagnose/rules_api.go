package diagnose

import (
	"fmt"
	"strings"
	"time"

	"zoauth/flow"
)

// badToken is every spelling of code 124 that does not say why.
var badToken = When{
	Steps: []flow.Step{flow.StepProbe}, Errors: []string{"124"}, Reasons: []string{"invalid access token", "invalid access_token", "invalid accesstoken"},
	Not: []string{"does not contain scopes", "query parameter"},
}

// lacksScope is the response to a token that is accepted and has too few scopes, under
// the codes 4711, 104 and 4700.
var lacksScope = When{
	Reasons: []string{"does not contain scopes"}, Text: []string{"does not contain scopes"}, Numbers: []int{4711}, Any: true,
	Not: []string{"refresh token invalid"},
}

// apiRules are about the REST API, which the probe asks (docs/zoom.md, rows api:invalid to api:200-error).
var apiRules = []Rule{
	{
		ID: "api-token-expired", Title: "The access token has expired.", Rows: []string{"api:expired"}, Reads: everywhere,
		Why:     "An access token lives for about an hour and cannot be extended.",
		Confirm: "The countdown in the workbench, or expires_in of zoauth status --json, is below zero.",
		Fix:     "Refresh.", Do: Refresh, Strength: Seen, SaysSo: true,
		Unlike: "The refresh token is not affected.",
		When:   When{Reasons: []string{"access token is expired", "access token has expired"}, Text: []string{"access token is expired", "access token has expired"}, Any: true},
		Weigh: func(l *look) (Likelihood, []string) {
			if end := l.State.Token.ExpiresAt; !end.IsZero() && !l.Now.IsZero() && l.Now.Before(end) {
				return Likely, []string{"by this machine's clock it is valid until " + clock(end) + ": one of the clocks is wrong"}
			}
			return Certain, nil
		},
	},
	{
		ID: "s2s-users-me", Title: "Zoom may not accept `me` with a Server-to-Server token.", Rows: []string{"api:me-s2s"}, Reads: everywhere,
		Why:     "A Server-to-Server token has no user of its own. Zoom's repository says that it must not use me; others got 124 or 1001 for it although the token was new and good, and for one it works.",
		Confirm: "zoauth probe PROFILE with probe_path = \"/v2/users?page_size=1\" works.",
		Fix:     `Set probe_path = "/v2/users?page_size=1" and probe again; in API calls, name a user ID or e-mail address instead of me.`, Do: EditProfile, Strength: Seen, Unsure: true,
		Unlike: "A token that is minutes old has not expired.",
		When:   When{Errors: []string{"124", "1001"}, Not: []string{"expired", "query parameter"}},
		Weigh: func(l *look) (Likelihood, []string) {
			unknownMe := l.code == "1001" && strings.Contains(l.reason, ": me")
			switch {
			case l.code == "1001" && !unknownMe, l.step != "" && (l.step != flow.StepProbe || !strings.HasSuffix(l.Trace.Request.URL, "/users/me")):
				return No, nil
			case l.step == "" && unknownMe:
				return Likely, nil
			case l.App.Type != flow.ServerToServer:
				return No, nil
			}
			return Likely, l.sinceGrant()
		},
	},
	{
		ID: "api-token-superseded", Title: "The access token was replaced or revoked before its time.", Rows: []string{"api:invalid", "4741"}, Reads: everywhere,
		Why:     "A later authorization by the same user, a refresh, a revoke elsewhere, or a deactivated app ends it at once; Zoom then says invalid and not expired.",
		Confirm: "zoauth history PROFILE, or the server's log, shows a later grant for the same user and app.",
		Fix:     "Refresh; if that is refused too, authorize again.", Do: Refresh, Strength: Seen,
		Unlike: "Zoom calls an expired token expired, and this one invalid.",
		When:   When{Steps: []flow.Step{flow.StepProbe}, Numbers: []int{4741}, Reasons: append([]string{"the token has been revoked"}, badToken.Reasons...), Any: true, Not: badToken.Not},
		Weigh: func(l *look) (Likelihood, []string) {
			if strings.HasPrefix(l.reason, "refresh token") {
				return No, nil
			}
			return Likely, l.sinceGrant()
		},
	},
	{
		ID: "api-token-broken", Title: "The access token is cut, or is of another cloud.", Rows: []string{"api:invalid"}, Reads: everywhere,
		Why:     "A line break, a missing last character or a token of Zoom for Government at api.zoom.us get the same response as a token that was replaced.",
		Confirm: "Count the characters of the token where it is stored and where it is sent; compare the fingerprints.",
		Fix:     "Compare length and fingerprint with what was saved.", Do: Probe, Strength: Seen, When: badToken,
		Weigh: func(l *look) (Likelihood, []string) {
			saved, sent := l.State.Token.AccessToken, l.Trace.Request.Auth.Secret
			switch {
			case saved.IsZero() || sent.IsZero() || !l.own():
				return Possible, nil
			case saved != sent:
				return Certain, []string{"sent " + sent.Fingerprint() + ", saved is " + saved.Fingerprint()}
			case l.mixedClouds():
				return Likely, []string{"the profile gets its tokens from " + l.App.Endpoints.OAuthURL + " and has its API at " + l.App.Endpoints.APIURL}
			}
			return No, nil
		},
	},
	{
		ID: "api-token-in-query", Title: "The access token was in the URL.", Rows: []string{"api:query"}, Reads: everywhere,
		Why:     "Since 14 February 2023 Zoom accepts tokens only in the Authorization header of an API call.",
		Confirm: "The URL has access_token=.",
		Fix:     "Send Authorization: Bearer and the token.", Do: SendAgain, Strength: Documented, SaysSo: true,
		When: When{Reasons: []string{"not supported as query parameter"}, Text: []string{"not supported as query parameter"}, Any: true},
	},
	{
		ID: "api-scope-missing", Title: "The token is good, but it lacks a scope for this request.", Rows: []string{"api:4711", "api:104", "4700"}, Reads: everywhere,
		Why:     "The message lists scopes of which any one is enough. Tokens that exist do not get a scope that is added to the app later.",
		Confirm: "Paste the token or look at scope in zoauth status --json: none of the listed scopes is there.",
		Fix:     "Add one of the scopes to the app at Zoom, then authorize again. After Local Test, remove the app from your account first.", Do: Authorize, Strength: Seen, SaysSo: true, When: lacksScope,
		Unlike: "The token is good: a new one without the scope fails the same way.",
		Weigh: func(l *look) (Likelihood, []string) {
			switch {
			case l.App.Type == flow.ServerToServer: // s2s-scope-missing says what to do
				return No, nil
			case !strings.Contains(l.all, "does not contain scopes"): // 4711 is of a refresh as well
				return Possible, nil
			}
			return Certain, l.scopeEvidence()
		},
	},
	{
		ID: "s2s-scope-missing", Title: "The token is good, but the Server-to-Server app lacks a scope for this request.", Rows: []string{"api:4711", "api:104", "4700"}, Reads: everywhere,
		Why:     "The message lists scopes of which any one is enough. Adding a scope deactivates the app; the scopes of a new app reach its tokens after some seconds; and :admin scopes go when the app's owner loses the admin role.",
		Confirm: "zoauth status PROFILE --json lists the scopes of the token; the app's page lists what it should have.",
		Fix:     "Add one of the scopes to the app, activate it again, request a new token, and wait some seconds if its scope is still empty.", Do: AtZoom, Strength: Seen, SaysSo: true, When: lacksScope,
		Unlike: "The token is good: refreshing alone changes nothing.",
		Weigh: func(l *look) (Likelihood, []string) {
			if l.App.Type != flow.ServerToServer || !strings.Contains(l.all, "does not contain scopes") {
				return No, nil
			}
			return Certain, l.scopeEvidence()
		},
	},
	{
		ID: "api-wrong-grant", Title: "The token is of a grant that this API does not accept.", Rows: []string{"api:200", "api:client-credentials"}, Reads: everywhere,
		Why:     "A client_credentials token is for what the app itself owns, as chat messages and event subscriptions; the REST API wants a token of a user or of account_credentials. Server-to-Server credentials get such a token too when grant_type is client_credentials.",
		Confirm: "Look at grant_type of the request that brought the token.",
		Fix:     "Use the grant, or the kind of app, that this API is for.", Do: EditProfile, Strength: Seen,
		When: When{Reasons: []string{"invalid api key or secret", "does not support client credentials"}, Text: []string{"does not support client credentials", "invalid api key or secret"}, Any: true},
	},
	{
		ID: "api-error-in-200", Title: "The status says success and the body says an error.", Rows: []string{"api:200-error"}, Reads: everywhere,
		Why:     "Some of Zoom's endpoints answer 200 with an error body.",
		Confirm: "Read code and message in the body, whatever the status says.",
		Fix:     "Read the body: its code and message count.", Do: Nothing, Strength: Seen,
		When: When{Statuses: []int{200}, Steps: []flow.Step{flow.StepProbe}},
		Weigh: func(l *look) (Likelihood, []string) {
			if l.code != "" && l.reason != "" {
				return Likely, []string{"code " + l.code}
			}
			return No, nil
		},
	},
	{
		ID: "api-user-unknown", Title: "The token is good, but the account has no such user.", Rows: []string{"api:1001", "api:1010"}, Reads: everywhere,
		Why:     "The API looks for the user only after it has accepted the token. The user is misspelt, of another account, or deleted.",
		Confirm: "Ask for another user that surely exists, or list them: /v2/users?page_size=1.",
		Fix:     "Name a user of the account by ID or e-mail address.", Do: Nothing, Strength: Seen,
		Unlike: "The token is good.",
		When:   When{Reasons: []string{"user does not exist", "user not found on this account", "user not belong to this account", "user does not belong to this account"}, Text: []string{"user not found on this account", "user not belong to this account", "user does not exist:"}, Any: true},
	},
	{
		ID: "api-request-refused", Title: "The token is good; Zoom refused what was asked for.", Rows: []string{"api:1005", "api:3001", "api:3161"}, Reads: everywhere,
		Why:     "1005, 3001, 3161 and their like are about users and meetings, not about OAuth: the API has accepted the token.",
		Confirm: "The same token gets an answer from /v2/users/me.",
		Fix:     "Read the message of the response: it is about the data of the call.", Do: Nothing, Strength: Seen,
		Unlike: "The token is good; a refresh changes nothing.",
		When:   When{Errors: []string{"1005", "1110", "1120", "1124", "2300", "3000", "3001", "3002", "3003", "3161", "3322"}},
		Weigh: func(l *look) (Likelihood, []string) {
			if holds(l.reason, []string{"meeting", "webinar", "recording", "registrant", "user", "account", "endpoint"}) {
				return Likely, nil
			}
			return No, nil // the same number of somebody else's API
		},
	},
	{
		ID: "api-account-no-rest", Title: "The account may not use the REST API; the token is good.", Rows: []string{"api:no-rest"}, Reads: everywhere,
		Why:     "Code 200 with this text is about the account. The same code with \"Invalid api key or secret.\" is about the grant.",
		Confirm: "Every call of this account fails with it, whichever the app.",
		Fix:     "Ask the account's admin, or Zoom support with the tracking ID.", Do: Report, Strength: Seen,
		When: When{Reasons: []string{"does not enabled rest api"}, Text: []string{"does not enabled rest api"}, Any: true},
	},
	{
		ID: "api-denied", Title: "Zoom denies this user or account the REST API.", Rows: []string{"api:denied"}, Reads: everywhere,
		Why:     "The account or the user is blocked; no token changes that.",
		Confirm: "Another user of the account gets answers.",
		Fix:     "Ask Zoom support, with the tracking ID.", Do: Report, Strength: Seen, SaysSo: true,
		When: When{Text: []string{"access to the zoom rest api has been denied"}},
	},
	{
		ID: "api-validation", Title: "The request's own fields are wrong; this is not about OAuth.", Rows: []string{"api:300"}, Reads: everywhere,
		Why:     "300 is about the data of the call.",
		Confirm: "The response lists the fields in errors.",
		Fix:     "Read the errors list of the response.", Do: Nothing, Strength: Documented,
		Unlike: "The token is good.",
		When:   When{Errors: []string{"300"}, Reasons: []string{"validation failed"}},
	},
	{
		ID: "api-token-empty", Title: "No token was sent.", Rows: []string{"4700"}, Reads: everywhere,
		Why:     "The Authorization header is missing, or nothing follows Bearer.",
		Confirm: "Look at the Authorization header as it is sent.",
		Fix:     "Send Authorization: Bearer and the token.", Do: Probe, Strength: Documented, Unseen: true, SaysSo: true,
		When: When{Text: []string{"token cannot be empty"}},
	},
	{
		ID: "api-jwt-invalid", Title: "The header contains a JWT that Zoom cannot verify.", Rows: []string{"4724"}, Reads: everywhere,
		Why:     "JWT apps no longer exist; a self-signed JWT in place of an access token is refused.",
		Confirm: "Paste the token: zoauth shows who issued it.",
		Fix:     "Send the access token of an OAuth app.", Do: Authorize, Strength: Documented, Unseen: true,
		When: When{Numbers: []int{4724}},
	},
	{
		ID: "rate-limited", Title: "Zoom limits the rate; credentials and tokens are fine.", Rows: []string{"api:429"}, Reads: everywhere,
		Why:     "API limits are per account and shared by all its apps. Zoom's Retry-After is a date, not seconds. What the token endpoint sends when it limits was never seen.",
		Confirm: "The response's headers have X-RateLimit-Category and X-RateLimit-Remaining.",
		Fix:     "Wait as long as it asks, then send again.", Do: SendAgain, Strength: Documented,
		Unlike: "The credentials and the token are good.",
		When:   When{Statuses: []int{429, 503}},
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
		ID: "rate-limited-text", Title: "Zoom limits the rate.", Rows: []string{"api:429"}, Reads: everywhere,
		Why:     "The text says that too many requests came from this account.",
		Confirm: "Wait for the time that the text names, then send the same request once.",
		Fix:     "Wait, then send again.", Do: SendAgain, Strength: Documented,
		Unlike: "The credentials and the token are good.",
		When:   When{Text: []string{"rate limit", "too many requests"}},
		Weigh: func(l *look) (Likelihood, []string) {
			if l.status == 429 || l.status == 503 {
				return No, nil
			}
			return Likely, nil
		},
	},
}

// libraryRules are about what other people's libraries make of a response (docs/zoom.md, rows lib:gotrue-email and lib:gotrue-code).
var libraryRules = []Rule{
	{
		ID: "supabase-user-scope", Title: "Supabase: the Zoom app lacks the scope user:read.", Rows: []string{"lib:gotrue-email"}, Reads: givenTexts,
		Why:     "Supabase (GoTrue) reads the user's e-mail address from users/me after the exchange, and says this when Zoom refuses it.",
		Confirm: "The Zoom app's scopes have no user:read:user.",
		Fix:     "Add user:read, or user:read:user, to the app's scopes at Zoom and sign in again.", Do: AtZoom, Strength: Seen,
		Unlike: "The exchange itself worked.",
		When:   When{Text: []string{"error getting user email from external provider"}},
	},
	{
		ID: "supabase-secret-blanks", Title: "Supabase: the stored client secret has spaces around it.", Rows: []string{"lib:gotrue-code"}, Reads: givenTexts,
		Why:     "Supabase (GoTrue) says this when the exchange fails. With Zoom the reported cause is a secret that was pasted with spaces.",
		Confirm: "Paste the secret into Supabase again, without spaces, and try once more.",
		Fix:     "Paste the client secret into Supabase again, without spaces.", Do: AtZoom, Strength: Seen,
		When: When{Text: []string{"unable to exchange external code"}},
	},
}

var wantedScopes = expression(`does not contain scopes:\s*\[([^\]]*)\]`)

// scopeEvidence puts the scopes that the response names beside those that were granted.
func (l *look) scopeEvidence() []string {
	var evidence []string
	if m := wantedScopes().FindStringSubmatch(l.all); m != nil {
		evidence = append(evidence, "wanted: "+strings.TrimSpace(strings.NewReplacer(`"`, "", `\`, "").Replace(m[1])))
	}
	switch token := l.State.Token; {
	case token.Scope != "":
		evidence = append(evidence, fmt.Sprintf("granted, %d: %s", len(token.Scopes()), flow.CutScopes(token.Scope, scopeRoom)))
	case !token.AccessToken.IsZero():
		evidence = append(evidence, "the token was issued without any scope")
	}
	return evidence
}

// scopeRoom is how many bytes of granted scopes evidence quotes.
const scopeRoom = 200

// freshGrant is how long after a grant its token can hardly have been replaced.
const freshGrant = 2 * time.Minute

// sinceGrant says how old a refused token is, and that it has not expired.
func (l *look) sinceGrant() []string {
	token := l.State.Token
	switch age := l.Trace.Started.Sub(token.ObtainedAt); {
	case l.step == "" || token.ObtainedAt.IsZero():
		return nil
	case age >= 0 && age < freshGrant:
		return []string{"it was issued " + age.Round(time.Second).String() + " before: it has not expired"}
	}
	if end := token.ExpiresAt; !end.IsZero() && !l.Now.IsZero() && l.Now.Before(end) {
		return []string{"by its own words it would be valid until " + clock(end)}
	}
	return nil
}

// mixedClouds reports whether tokens come from another cloud than they are sent to.
func (l *look) mixedClouds() bool {
	e := l.App.Endpoints
	return strings.Contains(e.OAuthURL, "zoomgov") != strings.Contains(e.APIURL, "zoomgov")
}
