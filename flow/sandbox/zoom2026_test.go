package sandbox_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
)

const (
	bodyInactive = `{"reason":"The app has been disabled by the developer","error":"invalid_client"}`
	bodyBad      = `{"reason":"Bad Request","error":"invalid_request"}`
	bodyKey      = `{"code":200,"message":"Invalid api key or secret."}`
	bodyNoScope  = `{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:list_users:admin]."}`
)

// withQuery sends a request whose parameters are all in the URL.
func (b *bench) withQuery(app sandbox.App, path string, query url.Values) answer {
	b.t.Helper()
	req := must(http.NewRequest(http.MethodPost, b.URL()+path+"?"+query.Encode(), http.NoBody))
	req.SetBasicAuth(app.ClientID, app.ClientSecret)
	return b.send(req)
}

// api asks the REST API at a base URL.
func (b *bench) api(base, path, token string) answer {
	b.t.Helper()
	req := must(http.NewRequest(http.MethodGet, base+path, http.NoBody))
	req.Header.Set("Authorization", "Bearer "+token)
	return b.send(req)
}

// server returns the Server-to-Server app with scopes for both probes.
func (b *bench) server() sandbox.App {
	b.UpdateApp("server", func(a *sandbox.App) {
		a.Scopes = []string{"user:read:list_users:admin", "user:read:user:admin"}
	})
	app, _ := find(b, "server")
	return app
}

func accountForm(app sandbox.App) url.Values {
	return url.Values{"grant_type": {"account_credentials"}, "account_id": {app.AccountID}}
}

func (b *bench) set(name, client string, on bool) {
	b.t.Helper()
	if err := b.SetScenario(name, client, on); err != nil {
		b.t.Fatal(err)
	}
}

// T16: a Server-to-Server app that is not activated, and one that a scope deactivated.
func TestServerAppThatIsNotActivated(t *testing.T) {
	for _, scenario := range []string{"app-not-activated", "deactivated-by-scope"} {
		b := serve(t, sandbox.Rules{})
		app := b.server()
		before := b.pair(b.post(app, "/oauth/token", accountForm(app)))
		b.set(scenario, app.ClientID, true)
		b.post(app, "/oauth/token", accountForm(app)).is(t, 400, bodyInactive)
		b.api(b.URL(), "/v2/users?page_size=1", before.Access).is(t, 401, body124)
		b.set(scenario, app.ClientID, false)
		after := b.pair(b.post(app, "/oauth/token", accountForm(app)))
		if a := b.api(b.URL(), "/v2/users?page_size=1", after.Access); a.status != 200 {
			t.Errorf("%s, activated again: %d %s", scenario, a.status, a.body)
		}
	}
}

// docs/zoom.md §4: tokens of a Server-to-Server app live side by side; the fault brings 2022 back.
func TestServerTokensLiveSideBySide(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	app := b.server()
	first := b.pair(b.post(app, "/oauth/token", accountForm(app)))
	second := b.pair(b.post(app, "/oauth/token", accountForm(app)))
	for _, token := range []string{first.Access, second.Access} {
		if a := b.api(b.URL(), "/v2/users?page_size=1", token); a.status != 200 {
			t.Errorf("got %d %s", a.status, a.body)
		}
	}
	b.SetRules(func(r *sandbox.Rules) { r.OneToken = true })
	b.pair(b.post(app, "/oauth/token", accountForm(app)))
	b.api(b.URL(), "/v2/users?page_size=1", second.Access).is(t, 401, body124)
}

