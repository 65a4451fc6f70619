package recognize_test

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strings"
	"testing"

	"zoauth/flow/recognize"
)

// What stands under a token's name and is none of Zoom's OAuth tokens is not taken, and the reason
// says what it is.
func TestWhatIsNoTokenOfZoomsIsNamed(t *testing.T) {
	google := signed(`{"iss":"https://accounts.google.com","aud":"x.apps.googleusercontent.com","exp":4102444800}`)
	for name, test := range map[string]struct{ text, why string }{
		"an SDK's signature":   {"access_token=" + signed(`{"sdkKey":"Hc7dQ2mXTyWv9bLkR4pZsA","mn":"123","role":0,"exp":4102444800}`), "a signature for one of Zoom's SDKs"},
		"a JWT of another":     {`{"access_token":"` + google + `"}`, "https://accounts.google.com issued"},
		"a JWT of an API key":  {"refresh_token: " + signed(`{"iss":"k7Qm2XvRTzWn8bLc","exp":4102444800}`), "Zoom's OAuth server did not issue"},
		"how another's begins": {"access_token=ya29.a0AfOtherOtherOther", "a token of Google's"},
		"a mask":               {`{"access_token":"[FILTERED]","expires_in":3599}`, "access_token is masked"},
		"zoauth's own print":   {"access_token: at:10ad4a (634)", "access_token is masked"},
		"a mask inside":        {"refresh_token=eyJhbGciOiJIUzUxMiJ9...c2ln", "cut off"},
		"its beginning":        {"refresh_token=" + zoomToken("1", "1790000000")[:90], "cut off"},
		"without its end":      {"refresh_token=" + zoomToken("1", "1790000000")[:260], "cut off"},
		"cut by a logger":      {`{"refresh_token":"` + zoomToken("1", "1790000000")[:150] + ` (truncated)"}`, "cut off"},
		"cut, without a name":  {zoomToken("1", "1790000000")[:200], "cut off"},
		"more behind its end":  {"refresh_token=" + zoomToken("1", "1790000000") + "c2ln", "damaged"},
		"pasted twice":         {"refresh_token=" + zoomToken("1", "1790000000") + zoomToken("1", "1790000000"), "damaged"},
		"without its first":    {"refresh_token=" + zoomToken("1", "1790000000")[1:], "damaged"},
		"stars inside":         {"refresh_token=eyJhbGciOiJIUzUxMiJ9****c2ln", "cut off"},
	} {
		if g := recognize.ReadGrant(test.text); g.Token.HasToken() || !g.Unnamed.IsZero() || !strings.Contains(g.Why, test.why) {
			t.Errorf("%s: a token %t, %q", name, g.Token.HasToken(), g.Why)
		}
	}
}

// zoomToken is a token with the header and the length of signature of Zoom's.
func zoomToken(kind, issued string) string {
	part := base64.RawURLEncoding.EncodeToString
	claims := `{"iss":"zm:cid:Hc7dQ2mXTyWv9bLkR4pZsA","type":` + kind + `,"iat":` + issued + `,"exp":4102444800}`
	return part([]byte(`{"sv":"000001","alg":"HS512","v":"2.0","kid":"2f1c"}`)) + "." + part([]byte(claims)) + "." + part(append(make([]byte, 61), "sig"...))
}

// A former refresh token beside the access token of the pair that came in its place is left out by name.
func TestAFormerTokenBesideItsPairIsLeftOut(t *testing.T) {
	for _, text := range []string{
		`{"access_token":"opaque-access-0123456789","previous_refresh_token":"opaque-refresh-0123456789"}`,
		"access_token=" + zoomToken("0", "1790003600") + "\nold_refresh_token=" + zoomToken("1", "1790000000"),
	} {
		g := recognize.ReadGrant(text)
		if g.Token.AccessToken.IsZero() || !g.Token.RefreshToken.IsZero() || len(g.LeftOut) != 1 || !strings.Contains(g.LeftOut[0], "is an old one") {
			t.Errorf("%s: refresh of %d characters, %q, %q", text, g.Token.RefreshToken.Len(), g.LeftOut, g.Why)
		}
	}
	for _, text := range []string{
		"old_refresh_token=opaque-refresh-0123456789",
		"before you ask:\naccess_token=opaque-access-0123456789\nrefresh_token=opaque-refresh-0123456789",
	} {
		if g := recognize.ReadGrant(text); g.Token.RefreshToken.IsZero() {
			t.Errorf("%s: %q, %q", text, g.LeftOut, g.Why)
		}
	}
}

