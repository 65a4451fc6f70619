package recognize_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/flow/recognize"
)

func signed(claims string) string {
	part := base64.RawURLEncoding.EncodeToString
	return part([]byte(`{"alg":"HS512"}`)) + "." + part([]byte(claims)) + "." + part([]byte("signaturesignaturesignature"))
}

// What stands in a text with one client ID alone is that app's.
func TestTheClientOfAGrant(t *testing.T) {
	const id, other, secret = "Hc7dQ2mXTyWv9bLkR4pZsA", "Qr8sTv2xRZk5WmLb9HcNdw", "9sKx2LmQ7vTzR4bWn8cYd3Hf6Gj1Pk5A"
	const code = "7VoBZTyolU_Rw81nTqYQ0iB7sXcJ4mLzA"
	for text, want := range map[string]string{
		"curl https://zoom.us/oauth/token -u " + id + ":" + secret + " -d grant_type=authorization_code -d code=" + code:             id,
		"curl https://zoom.us/oauth/token -d grant_type=refresh_token -d refresh_token=opaque-refresh-0123456789 -d client_id=" + id: id,
		"ZOOM_CLIENT_ID=" + id + "\nZOOM_CLIENT_SECRET=" + secret + "\nZOOM_REFRESH_TOKEN=opaque-refresh-0123456789":                 id,
		"client_id=" + id + "&code=" + code + "&grant_type=authorization_code&redirect_uri=https%3A%2F%2Facme.example%2Fcb":          id,
		"{'code': '" + code + "', 'client_id': '" + id + "'}":                                                                        id,
		"DEV_CLIENT_ID=" + id + "\nPROD_CLIENT_ID=" + other + "\nZOOM_REFRESH_TOKEN=opaque-refresh-0123456789":                       "",
		"curl https://zoom.us/oauth/token -u $ID:$SECRET -d grant_type=refresh_token -d refresh_token=opaque-refresh-0123456789":     "",
		"https://acme.example/cb?code=" + code + "&state=s0123456789":                                                                "",
	} {
		if g := recognize.ReadGrant(text); g.ClientID != want {
			t.Errorf("%s: %q, want %q", text, g.ClientID, want)
		}
	}
}

// Tokens are taken by their name, or where they say themselves what they are; never a
// part of one, and never one of the other kind.
func TestReadGrant(t *testing.T) {
	access, refresh := signed(`{"tokenType":"access_token","exp":4102444800}`), signed(`{"tokenType":"refresh_token"}`)
	for name, test := range map[string]struct{ text, access, refresh, why string }{
		"token response":     {`{"access_token":"` + access + `","token_type":"bearer","refresh_token":"` + refresh + `","expires_in":3599}`, access, refresh, ""},
		"pair by name":       {"access_token=" + access + "\nrefresh_token=" + refresh, access, refresh, ""},
		"Postman":            {`{"values":[{"key":"oAuthDevRefreshToken","value":"opaque-refresh-0123456789","enabled":true},{"key":"oAuthDevAccessToken","value":"old-access-0123456789","enabled":false}]}`, "", "opaque-refresh-0123456789", ""},
		"opaque by name":     {"ZOOM_REFRESH_TOKEN: opaque-refresh-0123456789", "", "opaque-refresh-0123456789", ""},
		"form":               {"grant_type=refresh_token&refresh_token=opaque-refresh-0123456789", "", "opaque-refresh-0123456789", ""},
		"a JWT alone":        {refresh + "\n", "", refresh, ""},
		"row of a table":     {"teams_access_token  | " + signed(`{"iss":"https://sts.windows.net/1"}`) + "\nteams_refresh_token | opaque-refresh-of-another\nzoom_access_token   | " + access + "\nzoom_refresh_token  | " + refresh + "\n", access, refresh, ""},
		"of another app":     {"process.env.ZOOM_CLIENT_ID = 'x';\nprocess.env.GOOGLE_REFRESH_TOKEN = 'opaque-refresh-of-another';\n", "", "", ""},
		"two JWTs":           {access + "\n" + refresh + "\n", access, refresh, ""},
		"header":             {"Authorization: Bearer " + access, access, "", ""},
		"bare opaque word":   {"opaque-refresh-0123456789-and-more", "", "", ""},
		"cut":                {"refresh_token=eyJhbGciOiJIUzUxMiJ9...", "", "", "the token is cut off or damaged: copy the whole token"},
		"of the other kind":  {"refresh_token=" + access, "", "", "the value of refresh_token is an access token, as its claims say"},
		"two refresh tokens": {"refresh_token=first-0123456789\nrefresh_token=second-0123456789", "", "", "the text has two refresh tokens, on lines 1 and 2: paste only the newer one"},
		"nothing":            {"the cat sat on the mat", "", "", ""},
	} {
		g := recognize.ReadGrant(test.text)
		token, why := g.Token, g.Why
		if token.AccessToken.Reveal() != test.access || token.RefreshToken.Reveal() != test.refresh || why != test.why {
			t.Errorf("%s: access of %d, refresh of %d characters, %q", name, token.AccessToken.Len(), token.RefreshToken.Len(), why)
		}
	}
	if token := recognize.ReadGrant(access).Token; token.ExpiresAt.Unix() != 4102444800 || token.TokenType != "bearer" {
		t.Errorf("the end is %v", token.ExpiresAt)
	}
	if recognize.ClientOf(flow.NewSecret(flow.KindUnknown, signed(`{"iss":"zm:cid:abc"}`))) != "abc" {
		t.Error("the client ID is not read")
	}
}

