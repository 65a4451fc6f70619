package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"time"
)

// Answers of the REST API that only scenarios give [api:1001 to api:429].
var (
	apiScopesEvents = refusal{"api:104", 400, `{"code":104,"message":"Invalid access token, does not contain scopes:["event:read:list","event:read:list:admin"]"}`, false}
	apiScopesPhone  = refusal{"api:104", 400, `{"code":104,"message":"Invalid access token, does not contain scopes:[phone:read:list_users:admin]"}`, false}
	apiExpiredNewer = refusal{"api:expired", 401, restBody("124", "Access token has expired."), false}
	apiElsewhere    = refusal{"api:1010", 404, restBody("1010", "User not found on this account"), false}
	apiUserThere    = refusal{"api:1005", 409, restBody("1005", "User already in the account."), false}
	apiNoMeeting    = refusal{"api:3001", 404, restBody("3001", "Meeting does not exist: 123."), false}
	apiNotAllowed   = refusal{"api:3161", 400, restBody("3161", "Your user account is not allowed meeting hosting and scheduling capabilities."), false}
	apiNoREST       = refusal{"api:no-rest", 400, restBody("200", "Account does not enabled REST API."), false}
	apiDenied       = refusal{"api:denied", 400, restBody("200", "Access to the Zoom REST API has been denied for this user. Contact Zoom Support for details."), false}
	apiFields       = refusal{"api:300", 400, `{"code":300,"message":"Validation Failed.","errors":[{"field":"type","message":"Invalid field."}]}`, false}
	apiEmpty        = refusal{"4700", 400, restBody("4700", "Token cannot be empty."), true}
	apiJWT          = refusal{"4724", 400, restBody("4724", "The JWT in the header cannot be verified. (4724)"), true}
	apiIn200        = refusal{"api:200-error", 200, restBody("300", "Validation Failed."), false}
)

var onProbe = []string{"probe"}

