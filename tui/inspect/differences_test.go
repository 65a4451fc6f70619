package inspect_test

import (
	"encoding/base64"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
	"zoauth/internal/safe"
	"zoauth/tui/inspect"
	"zoauth/tui/ui"
)

// A server's request beside the one that worked: what differs is named, a secret by
// fingerprint and length alone.
func TestDifferencesOfAServersRequest(t *testing.T) {
	const id, secret, token = "Zk3mQ8vTS2aXw1LrPbN0Ug", "kT3mQ8vTS2aXw1LrPbN0UgZk3mQ8vTS2", "opaque-refresh-token-0123456789abcdef"
	app := flow.App{Name: "acme-prod", Type: flow.General, ClientID: id, Endpoints: flow.Commercial()}
	worked := flow.RefreshRequest(app, flow.NewSecret(flow.KindClientSecret, secret), flow.NewSecret(flow.KindRefreshToken, token))
	basic := func(user string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(user)) }
	raw := func(auth, path, body string) string {
		return "POST " + path + " HTTP/1.1\nHost: zoom.us\nAuthorization: " + auth + "\nContent-Type: application/x-www-form-urlencoded\n\n" + body + "\n"
	}
	body := "grant_type=refresh_token&refresh_token=" + token
	for name, test := range map[string]struct{ text, says string }{
		"the same":       {raw(basic(id+":"+secret), "/oauth/token", body), "The server sends what worked"},
		"a line break":   {raw(basic(id+":"+secret+"\n"), "/oauth/token", body), "a space or a line break around it"},
		"another client": {raw(basic("Pq7xW2nKR5uYc4MsDdV9Jg:"+secret), "/oauth/token", body), "Pq7xW2nKR5uYc4MsDdV9Jg"},
		"in the query":   {raw(basic(id+":"+secret), "/oauth/token?"+body, ""), "query grant_type"},
		"another grant":  {raw(basic(id+":"+secret), "/oauth/token", strings.Replace(body, "grant_type=refresh_token", "grant_type=authorization_code", 1)), "authorization_code"},
		"curl":           {"curl -X POST https://zoom.us/oauth/token -u '" + id + ":" + secret + "x' -d '" + body + "'", "client secret"},
	} {
		t.Run(name, func(t *testing.T) {
			var found inspect.Pasted
			for _, a := range recognize.Read(test.text) {
				if a.HasRequest() {
					found = inspect.Pasted{Artefact: a, Worked: &inspect.Worked{Request: worked, At: time.Now()}}
				}
			}
			redactor := &flow.Redactor{}
			redactor.LearnRequest(worked)
			view := inspect.PastedViews(found)[0]
			page := view.Make(inspect.Context{Clean: &safe.Cleaner{Redactor: redactor}, Theme: ui.NewTheme(ui.Appearance{}), Width: 80, Now: time.Now()})
			text := ui.Plaintext(page.Lines).String()
			if view.Name.String() != "Differences" || !strings.Contains(text, test.says) {
				t.Errorf("%q is not in %s:\n%s", test.says, view.Name, text)
			}
			for _, value := range []string{secret, token} {
				if strings.Contains(strings.Join(strings.Fields(text), ""), value) {
					t.Errorf("S4: a secret is shown:\n%s", text)
				}
			}
		})
	}
}
