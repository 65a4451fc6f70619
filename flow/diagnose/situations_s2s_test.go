package diagnose_test

import (
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
	"zoauth/flow/sandbox"
)

const (
	inactiveApp  = `{"reason":"The app has been disabled by the developer","error":"invalid_client"}`
	disabledApp  = `{"reason":"The app has been disabled","error":"invalid_client"}`
	noUserMe     = `{"code":1001,"message":"User does not exist: me."}`
	noUserSam    = `{"code":1001,"message":"User does not exist: sam@acme.example."}`
	notInAccount = `{"code":1010,"message":"User not found on this account"}`
	notOfAccount = `{"code":1010,"message":"User not belong to this account"}`
	alreadyThere = `{"code":1005,"message":"User already in the account."}`
	mayNotHost   = `{"code":3161,"message":"Your user account is not allowed meeting hosting and scheduling capabilities."}`
	noREST       = `{"code":200,"message":"Account does not enabled REST API."}`
	phoneScopes  = `{"code":104,"message":"Invalid access token, does not contain scopes:[phone:read:list_users:admin]"}`
)

func TestServerToServerSituations(t *testing.T) { check(t, s2sSituations) }
func TestLibrarySituations(t *testing.T)        { check(t, librarySituations) }

// asking is a Server-to-Server app whose probe asks for users/me.
func asking(path string) flow.App {
	return changed(func(a *flow.App) { a.Type, a.AccountID, a.ProbePath = flow.ServerToServer, "acct", path })
}

// issued is a state whose token was obtained some time before now.
func issued(before time.Duration, scope string) flow.State {
	return flow.State{Token: flow.Token{AccessToken: access, Scope: scope, ObtainedAt: now.Add(-before), ExpiresAt: now.Add(time.Hour - before)}}
}

