package profiles_test

import (
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/profiles"
)

// L5: a profile sends a challenge and a verifier, unless it says pkce = false.
func TestNoPKCEFromProfileToRequestsL5(t *testing.T) {
	for _, test := range []struct {
		line string
		sent bool
	}{{"", true}, {"pkce = true\n", true}, {"pkce = false\n", false}} {
		f, err := profiles.Parse("p.toml", good+test.line)
		if err != nil {
			t.Fatal(err)
		}
		attempt, err := flow.NewAttempt(f.Apps[0], time.Now())
		if err != nil {
			t.Fatal(err)
		}
		exchange := attempt.Exchange(flow.NewSecret(flow.KindClientSecret, "s"), flow.Callback{Code: flow.NewSecret(flow.KindCode, "c")})
		wire, err := exchange.Wire()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(attempt.URL(), "code_challenge") != test.sent || strings.Contains(string(wire), "code_verifier") != test.sent {
			t.Errorf("%q sends\n%s\n%s", test.line, attempt.URL(), wire)
		}
	}
}

// What pkce can't be is named with its line and what to write.
func TestPKCEIsTrueOrFalse(t *testing.T) {
	for text, want := range map[string]string{
		good + "pkce = \"false\"\n": "pkce: is not true or false",
		good + "pkce = 0\n":         "pkce: is not true or false",
		"[profiles.p]\ntype = \"public\"\nclient_id = \"id\"\nredirect_uri = \"http://127.0.0.1:8976/callback\"\npkce = false\n": "pkce: a public app has no secret",
	} {
		if _, err := profiles.Parse("p.toml", text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n  is told as %v, want %q", text, err, want)
		}
	}
}