// A word of age above or before tokens tells which are in use, however they are called; the claims have the
// last word.
func TestTheAgeOfAPair(t *testing.T) {
	fill := strings.NewReplacer("A1", zoomToken("0", "1790000000"), "R1", zoomToken("1", "1790000000"), "A2", zoomToken("0", "1790003600"), "R2", zoomToken("1", "1790003600"))
	for name, text := range map[string]string{
		"headings":              "Before\naccess_token: A1\nrefresh_token: R1\n\nAfter\naccess_token: A2\nrefresh_token: R2\n",
		"without names":         "tokens rotated: old=A1,R1 new=A2,R2",
		"an earlier one beside": "Authorization: Bearer A1\n{\"access_token\":\"A2\",\"refresh_token\":\"R2\"}",
		"camel case":            `{"previousAccessToken":"A1","previousRefreshToken":"R1","accessToken":"A2","refreshToken":"R2"}`,
	} {
		if g := recognize.ReadGrant(fill.Replace(text)); g.Token.AccessToken.Reveal() != fill.Replace("A2") || g.Token.RefreshToken.Reveal() != fill.Replace("R2") {
			t.Errorf("%s: access of %d, refresh of %d characters, %q", name, g.Token.AccessToken.Len(), g.Token.RefreshToken.Len(), g.Why)
		}
	}
	for name, text := range map[string]string{
		"the claims say otherwise": "old: R2\nnew: R1\n",
		"a later one beside":       "refresh_token=R1\n\nR2\n",
		"two rows of a table":      "| id | refresh_token |\n|----|----|\n| 1 | R1 |\n| 2 | R2 |\n",
		"an expired one's flag":    `[{"refresh_token":"R1","expired":true},{"refresh_token":"R2","expired":false}]`,
	} {
		if g := recognize.ReadGrant(fill.Replace(text)); !strings.Contains(g.Why, "two refresh tokens") {
			t.Errorf("%s: %q", name, g.Why)
		}
	}
}

// A refresh token that its own name calls a former one is not taken for the one of the access token beside it.
func TestAFormerRefreshTokenIsNotTaken(t *testing.T) {
	fill := strings.NewReplacer("AT", zoomToken("0", "1790003600"), "RT", zoomToken("1", "1790003600"))
	for name, text := range map[string]string{
		"JSON":          `{"access_token":"AT","previous_refresh_token":"RT"}`,
		"null beside":   `{"access_token":"AT","refresh_token":null,"previous_refresh_token":"RT"}`,
		"camel case":    `{"accessToken": "AT", "oldRefreshToken": "RT"}`,
		"settings":      "ZOOM_ACCESS_TOKEN=AT\nZOOM_REFRESH_TOKEN_PREVIOUS=RT\n",
		"YAML":          "zoom:\n  access_token: AT\n  prev_refresh_token: RT\n",
		"a label":       "Access token: AT\nOld refresh token: RT\n",
		"a Ruby hash":   "{:access_token=>\"AT\", :former_refresh_token=>\"RT\"}",
		"a Python dict": "{'superseded_refresh_token': 'RT', 'access_token': 'AT'}",
	} {
		g := recognize.ReadGrant(fill.Replace(text))
		if !g.Token.RefreshToken.IsZero() || g.Token.AccessToken.IsZero() || !strings.Contains(strings.Join(g.LeftOut, ";"), "is an old one") {
			t.Errorf("%s: access of %d, refresh of %d characters, left out %v, %q", name, g.Token.AccessToken.Len(), g.Token.RefreshToken.Len(), g.LeftOut, g.Why)
		}
	}
	for name, text := range map[string]string{
		"all there is":                 "previous_refresh_token=RT\n",
		"an old token and the new one": "the old one is gone\naccess_token=AT\nrefresh_token=RT\n",
		"both of one age":              `{"previous_access_token":"AT","previous_refresh_token":"RT"}`,
	} {
		if g := recognize.ReadGrant(fill.Replace(text)); g.Token.RefreshToken.IsZero() {
			t.Errorf("near: %s: no refresh token, left out %v, %q", name, g.LeftOut, g.Why)
		}
	}
}

