package diagnose_test

import (
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/sandbox"
)

// before is a history with an earlier refresh that carried the same token.
func before(g given) []flow.Trace {
	g.app, g.step = acme(), flow.StepRefresh
	return []flow.Trace{kept("earlier", time.Hour, g.trace())}
}

// again refreshes twice with one token; the first answer suffers the fault.
func again(fault sandbox.Fault, remember func(flow.Trace) []flow.Trace) given {
	return given{live: func(t *testing.T) diagnose.Case {
		z := serve(t, "acme-dev")
		r := flow.RefreshRequest(z.app, z.secret, z.token(z.allowed()).RefreshToken)
		z.Inject(fault)
		first := z.send(r)
		z.ClearFaults()
		c := z.refused(r)
		c.History = remember(first)
		return c
	}}
}

// noFault is taken by no request.
var noFault = sandbox.Fault{Path: "/none"}

func redacted(first flow.Trace) []flow.Trace {
	return []flow.Trace{kept("earlier", time.Second, first)}
}
func raw(first flow.Trace) []flow.Trace { return []flow.Trace{first} }
func forgotten(flow.Trace) []flow.Trace { return nil }

const hotel = "<!DOCTYPE html><html><body>Sign in to the hotel's network</body></html>"

// The documented texts of docs/zoom.md §5.2, in the schema of the API.
const (
	scopesChanged = `{"code":4711,"message":"Refresh token invalid."}`
	ownerGone     = `{"code":4735,"message":"The owner of the token does not exist."}`
	unknownGrant  = `{"code":4737,"message":"Can not find the authentication for the access token."}`
	disabledToken = `{"code":4738,"message":"The token is disabled by admin."}`
	outOfRange    = `{"code":4740,"message":"The token ID is out of the token tolerance range."}`
	revokedToken  = `{"code":4741,"message":"The token has been revoked."}`
)

