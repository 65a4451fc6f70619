package flow_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
)

var noon = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

// answered is a trace of step that got an answer.
func answered(step flow.Step, status int, body string, header ...string) flow.Trace {
	app := testApp("https://zoom.example")
	request := map[flow.Step]flow.Request{
		flow.StepExchange: flow.ExchangeRequest(app, clientSecret, codeSecret, verifier),
		flow.StepRefresh:  flow.RefreshRequest(app, clientSecret, oldRefresh),
		flow.StepRevoke:   flow.RevokeRequest(app, clientSecret, oldAccess),
		flow.StepProbe:    flow.ProbeRequest(app, oldAccess),
	}[step]
	h := http.Header{}
	for i := 0; i < len(header); i += 2 {
		h.Add(header[i], header[i+1])
	}
	return flow.Trace{
		Step: step, Request: request, Delivery: flow.Answered, Started: noon, Times: flow.Times{Total: time.Second},
		Response: &flow.Response{Proto: "HTTP/1.1", Status: status, Header: h, Body: []byte(body)},
	}
}

// The usual answer, all fields of docs/zoom.md §2.3.
func TestClassifyGrant(t *testing.T) {
	answer := flow.Classify(answered(flow.StepExchange, 200,
		`{"access_token":"A2","token_type":"bearer","refresh_token":"R2","expires_in":3599,"scope":"user:read meeting:read","api_url":"https://api.zoom.us"}`,
		"Date", "Tue, 24 Nov 2026 12:00:02 GMT"))
	if answer.Verdict != flow.Granted || answer.Err != nil || len(answer.Flags) != 0 || answer.Candidate != nil {
		t.Fatalf("%v, error %v, flags %q", answer.Verdict, answer.Err, answer.Flags)
	}
	want := flow.Token{
		AccessToken: flow.NewSecret(flow.KindAccessToken, "A2"), RefreshToken: flow.NewSecret(flow.KindRefreshToken, "R2"),
		TokenType: "bearer", Scope: "user:read meeting:read", APIURL: "https://api.zoom.us",
		ObtainedAt: noon.Add(time.Second), RefreshedAt: noon.Add(time.Second),
		ExpiresIn: 3599 * time.Second, ExpiresAt: noon.Add(3600 * time.Second), ServerDate: noon.Add(2 * time.Second),
	}
	if answer.Token != want {
		t.Errorf("token %+v\nwant  %+v", answer.Token, want)
	}
}

// Times of tokens are wall time: a reading of the monotonic clock, which stops in
// suspend, would make a token live longer (C1).
func TestTokenTimesAreWallTime(t *testing.T) {
	trace := answered(flow.StepRefresh, 200, `{"access_token":"A2","refresh_token":"R2","expires_in":60}`)
	trace.Started = time.Now()
	token := flow.Classify(trace).Token
	for name, at := range map[string]time.Time{"ObtainedAt": token.ObtainedAt, "RefreshedAt": token.RefreshedAt, "ExpiresAt": token.ExpiresAt} {
		if strings.Contains(at.String(), "m=") {
			t.Errorf("%s has a monotonic reading: %s", name, at)
		}
	}
}

