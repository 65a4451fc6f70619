package diagnose_test

import (
	"slices"
	"testing"
)

// The evidence quotes what the rule knows, as the text has it or, where it is encoded or
// paraphrased, as Zoom says it; a number says more than one word of its message.
func TestEvidenceQuotesWhatShowsTheCause(t *testing.T) {
	for text, want := range map[string]string{
		"Redirection non valide (4\u202f700)":                                                                      "line 1: 4 700",
		"https://acme.example/setup?error=zoom_refresh_failed&reason=Invalid+Token%21":                             "line 1: decoded, invalid token!",
		"\nzoom login failed, authorization code already used":                                                     "line 2: other words for invalid authorization code",
		"Zoom meeting not made\n{\"code\":3161,\"message\":\"Your user account is not allowed meeting hosting.\"}": "line 2: code 3161: Your user account is not allowed meeting hosting.",
		"{\"code\":124,\"message\":\"Invalid access token.\"}":                                                     "line 1: Invalid access token",
		"They said\n{\"reason\":\"Bad Request\",\"error\":\"invalid_request\"}\nto my\nPOST https://zoom.us/oauth/token?grant_type=account_credentials&account_id=acme": "line 2: Bad Request",
		"zoom graphql says: invalid access token, does not contain the required scopes":                                                                                 "line 1: other words for does not contain scopes",
		"{\"error\":\"slow_down\"}":                                  "line 1: slow_down",
		"HTTP 429 Too Many Requests https://api.zoom.us/v2/meetings": "line 1: status 429",
	} {
		if found := explain(text).Findings; len(found) == 0 || found[0].Evidence[0] != want {
			t.Errorf("%s: %v, want the evidence %q", text, found, want)
		}
	}
}

// Of lines that say the same, the first is named.
func TestEvidenceIsNotRepeated(t *testing.T) {
	e := explain("zoom: invalid_client\nretry, zoom: INVALID_CLIENT\nzoom: invalid_client again")
	if len(e.Findings) == 0 || len(e.Findings[0].Evidence) != 1 || e.Findings[0].Evidence[0] != "line 1: invalid_client" {
		t.Errorf("%v", e.Findings)
	}
}

// Who says something is told where the text shows it.
func TestZoomSaysSoWhereItIsZoom(t *testing.T) {
	for text, zoom := range map[string]bool{"The owner of the token does not exist.": false, "zoom: The owner of the token does not exist.": true} {
		e := explain(text)
		if len(e.Findings) == 0 || slices.Contains(e.Findings[0].Evidence, "Zoom says so") != zoom {
			t.Errorf("%s: %v, Zoom says so: %t", text, e.Findings, zoom)
		}
	}
}
