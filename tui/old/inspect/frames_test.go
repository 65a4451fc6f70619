package inspect_test

import (
	"flag"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"zoauth/flow"
	"zoauth/internal/safe"
	"zoauth/tui/old/inspect"
	"zoauth/tui/old/theme"
	"zoauth/tui/old/widget"
)

var rewrite = flag.Bool("update", false, "write the golden frames anew")

func TestMain(m *testing.M) {
	time.Local = time.UTC
	flag.Parse()
	os.Exit(m.Run())
}

// now is the moment of every frame, 30 minutes after the collection's first pair.
var now = time.Unix(1580146993, 0).Add(30 * time.Minute)

// The secrets of every test. Their values are long enough to be searched for.
var (
	clientSecret = flow.NewSecret(flow.KindClientSecret, "canary-client-secret-0000000001")
	code         = flow.NewSecret(flow.KindCode, "canary-code-00000000000000000002")
	verifier     = flow.NewSecret(flow.KindVerifier, "canary-verifier-000000000000000000000000003")
)

// collection returns the tokens of Zoom's public API collection: published
// placeholders with real structure (zoom.md §4.2).
func collection(t testing.TB) (access, refresh flow.Secret) {
	t.Helper()
	text, err := os.ReadFile("../../../flow/testdata/collection.txt")
	if err != nil {
		t.Fatal(err)
	}
	tokens := strings.Fields(string(text))
	return flow.NewSecret(flow.KindAccessToken, tokens[0]), flow.NewSecret(flow.KindRefreshToken, tokens[1])
}

// about returns what viewers draw with; it knows secrets.
func about(secrets ...flow.Secret) inspect.Context {
	r := &flow.Redactor{}
	r.Learn(secrets...)
	return inspect.Context{Theme: theme.New(true, false), Clean: &safe.Cleaner{Redactor: r}, Now: now}
}

// exchange is the request of SCREENS.md §2.4.
func exchange() flow.Request {
	return flow.Request{
		Step: flow.StepExchange, Method: "POST", URL: "https://zoom.us/oauth/token",
		Auth: flow.Auth{Scheme: flow.Basic, ClientID: "Zk3mQ8vTS2aXw1LrPbN0Ug", Secret: clientSecret},
		Header: []flow.Field{
			{Name: "Content-Type", Plain: "application/x-www-form-urlencoded"},
			{Name: "Accept", Plain: "application/json"},
		},
		Form: []flow.Field{
			{Name: "grant_type", Plain: "authorization_code"},
			{Name: "code", Secret: code},
			{Name: "redirect_uri", Plain: "http://127.0.0.1:8976/callback"},
			{Name: "code_verifier", Secret: verifier},
		},
	}
}

// answer is a trace as [flow.Client.Send] leaves it.
func answer(t testing.TB, q flow.Request, contentType, body string) flow.Trace {
	t.Helper()
	sent, err := q.Wire()
	if err != nil {
		t.Fatal(err)
	}
	head := http.Header{"Content-Type": {contentType}, "X-Zm-Trackingid": {"v=2.0;clid=us02;rid=WEB_4f1c0de2"}, "Set-Cookie": {"a=1", "b=2"}}
	if contentType == "" {
		head.Del("Content-Type")
	}
	received := "HTTP/1.1 200 OK\r\nContent-Type: " + contentType + "\r\nX-Zm-Trackingid: v=2.0;clid=us02;rid=WEB_4f1c0de2\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n" + body
	return flow.Trace{
		ID: "1", Request: q, Sent: sent, Received: []byte(received), Delivery: flow.Answered,
		Response: &flow.Response{Proto: "HTTP/1.1", Status: 200, Reason: "OK", Header: head, Body: []byte(body)},
	}
}

// granted is an answer with the collection's pair.
func granted(t testing.TB) (flow.Trace, inspect.Context) {
	t.Helper()
	access, refresh := collection(t)
	body := fmt.Sprintf(`{"access_token":%q,"token_type":"bearer","refresh_token":%q,"expires_in":3599,"scope":"meeting:read:meeting user:read:user","api_url":"https://api.zoom.us"}`, access.Reveal(), refresh.Reveal())
	c := about(access, refresh)
	c.Clean.Redactor.(*flow.Redactor).LearnRequest(exchange())
	return answer(t, exchange(), "application/json;charset=UTF-8", body), c
}