// What is no proof of success is uncertain, and what nobody understood is kept
// (N4, N6, R11).
func TestClassifyUncertain(t *testing.T) {
	half := `{"access_token":"A2","expires_in":3599,"refresh_token":"canaryHalf`
	for _, test := range []struct {
		name   string
		status int
		body   string
		keep   bool
	}{
		{"captive portal", 200, "<html><body>Welcome to the airport</body></html>", false},
		{"204", 204, "", false},
		{"empty 200", 200, "", false},
		{"empty object", 200, "{}", false},
		{"list of two", 200, `[{"refresh_token":"R2"},{}]`, true},
		{"string", 200, `"R2"`, true},
		{"302", 302, "", false},
		{"304", 304, "", false},
		{"HTML 404", 404, "<html>", false},
		{"500", 500, `{"reason":"oops"}`, false},
		{"502 HTML", 502, "<html>", false},
		{"503 without Retry-After", 503, "", false},
		{"400 with an unknown error", 400, `{"error":"teapot"}`, false},
		{"invalid_grant with status 500", 500, `{"error":"invalid_grant"}`, false},
		{"invalid_grant with status 200", 200, `{"error":"invalid_grant"}`, false},
		{"the same refresh token and no access token", 200, `{"refresh_token":"canaryRefresh.R1 +/="}`, false},
		{"invalid UTF-8 in the refresh token", 200, "{\"access_token\":\"A2\",\"refresh_token\":\"R\xff2\"}", true},
		{"half a surrogate in the refresh token", 200, `{"access_token":"A2","refresh_token":"R\ud8002"}`, true},
		{"refresh token is a number", 200, `{"access_token":"A2","refresh_token":12345678}`, true},
		{"refresh token of 17 KiB", 200, `{"access_token":"A2","refresh_token":"` + strings.Repeat("x", 17<<10) + `"}`, true},
		{"raw line feed in the refresh token", 200, "{\"access_token\":\"A2\",\"refresh_token\":\"R\n2\"}", true},
		{"cut in the refresh token", 200, half, true},
		{"cut before the refresh token", 200, `{"access_token":"A2","expires_in":3599,`, true},
		{"echo of the request's token in an error", 400, `{"error":"odd","refresh_token":"canaryRefresh.R1 +/="}`, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			answer := flow.Classify(answered(flow.StepRefresh, test.status, test.body))
			if answer.Verdict != flow.Uncertain || answer.Token != (flow.Token{}) {
				t.Errorf("%s, token %+v", answer.Verdict, answer.Token)
			}
			if kept := raw(answer); test.keep && kept != test.body || !test.keep && kept != "" {
				t.Errorf("kept %q", kept)
			}
		})
	}
	long := flow.Classify(answered(flow.StepRefresh, 200, strings.Repeat("x", 100<<10)))
	if len(raw(long)) != 32<<10 {
		t.Errorf("%d bytes kept", len(raw(long)))
	}
}

// raw is what an answer keeps of a response that nobody understood.
func raw(answer flow.Answer) string {
	if answer.Candidate == nil {
		return ""
	}
	return string(answer.Candidate.Raw)
}

// An answer without a readable header is kept too: it reached us (R11).
func TestClassifyWithoutHeader(t *testing.T) {
	trace := answered(flow.StepRefresh, 0, "")
	trace.Response, trace.Delivery = nil, flow.Sent
	if answer := flow.Classify(trace); answer.Verdict != flow.Uncertain || len(raw(answer)) != 0 {
		t.Errorf("nothing read: %s, %d bytes kept", answer.Verdict, len(raw(answer)))
	}
	trace.Received = []byte(`{"refresh_token":"R2"}`)
	if answer := flow.Classify(trace); answer.Verdict != flow.Uncertain || raw(answer) != `{"refresh_token":"R2"}` {
		t.Errorf("%s, kept %q", answer.Verdict, raw(answer))
	}
	trace.Delivery = flow.NotSent
	if answer := flow.Classify(trace); answer.Verdict != flow.Unsent {
		t.Errorf("not sent: %s", answer.Verdict)
	}
	probe := answered(flow.StepProbe, 0, "")
	probe.Response, probe.Delivery = nil, flow.Sent
	if answer := flow.Classify(probe); answer.Verdict != flow.Unanswered {
		t.Errorf("probe: %s", answer.Verdict)
	}
}

// A direct grant brings no refresh token: none is missed where the JSON is cut off.
func TestClassifyDirectGrant(t *testing.T) {
	app := testApp("https://zoom.example")
	app.Type = flow.ServerToServer
	trace := answered(flow.StepExchange, 200, `{"access_token":"A2","expires_in":3600,`)
	trace.Request = flow.DirectRequest(app, clientSecret)
	if answer := flow.Classify(trace); answer.Verdict != flow.Granted || answer.Token.AccessToken.Reveal() != "A2" {
		t.Errorf("%s", answer.Verdict)
	}
}

