package profiles_test

import (
	"fmt"
	"strings"
	"testing"

	"zoauth/profiles"
)

// parsed reads a public profile with more lines.
func parsed(lines string) error {
	_, err := profiles.Parse("p.toml", "[profiles.a]\ntype = \"public\"\nredirect_uri = \"https://acme.example/cb\"\n"+lines)
	return err
}

const anID = "client_id = \"Zk3mQ8vTS2aXw1LrPbN0Ug\"\n"

// P5: what is not a base URL is refused, and the right value is named.
func TestBaseURLsP5(t *testing.T) {
	for value, right := range map[string]string{
		"https://zoom.us/oauth/token":                    "https://zoom.us",
		"https://zoom.us/oauth/token/":                   "https://zoom.us",
		"https://zoom.us//oauth//token":                  "https://zoom.us",
		"https://zoom.us/oauth/./token":                  "https://zoom.us",
		"https://zoom.us/OAuth/Token":                    "https://zoom.us",
		"https://zoom.us/oauth/%74oken":                  "https://zoom.us",
		"https://zoom.us/oauth/authorize":                "https://zoom.us",
		"https://zoom.us/oauth/revoke":                   "https://zoom.us",
		"https://zoom.us/oauth":                          "https://zoom.us",
		"https://zoom.us/oauth/":                         "https://zoom.us",
		"https://zoom.us/v2":                             "https://zoom.us",
		"https://zoom.us/v2/oauth/token":                 "https://zoom.us",
		"https://api.zoom.us/v2/":                        "https://api.zoom.us",
		"https://api.zoom.us/v2/users/me":                "https://api.zoom.us",
		"https://gateway.example/zoom/oauth/token":       "https://gateway.example/zoom",
		"https://gateway.example:8443/v2":                "https://gateway.example:8443",
		"https://jane:hunter2@zoom.us":                   "https://zoom.us",
		"https://jane@zoom.us/oauth/token":               "https://zoom.us",
		"https://zoom.us?":                               "https://zoom.us",
		"https://zoom.us/?grant_type=authorization_code": "https://zoom.us",
		"https://zoom.us#":                               "https://zoom.us",
		"https://zoom.us/oauth/token?x=1#y":              "https://zoom.us",
	} {
		for _, key := range []string{"oauth_url", "api_url"} {
			err := parsed(anID + fmt.Sprintf("%s = %q\n", key, value))
			want := fmt.Sprintf("; write %s = %q", key, right)
			if err == nil || !strings.Contains(err.Error(), "line 5: a: "+key+": ") || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("%s = %s: %v, want %s", key, value, err, want)
			}
			if err != nil && strings.Contains(err.Error(), "hunter2") {
				t.Errorf("S4: %v", err)
			}
		}
	}
	for _, value := range []string{
		"https://zoom.us", "https://zoom.us/", "https://gateway.example/zoom", "https://gateway.example/v2/zoom",
		"https://gateway.example/oauth-proxy", "http://127.0.0.1:8080", "http://[::1]:8080/", "https://v2.example",
	} {
		if err := parsed(anID + fmt.Sprintf("oauth_url = %q\napi_url = %q\n", value, value)); err != nil {
			t.Errorf("%s: %v", value, err)
		}
	}
	for value, fine := range map[string]bool{
		"https://zoom.us/oauth/authorize": true, "https://marketplace.zoom.us/v2/authorize": true,
		"https://gateway.example/consent": true,
		"https://zoom.us":                 false, "https://zoom.us/oauth/token": false, "https://zoom.us/v2": false, "https://:443/oauth/authorize": false,
		"https://zoom.us:0/oauth/authorize": false, "https://zoom.us:65536/oauth/authorize": false, "https://zoom.us/oauth/authorize?client_id=x": false, "https://jane@zoom.us/oauth/authorize": false, "zoom.us/oauth/authorize": false,
	} {
		if err := parsed(anID + fmt.Sprintf("authorize_url = %q\n", value)); (err == nil) != fine {
			t.Errorf("authorize_url = %s: %v", value, err)
		}
	}
}

