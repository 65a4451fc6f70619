package recognize_test

import (
	"slices"
	"strings"
	"testing"

	"zoauth/flow/recognize"
)

// Whose a text is, by its host, its shape, or words that only one provider uses.
func TestProviders(t *testing.T) {
	for text, want := range map[string]recognize.Provider{
		`{"reason":"Invalid Token!","error":"invalid_grant"}`:                                         {Name: "zoom", Sure: true},
		`{"error":"invalid_grant"}`:                                                                   {},
		`zoom refresh failed: {"error":"invalid_grant"}`:                                              {Name: "zoom"},
		`POST https://zoom.us/oauth/token {"error":"invalid_grant"}`:                                  {Name: "zoom", Sure: true},
		`{"error":"invalid_grant","error_description":"x"}`:                                           {Sure: true, Foreign: true},
		`{"error":"invalid_grant","error_description":"AADSTS1"}`:                                     {Name: "Microsoft", Sure: true, Foreign: true},
		`POST https://sso.corp.example/oauth/token` + "\n" + `{"error":"invalid_grant"}`:              {Name: "sso.corp.example", Sure: true, Foreign: true},
		`{"ok":false,"error":"invalid_scope"}`:                                                        {Name: "Slack", Sure: true, Foreign: true},
		`{"code":124,"message":"Invalid access token."}`:                                              {Name: "zoom", Sure: true},
		`{"code":124,"message":"command timed out"}`:                                                  {},
		`{"code":3001,"message":"Meeting does not exist: 1."}`:                                        {Name: "zoom", Sure: true},
		`{"status":false,"errorCode":4700,"errorMessage":"Invalid redirect url"}`:                     {Name: "zoom", Sure: true},
		"HTTP/1.1 500 x\nx-zm-trackingid: abc\n\n" + `{"error":"server_error"}`:                       {Name: "zoom", Sure: true},
		`notzoom.us said {"error":"invalid_grant"}`:                                                   {},
		`github.com/zoom/app/main.go:12: {"error":"invalid_grant"}`:                                   {Name: "zoom"},
		"curl http://127.0.0.1:8080/oauth/token -d grant_type=x\n" + `{"error":"invalid_grant"}`:      {},
		"curl http://127.0.0.1:8080/oauth/token -d grant_type=x\n" + `{"error":"x_y","reason":"Bad"}`: {},
		`google says {"error":"invalid_grant"} and zoom is fine`:                                      {Name: "Google", Sure: true, Foreign: true},
		`zoom and google: {"error":"invalid_grant"}`:                                                  {Name: "zoom"},
		"https://acme.example/cb?error=access_denied&error_description=AADSTS65004&state=x":           {Name: "Microsoft", Sure: true, Foreign: true},
		"https://acme.example/zoom/callback?error=access_denied&state=x":                              {Name: "zoom"},
		"BILLING_ZOOM_CLIENT_ID=Wd4fGh6jKl8zXc2vBn0mQw\nBILLING_ZOOM_CLIENT_SECRET=aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY\nBILLING_REDIRECT_URI=https://billing.example/oauth/zoom": {Name: "zoom"},
		"callback: https://billing.example/oauth/zoom\n" + `{"error":"invalid_grant"}`:                                                                                        {Name: "zoom"},
		jwt: {Name: "zoom", Sure: true},
	} {
		found := recognize.Read(text)
		if len(found) == 0 {
			t.Errorf("%s: nothing found", text)
			continue
		}
		got := recognize.Provider{Name: found[0].Provider.Name, Sure: found[0].Provider.Sure, Foreign: found[0].Provider.Foreign}
		if got != want {
			t.Errorf("%s\n  %+v, want %+v", text, found[0].Provider, want)
		}
	}
}