// A whole code is read behind a label that ends with the word, and nothing else is.
func TestACodeBehindItsLabel(t *testing.T) {
	const code = "7VoBZTyolU_Rw81nTqYQ0iB7sXcJ4mLzA"
	for _, text := range []string{
		"Received authorization code: CODE", "code\nCODE\n", `{"params":[{"name":"grant_type","value":"authorization_code"},{"name":"code","value":"CODE"}]}`, "2. code param exists: CODE", "the code is CODE.", "authCode -> CODE", "auth_code = 'CODE'", "TokenRequest(grantType=authorization_code, code=CODE, retries=1)",
	} {
		if g := recognize.ReadGrant(strings.ReplaceAll(text, "CODE", code)); g.Code.Code.Reveal() != code {
			t.Errorf("%s: a code of %d characters, %q", text, g.Code.Code.Len(), g.Why)
		}
	}
	if g := recognize.ReadGrant("code=" + code[:16] + "\n" + code[16:] + "\n"); g.Code.Code.Reveal() != code {
		t.Errorf("over two rows: a code of %d characters, %q", g.Code.Code.Len(), g.Why)
	}
	printed := "CodeRequest[code=" + code + ", redirectUri=https://acme.example/cb, codeVerifier=dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk]"
	if g := recognize.ReadGrant(printed); g.Code.Code.Reveal() != code || g.Verifier.Len() != 43 {
		t.Errorf("printed: a code of %d, a verifier of %d characters, %q", g.Code.Code.Len(), g.Verifier.Len(), g.Why)
	}
	for _, text := range []string{"status code 200, trace CODE", "error_code: CODEx", "passcode: CODE", "code: CODE\ncode: " + strings.ToLower(code), "code_challenge=CODE"} {
		if g := recognize.ReadGrant(strings.ReplaceAll(text, "CODE", code)); !g.Code.Code.IsZero() {
			t.Errorf("%s: a code of %d characters", text, g.Code.Code.Len())
		}
	}
}

// A name, an expression, a path, a placeholder or a type in the place of a token is none.
func TestWordsAreNoTokens(t *testing.T) {
	for _, text := range []string{
		"headers: { access_token: this.auth.session.accessToken }",
		"token.AccessToken = response.AccessToken\ntoken.RefreshToken = response.RefreshToken",
		"refresh_token: secret/data/zoom/production/refresh-token",
		"refresh_token=PutYourRefreshTokenHere",
		"access_token: hier-das-access-token-eintragen",
		"accessToken=com.acme.oauth2.session.OAuth2AccessToken@3f2a1b",
		"access_token: 'dummy-access-token-1234567890'",
		"interface Tokens { access_token: string; refresh_token: SomeVeryLongTypeName; }",
		"ZOOM_REFRESH_TOKEN=op://Private/zoom/refresh-token-of-production",
	} {
		if g := recognize.ReadGrant(text); g.Token.HasToken() || !g.Unnamed.IsZero() {
			t.Errorf("%s: access of %d, refresh of %d, unnamed of %d characters", text, g.Token.AccessToken.Len(), g.Token.RefreshToken.Len(), g.Unnamed.Len())
		}
	}
}

