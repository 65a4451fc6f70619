package diagnose_test

import (
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/sandbox"
)

// The pages of docs/zoom.md §6.
const (
	redirectJSON = `{"status":false,"errorCode":4700,"errorMessage":"Invalid redirect url","result":null}`
	redirectHTTP = "Invalid redirect: http://127.0.0.1:8976/callback (4,700)"
	redirectTLS  = "Invalid redirect: https://acme.example/zoom/callback (4,700)"
	redirectES   = "Redireccionamiento no válido: https://acme.example/zoom/callback (4.700)"
	noSuchClient = "Invalid client_id: <id> (4,702)"
	wrongScope   = "You cannot authorize Acme. Invalid scope. Edit on web portal"
	adminOnly    = "An account admin is required to install this type of app. Please contact your admin."
)

// notPages are texts of the API that hold the same number.
var notPages = map[string]given{
	"the API's 4700 for a scope":        {text: `{"code":4700,"message":"Invalid access token, does not contain scopes"}`},
	"the API's 4700 for an empty token": {text: `{"code":4700,"message":"Token cannot be empty."}`},
	"the API's 4700 without a word":     {text: `{"code":4700,"message":""}`},
	"the same in a log":                 {text: `zoom api: {"code":4700,"message":""}`},
	"the same after a probe":            {step: flow.StepProbe, body: `{"code":4700,"message":""}`},
	"the exchange's redirect":           {step: flow.StepExchange, body: wrongRedirect},
	"an unknown client":                 {text: noSuchClient},
}

// and adds one near miss.
func and(more map[string]given, name string, g given) map[string]given {
	all := map[string]given{name: g}
	for k, v := range more {
		all[k] = v
	}
	return all
}

// opened opens the URL of an authorization and pastes what the page shows.
func opened(name string, prepare func(z *zoom)) given {
	return given{live: func(t *testing.T) diagnose.Case {
		z := serve(t, name)
		prepare(z)
		attempt, err := flow.NewAttempt(z.app, now)
		if err != nil {
			t.Fatal(err)
		}
		visit, err := sandbox.Browser{}.Answer(t.Context(), attempt.URL(), true)
		if err != nil {
			t.Fatal(err)
		}
		return diagnose.Case{Text: visit.Page, App: z.app, Now: now}
	}}
}

