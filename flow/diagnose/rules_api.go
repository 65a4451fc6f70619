package diagnose

import (
	"slices"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

// badToken is every spelling of code 124 that does not say why, with the code or in a log without it; the addresses that
// files are downloaded from say Forbidden.
var (
	badTokenSaid = []string{"invalid access token", "invalid access_token", "invalid accesstoken"}
	badToken     = When{
		Steps: []flow.Step{flow.StepProbe}, Errors: []string{"124"}, Reasons: slices.Concat(badTokenSaid, []string{"forbidden"}), Any: true,
		Not: []string{"does not contain scopes", "query parameter"},
	}
)

// lacksScope is the response to a token that is accepted and has too few scopes, under
// the codes 4711, 104 and 4700.
var lacksScope = When{
	Said: []string{"does not contain scopes"}, Text: wrappedScopes, Numbers: []int{4711}, Any: true,
	Not: []string{"refresh token invalid"},
}

// noSuchUser is how Zoom's messages say that the account has no such user, in lower case.
var noSuchUser = []string{"user does not exist:", "user not exist", "user not found on this account", "user not belong to this account", "user does not belong to this account", "unable to find your account on zoom"}

// wholeRefusals are messages by which the API refuses an operation and that say enough without
// their number, in lower case.
var wholeRefusals = slices.Concat(recognize.WholeRefusals, []string{"for this meeting", "this recording does not exist", "meeting does not exist", "webinar plan is missing", "meeting password"})

// notOAuth are the causes that say that a token is not an OAuth access token: no other says more.
var notOAuth = []string{"api-token-kind", "api-jwt-invalid"}

// chatbotCodes are those of Zoom's chatbot API, chatbotWords its messages.
var (
	chatbotCodes = []string{"7001", "7002", "7003", "7004", "7010", "8001"}
	chatbotWords = expression(`^not authorized\.?$|_jid\b|chatbot|authorization token|message_id`)
)

// apiRules are about the REST API, which the probe asks (docs/zoom.md, rows api:invalid to api:200-error).
var apiRules = []Rule{
	{
		ID: "api-token-expired", YieldsTo: notOAuth, Title: "The access token has expired.", Rows: []string{"api:expired"}, Reads: everywhere,
		Why:     "An access token is valid for about an hour, and cannot be extended.",
		Confirm: "The countdown in the workbench, or expires_in in zoauth status --json, is below zero.",
		Fix:     "Refresh.", ServerFix: newServerToken, Do: Refresh, Strength: Seen, SaysSo: true,
		Unlike: "The refresh token is not affected.",
		When:   When{Errors: []string{"124"}, Said: recognize.TokenExpired, Any: true},
		Weigh: func(l *reading) (Likelihood, []string) {
			if !holds(l.all, recognize.TokenExpired) && !holds(l.reason, recognize.TokenExpired) {
				return l.numberAlone(), nil
			}
			if end := l.State.Token.ExpiresAt; !end.IsZero() && !l.Now.IsZero() && l.Now.Before(end) {
				return Likely, []string{"by this machine's clock it is valid until " + clock(end) + ": one of the clocks is wrong"}
			}
			return l.aboutToken(), nil
		},
	},
	{
		ID: "s2s-users-me", Title: "Zoom may not accept `me` with a Server-to-Server token.", Rows: []string{"api:me-s2s"}, Reads: everywhere,
		Why:     "A Server-to-Server token has no user of its own. Zoom's repository says not to use me with it; users report 124 or 1001 for new, working tokens, and one reports that it works.",
		Confirm: "zoauth probe PROFILE with probe_path = \"/v2/users?page_size=1\" works.",
		Fix:     `Set probe_path = "/v2/users?page_size=1" and probe again; in API calls, use a user ID or e-mail address instead of me.`, Do: EditProfile, Strength: Seen, Unsure: true,
		Unlike: "A token issued minutes ago has not expired.",
		When:   When{Errors: []string{"124", "1001"}, Reasons: badTokenSaid, Any: true, Not: []string{"expired", "query parameter"}},
		Weigh: func(l *reading) (Likelihood, []string) {
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
		ID: "api-token-superseded", YieldsTo: notOAuth, Title: "The access token was replaced or revoked before it expired.", Rows: []string{"api:invalid", "api:download", "4741"}, Reads: everywhere,
		Why:     "A later authorization by the same user, a refresh, a revocation or deactivating the app makes it invalid at once; Zoom then says invalid, not expired.",
		Confirm: "zoauth history PROFILE, or the server's log, shows a later grant for the same user and app.",
		Fix:     "Refresh; if that is refused too, authorize again.", ServerFix: newServerToken, Do: Refresh, Strength: Seen,
		Unlike: "For an expired token, Zoom says expired; for this one it says invalid.",
		When:   When{Steps: []flow.Step{flow.StepProbe}, Errors: []string{"124"}, Numbers: []int{4741}, Reasons: append([]string{"the token has been revoked"}, badToken.Reasons...), Any: true, Not: badToken.Not},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.code == "124" && !holds(l.reason, badToken.Reasons) {
				return l.numberAlone(), nil
			}
			if strings.HasPrefix(l.reason, "refresh token") || l.reason == "forbidden" && l.code != "124" && l.code != "300" {
				return No, nil
			}
			evidence := l.sinceGrant()
			if l.Revoked > 0 {
				evidence = append(evidence, "line "+itoa(l.Revoked)+": a revoke was done, which ends the refresh token too")
			}
			most := l.aboutToken()
			if l.reason == "forbidden" && !l.firsthand() { // a download says so of an expired token too
				most = min(most, Possible)
			}
			return min(Likely, most), evidence
		},
	},
	{
		ID: "api-token-broken", YieldsTo: notOAuth, Title: "The access token is cut off, of another kind, or from another Zoom cloud.", Rows: []string{"api:invalid"}, Reads: everywhere,
		Why:     "A line break, a missing last character, a refresh token, or a Zoom for Government token sent to api.zoom.us gets the same response as a replaced token.",
		Confirm: "Compare the token's length and fingerprint where it is stored and where it is sent.",
		Fix:     "Compare its length and fingerprint with what was saved.", Do: Probe, Strength: Seen, When: badToken,
		Weigh: func(l *reading) (Likelihood, []string) {
			saved, sent := l.State.Token.AccessToken, l.Trace.Request.Auth.Secret
			switch {
			case !holds(l.reason, badToken.Reasons), l.code != "124" && (l.code != "" || !l.isQuoted()): // that of something else, or a sentence about it
				return No, nil
			case l.BothClouds && l.OfZoom:
				return Likely, l.bothClouds()
			case saved.IsZero() || sent.IsZero() || !l.own():
				return min(Possible, l.aboutToken()), nil
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
		When: When{Said: []string{"not supported as query parameter"}},
	},
	{
		ID: "api-scope-missing", Title: "The token works, but lacks a scope for this request.", Rows: []string{"api:4711", "api:104", "4700"}, Reads: everywhere,
		Why:     "Any one of the scopes in the message is enough. Existing tokens do not get scopes that you add to the app later.",
		Confirm: "Paste the token, or check scope in zoauth status --json: none of the listed scopes is in it.",
		Fix:     "Add one of the scopes to the app at Zoom, then authorize again. After Local Test, remove the app from your account first.", Do: Authorize, Strength: Seen, SaysSo: true, When: lacksScope,
		Unlike: "The token is not the problem: a new one without the scope fails the same way.",
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.ofServerApp() { // s2s-scope-missing says what to do
				return No, nil
			}
			return l.lacksScope()
		},
	},
	{
		ID: "s2s-scope-missing", Title: "The token works, but the Server-to-Server app lacks a scope for this request.", Rows: []string{"api:4711", "api:104", "4700"}, Reads: everywhere,
		Why:     "Any one of the scopes in the message is enough. Adding a scope deactivates the app; a new app's scopes reach its tokens after a few seconds; and :admin scopes disappear when the app's owner loses the admin role.",
		Confirm: "zoauth status PROFILE --json lists the token's scopes; the app's page lists what it should have.",
		Fix:     "Add one of the scopes to the app, activate it again and request a new token. If its scope is still empty, wait a few seconds and request another.", Do: AtZoom, Strength: Seen, SaysSo: true, When: lacksScope,
		Unlike: "The token is not the problem: a new one alone changes nothing.",
		Weigh: func(l *reading) (Likelihood, []string) {
			if !l.ofServerApp() {
				return No, nil
			}
			return l.lacksScope()
		},
	},
	{
		ID: "token-without-scopes", YieldsTo: []string{"api-wrong-grant"}, Title: "The token has no scopes, so the API will refuse its requests.", Rows: []string{"api:late-scopes"}, Reads: everywhere,
		Why:     "Zoom issues a token although no scopes were added to the app. Those of a new Server-to-Server app reach its tokens after some seconds.",
		Confirm: "Compare scope in the response with the Scopes tab of the app.",
		Fix:     "Add scopes to the app, activate it again and request another token. If the app has scopes, wait some seconds and request one.", Do: AtZoom, Strength: Recorded, OfRequest: true,
		Unlike: "The credentials are right: Zoom issued the token.",
	},
	{
		ID: "api-wrong-grant", Title: "The token comes from a grant type that this API does not accept.", Rows: []string{"api:200", "api:client-credentials"}, Reads: everywhere,
		Why:     "A client_credentials token is for what the app itself owns, such as chat messages and event subscriptions; the REST API needs a user's token or one from account_credentials. Server-to-Server credentials also get such a token when grant_type is client_credentials.",
		Confirm: "Check grant_type in the request that got the token.",
		Fix:     "Use the grant type, or the kind of app, that this API requires.", Do: EditProfile, Strength: Seen,
		When: When{Said: []string{"invalid api key or secret", "does not support client credentials"}},
	},
	{
		ID: "api-error-in-200", Title: "The status says success, but the body contains an error.", Rows: []string{"api:200-error"}, Reads: everywhere,
		Why:     "Some of Zoom's endpoints return 200 with an error body.",
		Confirm: "Check code and message in the body, whatever the status says.",
		Fix:     "Go by code and message in the body.", Do: Nothing, Strength: Seen,
		When: When{Statuses: []int{200}, Steps: []flow.Step{flow.StepProbe}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.code != "" && l.reason != "" && !l.Excerpt { // of words alone, 200 may be Zoom's own number
				return Likely, []string{"code " + l.code}
			}
			return No, nil
		},
	},
	{
		ID: "api-user-unknown", Title: "The token works, but the account has no such user.", Rows: []string{"api:1001", "api:1010"}, Reads: everywhere,
		Why:     "The API looks up the user only after accepting the token. The user ID is misspelled, belongs to another account, or was deleted.",
		Confirm: "Request a user that certainly exists, or list them: /v2/users?page_size=1.",
		Fix:     "Use the ID or e-mail address of a user in this account.", Do: Nothing, Strength: Seen,
		Unlike: "The token works.",
		When:   When{Errors: []string{"1001", "1010"}, Text: noSuchUser, Any: true},
		Weigh: func(l *reading) (Likelihood, []string) {
			if holds(l.all, noSuchUser) || l.OfZoom && (l.reason == "" || strings.Contains(l.reason, "user")) {
				return Likely, nil
			}
			return No, nil // the same number of somebody else's API
		},
	},
	{
		ID: "api-request-refused", Title: "The token works; Zoom refused the operation.", Rows: []string{"api:1005", "api:3001", "api:3161", "api:no-permission"}, Reads: everywhere,
		Why:     "200, 1005, 3001, 3161 and similar codes are about permissions, users and meetings, not OAuth: the API has accepted the token.",
		Confirm: "The same token works for /v2/users/me.",
		Fix:     "Read the response's message: it is about the data in the request.", Do: Nothing, Strength: Seen,
		Unlike: "The token works; a refresh changes nothing.",
		When:   When{Errors: aboutData, Text: slices.Concat(recognize.OperationWords, recognize.AccountWords), Any: true, Not: []string{"access token", "user does not exist:", "user not exist", "user not found", "user not belong", "user does not belong", "api key or secret", "rest api", "validation failed", "rate limit"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			whole := holds(l.all, wholeRefusals)
			switch {
			case l.code == "" && l.OfZoom && (whole || badRequestFor(l.all)), l.code == "" && l.isQuoted() && whole, // a log without the number, or the number without its message
				l.OfZoom && slices.Contains(aboutData, l.code) && !hasLatin().MatchString(l.reason):
				return Likely, nil
			case !recognize.RefusesOperation(l.code, l.reason), !whole && strings.Contains(l.all, "errorcode"):
				return No, nil
			case !l.OfZoom && !whole && !recognize.IsZoomsRefusal(l.code, l.reason): // the same number of somebody else's API
				return No, nil
			}
			return Likely, nil
		},
	},
	{
		ID: "api-chatbot", Title: "Zoom's chatbot API refused the message.", Rows: []string{"api:chatbot"}, Reads: everywhere,
		Why:     "It needs a token from client_credentials of the app that the robot_jid belongs to. 7001 is about the body, 7002 and 7003 about robot_jid, 7004 about to_jid or the account, 7010 about the token, 8001 about message_id.",
		Confirm: "Compare robot_jid with Bot JID on the app's page, and account_id with the account that added the app.",
		Fix:     "Request a token with grant_type=client_credentials; send robot_jid, to_jid and account_id of the account that added the app.", Do: Nothing, Strength: Documented,
		Unlike: "It is not a response of the token endpoint: the app's credentials are not the problem.",
		When:   When{Errors: chatbotCodes},
		Weigh: func(l *reading) (Likelihood, []string) {
			switch {
			case !chatbotWords().MatchString(l.reason):
				return No, nil
			case !l.OfZoom && !strings.Contains(l.all, "jid") && !strings.Contains(l.all, "chatbot"):
				return Possible, nil
			}
			return Likely, nil
		},
	},
	{
		ID: "api-account-no-rest", Title: "The account may not use the REST API; the token works.", Rows: []string{"api:no-rest"}, Reads: everywhere,
		Why:     "Code 200 with this text is about the account. The same code with \"Invalid api key or secret.\" is about the grant.",
		Confirm: "Every API call from this account fails with it, whatever the app.",
		Fix:     "Ask the account's admin, or Zoom support with the tracking ID.", Do: Report, Strength: Seen,
		When: When{Said: []string{"does not enabled rest api"}},
	},
	{
		ID: "api-denied", Title: "Zoom denies this user or account the REST API.", Rows: []string{"api:denied"}, Reads: everywhere,
		Why:     "The account or user is blocked; another token will not help.",
		Confirm: "The same request works for another user of the account.",
		Fix:     "Ask Zoom support, with the tracking ID.", Do: Report, Strength: Seen, SaysSo: true,
		When: When{Text: []string{"access to the zoom rest api has been denied"}},
	},
	{
		ID: "api-validation", Title: "The request's own fields are wrong; this is not about OAuth.", Rows: []string{"api:300"}, Reads: everywhere,
		Why:     "300 is about the data in the request.",
		Confirm: "The response lists the fields in errors.",
		Fix:     "Correct what the response names in its message or its errors list. A JSON body needs the header Content-Type: application/json (curl: -H).", Do: Nothing, Strength: Documented,
		Unlike: "The token works.",
		When:   When{Errors: []string{"300"}, Said: []string{"validation failed"}, Text: []string{"request body should be a valid json"}, Any: true, Not: []string{"errorcode"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			if l.code == "300" && (l.OfZoom || strings.TrimSuffix(l.reason, ".") == "validation failed") || saidValidation().MatchString(l.all) {
				return Likely, nil
			}
			return No, nil // the same number of somebody else's API
		},
	},
	{
		ID: "api-token-empty", Title: "No token was sent.", Rows: []string{"4700"}, Reads: everywhere,
		Why:     "The Authorization header is missing, or nothing follows Bearer.",
		Confirm: "Check the Authorization header as it is sent.",
		Fix:     "Send Authorization: Bearer and the token.", Do: Probe, Strength: Documented, Unseen: true, SaysSo: true,
		When: When{Text: []string{"token cannot be empty", "access token is required"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			switch {
			case strings.Contains(l.all, "token cannot be empty") || l.OfZoom:
				return Certain, []string{zoomSaysSo}
			case strings.HasPrefix(l.code, "-32") || strings.Contains(l.all, "-32001"): // of any MCP server
				return Possible, nil
			}
			return No, nil
		},
	},
	{
		ID: "api-token-kind", Title: "What was sent is not an access token.", Rows: []string{"api:zak", "api:sdk-token"}, Reads: everywhere,
		Why:     "A ZAK starts meetings, signatures are for Zoom's SDKs, a refresh token is for the token endpoint, and what your own login issues is for your own program. The REST API takes none of them, however new they are.",
		Confirm: "Paste the token: zoauth says what it is and who issued it.",
		Fix:     "Send the access_token from the response of zoom.us/oauth/token.", Do: Authorize, Strength: Seen, OfRequest: true,
		Unlike: "A refresh changes nothing while the other token is sent.",
	},
	{
		ID: "api-jwt-invalid", Title: "The header contains a JWT that Zoom cannot verify.", Rows: []string{"4724"}, Reads: everywhere,
		Why:     "JWT apps no longer exist; a self-signed JWT in place of an access token is refused.",
		Confirm: "Paste the token: zoauth shows who issued it.",
		Fix:     "Send the access token of an OAuth app.", Do: Authorize, Strength: Documented, Unseen: true,
		When: When{Numbers: []int{4724}, Said: signatureWrong, Any: true},
	},
	{
		ID: "rate-limited", Title: "You hit a rate limit.", Rows: []string{"api:429"}, Reads: everywhere,
		Why:     "API limits are per account and shared by all its apps. Zoom's Retry-After is a date, not seconds. No report shows what the token endpoint sends when it limits.",
		Confirm: "The response's headers have X-RateLimit-Category and X-RateLimit-Remaining.",
		Fix:     "Wait as long as the response asks, then send again.", Do: SendAgain, Strength: Documented,
		Unlike: "It says nothing about credentials or tokens.",
		When:   When{Statuses: []int{429, 503}},
		Weigh: func(l *reading) (Likelihood, []string) {
			e := flow.Classify(l.Trace).Err
			if e == nil || !e.RateLimited {
				return No, nil
			}
			evidence := []string{"status " + itoa(l.status)}
			if e.RetryAfter > 0 {
				evidence = append(evidence, "the response asks to wait "+e.RetryAfter.Round(time.Second).String())
			}
			for _, name := range []string{"X-RateLimit-Category", "X-RateLimit-Type", "X-RateLimit-Remaining"} {
				if v := l.Trace.Response.Header.Get(name); v != "" {
					evidence = append(evidence, name+": "+v)
				}
			}
			if !l.firsthand() && l.step != flow.StepProbe { // what the token endpoint sends was never seen
				return Likely, append(evidence, l.limitSaid()...)
			}
			return Certain, append(evidence, l.limitSaid()...)
		},
	},
	{
		ID: "rate-limited-text", Title: "You hit Zoom's rate limit.", Rows: []string{"api:429"}, Reads: everywhere,
		Why:     "The text says that this account sent too many requests.",
		Confirm: "Wait as long as the text says, then send the same request once.",
		Fix:     "Wait, then send again.", Do: SendAgain, Strength: Documented,
		Unlike: "It says nothing about credentials or tokens.",
		When:   When{Text: []string{"rate limit", "too many requests", "too many concurrent requests", "maximum number of api requests", "are already reached"}},
		Weigh: func(l *reading) (Likelihood, []string) {
			switch {
			case l.status == 429 || l.status == 503, !holds(l.all, limitWords) && !(l.OfZoom && limitHit().MatchString(l.all)):
				return No, nil
			}
			return Likely, l.limitSaid()
		},
	},
}

// newServerToken is what a Server-to-Server app does in place of a refresh.
const newServerToken = "Request a new token with grant account_credentials, and send that one."
