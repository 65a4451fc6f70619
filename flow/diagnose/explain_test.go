package diagnose_test

import (
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
)

var now = time.Date(2026, 11, 23, 14, 2, 40, 0, time.UTC)

func ids(found []diagnose.Finding) []string {
	var list []string
	for _, f := range found {
		list = append(list, f.ID)
	}
	return list
}

func explain(text string) diagnose.Explanation {
	return diagnose.Explain(recognize.Read(text), diagnose.Here{Now: now})
}

// The literal texts of zoom.md, alone and with noise around them: the right cause
// is the first one.
func TestExplainKnowsZoomsTexts(t *testing.T) {
	tests := map[string]string{
		`{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`:                                     "client-secret-wrong",
		`{"reason":"unsupported grant type","error":"unsupported_grant_type"}`:                                         "grant-json-body",
		`{"reason":"Invalid authorization code","error":"invalid_grant"}`:                                              "code-used-twice",
		`{"reason":"Invalid authorization code abc","error":"invalid_request"}`:                                        "code-used-twice",
		`{"reason":"Invalid Token!","error":"invalid_grant"}`:                                                          "refresh-token-replaced",
		`{"reason":"Invalid Token!","error":"invalid_request"}`:                                                        "refresh-token-replaced",
		`{"reason":"Invalid refresh token","error":"invalid_grant"}`:                                                   "refresh-not-a-refresh-token",
		`{"error":"invalid_grant"}`:                                                                                    "refresh-no-reason",
		`{"reason":"Redirect URI mismatch","error":"invalid_request"}`:                                                 "code-redirect-mismatch",
		`{"reason":"Code is expired","error":"invalid_grant"}`:                                                         "code-expired",
		`{"reason":"Missing grant type","error":"invalid_request"}`:                                                    "grant-missing",
		`{"reason":"Client ID or client secret is missing","error":"invalid_client"}`:                                  "client-missing",
		`{"reason":"Bad Request","error":"invalid_request"}`:                                                           "account-id-wrong",
		`{"error":"authorization_pending"}`:                                                                            "device-pending",
		`{"error":"expired_token"}`:                                                                                    "device-expired",
		`{"error":"access_denied"}`:                                                                                    "declined",
		`{"code":124,"message":"Invalid access token."}`:                                                               "api-token-superseded",
		`{"code":124,"message":"Access token is expired."}`:                                                            "api-token-expired",
		`{"code":124,"message":"Invalid access token, this access token is not supported as query parameter string."}`: "api-token-in-query",
		`{"code":4711,"message":"Invalid access token, does not contain scopes:[user:read:list_users:admin]."}`:        "api-scope-missing",
		`{"code":104,"message":"Invalid access token, does not contain scopes:["a","b"]"}`:                             "api-scope-missing",
		`{"code":200,"message":"Invalid api key or secret."}`:                                                          "api-wrong-grant",
		`This API does not support client credentials for authorization.`:                                              "api-wrong-grant",
		`Access to the Zoom REST API has been denied for this user. Contact Zoom Support for details.`:                 "api-denied",
		`{"code":300,"message":"Validation Failed.","errors":[{"field":"x","message":"y"}]}`:                           "api-validation",
		`{"status":false,"errorCode":4700,"errorMessage":"Invalid redirect url","result":null}`:                        "redirect-not-registered",
		"Invalid redirect: http://127.0.0.1:8976/callback (4,700)":                                                     "redirect-not-registered",
		"Redireccionamiento no válido: http://127.0.0.1/ (4.700)":                                                      "redirect-not-registered",
		"Redirection non valide (4\u202f700)":                                                                          "redirect-not-registered",
		"Invalid client_id: abc (4,702)":                                                                               "page-client-unknown",
		"You cannot authorize Acme. Invalid scope. Edit on web portal":                                                 "page-scope-invalid",
		"You cannot authorize Acme":                                                                                    "page-cannot-authorize",
		"You cannot authorize Google Drive Sync":                                                                       "page-cannot-authorize",
		"# staging said \"Invalid redirect (4,700)\" again":                                                            "redirect-not-registered",
		"// The page: Invalid redirect: https://acme.example/oauth/\n// zoom/callback (4,700)":                         "redirect-not-registered",
		"An account admin is required to install this type of app. Ask one.":                                           "page-admin-required",
		"Request pre-approve": "page-preapproval",
		"https://acme.example/callback?error=access_denied&state=x":          "declined",
		"https://acme.example/callback?code=abcdefghij_abcdefghijabcdefghij": "state-missing",
		"curl: (6) Could not resolve host: zoom.us":                          "network-text",
		"Invalid client.":                                            "client-secret-wrong",
		"Invalid client secret.":                                     "client-secret-wrong",
		"Grant type is not supported from token endpoint.":           "grant-json-body",
		"curl: (28) Operation timed out after 30000 milliseconds":    "network-text",
		"getaddrinfo ENOTFOUND zoom.us":                              "network-text",
		"Error: read ECONNRESET":                                     "network-text",
		"tls: x509: certificate signed by unknown authority":         "network-text",
		"curl: (56) Received HTTP code 407 from proxy after CONNECT": "network-text",
		"<html><head><title>400 Bad Request</title></head></html>":   "server-text",
		"https://acme.example/callback?error=server_error&state=x":   "server-text",
		"error 4706": "client-missing",
		"error 4711": "refresh-scopes-changed",
	}
	for text, want := range tests {
		for _, noisy := range []string{text, "2026-11-23T14:02:40Z ERROR zoom oauth failed: " + text + " (attempt 1)"} {
			got := ids(explain(noisy).Findings)
			if len(got) == 0 || !slices.Contains(got[:min(len(got), 3)], want) {
				t.Errorf("%s\n  causes %v, want %s among the first three", noisy, got, want)
			}
			if noisy == text && len(got) > 0 && got[0] != want && want != "redirect-not-registered" {
				t.Errorf("%s\n  the first cause is %s, want %s", text, got[0], want)
			}
		}
	}
}

