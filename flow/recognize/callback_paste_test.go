package recognize_test

import (
	"encoding/base64"
	"errors"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

func newAttempt(t testing.TB) *flow.Attempt {
	t.Helper()
	a, err := flow.NewAttempt(flow.App{Name: "acme-dev", RedirectURI: "http://127.0.0.1:8976/callback", Endpoints: flow.Commercial()}, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestPastesThatAnswer(t *testing.T) {
	for name, form := range map[string]string{
		"whole address":        "http://127.0.0.1:8976/callback?code=CODE&state=STATE",
		"another order":        "http://127.0.0.1:8976/callback?state=STATE&code=CODE",
		"another port":         "http://127.0.0.1:50000/callback?code=CODE&state=STATE",
		"no scheme":            "127.0.0.1:8976/callback?code=CODE&state=STATE",
		"query":                "?code=CODE&state=STATE",
		"pairs":                "code=CODE&state=STATE",
		"quotes and newline":   "\n  \"http://127.0.0.1:8976/callback?code=CODE&state=STATE\"\n",
		"angle brackets":       "<http://127.0.0.1:8976/callback?code=CODE&state=STATE>",
		"broken over rows":     "http://127.0.0.1:8976/call\n  back?code=CODE&sta\nte=STATE",
		"blanks inside":        "http://127.0.0.1:8976/callback?code=CODE &state= STATE",
		"bracketed paste":      "\x1b[200~http://127.0.0.1:8976/callback?code=CODE&state=STATE\x1b[201~",
		"fragment at the end":  "http://127.0.0.1:8976/callback?code=CODE&state=STATE#_=_",
		"ampersand at the end": "http://127.0.0.1:8976/callback?code=CODE&state=STATE&",
		"HTML's ampersand":     "http://127.0.0.1:8976/callback?code=CODE&amp;state=STATE",
		"Base64 of an address": "https://sso.acme.example/return?RelayState=ADDRESS64",
		"Base64 of a query":    "https://sso.acme.example/return?data=QUERY64&lang=en",
		"Zoom's extras":        "http://127.0.0.1:8976/callback?code=CODE&state=STATE&_zmp_login_state=x&_rnd=1",
	} {
		t.Run(name, func(t *testing.T) {
			a := newAttempt(t)
			encode := func(text string) string { return base64.StdEncoding.EncodeToString([]byte(text)) }
			form := strings.NewReplacer("ADDRESS64", encode("http://127.0.0.1:8976/callback?code="+code33+"&state="+a.State), "QUERY64", encode("code="+code33+"&state="+a.State),
				"CODE", code33, "STATE", a.State).Replace(form)
			c, err := recognize.ReadPaste(form).Accept(a, flow.NotAsked, time.Now())
			if err != nil || c.Code.Reveal() != code33 || !c.StateChecked || !c.Pasted {
				t.Fatalf("%+v %v", c, err)
			}
			if a.Taken() == nil {
				t.Error("it was not taken")
			}
		})
	}
}

// L9: the forms in which an answer reaches the clipboard.
func TestPasteFormsL9(t *testing.T) {
	for name, form := range map[string]string{
		"request line":         "GET /callback?code=CODE&state=STATE HTTP/1.1",
		"path":                 "/callback?code=CODE&state=STATE",
		"header":               "Location: http://127.0.0.1:8976/callback?code=CODE&state=STATE",
		"backslashes":          `http://127.0.0.1:8976/callback\?code\=CODE\&state\=STATE`,
		"Markdown":             "[http://127.0.0.1:8976/callback?code=CODE&state=STATE](http://127.0.0.1:8976/callback?code=CODE&state=STATE)",
		"words after":          "http://127.0.0.1:8976/callback?code=CODE&state=STATE refused to connect",
		"words after the code": "http://127.0.0.1:8976/callback?state=STATE&code=CODE refused to connect",
		"words before":         "I was sent to http://127.0.0.1:8976/callback?code=CODE&state=STATE",
		"full stop":            "It was http://127.0.0.1:8976/callback?code=CODE&state=STATE.",
		"view-source":          "view-source:http://127.0.0.1:8976/callback?code=CODE&state=STATE",
		"fragment":             "http://127.0.0.1:8976/callback#code=CODE&state=STATE",
		"HTML twice":           "http://127.0.0.1:8976/callback?code=CODE&amp;amp;state=STATE",
		"escaped twice":        "http://127.0.0.1:8976/callback?code=ESCAPED&state=STATE",
		"code and state":       "CODE#STATE",
		"broken in the code":   "http://127.0.0.1:8976/callback?code=HALF\nREST&state=STATE",
		"broken, state first":  "http://127.0.0.1:8976/callback?state=STATE&code=HALF\nREST",
		"code above its state": "CODE\nSTATE",
		"state above its code": "STATE\nCODE",
		"labels above values":  "code\nCODE\nstate\nSTATE",
		"labels with colons":   "Query String Parameters\ncode: CODE\nstate: STATE",
		"soft break, no =3D":   "http://127.0.0.1:8976/callback?code=HALF=\nREST&state=STATE",
		"break behind a sign":  "http://127.0.0.1:8976/callback?code=\nCODE&state=STATE",
		"Django's QueryDict":   "<QueryDict: {'code': ['CODE'], 'state': ['STATE']}>",
		"map of Go":            "map[code:[CODE] state:[STATE]]",
		"Rails' parameters":    `  Parameters: {"code"=>"CODE", "state"=>"STATE"}`,
		"PHP's var_export":     "array (\n  'code' => 'CODE',\n  'state' => 'STATE',\n)",
		"request of Caddy":     `{"level":"info","request":{"host":"127.0.0.1:8976","uri":"/callback?code=CODE&state=STATE"},"status":404}`,
		"link of a search":     "https://www.google.com/url?q=http%3A%2F%2F127.0.0.1%3A8976%2Fcallback%3Fcode%3DCODE%26state%3DSTATE&sa=D",
		"list of pairs":        "[('code', 'CODE'), ('state', 'STATE')]",
		"lists in a list":      `args: [["state", "STATE"], ["code", "CODE"]]`,
		"Werkzeug's dict":      "ImmutableMultiDict([('state', 'STATE'), ('code', 'CODE')]) - no session",
		"pairs of bytes":       "dict_items([(b'code', [b'CODE']), (b'state', [b'STATE'])])",
		"bold":                 "it stops at **http://127.0.0.1:8976/callback?code=CODE&state=STATE** here",
		"italic":               "*http://127.0.0.1:8976/callback?code=CODE&state=STATE*",
		"a bold scheme":        "at \"**http**://127.0.0.1:8976/callback?code=CODE&state=STATE\"",
		"bold values":          "http://127.0.0.1:8976/callback?code=**CODE**&state=**STATE**",
		"broken and indented":  "http://127.0.0.1:8976/callback?state=STATE\n    &code=HALF\r\n    REST",
	} {
		t.Run(name, func(t *testing.T) {
			a := newAttempt(t)
			fill := strings.NewReplacer("CODE", code33, "STATE", a.State, "HALF", code33[:18], "REST", code33[18:],
				"ESCAPED", strings.ReplaceAll(code33, "_", "%255F"))
			c, err := recognize.ReadPaste(fill.Replace(form)).Accept(a, flow.NotAsked, time.Now())
			if err != nil || c.Code.Reveal() != code33 || !c.StateChecked {
				t.Errorf("%q, checked %t: %v", c.Code.Reveal(), c.StateChecked, err)
			}
		})
	}
}

// L9: no part of a wrapped answer is taken by itself, wherever it is cut.
func TestHalfACodeIsNotTakenL9(t *testing.T) {
	for _, form := range []string{"http://127.0.0.1:8976/callback?code=CODE&state=STATE", "http://127.0.0.1:8976/callback?state=STATE&code=CODE", "CODE", "Callback(code=CODE, state=STATE)", "state STATE\ncode CODE\n"} {
		a := newAttempt(t)
		answer := strings.NewReplacer("CODE", code33, "STATE", a.State).Replace(form)
		for i := 1; i < len(answer); i++ {
			for _, part := range []string{answer[:i], answer[i:]} {
				if c, err := recognize.ReadPaste(part).Accept(a, flow.NotAsked, time.Now()); err == nil && c.Code.Reveal() != code33 {
					t.Fatalf("%q was taken as %q", part, c.Code.Reveal())
				} else if err == nil {
					a = newAttempt(t)
					answer = strings.NewReplacer("CODE", code33, "STATE", a.State).Replace(form)
				}
			}
		}
	}
}

// L9: in a text of no known form the only whole code beside the attempt's state is its code; where another
// state is named, the code is covered or there are two, none is.
func TestTheOnlyCodeBesideTheStateL9(t *testing.T) {
	const other = "8WoBZTyolU_Rw81nTqYQ0iB7sXcJ4mLzB"
	for text, taken := range map[string]bool{
		"it printed CODE with STATE": true,
		"a: CODE\n  b: STATE\n":      true,
		"<CODE>\n<HALFREST>":         true,
		"/callback?code=CODE&state=STATE/callback?code=CODE&state=STATE": true,
		"/callback?code=CODE`&state=STATE":                               true,
		"/callback?code=" + code33[:20] + "&state=STATE, id OTHER":       false,
		"it printed CODE":    false,
		"CODE, OTHER, STATE": false,
		"expected STATE, got state=" + state1 + ", CODE":                           false,
		"code: ****, state: STATE, trace: CODE":                                    false,
		"code <hidden> state STATE code=<hidden> id CODE":                          false,
		"https://zoom.us/oauth/authorize?response_type=code&state=STATE then CODE": false,
	} {
		a := newAttempt(t)
		text = strings.NewReplacer("CODE", code33, "HALF", a.State[:20]+"\n", "REST", a.State[20:], "STATE", a.State, "OTHER", other).Replace(text)
		c, err := recognize.ReadPaste(text).Accept(a, flow.NotAsked, time.Now())
		if (err == nil) != taken || err == nil && (c.Code.Reveal() != code33 || !c.StateChecked) {
			t.Errorf("%q: %q, checked %t: %v", text, c.Code.Reveal(), c.StateChecked, err)
		}
	}
}

// L9: a code of another length is taken when the person says that it is whole.
func TestUnusualCodeIsAskedAboutL9(t *testing.T) {
	for _, form := range []string{"CODE", "?state=STATE&code=CODE", "?code=CODE&state=STATE", "GET /callback?code=CODE&state=STATE HTTP/1.1", "CODE#STATE"} {
		a := newAttempt(t)
		text := strings.NewReplacer("CODE", code33[:20], "STATE", a.State).Replace(form)
		if _, err := recognize.ReadPaste(text).Accept(a, flow.NotAsked, time.Now()); !errors.Is(err, flow.ErrMayBeCut) {
			t.Fatalf("%s: %v", form, err)
		}
		if c, err := recognize.ReadPaste(text).Accept(a, flow.CodeIsWhole, time.Now()); err != nil || c.Code.Reveal() != code33[:20] {
			t.Errorf("%s: %q %v", form, c.Code.Reveal(), err)
		}
	}
	a := newAttempt(t)
	if _, err := recognize.ReadPaste("?code="+code33).Accept(a, flow.CodeIsWhole, time.Now()); !errors.Is(err, flow.ErrStateMissing) {
		t.Errorf("without state: %v", err)
	}
}

// L9: a bare code is allowed and its state was not checked.
func TestBareCode(t *testing.T) {
	for _, text := range []string{code33, " " + code33 + "\n", "'" + code33 + "'", code33[:10] + "\n" + code33[10:]} {
		a := newAttempt(t)
		c, err := recognize.ReadPaste(text).Accept(a, flow.NotAsked, time.Now())
		if err != nil || c.Code.Reveal() != code33 || c.StateChecked || c.BeganAtZoom {
			t.Errorf("%q: %+v %v", text, c, err)
		}
	}
}

func TestPastesThatDoNotAnswer(t *testing.T) {
	tests := []struct {
		name, text string
		want       error
		says       string
	}{
		{"empty", "  \n", flow.ErrNotAnAnswer, "empty"},
		{"words", "please paste the code here", flow.ErrNotAnAnswer, "page text"},
		{"the exchange", "curl https://zoom.us/oauth/token -d grant_type=authorization_code -d code=" + code33, flow.ErrNotAnAnswer, "exchanges a code"},
		{"tokens", `{"access_token":"opaque-access-0123456789","refresh_token":"opaque-refresh-0123456789","token_type":"bearer"}`, flow.ErrNotAnAnswer, "zoauth adopt"},
		{"a code named in a sentence", "why is the code [" + code33 + "] not valid any more?", flow.ErrNotAnAnswer, "not this attempt's state"},
		{"a code above another state", code33 + "\nkoxG5PqyOkSXXGS70d3c9CL7pa8dkVqR3Zz1Yy2Xx3X", flow.ErrNotAnAnswer, "not this attempt's state"},
		{"both masked in a request", "GET /callback?code=[REDACTED]&state=[REDACTED] HTTP/1.1", flow.ErrNotAnAnswer, "the code is masked"},
		{"masked parameters", `Parameters: {"code"=>"[FILTERED]", "state"=>"[FILTERED]"}`, flow.ErrNotAnAnswer, "the code is masked"},
		{"a masked state", "http://127.0.0.1:8976/callback?code=" + code33 + "&state=****", flow.ErrNotAnAnswer, "the state is masked"},
		{"one letter again and again", "http://127.0.0.1:8976/callback?code=" + strings.Repeat("X", 33), flow.ErrNotAnAnswer, "masked"},
		{"short", "abc", flow.ErrNotAnAnswer, "look like a code"},
		{"a page", "<html><body>Sign in</body></html>", flow.ErrNotAnAnswer, "address bar"},
		{"a client ID that Zoom does not know", `{"status":false,"errorCode":4700,"errorMessage":"Invalid client_id: Vd3kXw9QpLz7BtRm5NcYfG"}`, flow.ErrNotAnAnswer, "does not know the client ID"},
		{"the same as a page", "Invalid client_id: Vd3kXw9QpLz7BtRm5NcYfG (4,702)\n\nZoom", flow.ErrNotAnAnswer, "does not know the client ID"},
		{"a redirect as JSON", `{"status":false,"errorCode":4700,"errorMessage":"Invalid redirect url"}`, flow.ErrNotAnAnswer, "(4,700)"},
		{"a page's text", "Invalid redirect: https://acme.example/zoom (4,700)\n\nZoom   Sign in", flow.ErrNotAnAnswer, "(4,700)"},
		{"JSON", `{"status":false,"errorCode":4709}`, flow.ErrNotAnAnswer, "(4,709)"},
		{"a token", "eyJhbGciOiJIUzUxMiJ9.e30.AAAA", flow.ErrNotAnAnswer, "token"},
		{"the URL to open", "https://zoom.us/oauth/authorize?response_type=code&client_id=x&redirect_uri=y", flow.ErrNotAnAnswer, "URL to open"},
		{"the sign-in page", "https://us04web.zoom.us/signin?lang=de&continue=https%3A%2F%2Fzoom.us%2Foauth%2Fauthorize%3Fclient_id%3Dx%26response_type%3Dcode", flow.ErrNotAnAnswer, "sign-in page"},
		{"the sign-in page of a company", "https://acme.zoom.us/web/sso/login?en=signin", flow.ErrNotAnAnswer, "sign-in page"},
		{"another's sign-in page", "https://notzoom.us/signin?continue=x", flow.ErrNotAnAnswer, "no code"},
		{"another page of Zoom's", "https://zoom.us/profile?from=signin", flow.ErrNotAnAnswer, "no code"},
		{"pairs of a request", "[('grant_type', 'authorization_code'), ('code', '" + code33 + "')]", flow.ErrNotAnAnswer, ""},
		{"half a code in bold", "?code=**" + code33[:20] + "**&state=STATE", flow.ErrMayBeCut, "20 characters"},
		{"a masked code in stars", "?code=" + code33[:6] + "***&state=STATE", flow.ErrNotAnAnswer, "masked"},
		{"no code", "http://127.0.0.1:8976/callback?state=STATE", flow.ErrNotAnAnswer, "no code"},
		{"another redirect below a shorter label", "<https://acme.example/zoom?code=" + code33 + "&state=other|acme.example/zoom?code=…>", flow.ErrOtherRedirect, "for https://acme.example/zoom"},
		{"another redirect", "https://acme.example/zoom?code=" + code33 + "&state=STATE", flow.ErrOtherRedirect, "for https://acme.example/zoom; acme-dev uses http://127.0.0.1:8976/callback"},
		{"another path", "http://127.0.0.1:8976/other?code=" + code33 + "&state=STATE", flow.ErrOtherRedirect, "for http://127.0.0.1:8976/other; acme-dev uses"},
		{"another path alone", "/other?code=" + code33 + "&state=STATE", flow.ErrOtherRedirect, "for another address"},
		{"another attempt at a port", "http://127.0.0.1:4700/callback?code=" + code33 + "&state=other", flow.ErrStateMismatch, "another attempt; open the URL"},
		{"a code with another state", code33 + "#wrongstate123", flow.ErrStateMismatch, "another attempt"},
		{"a short code", code33[:18], flow.ErrMayBeCut, "18 characters, and Zoom's codes have 33"},
		{"a code cut after the state", "http://127.0.0.1:8976/callback?state=STATE&code=" + code33[:1], flow.ErrMayBeCut, "it has 1 character, and"},
		{"half a code before its state", "http://127.0.0.1:8976/callback?code=" + code33[:17] + "&state=STATE", flow.ErrMayBeCut, "it has 17 characters"},
		{"the state first", "?state=STATE&code=" + code33[:32] + "&_zmp_login_state=x", flow.ErrMayBeCut, "it has 32 characters"},
		{"a code and more", "code: " + code33 + "x state: STATE", flow.ErrMayBeCut, "it has 34 characters"},
		{"a sign that codes don't have", "?code=" + code33[:32] + "~&state=STATE", flow.ErrMayBeCut, "characters that Zoom's codes don't have"},
		{"a shortened code", "http://127.0.0.1:8976/callback?code=" + code33[:14] + "…", flow.ErrNotAnAnswer, "cut off"},
		{"a shortened code before its state", "?code=" + code33[:12] + "%E2%80%A6&state=STATE", flow.ErrNotAnAnswer, "cut off"},
		{"a code without its middle", "?code=" + code33[:15] + "..." + code33[18:] + "&state=STATE", flow.ErrNotAnAnswer, "cut off"},
		{"a masked code", "GET /callback?code=[FILTERED]&state=STATE", flow.ErrNotAnAnswer, "masked"},
		{"both masked in a log's line", "GET /callback?code=[REDACTED]&state=[REDACTED] HTTP/1.1", flow.ErrNotAnAnswer, "code is masked"},
		{"both masked in an address", "http://127.0.0.1:8976/callback?code=<redacted>&state=<redacted>", flow.ErrNotAnAnswer, "code is masked"},
		{"both masked with stars", "callback: ?code=*****&state=*****", flow.ErrNotAnAnswer, "code is masked"},
		{"a masked code of a framework's parameters", `Parameters: {"code"=>"[FILTERED]", "state"=>"[FILTERED]"}`, flow.ErrNotAnAnswer, "code is masked"},
		{"a masked code of a map", "query: map[code:[REDACTED] state:[STATE]]", flow.ErrNotAnAnswer, "code is masked"},
		{"a masked state", "?code=" + code33 + "&state=[FILTERED]", flow.ErrNotAnAnswer, "state is masked"},
		{"a masked state in stars", "?code=" + code33 + "&state=********", flow.ErrNotAnAnswer, "state is masked"},
		{"a code of the same letter", "?code=" + strings.Repeat("X", 33) + "&state=STATE", flow.ErrNotAnAnswer, "code is masked"},
		{"a code of noughts", "?code=" + strings.Repeat("0", 33) + "&state=STATE", flow.ErrNotAnAnswer, "code is masked"},
		{"a masked token beside another state", "token=[FILTERED] ?code=" + code33 + "&state=other", flow.ErrStateMismatch, "another attempt"},
		{"a state cut off", "?code=" + code33 + "&state=HALF", flow.ErrStateMismatch, "state in that address is cut off"},
		{"a shortened state", "?code=" + code33 + "&state=HALF…", flow.ErrStateMismatch, "state in that address is cut off"},
		{"half an address", "http://127.0.0.1:8976/callback?code=" + code33[:10], flow.ErrStateMissing, "10 characters"},
		{"two codes", "?code=a&code=b&state=STATE", flow.ErrNotAnAnswer, "repeats"},
		{"code and error", "?code=" + code33 + "&error=x&state=STATE", flow.ErrNotAnAnswer, "repeats"},
		{"wrong state", "?code=" + code33 + "&state=other", flow.ErrStateMismatch, "another attempt"},
		{"empty state", "?code=" + code33 + "&state=", flow.ErrStateMismatch, "state in that address is empty"},
		{"no state", "http://127.0.0.1:8976/callback?code=" + code33, flow.ErrStateMissing, "no state"},
		{"foreign issuer", "?code=" + code33 + "&state=STATE&iss=https://evil.example", flow.ErrIssuerMismatch, "issuer"},
		{"a broken escape", "?code=%zz&state=STATE", flow.ErrNotAnAnswer, "malformed"},
		{"a mebibyte", strings.Repeat("A", 1<<20), flow.ErrNotAnAnswer, "64 KiB"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := newAttempt(t)
			text := strings.NewReplacer("STATE", a.State, "HALF", a.State[:20]).Replace(test.text)
			_, err := recognize.ReadPaste(text).Accept(a, flow.NotAsked, time.Now())
			if !errors.Is(err, test.want) || !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want %v with %q", err, test.want, test.says)
			}
			if err != nil && (strings.Contains(err.Error(), code33) || strings.Contains(err.Error(), a.State)) {
				t.Error("S4: the error repeats what was pasted")
			}
			if a.Taken() != nil {
				t.Error("the attempt was answered")
			}
		})
	}
}

// L9: a flow that began at Zoom has no state and no challenge: no verifier goes out.
func TestAnswerThatBeganAtZoom(t *testing.T) {
	a := newAttempt(t)
	c, err := recognize.ReadPaste("http://127.0.0.1:8976/callback?code="+code33).Accept(a, flow.BeganAtZoom, time.Now())
	if err != nil || !c.BeganAtZoom || c.StateChecked {
		t.Fatalf("%+v %v", c, err)
	}
	for _, f := range a.Exchange(flow.NewSecret(flow.KindClientSecret, "s"), c).Form {
		if f.Name == "code_verifier" {
			t.Error("a verifier goes out although there was no challenge")
		}
	}
}

func TestPastedRefusalEndsTheAttempt(t *testing.T) {
	a := newAttempt(t)
	c, err := recognize.ReadPaste("http://127.0.0.1:8976/callback?error=access_denied&error_description=no&state="+a.State).Accept(a, flow.NotAsked, time.Now())
	if err != nil || c.Error != "access_denied" || !c.Code.IsZero() || a.Taken() == nil {
		t.Errorf("%+v %v", c, err)
	}
}

func TestFirstAnswerWins(t *testing.T) {
	a := newAttempt(t)
	if _, err := recognize.ReadPaste(code33).Accept(a, flow.NotAsked, time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := recognize.ReadPaste(code33).Accept(a, flow.NotAsked, time.Now()); !errors.Is(err, flow.ErrAttemptOver) {
		t.Errorf("the second answer: %v", err)
	}
}

func FuzzTakePaste(f *testing.F) {
	f.Add("?code=" + code33 + "&state=x")
	f.Add(code33)
	f.Add("\x1b[200~%\x1b[201~")
	f.Fuzz(func(t *testing.T, text string) {
		a := newAttempt(t)
		c, err := recognize.ReadPaste(text).Accept(a, flow.NotAsked, time.Now())
		if err == nil && c.Code.IsZero() && c.Error == "" {
			t.Error("taken without code or error")
		}
		if err == nil && c.StateChecked && !strings.Contains(strings.Join(strings.Fields(text), ""), a.State) {
			t.Error("L3: a state passed that is not the attempt's")
		}
	})
}

// L9: an answer whose state was lost is taken after the question, and the verifier
// goes out with it; an answer with another state is not.
func TestStatelessAnswer(t *testing.T) {
	a := newAttempt(t)
	if _, err := recognize.ReadPaste("?code="+code33+"&state=other").Accept(a, flow.BeganHere, time.Now()); err == nil {
		t.Error("L3: another state passed")
	}
	c, err := recognize.ReadPaste("http://127.0.0.1:8976/callback?code="+code33).Accept(a, flow.BeganHere, time.Now())
	if err != nil || c.BeganAtZoom || c.StateChecked || c.ReceivedState {
		t.Fatalf("%+v %v", c, err)
	}
	verified := false
	for _, f := range a.Exchange(flow.NewSecret(flow.KindClientSecret, "s"), c).Form {
		verified = verified || f.Name == "code_verifier" && f.Secret == a.Verifier
	}
	if !verified {
		t.Error("L9: no verifier goes out")
	}
}

func TestBears(t *testing.T) {
	a, other := newAttempt(t), newAttempt(t)
	for _, text := range []string{
		"http://127.0.0.1:8976/callback?code=x&state=" + a.State, "state=" + a.State + "&code=x",
		" \"127.0.0.1/callback?co\nde=x&state=" + a.State[:9] + "\n" + a.State[9:] + "\"",
	} {
		if !recognize.ReadPaste(text).Bears(a) || recognize.ReadPaste(text).Bears(other) {
			t.Errorf("%q: %t %t", text, recognize.ReadPaste(text).Bears(a), recognize.ReadPaste(text).Bears(other))
		}
	}
	for _, text := range []string{"", code33, "?code=x", "?state=", "%zz", a.State} {
		if recognize.ReadPaste(text).Bears(a) {
			t.Errorf("%q bears the state", text)
		}
	}
}
