package diagnose_test

import (
	"slices"
	"strings"
	"testing"
)

// textSituation is a text that has to lead to a rule, and texts much like it that
// must not.
type textSituation struct {
	rule   string
	hits   []string
	misses []string
}

const refreshCurl = "curl https://zoom.us/oauth/token -u $ID:$SECRET -d grant_type=refresh_token -d refresh_token=$RT"

const bodyCurl = "curl https://zoom.us/oauth/token -d grant_type=refresh_token -d refresh_token=$RT -d client_id=$ID -d client_secret=$SECRET"

// Authorize URLs: without their last parameters, up to their challenge, and a challenge.
const (
	consentURL         = "https://zoom.us/oauth/authorize?response_type=code&client_id=abc&redirect_uri=https%3A%2F%2Facme.example%2Fcb"
	authorizePKCE      = consentURL + "&code_challenge="
	authorizeS256      = consentURL + "&code_challenge_method=S256&code_challenge="
	challengeOfNothing = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
)

// exchangeCurl is an exchange without its code, refreshToken a JWT that says that it is a refresh token.
const (
	exchangeCurl = "curl https://zoom.us/oauth/token -u $ID:$SECRET -d grant_type=authorization_code -d redirect_uri=https://acme.example/cb"
	refreshToken = "eyJhbGciOiJIUzUxMiJ9.eyJ0eXBlIjoxfQ.c2lnbmF0dXJl"
)