// Oddities of JSON are flagged (N6), and a server that does not rotate as well.
func TestClassifyFlags(t *testing.T) {
	for _, test := range []struct{ name, body, flag, token string }{
		{"duplicate token", `{"access_token":"A2","refresh_token":"R2","refresh_token":"R3"}`, "appears twice", "R2"},
		{"trailing bytes", `{"access_token":"A2","refresh_token":"R2"} and more`, "extra data follows", "R2"},
		{"no new refresh token", `{"access_token":"A2","expires_in":1}`, "no new refresh token", ""},
		{"null refresh token", `{"access_token":"A2","expires_in":1,"refresh_token":null}`, "no new refresh token", ""},
		{"broken before the token", `{"access_token":"A2","expires_in":NaN,"refresh_token":"R2"}`, "broken JSON", "R2"},
		{"long scope", `{"access_token":"A2","refresh_token":"R2","scope":"` + strings.Repeat("s", 65<<10) + `"}`, "scope", "R2"},
		{"case of the name", `{"REFRESH_TOKEN":"R9","access_token":"A2","refresh_token":"R2"}`, "expires_in", "R2"},
	} {
		answer := flow.Classify(answered(flow.StepRefresh, 200, test.body))
		if answer.Verdict != flow.Granted || answer.Token.RefreshToken.Reveal() != test.token {
			t.Errorf("%s: %s with %q", test.name, answer.Verdict, answer.Token.RefreshToken.Reveal())
		}
		if !strings.Contains(strings.Join(answer.Flags, "\n"), test.flag) {
			t.Errorf("%s: flags %q", test.name, answer.Flags)
		}
	}
	many := flow.Classify(answered(flow.StepRefresh, 200, `{"x":1`+strings.Repeat(`,"x":1`, 5000)+`}`))
	if len(many.Flags) > 16 {
		t.Errorf("%d flags", len(many.Flags))
	}
}

// Deep JSON ends reading, not the process; the token behind it is found (N6).
func TestClassifyDeepJSON(t *testing.T) {
	deep := `{"access_token":"A2","x":` + strings.Repeat("[", 500_000) + `,"refresh_token":"R2"`
	answer := flow.Classify(answered(flow.StepRefresh, 200, deep))
	if answer.Verdict != flow.Granted || answer.Token.RefreshToken.Reveal() != "R2" {
		t.Errorf("%s", answer.Verdict)
	}
}

// Whatever stands in expires_in, the token is granted and nothing overflows (C2, N6).
func TestClassifyExpiry(t *testing.T) {
	for raw, want := range map[string]time.Duration{
		"3599": time.Hour - time.Second, "3599.9": time.Hour - time.Second, `"3600"`: time.Hour, "3.6e3": time.Hour,
		"0": 0, "-5": 0, "1e12": 0, "1e400": 0, `"soon"`: 0, `"NaN"`: 0, `"Inf"`: 0, `"-Inf"`: 0, "null": 0, "true": 0, "[3600]": 0, `""`: 0,
		"9223372036854775807": 0,
	} {
		answer := flow.Classify(answered(flow.StepRefresh, 200, `{"access_token":"A2","refresh_token":"R2","expires_in":`+raw+`}`))
		token := answer.Token
		if answer.Verdict != flow.Granted || token.ExpiresIn != want {
			t.Errorf("%s: %s, %s", raw, answer.Verdict, token.ExpiresIn)
		}
		if known := want != 0; token.ExpiresAt.IsZero() == known || known && !token.ExpiresAt.Equal(token.ObtainedAt.Add(want)) {
			t.Errorf("%s: ends %s", raw, token.ExpiresAt)
		}
	}
}