// apiScenarios are about the REST API, which the probe asks.
var apiScenarios = []Scenario{
	{
		Name: "token-expired", Title: "the access token has expired", Steps: onProbe, Cause: "api-token-expired",
		Why: "An access token is valid for an hour, and cannot be extended.", says: apiExpired,
	},
	{
		Name: "token-expired-newer", Title: "an expired access token, in newer wording: has expired", Steps: onProbe, Cause: "api-token-expired",
		Why: "Every wording has code 124.", says: apiExpiredNewer,
	},
	{
		Name: "s2s-me-refused", Title: "users/me is refused to Server-to-Server tokens: 124", Steps: onProbe, Types: serverToServer, Cause: "s2s-users-me",
		Why: "They have no user of their own. Seen in public reports for fresh tokens.", rules: func(r *Rules) { r.RefuseMe = 124 },
	},
	{
		Name: "s2s-me-unknown", Title: "users/me is refused to Server-to-Server tokens: 1001", Steps: onProbe, Types: serverToServer, Cause: "s2s-users-me",
		Why: "The other response seen in public reports.", rules: func(r *Rules) { r.RefuseMe = 1001 },
	},
	{
		Name: "one-token", Title: "another job requests a token, which revokes the one before", Steps: onProbe, Types: serverToServer, Cause: "api-token-superseded", Lasts: true,
		Why:   "Seen in 2022 and 2023. Today Zoom documents that tokens work side by side.",
		rules: func(r *Rules) { r.OneToken = true },
		happens: func(i *issuer, t *turn, client string) {
			if g := i.grants[client]; g != nil {
				i.mint(t, i.authorizeDirectly(client, g.scope, t.clock()))
			}
		},
	},
	{
		Name: "scopes-late", Title: "a new Server-to-Server app's scopes reach its tokens after 12 seconds", Steps: onExchange, Types: serverToServer,
		Why: "The app was created, or got a scope, seconds ago.", Shows: "A token with an empty scope; one requested 12 seconds later has the scopes.",
		rules: func(r *Rules) { r.LateScopes = lateScopes },
	},
	{
		Name: "scopes-many", Title: "the app has 497 scopes", Steps: onExchange, Types: serverToServer,
		Why: "Seen in September 2026: responses of 17 to 21 kB.", Shows: "A scope of 17 kB, stored completely and shown in part.",
		app: func(a *App) { a.Scopes = manyScopes(a.Scopes) },
	},
	{
		Name: "clock-skew", Title: "the server's clock is two hours ahead of yours", Steps: onProbe, Cause: "clock-skew",
		Why: "Fresh tokens look expired. With the real Zoom, it would be this machine's clock that is wrong.", rules: func(r *Rules) { r.ClockSkew += 2 * time.Hour },
	},
	{
		Name: "reauthorized-elsewhere", Title: "the same user authorizes the app again elsewhere", Steps: []string{"probe", "refresh", "revoke"}, Types: people, Cause: "api-token-superseded", Lasts: true,
		Why: "The older tokens stop working at once, whatever their expiry (4741).",
		happens: func(i *issuer, t *turn, client string) {
			if g := i.grants[client]; g != nil {
				i.mint(t, i.authorize(g.client, g.code, g.scope))
			}
		},
	},
	{
		Name: "scope-missing", Title: "the token lacks a scope for the request (4711)", Steps: onProbe, Types: people, Cause: "api-scope-missing",
		Why: "Existing tokens do not get a scope added to the app later.", says: apiScopes("user:read:user,user:read:user:admin"),
	},
	{
		Name: "scope-missing-events", Title: "a scope is missing at the events API, in broken JSON (104)", Steps: onProbe, Types: people, Cause: "api-scope-missing",
		Why: "Its inner quotes are not escaped.", says: apiScopesEvents,
	},
	{
		Name: "scope-missing-unquoted", Title: "a scope is missing at the phone API, in valid JSON (104)", Steps: onProbe, Types: people, Cause: "api-scope-missing",
		Why: "The regular REST API uses code 104 too.", says: apiScopesPhone,
	},
	{
		Name: "s2s-scope-missing", Title: "a Server-to-Server token lacks a scope (4711)", Steps: onProbe, Types: serverToServer, Cause: "s2s-scope-missing",
		Why: "Adding it deactivates the app, which must be activated again.", says: apiScopes("user:read:list_users:admin"),
	},
	{
		Name: "user-unknown", Title: "the account has no such user (1001)", Steps: onProbe, Cause: "api-user-unknown",
		Why: "The token works: the API looks up the user only after accepting it.", says: apiNoUser("sam@acme.example"),
	},
	{
		Name: "user-of-other-account", Title: "the user belongs to another account (1010)", Steps: onProbe, Cause: "api-user-unknown",
		Why: "The token works; the user is not in its account.", says: apiElsewhere,
	},
	{
		Name: "user-exists", Title: "the user is already in the account (1005)", Steps: onProbe, Cause: "api-request-refused",
		Why: "The token works; the operation is not possible.", says: apiUserThere,
	},
	{
		Name: "meeting-unknown", Title: "there is no such meeting (3001)", Steps: onProbe, Cause: "api-request-refused",
		Why: "The token works; the meeting was deleted.", says: apiNoMeeting,
	},
	{
		Name: "meeting-not-allowed", Title: "the user may not host meetings (3161)", Steps: onProbe, Cause: "api-request-refused",
		Why: "The token works; the user has no license for it.", says: apiNotAllowed,
	},
	{
		Name: "rest-not-enabled", Title: "the account may not use the REST API (200)", Steps: onProbe, Cause: "api-account-no-rest",
		Why: "A wrong grant type also gets code 200; the text tells them apart.", says: apiNoREST,
	},
	{
		Name: "token-of-wrong-grant", Title: "this API does not accept tokens from this grant type", Steps: onProbe, Cause: "api-wrong-grant",
		Why: "A chatbot's token is only for chat messages.", says: apiGrant,
	},
	{
		Name: "api-denied", Title: "Zoom denies this user the REST API", Steps: onProbe, Cause: "api-denied",
		Why: "The account or the user is blocked.", says: apiDenied,
	},
	{
		Name: "api-validation", Title: "the request's own fields are wrong (300)", Steps: onProbe, Cause: "api-validation",
		Why: "It is about the data in the request, not about OAuth.", says: apiFields,
	},
	{
		Name: "bearer-dropped", Title: "a proxy removes the token from API requests", Steps: onProbe, Cause: "api-token-empty",
		Why: "Zoom then says that the token is empty.", says: apiEmpty,
	},
	{
		Name: "jwt-refused", Title: "Zoom cannot verify the JWT in the header (4724)", Steps: onProbe, Cause: "api-jwt-invalid",
		Why: "As for the self-signed tokens of JWT apps, which no longer exist.", says: apiJWT,
	},
	{
		Name: "error-in-200", Title: "the status says success, but the body contains an error", Steps: onProbe, Cause: "api-error-in-200",
		Why: "Some of Zoom's endpoints do this.", says: apiIn200,
	},
}