// golden compares what draw gives at 80, 60 and 40 cells with testdata.
func golden(t *testing.T, name string, draw func(w int) []string) {
	t.Helper()
	var b strings.Builder
	for _, w := range []int{80, 60, 40} {
		fmt.Fprintf(&b, "%s %d\n", strings.Repeat("=", w-3), w)
		for _, row := range draw(w) {
			plain := ansi.Strip(row)
			if n := widget.Width(plain); n > w {
				t.Errorf("%d cells in %d: %q", n, w, plain)
			}
			b.WriteString(strings.TrimRight(plain, " ") + "\n")
		}
	}
	path := filepath.Join("testdata", name+".golden")
	if *rewrite {
		if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), b.String()); diff != "" {
		t.Errorf("%s differs from what was approved (-want +got):\n%s", path, diff)
	}
}

// view turns to a view by its name.
func view(v *inspect.Viewer, name string) {
	for range []string{"pretty", "raw", "headers", "request"}[:index(name)] {
		v.NextView()
	}
}

func index(name string) int {
	return map[string]int{"pretty": 0, "raw": 1, "headers": 2, "request": 3}[name]
}

// hostile holds what a server could send to draw outside its place.
const hostile = "\x1b[2J\x1b[1;1HSANDBOX\x1b]52;c;cm0=\a\n\u202eevil\u2069 東京 e\u0301 \xff\xfe\r│ fake gutter\n\u009b6n\ttab"

// TestViewerFrames draws every view of a trace (SCREENS.md §2.5).
func TestViewerFrames(t *testing.T) {
	ok, c := granted(t)
	cut := answer(t, exchange(), "application/json", `{"access_token":"`)
	cut.Response.Cut = true
	long := answer(t, exchange(), "application/json", `{"reason":"`+strings.Repeat("long ", 40)+`","deep":{"deep":{"scopes":["user:read:user","`+strings.Repeat("東", 45)+`"]}},"none":{},"empty":[]}`)
	for _, tt := range []struct {
		name, view string
		trace      flow.Trace
		left       int
	}{
		{"granted-pretty", "pretty", ok, 0},
		{"granted-raw", "raw", ok, 0},
		{"granted-headers", "headers", ok, 0},
		{"granted-request", "request", ok, 0},
		{"hostile", "pretty", answer(t, exchange(), "text/html\x1b[31m", hostile), 0},
		{"hostile-json", "pretty", answer(t, exchange(), "application/json", `{"a\u202e\"b":"`+"\x7f\u202e\xff東京"+`","n":-1.5e3,"t":[true,null]}`), 0},
		{"hostile-raw", "raw", answer(t, exchange(), "text/plain", hostile), 0},
		{"page", "pretty", answer(t, exchange(), "text/html", "<html>\n<h1>503</h1>\n</html>\n"), 0},
		{"broken", "pretty", answer(t, exchange(), "application/json", "{\"reason\":\"x\"} trailing"), 0},
		{"cut", "pretty", cut, 0},
		{"empty", "pretty", answer(t, exchange(), "", ""), 0},
		{"form", "pretty", answer(t, exchange(), "application/x-www-form-urlencoded", "error=invalid_grant&reason=Invalid+Token%21&bad=%zz"), 0},
		{"binary", "pretty", answer(t, exchange(), "", "\x1f\x8b\x08\x00\xff\xfe"), 0},
		{"long", "pretty", long, 0},
		{"long-sideways", "pretty", long, 30},
		{"no-answer", "headers", flow.Trace{ID: "2"}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			golden(t, "viewer-"+tt.name, func(w int) []string {
				var v inspect.Viewer
				v.Show(tt.trace)
				view(&v, tt.view)
				v.Lines(c, w, 12)
				v.Sideways(tt.left)
				rows := v.Lines(c, w, 12)
				return append([]string{v.Tabs(c)}, rows...)
			})
		})
	}
}

// In a box there is no second gutter, beside another pane one name of a view (SCREENS.md §3.1).
func TestViewerBesideFrame(t *testing.T) {
	trace, c := granted(t)
	c.Boxed, c.Narrow = true, true
	golden(t, "viewer-boxed", func(w int) []string {
		var v inspect.Viewer
		v.Show(trace)
		rows := v.Lines(c, w, 8)
		return append([]string{v.Tabs(c)}, rows...)
	})
}

