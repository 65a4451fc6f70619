package flow_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
)

const code33 = "obBEe8ewaL_KdyNjniT4KPd8ffDWt9fGB"

func newAttempt(t testing.TB) *flow.Attempt {
	t.Helper()
	a, err := flow.NewAttempt(loopbackApp(), time.Now())
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
		"Zoom's extras":        "http://127.0.0.1:8976/callback?code=CODE&state=STATE&_zmp_login_state=x&_rnd=1",
	} {
		t.Run(name, func(t *testing.T) {
			a := newAttempt(t)
			c, err := a.TakePaste(strings.NewReplacer("CODE", code33, "STATE", a.State).Replace(form), false, time.Now())
			if err != nil || c.Code.Reveal() != code33 || !c.StateChecked || !c.Pasted {
				t.Fatalf("%+v %v", c, err)
			}
			if a.Taken() == nil {
				t.Error("it was not taken")
			}
		})
	}
}

// L9: a bare code is allowed and its state was not checked.
func TestBareCode(t *testing.T) {
	for _, text := range []string{code33, " " + code33 + "\n", "'" + code33 + "'", code33[:10] + "\n" + code33[10:]} {
		a := newAttempt(t)
		c, err := a.TakePaste(text, false, time.Now())
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
		{"words", "please paste the code here", flow.ErrNotAnAnswer, "several words"},
		{"short", "abc", flow.ErrNotAnAnswer, "shape of a code"},
		{"a page", "<html><body>Invalid redirect</body></html>", flow.ErrNotAnAnswer, "address bar"},
		{"a page's text", "Invalid redirect: https://acme.example/zoom (4,700)\n\nZoom   Sign in", flow.ErrNotAnAnswer, "as on a page"},
		{"JSON", `{"status":false,"errorCode":4700}`, flow.ErrNotAnAnswer, "address bar"},
		{"a token", "eyJhbGciOiJIUzUxMiJ9.e30.AAAA", flow.ErrNotAnAnswer, "token"},
		{"the URL to open", "https://zoom.us/oauth/authorize?response_type=code&client_id=x&redirect_uri=y", flow.ErrNotAnAnswer, "URL to open"},
		{"no code", "http://127.0.0.1:8976/callback?state=STATE", flow.ErrNotAnAnswer, "no code"},
		{"another redirect", "https://acme.example/zoom?code=" + code33 + "&state=STATE", flow.ErrNotAnAnswer, "another redirect URI"},
		{"two codes", "?code=a&code=b&state=STATE", flow.ErrNotAnAnswer, "twice"},
		{"code and error", "?code=" + code33 + "&error=x&state=STATE", flow.ErrNotAnAnswer, "twice"},
		{"wrong state", "?code=" + code33 + "&state=other", flow.ErrStateMismatch, "not that of this attempt"},
		{"empty state", "?code=" + code33 + "&state=", flow.ErrStateMismatch, "not that of this attempt"},
		{"no state", "http://127.0.0.1:8976/callback?code=" + code33, flow.ErrStateMissing, "begin at Zoom"},
		{"foreign issuer", "?code=" + code33 + "&state=STATE&iss=https://evil.example", flow.ErrIssuerMismatch, "issuer"},
		{"a broken escape", "?code=%zz&state=STATE", flow.ErrNotAnAnswer, "broken"},
		{"a mebibyte", strings.Repeat("A", 1<<20), flow.ErrNotAnAnswer, "64 KiB"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := newAttempt(t)
			text := strings.ReplaceAll(test.text, "STATE", a.State)
			_, err := a.TakePaste(text, false, time.Now())
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
	c, err := a.TakePaste("http://127.0.0.1:8976/callback?code="+code33, true, time.Now())
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
	c, err := a.TakePaste("http://127.0.0.1:8976/callback?error=access_denied&error_description=no&state="+a.State, false, time.Now())
	if err != nil || c.Error != "access_denied" || !c.Code.IsZero() || a.Taken() == nil {
		t.Errorf("%+v %v", c, err)
	}
}

func TestFirstAnswerWins(t *testing.T) {
	a := newAttempt(t)
	if _, err := a.TakePaste(code33, false, time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := a.TakePaste(code33, false, time.Now()); !errors.Is(err, flow.ErrAttemptOver) {
		t.Errorf("the second answer: %v", err)
	}
}

func FuzzTakePaste(f *testing.F) {
	f.Add("?code=" + code33 + "&state=x")
	f.Add(code33)
	f.Add("\x1b[200~%\x1b[201~")
	f.Fuzz(func(t *testing.T, text string) {
		a := newAttempt(t)
		c, err := a.TakePaste(text, false, time.Now())
		if err == nil && c.Code.IsZero() && c.Error == "" {
			t.Error("taken without code or error")
		}
		if err == nil && c.StateChecked && !strings.Contains(strings.Join(strings.Fields(text), ""), a.State) {
			t.Error("L3: a state passed that is not the attempt's")
		}
	})
}