// Every error of docs/zoom.md §5.1, as the token endpoint sends it.
func TestClassifyZoomTokenErrors(t *testing.T) {
	for _, test := range []struct {
		row    string
		status int
		body   string
		code   string
		reason string
		want   flow.Verdict
	}{
		{"T1", 400, `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`, "invalid_client", "Invalid client_id or client_secret", flow.Refused},
		{"T1 401", 401, `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`, "invalid_client", "Invalid client_id or client_secret", flow.Refused},
		{"T2", 400, `{"reason":"unsupported grant type","error":"unsupported_grant_type"}`, "unsupported_grant_type", "unsupported grant type", flow.Refused},
		{"T3", 400, `{"reason":"Invalid authorization code","error":"invalid_grant"}`, "invalid_grant", "Invalid authorization code", flow.Refused},
		{"T3b", 400, `{"reason":"Invalid authorization code x","error":"invalid_request"}`, "invalid_request", "Invalid authorization code x", flow.Refused},
		{"T4", 400, `{"reason":"Invalid Token!","error":"invalid_grant"}`, "invalid_grant", "Invalid Token!", flow.Refused},
		{"T4b", 401, `{"reason":"Invalid Token!","error":"invalid_request"}`, "invalid_request", "Invalid Token!", flow.Refused},
		{"T5", 400, `{"reason":"Invalid refresh token","error":"invalid_grant"}`, "invalid_grant", "Invalid refresh token", flow.Refused},
		{"T6", 400, `{"error":"invalid_grant"}`, "invalid_grant", "", flow.Refused},
		{"T7", 400, `{"reason":"Redirect URI mismatch","error":"invalid_request"}`, "invalid_request", "Redirect URI mismatch", flow.Refused},
		{"T8", 400, `{"reason":"Code is expired","error":"invalid_grant"}`, "invalid_grant", "Code is expired", flow.Refused},
		{"T9", 400, `{"reason":"Missing grant type","error":"invalid_request"}`, "invalid_request", "Missing grant type", flow.Refused},
		{"T10", 400, `{"reason":"Bad Request","error":"invalid_request"}`, "invalid_request", "Bad Request", flow.Refused},
		{"T12 pending", 400, `{"error":"authorization_pending"}`, "authorization_pending", "", flow.Refused},
		{"T12 slow", 400, `{"error":"slow_down"}`, "slow_down", "", flow.Refused},
		{"T12 expired", 400, `{"error":"expired_token"}`, "expired_token", "", flow.Refused},
		{"T12 denied", 400, `{"error":"access_denied"}`, "access_denied", "", flow.Refused},
		{"T13", 400, `<?xml version="1.0"?><error/>`, "", "", flow.Uncertain},
		{"T14", 503, `{"reason":"x","error":"server_error"}`, "server_error", "x", flow.Uncertain},
		{"RFC 6749", 400, `{"error":"invalid_scope","error_description":"no such scope"}`, "invalid_scope", "no such scope", flow.Refused},
		{"object for a text", 400, `{"error":"invalid_grant","error_description":{"a":1}}`, "invalid_grant", "", flow.Refused},
		{"4xx REST shape", 400, `{"code":4711,"message":"Refresh token invalid."}`, "4711", "Refresh token invalid.", flow.Uncertain},
		{"errorCode", 400, `{"errorCode":4700,"errorMessage":"Token cannot be empty."}`, "4700", "Token cannot be empty.", flow.Uncertain},
	} {
		for _, step := range []flow.Step{flow.StepExchange, flow.StepRefresh, flow.StepRevoke} {
			answer := flow.Classify(answered(step, test.status, test.body, "X-Zm-Trackingid", "v=2.0;x"))
			if answer.Verdict != test.want {
				t.Errorf("%s of %s: %s", test.row, step, answer.Verdict)
			}
			e := answer.Err
			if e == nil || e.Status != test.status || e.Code != test.code || e.Reason != test.reason || e.Step != step || e.TrackingID != "v=2.0;x" || e.RateLimited {
				t.Errorf("%s of %s: %+v", test.row, step, e)
			}
		}
	}
}

