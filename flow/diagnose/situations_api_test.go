package diagnose_test

import (
	"net/http"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/sandbox"
)

// probing makes a token, lets something happen, and probes with it.
func probing(name string, happens func(z *zoom, r flow.Request) flow.Request) given {
	return given{live: func(t *testing.T) diagnose.Case {
		z := serve(t, name)
		var token flow.Token
		if z.app.HasConsent() {
			token = z.token(z.allowed())
		} else {
			token = z.token(flow.DirectRequest(z.app, z.secret))
		}
		c := z.refused(happens(z, flow.ProbeRequest(z.app, token.AccessToken)))
		c.State = flow.State{Token: token, Binding: z.app.Binding()}
		return c
	}}
}

// authorizedAgain ends the token of the probe by another authorization.
func authorizedAgain(z *zoom, r flow.Request) flow.Request {
	z.token(z.allowed())
	return r
}

func garbled(z *zoom, r flow.Request) flow.Request { return z.mistaken("probe-garbled", r) }
func inQuery(z *zoom, r flow.Request) flow.Request { return z.mistaken("probe-in-query", r) }

func anHourLater(z *zoom, r flow.Request) flow.Request {
	z.time = now.Add(61 * time.Minute)
	return r
}

func cutShort(_ *zoom, r flow.Request) flow.Request {
	whole := r.Auth.Secret.Reveal()
	r.Auth.Secret = flow.NewSecret(flow.KindAccessToken, whole[:len(whole)-1])
	return r
}

// faulty answers with a fault of the server.
func faulty(f sandbox.Fault) func(*zoom, flow.Request) flow.Request {
	return func(z *zoom, r flow.Request) flow.Request {
		z.Inject(f)
		return r
	}
}

// otherHosts is an app whose the OAuth and API hosts are in different clouds.
func otherHosts(a *flow.App) {
	a.Endpoints = flow.Government()
	a.Endpoints.APIURL = flow.Commercial().APIURL
}

const (
	person    = `{"id":"Rw81nTqYQ0iB7sXcJ4mLzA","email":"jane@acme.example","type":2,"custom":[{"code":300,"message":"of her own"}]}`
	tooMany   = `{"code":429,"message":"You have reached the maximum per-second rate limit for this API. Try again later."}`
	noMeeting = `{"code":3001,"message":"Meeting does not exist."}`
)

