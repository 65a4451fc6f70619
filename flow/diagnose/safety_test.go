package diagnose_test

import (
	"strings"
	"testing"

	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
)

// canary stands for every secret that a text may hold.
const canary = "kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2"

// S4: no note and no evidence quotes a secret, wherever in a text it stands.
func TestNoSecretIsQuotedS4(t *testing.T) {
	for _, text := range []string{
		"curl https://zoom.us/oauth/token -u id:CANARY -d grant_type=refresh_token -d refresh_token=CANARY",
		"curl https://zoom.us/oauth/token -H 'Authorization: Basic CANARY' -d grant_type=authorization_code -d code=CANARY%25",
		"curl 'https://zoom.us/oauth/token?grant_type=refresh_token&refresh_token=CANARY' -H 'Authorization: Bearer CANARY'",
		"curl 'https://api.zoom.us/v2/users/me?access_token=CANARY'", "curl -H 'Authorization: Bearer Bearer CANARY' https://api.zoom.us/v2/users/me",
		"curl -H 'Authorization: CANARY' https://api.zoom.us/v2/users/me", "Authorization: Bearer ('CANARY',)", "Authorization: Bearer CANARY", "CANARY",
		`{"access_token":"CANARY","refresh_token":"CANARY","expires_in":3599}`, `{"access_token":"CANARY...`, `{"device_code":"CANARY","user_code":"A-B"}`,
		`{"reason":"Invalid authorization code CANARY","error":"invalid_grant"}`, `{"reason":"Invalid Token! CANARY","error":"invalid_grant"}`,
		"https://acme.example/cb?error=server_error&error_description=Unable+to+exchange+external+code%3A+CANARY", "https://acme.example/cb?error=invalid_request&error_description=Invalid%20authorization%20code%20CANARY.&state=x",
		"https://acme.example/cb?code=CANARY&state=x", "https://acme.example/cb?code=CANARY", "https://acme.example/cb?error=access_denied&error_description=no&code=CANARY&state=x",
		"ZOOM_CLIENT_ID=abc\nZOOM_CLIENT_SECRET=CANARY", "ZOOM_CLIENT_ID=abc\nZOOM_CLIENT_SECRET=\"CANARY \"", "Client ID\nabc\nClient Secret\nCANARY",
		"https://zoom.us/oauth/authorize?response_type=code&client_id=x&client_secret=CANARY&redirect_uri=https://acme.example/cb",
		"ERROR zoom refresh failed token=CANARY: invalid_grant Invalid Token!", "zoom: invalid_client secret CANARY",
		`requests.post("https://zoom.us/oauth/token", data={"grant_type": "refresh_token", "refresh_token": "CANARY"}, auth=("id", "CANARY"))`,
		`Invoke-RestMethod -Method Post -Uri https://zoom.us/oauth/token -Body @{grant_type="refresh_token"; refresh_token="CANARY"} -Headers @{Authorization="Basic CANARY"}`,
		"http -f POST https://zoom.us/oauth/token grant_type=refresh_token refresh_token=CANARY -a id:CANARY",
		"POST /oauth/token HTTP/1.1\nHost: zoom.us\nAuthorization: Basic CANARY\n\ngrant_type=refresh_token&refresh_token=CANARY\n\nHTTP/1.1 400 Bad Request\n\n" + deadToken,
		`{"error":"invalid_grant","error_description":"AADSTS700082: CANARY"}`, "Zoom error 4700 CANARY", "Invalid client_id: x (4,702) CANARY",
		"curl -X POST https://zoom.us/oauth/token -u $ID:$S -d grant_type=refresh_token,refresh_token=CANARY", "curl -X POST https://zoom.us/oauth/token -u $ID:$S -d 'grant_type=refresh_token refresh_token=CANARY'",
		"curl -X POST https://zoom.us/oauth/token -u $ID:$S -d 'grant_type=refresh_token;refresh_token=CANARY'", "curl -X POST 'https://zoom.us/oauth/token?grant_type=refresh_token?refresh_token=CANARY' -u $ID:$S",
		"$p = @{ Uri = 'https://zoom.us/oauth/token'; Method = 'Post'; Body = @{ grant_type = 'refresh'; refresh_token = 'CANARY' }; Headers = @{ Authorization = 'Basic CANARY' } }\nInvoke-RestMethod @p",
		"@secret = CANARY\n\n### token\nPOST https://zoom.us/oauth/token\nAuthorization: Basic {{id}}:{{secret}}\n\ngrant_type=refresh_token&refresh_token=CANARY", "code\tmessage\n124\tInvalid access token CANARY",
		"curl -H 'Authorization: Token CANARY' https://api.zoom.us/v2/users/me", "curl -H 'Authorization: Bearer: CANARY' https://api.zoom.us/v2/users/me", "reason=Invalid+Token%21+CANARY&error=invalid_grant",
		"{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32001,\"message\":\"Access token is required, got CANARY\"}}", "zoom: invalid state CANARY",
		"curl -X POST https://zoom.us/oauth/token -u id:CANARY -d grant_type=CANARY",
		"https://zoom.us/oauth/authorize?response_type=code&client_id=CANARY&redirect_uri=CANARY&scope=CANARY&state=CANARY", "Invalid redirect: https://acme.example/cb?Authorization=CANARY (4,700)",
		"curl 'https://api.zoom.us/v2/users/CANARY' -H 'Authorization: Bearer x'", "https://zoom.us/CANARY/oauth/token", "curl https://id:CANARY@zoom.us/oauth/token -d grant_type=x", "curl https://id:CANARY@zoom.us", "POST https://id:CANARY@zoom.us/oauth/token -> 401", "CANARY returned invalid_grant, zoom is fine", "toggl CANARY said invalid_grant to zoom",
		"providerId: 'CANARY' invalid_client", "custom_components.CANARY: invalid_grant", "CANARY.exceptions.RefreshFailed: invalid_grant", "\"POST /CANARY/token HTTP/1.1\" 400\n{\"error\":\"invalid_grant\"}",
	} {
		text = strings.ReplaceAll(text, "CANARY", canary)
		e := explain(text)
		told := append([]string{e.Kind, e.Provider.Name, e.Provider.Because}, e.Notes...)
		for _, f := range e.Findings {
			told = append(told, f.Evidence...)
		}
		for _, a := range e.Found {
			told = append(told, append([]string{a.Form}, a.Flaws...)...)
		}
		if all := strings.Join(told, "\n"); strings.Contains(strings.ToLower(all), strings.ToLower(canary[:12])) {
			t.Errorf("%s\n  is told as\n%s", text, all)
		}
	}
}