// The words of a provider within a longer word are not its own; its name may be a part of one.
func TestWordsOfAProviderStandByThemselves(t *testing.T) {
	for text, want := range map[string]string{
		`AcmeOAuthException: {"error":"invalid_redirect_uri"}`:                      "",
		`{"error":{"type":"OAuthException","code":190}}`:                            "Facebook",
		`log: "line one\nOAuthException: code 190" {"error":"invalid_grant"}`:       "Facebook",
		`acme_error_reason=x {"error":"invalid_grant"}`:                             "",
		`invalid_authorization: {"error":"invalid_grant"}`:                          "",
		`not_authed {"error":"invalid_grant"}`:                                      "Slack",
		`my_debug_ids=1 {"error":"invalid_client"}`:                                 "",
		`failed=%3AAADSTS65004%3A+declined {"error":"invalid_grant"}`:               "Microsoft",
		`renewOktaToken failed {"error":"invalid_grant"}`:                           "Okta",
		`ShopifyOAuthException Caused by: HTTP/1.1 200 {"error":"invalid_request"}`: "Shopify",
		`bookta.example answered {"error":"invalid_grant"}`:                         "",
	} {
		found := recognize.Read(text)
		if len(found) == 0 || found[0].Provider.Name != want {
			t.Errorf("%s\n  %+v, want %q", text, found, want)
		}
	}
}

// What shows that a text is another provider's stands on the line that is told.
func TestEvidenceOfAProviderStandsOnItsLine(t *testing.T) {
	for text, want := range map[string]int{
		"Sign in with Azure AD\n\nfails since May:\n\n" + `{"error":"invalid_client"}`:                                                             1,
		"# GitLab\n\n" + `{"error":"invalid_grant"}`:                                                                                               1,
		"https://app.example/cb?code=xxxx&state=yyyy\n\nwas right, but then\n\nPOST https://www.linkedin.com/oauth/v2/accessToken\n400":            5,
		"failed to push: \n\nunexpected status from POST request to https://id.registry.example/oauth/token: 401 Unauthorized":                     3,
		"box 7\nhttps://www.dropbox.com/oauth2/authorize?response_type=code&client_id=abc\n\nInvalid redirect_uri. It has to match one of the app": 2,
	} {
		foreign := 0
		for _, a := range recognize.Read(text) {
			p := a.Provider
			if !p.Foreign {
				continue
			}
			foreign++
			word := strings.TrimPrefix(strings.TrimPrefix(p.Because, "the name "), "the host ")
			if p.Line != want || !strings.Contains(strings.ToLower(strings.Split(text, "\n")[want-1]), strings.ToLower(word)) {
				t.Errorf("%s\n  %s on line %d, want %d: %s", text, a.Kind, p.Line, want, p.Because)
			}
		}
		if foreign == 0 {
			t.Errorf("%s\n  is nobody else's", text)
		}
	}
}

// A library of another provider shows whose a text is that has its name in paths and modules alone.
func TestLibrariesOfOtherProviders(t *testing.T) {
	for text, want := range map[string]string{
		`  File "/opt/venv/lib/python3.12/site-packages/pyspotify/auth.py", line 9, in refresh` + "\n" + `{"error":"invalid_grant"}`: "Spotify",
		`  File "/srv/jobs/sonos_export.py", line 20, in <module>` + "\n" + `{"error":"invalid_grant"}`:                              "Sonos",
		`at refresh (/app/node_modules/xeroclient/index.js:7:2)` + "\n" + `{"error":"invalid_grant"}`:                                "Xero",
		"pyecobee.errors.RefreshFailed\n" + `{"error":"invalid_grant"}`:                                                              "Ecobee",
		`  File "/srv/pyzoom_tado/run.py", line 3` + "\n" + `{"error":"invalid_grant"}`:                                              "zoom",
		`  File "/srv/jobs/tadopole.py", line 3` + "\n" + `{"error":"invalid_grant"}`:                                                "",
		`  File "/srv/jobs/nosonosphere.py", line 3` + "\n" + `{"error":"invalid_grant"}`:                                            "",
	} {
		found := recognize.Read(text)
		if i := slices.IndexFunc(found, recognize.Artefact.HasResponse); i < 0 || found[i].Provider.Name != want {
			t.Errorf("%s\n  %+v, want %q", text, found, want)
		}
	}
}