// apiSituations are about the REST API (docs/zoom.md §5.3, §7).
var apiSituations = []situation{
	{
		rule: "api-token-expired", when: "an hour later", rank: 1,
		hit: probing("acme-dev", anHourLater),
		misses: map[string]given{
			"another authorization ended it": probing("acme-dev", authorizedAgain),
			"an old code":                    {step: flow.StepExchange, body: oldCode},
		},
	},
	{
		rule: "api-token-superseded", when: "the user authorized again", rank: 1,
		hit: probing("acme-dev", authorizedAgain),
		misses: map[string]given{
			"its hour is over":          probing("acme-dev", anHourLater),
			"it stood in the query":     probing("acme-dev", inQuery),
			"it lacks a scope":          {step: flow.StepProbe, body: apiScopes},
			"a refresh token's 4741":    {step: flow.StepRefresh, body: revokedToken},
			"the token's user has left": {step: flow.StepProbe, status: 401, body: ownerGone},
		},
	},
	{
		rule: "api-token-superseded", when: "4741", rank: 1,
		hit: given{step: flow.StepProbe, status: 401, body: revokedToken},
	},
	{
		rule: "api-token-broken", when: "another string than the saved one", rank: 1,
		hit: probing("acme-dev", garbled),
		misses: map[string]given{
			"it is the saved one, and ended": probing("acme-dev", authorizedAgain),
			"its hour is over":               probing("acme-dev", anHourLater),
		},
	},
	{
		rule: "api-token-broken", when: "the last character is missing", rank: 1,
		hit: probing("acme-dev", cutShort),
	},
	{
		rule: "api-token-broken", when: "a token of Zoom for Government at api.zoom.us", rank: 2,
		hit: given{step: flow.StepProbe, status: 401, body: apiInvalid, app: changed(otherHosts), state: flow.State{Token: flow.Token{AccessToken: access}}},
	},
	{
		rule: "api-token-in-query", when: "the token in the URL", rank: 1,
		hit: probing("acme-dev", inQuery),
		misses: map[string]given{
			"in the header, and ended": probing("acme-dev", authorizedAgain),
			"a refresh in the query":   {step: flow.StepRefresh, body: badRequest, edit: withQuery("refresh_token", "abc")},
		},
	},
	{
		rule: "api-scope-missing", when: "the app cannot read users", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			z.UpdateApp(z.app.ClientID, func(a *sandbox.App) { a.Scopes = []string{"meeting:read:meeting"} })
			return z.refused(flow.ProbeRequest(z.app, z.token(z.allowed()).AccessToken))
		}},
		misses: map[string]given{
			"the refresh's 4711":     {step: flow.StepRefresh, body: scopesChanged},
			"an invalid token":       {step: flow.StepProbe, status: 401, body: apiInvalid},
			"a scope of the consent": {text: "You cannot authorize Acme. Invalid scope. Edit on web portal"},
		},
	},
	{
		rule: "api-scope-missing", when: "104, which is no JSON", rank: 1,
		hit: given{step: flow.StepProbe, body: apiScopes104},
	},
	{
		rule: "api-scope-missing", when: "4700 with its message", rank: 1,
		hit: given{text: `{"code":4700,"message":"Invalid access token, does not contain scopes"}`},
	},
	{
		rule: "api-wrong-grant", when: "a chatbot's token at the user API", rank: 1,
		hit: probing("bot-dev", func(_ *zoom, r flow.Request) flow.Request { return r }),
		misses: map[string]given{
			"the client's secret is wrong": {step: flow.StepExchange, body: wrongClient, app: typed(flow.Chatbot)},
			"it lacks a scope":             {step: flow.StepProbe, body: apiScopes},
		},
	},
	{
		rule: "api-wrong-grant", when: "it says so", rank: 1,
		hit: given{step: flow.StepProbe, body: apiChatbot},
	},
	{
		rule: "api-denied", when: "the user is blocked", rank: 1,
		hit: given{step: flow.StepProbe, status: 403, body: apiBlocked},
		misses: map[string]given{
			"the person declined": {step: flow.StepPoll, body: `{"error":"access_denied"}`},
			"it lacks a scope":    {step: flow.StepProbe, body: apiScopes},
		},
	},
	{
		rule: "api-validation", when: "a field is wrong", rank: 1,
		hit: given{step: flow.StepProbe, body: apiFields},
		misses: map[string]given{
			"a certificate in a log":  {text: "zoom oauth: x509: certificate validation failed"},
			"a webhook's signature":   {text: "zoom webhook: signature validation failed"},
			"a person's own fields":   {step: flow.StepProbe, status: 200, body: person},
			"300 seconds of a device": {step: flow.StepPoll, body: `{"error":"authorization_pending","interval":300}`},
		},
	},
	{
		rule: "api-token-empty", when: "nothing behind Bearer", rank: 1,
		hit: given{step: flow.StepProbe, status: 401, body: `{"code":4700,"message":"Token cannot be empty."}`},
		misses: map[string]given{
			"the page's 4700":             {text: "Invalid redirect: http://127.0.0.1:8976/callback (4,700)"},
			"the credentials are missing": {step: flow.StepRefresh, body: noClient},
		},
	},
	{
		rule: "api-jwt-invalid", when: "a JWT app's own token", rank: 1,
		hit: given{step: flow.StepProbe, status: 401, body: `{"code":4724,"message":"Invalid JWT."}`},
		misses: map[string]given{
			"an invalid access token": {step: flow.StepProbe, status: 401, body: apiInvalid},
			"a code's number":         {text: "Invalid authorization code. (4,734)"},
		},
	},
	{
		rule: "api-error-in-200", when: "an error of the meeting", rank: 1,
		hit: given{step: flow.StepProbe, status: 200, body: noMeeting},
		misses: map[string]given{
			"the person":                 {step: flow.StepProbe, status: 200, body: person},
			"an error that says it too":  {step: flow.StepProbe, status: 404, body: noMeeting},
			"an error in a token answer": {step: flow.StepRefresh, status: 200, body: deadToken},
		},
	},
	{
		rule: "api-error-in-200", when: "a scope, which is the first cause", rank: 2,
		hit: given{step: flow.StepProbe, status: 200, body: apiScopes},
	},
	{
		rule: "rate-limited", when: "429 with Zoom's date", rank: 1,
		hit: probing("acme-dev", faulty(sandbox.Fault{
			Path: "/v2/users/me", Status: 429, Body: []byte(tooMany),
			Header: http.Header{"Retry-After": {now.Add(time.Minute).Format(time.RFC3339)}, "X-Ratelimit-Type": {"QPS"}},
		})),
		misses: map[string]given{
			"503 without a word of waiting": {step: flow.StepRefresh, status: 503, body: `{}`},
			"a refusal that names a time":   {step: flow.StepRefresh, body: deadToken, header: http.Header{"Retry-After": {"5"}}},
			"a device that polls too fast":  {step: flow.StepPoll, body: `{"error":"slow_down"}`},
		},
	},
	{
		rule: "rate-limited", when: "503 that asks to wait", rank: 1,
		hit: given{step: flow.StepRefresh, status: 503, body: hotel, header: http.Header{"Retry-After": {"30"}}},
	},
	{
		rule: "api-chatbot", when: "the bot may not write", rank: 1,
		hit: given{text: "zoom chat: " + `{"code":7004,"message":"Not authorized.","result":false}`},
		misses: map[string]given{
			"the number of another API": {text: `{"code":7004,"message":"member not found"}`},
			"another code":              {text: "zoom chat: " + `{"code":124,"message":"Invalid access token."}`},
		},
	},
	{
		rule: "rate-limited-text", when: "a log", rank: 1,
		hit: given{text: "zoom api: " + tooMany},
		misses: map[string]given{
			"429 itself":     {step: flow.StepProbe, status: 429, body: tooMany},
			"a header of it": {text: "zoom api 200 OK\nX-RateLimit-Remaining: 10"},
		},
	},
}

func TestAPISituations(t *testing.T) { check(t, apiSituations) }
