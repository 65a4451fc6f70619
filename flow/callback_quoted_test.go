package flow_test

import (
	"testing"

	"zoauth/flow"
)

// A server between an app and Zoom says in error_description what it sent; the words and
// numbers around it stay, for they are looked up.
func TestWhatADescriptionRepeatsIsASecretS4(t *testing.T) {
	const code = "vQ7rKp2Lx_9TzWm4NcYb8HdGf-1JsEaRu"
	for _, test := range []struct{ description, secret string }{
		{"Unable to exchange external code: " + code, code},
		{"Invalid authorization code '" + code + "'.", code},
		{"bad code=" + code + "&retry", code},
		{"Trace ID: 0b1f3a5c-1d2e-4f3a-9b8c-7d6e5f4a3b2c Correlation ID: 9C1F3A5C-1D2E-4F3A-9B8C-7D6E5F4A3B2C", ""},
		{"The redirect_uri https://acme.example/zoom/callback_of_the_production_server is not registered", ""},
		{"does not contain scopes:[meeting:read:list_meetings:admin]", ""},
		{"", ""},
	} {
		got := flow.QuotedSecrets(test.description)
		if (test.secret == "") != (len(got) == 0) || len(got) > 0 && got[0].Reveal() != test.secret {
			t.Errorf("%q: %d secrets", test.description, len(got))
		}
	}
}
