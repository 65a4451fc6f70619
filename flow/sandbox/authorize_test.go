package sandbox_test

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"zoauth/flow/sandbox"
)

func TestConsentPageAndItsErrors(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	get := func(params url.Values) answer {
		q := url.Values{"response_type": {"code"}, "client_id": {b.app.ClientID}, "redirect_uri": {callback}}
		for k, v := range params {
			q[k] = v
		}
		return b.send(must(http.NewRequest("GET", b.URL()+"/v2/authorize?"+q.Encode(), nil)))
	}
	tests := []struct {
		name   string
		params url.Values
		status int
		text   string
	}{
		{"page", nil, 200, "Allow</button>"},
		{"another port of a loopback literal", url.Values{"redirect_uri": {"http://127.0.0.1:1/callback"}}, 200, "Allow</button>"},
		{"unknown client", url.Values{"client_id": {"<b>"}}, 400, "Invalid client_id: &lt;b&gt; (4,702)"},
		{"redirect not registered", url.Values{"redirect_uri": {"https://evil.example/"}}, 400, "Invalid redirect: https://evil.example/ (4,700)"},
		{"another case", url.Values{"redirect_uri": {"http://127.0.0.1:8976/Callback"}}, 400, "(4,700)"},
		{"fragment", url.Values{"redirect_uri": {callback + "#x"}}, 400, "(4,700)"},
		{"scope not saved", url.Values{"scope": {"meeting:write"}}, 400, "Invalid scope. Edit on web portal"},
		{"scopes separated by commas", url.Values{"scope": {"meeting:read:meeting,user:read:user"}}, 400, "Invalid scope"},
	}
	for _, test := range tests {
		if a := get(test.params); a.status != test.status || !strings.Contains(a.body, test.text) {
			t.Errorf("%s: got %d %s", test.name, a.status, a.body)
		}
	}
	b.SetRules(func(r *sandbox.Rules) { r.RefusePlainHTTP = true })
	if a := get(nil); a.status != 400 || !strings.Contains(a.body, "(4,700)") {
		t.Errorf("plain http: got %d %s", a.status, a.body)
	}
}

func TestDeclineAndDroppedState(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	a := b.consent("decline", nil)
	if got := a.header.Get("Location"); got != callback+"?error=access_denied&state=st%26te" {
		t.Errorf("declined to %s", got)
	}
	b.SetRules(func(r *sandbox.Rules) { r.SilentDecline = true })
	if a := b.consent("decline", nil); a.status != 200 || a.header.Get("Location") != "" {
		t.Errorf("a silent decline called back: %d %s", a.status, a.header.Get("Location"))
	}
	b.SetRules(func(r *sandbox.Rules) { r.DropState = true })
	if got := b.consent("allow", nil).header.Get("Location"); strings.Contains(got, "state") {
		t.Errorf("the state is still there: %s", got)
	}
}

func claims(t *testing.T, token string) map[string]any {
	t.Helper()
	raw, err := base64.RawURLEncoding.DecodeString(strings.Split(token, ".")[1])
	if err != nil {
		t.Fatal(err)
	}
	var c map[string]any
	if err := json.Unmarshal(raw, &c); err != nil {
		t.Fatal(err)
	}
	return c
}

// docs/zoom.md §4.1: both families of claim names, the counter, the lifetimes.
func TestClaimsOfBothVersions(t *testing.T) {
	for version, names := range map[int][3]string{6: {"userId", "toleranceId", "tokenType"}, 7: {"uid", "tid", "type"}} {
		b := serve(t, sandbox.Rules{TokenVersion: version})
		first := b.granted()
		second := b.pair(b.refresh(first.Refresh))
		before, after, refresh := claims(t, first.Access), claims(t, second.Access), claims(t, second.Refresh)
		if before[names[0]] != "Rw81nTqYQ0iB7sXcJ4mLzA" || after[names[1]].(float64) != before[names[1]].(float64)+1 {
			t.Errorf("v%d: before %v after %v", version, before, after)
		}
		if after["exp"].(float64)-after["iat"].(float64) != 3600 || refresh["exp"].(float64)-refresh["iat"].(float64) != 90*24*3600 {
			t.Errorf("v%d: lifetimes of %v and %v", version, after, refresh)
		}
		if _, there := after[names[2]]; !there {
			t.Errorf("v%d: no %s", version, names[2])
		}
	}
}

