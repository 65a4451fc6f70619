package diagnose_test

import (
	"strings"
	"testing"

	"zoauth/flow/diagnose"
)

// What is said loosely is possible at most, and nothing is quoted that the text does not have.
func TestLooseWordsArePossibleAtMost(t *testing.T) {
	for text, want := range map[string]diagnose.Likelihood{
		`Our Zoom worker looks for "Invalid Token" in a frame of the socket, and then does a refresh.`: diagnose.Possible,
		"zoom: refresh failed, Invalid Token":  diagnose.Possible,
		"zoom: the refresh token is invalid":   diagnose.Likely,
		"zoom: refresh failed: Invalid Token!": diagnose.Likely,
	} {
		e := explain(text)
		if len(e.Findings) == 0 || e.Findings[0].ID != "refresh-token-replaced" || e.Findings[0].Likelihood != want {
			t.Errorf("%s\n  %v, want refresh-token-replaced, %s", text, ids(e.Findings), want)
		}
		for _, f := range e.Findings {
			if said := strings.Join(f.Evidence, "\n"); strings.Contains(said, "Zoom's words") || strings.Contains(said, "nvalid token!") && !strings.Contains(said, "other words for") && !strings.Contains(text, "Token!") {
				t.Errorf("%s\n  its evidence %q is not in it", text, said)
			}
		}
	}
}

// The words of a program between the app and Zoom say more than its code for any failure.
func TestGoTruesSentenceIsTheCause(t *testing.T) {
	for _, text := range []string{
		"https://shop.example/welcome?error=server_error&error_code=unexpected_failure&error_description=Unable+to+exchange+external+code%3A+abc#x",
		"https://shop.example/#error=server_error&error_description=Unable%20to%20exchange%20external%20code",
		`zoom provider {"component":"api","level":"error","msg":"500: Unable to exchange external code: abc"}`,
	} {
		e := explain(text)
		if got := strings.Join(ids(e.Findings), " "); got != "supabase-secret-blanks" || strings.Contains(strings.Join(e.Findings[0].Evidence, "\n"), "Zoom's words") {
			t.Errorf("%s\n  %s", text, got)
		}
	}
	if got := ids(explain("https://shop.example/zoom/cb?error=server_error&error_description=try+later").Findings); len(got) == 0 || got[0] != "server-text" {
		t.Errorf("server_error alone: %v", got)
	}
}

// What a request lacks says less than Zoom's words to another one, and is the cause where Zoom said
// nothing.
func TestZoomsWordsOutrankWhatAnotherRequestLacks(t *testing.T) {
	answered := "$ curl -i https://zoom.us/oauth/token -u \"$ID:$SECRET\" -d grant_type=account_credentials -d account_id=$ACCOUNT\nHTTP/2 400\n\n" +
		`{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`
	for text, first := range map[string]string{
		answered + "\n$ curl -sI https://api.zoom.us/v2/users/me\nHTTP/2 401": "client-secret-wrong",
		answered + "\n$ curl -I https://api.zoom.us/v2/meetings/1":            "client-secret-wrong",
		"$ curl -I https://api.zoom.us/v2/users\nHTTP/2 401\n" + answered:     "client-secret-wrong",
		"$ curl -I https://api.zoom.us/v2/users/me":                           "api-token-empty",
	} {
		if got := ids(explain(text).Findings); len(got) == 0 || got[0] != first {
			t.Errorf("%s\n  %v, want %s first", text, got, first)
		}
	}
}

// A Server-to-Server app has nothing to refresh and nobody to authorize.
func TestAServerToServerAppRequestsANewToken(t *testing.T) {
	for text, server := range map[string]bool{
		"Our app is Server-to-Server.\napi.zoom.us answers {\"code\":124,\"message\":\"Invalid access token.\"} from api.zoom.us": true,
		"grant_type=account_credentials worked, then\n\nzoom: {\"code\":124,\"message\":\"Access token is expired.\"}":            true,
		"zoom says {\"code\":124,\"message\":\"Invalid access token.\"}":                                                          false,
	} {
		found := explain(text).Findings
		if len(found) == 0 || strings.Contains(found[0].Fix, "Refresh") == server || strings.Contains(found[0].Fix, "account_credentials") != server {
			t.Errorf("%s\n  %v", text, found)
		}
	}
}

// A rate limit says nothing of what was not looked at, and is not certain where no report shows the
// response.
func TestARateLimitIsNoProofOfCredentials(t *testing.T) {
	for text, want := range map[string]diagnose.Likelihood{
		"HTTP 429 https://zoom.us/oauth/token":                       diagnose.Likely,
		"POST https://zoom.us/oauth/token -> 429 Too Many Requests":  diagnose.Likely,
		"HTTP 429 Too Many Requests https://api.zoom.us/v2/users/me": diagnose.Certain,
	} {
		found := explain(text).Findings
		if len(found) == 0 || found[0].ID != "rate-limited" || found[0].Likelihood != want || strings.Contains(found[0].Title+found[0].Unlike, "fine") {
			t.Errorf("%s\n  %v", text, found)
		}
	}
}

// The method that a client's record has of its request is told, before the address as behind it; where it has
// none, none is told.
func TestTheMethodOfAClientsRecordIsTold(t *testing.T) {
	for config, want := range map[string]string{
		"config: { method: 'post', url: 'https://api.zoom.us/v2/users/me/webinars' },":       "POST ",
		"config: { url: 'https://api.zoom.us/v2/users/me/webinars', method: 'patch' },":      "PATCH ",
		"options: { timeout: 3, method: 'delete', url: 'https://api.zoom.us/v2/users/me' },": "DELETE ",
		"a: { method: 'post' }, config: { url: 'https://api.zoom.us/v2/users/me' },":         "",
		"method: 'put',\n    url: 'https://api.zoom.us/v2/users/me',":                        "PUT ",
	} {
		e := explain("AxiosError: Request failed with status code 400\n  " + config + "\n  response: { status: 400, data: { code: 300, message: 'Validation Failed.' } }")
		if notes := strings.Join(e.Notes, "\n"); !strings.Contains(notes, ": "+want+"api.zoom.us/v2/users/me") {
			t.Errorf("%s\n  %q, want %q", config, notes, want)
		}
	}
}

// What the library of another provider raises is not explained, whose words Zoom has too.
func TestWhatAnotherProvidersLibraryRaisesIsNotExplained(t *testing.T) {
	for text, explained := range map[string]bool{
		"  File \"/usr/lib/python3/site-packages/pysonos/auth.py\", line 24, in renew\n    raise RenewError(body)\npysonos.auth.RenewError: Invalid refresh token: 0b1c":            false,
		"code=400 b'{\"error\":\"invalid_grant\"}'\nTraceback (most recent call last):\n  File \"/home/me/jobs/./netatmo_rain.py\", line 25, in <module>\nKeyError: 'access_token'": false,
		"RenewError: Invalid refresh token": true,
		"  File \"/srv/pyzoom/auth.py\", line 24, in renew\npyzoom.RenewError: Invalid refresh token": true,
	} {
		if e := explain(text); (e.Verdict == diagnose.Explained) != explained {
			t.Errorf("%s\n  %s %v, explained: %t", text, e.Verdict, ids(e.Findings), explained)
		}
	}
}