// A pair is read in every dress that programs, databases and terminals give it, whether its
// tokens say what they are or not.
func TestPairsInEveryDress(t *testing.T) {
	access, refresh := signed(`{"tokenType":"access_token","exp":4102444800}`), signed(`{"tokenType":"refresh_token"}`)
	for name, text := range map[string]string{
		"var_dump":       "array(2) {\n  [\"access_token\"]=>\n  string(30) \"AT\"\n  [\"refresh_token\"]=>\n  string(30) \"RT\"\n}",
		"DynamoDB":       `{"access_token":{"S":"AT"},"refresh_token":{"S":"RT"}}`,
		"escaped":        `"{\"access_token\":\"AT\",\"refresh_token\":\"RT\"}"`,
		"HTML":           "{&quot;access_token&quot;:&quot;AT&quot;,&quot;refresh_token&quot;:&quot;RT&quot;}",
		"XML":            "<access_token>AT</access_token><refresh_token>RT</refresh_token>",
		"curly quotes":   "{\u201caccess_token\u201d:\u201cAT\u201d,\u201crefresh_token\u201d:\u201cRT\u201d}",
		"zero width":     "access_\u200btoken=AT\nrefresh_token=\u200bRT",
		"Redis":          "1) \"access_token\"\n2) \"AT\"\n3) \"refresh_token\"\n4) \"RT\"\n",
		"labels":         "Access Token\nAT\n\nRefresh Token\nRT\n",
		"psql":           " id | access_token | refresh_token\n----+--------------+------\n  4 | AT | RT\n",
		"psql, expanded": "-[ RECORD 1 ]-+---\naccess_token  | AT\nrefresh_token | RT\n",
		"MySQL":          "+----+----+\n| access_token | refresh_token |\n+----+----+\n| AT | RT |\n+----+----+\n",
		"CSV":            "id,\"access_token\",\"refresh_token\"\n4,\"AT\",\"RT\"\n",
		"INSERT":         "INSERT INTO t (id, access_token, refresh_token) VALUES (4, 'AT', 'RT');",
		"a Go struct":    "&{AccessToken:AT TokenType:bearer RefreshToken:RT}",
	} {
		for _, pair := range [][2]string{{access, refresh}, {"opaque-access-0123456789", "opaque-refresh-0123456789"}} {
			token := recognize.ReadGrant(strings.NewReplacer("AT", pair[0], "RT", pair[1]).Replace(text)).Token
			if token.AccessToken.Reveal() != pair[0] || token.RefreshToken.Reveal() != pair[1] {
				t.Errorf("%s: access of %d, refresh of %d characters", name, token.AccessToken.Len(), token.RefreshToken.Len())
			}
		}
	}
	for _, text := range []string{
		`{"access_token":"` + access[:40] + "\n" + access[40:] + `","refresh_token":"` + refresh + `"}`,
		"access_token=" + access[:40] + "\n" + access[40:] + "\nrefresh_token=" + refresh,
	} {
		if token := recognize.ReadGrant(text).Token; token.AccessToken.Reveal() != access || token.RefreshToken.Reveal() != refresh {
			t.Errorf("%q: half of a token is taken", text)
		}
	}
	for _, text := range []string{"access_token", "Access token\nand more words of a page", "| access_token | refresh_token |\n", "access_token > refresh_token > done", "the access_token | grep x"} {
		if g := recognize.ReadGrant(text); g.Token.HasToken() {
			t.Errorf("%q: a token is read", text)
		}
	}
}