// What libraries leave of an answer in a log is enough.
func TestExplainReadsBareCodes(t *testing.T) {
	for text, want := range map[string]string{
		`oauth2: "invalid_grant" "Invalid Token!"`:                                    "refresh-token-replaced",
		"ERROR token refresh failed: invalid_grant":                                   "reason-left-out",
		"zoom auth error: invalid_client (Invalid client_id or client_secret)":        "client-secret-wrong",
		"requests.exceptions.HTTPError: 400 unsupported_grant_type":                   "grant-json-body",
		"OAuthError: invalid_grant - Invalid authorization code, request id 4f1c0de2": "code-used-twice",
		"[worker-3] zoom: error=access_denied while authorizing":                      "declined",
	} {
		if got := ids(explain(text).Findings); len(got) == 0 || got[0] != want {
			t.Errorf("%s\n  causes %v, want %s first", text, got, want)
		}
	}
}

// A number is an error only where one can be.
func TestANumberAmidATextIsNoError(t *testing.T) {
	for text, explained := range map[string]bool{
		"Zoom meeting: 4735 seconds": false, "there were 4.741 of them, error bars": false, "Your invoice of 4,700 EUR from Zoom is due": false,
		"4735": true, "Zoom error 4735": true, "(4.735)": true, `zoom said {"code":4735,"message":"x"} twice`: true, "zoom failed\n4741\n": true,
	} {
		found := explain(text).Findings
		if (len(found) > 0) != explained {
			t.Errorf("%q: %v, explained: %t", text, ids(found), explained)
		}
	}
}