// s2sSituations are about the life of Server-to-Server apps, and about the REST API
// when the token is good (docs/zoom.md §2.7, §2.8, §5.1 T16, §5.3).
var s2sSituations = []situation{
	{
		rule: "app-not-activated", when: "nobody has activated the new app", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "batch-dev")
			z.UpdateApp(z.app.ClientID, func(a *sandbox.App) { a.Inactive = true })
			return z.refused(flow.DirectRequest(z.app, z.secret))
		}},
		misses: map[string]given{
			"Zoom disabled the app": {step: flow.StepExchange, body: disabledApp, app: typed(flow.ServerToServer)},
			"a wrong secret":        {step: flow.StepExchange, body: wrongClient, app: typed(flow.ServerToServer)},
		},
	},
	{
		rule: "app-not-activated", when: "the text alone", rank: 1,
		hit: given{text: inactiveApp},
	},
	{
		rule: "client-secret-overlap", when: "the client had tokens before", rank: 1,
		hit: given{step: flow.StepRefresh, body: wrongClient, state: flow.State{Binding: acme().Binding(), Token: flow.Token{RefreshToken: refresh}}},
		misses: map[string]given{
			"a public app, which has no secret": {step: flow.StepRefresh, body: wrongClient, app: typed(flow.Public)},
			"the app is not activated":          {step: flow.StepExchange, body: inactiveApp, app: typed(flow.ServerToServer)},
		},
	},
	{
		rule: "client-public-key", when: "a client that had tokens is refused", rank: 2,
		hit: given{step: flow.StepRefresh, body: wrongClient, state: flow.State{Binding: acme().Binding(), Token: flow.Token{RefreshToken: refresh}}},
		misses: map[string]given{
			"a public app, which has no secret":      {step: flow.StepRefresh, body: wrongClient, app: typed(flow.Public)},
			"the consent page, which sees no secret": {text: "Invalid client_id: abc (4,702)"},
		},
	},
	{
		rule: "s2s-users-me", when: "124 for a token that was just issued", rank: 1,
		hit: given{step: flow.StepProbe, status: 401, body: apiInvalid, app: asking("/v2/users/me"), state: issued(3*time.Second, "user:read:user:admin")},
		misses: map[string]given{
			"the list of users":       {step: flow.StepProbe, status: 401, body: apiInvalid, app: asking("")},
			"a token of a user":       {step: flow.StepProbe, status: 401, body: apiInvalid},
			"it says that it expired": {step: flow.StepProbe, status: 401, body: apiExpired, app: asking("/v2/users/me")},
			"another user is unknown": {step: flow.StepProbe, status: 404, body: noUserSam, app: asking("/v2/users/me")},
		},
	},
	{
		rule: "s2s-users-me", when: "1001 for me", rank: 1,
		hit: given{step: flow.StepProbe, status: 404, body: noUserMe, app: asking("/v2/users/me")},
	},
	{
		rule: "s2s-users-me", when: "the text alone", rank: 1,
		hit: given{text: noUserMe},
	},
	{
		rule: "s2s-scope-missing", when: "the app cannot list users", rank: 1,
		hit: given{live: func(t *testing.T) diagnose.Case {
			z := serve(t, "batch-dev")
			z.UpdateApp(z.app.ClientID, func(a *sandbox.App) { a.Scopes = []string{"meeting:read:meeting:admin"} })
			return z.refused(flow.ProbeRequest(z.app, z.token(flow.DirectRequest(z.app, z.secret)).AccessToken))
		}},
		misses: map[string]given{
			"an app that a user authorizes": {step: flow.StepProbe, body: apiScopes},
			"the token is refused":          {step: flow.StepProbe, status: 401, body: apiInvalid, app: asking("")},
		},
	},
	{
		rule: "s2s-scope-missing", when: "104 without quotes, from the phone API", rank: 1,
		hit: given{step: flow.StepProbe, body: phoneScopes, app: asking("/v2/phone/users")},
	},
	{
		rule: "api-scope-missing", when: "104 without quotes", rank: 1,
		hit: given{step: flow.StepProbe, body: phoneScopes},
	},
	{
		rule: "api-user-unknown", when: "a user of nobody's", rank: 1,
		hit: given{step: flow.StepProbe, status: 404, body: noUserSam, app: asking("/v2/users/sam@acme.example")},
		misses: map[string]given{
			"the owner of the token is gone": {step: flow.StepRefresh, body: ownerGone},
			"no meeting":                     {step: flow.StepProbe, status: 404, body: noMeeting},
		},
	},
	{rule: "api-user-unknown", when: "1010", rank: 1, hit: given{step: flow.StepProbe, status: 404, body: notInAccount}},
	{rule: "api-user-unknown", when: "1010 in other words", rank: 1, hit: given{step: flow.StepProbe, status: 404, body: notOfAccount}},
	{
		rule: "api-request-refused", when: "1005", rank: 1,
		hit: given{step: flow.StepProbe, status: 409, body: alreadyThere},
		misses: map[string]given{
			"a field is wrong":    {step: flow.StepProbe, body: apiFields},
			"the user is unknown": {step: flow.StepProbe, status: 404, body: notInAccount},
		},
	},
	{rule: "api-request-refused", when: "3001", rank: 1, hit: given{step: flow.StepProbe, status: 404, body: noMeeting}},
	{rule: "api-request-refused", when: "3161", rank: 1, hit: given{step: flow.StepProbe, body: mayNotHost}},
	{
		rule: "api-account-no-rest", when: "200 and the account", rank: 1,
		hit: given{step: flow.StepProbe, body: noREST},
		misses: map[string]given{
			"200 and the grant": {step: flow.StepProbe, body: apiKey},
			"200 and a block":   {step: flow.StepProbe, body: apiBlocked},
		},
	},
	{rule: "api-token-expired", when: "has expired", rank: 1, hit: given{step: flow.StepProbe, status: 401, body: `{"code":124,"message":"Access token has expired."}`}},
	{rule: "api-token-superseded", when: "without a full stop", rank: 1, hit: given{step: flow.StepProbe, status: 401, body: `{"code":124,"message":"Invalid access token"}`}},
	{rule: "api-token-superseded", when: "in capitals", rank: 1, hit: given{step: flow.StepProbe, status: 401, body: `{"code":124,"message":"INVALID ACCESS TOKEN!"}`}},
}