// pageSituations are about the consent page (docs/zoom.md §6).
var pageSituations = []situation{
	{
		rule: "redirect-plain-http", when: "a loopback redirect in 2026", rank: 1,
		hit:    opened("acme-dev", func(z *zoom) { z.SetRules(func(r *sandbox.Rules) { r.RefusePlainHTTP = true }) }),
		misses: and(notPages, "the page shows an https redirect", given{text: redirectTLS, app: changed(func(a *flow.App) { a.RedirectURI = "" })}),
	},
	{
		rule: "redirect-plain-http", when: "the page names it, the profile is not known", rank: 1,
		hit:    given{text: redirectHTTP, app: changed(func(a *flow.App) { a.RedirectURI = "" })},
		misses: map[string]given{"the profile's redirect is https": {text: redirectJSON}},
	},
	{
		rule: "redirect-not-registered", when: "another path than the registered one", rank: 1,
		hit:    opened("acme-prod", func(z *zoom) { z.app.RedirectURI = "https://acme.example/other" }),
		misses: notPages,
	},
	{
		rule: "redirect-not-registered", when: "in Spanish", rank: 1,
		hit: given{text: redirectES},
	},
	{
		rule: "redirect-bytes", when: "capital letters in the path", rank: 2,
		hit:    given{text: redirectJSON, app: changed(func(a *flow.App) { a.RedirectURI = "https://acme.example/Zoom/Callback" })},
		misses: notPages,
	},
	{
		rule: "redirect-bytes", when: "the page names a slash at the end", rank: 2,
		hit: given{text: "Invalid redirect: https://acme.example/zoom/ (4,700)", app: changed(func(a *flow.App) { a.RedirectURI = "" })},
	},
	{
		rule: "redirect-bytes", when: "the page names another port than the profile", rank: 1,
		hit: given{text: "Invalid redirect: https://acme.example:8443/zoom/callback (4,700)"},
	},
	{
		rule: "redirect-authorize-host", when: "the old consent host", rank: 3,
		hit: given{text: redirectJSON},
		misses: and(and(notPages,
			"the newer host was opened", given{text: redirectJSON, app: changed(func(a *flow.App) { a.Endpoints.AuthorizeURL = "https://marketplace.zoom.us/v2/authorize" })}),
			"Zoom for Government, which has another marketplace", given{text: redirectJSON, app: changed(func(a *flow.App) { a.Endpoints = flow.Government() })}),
	},
	{
		rule: "redirect-zoom-fault", when: "a redirect that worked yesterday", rank: 4,
		hit: given{text: redirectJSON}, misses: notPages,
	},
	{
		rule: "page-client-unknown", when: "an ID that Zoom does not know", rank: 1,
		hit: opened("acme-dev", func(z *zoom) { z.app.ClientID = "REPLACE_ME" }),
		misses: map[string]given{
			"the token endpoint's refusal":          {text: wrongClient},
			"the token endpoint's refusal in a log": {text: "zoom oauth failed: " + wrongClient + " (attempt 1)"},
			"a redirect":                            {text: redirectJSON},
			"after an exchange":                     {step: flow.StepExchange, body: wrongClient},
		},
	},
	{
		rule: "page-client-unknown", when: "in Spanish", rank: 1,
		hit: given{text: "ID de cliente no válido: abc (4.702)"},
	},
	{
		rule: "page-scope-invalid", when: "a scope that is not saved", rank: 1,
		hit: opened("acme-dev", func(z *zoom) { z.app.Scopes = []string{"report:read:user"} }),
		misses: map[string]given{
			"the API wants a scope": {text: apiScopes},
			"a redirect":            {text: "You cannot authorize Acme. Invalid redirect URL."},
		},
	},
	{
		rule: "page-scope-invalid", when: "the words of the newer page", rank: 1,
		hit: given{text: wrongScope},
	},
	{
		rule: "page-cannot-authorize", when: "a user of another account", rank: 1,
		hit: given{text: "You cannot authorize Acme"},
		misses: map[string]given{
			"the page that asks":       {text: "Acme is requesting access to your Zoom account. Allow Decline"},
			"the user is no admin":     {text: adminOnly},
			"an admin of other things": {text: "Contact your admin to reset the printer of the app room."},
		},
	},
	{
		rule: "page-admin-required", when: "a normal user", rank: 1,
		hit: given{text: adminOnly},
		misses: map[string]given{
			"a scope that ends in :admin": {text: "zoom: scope meeting:write:admin is required"},
			"pre-approval":                {text: "Request pre-approve"},
		},
	},
	{
		rule: "page-preapproval", when: "instead of Allow", rank: 1,
		hit: given{text: "Request pre-approve"},
		misses: map[string]given{
			"an admin switched the token off": {text: disabledToken},
			"the user is no admin":            {text: adminOnly},
		},
	},
}

