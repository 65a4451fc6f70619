package export_test

import (
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/export"
	"zoauth/flow/sandbox"
)

const (
	clientID     = "Zk3mQ8vTS2aXw1LrPbN0Ug"
	clientSecret = `canarySecret'"$HOME\x` + "`id`"
	redirect     = "https://acme.example/callback"
)

// zoom is a running sandbox with an app whose secret holds what shells expand.
func zoom(t *testing.T) (*sandbox.Server, flow.App) {
	t.Helper()
	server := sandbox.New(sandbox.Options{Apps: []sandbox.App{{
		Name: "acme-dev", Type: flow.General, ClientID: clientID, ClientSecret: clientSecret,
		RedirectURIs: []string{redirect}, Scopes: []string{"user:read:user"},
	}}})
	if err := server.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	return server, flow.App{
		Name: "acme-dev", Type: flow.General, ClientID: clientID, RedirectURI: redirect,
		Endpoints: flow.Endpoints{OAuthURL: server.URL(), AuthorizeURL: server.URL() + "/oauth/authorize", APIURL: server.URL()},
	}
}

// exchange authorizes and returns the request of the exchange.
func exchange(t *testing.T, app flow.App) flow.Request {
	t.Helper()
	attempt, err := flow.NewAttempt(app, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	visit, err := sandbox.Browser{}.Answer(t.Context(), attempt.URL(), true)
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(visit.URL)
	if err != nil || u.Query().Get("code") == "" {
		t.Fatalf("the browser ended at %q (%s)", visit.URL, visit.Page)
	}
	return attempt.Exchange(flow.NewSecret(flow.KindClientSecret, clientSecret), flow.Callback{Code: flow.NewSecret(flow.KindCode, u.Query().Get("code"))})
}

// variables is the environment that the text asks for.
func variables(r flow.Request) []string {
	env := []string{"PATH=" + os.Getenv("PATH"), "ZOOM_CLIENT_ID=" + clientID, "ZOOM_CLIENT_SECRET=" + clientSecret}
	for _, f := range r.Form {
		switch f.Secret.Kind() {
		case flow.KindCode:
			env = append(env, "ZOOM_CODE="+f.Value())
		case flow.KindVerifier:
			env = append(env, "ZOOM_CODE_VERIFIER="+f.Value())
		case flow.KindRefreshToken:
			env = append(env, "ZOOM_REFRESH_TOKEN="+f.Value())
		}
	}
	return env
}

func listen(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func shell(t *testing.T, text string, env []string) string {
	t.Helper()
	cmd := exec.Command("sh", "-c", text)
	cmd.Env = env
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, text, out)
	}
	return string(out)
}

// S8: the text runs in a real shell with a real curl and does what zoauth does.
func TestCurlTextRuns(t *testing.T) {
	server, app := zoom(t)
	r := exchange(t, app)
	// A config file cannot hold these four; Zoom's secrets have none of them.
	server.UpdateApp(clientID, func(a *sandbox.App) { a.ClientSecret = "canarySecret$HOME" })
	env := variables(r)
	env[2] = "ZOOM_CLIENT_SECRET=canarySecret$HOME"
	out := shell(t, export.Curl(r), env)
	if !strings.Contains(out, "200 OK") || !strings.Contains(out, `"refresh_token"`) {
		t.Fatalf("curl got\n%s", out)
	}
	if text := export.Curl(r); strings.Contains(text, "canary") || strings.Contains(text, r.Credential().Reveal()) {
		t.Errorf("a secret is in the text:\n%s", text)
	}
}