// docs/zoom.md §2.1: grants without a token are accepted in the query, whether the empty body has a
// content type or not; what names a token is refused there, until the fault is on.
func TestParametersInTheQuery(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	app := b.server()
	if p := b.pair(b.withQuery(app, "/oauth/token", accountForm(app))); p.ExpiresIn != 3599 || p.Refresh != "" {
		t.Errorf("got %+v", p)
	}
	bot, _ := find(b, "bot")
	b.pair(b.withQuery(bot, "/oauth/token", url.Values{"grant_type": {"client_credentials"}}))
	wrong := accountForm(app)
	wrong.Set("account_id", "another")
	b.withQuery(app, "/oauth/token", wrong).is(t, 400, bodyBad)

	user := b.granted()
	refresh := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {user.Refresh}}
	b.withQuery(b.app, "/oauth/token", refresh).is(t, 400, bodyBad)
	b.withQuery(b.app, "/oauth/revoke", url.Values{"token": {user.Access}}).is(t, 400, bodyBad)
	if a := b.me(user.Access); a.status != 200 {
		t.Errorf("a refused request changed the token: %d", a.status)
	}
}

// docs/zoom.md §2.3: client_credentials is for General apps too, and what Server-to-Server
// credentials get with it the REST API refuses.
func TestClientCredentialsOfEveryApp(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	form := url.Values{"grant_type": {"client_credentials"}}
	for _, app := range []sandbox.App{b.app, b.server()} {
		p := b.pair(b.post(app, "/oauth/token", form))
		if p.Scope != "imchat:bot" || p.Refresh != "" {
			t.Errorf("%s: %+v", app.Type, p)
		}
		b.api(b.URL(), "/v2/users/me", p.Access).is(t, 400, bodyKey)
	}
	public, _ := find(b, "public")
	form.Set("client_id", "public")
	b.post(public, "/oauth/token", form).is(t, 400, bodyGrant)
}

// docs/zoom.md §1: the token names a regional host, which answers as the other one does.
func TestTokenNamesARegionalHost(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	p := b.granted()
	region, err := url.Parse(p.APIURL)
	if err != nil || p.APIURL == b.URL() || region.Hostname() != "127.0.0.1" {
		t.Fatalf("api_url %q, the sandbox is at %s", p.APIURL, b.URL())
	}
	for _, base := range []string{p.APIURL, b.URL()} {
		if a := b.api(base, "/v2/users/me", p.Access); a.status != 200 {
			t.Errorf("%s: %d %s", base, a.status, a.body)
		}
	}
}

// docs/zoom.md §3.1: codes have 33 characters and no user in them; the fault brings the older ones.
func TestShapeOfCodes(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	if code := b.code(nil); len(code) != 33 || strings.Contains(code, "_") || code[11:] == b.code(nil)[11:] {
		t.Errorf("code %q", code)
	}
	b.SetRules(func(r *sandbox.Rules) { r.OlderCodes = true })
	if one, other := b.code(nil), b.code(nil); len(one) != 33 || one[10] != '_' || one[10:] != other[10:] {
		t.Errorf("codes %q and %q", one, other)
	}
}

// docs/zoom.md §3.3: plain http is refused to confidential client IDs alone; a public one may use
// 127.0.0.1 with any port.
func TestPlainHTTPOfPublicAndConfidential(t *testing.T) {
	b := serve(t, sandbox.Rules{RefusePlainHTTP: true})
	if a := b.consent("allow", nil); a.status != 400 || !strings.Contains(a.body, "(4,700)") {
		t.Errorf("confidential: %d %s", a.status, a.body)
	}
	b.app, _ = find(b, "public")
	for redirect, want := range map[string]int{
		"http://127.0.0.1:8976/callback": 302, "http://127.0.0.1:45678/callback": 302, "http://localhost:8976/callback": 400,
	} {
		b.UpdateApp("public", func(a *sandbox.App) { a.RedirectURIs = []string{callback, "http://localhost:8976/callback"} })
		if a := b.consent("allow", url.Values{"redirect_uri": {redirect}}); a.status != want {
			t.Errorf("public, %s: %d, want %d", redirect, a.status, want)
		}
	}
}