// What is quoted of an address has no long word that was drawn by chance, and what is no such word stays.
func TestWordsDrawnByChanceAreNotQuotedS4(t *testing.T) {
	for word, quoted := range map[string]bool{
		canary: false, "9f86d081884c7d659a2feaa0c55ad015": false, "me": true, "Xk2pVn7QSYeMb4TzRd1uLg": true, "IntegrationsOfTheAccountingDepartment": true, "9f86d081-884c-7d65-9a2f-eaa0c55ad015": true,
	} {
		e := explain("curl https://api.zoom.us/v2/users/" + word + " -H 'Authorization: Bearer x'")
		if got := strings.Contains(strings.Join(e.Notes, "\n"), word); got != quoted {
			t.Errorf("%s: quoted: %t, want %t: %q", word, got, quoted, e.Notes)
		}
	}
}

// Cutting, quoting, indenting, wrapping or log noise before it never makes zoauth
// surer of a text that it knows.
func TestDamageMakesNoCauseMoreLikely(t *testing.T) {
	for _, path := range []string{"testdata/explain.json", "testdata/members.json"} {
		for _, c := range readCases(t, path) {
			e := explain(c.Input)
			if e.Verdict != diagnose.Explained {
				continue
			}
			most := surest(e)
			for how, text := range weaken(c.Input) {
				if weaker := explain(text); surest(weaker) > most {
					t.Errorf("%s, %s: %s of %v instead of %s\n  %q", c.ID, how, surest(weaker), ids(weaker.Findings), most, text)
				}
			}
		}
	}
}

func surest(e diagnose.Explanation) diagnose.Likelihood {
	most := diagnose.No
	for _, f := range e.Findings {
		most = max(most, f.Likelihood)
	}
	return most
}

// weaken returns what copying does to a text.
func weaken(text string) map[string]string {
	each := func(before string) string { return before + strings.ReplaceAll(text, "\n", "\n"+before) }
	all := map[string]string{
		"indented": each("    "), "quoted": each("> "), "behind a log's time": each("2026-11-23T14:02:40Z ERROR app "), "in quotes": `"` + text + `"`,
	}
	for width := range 3 {
		var b strings.Builder
		for i := 0; i < len(text); i += 20 + 30*width {
			b.WriteString(text[i:min(len(text), i+20+30*width)] + "\n")
		}
		all["wrapped "+string(rune('0'+width))] = b.String()
	}
	for i := 1; i < 6; i++ {
		all["cut behind "+string(rune('0'+i))] = text[:len(text)*i/6]
		all["cut before "+string(rune('0'+i))] = text[len(text)*i/6:]
	}
	return all
}

// The figure of explain for 1 MiB (docs/internals/performance.md).
func BenchmarkExplain(b *testing.B) {
	for name, line := range map[string]string{
		"log":      "2026-11-23T14:02:40Z INFO worker-3 request id=71d5918e-5b0a-4702-8832-683d4df927a6 took 12 ms, state=open token refreshed for user 42\n",
		"zoom_log": "ERROR zoom oauth failed: " + deadToken + " (attempt 1)\n",
		"prose":    "the zoom oauth token of this client has a redirect and a scope, says the provider\n",
	} {
		text := strings.Repeat(line, recognize.MaxText/len(line))
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				explain(text)
			}
		})
	}
}