// Every error of docs/zoom.md §5.3, as a probe meets it; the unescaped quotes of 104
// included.
func TestClassifyProbe(t *testing.T) {
	for _, test := range []struct {
		status       int
		body         string
		verdict      flow.Verdict
		code, reason string
	}{
		{401, `{"code":124,"message":"Invalid access token."}`, flow.Refused, "124", "Invalid access token."},
		{401, `{"code":124,"message":"Access token is expired."}`, flow.Refused, "124", "Access token is expired."},
		{401, `{"code":124,"message":"Invalid access token, this access token is not supported as query parameter string."}`, flow.Refused, "124", "Invalid access token, this access token is not supported as query parameter string."},
		{400, `{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:list_users:admin]."}`, flow.Done, "4711", "Invalid access token, does not contain scopes:[user:read:list_users:admin]."},
		{400, `{"code":104,"message":"Invalid access token, does not contain scopes:["a","b"]"}`, flow.Done, "104", `Invalid access token, does not contain scopes:["a","b"]`},
		{400, `{"code":104,"message":"Invalid access token, does not contain scopes:[phone:read:list_users:admin]"}`, flow.Done, "104", `Invalid access token, does not contain scopes:[phone:read:list_users:admin]`},
		{400, `{"code":4700,"message":"Invalid access token, does not contain scopes:[a:b]"}`, flow.Done, "4700", "Invalid access token, does not contain scopes:[a:b]"},
		{400, `{"code":4700,"message":"Token cannot be empty."}`, flow.Refused, "4700", "Token cannot be empty."},
		{404, `{"code":1001,"message":"User does not exist: me."}`, flow.Done, "1001", "User does not exist: me."},
		{404, `{"code":1010,"message":"User not found on this account"}`, flow.Done, "1010", "User not found on this account"},
		{409, `{"code":1005,"message":"User already in the account."}`, flow.Done, "1005", "User already in the account."},
		{404, `{"code":3001,"message":"Meeting does not exist: 1."}`, flow.Done, "3001", "Meeting does not exist: 1."},
		{400, `{"code":3161,"message":"Your user account is not allowed meeting hosting and scheduling capabilities."}`, flow.Done, "3161", "Your user account is not allowed meeting hosting and scheduling capabilities."},
		{400, `{"code":200,"message":"Account does not enabled REST API."}`, flow.Done, "200", "Account does not enabled REST API."},
		{400, `{"code":104,"message":"Something else."}`, flow.Refused, "104", "Something else."},
		{400, `{"code":200,"message":"Invalid api key or secret."}`, flow.Refused, "200", "Invalid api key or secret."},
		{400, `{"code":"300","message":"Validation Failed.","errors":[{"field":"x","message":"y"}]}`, flow.Refused, "300", "Validation Failed."},
		{200, `{"code":124,"message":"Invalid access token."}`, flow.Refused, "124", "Invalid access token."},
		{429, ``, flow.Refused, "", ""},
		{403, `Access to the Zoom REST API has been denied for this user.`, flow.Unanswered, "", ""},
		{502, `<html>`, flow.Unanswered, "", ""},
		{302, ``, flow.Unanswered, "", ""},
	} {
		answer := flow.Classify(answered(flow.StepProbe, test.status, test.body))
		if answer.Verdict != test.verdict || answer.Who != nil {
			t.Errorf("%d %s: %s, %v", test.status, test.body, answer.Verdict, answer.Who)
		}
		if e := answer.Err; e == nil || e.Code != test.code || e.Reason != test.reason {
			t.Errorf("%d %s: %+v", test.status, test.body, e)
		}
	}
	if answer := flow.Classify(answered(flow.StepProbe, 200, "<html>")); answer.Verdict != flow.Unanswered || answer.Err != nil {
		t.Errorf("a page: %s", answer.Verdict)
	}
	answer := flow.Classify(answered(flow.StepProbe, 200, `{"id":"U1","email":"jane@acme.example","first_name":"Jane","last_name":"Doe","account_id":"ACC","company":"Acme"}`))
	want := flow.Who{At: noon, Email: "jane@acme.example", Name: "Jane Doe", UserID: "U1", AccountID: "ACC", AccountName: "Acme"}
	if answer.Verdict != flow.Done || answer.Who == nil || *answer.Who != want {
		t.Errorf("%s, %+v", answer.Verdict, answer.Who)
	}
}

// A probe of another path is answered by what was asked for: its id is of no user of
// the token, and a page or a broken object proves nothing.
func TestClassifyProbeOfAnotherPath(t *testing.T) {
	for body, want := range map[string]flow.Verdict{
		`{"page_count":1,"users":[{"id":"U1"}]}`: flow.Done,
		`{"id":"U2","email":"sam@acme.example"}`: flow.Done,
		`{}`:                                     flow.Unanswered,
		`{"users":[{"id":"U1"`:                   flow.Unanswered,
		`<html></html>`:                          flow.Unanswered,
		`{"code":124,"message":"Invalid access token."}`: flow.Refused,
	} {
		trace := answered(flow.StepProbe, 200, body)
		trace.Request.URL = "https://api.zoom.us/v2/users"
		if answer := flow.Classify(trace); answer.Verdict != want || answer.Who != nil {
			t.Errorf("%s: %s, %v", body, answer.Verdict, answer.Who)
		}
	}
}

