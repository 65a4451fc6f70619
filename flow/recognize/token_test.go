package recognize_test

import (
	"strings"
	"testing"

	"zoauth/flow/recognize"
)

const jwt = "eyJhbGciOiJIUzUxMiIsInYiOiIyLjAifQ.eyJpc3MiOiJ6bTpjaWQ6YWJjIiwidHlwZSI6MCwiZXhwIjoxODk1OTk0MDAwfQ.c2lnbmF0dXJlLW9mLXRlc3QtdG9rZW4tbm90LXJlYWw"

// A token is found wherever it stands, whole or wrapped by a terminal.
func TestTokensAreFound(t *testing.T) {
	for name, text := range map[string]string{
		"alone":            jwt,
		"in quotes":        `"` + jwt + `"`,
		"header":           "Authorization: Bearer " + jwt,
		"scheme":           "Bearer " + jwt,
		"lower case":       "authorization: bearer " + jwt,
		"a name":           "access_token=" + jwt,
		"export":           "export TOKEN='" + jwt + "'",
		"wrapped":          jwt[:40] + "\n" + jwt[40:80] + "\n" + jwt[80:],
		"wrapped, header":  "Authorization: Bearer " + jwt[:40] + "\n" + jwt[40:80] + "\n" + jwt[80:],
		"wrapped, indent":  jwt[:40] + "\n    " + jwt[40:],
		"in a sentence":    "the token is " + jwt + ", see?",
		"Python header":    `headers = {'Authorization': 'Bearer ` + jwt + `'}`,
		"a line of a file": "first\n" + jwt + "\nlast line of it",
	} {
		t.Run(name, func(t *testing.T) {
			a := only(t, text, recognize.Token)
			if a.Token.Secret.Reveal() != jwt || len(a.Token.Damage) > 0 || a.Token.Cut {
				t.Errorf("%q: %+v %q", text, a.Token, a.Token.Secret.Reveal())
			}
			if wrapped := strings.HasPrefix(name, "wrapped"); wrapped != (len(a.Flaws) > 0) {
				t.Errorf("%q: flaws %q", text, a.Flaws)
			}
		})
	}
}

// What a program made of a token is named; the token itself comes out of it where it
// is there.
func TestDamagedTokensAreNamed(t *testing.T) {
	for value, want := range map[string]string{
		"Bearer Bearer " + jwt:          "twice",
		"Bearer ('" + jwt + "',)":       "tuple",
		"Bearer b'" + jwt + "'":         "bytes",
		`Bearer "` + jwt + `"`:          "quotes",
		"Bearer ['" + jwt + "']":        "list",
		"Bearer <" + jwt + ">":          "angle brackets",
		"Bearer " + jwt + "%0A":         "line break",
		"Bearer undefined":              "undefined",
		"Bearer null":                   "null",
		"Bearer None":                   "none",
		"Bearer [object Object]":        "object",
		"Bearer Array":                  "object",
		"Bearer System.Object[]":        "object",
		"Bearer <Token object at 0x7f>": "object",
		"Bearer com.acme.Token@1b2c3d":  "object",
		"Bearer ":                       "nothing follows",
		"Bearer {'access_token': 'abc'": "object",

		"Bearer @{access_token=" + jwt + "; token_type=bearer}": "object",
		"Bearer map[access_token:" + jwt + " expires_in:3599]":  "object",
		"Bearer Token(access_token='" + jwt + "')":              "object",
		"Bearer &{" + jwt + " bearer 3599}":                     "object",
	} {
		found := recognize.ReadBearer(value)
		if !strings.Contains(strings.Join(found.Damage, " "), want) {
			t.Errorf("%s: %q", value, found.Damage)
		}
		if strings.Contains(value, jwt) != (found.Secret.Reveal() == jwt) {
			t.Errorf("%s: the token is %q", value, found.Secret.Reveal())
		}
	}
	for _, sound := range []string{"Bearer " + jwt, "bearer " + jwt, "Bearer $TOKEN", "Bearer {{token}}", "Basic abc", ""} {
		if found := recognize.ReadBearer(sound); len(found.Damage) > 0 {
			t.Errorf("%s: %q", sound, found.Damage)
		}
	}
}

// A token that a logger cut is one, and says so.
func TestCutTokens(t *testing.T) {
	for _, text := range []string{"Bearer " + jwt[:60] + "...", jwt[:60]} {
		if a := only(t, text, recognize.Token); !a.Token.Cut {
			t.Errorf("%q: %+v", text, a.Token)
		}
	}
}

// Words that are no tokens.
func TestWhatIsNoToken(t *testing.T) {
	for _, text := range []string{
		"71d5918e-5b0a-4702-8832-683d4df927a6", "averylongwordwithoutanydigits", "https://example.com/a/very/long/address", "INVALID_CLIENT_SECRET_VALUE", "Bearer authentication is required",
		"eyJust a word", "the bearer of bad news",
	} {
		for _, a := range recognize.Read(text) {
			if a.Kind == recognize.Token {
				t.Errorf("%q is a token: %+v", text, a.Token)
			}
		}
	}
}
