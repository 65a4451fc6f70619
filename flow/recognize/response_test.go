package recognize_test

import (
	"encoding/json"
	"maps"
	"testing"

	"zoauth/flow/recognize"
)

// A response in every dress has the same members.
func TestResponsesInEveryDress(t *testing.T) {
	want := map[string]any{"reason": "Invalid Token!", "error": "invalid_grant"}
	for _, text := range []string{
		`{"reason":"Invalid Token!","error":"invalid_grant"}`,
		"{\n  \"reason\" : \"Invalid Token!\",\n  \"error\" : \"invalid_grant\"\n}",
		`{'reason': 'Invalid Token!', 'error': 'invalid_grant'}`,
		`{"reason"=>"Invalid Token!", "error"=>"invalid_grant"}`,
		`{:reason=>"Invalid Token!", :error=>"invalid_grant"}`,
		`{reason: "Invalid Token!", error: "invalid_grant"}`,
		`{ reason: 'Invalid Token!', error: 'invalid_grant' }`,
		`{reason=Invalid Token!, error=invalid_grant}`,
		`['reason' => 'Invalid Token!', 'error' => 'invalid_grant']`,
		"Array\n(\n    [reason] => Invalid Token!\n    [error] => invalid_grant\n)",
		"array(2) {\n  [\"reason\"]=>\n  string(14) \"Invalid Token!\"\n  [\"error\"]=>\n  string(13) \"invalid_grant\"\n}",
		`map[error:invalid_grant reason:Invalid Token!]`,
		`error=invalid_grant reason="Invalid Token!"`,
		"error: invalid_grant\nreason: Invalid Token!",
		`"{\"reason\":\"Invalid Token!\",\"error\":\"invalid_grant\"}"`,
		`{"msg":"{\"reason\":\"Invalid Token!\",\"error\":\"invalid_grant\"}"}`,
		`{"msg":"zoom: {\\\"reason\\\":\\\"Invalid Token!\\\",\\\"error\\\":\\\"invalid_grant\\\"}"}`,
		`2026-09-01 ERROR [zoom] {"reason":"Invalid Token!","error":"invalid_grant"} (attempt 1)`,
		"“reason”: “Invalid Token!”, “error”: “invalid_grant”",
		"> {\"reason\":\"Invalid Token!\",\"error\":\"invalid_grant\"}",
		"HTTP/1.1 400 Bad Request\ncontent-type: application/json\n\n{\"reason\":\"Invalid Token!\",\"error\":\"invalid_grant\"}",
	} {
		var got map[string]any
		a := only(t, text, recognize.Response)
		if err := json.Unmarshal(a.Trace.Response.Body, &got); err != nil || !maps.Equal(got, want) {
			t.Errorf("%s\n  %s: %s %v", text, a.Form, a.Trace.Response.Body, err)
		}
	}
}

// What a logger cut off and what Zoom forgets to escape still yields its members.
func TestBrokenResponses(t *testing.T) {
	for text, want := range map[string]string{
		`{"reason":"Invalid Token!","error":"invalid_grant","x":"y`:                              `{"reason":"Invalid Token!","error":"invalid_grant"}`,
		`{"code":104,"message":"Invalid access token, does not contain scopes:["a","b"]"}`:       `{"code":104,"message":"Invalid access token, does not contain scopes:[\"a\",\"b\"]"}`,
		`{"error":"invalid_client", "reason":"Invalid client_id or client_secret"`:               `{"error":"invalid_client","reason":"Invalid client_id or client_secret"}`,
		`{"access_token":"eyJhbGciOiJIUzUxMiJ9.eyJ2ZXIi...","token_type":"bearer"}`:              `{"access_token":"eyJhbGciOiJIUzUxMiJ9.eyJ2ZXIi...","token_type":"bearer"}`,
		`{'error': None, 'errorCode': 4700, 'errorMessage': 'Invalid redirect url', 'ok': True}`: `{"error":null,"errorCode":4700,"errorMessage":"Invalid redirect url","ok":true}`,
	} {
		if a := only(t, text, recognize.Response); string(a.Trace.Response.Body) != want {
			t.Errorf("%s\n  %s", text, a.Trace.Response.Body)
		}
	}
}

// The status is read where one stands, and only there.
func TestStatusOfAResponse(t *testing.T) {
	body := `{"reason":"Invalid Token!","error":"invalid_grant"}`
	for before, want := range map[string]int{
		"": 0, "400 ": 400, "HTTP/1.1 400 Bad Request\n\n": 400, "Status Code: 401\n": 401, "zoom api error: 404 ": 404, "resulted in a `400 Bad Request` response: ": 400,
		"took 200 ms ": 0, "port 443: ": 0, "attempt 3 of 500 times: ": 0, "user 401234 ": 0, "at 10:11:12.400 ": 0,
	} {
		if a := only(t, before+body, recognize.Response); a.Trace.Response.Status != want {
			t.Errorf("%q: %d, want %d", before, a.Trace.Response.Status, want)
		}
	}
}
