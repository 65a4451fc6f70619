package sandbox_test

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
)

// bench is a server over a real socket with a clock that the test moves.
type bench struct {
	*sandbox.Server
	t   *testing.T
	now time.Time
	app sandbox.App
}

const callback = "http://127.0.0.1:8976/callback"

func serve(t *testing.T, rules sandbox.Rules) *bench {
	t.Helper()
	b := &bench{t: t, now: time.Date(2026, 11, 23, 14, 0, 0, 0, time.UTC)}
	apps := append(sandbox.Sample("127.0.0.1:8976"),
		sandbox.App{Name: "nightly", Type: flow.ServerToServer, ClientID: "server", ClientSecret: "s", AccountID: "acct", Scopes: []string{"user:read:user:admin"}},
		sandbox.App{Name: "bot", Type: flow.Chatbot, ClientID: "bot", ClientSecret: "b"},
		sandbox.App{Name: "desktop", Type: flow.Public, ClientID: "public", RedirectURIs: []string{callback}, Scopes: []string{"meeting:read:meeting"}})
	b.Server = sandbox.New(sandbox.Options{Apps: apps, Rules: rules, Now: func() time.Time { return b.now }})
	if err := b.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.Close() })
	b.app = b.Apps()[0]
	return b
}

type answer struct {
	status int
	header http.Header
	body   string
}