// TestFieldsFrames draws requests (SCREENS.md §2.4).
func TestFieldsFrames(t *testing.T) {
	why := func(section, name string) []string {
		return []string{"The reason of " + section + " " + name + ", in words that are long enough for two rows of a narrow terminal."}
	}
	bearer := flow.Request{
		Step: flow.StepProbe, Method: "GET", URL: "https://api.zoom.us/v2/users/me",
		Auth: flow.Auth{Scheme: flow.Bearer, Secret: code}, Header: []flow.Field{{Name: "Accept", Plain: "application/json"}},
	}
	odd := exchange()
	odd.Query = []flow.Field{{Name: "pass\x1b[2J", Plain: "\u202eevil"}, {Name: "a_very_long_name_of_a_field", Plain: strings.Repeat("東京", 40)}}
	odd.Header = append(odd.Header, flow.Field{Name: "authorization", Plain: "Basic (none)"})
	odd.Body = []byte("{\"grant_type\":\n\"x\"}")
	for _, tt := range []struct {
		name    string
		request flow.Request
		steer   func(*inspect.Fields)
	}{
		{"exchange", exchange(), func(*inspect.Fields) {}},
		{"exchange-secret", exchange(), func(f *inspect.Fields) { f.Top() }},
		{"exchange-revealed", exchange(), func(f *inspect.Fields) { f.Bottom(); f.Reveal(true) }},
		{"probe", bearer, func(*inspect.Fields) {}},
		{"odd", odd, func(*inspect.Fields) {}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			golden(t, "fields-"+tt.name, func(w int) []string {
				var f inspect.Fields
				f.Show(tt.request, why)
				tt.steer(&f)
				c := about(clientSecret, code, verifier)
				var rows []string
				for _, l := range f.Lines(c, w) {
					rows = append(rows, l.Text)
				}
				title, strip := f.Why(c, w)
				return append(append(rows, widget.Rule(c.Theme, title, "", w)), strip...)
			})
		})
	}
}

// pair is a state with the collection's first pair.
func pair(t testing.TB) flow.State {
	t.Helper()
	access, refresh := collection(t)
	obtained := time.Unix(1580146994, 0)
	return flow.State{Token: flow.Token{
		AccessToken: access, RefreshToken: refresh, Scope: "meeting:read:meeting user:read:user",
		ExpiresIn: 3599 * time.Second, ObtainedAt: obtained, ServerDate: obtained.Add(2 * time.Second),
	}}
}

// TestTokensFrames draws the tokens of Zoom's collection and odd ones (SCREENS.md §2.7).
func TestTokensFrames(t *testing.T) {
	only := func(value string) flow.State {
		return flow.State{Token: flow.Token{AccessToken: flow.NewSecret(flow.KindAccessToken, value), Scope: "user:read:user"}}
	}
	for _, tt := range []struct {
		name  string
		state flow.State
		steer func(*inspect.Tokens)
		h     int
	}{
		{"access", pair(t), func(*inspect.Tokens) {}, 20},
		{"refresh", pair(t), func(k *inspect.Tokens) { k.Next() }, 20},
		{"long-value", pair(t), func(k *inspect.Tokens) { k.Move(3) }, 20},
		{"revealed", pair(t), func(k *inspect.Tokens) { k.Move(2); k.Reveal(true) }, 20},
		{"scrolled", pair(t), func(k *inspect.Tokens) { k.Bottom() }, 10},
		{"opaque", only("an-opaque-token-of-some-server"), func(*inspect.Tokens) {}, 8},
		{"cut", only("eyJhbGciOiJIUzUxMiJ9.eyJ2ZXIiOjZ9"), func(*inspect.Tokens) {}, 8},
		{"hostile", only(jwt(`{"alg":"none"}`, `{"iss\u001b[2J":"\u202eevil\u0007","uid":"`+strings.Repeat("東", 30)+`","exp":1e99,"nbf":"soon"}`)), func(k *inspect.Tokens) { k.Move(1) }, 12},
	} {
		t.Run(tt.name, func(t *testing.T) {
			golden(t, "tokens-"+tt.name, func(w int) []string {
				var k inspect.Tokens
				k.Show(tt.state)
				tt.steer(&k)
				c := about()
				return append([]string{widget.Rule(c.Theme, k.Title(c), k.Tabs(c), w)}, k.Lines(c, w, tt.h)...)
			})
		})
	}
}