// callbackSituations are about what comes back (docs/zoom.md §3.1).
var callbackSituations = []situation{
	{
		rule: "declined", when: "the address bar after Decline", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "acme-prod")
			z.app.RedirectURI = "https://acme.example/zoom/callback"
			attempt, err := flow.NewAttempt(z.app, now)
			if err != nil {
				t.Fatal(err)
			}
			visit, err := sandbox.Browser{}.Answer(t.Context(), attempt.URL(), false)
			if err != nil {
				t.Fatal(err)
			}
			return diagnose.Case{Text: visit.URL, App: z.app, Now: now}
		}},
		misses: map[string]given{
			"another error of RFC 6749": {text: "https://acme.example/zoom/callback?error=server_error&state=x"},
			"Zoom denies the API":       {text: apiBlocked},
			"nobody has answered yet":   {step: flow.StepPoll, body: `{"error":"authorization_pending"}`},
		},
	},
	{
		rule: "declined", when: "on a device", rank: 1,
		hit: given{step: flow.StepPoll, body: `{"error":"access_denied"}`},
	},
	{
		rule: "state-missing", when: "Add in the Marketplace", rank: 1,
		hit: given{text: "https://acme.example/zoom/callback?code=aB3dE5fG7h_Rw81nTqYQ0iB7sXcJ4mLzA"},
		misses: map[string]given{
			"the state is there":     {text: "https://acme.example/zoom/callback?code=aB3dE5fG7h_Rw81nTqYQ0iB7sXcJ4mLzA&state=x"},
			"a token request's URL":  {text: "https://zoom.us/oauth/token?grant_type=authorization_code&code=aB3dE5fG7h&redirect_uri=https://acme.example/"},
			"a code of another kind": {text: "exit code=1"},
		},
	},
	{
		rule: "state-missing", when: "Zoom's own parameters are there", rank: 1,
		hit: given{text: "https://acme.example/zoom/callback?code=aB3dE5fG7h_Rw81nTqYQ0iB7sXcJ4mLzA&_zmp_login_state=1"},
	},
}

// onDevice asks for a device code and polls once, after something happened.
func onDevice(happens func(z *zoom)) given {
	return given{live: func(t *testing.T) diagnose.Case {
		z := serve(t, "acme-dev")
		answer := flow.Classify(z.send(flow.DeviceRequest(z.app, z.secret)))
		if answer.Device == nil {
			t.Fatal(answer.Err)
		}
		happens(z)
		return z.refused(flow.PollRequest(z.app, z.secret, answer.Device.Code))
	}}
}

// deviceSituations are about the device flow (docs/zoom.md §2.6, T12).
var deviceSituations = []situation{
	{
		rule: "device-not-enabled", when: "an app without Use App on Device", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "reports-dev")
			return z.refused(flow.DeviceRequest(z.app, z.secret))
		}},
		misses: map[string]given{
			"a refresh":               {step: flow.StepRefresh, body: wrongGrant},
			"nobody has answered yet": onDevice(func(*zoom) {}),
			"the text of any request": {text: wrongGrant},
		},
	},
	{
		rule: "device-not-enabled", when: "it was switched off meanwhile", rank: 1,
		hit: onDevice(func(z *zoom) { z.UpdateApp(z.app.ClientID, func(a *sandbox.App) { a.Device = false }) }),
	},
	{
		rule: "device-pending", when: "nobody has entered the code", rank: 1,
		hit: onDevice(func(*zoom) {}),
		misses: map[string]given{
			"its time is over":    onDevice(func(z *zoom) { z.time = now.Add(16 * time.Minute) }),
			"the person declined": {step: flow.StepPoll, body: `{"error":"access_denied"}`},
		},
	},
	{
		rule: "device-pending", when: "polled too fast", rank: 1,
		hit: given{step: flow.StepPoll, body: `{"error":"slow_down"}`},
	},
	{
		rule: "device-expired", when: "16 minutes later", rank: 1,
		hit: onDevice(func(z *zoom) { z.time = now.Add(16 * time.Minute) }),
		misses: map[string]given{
			"nobody has entered the code": onDevice(func(*zoom) {}),
			"an old authorization code":   {step: flow.StepExchange, body: oldCode},
			"an access token ended":       {step: flow.StepProbe, status: 401, body: apiExpired},
		},
	},
}

func TestPageSituations(t *testing.T)     { check(t, pageSituations) }
func TestCallbackSituations(t *testing.T) { check(t, callbackSituations) }
func TestDeviceSituations(t *testing.T)   { check(t, deviceSituations) }