func (b *bench) send(req *http.Request) answer {
	b.t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Do(req)
	if err != nil {
		b.t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{res.StatusCode, res.Header, string(body)}
}

// post sends a form with the app's Basic header.
func (b *bench) post(app sandbox.App, path string, form url.Values) answer {
	b.t.Helper()
	req, err := http.NewRequest(http.MethodPost, b.URL()+path, strings.NewReader(form.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if app.Type != flow.Public {
		req.SetBasicAuth(app.ClientID, app.ClientSecret)
	}
	return b.send(req)
}

func (b *bench) token(form url.Values) answer { return b.post(b.app, "/oauth/token", form) }

// consent presses a button and returns where the browser is sent.
func (b *bench) consent(decision string, params url.Values) answer {
	b.t.Helper()
	q := url.Values{"response_type": {"code"}, "client_id": {b.app.ClientID}, "redirect_uri": {callback}, "state": {"st&te"}}
	for k, v := range params {
		q[k] = v
	}
	req, err := http.NewRequest(http.MethodPost, b.URL()+"/oauth/authorize?"+q.Encode(), strings.NewReader("decision="+decision))
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(req)
}

func (b *bench) code(params url.Values) string {
	b.t.Helper()
	a := b.consent("allow", params)
	u, err := url.Parse(a.header.Get("Location"))
	if err != nil || u.Query().Get("code") == "" {
		b.t.Fatalf("no code: %d %s %s", a.status, a.header.Get("Location"), a.body)
	}
	return u.Query().Get("code")
}

func exchangeForm(code string) url.Values {
	return url.Values{"grant_type": {"authorization_code"}, "code": {code}, "redirect_uri": {callback}}
}

type pair struct {
	Access    string `json:"access_token"`
	Refresh   string `json:"refresh_token"`
	Type      string `json:"token_type"`
	ExpiresIn int    `json:"expires_in"`
	Scope     string `json:"scope"`
	APIURL    string `json:"api_url"`
}

func (b *bench) pair(a answer) pair {
	b.t.Helper()
	var p pair
	if err := json.Unmarshal([]byte(a.body), &p); err != nil || a.status != 200 || p.Access == "" {
		b.t.Fatalf("no tokens: %d %s", a.status, a.body)
	}
	return p
}

func (b *bench) granted() pair { b.t.Helper(); return b.pair(b.token(exchangeForm(b.code(nil)))) }

func (b *bench) refresh(token string) answer {
	return b.token(url.Values{"grant_type": {"refresh_token"}, "refresh_token": {token}})
}

func (b *bench) me(token string) answer {
	b.t.Helper()
	req, err := http.NewRequest(http.MethodGet, b.URL()+"/v2/users/me", nil)
	if err != nil {
		b.t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	return b.send(req)
}

func (a answer) is(t *testing.T, status int, body string) {
	t.Helper()
	if a.status != status || a.body != body {
		t.Errorf("got %d %s\nwant %d %s", a.status, a.body, status, body)
	}
}

const (
	bodyCode   = `{"reason":"Invalid authorization code","error":"invalid_grant"}`
	bodyToken  = `{"reason":"Invalid Token!","error":"invalid_grant"}`
	bodyClient = `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`
	bodyGrant  = `{"reason":"unsupported grant type","error":"unsupported_grant_type"}`
	body124    = `{"code":124,"message":"Invalid access token."}`
)

func TestExchangeGivesAPairLikeZooms(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	code := b.code(nil)
	if len(code) != 33 {
		t.Errorf("the code has %d characters, Zoom's have 33", len(code))
	}
	a := b.token(exchangeForm(code))
	p := b.pair(a)
	if p.ExpiresIn != 3599 || p.Type != "bearer" || p.Refresh == "" || p.Scope != "meeting:read:meeting user:read:user" {
		t.Errorf("got %+v", p)
	}
	if !strings.HasPrefix(a.header.Get("X-Zm-Trackingid"), "v=2.0;clid=us02;rid=WEB_") || !strings.HasPrefix(a.header.Get("Cache-Control"), "no-store") {
		t.Errorf("headers %v", a.header)
	}
	b.token(exchangeForm(code)).is(t, 400, bodyCode) // once only
}

func TestCodeLivesFiveMinutes(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	code := b.code(nil)
	b.now = b.now.Add(5*time.Minute - time.Second)
	b.pair(b.token(exchangeForm(code)))
	code = b.code(nil)
	b.now = b.now.Add(5*time.Minute + time.Second)
	b.token(exchangeForm(code)).is(t, 400, `{"reason":"Code is expired","error":"invalid_grant"}`)
}

func TestCodeIsBound(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	other := b.Apps()[2]
	b.post(other, "/oauth/token", exchangeForm(b.code(nil))).is(t, 400, bodyCode)
	form := exchangeForm(b.code(nil))
	form.Set("redirect_uri", callback+"/")
	b.token(form).is(t, 400, `{"reason":"Redirect URI mismatch","error":"invalid_request"}`)
}

func TestChallengeIsChecked(t *testing.T) {
	const verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
	sum := sha256.Sum256([]byte(verifier))
	hashed := base64.RawURLEncoding.EncodeToString(sum[:])
	tests := []struct {
		name, challenge, method, verifier string
		ok                                bool
	}{
		{"S256", hashed, "S256", verifier, true},
		{"S256, wrong verifier", hashed, "S256", verifier + "x", false},
		{"S256, no verifier", hashed, "S256", "", false},
		{"no method means plain", verifier, "", verifier, true},
		{"plain sent as S256", hashed, "", verifier, false},
		{"no challenge, no check", "", "", "anything", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := serve(t, sandbox.Rules{})
			params := url.Values{}
			if test.challenge != "" {
				params.Set("code_challenge", test.challenge)
			}
			if test.method != "" {
				params.Set("code_challenge_method", test.method)
			}
			form := exchangeForm(b.code(params))
			if test.verifier != "" {
				form.Set("code_verifier", test.verifier)
			}
			if a := b.token(form); (a.status == 200) != test.ok {
				t.Errorf("got %d %s", a.status, a.body)
			}
		})
	}
}

func TestRefreshRotatesAndTheOldOneIsDead(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	first := b.granted()
	second := b.pair(b.refresh(first.Refresh))
	if second.Refresh == first.Refresh || second.Access == first.Access {
		t.Error("nothing rotated")
	}
	b.refresh(first.Refresh).is(t, 400, bodyToken)
	if b.CurrentRefreshToken(b.app.ClientID) != second.Refresh || b.PreviousRefreshToken(b.app.ClientID) != first.Refresh {
		t.Error("the oracle is wrong")
	}
	b.refresh("garbage").is(t, 400, `{"reason":"Invalid refresh token","error":"invalid_grant"}`)
	b.refresh(second.Access).is(t, 400, `{"reason":"Invalid refresh token","error":"invalid_grant"}`)
}

func TestAuthorizingAgainEndsTheOlderTokens(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	old := b.granted()
	b.granted()
	b.me(old.Access).is(t, 401, body124)
	b.refresh(old.Refresh).is(t, 400, bodyToken)
}

func TestRevokeEndsBothTokens(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	p := b.granted()
	b.post(b.app, "/oauth/revoke", url.Values{"token": {p.Access}}).is(t, 200, `{"status":"success"}`)
	b.me(p.Access).is(t, 401, body124)
	b.refresh(p.Refresh).is(t, 400, bodyToken)
	b.post(b.app, "/oauth/revoke", url.Values{"token": {p.Access}}).is(t, 400, `{"reason":"Invalid Token!","error":"invalid_request"}`)
}

func TestUsersMe(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	p := b.granted()
	if a := b.me(p.Access); a.status != 200 || !strings.Contains(a.body, `"email":"jane@acme.example"`) {
		t.Errorf("got %d %s", a.status, a.body)
	}
	b.me("junk").is(t, 401, body124)
	b.now = b.now.Add(time.Hour + time.Second)
	b.me(p.Access).is(t, 401, `{"code":124,"message":"Access token is expired."}`)
}

func TestMissingScopeIs4711WithStatus400(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	p := b.pair(b.token(exchangeForm(b.code(url.Values{"scope": {"meeting:read:meeting"}}))))
	b.me(p.Access).is(t, 400, `{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:user,user:read:user:admin]."}`)
}

func TestClientAuthentication(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	wrong := b.app
	wrong.ClientSecret = "other"
	b.post(wrong, "/oauth/token", exchangeForm("x")).is(t, 400, bodyClient)
	wrong.ClientID = "nobody"
	b.post(wrong, "/oauth/token", exchangeForm("x")).is(t, 400, bodyClient)

	public, _ := find(b, "public")
	form := exchangeForm("junk")
	form.Set("client_id", "public")
	b.post(public, "/oauth/token", form).is(t, 400, bodyCode) // no header needed
	form.Set("client_id", b.app.ClientID)
	b.post(public, "/oauth/token", form).is(t, 400, bodyClient) // a confidential ID without its secret
}

func find(b *bench, id string) (sandbox.App, bool) {
	for _, a := range b.Apps() {
		if a.ClientID == id {
			return a, true
		}
	}
	return sandbox.App{}, false
}

func TestGrantsOfOtherAppTypes(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	server, _ := find(b, "server")
	p := b.pair(b.post(server, "/oauth/token", url.Values{"grant_type": {"account_credentials"}, "account_id": {"acct"}}))
	if p.Refresh != "" || p.ExpiresIn != 3599 {
		t.Errorf("got %+v", p)
	}
	b.post(server, "/oauth/token", url.Values{"grant_type": {"account_credentials"}, "account_id": {"no"}}).
		is(t, 400, `{"reason":"Bad Request","error":"invalid_request"}`)
	b.token(url.Values{"grant_type": {"account_credentials"}, "account_id": {"acct"}}).is(t, 400, bodyGrant)
	b.token(url.Values{"grant_type": {"password"}}).is(t, 400, bodyGrant)
	bot, _ := find(b, "bot")
	chat := b.pair(b.post(bot, "/oauth/token", url.Values{"grant_type": {"client_credentials"}}))
	if chat.Scope != "imchat:bot" {
		t.Errorf("scope %q", chat.Scope)
	}
	b.me(chat.Access).is(t, 400, `{"code":200,"message":"Invalid api key or secret."}`)
}

func TestWhatZoomDoesNotRead(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	p := b.granted()
	raw := func(method, path, contentType, body string) answer {
		req, err := http.NewRequest(method, b.URL()+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		if contentType != "" {
			req.Header.Set("Content-Type", contentType)
		}
		req.SetBasicAuth(b.app.ClientID, b.app.ClientSecret)
		return b.send(req)
	}
	raw("POST", "/oauth/token", "application/json", `{"grant_type":"refresh_token"}`).is(t, 400, bodyGrant)
	raw("GET", "/oauth/token", "", "").is(t, 400, `{"reason":"Bad Request","error":"invalid_request"}`)
	query := "/oauth/token?grant_type=refresh_token&refresh_token=" + p.Refresh
	raw("POST", query, "application/x-www-form-urlencoded", "").is(t, 400, `{"reason":"Bad Request","error":"invalid_request"}`)
	b.SetRules(func(r *sandbox.Rules) { r.TokensInQuery = true })
	b.pair(raw("POST", query, "application/x-www-form-urlencoded", ""))
	if a := b.send(must(http.NewRequest("GET", b.URL()+"/v2/users/me?access_token="+p.Access, nil))); a.status != 401 || !strings.Contains(a.body, "query parameter string") {
		t.Errorf("got %d %s", a.status, a.body)
	}
}

func must(r *http.Request, err error) *http.Request {
	if err != nil {
		panic(err)
	}
	return r
}