// lateScopes is how long the tokens of a new app stay without scopes [§2.8].
const lateScopes = 12 * time.Second

// manyScopes fills a list up to the 497 scopes that one token was seen with [§2.8].
func manyScopes(own []string) []string {
	all := slices.Clone(own)
	for n := len(own); n < 497; n++ {
		all = append(all, fmt.Sprintf("service%02d:read:data_claim_%03d:admin", n%40, n))
	}
	return all
}

// deviceScenarios are about the device flow [§2.6].
var deviceScenarios = []Scenario{
	{
		Name: "device-off", Title: "the app may not use the device flow", Steps: []string{"device", "poll"}, Cause: "device-not-enabled",
		Why: "Use App on Device is off.", app: func(a *App) { a.Device = false },
	},
	{
		Name: "device-slow-down", Title: "every poll is too early", Steps: []string{"poll"}, Cause: "device-pending",
		Why: "slow_down adds five seconds to the interval.", says: polling("slow_down"),
	},
	{
		Name: "device-expired", Title: "the device code has expired", Steps: []string{"poll"}, Cause: "device-expired",
		Why: "It is valid for 15 minutes.", says: polling("expired_token"),
	},
	{
		Name: "device-denied", Title: "the user declines on the other device", Steps: []string{"poll"}, Cause: "declined",
		Why: "Or an admin does not allow the app on devices.", says: polling("access_denied"),
	},
}

var (
	onWire = []string{"refresh", "exchange", "probe", "revoke", "device", "poll"}
	// onTokenPath are the requests to the token endpoint.
	onTokenPath = []string{"refresh", "exchange", "poll"}
)

const (
	rateBody  = `{"code":429,"message":"You have reached the maximum per-second rate limit for this API. Try again later."}`
	errorBody = `{"reason":"Internal Server Error","error":"server_error"}`
	loginPage = "<html><body>Please sign in to this network</body></html>"
)