// What a person typed into a field reaches the server as it was, whatever the
// shell would make of it.
func TestCurlTextKeepsOddText(t *testing.T) {
	server, _ := zoom(t)
	odd := "a b\"c\\d$HOME`id`$(id)'e\tf%g&h=i\nj€"
	r := flow.Request{
		Step: flow.StepRefresh, Method: http.MethodPost, URL: server.URL() + "/oauth/token",
		Header: []flow.Field{{Name: "Content-Type", Plain: "application/x-www-form-urlencoded"}, {Name: "X-Odd", Plain: "$HOME`id`\"\\"}},
		Form:   []flow.Field{{Name: "grant_type", Plain: odd}},
	}
	got := make(chan *http.Request, 1)
	capture := http.Server{Handler: http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		_ = req.ParseForm()
		got <- req
	})}
	listener := listen(t)
	go func() { _ = capture.Serve(listener) }()
	defer func() { _ = capture.Close() }()
	r.URL = "http://" + listener.Addr().String() + "/oauth/token"
	shell(t, export.Curl(r), []string{"PATH=" + os.Getenv("PATH"), "HOME=/not/expanded"})
	req := <-got
	if req.PostForm.Get("grant_type") != odd || req.Header.Get("X-Odd") != "$HOME`id`\"\\" {
		t.Errorf("arrived as %q and %q", req.PostForm.Get("grant_type"), req.Header.Get("X-Odd"))
	}
}

// S5, S8: no argument of curl holds a secret.
func TestCurlTextLeavesArgumentsEmpty(t *testing.T) {
	_, app := zoom(t)
	r := exchange(t, app)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "curl"), []byte("#!/bin/sh\nprintf '%s\\n' \"$@\"\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	env := append(variables(r), "PATH="+dir+":"+os.Getenv("PATH"))
	out := shell(t, export.Curl(r), env)
	if out != "--silent\n--show-error\n--include\n--config\n-\n" {
		t.Errorf("curl was called with\n%s", out)
	}
}

// walk sends an exchange, a probe and a refused refresh.
func walk(t *testing.T) ([]flow.Trace, *flow.Redactor, []string) {
	t.Helper()
	_, app := zoom(t)
	secret := flow.NewSecret(flow.KindClientSecret, clientSecret)
	first := exchange(t, app)
	client, redactor := &flow.Client{}, &flow.Redactor{}
	granted := client.Send(t.Context(), first)
	answer := flow.Classify(granted)
	if answer.Verdict != flow.Granted {
		t.Fatalf("%+v", answer)
	}
	requests := []flow.Request{flow.ProbeRequest(app, answer.Token.AccessToken), flow.RefreshRequest(app, secret, flow.NewSecret(flow.KindRefreshToken, "canaryNoToken0000000000000"))}
	traces := []flow.Trace{granted}
	for _, r := range requests {
		redactor.LearnRequest(r)
		traces = append(traces, client.Send(t.Context(), r))
	}
	redactor.LearnRequest(first)
	redactor.LearnToken(answer.Token)
	secrets := []string{clientSecret, "canaryNoToken", first.Credential().Reveal(), answer.Token.AccessToken.Reveal(), answer.Token.RefreshToken.Reveal()}
	return traces, redactor, secrets
}

// The HAR follows the schema of HAR 1.2, has the requests and holds no secret (S8).
func TestHAR(t *testing.T) {
	traces, redactor, secrets := walk(t)
	content, err := export.HAR(traces, "test", redactor.Redact)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range secrets {
		if strings.Contains(string(content), s) || strings.Contains(string(content), url.QueryEscape(s)) {
			t.Errorf("S8: a secret is in the HAR")
		}
	}
	for _, fault := range harFaults(content) {
		t.Error(fault)
	}
	var read struct {
		Log struct {
			Version string
			Entries []struct {
				Request struct {
					Method, URL string
					HeadersSize int
					PostData    struct{ Params []struct{ Name string } }
				}
				Response struct{ Status int }
			}
		}
	}
	if err := json.Unmarshal(content, &read); err != nil {
		t.Fatal(err)
	}
	if read.Log.Version != "1.2" || len(read.Log.Entries) != 3 {
		t.Fatalf("read as %+v", read)
	}
	for i, e := range read.Log.Entries {
		if e.Request.Method == "" || e.Request.URL == "" || e.Response.Status == 0 || e.Request.HeadersSize <= 0 {
			t.Errorf("entry %d: %+v", i, e)
		}
	}
	if p := read.Log.Entries[0].Request.PostData.Params; len(p) != 4 || p[0].Name != "grant_type" {
		t.Errorf("the form was not read: %+v", p)
	}
	open, err := export.HAR(traces, "test", nil)
	if err != nil || !strings.Contains(string(open), "THIS CONTAINS WORKING SECRETS") || !strings.Contains(string(open), secrets[2]) {
		t.Errorf("with secrets it says so inside: %v", err)
	}
}

