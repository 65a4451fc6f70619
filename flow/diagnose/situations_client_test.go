package diagnose_test

import (
	"encoding/base64"
	"testing"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/sandbox"
)

func basic(text string) string {
	return "Basic " + base64.StdEncoding.EncodeToString([]byte(text))
}

// shape is what is known of a secret that looks right.
var shape = flow.Facts{Secret: flow.SecretShape{Known: true, Length: 32}}

// clientSituations are about T1, T9 and 4702, 4704, 4706, 4717 (docs/zoom.md §5.1, §5.2).
var clientSituations = []situation{
	{
		rule: "client-secret-blanks", when: "the secret was saved with its line end", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			r := z.allowed()
			r.Auth.Secret = flow.NewSecret(flow.KindClientSecret, z.secret.Reveal()+"\n")
			c := z.refused(r)
			c.Facts.Secret = flow.ShapeOf(r.Auth.Secret, "file")
			return c
		}},
		misses: map[string]given{
			"a clean secret":                         {step: flow.StepRefresh, body: wrongClient, facts: shape},
			"the consent page, which sees no secret": {text: "Invalid client_id: Zk3mQ8vTS2aXw1LrPbN0Ug (4,702)", facts: flow.Facts{Secret: flow.SecretShape{Known: true, Length: 33, Blank: true}}},
			"a refused token":                        {step: flow.StepRefresh, body: deadToken, facts: flow.Facts{Secret: flow.SecretShape{Known: true, Length: 33, Blank: true}}},
		},
	},
	{
		rule: "client-swapped", when: "ID and secret were pasted the wrong way round", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			r := z.allowed()
			r.Auth.ClientID, r.Auth.Secret = z.secret.Reveal(), flow.NewSecret(flow.KindClientSecret, z.app.ClientID)
			z.app.ClientID = r.Auth.ClientID
			c := z.refused(r)
			c.Facts.Secret = flow.ShapeOf(r.Auth.Secret, "file")
			return c
		}},
		misses: map[string]given{
			"both have their usual length": {step: flow.StepRefresh, body: wrongClient, facts: shape},
			"a long ID and a long secret":  {step: flow.StepRefresh, body: wrongClient, facts: shape, app: changed(func(a *flow.App) { a.ClientID = secret.Reveal() })},
		},
	},
	{
		rule: "client-other-environment", when: "both environments have one client ID", rank: 1,
		hit: given{step: flow.StepRefresh, body: wrongClient, facts: flow.Facts{Others: []flow.Neighbour{
			{Name: "acme-prod", Group: "acme", Environment: flow.Production, ClientID: acme().ClientID},
		}}},
		misses: map[string]given{
			"a public app, which has no secret":      {step: flow.StepRefresh, body: wrongClient, app: typed(flow.Public)},
			"the consent page, which sees no secret": {text: "Invalid client_id: Zk3mQ8vTS2aXw1LrPbN0Ug (4,702)"},
			"neither of them was sent":               {step: flow.StepRefresh, body: noClient},
		},
	},
	{
		rule: "client-other-environment", when: "the other pair is a profile too", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-prod")
			production := z.secret
			z.take("acme-dev")
			r := z.allowed()
			r.Auth.Secret = production
			c := z.refused(r)
			c.Facts.Others = []flow.Neighbour{{Name: "acme-prod", Group: "acme", Environment: flow.Production, ClientID: "Pq7xW2nKR5uYc4MsDdV9Jg"}}
			return c
		}},
	},
	{
		rule: "client-public-id", when: "the usual ID without a secret", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			z.app.Type = flow.Public
			return z.refused(z.allowed())
		}},
		misses: map[string]given{
			"the profile has a secret":    {step: flow.StepRefresh, body: wrongClient},
			"the public client was taken": {step: flow.StepExchange, body: wrongCode, app: typed(flow.Public)},
			"the app is switched off":     {step: flow.StepRefresh, body: `{"reason":"The app has been disabled","error":"invalid_client"}`, app: typed(flow.Public)},
		},
	},
	{
		rule: "client-basic-malformed", when: "echo added a line end", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			return z.refused(withHeader("Authorization", basic(z.app.ClientID+":"+z.secret.Reveal()+"\n"))(z.allowed()))
		}},
		misses: map[string]given{
			"a header as it should be":        {step: flow.StepRefresh, body: wrongClient, edit: withHeader("Authorization", basic("id:secret"))},
			"the scheme in other letters":     {step: flow.StepRefresh, body: wrongClient, edit: withHeader("Authorization", "basic"+basic("id:secret")[5:])},
			"zoauth's own header":             {step: flow.StepRefresh, body: wrongClient},
			"the header is odd and was taken": {step: flow.StepRefresh, body: deadToken, edit: withHeader("Authorization", basic("id"))},
		},
	},
	{
		rule: "client-basic-malformed", when: "a Bearer header at the token endpoint", rank: 1,
		hit: given{step: flow.StepRefresh, body: noClient, edit: withHeader("Authorization", "Bearer abc")},
	},
	{
		rule: "client-basic-malformed", when: "base64 broke a long line", rank: 1,
		hit: given{step: flow.StepRefresh, body: wrongClient, edit: withHeader("Authorization", basic("id:secret")[:10]+"\n"+basic("id:secret")[10:])},
	},
	{
		rule: "client-secret-wrong", when: "the secret was changed at Zoom", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "reports-dev")
			r := z.allowed()
			r.Auth.Secret = flow.NewSecret(flow.KindClientSecret, "oldReportsDev00000000000000000003")
			return z.refused(r)
		}},
		misses: map[string]given{
			"nothing was sent that could be wrong":   {step: flow.StepRefresh, body: noClient},
			"the app is switched off":                {step: flow.StepRefresh, body: `{"reason":"The app has been disabled","error":"invalid_client"}`},
			"a public app, which has no secret":      {step: flow.StepRefresh, body: wrongClient, app: typed(flow.Public)},
			"the consent page, which sees no secret": {text: "Invalid client_id: Zk3mQ8vTS2aXw1LrPbN0Ug (4,702)"},
			"the wrong grant":                        {step: flow.StepRefresh, body: wrongGrant},
		},
	},
	{
		rule: "client-secret-wrong", when: "a server-to-server app", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "batch-dev")
			return z.refused(flow.DirectRequest(z.app, flow.NewSecret(flow.KindClientSecret, "oldBatchDev0000000000000000000004")))
		}},
	},
	{
		rule: "client-secret-wrong", when: "Zoom for Government", rank: 1,
		hit: given{step: flow.StepExchange, body: wrongClient, app: changed(func(a *flow.App) { a.Endpoints = flow.Government() })},
	},
	{
		rule: "client-secret-wrong", when: "4704 in a log", rank: 1,
		hit: given{text: "zoom oauth error 4704: Invalid client secret"},
	},
	{
		rule: "client-cloud", when: "zoomgov.com does not know the client", rank: 2,
		hit: given{step: flow.StepExchange, body: wrongClient, app: changed(func(a *flow.App) { a.Endpoints = flow.Government() })},
		misses: map[string]given{
			"this cloud gave it tokens before": {step: flow.StepRefresh, body: wrongClient, state: flow.State{Token: flow.Token{RefreshToken: refresh}, Binding: acme().Binding()}},
			"the client was not named":         {step: flow.StepExchange, body: noClient, app: changed(func(a *flow.App) { a.Endpoints = flow.Government() })},
		},
	},
	{
		rule: "client-app-type", when: "the credentials of a General app in a server-to-server profile", rank: 2,
		hit: given{step: flow.StepExchange, body: wrongClient, app: typed(flow.ServerToServer)},
		misses: map[string]given{
			"the same app had tokens before": {step: flow.StepRefresh, body: wrongClient, state: flow.State{Token: flow.Token{RefreshToken: refresh}, Binding: acme().Binding()}},
			"the client was not named":       {step: flow.StepExchange, body: noClient, app: typed(flow.ServerToServer)},
		},
	},
	{
		rule: "client-missing", when: "no Authorization header", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			return z.refused(z.mistaken("exchange-no-basic", z.allowed()))
		}},
		misses: map[string]given{
			"they were sent and are wrong": {step: flow.StepExchange, body: wrongClient},
			"the grant type is missing":    {step: flow.StepExchange, body: noGrant},
		},
	},
	{
		rule: "app-disabled", when: "Zoom switched the app off", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			r := z.allowed()
			z.UpdateApp(z.app.ClientID, func(a *sandbox.App) { a.Disabled = true })
			return z.refused(r)
		}},
		misses: map[string]given{
			"an admin disabled the token":   {text: `{"code":4738,"message":"The token is disabled by admin."}`},
			"a port that is its number":     {text: "Invalid redirect: http://127.0.0.1:4717/callback (4,700)"},
			"the credentials are not known": {step: flow.StepRefresh, body: wrongClient},
		},
	},
	{
		rule: "app-disabled", when: "the number in Spanish", rank: 1,
		hit: given{text: "No puede autorizar Acme (4.717)"},
	},
}

func TestClientSituations(t *testing.T) { check(t, clientSituations) }
