package recognize_test

import (
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
		`google says {"error":"invalid_grant"} and zoom is fine`:                                      {Name: "zoom"},
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
		got := found[0].Provider
		got.Because = ""
		if got != want {
			t.Errorf("%s\n  %+v, want %+v", text, found[0].Provider, want)
		}
	}
}