// wireScenarios are about answers that are not OAuth's, and about the line [T13, T14,
// §7].
var wireScenarios = []Scenario{
	{
		Name: "rate-limited", Title: "429, and Retry-After is a date", Steps: onWire, Cause: "rate-limited",
		Why: "API limits are per account and shared by all its apps.",
		fault: func(now time.Time) Fault {
			wait := now.Add(30 * time.Second).UTC().Format(http.TimeFormat)
			return instead(429, rateBody, "Retry-After", wait, "X-RateLimit-Category", "Light", "X-RateLimit-Type", "QPS", "X-RateLimit-Remaining", "0")
		},
	},
	{
		Name: "rate-limited-seconds", Title: "429, and Retry-After is a number of seconds", Steps: onWire, Cause: "rate-limited",
		Why: "Servers in front of Zoom count in seconds.", fault: answers(429, rateBody, "Retry-After", "30"),
	},
	{
		Name: "unavailable", Title: "503 with Retry-After", Steps: onWire, Cause: "rate-limited",
		Why: "Maintenance, or too much load.", fault: answers(503, errorBody, "Retry-After", "60"),
	},
	{
		Name: "server-error", Title: "500: Zoom's server failed", Steps: onWire, Cause: "zoom-down",
		Why: "It does not show whether the request had an effect; here it had none.", fault: answers(500, errorBody),
	},
	{
		Name: "captive-portal", Title: "a network's login page in place of the response", Steps: onWire, Cause: "captive-portal",
		Why: "A hotel network or company proxy; with TLS, it needs its own authority.", fault: answers(200, loginPage, "Content-Type", "text/html"),
	},
	{
		Name: "captive-redirect", Title: "a network redirects to its login page", Steps: onWire, Cause: "captive-portal",
		Why: "zoauth does not follow it: that would send the request to another server.", fault: answers(302, loginPage, "Content-Type", "text/html", "Location", "http://login.hotel.example/"),
	},
	{
		Name: "firewall-page", Title: "403 and an HTML page", Steps: onWire, Cause: "html-answer",
		Why: "Cloudflare is in front of Zoom and blocks some clients as attackers.", fault: answers(403, "<html><body>Sorry, you have been blocked</body></html>", "Content-Type", "text/html", "Cf-Ray", "8f0c1d2e3f4a5b6c-FRA"),
	},
	{
		Name: "xml-answer", Title: "400 and XML", Steps: onWire, Cause: "html-answer",
		Why: "Seen from endpoints that choose the format from the Accept header.", fault: answers(400, `<?xml version="1.0" encoding="UTF-8"?><error><reason>Bad Request</reason></error>`, "Content-Type", "application/xml"),
	},
	{
		Name: "connection-dropped", Title: "the connection closes before the response", Steps: onWire, Cause: "answer-cut", Lasts: true,
		Why: "The request had its effect: a refresh token is used up.", fault: cuts(BeforeHeader),
	},
	{
		Name: "header-only", Title: "the connection closes after the header", Steps: onWire, Cause: "answer-cut", Lasts: true,
		Why: "zoauth gets the status, but no tokens.", fault: cuts(AfterHeader),
	},
	{
		Name: "body-cut", Title: "the connection closes in the middle of the body", Steps: onWire, Cause: "answer-cut", Lasts: true,
		Why: "What arrived may contain one token but not the other.", fault: cuts(MidBody),
	},
	{
		Name: "token-500", Title: "one token response: 500, but the request had its effect", Steps: onTokenPath, Cause: "zoom-down", Once: true, Lasts: true,
		Why: "Sending the same request again shows what happened.", fault: spoils(Fault{Status: 500, Body: []byte(errorBody)}),
	},
	{
		Name: "token-429", Title: "one token response: 429", Steps: onTokenPath, Cause: "rate-limited", Once: true,
		Why: "The next response is normal again.", fault: answers(429, rateBody, "Retry-After", "30"),
	},
	{
		Name: "token-dropped", Title: "one token response: dropped", Steps: onTokenPath, Cause: "answer-cut", Once: true, Lasts: true,
		Why: "The request had its effect.", fault: cuts(BeforeHeader),
	},
	{
		Name: "token-cut", Title: "one token response: cut in the middle", Steps: onTokenPath, Cause: "answer-cut", Once: true, Lasts: true,
		Why: "The request had its effect.", fault: cuts(MidBody),
	},
	{
		Name: "token-html", Title: "one token response: a network's login page", Steps: onTokenPath, Cause: "captive-portal", Once: true,
		Why: "The request had no effect.", fault: answers(200, loginPage, "Content-Type", "text/html"),
	},
	{
		Name: "token-slow", Title: "one token response: five seconds late", Steps: onTokenPath, Once: true,
		Why: "esc leaves the screen; the response is saved when it arrives.", Shows: "The normal response, five seconds later.",
		fault: spoils(Fault{Delay: 5 * time.Second}),
	},
}

func spoils(f Fault) func(time.Time) Fault { return func(time.Time) Fault { return f } }

func cuts(where Cut) func(time.Time) Fault { return spoils(Fault{Cut: where}) }

func answers(status int, body string, header ...string) func(time.Time) Fault {
	return spoils(instead(status, body, header...))
}

// instead is an answer in place of the right one, which has no effect. header holds
// names and values in turn.
func instead(status int, body string, header ...string) Fault {
	f := Fault{NoEffect: true, Status: status, Body: []byte(body), Header: http.Header{"Content-Type": {"application/json;charset=UTF-8"}}}
	for i := 0; i+1 < len(header); i += 2 {
		f.Header.Set(header[i], header[i+1])
	}
	return f
}