// T1:overlap, T1:byok: a right secret and an old one are refused with the same words.
func TestSecretsThatNoLongerWork(t *testing.T) {
	for _, scenario := range []string{"secret-changed", "secret-overlap-ended", "public-key-client"} {
		b := serve(t, sandbox.Rules{})
		p := b.granted()
		b.set(scenario, b.app.ClientID, true)
		b.refresh(p.Refresh).is(t, 400, bodyClient)
		b.set(scenario, b.app.ClientID, false)
		if a := b.refresh(p.Refresh); a.status != 200 {
			t.Errorf("%s, off again: %d %s", scenario, a.status, a.body)
		}
	}
}

// docs/zoom.md §2.8: the scopes of a new app reach its tokens after 12 seconds.
func TestScopesThatArriveLate(t *testing.T) {
	b := serve(t, sandbox.Rules{LateScopes: 12 * time.Second})
	app := b.server()
	early := b.pair(b.post(app, "/oauth/token", accountForm(app)))
	b.now = b.now.Add(12 * time.Second)
	late := b.pair(b.post(app, "/oauth/token", accountForm(app)))
	if early.Scope != "" || late.Scope != "user:read:list_users:admin user:read:user:admin" {
		t.Errorf("early %q, late %q", early.Scope, late.Scope)
	}
	b.api(b.URL(), "/v2/users?page_size=1", early.Access).is(t, 400, bodyNoScope)
	if a := b.api(b.URL(), "/v2/users?page_size=1", late.Access); a.status != 200 {
		t.Errorf("got %d %s", a.status, a.body)
	}
}

// docs/zoom.md §2.8: a token with 497 scopes comes whole.
func TestManyScopes(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	app := b.server()
	b.set("scopes-many", app.ClientID, true)
	a := b.post(app, "/oauth/token", accountForm(app))
	if p := b.pair(a); len(strings.Fields(p.Scope)) != 497 || len(a.body) < 17_000 || len(a.body) > 21_000 {
		t.Errorf("%d scopes in %d bytes", len(strings.Fields(p.Scope)), len(a.body))
	}
}

// api:me-s2s: users/me of Server-to-Server tokens in the three ways that were seen.
func TestUsersMeOfAServerToken(t *testing.T) {
	for code, want := range map[int]answer{
		0:    {status: 200},
		124:  {401, nil, body124},
		1001: {404, nil, `{"code":1001,"message":"User does not exist: me."}`},
	} {
		b := serve(t, sandbox.Rules{RefuseMe: code})
		app := b.server()
		p := b.pair(b.post(app, "/oauth/token", accountForm(app)))
		got := b.api(b.URL(), "/v2/users/me", p.Access)
		if got.status != want.status || want.body != "" && got.body != want.body {
			t.Errorf("%d: got %d %s", code, got.status, got.body)
		}
		if a := b.api(b.URL(), "/v2/users?page_size=1", p.Access); a.status != 200 {
			t.Errorf("%d: the list of users: %d %s", code, a.status, a.body)
		}
		if a := b.me(b.granted().Access); a.status != 200 {
			t.Errorf("%d: a token of a user: %d %s", code, a.status, a.body)
		}
	}
}

// docs/zoom.md §2.7, §5.3: the API looks at the token first, then at scopes, then at the user.
func TestAPILooksAtTheTokenFirst(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	app := b.server()
	p := b.pair(b.post(app, "/oauth/token", accountForm(app)))
	var list struct {
		Users []struct {
			ID string `json:"id"`
		} `json:"users"`
	}
	a := b.api(b.URL(), "/v2/users?page_size=1", p.Access)
	if json.Unmarshal([]byte(a.body), &list) != nil || len(list.Users) != 1 {
		t.Fatalf("got %d %s", a.status, a.body)
	}
	if a := b.api(b.URL(), "/v2/users/"+list.Users[0].ID, p.Access); a.status != 200 {
		t.Errorf("got %d %s", a.status, a.body)
	}
	b.api(b.URL(), "/v2/users/sam@acme.example", p.Access).is(t, 404, `{"code":1001,"message":"User does not exist: sam@acme.example."}`)
	b.api(b.URL(), "/v2/users/sam@acme.example", "junk").is(t, 401, body124)
	b.api(b.URL(), "/v2/users", b.granted().Access).is(t, 400, bodyNoScope)
}