// textSituations are about requests that somebody else wrote, and about what programs
// say before Zoom is asked.
var textSituations = []textSituation{
	{
		"request-placeholder",
		[]string{
			"curl https://zoom.us/oauth/token -u <CLIENT_ID>:<CLIENT_SECRET> -d grant_type=refresh_token -d refresh_token=$RT",
			"https://zoom.us/oauth/authorize?response_type=code&client_id={{clientId}}&redirect_uri=https%3A%2F%2Facme.example%2Fcb",
			`curl -H "Authorization: Bearer YOUR_ACCESS_TOKEN" https://api.zoom.us/v2/users/me`,
			"https://zoom.us/oauth/authorize?response_type=code&client_id=YOUR_CLIENT_ID&redirect_uri=YOUR_REDIRECT_URI",
			"curl https://zoom.us/oauth/token -u $ID:$SECRET -d grant_type=refresh_token -d refresh_token={saved_refresh}",
			`curl "https://zoom.us/oauth/token?grant_type=account_credentials&account_id=$ACCOUNT" -X POST -H "Authorization: Basic {BASE64(id:secret)}"`,
			`curl -H "Authorization: Bearer {token_of_the_user}" https://api.zoom.us/v2/users/me`,
			"GET https://zoom.us/oauth/authorize?response_type=code&client_id={app_id}&redirect_uri=https%3A%2F%2Facme.example%2Fcb",
			"https://zoom.us/oauth/authorize?response_type=code&client_id=abc&redirect_uri=null", exchangeCurl + " -d code=None",
			"curl https://zoom.us/oauth/token -H 'Authorization: Basic dW5kZWZpbmVkOm51bGw=' -d grant_type=client_credentials",
		},
		[]string{
			consentURL + "&state=undefined", consentURL + "&prompt=none&state=x", exchangeCurl + " -d code=undefinedness",
			refreshCurl, `run(f"curl https://zoom.us/oauth/token -u {app}:{key} -d grant_type=refresh_token -d refresh_token={saved}")`,
			"run(f\"\"\"\n  curl https://zoom.us/oauth/token -u $ID:$SECRET -d grant_type=refresh_token -d refresh_token={saved}\n\"\"\")",
			"curl https://zoom.us/oauth/token -u ${ID}:${SECRET} -d grant_type=authorization_code -d code=$CODE -d redirect_uri=$URI",
		},
	},
	{
		"code-verifier-wrong",
		[]string{
			authorizeS256 + "47DEQpj8HBSa%2B%2FTImW%2B5JCeuQeRkm5NMpJWZG3hSuFU%3D", authorizeS256 + "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=",
			authorizeS256 + "secret&state=x", authorizePKCE + challengeOfNothing + "&code_challenge_method=plain", authorizePKCE + challengeOfNothing + "&state=x", authorizePKCE + challengeOfNothing, authorizeS256 + "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
		},
		[]string{
			authorizeS256 + "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU", authorizeS256 + "$CHALLENGE", authorizeS256 + "YOUR_CHALLENGE", authorizeS256 + "47DEQpj8...", authorizeS256 + "47DEQpj8...&state=x",
			authorizeS256 + "47DEQpj8", authorizePKCE + "47DEQpj8", authorizePKCE + challengeOfNothing + "&code_challenge_meth", authorizePKCE + challengeOfNothing + "&code_challenge_method=S2", authorizePKCE + challengeOfNothing + "&state=abc…",
		},
	},
	{
		"request-incomplete",
		[]string{
			exchangeCurl, exchangeCurl + " -d auth_code=$CODE", "curl https://zoom.us/oauth/token -u $ID:$SECRET -d grant_type=refresh_token -d token=$RT",
			"curl -X POST https://zoom.us/oauth/revoke -u $ID:$SECRET", `requests.post("https://zoom.us/oauth/token", data={"grant_type": "refresh_token", "refreshToken": saved}, auth=pair)`,
		},
		[]string{
			refreshCurl, exchangeCurl + " -d code=$CODE", exchangeCurl + " --data-urlencode code@code.txt", exchangeCurl + " -d @rest.txt", "curl -X POST https://zoom.us/oauth/revoke -u $ID:$SECRET -d token=$T",
			"curl https://zoom.us/oauth/token -u $ID:$SECRET -d grant_type=client_credentials", "POST https://zoom.us/oauth/revoke", `requests.post("https://zoom.us/oauth/token", data=form, auth=pair)`,
		},
	},
	{
		"code-other-app",
		[]string{exchangeCurl + " -d 'code=https://acme.example/cb?code=m8Kf2QwYtR'", exchangeCurl + " -d code=" + refreshToken},
		[]string{exchangeCurl + " -d code=m8Kf2QwYtR_hN5sVbE1xLpC4uDgJ7zAoT", exchangeCurl + " -d code=$CODE"},
	},
	{
		"code-verifier-missing",
		[]string{exchangeCurl + " -d code=$CODE -d code_challenge=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"},
		[]string{
			exchangeCurl + " -d code=$CODE -d code_challenge=x -d code_verifier=$VERIFIER", authorizeS256 + "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU",
			"curl https://zoom.us/oauth/token -d grant_type=authorization_code -d code=$CODE -d client_id=abc -d redirect_uri=https://acme.example/cb\n" + wrongClient,
		},
	},
	{
		"client-public-id",
		[]string{"curl https://zoom.us/oauth/token -d grant_type=authorization_code -d code=$CODE -d client_id=abc -d redirect_uri=https://acme.example/cb\n" + wrongClient},
		[]string{
			refreshCurl + "\n" + wrongClient, wrongClient,
			"curl https://zoom.us/oauth/token -d grant_type=authorization_code -d code=$CODE -d client_id=abc -d client_secret=$SECRET -d redirect_uri=https://acme.example/cb\n" + wrongClient,
		},
	},
	{
		"client-in-body",
		[]string{bodyCurl, bodyCurl + "\n" + wrongClient, `requests.post("https://zoom.us/oauth/token", data={"grant_type": "refresh_token", "refresh_token": saved, "client_id": id, "client_secret": secret})`},
		[]string{
			bodyCurl + " -u $ID:$SECRET", strings.ReplaceAll(bodyCurl, " -d client_secret=$SECRET", ""), bodyCurl + "\n" + `{"access_token":"eyJhbGciOiJIUzUxMiJ9.eyJ0eXBlIjowfQ.c2lnbmF0dXJl","token_type":"bearer","expires_in":3599}`,
		},
	},
	{
		"api-token-kind",
		[]string{"curl -H 'Authorization: Bearer " + refreshToken + "' https://api.zoom.us/v2/users/me"},
		[]string{"curl -H 'Authorization: Bearer eyJhbGciOiJIUzUxMiJ9.eyJ0eXBlIjowfQ.c2lnbmF0dXJl' https://api.zoom.us/v2/users/me", "refresh_token=" + refreshToken},
	},
	{
		"api-token-broken",
		[]string{"eyJhbGciOiJIUzUxMiJ9.eyJ0eXBlIjoxfQ"},
		[]string{"curl -H 'Authorization: Bearer eyJhbGciOiJIUzUxMiJ9.eyJ0eXBlIjowfQ.c2lnbmF0dXJl' https://api.zoom.us/v2/users/me", "refresh_token=" + refreshToken},
	},
	{
		"page-scope-invalid",
		[]string{consentURL + "&scope=openid%20profile%20email", consentURL + "&scope=user:read,meeting:read"},
		[]string{consentURL + "&scope=user:read%20meeting:read", consentURL + "&scope=$SCOPE", consentURL + "&scope=imchat:bot"},
	},
	{
		"reason-left-out",
		[]string{"zoom refresh failed: invalid_grant", "invalid_grant", "oauth2: \"invalid_grant\" for zoom.us"},
		[]string{deadToken, "zoom: invalid_grant - Invalid Token!", "zoom said {\"error\":\"invalid_grant\"}", "zoom: invalid_client"},
	},
	{
		"reason-not-known",
		[]string{
			"POST https://zoom.us/oauth/token\nHTTP/1.1 400 Bad Request\n" + `{"reason":"The grant sleeps","error":"invalid_grant"}`,
			refreshCurl + "\n" + `{"reason":"Odd number of parameters","error":"invalid_request"}`,
			`zoom.us/oauth/token said {"error":"unauthorized_client","reason":"App is asleep"}`,
		},
		[]string{
			refreshCurl + "\n" + deadToken, "zoom refresh failed: invalid_grant", `{"reason":"The grant sleeps","error":"invalid_grant"}`,
			"POST https://login.example.com/oauth/token\nHTTP/1.1 400 Bad Request\n" + `{"reason":"The grant sleeps","error":"invalid_grant"}`,
			refreshCurl + "\n" + `{"reason":"Bad Request","error":"invalid_request"}`,
		},
	},
	{
		"body-left-out",
		[]string{
			"requests.exceptions.HTTPError: 400 Client Error: Bad Request for url: https://zoom.us/oauth/token",
			"HTTPError: Request failed with status code 400 Bad Request: POST https://zoom.us/oauth/token",
			`https://zoom.us:443 "POST /oauth/token HTTP/1.1" 400 118`,
			"401 Unauthorized from GET https://api.zoom.us/v2/users/me",
			"<-- 404 https://api.zoom.us/v2/users/jane (31ms)",
		},
		[]string{
			refreshCurl, "POST https://zoom.us/oauth/token 200 OK", "GET https://zoom.us/j/4001234567",
			"400 Client Error: Bad Request for url: https://api.github.com/user",
			"400 from POST https://zoom.us/oauth/token\n" + deadToken,
		},
	},
	{
		"request-wrong-path",
		[]string{
			"curl https://zoom.us/oauth2/token -u a:b -d grant_type=refresh_token", "curl https://api.zoom.us/oauth/token -u a:b -d grant_type=refresh_token",
			"curl -H 'Authorization: Bearer $T' https://zoom.us/v2/users/me", "curl http://zoom.us/oauth/token -u a:b -d grant_type=refresh_token",
			"curl -H 'Authorization: Bearer $T' https://api.zoom.us/v1/users/me", strings.Replace(consentURL, "/oauth/authorize", "/authorize", 1), strings.Replace(consentURL, "zoom.us", "api.zoom.us", 1),
			strings.Replace(consentURL, "authorize", "authorise", 1), strings.Replace(consentURL, "authorize", "auth", 1), strings.Replace(consentURL, "oauth", "oauth2", 1),
		},
		[]string{consentURL, "https://marketplace.zoom.us/v2/authorize?response_type=code&client_id=abc", "https://zoom.us/oauth/signin?response_type=code&client_id=abc", refreshCurl, "curl -X POST https://zoom.us/oauth/revoke -u $ID:$SECRET -d token=$T", "curl -X POST 'https://zoom.us/oauth/devicecode?client_id=abc' -u $ID:$SECRET", "curl -H 'Authorization: Bearer $T' https://api-us.zoom.us/v2/users/me", "curl -H 'Authorization: Bearer $T' 'https://api.zoom.us/v2/users/jane@acme.example/token?type=zak'"},
	},
	{
		"request-wrong-method",
		[]string{
			"curl -G https://zoom.us/oauth/token -u $ID:$SECRET -d grant_type=refresh_token -d refresh_token=$RT", "curl -X PUT https://zoom.us/oauth/revoke -u $ID:$SECRET -d token=$T",
			`{"name": "token", "request": {"method": "GET", "header": [], "url": {"raw": "https://zoom.us/oauth/token?grant_type=account_credentials&account_id={{account}}"}}}`,
		},
		[]string{refreshCurl, "curl -H 'Authorization: Bearer $T' https://api.zoom.us/v2/users/me", "curl 'https://zoom.us/oauth/token?response_type=code&client_id=abc&redirect_uri=https://acme.example/cb'"},
	},
	{
		"token-without-scopes",
		[]string{granted, `{"access_token":"A2","token_type":"bearer","expires_in":3599,"scope":[]} from zoom.us`},
		[]string{`{"access_token":"A2","token_type":"bearer","expires_in":3599,"scope":"user:read:user"}`, `{"access_token":"A2","token_type":"bearer","expires_in":3599,"scope":""}`, `{"access_token":"A2","token_type":"bearer","expires_in":3599}`, apiScopes},
	},
	{
		"request-from-browser",
		[]string{
			"Access to fetch at 'https://zoom.us/oauth/token' from origin 'https://app.example.dev' has been blocked by CORS policy",
			"Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at https://zoom.us/oauth/token",
		},
		[]string{"curl: (6) Could not resolve host: zoom.us", "Access to fetch at 'https://api.github.com/user' from origin 'https://app.example.dev' has been blocked by CORS policy"},
	},
	{
		"authorize-at-token-endpoint",
		[]string{"GET https://zoom.us/oauth/token?response_type=code&client_id=abc&redirect_uri=https://acme.example/cb", "curl 'https://zoom.us/oauth/token?response_type=code&client_id=abc&redirect_uri=https://acme.example/cb'"},
		[]string{refreshCurl, "https://zoom.us/oauth/authorize?response_type=code&client_id=abc&redirect_uri=https://acme.example/cb"},
	},
	{
		"authorize-incomplete",
		[]string{"https://zoom.us/oauth/authorize?client_id=abc", "https://marketplace.zoom.us/v2/authorize?response_type=code&redirect_uri=https://acme.example/cb", consentURL + "&code_challenge_method=S256"},
		[]string{"https://zoom.us/oauth/authorize?response_type=code&client_id=abc&redirect_uri=https://acme.example/cb", "https://zoom.us/oauth/authorize?response_type=code&client_i…"},
	},
	{
		"authorize-response-type",
		[]string{"https://zoom.us/oauth/authorize?response_type=token&client_id=abc&redirect_uri=https://acme.example/cb"},
		[]string{"https://zoom.us/oauth/authorize?response_type=code&client_id=abc&redirect_uri=https://acme.example/cb", "https://zoom.us/oauth/authorize?client_id=abc"},
	},
	{
		"secret-in-url",
		[]string{"https://zoom.us/oauth/authorize?response_type=code&client_id=abc&client_secret=kT3mQ8vTS2aXw1LrPbN0Ug&redirect_uri=https://acme.example/cb", consentURL + "&code_verifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", consentURL + "&refresh_token=" + refreshToken},
		[]string{consentURL + "&code_challenge_method=S256&code_challenge=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU&state=x", "https://zoom.us/oauth/authorize?response_type=code&client_id=abc&redirect_uri=https://acme.example/cb", refreshCurl},
	},
	{
		"token-damaged",
		[]string{`curl -H "Authorization: Bearer undefined" https://api.zoom.us/v2/users/me`, "Authorization: Bearer [object Object]", `curl -H "Authorization: Bearer Bearer abcdefghijkl" https://api.zoom.us/v2/users/me`},
		[]string{`curl -H "Authorization: Bearer $TOKEN" https://api.zoom.us/v2/users/me`, "Authorization: Bearer abcdefghijklmnopqrstuvwxyz0123"},
	},
	{
		"state-mismatch",
		[]string{"invalid OAuth user state", "MismatchingStateError: (mismatching_state) CSRF Warning! State not equal in request and response. zoom oauth"},
		[]string{"xAI authorization failed: state mismatch.", "state=open oauth token ok", "Invalid OAuth Request: Missing state parameter"},
	},
}

func TestTextSituations(t *testing.T) {
	for _, s := range textSituations {
		for _, text := range s.hits {
			if found := ids(explain(text).Findings); !slices.Contains(found, s.rule) {
				t.Errorf("%s is not among %v: %s", s.rule, found, text)
			}
		}
		for _, text := range s.misses {
			if found := ids(explain(text).Findings); slices.Contains(found, s.rule) {
				t.Errorf("%s is among %v: %s", s.rule, found, text)
			}
		}
	}
}