// Only Zoom's own answer or an empty one confirms a revoke (R15, RFC 7009 §2.2).
func TestClassifyRevoke(t *testing.T) {
	for _, test := range []struct {
		status  int
		body    string
		verdict flow.Verdict
	}{
		{200, `{"status":"success"}`, flow.Done},
		{200, ``, flow.Done},
		{200, "\r\n", flow.Done},
		{200, `<html>log in</html>`, flow.Uncertain},
		{200, `{"status":"error"}`, flow.Uncertain},
		{200, `{"error":"invalid_request"}`, flow.Uncertain},
		{200, `{"error":{"x":1}}`, flow.Uncertain},
		{200, `{"code":124,"message":"Invalid access token."}`, flow.Uncertain},
		{204, ``, flow.Done},
		{302, ``, flow.Uncertain},
		{200, `{}`, flow.Uncertain},
		{200, `null`, flow.Uncertain},
		{200, `true`, flow.Uncertain},
		{200, `[]`, flow.Uncertain},
		{200, `{"success":true}`, flow.Uncertain},
		{200, `{"success":false}`, flow.Uncertain},
		{200, `{"status":"ok"}`, flow.Uncertain},
		{200, `{"status":"Success"}`, flow.Uncertain},
		{200, `{"Status":"success"}`, flow.Uncertain},
		{200, `{"status":"success","data":null}`, flow.Uncertain},
		{200, `{"status":"error","status":"success"}`, flow.Uncertain},
		{200, `{"status":"success"}{"status":"error"}`, flow.Uncertain},
		{200, `{"status":"success"`, flow.Uncertain},
		{200, `[{"status":"success"}]`, flow.Uncertain},
		{200, `"{\"status\":\"success\"}"`, flow.Uncertain},
		{200, `{"data":{"status":"success"}}`, flow.Uncertain},
		{200, `status=success`, flow.Uncertain},
		{200, `success`, flow.Uncertain},
		{200, `{"revoked":true}`, flow.Uncertain},
		{500, `{"status":"success"}`, flow.Uncertain},
		{302, `{"status":"success"}`, flow.Uncertain},
		{503, ``, flow.Uncertain},
		{400, `{"error":"invalid_client"}`, flow.Refused},
	} {
		if answer := flow.Classify(answered(flow.StepRevoke, test.status, test.body)); answer.Verdict != test.verdict {
			t.Errorf("%d %s: %s", test.status, test.body, answer.Verdict)
		}
	}
	cut := answered(flow.StepRevoke, 200, "")
	cut.Response.Cut = true
	if answer := flow.Classify(cut); answer.Verdict != flow.Uncertain {
		t.Errorf("cut: %s", answer.Verdict)
	}
	if answer := flow.Classify(answered(flow.StepRevoke, 503, "", "Retry-After", "1")); answer.Verdict != flow.Refused {
		t.Errorf("503 with Retry-After: %s", answer.Verdict)
	}
}

// Waiting times in both forms, and what is none (N5).
func TestClassifyRetryAfter(t *testing.T) {
	for value, want := range map[string]time.Duration{
		"5": 5 * time.Second, "1.5": 1500 * time.Millisecond, "0": 0, "-3": 0, "1000000000": time.Hour, "junk": 0, "NaN": 0, "Inf": time.Hour, "-Inf": 0,
		"Tue, 24 Nov 2026 12:00:30 GMT": 30 * time.Second, "Tue, 24 Nov 2026 11:00:00 GMT": 0, "Tue, 24 Nov 2099 11:00:00 GMT": time.Hour,
		"2026-11-24T12:00:30Z": 30 * time.Second,
	} {
		for _, status := range []int{429, 503} {
			answer := flow.Classify(answered(flow.StepRefresh, status, "", "Retry-After", value))
			if answer.Verdict != flow.Refused || !answer.Err.RateLimited || answer.Err.RetryAfter != want {
				t.Errorf("%d %s: %s %+v", status, value, answer.Verdict, answer.Err)
			}
		}
	}
	if answer := flow.Classify(answered(flow.StepRefresh, 429, "")); answer.Verdict != flow.Refused {
		t.Errorf("429 alone: %s", answer.Verdict)
	}
}

// Texts that go into the token file are short, whatever the server says.
func TestClassifyBoundsTexts(t *testing.T) {
	long := strings.Repeat("é", 100<<10)
	answer := flow.Classify(answered(flow.StepRefresh, 400, fmt.Sprintf(`{"error":"invalid_grant","reason":%q}`, long)))
	if n := len(answer.Err.Reason); n > 1<<10 || n == 0 {
		t.Errorf("reason of %d bytes", n)
	}
	answer = flow.Classify(answered(flow.StepProbe, 200, fmt.Sprintf(`{"id":%q,"email":%q,"company":%q}`, long, long, long)))
	if n := len(answer.Who.UserID) + len(answer.Who.Email) + len(answer.Who.AccountName); n > 3*256 {
		t.Errorf("who of %d bytes", n)
	}
}

// The refusal in one line.
func TestErrorText(t *testing.T) {
	for _, test := range []struct {
		e    flow.Error
		want string
	}{
		{flow.Error{Status: 400, Code: "invalid_grant", Reason: "Invalid Token!"}, "400 Invalid Token! (invalid_grant)"},
		{flow.Error{Status: 400, Code: "invalid_grant"}, "400 invalid_grant"},
		{flow.Error{Status: 200, Reason: "Invalid Token!"}, "200 Invalid Token!"},
		{flow.Error{Status: 429}, "HTTP status 429"},
	} {
		if got := test.e.Error(); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