// librarySituations are about other people's words (docs/zoom.md §5.4).
var librarySituations = []situation{
	{
		rule: "supabase-user-scope", when: "its log", rank: 1,
		hit:    given{text: `{"error":"server_error","error_description":"Error getting user email from external provider"}`},
		misses: map[string]given{"its other error": {text: "Unable to exchange external code: abc"}, "Zoom's own words": {text: apiScopes}},
	},
	{
		rule: "passport-profile", when: "its trace names the strategy", rank: 1,
		hit:    given{text: "InternalOAuthError: Failed to fetch user profile\n    at node_modules/passport-zoom-oauth2/lib/strategy.js:61:19"},
		misses: map[string]given{"the exchange": {text: "InternalOAuthError: Failed to obtain access token\n    at node_modules/passport-zoom-oauth2/lib/strategy.js:61:19"}, "Zoom's own words": {text: apiScopes}},
	},
	{
		rule: "library-exchange", when: "Auth.js calls its page", rank: 1,
		hit: given{text: "https://app.example.com/login?error=OAuthCallback&provider=zoom"},
		misses: map[string]given{
			"another provider":    {text: "https://app.example.com/login?error=OAuthCallback&provider=google"},
			"Zoom's response too": {text: "[next-auth][error][OAUTH_CALLBACK_ERROR] providerId: 'zoom' " + wrongClient},
			"before the exchange": {text: "https://app.example.com/login?error=OAuthSignin&provider=zoom"},
		},
	},
	{
		rule: "supabase-secret-blanks", when: "its callback", rank: 1,
		hit:    given{text: "Unable to exchange external code: aBcDeF"},
		misses: map[string]given{"its other error": {text: "Error getting user email from external provider"}, "a refused client": {text: wrongClient}},
	},
}

// A token that was just issued is not called expired.
func TestAFreshTokenIsNotExpired(t *testing.T) {
	for _, app := range []flow.App{asking(""), asking("/v2/users/me"), acme()} {
		c := given{step: flow.StepProbe, status: 401, body: apiInvalid, app: app, state: issued(3*time.Second, "")}.make(t)
		found := diagnose.Diagnose(c)
		if len(found) == 0 || found[0].ID == "api-token-expired" || !strings.Contains(strings.Join(found[0].Evidence, "\n"), "it was issued 3s before: it has not expired") {
			t.Errorf("%s %s: %v", app.Type, app.ProbePath, found)
		}
	}
}

// Nothing is certain that rests on a model, on rows that contradict each other, or on
// the words of a text that somebody else sent.
func TestWhatIsCertainRestsOnARecord(t *testing.T) {
	for _, r := range diagnose.Rules() {
		if (r.Unseen || r.Unsure) && r.Strength == diagnose.NotOfZoom {
			t.Errorf("%s says of no row that it is unsure", r.ID)
		}
	}
	for _, s := range allSituations() {
		for _, f := range diagnose.Diagnose(s.hit.make(t)) {
			if f.Likelihood == diagnose.Certain && (f.Strength == diagnose.Modelled || f.Unseen || f.Unsure) {
				t.Errorf("%s, %s: %s is certain", s.rule, s.when, f.ID)
			}
		}
	}
	for _, text := range []string{
		wrongClient, inactiveApp, disabledApp, apiInvalid, apiExpired, apiQuery, apiScopes, phoneScopes, noUserMe, notInAccount, apiBlocked, noREST,
		oldCode, deadToken, "You cannot authorize Acme", "An account admin is required to install this type of app.", "Request pre-approve",
		`{"error":"authorization_pending"}`, `{"error":"expired_token"}`, `{"reason":"Code is expired","error":"invalid_grant"}`, "error 4735", "Creating authorization code error. (4,732)",
		"curl https://zoom.us/oauth/token -d grant_type=refresh_token -d refresh_token=abc", "curl 'https://api.zoom.us/v2/users/me?access_token=abc'",
		"curl -H 'Authorization: Bearer " + jwt("refresh_token", -time.Hour, "x") + "' https://api.zoom.us/v2/users/me",
	} {
		found := diagnose.Explain(recognize.Read(text), diagnose.Here{App: acme(), Now: now}).Findings
		if len(found) == 0 {
			t.Errorf("nothing explains %s", text)
		}
		for _, f := range found {
			if f.Likelihood == diagnose.Certain {
				t.Errorf("%s is certain of %s", f.ID, text)
			}
		}
	}
	pasted := given{step: flow.StepProbe, status: 401, body: apiExpired, turn: func(trace *flow.Trace) { trace.Origin = flow.OriginPasted }}
	if found := diagnose.Diagnose(pasted.make(t)); len(found) == 0 || found[0].Likelihood != diagnose.Likely {
		t.Errorf("of a pasted response: %v", found)
	}
	own := given{step: flow.StepProbe, status: 401, body: apiExpired, turn: func(trace *flow.Trace) { trace.Origin = flow.OriginWire }}
	if found := diagnose.Diagnose(own.make(t)); len(found) == 0 || found[0].Likelihood != diagnose.Certain {
		t.Errorf("of our own response: %v", found)
	}
}
