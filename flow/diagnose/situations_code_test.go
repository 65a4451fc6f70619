package diagnose_test

import (
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
)

// codeUsed is an exchange that the history has already, and was answered with body.
func codeUsed(status int, body string) []flow.Trace {
	first := given{step: flow.StepExchange, status: status, body: body, app: acme()}.trace()
	return []flow.Trace{kept("earlier", time.Minute, first)}
}

// mistakenExchange sends a fresh code with a deliberate mistake.
func mistakenExchange(name string) given {
	return given{live: func(t *testing.T) diagnose.Case {
		z := serve(t, "acme-dev")
		return z.refused(z.mistaken(name, z.allowed()))
	}}
}

// codeSituations are about T3, T7, T8, T11 and 4709, 4732 to 4734 (docs/zoom.md §5.1, §5.2).
var codeSituations = []situation{
	{
		rule: "code-used-twice", when: "the callback page was loaded again", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			r := z.allowed()
			first := z.send(r)
			c := z.refused(r)
			c.History = []flow.Trace{kept("earlier", time.Second, first)}
			return c
		}},
		misses: map[string]given{
			"Zoom says that it is old":   {step: flow.StepExchange, body: oldCode},
			"a device's poll":            {step: flow.StepPoll, body: wrongCode},
			"the credentials were wrong": {step: flow.StepExchange, body: wrongClient, history: codeUsed(200, granted)},
		},
	},
	{
		rule: "code-used-twice", when: "the answer of the first exchange was lost", rank: 1,
		hit: given{step: flow.StepExchange, body: wrongCode, history: []flow.Trace{
			kept("earlier", time.Minute, given{step: flow.StepExchange, app: acme(), turn: unanswered}.trace()),
		}},
	},
	{
		rule: "code-used-twice", when: "an answer of 2019", rank: 1,
		hit: given{step: flow.StepExchange, body: oldWrongCode, history: codeUsed(200, granted)},
	},
	{
		rule: "code-verifier-missing", when: "as the collection shows the exchange", rank: 1,
		hit: mistakenExchange("exchange-no-verifier"),
		misses: map[string]given{
			"a wrong verifier":         mistakenExchange("exchange-wrong-verifier"),
			"Zoom says that it is old": {step: flow.StepExchange, body: oldCode, edit: without("code_verifier")},
			"the redirect is missing":  {step: flow.StepExchange, body: wrongRedirect, edit: without("code_verifier")},
		},
	},
	{
		rule: "code-verifier-missing", when: "the code was sent before and refused for its secret", rank: 1,
		hit: given{step: flow.StepExchange, body: wrongCode, edit: without("code_verifier"), history: codeUsed(400, wrongClient)},
	},
	{
		rule: "code-verifier-wrong", when: "the verifier of another tab", rank: 2,
		hit: mistakenExchange("exchange-wrong-verifier"),
		misses: map[string]given{
			"no verifier":             mistakenExchange("exchange-no-verifier"),
			"the redirect is another": mistakenExchange("exchange-redirect-slash"),
		},
	},
	{
		rule: "code-double-encoded", when: "the code of an address bar, encoded again", rank: 1,
		hit: mistakenExchange("exchange-double-encoded"),
		misses: map[string]given{
			"the code as it came": {step: flow.StepExchange, body: wrongCode},
			"only the redirect has %-signs": {
				step: flow.StepExchange, body: wrongCode, app: changed(func(a *flow.App) { a.RedirectURI = "https://acme.example/a%2Fb" }),
			},
		},
	},
	{
		rule: "code-other-app", when: "the last characters were not copied", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			r := z.allowed()
			whole := r.Credential().Reveal()
			return z.refused(withForm("code", whole[:len(whole)-4])(r))
		}},
		misses: map[string]given{
			"this client ID had tokens for it": {step: flow.StepExchange, body: wrongCode, history: codeUsed(200, granted)},
			"Zoom says that it is old":         {step: flow.StepExchange, body: oldCode},
		},
	},
	{
		rule: "code-other-app", when: "the code of another app", rank: 3,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			r := z.allowed()
			z.take("reports-dev")
			r.Auth = flow.Auth{Scheme: flow.Basic, ClientID: z.app.ClientID, Secret: z.secret}
			return z.refused(r)
		}},
	},
	{
		rule: "code-expired", when: "six minutes after Allow", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-dev")
			r := z.allowed()
			z.time = now.Add(6 * time.Minute)
			return z.refused(r)
		}},
		misses: map[string]given{
			"a device code ended":          {step: flow.StepPoll, body: `{"error":"expired_token"}`},
			"an access token ended":        {step: flow.StepProbe, status: 401, body: apiExpired},
			"another code, not an old one": {step: flow.StepExchange, body: wrongCode},
		},
	},
	{
		rule: "code-expired", when: "4733 on a German page", rank: 1,
		hit: given{text: "Autorisierungscode abgelaufen (4.733)"},
	},
	{
		rule: "code-redirect-mismatch", when: "no redirect_uri", rank: 1,
		hit: mistakenExchange("exchange-no-redirect"),
		misses: map[string]given{
			"the consent page refuses the redirect": {text: "Invalid redirect: http://127.0.0.1:8976/callback (4,700)"},
			"the code is refused":                   {step: flow.StepExchange, body: wrongCode, edit: without("redirect_uri")},
		},
	},
	{
		rule: "code-redirect-mismatch", when: "a slash too many", rank: 1,
		hit: mistakenExchange("exchange-redirect-slash"),
	},
	{
		rule: "code-service-down", when: "Zoom's lookup fails", rank: 1,
		hit: given{step: flow.StepExchange, status: 500, body: `{"code":4732,"message":"Creating authorization code error."}`},
		misses: map[string]given{
			"another fault of Zoom": {step: flow.StepExchange, status: 500, body: `{"code":500,"message":"Internal error."}`},
			"the code's number":     {text: "Invalid authorization code. (4,734)"},
		},
	},
}

func TestCodeSituations(t *testing.T) { check(t, codeSituations) }