// A code is read in a callback, by its name and in the request of an exchange, with the
// verifier and the redirect URI that stand beside it. Half of one is not, and an opaque
// word alone waits for its name.
func TestReadGrantOfACode(t *testing.T) {
	const code, verifier, redirect = "7VoBZTyolU_Rw81nTqYQ0iB7sXcJ4mLzA", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk", "https://acme.example/cb"
	for name, test := range map[string]struct{ text, code, verifier, redirect, unnamed string }{
		"by name":               {"code=" + code, code, "", "", ""},
		"with its verifier":     {"code=" + code + "\ncode_verifier=" + verifier + "\n", code, verifier, "", ""},
		"the verifier first":    {"code_verifier: \"" + verifier + "\"\ncode: " + code, code, verifier, "", ""},
		"with the redirect":     {"code=" + code + "\nredirect_uri=" + redirect + "\ncode_verifier=" + verifier, code, verifier, redirect, ""},
		"query":                 {"code=" + code + "&state=s0123456789", code, "", "", ""},
		"callback":              {redirect + "?code=" + code + "&state=s0123456789", code, "", "", ""},
		"callback and a line":   {redirect + "?code=" + code + "&state=s0123456789\ncode_verifier=" + verifier, code, verifier, "", ""},
		"request line":          {"GET /cb?code=" + code + "&state=s0123456789 HTTP/1.1", code, "", "", ""},
		"a bare code, verifier": {code + "\ncode_verifier=" + verifier, code, verifier, "", ""},
		"curl": {
			"curl -X POST https://zoom.us/oauth/token -u a:b -d grant_type=authorization_code -d code=" + code + " -d redirect_uri=" + redirect + " -d code_verifier=" + verifier,
			code, verifier, redirect, "",
		},
		"an opaque word": {code + "\n", "", "", "", code},
		"a placeholder":  {"code=YOUR_CODE_HERE", "", "", "", ""},
		"prose":          {"the code is on its way", "", "", "", ""},
	} {
		g := recognize.ReadGrant(test.text)
		if g.Code.Code.Reveal() != test.code || g.Verifier.Reveal() != test.verifier || g.RedirectURI != test.redirect || g.Unnamed.Reveal() != test.unnamed {
			t.Errorf("%s: code of %d, verifier of %d, redirect %q, unnamed of %d, %q", name, g.Code.Code.Len(), g.Verifier.Len(), g.RedirectURI, g.Unnamed.Len(), g.Why)
		}
	}
	two := recognize.ReadGrant(redirect + "?code=" + code + "&state=a0123456789\n" + redirect + "?code=" + verifier + "&state=b0123456789")
	if two.Why == "" || !two.Code.Code.IsZero() {
		t.Errorf("one of two codes was taken: %q", two.Why)
	}
	if named := recognize.ReadGrant(code).Named(flow.KindRefreshToken); named.Token.RefreshToken.Reveal() != code || !named.Unnamed.IsZero() {
		t.Errorf("named: %+v", named)
	}
}

