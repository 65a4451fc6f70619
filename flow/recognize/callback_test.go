package recognize_test

import (
	"encoding/base64"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

const (
	code33 = "7VoBZTyolU_Rw81nTqYQ0iB7sXcJ4mLzA"
	state1 = "koxG5PqyOkSXXGS70d3c9CL7pa8dkVqR3Zz1Yy2Xx3W"
)

// attempt is one that waits at a loopback redirect, with the state above.
func attempt(t *testing.T) *flow.Attempt {
	t.Helper()
	a, err := flow.NewAttempt(flow.App{Name: "acme-dev", RedirectURI: "http://127.0.0.1:8976/callback", Endpoints: flow.Commercial()}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	a.State = state1
	return a
}

// A callback comes in every shape that a clipboard can give it (L9).
func TestCallbacksInEveryShape(t *testing.T) {
	address := "http://127.0.0.1:8976/callback?code=" + code33 + "&state=" + state1
	for name, text := range map[string]string{
		"URL":                 address,
		"path":                "/callback?code=" + code33 + "&state=" + state1,
		"query":               "?code=" + code33 + "&state=" + state1,
		"pairs":               "code=" + code33 + "&state=" + state1,
		"state first":         "http://127.0.0.1:8976/callback?state=" + state1 + "&code=" + code33,
		"fragment":            "http://127.0.0.1:8976/callback#code=" + code33 + "&state=" + state1,
		"request line":        "GET /callback?code=" + code33 + "&state=" + state1 + " HTTP/1.1",
		"access log":          `10.0.0.1 - - [01/Sep/2026:10:11:12 +0000] "GET /callback?code=` + code33 + "&state=" + state1 + ` HTTP/1.1" 404 0 "-" "Mozilla"`,
		"Location":            "Location: " + address,
		"curl":                "curl '" + address + "'",
		"curl of a browser":   "curl '" + address + "' \\\n  -H 'Accept: text/html' --compressed",
		"Markdown":            "[" + address + "](" + address + ")",
		"Slack":               "<" + address + "|127.0.0.1>",
		"a sentence":          "I was sent to " + address + ".",
		"words behind it":     address + " refused to connect",
		"view-source":         "view-source:" + address,
		"HTML":                strings.ReplaceAll(address, "&", "&amp;"),
		"HTML twice":          strings.ReplaceAll(address, "&", "&amp;amp;"),
		"JSON escape":         strings.ReplaceAll(address, "&", `\u0026`),
		"shell-escaped":       strings.NewReplacer("?", `\?`, "&", `\&`, "=", `\=`).Replace(address),
		"quoted-printable":    strings.ReplaceAll(address, "=", "=3D"),
		"soft line break":     strings.ReplaceAll(address[:60], "=", "=3D") + "=\n" + strings.ReplaceAll(address[60:], "=", "=3D"),
		"zero width":          strings.ReplaceAll(address, "code", "co\u200bde"),
		"no-break space":      "\u00a0" + address + "\u00a0",
		"encoded":             url.QueryEscape(address),
		"code encoded twice":  strings.ReplaceAll(address, "_", "%255F"),
		"SafeLinks":           "https://eur01.safelinks.protection.outlook.com/?url=" + url.QueryEscape(address) + "&data=05%7C02&reserved=0",
		"Proofpoint 3":        "https://urldefense.com/v3/__" + address + "__;!!abc$",
		"Google":              "https://www.google.com/url?q=" + url.QueryEscape(address) + "&sa=D",
		"wrapped rows":        address[:50] + "\n" + address[50:],
		"quoted, words below": "> > " + address[:48] + "\n> > " + address[48:96] + "\n> > " + address[96:] + "\n> and then nothing",
		"another pane":        address[:40] + "|make\n" + address[40:80] + "|ok 1\n" + address[80:] + strings.Repeat(" ", 120-len(address)) + "|$",
		"base64":              base64.StdEncoding.EncodeToString([]byte(address)),
		"JSON":                `{"code":"` + code33 + `","state":"` + state1 + `"}`,
		"Python dict":         `{'code': '` + code33 + `', 'state': '` + state1 + `'}`,
		"two words":           "code: " + code33 + " state: " + state1,
		"two lines":           "code: " + code33 + "\nstate: " + state1,
		"table row":           "code\t" + code33 + "\tstate\t" + state1,
		"table":               "| code | " + code33 + " |\n| state | " + state1 + " |",
		"quotes":              `"` + address + `"`,
		"bracketed paste":     "\x1b[200~" + address + "\x1b[201~",
		"semicolon behind":    address + ";",
		"code#state":          code33 + "#" + state1,
		"log line around":     `time=2026-09-01 level=info msg="callback" url="` + address + `"`,
		"proofpoint 2":        "https://urldefense.proofpoint.com/v2/url?u=" + strings.NewReplacer("-", "-2D", "_", "-5F", ":", "-3A", "/", "_", "?", "-3F", "&", "-26", "=", "-3D").Replace(address) + "&d=DwIFaQ",
	} {
		t.Run(name, func(t *testing.T) {
			a := attempt(t)
			c, err := recognize.ReadPaste(text).Accept(a, flow.NotAsked, time.Now())
			if err != nil || c.Code.Reveal() != code33 || !c.StateChecked || !c.Pasted {
				t.Errorf("%q: code %q, %v", text, c.Code.Reveal(), err)
			}
		})
	}
}

// A list of pairs and an address with Markdown's stars are read in any text, and what only looks like
// them is none.
func TestListsAndStarsAreCallbacks(t *testing.T) {
	for _, text := range []string{
		"args: [('code', '" + code33 + "'), ('state', '" + state1 + "')]",
		"MultiDict([\n  ('state', '" + state1 + "'),\n  ('code', '" + code33 + "'),\n])",
		"at **http**://127.0.0.1:8976/callback?code=" + code33 + "&state=" + state1,
		"**http://127.0.0.1:8976/callback?code=" + code33 + "&state=" + state1 + "**",
	} {
		if c := only(t, text, recognize.Callback).Callback; c.Code.Reveal() != code33 || c.State != state1 {
			t.Errorf("%s: code of %d, state of %d characters", text, c.Code.Len(), len(c.State))
		}
	}
	for _, text := range []string{"[('code', '4700'), ('message', 'Invalid')]", "[('grant_type', 'authorization_code'), ('code', '" + code33 + "')]", "**code=** is missing"} {
		for _, a := range recognize.Read(text) {
			if a.Kind == recognize.Callback {
				t.Errorf("%s: %+v", text, a.Callback)
			}
		}
	}
}

// What is no callback gives none; a code alone counts only where one is waited for.
func TestWhatIsNoCallback(t *testing.T) {
	for _, text := range []string{
		"https://zoom.us/oauth/authorize?response_type=code&client_id=x", "https://acme.example/", "eyJhbGciOiJIUzUxMiJ9.eyJ2ZXIi.c2ln", "exit code=1",
		"curl https://zoom.us/oauth/token -d grant_type=authorization_code -d code=" + code33, "Invalid redirect: http://127.0.0.1:1/cb (4,700)", "ERROR_CODE_NAME_LONG_ENOUGH",
		`{"client_id":"abc","code":"` + code33 + `"}`, "",
	} {
		if found := recognize.ReadPaste(text).Callbacks(); len(found) != 0 {
			t.Errorf("%q: %+v", text, found)
		}
	}
	for _, text := range []string{code33, code33[:15] + "\n" + code33[15:], "  \"" + code33 + "\"  "} {
		found := recognize.ReadPaste(text).Callbacks()
		if len(found) != 1 || found[0].Code.Reveal() != code33 || !found[0].Bare {
			t.Errorf("%q: %+v", text, found)
		}
	}
}

// What is no callback in a text is none, though a word of one stands there.
func TestWordsOfACallbackAreNone(t *testing.T) {
	for _, text := range []string{"exit code=1", "error=1", "code=124", "https://example.com/?error=0", "https://example.com/?code=abc", "errors=3&code=5"} {
		for _, a := range recognize.Read(text) {
			if a.Kind == recognize.Callback {
				t.Errorf("%q: %+v", text, a.Callback)
			}
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
		found := recognize.ReadPaste("https://acme.example/cb?" + query).Callbacks()
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

// What people pasted, from public reports: CODE33, STATE and the address stand for
// those of the attempt.
func TestPasteCases(t *testing.T) {
	type pasteCase struct{ ID, Input, Right string }
	var cases, forms []pasteCase
	readJSON(t, "testdata/callbacks.json", &cases)
	readJSON(t, "testdata/callbacks_forms.json", &forms)
	wants := map[string]error{
		"taken": nil, "declined": nil, "refused: state": flow.ErrStateMismatch, "refused: state mismatch": flow.ErrStateMismatch,
		"says why: 4700": flow.ErrNotAnAnswer, "says so": flow.ErrNotAnAnswer, "refused: cut": flow.ErrMayBeCut,
	}
	for _, c := range append(cases, forms...) {
		t.Run(c.ID, func(t *testing.T) {
			want, known := wants[c.Right]
			if !known {
				t.Fatalf("no meaning for %q", c.Right)
			}
			a := attempt(t)
			a.App.RedirectURI = "http://127.0.0.1:58123/callback"
			text := strings.NewReplacer("CODE33", code33, "STATE", state1).Replace(c.Input)
			callback, err := recognize.ReadPaste(text).Accept(a, flow.NotAsked, time.Now())
			if !errors.Is(err, want) || err == nil && callback.Code.Len() != 33 && c.Right != "declined" {
				t.Errorf("%q: %q, %v: want %s", text, callback.Code.Reveal(), err, c.Right)
			}
			if strings.Contains(c.Right, "4700") && !strings.Contains(err.Error(), "(4,700)") {
				t.Errorf("%q: %v", text, err)
			}
		})
	}
}

// A code that begins as the signs of a mail's source do is kept whole.
func TestACodeThatLooksEncodedIsKept(t *testing.T) {
	const rest = "kQm7Vx2LpZ9rT4wYc8HnB1sDf6GjE0a"
	for text, want := range map[string]string{
		"https://acme.example/cb?code=3D" + rest:                    "3D" + rest,
		"https://acme.example/cb?code=26" + rest:                    "26" + rest,
		"https://acme.example/cb?code=3D7Q" + rest:                  "7Q" + rest,
		"https://acme.example/cb?code=3D7Q" + rest + "&state=3Dabc": "7Q" + rest,
	} {
		found := recognize.Read(text)
		if len(found) != 1 || found[0].Callback.Code.Reveal() != want {
			t.Errorf("%s: %d artefacts, want the code %s", text, len(found), want)
		}
	}
}