// Nonsense and harmless text get no answer.
func TestExplainDoesNotGuess(t *testing.T) {
	for _, text := range []string{
		"", "hello", "4,700 people came to the fair", "Lorem ipsum dolor sit amet", `{"a":1}`, "{", "<html><body>Welcome</body></html>",
		"https://example.com/", "SELECT * FROM users", "\x00\x1b[31m\xff", "curl", "error", "invalid", "token",
	} {
		if e := explain(text); len(e.Findings) != 0 {
			t.Errorf("%q is explained by %v", text, ids(e.Findings))
		}
	}
}

func TestExplainReadsCurl(t *testing.T) {
	echo := base64.StdEncoding.EncodeToString([]byte("id:secret\n"))
	tests := map[string][]string{
		`curl -X POST https://zoom.us/oauth/token -H 'Content-Type: application/json' -H "Authorization: Basic aWQ6c2VjcmV0" -d '{"grant_type":"refresh_token"}'`: {"grant-json-body", "request-incomplete"},
		`curl -X POST "https://zoom.us/oauth/token?grant_type=refresh_token&refresh_token=abc" -H "Authorization: Basic aWQ6c2VjcmV0"`:                            {"parameters-in-query"},
		"curl https://zoom.us/oauth/token \\\n  -H 'Authorization: Basic " + echo + "' \\\n  -d grant_type=refresh_token -d refresh_token=abc":                    {"client-basic-malformed"},
		`curl https://zoom.us/oauth/token -u id:secret -d grant_type=authorization_code -d code=a%2525b`:                                                          {"code-double-encoded", "code-redirect-mismatch"},
		`curl https://zoom.us/oauth/token -d grant_type=refresh_token -d refresh_token=abc`:                                                                       {"client-missing"},
		`curl 'https://api.zoom.us/v2/users/me?access_token=abc'`:                                                                                                 {"api-token-in-query"},
		`curl https://zoom.us/oauth/token -u id:secret -d grant_type=refreshtoken`:                                                                                {"grant-unknown"},
		`curl https://zoom.us/oauth/token -u id:secret -d grant_type=refresh_token -d refresh_token=abc`:                                                          nil,
		`curl -X POST https://zoom.us/oauth/revoke -u id:secret -d token=abc`:                                                                                     nil,
		`curl -XPOST https://zoom.us/oauth/token -uid:secret -dgrant_type=refresh_token -drefresh_token=abc`:                                                      nil,
		`curl https://zoom.us/oauth/token -u id:secret -d grant_type=authorization_code -d redirect_uri=x --data-urlencode code=a%2Fb`:                            {"code-double-encoded"},
		`curl https://zoom.us/oauth/token -H 'Authorization: Bearer abc' -d grant_type=refresh_token -d refresh_token=abc`:                                        {"client-basic-malformed"},
		`curl https://zoom.us/oauth/token -u 'id:secret ' -d grant_type=refresh_token -d refresh_token=abc`:                                                       {"client-basic-malformed"},
		`curl -G https://zoom.us/oauth/token -u id:secret -d grant_type=refresh_token -d refresh_token=abc`:                                                       {"request-wrong-method", "parameters-in-query"},
		`curl --url https://zoom.us/oauth/token -u id:secret -d grant_type=account_credentials`:                                                                   {"account-id-wrong"},
		`jane@dev1:~$ sudo curl 'https://api.zoom.us/v2/users/me?access_token=abc'`:                                                                               {"api-token-in-query"},
		`C:\> curl.exe https://api.zoom.us/v2/users/me`:                                                                                                           {"api-token-empty"},
		`curl -H "Authorization: Bearer $TOKEN" https://api.zoom.us/v2/users/me`:                                                                                  nil,
	}
	for text, want := range tests {
		e := explain(text)
		if got := ids(e.Findings); e.Kind != "a curl command" || !slices.Equal(got, want) {
			t.Errorf("%s\n  %s: %v, want %v", text, e.Kind, got, want)
		}
	}
}