// A text with more than one token of a kind is read as one grant after the other.
func TestReadSeveral(t *testing.T) {
	const one, two = "opaque-refresh-token-0123456789", "other-refresh-token-0123456789"
	for text, want := range map[string][]string{
		"refresh_token=" + one + "\nrefresh_token=" + two: {one, two},
		"refresh_token=" + one + "\nrefresh_token=" + one: {one},
		`[{"access_token":"opaque-access-token-0123456789","refresh_token":"` + one + `"},{"access_token":"other-access-token-0123","refresh_token":"` + two + `"}]`: {one, two},
		"ZOOM_REFRESH_TOKEN=" + one + "\nZOOM_PROD_REFRESH_TOKEN=" + two:                                                                                             {one, two},
		"refresh_token=" + one + "\nrefresh_token=YOUR_REFRESH_TOKEN":                                                                                                {one},
		"nothing of the kind": nil,
	} {
		var got []string
		for _, g := range recognize.ReadSeveral(text) {
			got = append(got, g.Token.RefreshToken.Reveal())
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %v", text, got)
		}
	}
}

// The code of an exchange is read in its body, in every form that programs print one.
func TestTheBodyOfAnExchange(t *testing.T) {
	const code, redirect = "7VoBZTyolU_Rw81nTqYQ0iB7sXcJ4mLzA", "https://acme.example/cb"
	for name, text := range map[string]string{
		"form":           "grant_type=authorization_code&code=CODE&redirect_uri=https%3A%2F%2Facme.example%2Fcb",
		"form of a log":  "12:01:07 POST body: code=CODE&redirect_uri=https%3A%2F%2Facme.example%2Fcb&grant_type=authorization_code (156 bytes)",
		"dictionary":     "data = {'grant_type': 'authorization_code', 'code': 'CODE', 'redirect_uri': 'https://acme.example/cb'} timeout=10",
		"JSON":           `{"code":"CODE","grant_type":"authorization_code","redirect_uri":"https://acme.example/cb"}`,
		"JSON in a text": `"{\"grant_type\":\"authorization_code\",\"code\":\"CODE\",\"redirect_uri\":\"https://acme.example/cb\"}"`,
		"Ruby":           `{"grant_type"=>"authorization_code", "code"=>"CODE", "redirect_uri"=>"https://acme.example/cb"}`,
		"Ruby, symbols":  `{:grant_type=>"authorization_code", :code=>"CODE", :redirect_uri=>"https://acme.example/cb"}`,
		"pairs":          "[('grant_type', 'authorization_code'), ('code', 'CODE'), ('redirect_uri', 'https://acme.example/cb')]",
		"Go":             "map[code:[CODE] grant_type:[authorization_code] redirect_uri:[https://acme.example/cb]]",
		"PHP":            "Array ( [grant_type] => authorization_code [code] => CODE [redirect_uri] => https://acme.example/cb )",
		"JavaScript":     "sending { grantType: 'authorization_code', code: 'CODE', redirect_uri: 'https://acme.example/cb' }",
	} {
		g := recognize.ReadGrant(strings.ReplaceAll(text, "CODE", code))
		if g.Code.Code.Reveal() != code || g.RedirectURI != redirect {
			t.Errorf("%s: code of %d characters, redirect %q, %q", name, g.Code.Code.Len(), g.RedirectURI, g.Why)
		}
	}
	for name, text := range map[string]string{
		"a placeholder":  "{'grant_type': 'authorization_code', 'code': 'YOUR_AUTHORIZATION_CODE'}",
		"a variable":     "grant_type=authorization_code&code=${AUTHORIZATION_CODE}&redirect_uri=https://acme.example/cb",
		"names alone":    "grant_type: authorization_code, code: authorization_code",
		"an error":       "grant_type=authorization_code failed with code: 4700",
		"another grant":  "{'grant_type': 'refresh_token', 'code': '" + code + "', 'client_id': 'x'}",
		"two codes in 2": "{'grant_type': 'authorization_code', 'code': '" + code + "'}\n{'grant_type': 'authorization_code', 'code': '" + strings.ToLower(code) + "'}",
	} {
		if g := recognize.ReadGrant(text); !g.Code.Code.IsZero() {
			t.Errorf("%s: a code of %d characters is read", name, g.Code.Code.Len())
		}
	}
}