// docs/zoom.md §5.3: the responses beside OAuth, word for word.
func TestResponsesOfAGoodToken(t *testing.T) {
	for name, want := range map[string]answer{
		"scope-missing":          {400, nil, `{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:user,user:read:user:admin]."}`},
		"scope-missing-unquoted": {400, nil, `{"code":104,"message":"Invalid access token, does not contain scopes:[phone:read:list_users:admin]"}`},
		"scope-missing-events":   {400, nil, `{"code":104,"message":"Invalid access token, does not contain scopes:["event:read:list","event:read:list:admin"]"}`},
		"user-unknown":           {404, nil, `{"code":1001,"message":"User does not exist: sam@acme.example."}`},
		"user-of-other-account":  {404, nil, `{"code":1010,"message":"User not found on this account"}`},
		"user-exists":            {409, nil, `{"code":1005,"message":"User already in the account."}`},
		"meeting-unknown":        {404, nil, `{"code":3001,"message":"Meeting does not exist: 123."}`},
		"meeting-not-allowed":    {400, nil, `{"code":3161,"message":"Your user account is not allowed meeting hosting and scheduling capabilities."}`},
		"rest-not-enabled":       {400, nil, `{"code":200,"message":"Account does not enabled REST API."}`},
		"token-expired":          {401, nil, `{"code":124,"message":"Access token is expired."}`},
		"token-expired-newer":    {401, nil, `{"code":124,"message":"Access token has expired."}`},
		"token-of-wrong-grant":   {400, nil, bodyKey},
	} {
		b := serve(t, sandbox.Rules{})
		p := b.granted()
		b.set(name, b.app.ClientID, true)
		b.me(p.Access).is(t, want.status, want.body)
	}
}

// T10:account: a wrong account ID was seen, and is not marked as modelled; what the
// sandbox says where nobody has looked is.
func TestWhatIsModelledSaysSo(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	app := b.server()
	wrong := accountForm(app)
	wrong.Set("account_id", "another")
	b.post(app, "/oauth/token", wrong).is(t, 400, bodyBad)
	b.withQuery(b.app, "/oauth/token", url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"x"}}).is(t, 400, bodyBad)
	journal := b.Journal()
	seen, modelled := journal[0], journal[1]
	if seen.Row != "T10:account" || seen.Modelled || modelled.Row != "T10:query" || !modelled.Modelled {
		t.Errorf("rows %s (%t) and %s (%t)", seen.Row, seen.Modelled, modelled.Row, modelled.Modelled)
	}
}

// A public client sends no header; one that it sends all the same is ignored, with
// its secret (docs/zoom.md §2.4).
func TestPublicClientIgnoresAHeader(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	form := exchangeForm("junk")
	form.Set("client_id", "public")
	req := must(http.NewRequest(http.MethodPost, b.URL()+"/oauth/token", strings.NewReader(form.Encode())))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth("bogus", "bogus")
	b.send(req).is(t, 400, bodyCode)
}

// Every scenario of these rows is in the table that both faces list.
func TestScenariosOf2026AreListed(t *testing.T) {
	for _, name := range []string{
		"app-not-activated", "deactivated-by-scope", "s2s-me-refused", "s2s-me-unknown", "scopes-late", "scopes-many", "one-token",
		"secret-overlap-ended", "scope-missing-unquoted", "public-key-client", "user-unknown", "user-of-other-account", "user-exists",
		"meeting-unknown", "meeting-not-allowed", "rest-not-enabled",
	} {
		s, known := sandbox.FindScenario(name)
		if !known || s.Cause == "" && s.Shows == "" {
			t.Errorf("%s: %t", name, known)
		}
	}
	s2s := slices.DeleteFunc(sandbox.Scenarios(), func(s sandbox.Scenario) bool { return !slices.Equal(s.Types, []flow.AppType{flow.ServerToServer}) })
	if len(s2s) < 8 {
		t.Errorf("%d scenarios of Server-to-Server apps alone", len(s2s))
	}
}