// tokenSituations are about T4 to T6 and 4711, 4735 to 4741 (docs/zoom.md §5.1, §5.2).
var tokenSituations = []situation{
	{
		rule: "reason-not-known", when: "Zoom says what nobody has seen", rank: 1,
		hit: given{step: flow.StepRefresh, body: `{"reason":"The grant sleeps","error":"invalid_grant"}`},
		misses: map[string]given{
			"a known reason": {step: flow.StepRefresh, body: deadToken},
			"no reason":      {step: flow.StepRefresh, body: `{"error":"invalid_grant"}`},
		},
	},
	{
		rule: "refresh-answer-lost", when: "the connection broke before the answer", rank: 1,
		hit: again(sandbox.Fault{Path: "/oauth/token", Cut: sandbox.BeforeHeader}, redacted),
		misses: map[string]given{
			"the earlier answer came":            again(noFault, redacted),
			"the earlier one never left":         {step: flow.StepRefresh, body: deadToken, history: before(given{turn: neverSent})},
			"the earlier one had to wait":        {step: flow.StepRefresh, body: deadToken, history: before(given{status: 429, body: `{"code":429,"message":"Too many requests"}`})},
			"the earlier one was refused":        {step: flow.StepRefresh, body: deadToken, history: before(given{body: wrongClient})},
			"the lost one was of a token before": {step: flow.StepRefresh, body: deadToken, history: before(given{turn: unanswered, edit: withForm("refresh_token", "another")})},
			"nothing is known of earlier ones":   {step: flow.StepRefresh, body: deadToken},
		},
	},
	{
		rule: "refresh-answer-lost", when: "a page came in the place of the answer", rank: 1,
		hit: again(sandbox.Fault{Path: "/oauth/token", Body: []byte(hotel)}, redacted),
	},
	{
		rule: "refresh-answer-lost", when: "Zoom failed after it had rotated", rank: 1,
		hit: again(sandbox.Fault{Path: "/oauth/token", Status: 502, Body: []byte(hotel)}, raw),
	},
	{
		rule: "refresh-token-reused", when: "the old token was sent again", rank: 1,
		hit: again(noFault, redacted),
		misses: map[string]given{
			"a page came in the place of the answer": again(sandbox.Fault{Path: "/oauth/token", Body: []byte(hotel)}, redacted),
			"another host used it":                   again(noFault, forgotten),
			"the earlier one was refused":            {step: flow.StepRefresh, body: deadToken, history: before(given{body: wrongClient})},
		},
	},
	{
		rule: "refresh-token-reused", when: "the history of this run, which is not redacted", rank: 1,
		hit: again(noFault, raw),
	},
	{
		rule: "refresh-token-ended", when: "91 days after it was issued", rank: 1,
		hit: given{step: flow.StepRefresh, body: deadToken, edit: withForm("refresh_token", jwt("refresh_token", -24*time.Hour, acme().ClientID))},
		misses: map[string]given{
			"it has its 90 days": {step: flow.StepRefresh, body: deadToken},
			"an opaque token":    {step: flow.StepRefresh, body: deadToken, edit: withForm("refresh_token", "opaque-refresh-token")},
		},
	},
	{
		rule: "refresh-token-replaced", when: "another host refreshed", rank: 1,
		hit: again(noFault, forgotten),
		misses: map[string]given{
			"this machine replaced it":      again(noFault, redacted),
			"it is no refresh token":        {step: flow.StepRefresh, body: noRefresh},
			"the token to revoke is dead":   {step: flow.StepRevoke, body: oldDeadToken},
			"the access token of the probe": {step: flow.StepProbe, status: 401, body: revokedToken},
		},
	},
	{
		rule: "refresh-token-replaced", when: "the user authorized again", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			first := z.token(z.allowed())
			z.token(z.allowed())
			return z.refused(flow.RefreshRequest(z.app, z.secret, first.RefreshToken))
		}},
	},
	{
		rule: "refresh-token-replaced", when: "an answer of before 2022", rank: 1,
		hit: given{step: flow.StepRefresh, status: 401, body: oldDeadToken},
	},
	{
		rule: "refresh-token-replaced", when: "4741 in a log", rank: 1,
		hit: given{text: "zoom: The token has been revoked. (4741)"},
	},
	{
		rule: "app-removed", when: "revoked elsewhere", rank: 2,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			token := z.token(z.allowed())
			z.send(flow.RevokeRequest(z.app, z.secret, token.AccessToken))
			return z.refused(flow.RefreshRequest(z.app, z.secret, token.RefreshToken))
		}},
		misses: map[string]given{
			"it is no refresh token":    {step: flow.StepRefresh, body: noRefresh},
			"the secret is wrong":       {step: flow.StepRefresh, body: wrongClient},
			"the access token ended":    {step: flow.StepProbe, status: 401, body: apiExpired},
			"Zoom switched the app off": {step: flow.StepRefresh, body: `{"reason":"The app has been disabled","error":"invalid_client"}`},
		},
	},
	{
		rule: "app-removed", when: "4741 after a probe", rank: 2,
		hit: given{step: flow.StepProbe, status: 401, body: revokedToken},
	},
	{
		rule: "refresh-other-client", when: "the development app's token with the production app", rank: 1,
		hit: otherClient(6),
		misses: map[string]given{
			"its own client's":       again(noFault, forgotten),
			"it is no refresh token": {step: flow.StepRefresh, body: noRefresh, edit: withForm("refresh_token", access.Reveal())},
		},
	},
	{
		rule: "refresh-other-client", when: "the same with tokens of version 7", rank: 1,
		hit: otherClient(7),
	},
	{
		rule: "refresh-not-a-refresh-token", when: "a garbled string", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			return z.refused(z.mistaken("refresh-garbled", flow.RefreshRequest(z.app, z.secret, z.token(z.allowed()).RefreshToken)))
		}},
		misses: map[string]given{
			"a dead one":                 {step: flow.StepRefresh, body: deadToken},
			"the app's scopes are fewer": {step: flow.StepRefresh, body: scopesChanged},
		},
	},
	{
		rule: "refresh-not-a-refresh-token", when: "the access token in its place", rank: 1,
		hit: given{step: flow.StepRefresh, body: noRefresh, edit: withForm("refresh_token", access.Reveal())},
	},
	{
		rule: "refresh-no-reason", when: "through a proxy service", rank: 1,
		hit: given{step: flow.StepRefresh, body: noReason},
		misses: map[string]given{
			"Zoom's own answer":          {step: flow.StepRefresh, body: deadToken},
			"a reason in RFC 6749's way": {step: flow.StepRefresh, body: `{"error":"invalid_grant","error_description":"Invalid Token!"}`},
			"another error":              {step: flow.StepPoll, body: `{"error":"authorization_pending"}`},
		},
	},
	{
		rule: "refresh-scopes-changed", when: "a scope was taken from the app", rank: 1,
		hit: given{step: flow.StepRefresh, body: scopesChanged},
		misses: map[string]given{
			"the API's 4711":         {step: flow.StepProbe, body: apiScopes},
			"it is no refresh token": {step: flow.StepRefresh, body: noRefresh},
		},
	},
	{
		rule: "user-removed", when: "the user left the account", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			r := flow.RefreshRequest(z.app, z.secret, z.token(z.allowed()).RefreshToken)
			z.SetRules(func(rules *sandbox.Rules) { rules.UserRemoved = true })
			return z.refused(r)
		}},
		misses: map[string]given{
			"an unknown authorization": {step: flow.StepProbe, status: 401, body: unknownGrant},
			"a dead token":             {step: flow.StepRefresh, body: deadToken},
		},
	},
	{
		rule: "user-removed", when: "4735 from the API", rank: 1,
		hit: given{step: flow.StepProbe, status: 401, body: ownerGone},
	},
	{
		rule: "refresh-unknown", when: "4737", rank: 1,
		hit: given{step: flow.StepRefresh, status: 401, body: unknownGrant},
		misses: map[string]given{
			"the user left the account": {step: flow.StepProbe, status: 401, body: ownerGone},
			"a dead token":              {step: flow.StepRefresh, body: deadToken},
		},
	},
	{
		rule: "admin-disabled", when: "4738", rank: 1,
		hit: given{step: flow.StepProbe, status: 401, body: disabledToken},
		misses: map[string]given{
			"Zoom switched the app off":        {text: "The app has been disabled (4717)"},
			"it was never approved by anybody": {text: "Request pre-approve"},
		},
	},
	{
		rule: "tolerance", when: "4740", rank: 1,
		hit: given{step: flow.StepRefresh, body: outOfRange},
		misses: map[string]given{
			"a revoked token": {step: flow.StepRefresh, body: revokedToken},
			"a dead token":    {step: flow.StepRefresh, body: deadToken},
		},
	},
	{
		rule: "revoke-dead-token", when: "a token that Zoom does not know", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			return z.refused(z.mistaken("revoke-garbled", flow.RevokeRequest(z.app, z.secret, z.token(z.allowed()).AccessToken)))
		}},
		misses: map[string]given{
			"a refresh token":              {step: flow.StepRefresh, body: oldDeadToken},
			"the secret is wrong":          {step: flow.StepRevoke, body: wrongClient},
			"the token stood in the query": {step: flow.StepRevoke, body: badRequest},
		},
	},
}

// otherClient refreshes one app's token with another app's credentials.
func otherClient(version int) given {
	return given{live: func(t *testing.T) diagnose.Case {
		z := serve(t, "acme-dev")
		z.SetRules(func(rules *sandbox.Rules) { rules.TokenVersion = version })
		token := z.token(z.allowed())
		z.take("acme-prod")
		return z.refused(flow.RefreshRequest(z.app, z.secret, token.RefreshToken))
	}}
}

func TestTokenSituations(t *testing.T) { check(t, tokenSituations) }
