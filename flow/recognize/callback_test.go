package recognize_test

import (
	"net/url"
	"strings"
	"testing"

	"zoauth/flow/recognize"
)

const (
	code33 = "7VoBZTyolU_Rw81nTqYQ0iB7sXcJ4mLzA"
	state1 = "koxG5PqyOkSXXGS70d3c9CL7pa8dkVqR3Zz1Yy2Xx3W"
)

// A callback comes in every shape that a clipboard can give it.
func TestCallbacksInEveryShape(t *testing.T) {
	address := "http://127.0.0.1:8976/callback?code=" + code33 + "&state=" + state1
	for name, text := range map[string]string{
		"URL":                address,
		"path":               "/callback?code=" + code33 + "&state=" + state1,
		"query":              "?code=" + code33 + "&state=" + state1,
		"pairs":              "code=" + code33 + "&state=" + state1,
		"state first":        "https://acme.example/cb?state=" + state1 + "&code=" + code33,
		"fragment":           "http://127.0.0.1:8976/callback#code=" + code33 + "&state=" + state1,
		"request line":       "GET /callback?code=" + code33 + "&state=" + state1 + " HTTP/1.1",
		"access log":         `10.0.0.1 - - [01/Sep/2026:10:11:12 +0000] "GET /callback?code=` + code33 + "&state=" + state1 + ` HTTP/1.1" 404 0 "-" "Mozilla"`,
		"Location":           "Location: " + address,
		"curl":               "curl '" + address + "'",
		"curl of a browser":  "curl '" + address + "' \\\n  -H 'Accept: text/html' --compressed",
		"Markdown":           "[" + address + "](" + address + ")",
		"Slack":              "<" + address + "|127.0.0.1>",
		"a sentence":         "I was sent to " + address + ".",
		"words behind it":    address + " refused to connect",
		"view-source":        "view-source:" + address,
		"HTML":               strings.ReplaceAll(address, "&", "&amp;"),
		"HTML twice":         strings.ReplaceAll(address, "&", "&amp;amp;"),
		"JSON escape":        strings.ReplaceAll(address, "&", `\u0026`),
		"shell-escaped":      strings.NewReplacer("?", `\?`, "&", `\&`, "=", `\=`).Replace(address),
		"quoted-printable":   strings.ReplaceAll(address, "=", "=3D"),
		"soft line break":    strings.ReplaceAll(address[:60], "=", "=3D") + "=\n" + strings.ReplaceAll(address[60:], "=", "=3D"),
		"zero width":         strings.ReplaceAll(address, "code", "co\u200bde"),
		"no-break space":     "\u00a0" + address + "\u00a0",
		"encoded":            url.QueryEscape(address),
		"code encoded twice": strings.ReplaceAll(address, "_", "%255F"),
		"SafeLinks":          "https://eur01.safelinks.protection.outlook.com/?url=" + url.QueryEscape(address) + "&data=05%7C02&reserved=0",
		"Proofpoint 3":       "https://urldefense.com/v3/__" + address + "__;!!abc$",
		"Google":             "https://www.google.com/url?q=" + url.QueryEscape(address) + "&sa=D",
		"wrapped rows":       address[:50] + "\n" + address[50:],
		"JSON":               `{"code":"` + code33 + `","state":"` + state1 + `"}`,
		"Python dict":        `{'code': '` + code33 + `', 'state': '` + state1 + `'}`,
		"two words":          "code: " + code33 + " state: " + state1,
		"two lines":          "code: " + code33 + "\nstate: " + state1,
		"table row":          "code\t" + code33 + "\tstate\t" + state1,
		"table":              "| code | " + code33 + " |\n| state | " + state1 + " |",
		"quotes":             `"` + address + `"`,
		"bracketed paste":    "\x1b[200~" + address + "\x1b[201~",
		"semicolon behind":   address + ";",
		"code#state":         code33 + "#" + state1,
		"log line around":    `time=2026-09-01 level=info msg="callback" url="` + address + `"`,
		"proofpoint 2":       "https://urldefense.proofpoint.com/v2/url?u=" + strings.NewReplacer("-", "-2D", "_", "-5F", ":", "-3A", "/", "_", "?", "-3F", "&", "-26", "=", "-3D").Replace(address) + "&d=DwIFaQ",
	} {
		t.Run(name, func(t *testing.T) {
			found := recognize.ReadCallbacks(text)
			if len(found) != 1 {
				t.Fatalf("%q: %d callbacks: %+v", text, len(found), found)
			}
			if c := found[0]; c.Code.Reveal() != code33 || c.State != state1 || !c.HasState || c.Repeated {
				t.Errorf("%q: code %q, state %q", text, c.Code.Reveal(), c.State)
			}
		})
	}
}

// What is no callback gives none; a code alone counts only where one is waited for.
func TestWhatIsNoCallback(t *testing.T) {
	for _, text := range []string{
		"https://zoom.us/oauth/authorize?response_type=code&client_id=x", "https://acme.example/", "eyJhbGciOiJIUzUxMiJ9.eyJ2ZXIi.c2ln", "exit code=1", "error=1",
		"curl https://zoom.us/oauth/token -d grant_type=authorization_code -d code=" + code33, "Invalid redirect: http://127.0.0.1:1/cb (4,700)", "ERROR_CODE_NAME_LONG_ENOUGH",
		`{"client_id":"abc","code":"` + code33 + `"}`, "",
	} {
		if found := recognize.ReadCallbacks(text); len(found) != 0 {
			t.Errorf("%q: %+v", text, found)
		}
	}
	for _, text := range []string{code33, code33[:15] + "\n" + code33[15:], "  \"" + code33 + "\"  "} {
		found := recognize.ReadCallbacks(text)
		if len(found) != 1 || found[0].Code.Reveal() != code33 || !found[0].Bare {
			t.Errorf("%q: %+v", text, found)
		}
	}
}

// A callback that says one thing twice in two ways is marked.
func TestRepeatedParameters(t *testing.T) {
	for query, want := range map[string]bool{
		"code=" + code33 + "&state=a&code=" + code33: false,
		"code=" + code33 + "&state=a&state=b":        true,
		"code=" + code33 + "&code=other&state=a":     true,
	} {
		found := recognize.ReadCallbacks("https://acme.example/cb?" + query)
		if len(found) != 1 || found[0].Repeated != want {
			t.Errorf("%s: %+v", query, found)
		}
	}
}

// An error callback keeps what it says.
func TestErrorCallbacks(t *testing.T) {
	a := only(t, "https://acme.example/cb?error=access_denied&error_description=The+user+denied&state=x", recognize.Callback)
	if c := a.Callback; c.Error != "access_denied" || c.Description != "The user denied" || c.State != "x" || !c.Code.IsZero() || c.Address != "https://acme.example/cb" {
		t.Errorf("%+v", c)
	}
}