// What is left out beside a token that is taken is named.
func TestWhatIsLeftOutOfAGrantIsNamed(t *testing.T) {
	refresh := signed(`{"iss":"zm:cid:Hc7dQ2mXTyWv9bLkR4pZsA","type":1}`)
	for text, want := range map[string][]string{
		"access_token=4f1d20b7a9c3e8564f1d20b7\nrefresh_token=" + refresh:             {"the value of access_token is not a Zoom token, but the refresh token next to it is"},
		"access_token: ****\nrefresh_token: " + refresh:                               {"the value of access_token is masked"},
		"access_token=YOUR_ACCESS_TOKEN\nrefresh_token=" + refresh:                    nil,
		"teams_access_token=opaque-of-another-0123\nrefresh_token=" + refresh:         nil,
		"access_token = <sensitive>\nrefresh_token = " + refresh:                      {"the value of access_token is masked"},
		"access_token=3f2b8c1e-9a4d-4e6f-8b2a-1c7d9e0f3a5b\nrefresh_token=" + refresh: {"the value of access_token is a UUID, and Zoom's tokens are not"},
	} {
		if g := recognize.ReadGrant(text); g.Token.RefreshToken.Reveal() != refresh || !slices.Equal(g.LeftOut, want) {
			t.Errorf("%s: %q, %q", text, g.LeftOut, g.Why)
		}
	}
}

// Of two tokens of a kind the one in use is taken: not the one that is commented out, or that was sent
// to get the other.
func TestATokenThatWasSentOrStruckGivesWay(t *testing.T) {
	const old, renewed, access = "opaque-refresh-old-0123456789", "opaque-refresh-new-0123456789", "opaque-access-new-0123456789"
	response := `{"access_token":"` + access + `","refresh_token":"` + renewed + `","expires_in":3599}`
	for name, text := range map[string]string{
		"curl":         "$ curl https://zoom.us/oauth/token -u a:b -d grant_type=refresh_token -d refresh_token=" + old + "\n" + response,
		"a log":        "sent {'grant_type': 'refresh_token', 'refresh_token': '" + old + "'}\ngot " + response,
		"comments":     "# REFRESH_TOKEN=" + old + "\nREFRESH_TOKEN=" + renewed + "\nACCESS_TOKEN=" + access + "\n",
		"a difference": "-REFRESH_TOKEN=" + old + "\n+REFRESH_TOKEN=" + renewed + "\n ACCESS_TOKEN=" + access + "\n",
	} {
		if g := recognize.ReadGrant(text); g.Token.RefreshToken.Reveal() != renewed || g.Token.AccessToken.Reveal() != access {
			t.Errorf("%s: refresh of %d characters, %q", name, g.Token.RefreshToken.Len(), g.Why)
		}
	}
	if g := recognize.ReadGrant("# refresh_token=" + old); g.Token.RefreshToken.Reveal() != old {
		t.Errorf("the only one is commented out: %q", g.Why)
	}
}

