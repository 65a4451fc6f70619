package flow_test

import (
	"testing"

	"zoauth/flow"
)

// V2: a code that is the status again is not said twice.
func TestErrorSaysTheStatusOnceV2(t *testing.T) {
	for want, e := range map[string]flow.Error{
		"429 You have exceeded the limit":     {Status: 429, Code: "429", Reason: "You have exceeded the limit"},
		"401 Invalid access token. (124)":     {Status: 401, Code: "124", Reason: "Invalid access token."},
		"400 Invalid Token! (invalid_grant)":  {Status: 400, Code: "invalid_grant", Reason: "Invalid Token!"},
		"400 invalid_grant":                   {Status: 400, Code: "invalid_grant"},
		"503 Service Temporarily Unavailable": {Status: 503, Reason: "Service Temporarily Unavailable"},
		"HTTP status 404":                     {Status: 404, Code: "404"},
		"HTTP status 500":                     {Status: 500},
	} {
		if got := e.Error(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