func TestDeviceFlow(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	begin := func() (device, user string) {
		var d struct {
			Device   string `json:"device_code"`
			User     string `json:"user_code"`
			Interval int    `json:"interval"`
			Expires  int    `json:"expires_in"`
		}
		a := b.post(b.app, "/oauth/devicecode?client_id="+b.app.ClientID, nil)
		if err := json.Unmarshal([]byte(a.body), &d); err != nil || len(d.User) != 8 || d.Interval != 5 || d.Expires != 900 {
			t.Fatalf("got %d %s", a.status, a.body)
		}
		return d.Device, d.User
	}
	poll := func(device string) answer {
		return b.token(url.Values{"grant_type": {"urn:ietf:params:oauth:grant-type:device_code"}, "device_code": {device}})
	}
	decide := func(user, decision string) {
		req := must(http.NewRequest("POST", b.URL()+"/oauth_device?code="+user, strings.NewReader("decision="+decision)))
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		if a := b.send(req); a.status != 200 {
			t.Fatalf("got %d %s", a.status, a.body)
		}
	}
	device, user := begin()
	poll(device).is(t, 400, `{"error":"authorization_pending"}`)
	poll(device).is(t, 400, `{"error":"slow_down"}`)
	decide(user, "allow")
	if p := b.pair(poll(device)); p.Refresh == "" {
		t.Error("no refresh token")
	}
	device, user = begin()
	decide(user, "decline")
	poll(device).is(t, 400, `{"error":"access_denied"}`)
	device, _ = begin()
	b.now = b.now.Add(901 * time.Second)
	poll(device).is(t, 400, `{"error":"expired_token"}`)
	poll("unknown").is(t, 400, `{"reason":"Invalid authorization code","error":"invalid_grant"}`)
}

// The client ID is a parameter of the device request, in the query as Zoom's page
// shows it or in the form as RFC 8628 has it; the addresses are those of docs/zoom.md §2.6.
func TestDeviceRequest(t *testing.T) {
	b := serve(t, sandbox.Rules{DeviceInterval: time.Second})
	for _, a := range []answer{
		b.post(b.app, "/oauth/devicecode?client_id="+b.app.ClientID, nil),
		b.post(b.app, "/oauth/devicecode", url.Values{"client_id": {b.app.ClientID}}),
	} {
		var d map[string]any
		if err := json.Unmarshal([]byte(a.body), &d); err != nil || a.status != 200 {
			t.Fatalf("got %d %s", a.status, a.body)
		}
		user, _ := d["user_code"].(string)
		if d["verification_uri"] != b.URL()+"/oauth_device" || d["verification_uri_complete"] != b.URL()+"/oauth/device/complete/"+user || d["interval"] != 1.0 {
			t.Errorf("got %s", a.body)
		}
		page := b.send(must(http.NewRequest("GET", b.URL()+"/oauth/device/complete/"+user, nil)))
		if page.status != 200 || !strings.Contains(page.body, user) || !strings.Contains(page.body, "Allow") {
			t.Errorf("the page: %d %s", page.status, page.body)
		}
	}
	b.post(b.app, "/oauth/devicecode", nil).is(t, 400, `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`)
	b.post(b.Apps()[1], "/oauth/devicecode?client_id="+b.Apps()[1].ClientID, nil).is(t, 400, `{"reason":"unsupported grant type","error":"unsupported_grant_type"}`)
}