// The report names what support asks for and holds no secret; the same secret has
// the same fingerprint on every line.
// A request that never left has its reason and no message.
func TestReportOfARequestThatWasNotSent(t *testing.T) {
	trace := flow.Trace{Profile: "acme-dev", Step: flow.StepRefresh, Delivery: flow.NotSent, Phase: flow.PhaseResolve, Err: errors.New("no such host")}
	text := export.Report([]flow.Trace{trace}, "1.2.3", strings.TrimSpace)
	if strings.Contains(text, "- sent ") || strings.Contains(text, "```") || !strings.Contains(text, ", not sent, total 0s\n- looking up the host: no such host\n") {
		t.Errorf("it says\n%s", text)
	}
}

func TestReport(t *testing.T) {
	traces, redactor, secrets := walk(t)
	text := export.Report(traces, "1.2.3", redactor.Redact)
	for _, want := range []string{"zoauth 1.2.3", "v=2.0;clid=us02;rid=WEB_", "Invalid", "| exchange | 200 |", "| refresh | 400 |", "POST /oauth/token HTTP/1.1"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q", want)
		}
	}
	for _, s := range secrets {
		if strings.Contains(text, s) || strings.Contains(text, url.QueryEscape(s)) {
			t.Errorf("S8: a secret is in the report")
		}
	}
	mark := flow.NewSecret(flow.KindAccessToken, secrets[3]).Fingerprint()
	if strings.Count(text, mark) < 2 {
		t.Errorf("%s stands %d times, want in the answer and in the probe", mark, strings.Count(text, mark))
	}
}

// The names of a protocol stay as they are, whatever is masked: the text of a past
// request is that request (S8).
func TestExportsKeepNamesS8(t *testing.T) {
	const token = "canary-refresh-token-0123456789"
	past := flow.Trace{
		Step: flow.StepRefresh, Request: flow.Request{Method: http.MethodPost, URL: "https://zoom.us/oauth/token"},
		Sent: []byte("POST /oauth/token HTTP/1.1\r\nAuthorization: Basic eA==\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n" +
			"grant_type=refresh_token&refresh_token=" + token + "&cut=" + token[:20]),
	}
	var redactor flow.Redactor
	for _, s := range []string{token, "grant_type", "Content-Type"} {
		redactor.Learn(flow.NewSecret(flow.KindRefreshToken, s))
	}
	content, err := export.HAR([]flow.Trace{past}, "test", redactor.Redact)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`"name": "grant_type",`, `"name": "Content-Type",`, `"value": "refresh_token"`} {
		if !strings.Contains(string(content), want) {
			t.Errorf("%s is missing in %s", want, content)
		}
	}
	var written flow.Redactor
	written.Learn(flow.NewSecret(flow.KindRefreshToken, token))
	past.Sent = []byte(written.Redact(string(past.Sent))) // as the history has it
	text := export.Curl(export.Rebuilt(past))
	for _, want := range []string{`"grant_type=refresh_token"`, `"refresh_token=$ZOOM_REFRESH_TOKEN"`, `"cut=$ZOOM_SECRET"`} {
		if !strings.Contains(text, want) {
			t.Errorf("%s is missing in %s", want, text)
		}
	}
}