// P5: what an ID cannot hold is an error, whatever it is that came along.
func TestIDsP5(t *testing.T) {
	for value, want := range map[string]string{
		`abc\u0000def`:         "invisible character, U+0000",
		`abc\u001b[31m`:        "invisible character, U+001B",
		`abcdef\n`:             "invisible character, U+000A",
		`abcdef\r`:             "invisible character, U+000D",
		`\tabcdef`:             "invisible character, U+0009",
		`abc\u007fdef`:         "invisible character, U+007F",
		`abc\u0085def`:         "invisible character, U+0085",
		`abc\u00a0`:            "invisible character, U+00A0",
		`\ufeffabcdef`:         "invisible character, U+FEFF",
		`abc\u200bdef`:         "invisible character, U+200B",
		`abc\u202edef`:         "invisible character, U+202E",
		`abc\u00addef`:         "invisible character, U+00AD",
		` abcdef`:              "contains a space",
		`abc def`:              "contains a space",
		`${ZOOM_CLIENT_ID}`:    "is a placeholder",
		`$ZOOM_CLIENT_ID`:      "is a placeholder",
		`{{ClientID}}`:         "is a placeholder",
		`<your client id>`:     "is a placeholder",
		`<YOUR_CLIENT_ID>`:     "is a placeholder",
		`%ZOOM_CLIENT_ID%`:     "is a placeholder",
		`[ClientID]`:           "is a placeholder",
		`$(pass zoom/id)`:      "is a placeholder",
		`$(cat/run/client-id)`: "is a placeholder",
	} {
		err := parsed("client_id = \"" + value + "\"\n")
		if err == nil || !strings.Contains(err.Error(), "line 4: a: client_id: ") || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", value, err, want)
		}
		if err != nil && strings.ContainsAny(err.Error(), "\x00\x1b\r\t\x7f") {
			t.Errorf("T1: %q", err)
		}
	}
	if err := parsed(anID); err != nil {
		t.Errorf("a good ID: %v", err)
	}
}

// P5: a type in other words is taken for what it means, so that nothing that is right
// for it is called wrong.
func TestTypesInOtherWordsP5(t *testing.T) {
	for word, kind := range map[string]string{
		"s2s": "server-to-server", "Server-to-Server OAuth": "server-to-server", "server_to_server": "server-to-server", "account_credentials": "server-to-server",
		"chat bot": "chatbot", "Public Client": "public", "generl": "general", "oauth": "general", "General app": "general",
	} {
		text := fmt.Sprintf("[profiles.a]\ntype = %q\n%s", word, anID)
		switch kind {
		case "server-to-server":
			text += "client_secret_env = \"S\"\naccount_id = \"hV2oKpW9SxaT6yGd0RfCbQ\"\n"
		case "chatbot":
			text += "client_secret_env = \"S\"\n"
		case "public":
			text += "redirect_uri = \"https://acme.example/cb\"\n"
		default:
			text += "client_secret_env = \"S\"\nredirect_uri = \"https://acme.example/cb\"\n"
		}
		_, err := profiles.Parse("p.toml", text)
		if err == nil || strings.Count(err.Error(), "\n") != 1 || !strings.Contains(err.Error(), "write one of general, public, server-to-server, chatbot") {
			t.Errorf("%s: %v", word, err)
		}
		if err != nil && kind != "general" && !strings.HasSuffix(err.Error(), fmt.Sprintf("; here %q", kind)) {
			t.Errorf("%s: %v", word, err)
		}
	}
}

// P5: scopes in one string are written as the list that they should be; a command may
// hold a secret and is not.
func TestListsInOneStringP5(t *testing.T) {
	for line, want := range map[string]string{
		`scopes = "user:read meeting:read"`:  `write scopes = ["user:read", "meeting:read"]`,
		`scopes = "user:read, meeting:read"`: `write scopes = ["user:read", "meeting:read"]`,
		`scopes = "user:read"`:               `write scopes = ["user:read"]`,
		`scopes = ""`:                        `write scopes = []`,
		`scopes = 3`:                         `write scopes = []`,
	} {
		if err := parsed(anID + line); err == nil || !strings.HasSuffix(err.Error(), want) {
			t.Errorf("%s: %v, want %q", line, err, want)
		}
	}
	_, err := profiles.Parse("p.toml", "[profiles.a]\nclient_id = \"i\"\nredirect_uri = \"\"\nclient_secret_command = \"printf kT3mQ8vTS2aXw1LrPbN0Ug\"\n")
	if err == nil || strings.Contains(err.Error(), "kT3mQ8") {
		t.Errorf("S4: %v", err)
	}
}