func TestFaults(t *testing.T) {
	raw := func(b *bench, body string) string {
		conn, err := net.Dial("tcp", strings.TrimPrefix(b.URL(), "http://"))
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		_, _ = conn.Write([]byte("POST /oauth/token HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\nContent-Length: " +
			itoa(len(body)) + "\r\n\r\n" + body))
		var got strings.Builder
		buf := make([]byte, 4096)
		for {
			n, err := conn.Read(buf)
			got.Write(buf[:n])
			if err != nil {
				return got.String()
			}
		}
	}
	b := serve(t, sandbox.Rules{})
	b.Inject(sandbox.Fault{Path: "/oauth/token", Cut: sandbox.BeforeHeader})
	if got := raw(b, "x=y"); got != "" {
		t.Errorf("before the header came %q", got)
	}
	b.Inject(sandbox.Fault{Cut: sandbox.AfterHeader})
	if got := raw(b, "x=y"); !strings.HasPrefix(got, "HTTP/1.1 400 ") || !strings.HasSuffix(got, "\r\n\r\n") {
		t.Errorf("after the header came %q", got)
	}
	b.Inject(sandbox.Fault{Cut: sandbox.MidBody})
	if got := raw(b, "x=y"); strings.HasSuffix(got, "}") || !strings.Contains(got, `{"reason`) {
		t.Errorf("mid body came %q", got)
	}
	b.Inject(sandbox.Fault{Raw: []byte("nonsense")})
	if got := raw(b, "x=y"); got != "nonsense" {
		t.Errorf("raw came %q", got)
	}
	b.Inject(sandbox.Fault{Status: 429, Header: http.Header{"Retry-After": {"30"}}, Body: []byte("slow"), Times: 2})
	for range 2 {
		if a := b.token(nil); a.status != 429 || a.body != "slow" || a.header.Get("Retry-After") != "30" {
			t.Errorf("got %d %s", a.status, a.body)
		}
	}
	if a := b.token(nil); a.status != 400 {
		t.Errorf("the fault was not used up: %d", a.status)
	}
}

func itoa(n int) string {
	digits, _ := json.Marshal(n)
	return string(digits)
}

// A fault before the effect spends nothing; one after it does.
func TestFaultsAndTheEffect(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	p := b.granted()
	b.Inject(sandbox.Fault{Path: "/oauth/token", Status: 503, NoEffect: true})
	b.refresh(p.Refresh)
	if b.CurrentRefreshToken(b.app.ClientID) != p.Refresh {
		t.Fatal("a request without effect spent the token")
	}
	b.Inject(sandbox.Fault{Path: "/oauth/token", Status: 500, Body: []byte("{}")})
	b.refresh(p.Refresh)
	if b.CurrentRefreshToken(b.app.ClientID) == p.Refresh {
		t.Fatal("the token was not spent")
	}
}

func TestBrowserPlaysRealRequests(t *testing.T) {
	b := serve(t, sandbox.Rules{})
	got := make(chan string, 2)
	site := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { got <- r.URL.RequestURI() })}
	socket, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go func() { _ = site.Serve(socket) }()
	defer func() { _ = site.Close() }()
	authorize := func(redirect string) string {
		return b.URL() + "/oauth/authorize?response_type=code&client_id=" + b.app.ClientID + "&state=s&redirect_uri=" + url.QueryEscape(redirect)
	}
	var browser sandbox.Browser
	for _, allow := range []bool{true, false} {
		visit, err := browser.Answer(context.Background(), authorize("http://"+socket.Addr().String()+"/callback"), allow)
		if err != nil || visit.Status != 200 {
			t.Fatalf("allow %v: %+v %v", allow, visit, err)
		}
		want := map[bool]string{true: "/callback?code=", false: "/callback?error=access_denied"}[allow]
		if uri := <-got; !strings.HasPrefix(uri, want) {
			t.Errorf("allow %v: the listener saw %s", allow, uri)
		}
	}
	visit, err := browser.Answer(context.Background(), authorize("https://evil.example/"), true)
	if err != nil || visit.Status != 400 || !strings.Contains(visit.Page, "(4,700)") {
		t.Errorf("%+v %v", visit, err)
	}
}

func TestListensOnLoopbackOnly(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", "[::]:0", "example.com:80", "nonsense"} {
		if err := sandbox.New(sandbox.Options{}).Listen(address); err == nil {
			t.Errorf("it listens on %s", address)
		}
	}
}