func TestExplainReadsTokens(t *testing.T) {
	part := func(v any) string {
		raw, _ := json.Marshal(v)
		return base64.RawURLEncoding.EncodeToString(raw)
	}
	token := part(map[string]any{"alg": "HS512"}) + "." + part(map[string]any{"tokenType": "refresh_token", "exp": now.Add(-time.Hour).Unix(), "iss": "urn:zoom:connect:clientid:abc"}) + ".c2lnbmF0dXJl"
	e := explain(token)
	all := strings.Join(e.Notes, "\n")
	for _, want := range []string{"a refresh token", "expired 23 Nov 2026 13:02 UTC", "clientid:abc"} {
		if !strings.Contains(e.Kind, "token") || !strings.Contains(all, want) {
			t.Errorf("%s: no %q in\n%s", e.Kind, want, all)
		}
	}
	for _, text := range []string{"Bearer " + token, "Authorization: Bearer " + token, `"` + token + `"`, "refresh_token=" + token} {
		if e := explain(text); !strings.Contains(e.Kind, "token") || !strings.Contains(strings.Join(e.Notes, "\n"), "a refresh token") {
			t.Errorf("%s: %s, %v", strings.ReplaceAll(text, token, "TOKEN"), e.Kind, e.Notes)
		}
	}
	if e := explain("curl -H 'Authorization: Bearer " + token + "' https://api.zoom.us/v2/users/me"); !slices.Equal(ids(e.Findings), []string{"api-token-kind"}) || !strings.Contains(strings.Join(e.Notes, "\n"), "a refresh token") {
		t.Errorf("%v, %v", ids(e.Findings), e.Notes)
	}
	if strings.Contains(all, token[:40]) {
		t.Error("S4: the token itself is in the notes")
	}
}

// No text makes it panic, and what it says of a text is bounded.
func FuzzExplain(f *testing.F) {
	for _, seed := range []string{`{"reason":"Invalid Token!","error":"invalid_grant"}`, "curl -d 'x", `{"code":104,"message":"a:["b"]"}`, "4,700", "https://a/?code=%", "a.b.c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e := explain(text)
		if len(e.Findings) > len(diagnose.Rules()) {
			t.Errorf("%d findings", len(e.Findings))
		}
		for _, finding := range e.Findings {
			if finding.Title == "" || finding.Likelihood == diagnose.No {
				t.Errorf("an empty finding: %+v", finding)
			}
		}
	})
}

// The scopes that a response names are told where their list stands on lines of its own.
func TestScopesOnTheirOwnLinesAreNamed(t *testing.T) {
	for _, list := range []string{"\n[user_info:read:email]", "\n  [tracking_field:read:admin,\n   cloud_recording:read:admin]", `\n[phone:read:admin]`} {
		e := explain("Zoom API error 400: Access token does not contain scopes:" + list)
		if len(e.Findings) == 0 || !slices.ContainsFunc(e.Findings[0].Evidence, func(s string) bool { return strings.HasPrefix(s, "wanted: ") }) {
			t.Errorf("%q: no scope is named: %v", list, e.Findings)
		}
	}
}

// Of a response without its body, address and status tell what they can.
func TestAStatusAloneTellsWhatItCan(t *testing.T) {
	for status, want := range map[string]string{"401 Unauthorized": "code 124", "404 Not Found": "that does not mean that the token is wrong"} {
		e := explain("GET https://api.zoom.us/v2/webinars/81234567890 -> " + status)
		if len(e.Findings) == 0 || !strings.Contains(strings.Join(e.Findings[0].Evidence, "\n"), want) {
			t.Errorf("%s: %v, want %q in the evidence", status, e.Findings, want)
		}
	}
}

