package recognize_test

import (
	"encoding/base64"
	"testing"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

func signed(claims string) string {
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(`{"alg":"HS512"}`)) + "." + part([]byte(claims)) + "." + part([]byte("signaturesignaturesignature"))
}

// Tokens are taken by their name, or where they say themselves what they are; never a
// part of one, and never one of the other kind.
func TestReadGrant(t *testing.T) {
	access, refresh := signed(`{"tokenType":"access_token","exp":4102444800}`), signed(`{"tokenType":"refresh_token"}`)
	for name, test := range map[string]struct{ text, access, refresh, why string }{
		"token response":     {`{"access_token":"` + access + `","token_type":"bearer","refresh_token":"` + refresh + `","expires_in":3599}`, access, refresh, ""},
		"pair by name":       {"access_token=" + access + "\nrefresh_token=" + refresh, access, refresh, ""},
		"opaque by name":     {"ZOOM_REFRESH_TOKEN: opaque-refresh-0123456789", "", "opaque-refresh-0123456789", ""},
		"form":               {"grant_type=refresh_token&refresh_token=opaque-refresh-0123456789", "", "opaque-refresh-0123456789", ""},
		"a JWT alone":        {refresh + "\n", "", refresh, ""},
		"two JWTs":           {access + "\n" + refresh + "\n", access, refresh, ""},
		"header":             {"Authorization: Bearer " + access, access, "", ""},
		"bare opaque word":   {"opaque-refresh-0123456789-and-more", "", "", ""},
		"cut":                {"refresh_token=eyJhbGciOiJIUzUxMiJ9...", "", "", "the token is cut off: copy all of it"},
		"of the other kind":  {"refresh_token=" + access, "", "", "an access token stands in the place of a refresh token, or the other way round: its claims say what it is"},
		"two refresh tokens": {"refresh_token=first-0123456789\nrefresh_token=second-0123456789", "", "", "the text has two refresh tokens: give the newer one alone"},
		"nothing":            {"the cat sat on the mat", "", "", ""},
	} {
		token, why := recognize.ReadGrant(test.text)
		if token.AccessToken.Reveal() != test.access || token.RefreshToken.Reveal() != test.refresh || why != test.why {
			t.Errorf("%s: access of %d, refresh of %d characters, %q", name, token.AccessToken.Len(), token.RefreshToken.Len(), why)
		}
	}
	if token, _ := recognize.ReadGrant(access); token.ExpiresAt.Unix() != 4102444800 || token.TokenType != "bearer" {
		t.Errorf("the end is %v", token.ExpiresAt)
	}
	if recognize.ClientOf(flow.NewSecret(flow.KindUnknown, signed(`{"iss":"zm:cid:abc"}`))) != "abc" {
		t.Error("the client ID is not read")
	}
}
