package diagnose_test

import (
	"slices"
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

// Authorize URLs up to their challenge, and a challenge.
const (
	authorizePKCE      = "https://zoom.us/oauth/authorize?response_type=code&client_id=abc&redirect_uri=https%3A%2F%2Facme.example%2Fcb&code_challenge="
	authorizeS256      = "https://zoom.us/oauth/authorize?response_type=code&client_id=abc&redirect_uri=https%3A%2F%2Facme.example%2Fcb&code_challenge_method=S256&code_challenge="
	challengeOfNothing = "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"
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
		},
		[]string{
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
		"reason-left-out",
		[]string{"zoom refresh failed: invalid_grant", "invalid_grant", "oauth2: \"invalid_grant\" for zoom.us"},
		[]string{deadToken, "zoom: invalid_grant - Invalid Token!", "zoom said {\"error\":\"invalid_grant\"}", "zoom: invalid_client"},
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
		},
		[]string{refreshCurl, "curl -X POST https://zoom.us/oauth/revoke -u $ID:$SECRET -d token=$T", "curl -X POST 'https://zoom.us/oauth/devicecode?client_id=abc' -u $ID:$SECRET", "curl -H 'Authorization: Bearer $T' https://api-us.zoom.us/v2/users/me", "curl -H 'Authorization: Bearer $T' 'https://api.zoom.us/v2/users/jane@acme.example/token?type=zak'"},
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
		[]string{granted, `{"access_token":"A2","token_type":"bearer","expires_in":3599,"scope":[]}`},
		[]string{`{"access_token":"A2","token_type":"bearer","expires_in":3599,"scope":"user:read:user"}`, `{"access_token":"A2","token_type":"bearer","expires_in":3599}`, apiScopes},
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
		[]string{"https://zoom.us/oauth/authorize?client_id=abc", "https://marketplace.zoom.us/v2/authorize?response_type=code&redirect_uri=https://acme.example/cb"},
		[]string{"https://zoom.us/oauth/authorize?response_type=code&client_id=abc&redirect_uri=https://acme.example/cb", "https://zoom.us/oauth/authorize?response_type=code&client_i…"},
	},
	{
		"authorize-response-type",
		[]string{"https://zoom.us/oauth/authorize?response_type=token&client_id=abc&redirect_uri=https://acme.example/cb"},
		[]string{"https://zoom.us/oauth/authorize?response_type=code&client_id=abc&redirect_uri=https://acme.example/cb", "https://zoom.us/oauth/authorize?client_id=abc"},
	},
	{
		"secret-in-url",
		[]string{"https://zoom.us/oauth/authorize?response_type=code&client_id=abc&client_secret=kT3mQ8vTS2aXw1LrPbN0Ug&redirect_uri=https://acme.example/cb"},
		[]string{"https://zoom.us/oauth/authorize?response_type=code&client_id=abc&redirect_uri=https://acme.example/cb", refreshCurl},
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