// The redirect URI of the authorize URL beside a page is the one that the page refused.
func TestThePageBesideAURLRefusedItsRedirect(t *testing.T) {
	const authorize = "https://zoom.us/oauth/authorize?response_type=code&client_id=Ab3dEf6hIj9kLm2nOp5qRs&redirect_uri="
	for redirect, plain := range map[string]bool{"https%3A%2F%2Facme.example%2Fcb": false, "http%3A%2F%2Flocalhost%3A3000%2Fcb": true, "YOUR_REDIRECT_URI": true} {
		for _, text := range []string{"Invalid redirect url (4,700)\n\n" + authorize + redirect, authorize + redirect + "\nInvalid redirect url (4,700)"} {
			if got := slices.Contains(ids(explain(text).Findings), "redirect-plain-http"); got != plain {
				t.Errorf("%q: plain http is a cause: %t, want %t", text, got, plain)
			}
		}
	}
}

// What stands beside an answer in the same text is evidence for it.
func TestEvidenceComesFromTheWholeText(t *testing.T) {
	for text, want := range map[string]string{
		`{"code":429,"message":"You have exceeded the daily rate limit (60) of Webinar Create API requests permitted for a particular user."}`:                                                                                         "it applies to this user alone",
		"curl: (56) Received HTTP code 407 from proxy after CONNECT":                                                                                                                                                                   "the proxy asks for a login",
		"requests.exceptions.SSLError: certificate verify failed: unable to get local issuer certificate (host='zoom.us')":                                                                                                             "does not trust the certificate",
		"curl -X POST https://zoom.us/oauth/revoke -u \"$A:$B\" -d token=$T\n{\"status\":\"success\"}\n\n{\"code\":124,\"message\":\"Invalid access token.\"}":                                                                         "line 1: a revoke was done",
		"https://zoom.us/oauth/authorize?response_type=code&client_id=Ab3dEf6hIj9kLm2nOp5qRs&redirect_uri=https%3A%2F%2Fa.example%2Fcb&scope=user:read+meeting:read&state=q":                                                           "plus signs separate the scopes",
		"{\"code\":7045,\"message\":\"Do not allow to send SMS.\"}\n\n{\"code\":1001,\"message\":\"User does not exist: 4f.\"}":                                                                                                        "line 1: code 7045: Do not allow to send SMS.",
		"const key = import.meta.env.VITE_ZOOM_KEY\n\nfetch('https://zoom.us/oauth/token?grant_type=account_credentials&account_id=' + import.meta.env.VITE_ZOOM_ACCOUNT, {method: 'POST', headers: {Authorization: 'Basic ' + key}})": "a program for a browser sends it",
	} {
		found := explain(text).Findings
		if !slices.ContainsFunc(found, func(f diagnose.Finding) bool { return strings.Contains(strings.Join(f.Evidence, "\n"), want) }) {
			t.Errorf("%q: no %q in the evidence of %v", text, want, found)
		}
	}
}

// A cause that another one of the text explains away is not told.
func TestWhatAnotherCauseExplainsIsNotTold(t *testing.T) {
	for text, want := range map[string][]string{
		"sync: oauth2: cannot fetch token: 400 Bad Request\nResponse: {\"reason\":\"The app has been disabled by the developer\",\"error\":\"invalid_client\"}":                                                                                                   {"app-not-activated"},
		"Access to fetch at 'https://zoom.us/oauth/token' from origin 'http://localhost:3000' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present.\nPOST https://zoom.us/oauth/token net::ERR_FAILED\nTypeError: Failed to fetch": {"request-from-browser"},
		"zoom: oauth2: cannot fetch token: 400 Bad Request": {"body-left-out", "account-id-wrong", "parameters-in-query"},
	} {
		if got := ids(explain(text).Findings); !slices.Equal(got, want) {
			t.Errorf("%q\n  causes %v, want %v", text, got, want)
		}
	}
}

// What shows that a text is another provider's is named once.
func TestWordsOfOthersAreNamedOnce(t *testing.T) {
	e := explain("login: invalid_client: Client authentication failed.\n\nretry: invalid_client: Client authentication failed.")
	if e.Verdict != diagnose.NotZoom || len(e.Notes) != 2 || !strings.Contains(e.Notes[1], "client authentication failed") {
		t.Errorf("%s: %q", e.Verdict, e.Notes)
	}
}