// A pair is read in the objects of libraries that call an access token just a token, or keep its value
// in an object of its own, and where the text is encoded as a whole.
func TestPairsOfLibrariesAndEncodings(t *testing.T) {
	const access, refresh = "opaque-access-0123456789-more", "opaque-refresh-0123456789-more"
	pair := `{"access_token":"AT","refresh_token":"RT"}`
	fill := strings.NewReplacer("AT", access, "RT", refresh)
	for name, text := range map[string]string{
		"Ruby, inspected":    `#<OAuth2::AccessToken:0x0001 @token="AT", @refresh_token="RT", @expires_at=1796043599>`,
		"Laravel, dumped":    "+token: \"AT\"\n+refreshToken: \"RT\"\n+expiresIn: 3599",
		"a hash of OmniAuth": `#<AuthHash expires=true refresh_token="RT" token="AT">`,
		"credentials":        `{"provider":"zoom","credentials":{"token":"AT","refresh_token":"RT"}}`,
		"Spring":             `{"accessToken":{"issuedAt":1,"tokenValue":"AT"},"refreshToken":{"tokenValue":"RT"}}`,
		"Rust":               `Tokens { access_token: AccessToken("AT"), refresh_token: Some(RefreshToken("RT")) }`,
		"a sentence":         "the access token is AT, and the refresh token is RT.",
		"a page's table":     "<tr><td>access_token</td><td>AT</td></tr><tr><td>refresh_token</td><td>RT</td></tr>",
		"names and values":   `[{"Name":"/prod/zoom/access_token","Type":"SecureString","Value":"AT"},{"Name":"/prod/zoom/refresh_token","Value":"RT"}]`,
		"bytes of Python":    "{'access_token': b'AT', 'refresh_token': b'RT'}",
		"nested":             `{"tokens":{"access":"AT","refresh":"RT"}}`,
		"YAML, nested":       "zoom:\n  tokens:\n    access: AT\n    refresh: RT\n",
		"a cookie":           "Cookie: session=" + url.QueryEscape(fill.Replace(pair)) + "; theme=dark",
		"German labels":      "Zugriffstoken: AT\nAktualisierungstoken: RT",
		"Spanish labels":     "Token de acceso: AT\nToken de actualización: RT",
		"French labels":      "jeton d'accès : AT\njeton d’actualisation : RT",
		"Italian labels":     "token di accesso = AT\ntoken di aggiornamento = RT",
		"an attribute":       "<i data-tokens=\"" + strings.ReplaceAll(pair, `"`, "&#34;") + "\">",
	} {
		g := recognize.ReadGrant(fill.Replace(text))
		if g.Token.AccessToken.Reveal() != access || g.Token.RefreshToken.Reveal() != refresh {
			t.Errorf("%s: access of %d, refresh of %d characters, %q", name, g.Token.AccessToken.Len(), g.Token.RefreshToken.Len(), g.Why)
		}
	}
	issued := signed(`{"iss":"zm:cid:Hc7dQ2mXTyWv9bLkR4pZsA","type":1}`)
	if g := recognize.ReadGrant("data:\n  refresh_token: " + base64.StdEncoding.EncodeToString([]byte(issued)) + "\n"); g.Token.RefreshToken.Reveal() != issued {
		t.Errorf("a Secret of Kubernetes: %d characters, %q", g.Token.RefreshToken.Len(), g.Why)
	}
	for _, text := range []string{"curl https://zoom.us/oauth/revoke -u a:b -d token=" + issued, "> authorization: Bearer " + issued, "rt=" + issued + ";"} {
		if g := recognize.ReadGrant(text); g.Token.RefreshToken.Reveal() != issued {
			t.Errorf("%s: %q", text[:20], g.Why)
		}
	}
	for _, text := range []string{"curl https://api.zoom.us/v2/users/me -H 'Authorization: Bearer " + access + "'", "Authorization: Bearer " + access} {
		if g := recognize.ReadGrant(text); g.Token.AccessToken.Reveal() != access {
			t.Errorf("%s: access of %d characters, %q", text, g.Token.AccessToken.Len(), g.Why)
		}
	}
	for _, text := range []string{"refresh token failed, trace 4f1d20b7a9c3e8564f1d20b7a9c3e856", "an access token for https://api.acme.example/v2", "access token: see the page zoom-oauth-documentation"} {
		if g := recognize.ReadGrant(text); g.Token.HasToken() {
			t.Errorf("%s: a token is read", text)
		}
	}
	for _, text := range []string{
		`{"csrf":{"token":"` + access + `"},"refresh_token":"` + refresh + `"}`,
		"csrf token: \"" + access + "\"\nrefresh_token=" + refresh,
		"_token=\"" + access + "\"\nrefresh_token=" + refresh,
	} {
		if g := recognize.ReadGrant(text); !g.Token.AccessToken.IsZero() {
			t.Errorf("%s: another token is taken for the access token", text)
		}
	}
}
