package diagnose_test

import (
	"testing"

	"zoauth/flow"
	"zoauth/flow/diagnose"
)

// grantSituations are about T2, T9, T10 and 4700, 4705, 4706 (docs/zoom.md §5.1, §5.2).
var grantSituations = []situation{
	{
		rule: "grant-json-body", when: "the form was sent as JSON", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			return z.refused(z.mistaken("exchange-json", z.allowed()))
		}},
		misses: map[string]given{
			"a form": {step: flow.StepRefresh, body: wrongGrant},
			"a form, its type in other letters": {
				step: flow.StepRefresh, body: wrongGrant, edit: withHeader("Content-Type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8"),
			},
			"a device request, which has no body": {live: func(t *testing.T) diagnose.Case {
				z := serve(t, "reports-dev")
				return z.refused(flow.DeviceRequest(z.app, z.secret))
			}},
			"JSON that was understood": {step: flow.StepRefresh, body: deadToken, edit: withHeader("Content-Type", "application/json")},
		},
	},
	{
		rule: "grant-json-body", when: "the history has what was written", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			return read(z.refused(z.mistaken("exchange-json", z.allowed())))
		}},
		misses: map[string]given{
			"a form": {live: func(t *testing.T) diagnose.Case {
				z := serve(t, "acme-dev")
				token := z.token(z.allowed())
				return read(z.refused(z.mistaken("refresh-wrong-grant", flow.RefreshRequest(z.app, z.secret, token.RefreshToken))))
			}},
			"a device request, which has no body": {live: func(t *testing.T) diagnose.Case {
				z := serve(t, "reports-dev")
				return read(z.refused(flow.DeviceRequest(z.app, z.secret)))
			}},
		},
	},
	{
		rule: "grant-json-body", when: "nothing but the answer is known", rank: 1,
		hit: given{text: "zoom token: " + wrongGrant},
	},
	{
		rule: "grant-unknown", when: "a misspelt grant", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			token := z.token(z.allowed())
			return z.refused(z.mistaken("refresh-wrong-grant", flow.RefreshRequest(z.app, z.secret, token.RefreshToken)))
		}},
		misses: map[string]given{
			"the device grant's long name": {step: flow.StepPoll, body: wrongGrant},
			"a grant of another app type":  {step: flow.StepExchange, body: wrongGrant, app: typed(flow.ServerToServer)},
			"no grant at all":              {step: flow.StepExchange, body: noGrant, edit: without("grant_type")},
		},
	},
	{
		rule: "grant-app-type", when: "account_credentials with a General app", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			z.app.Type, z.app.AccountID = flow.ServerToServer, "hV2oKpW9SxaT6yGd0RfCbQ"
			return z.refused(flow.DirectRequest(z.app, z.secret))
		}},
		misses: map[string]given{
			"a misspelt grant, which no app has": {step: flow.StepRefresh, body: wrongGrant, edit: withForm("grant_type", "refresh-token")},
			"the app has it, the code is wrong":  {step: flow.StepExchange, body: wrongCode},
		},
	},
	{
		rule: "grant-app-type", when: "an authorization code with a server-to-server app", rank: 1,
		hit: given{step: flow.StepExchange, body: wrongGrant},
	},
	{
		rule: "grant-missing", when: "a form without grant_type", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			return z.refused(without("grant_type")(z.allowed()))
		}},
		misses: map[string]given{
			"it is there and not supported": {step: flow.StepExchange, body: wrongGrant},
			"the credentials are missing":   {step: flow.StepExchange, body: noClient},
		},
	},
	{
		rule: "grant-missing", when: "4706 in a log", rank: 1,
		hit: given{text: "zoom oauth error 4706: Missing grant type."},
	},
	{
		rule: "account-id-wrong", when: "the account of somebody else", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "batch-dev")
			z.app.AccountID = "Qx2oKpW9SxaT6yGd0RfCbQ"
			return z.refused(flow.DirectRequest(z.app, z.secret))
		}},
		misses: map[string]given{
			"a General app, which has none": {step: flow.StepRefresh, body: badRequest},
			"a General app's token in the URL": {live: func(t *testing.T) diagnose.Case {
				z := serve(t, "acme-dev")
				token := z.token(z.allowed())
				return z.refused(z.mistaken("refresh-in-query", flow.RefreshRequest(z.app, z.secret, token.RefreshToken)))
			}},
			"the secret is wrong": {step: flow.StepExchange, body: wrongClient, app: typed(flow.ServerToServer)},
		},
	},
	{
		rule: "account-id-wrong", when: "no account_id", rank: 1,
		hit: given{step: flow.StepExchange, body: badRequest, app: typed(flow.ServerToServer), edit: without("account_id")},
	},
	{
		rule: "account-unknown", when: "a program's log has the reason", rank: 1,
		hit: given{text: `{"reason":"Account does not exist","error":"invalid_request"}`},
		misses: map[string]given{
			"a user who is not there": {text: noUserSam},
			"a bare bad request":      {step: flow.StepExchange, body: badRequest, app: typed(flow.ServerToServer)},
		},
	},
	{
		rule: "account-app-type", when: "a program's log has the reason", rank: 1,
		hit: given{text: `{"reason":"Account does not enabled the OAuth app type.","error":"invalid_request"}`},
		misses: map[string]given{
			"an account without the REST API": {text: noREST},
			"a bare bad request":              {step: flow.StepExchange, body: badRequest, app: typed(flow.ServerToServer)},
		},
	},
	{
		rule: "parameters-in-query", when: "as the collection shows the refresh", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			token := z.token(z.allowed())
			return z.refused(z.mistaken("refresh-in-query", flow.RefreshRequest(z.app, z.secret, token.RefreshToken)))
		}},
		misses: map[string]given{
			"everything in the form":                         {step: flow.StepRefresh, body: badRequest},
			"a device request, whose documented place it is": {step: flow.StepDevice, body: badRequest},
			"a query that Zoom understood":                   {step: flow.StepRefresh, body: deadToken, edit: withQuery("trace", "1")},
		},
	},
	{
		rule: "bad-request", when: "a request that looks right", rank: 1,
		hit: given{step: flow.StepExchange, body: badRequest},
		misses: map[string]given{
			"Zoom says the redirect":           {step: flow.StepExchange, body: wrongRedirect},
			"Zoom says the token, as of old":   {step: flow.StepRefresh, body: oldDeadToken},
			"Zoom says the code, as of old":    {step: flow.StepExchange, body: oldWrongCode},
			"Zoom says the grant":              {step: flow.StepExchange, body: noGrant},
			"4700 that says the redirect":      {text: `{"status":false,"errorCode":4700,"errorMessage":"Invalid redirect url","result":null}`},
			"4700 that says the empty token":   {text: `{"code":4700,"message":"Token cannot be empty."}`},
			"another error without any reason": {step: flow.StepRefresh, body: noReason},
		},
	},
	{
		rule: "bad-request", when: "invalid_request alone", rank: 1,
		hit: given{step: flow.StepRefresh, body: `{"error":"invalid_request"}`},
	},
	{
		rule: "bad-request", when: "4700 without a word", rank: 1,
		hit: given{step: flow.StepProbe, body: `{"code":4700,"message":""}`},
	},
}

func TestGrantSituations(t *testing.T) { check(t, grantSituations) }

// read is a case as the history has it: the fields of the request are gone, and what was
// written is there.
func read(c diagnose.Case) diagnose.Case {
	c.Trace.Request = flow.Request{Step: c.Trace.Request.Step}
	return c
}
