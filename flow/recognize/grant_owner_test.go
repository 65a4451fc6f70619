package recognize_test

import (
	"strings"
	"testing"

	"zoauth/flow/recognize"
)

// Tokens that another provider names, or that begin as its do, keep nobody from those of Zoom.
func TestTokensOfOtherProvidersAreLeftAside(t *testing.T) {
	const (
		access, refresh = "opaque-zoom-access-0123456789", "opaque-zoom-refresh-0123456789"
		foreign, renew  = "opaque-other-access-0123456789", "opaque-other-refresh-0123456789"
	)
	issued := signed(`{"iss":"zm:cid:Hc7dQ2mXTyWv9bLkR4pZsA","type":1}`)
	for name, test := range map[string]struct{ text, access, refresh string }{
		"objects by name":       {`{"hubspot":{"access_token":"` + foreign + `","refresh_token":"` + renew + `"},"zoom":{"access_token":"` + access + `","refresh_token":"` + refresh + `"}}`, access, refresh},
		"Zoom's first":          {`{"zoom":{"access_token":"` + access + `","refresh_token":"` + refresh + `"},"slack":{"access_token":"` + foreign + `"}}`, access, refresh},
		"the type behind":       {`[{"data":{"access_token":"` + foreign + `"},"type":"dropboxOAuth2Api"},{"data":{"access_token":"` + access + `","refresh_token":"` + refresh + `"},"type":"zoomOAuth2Api"}]`, access, refresh},
		"a list of providers":   {`{"accounts":[{"provider":"google","refresh_token":"` + renew + `"},{"provider":"zoom","refresh_token":"` + refresh + `"}]}`, "", refresh},
		"sections of YAML":      {"microsoft:\n  access_token: " + foreign + "\n  refresh_token: " + renew + "\nzoom:\n  access_token: " + access + "\n  refresh_token: " + refresh + "\n", access, refresh},
		"sections of TOML":      {"[salesforce]\naccess_token = \"" + foreign + "\"\n\n[zoom]\naccess_token = \"" + access + "\"\nrefresh_token = \"" + refresh + "\"\n", access, refresh},
		"headings":              {"# Google\nREFRESH_TOKEN=" + renew + "\n\n# Zoom\nREFRESH_TOKEN=" + refresh + "\n", "", refresh},
		"how it begins":         {"refresh_token=1//0gOtherOtherOtherOther\naccess_token=ya29.otherOtherOtherOther\nrefresh_token=" + refresh + "\n", "", refresh},
		"one that Zoom issued":  {"refresh_token=" + renew + "\nrefresh_token=" + issued + "\n", "", issued},
		"another's is cut off":  {"google:\n  access_token: ya29.a0AfOther...\nzoom:\n  refresh_token: " + refresh + "\n", "", refresh},
		"nothing but another's": {`{"github":{"access_token":"` + foreign + `"}}`, "", ""},
	} {
		g := recognize.ReadGrant(test.text)
		if g.Why != "" || g.Token.AccessToken.Reveal() != test.access || g.Token.RefreshToken.Reveal() != test.refresh {
			t.Errorf("%s: access of %d, refresh of %d characters, %q", name, g.Token.AccessToken.Len(), g.Token.RefreshToken.Len(), g.Why)
		}
	}
	for name, text := range map[string]string{
		"two of Zoom's":     `[{"zoom":{"refresh_token":"` + refresh + `"}},{"zoom":{"refresh_token":"` + renew + `"}}]`,
		"Zoom's is cut off": "zoom:\n  refresh_token: eyJhbGciOiJIUzUxMiJ9...\ngoogle:\n  refresh_token: " + renew + "\n",
	} {
		if g := recognize.ReadGrant(text); g.Why == "" || g.Token.HasToken() {
			t.Errorf("%s: a token is taken", name)
		}
	}
}

// What a response says of a token is read beside it, not beside another's.
func TestTheScopeOfATokenStandsBesideIt(t *testing.T) {
	text := `{"google":{"access_token":"ya29.otherOtherOther","scope":"https://www.googleapis.com/auth/drive"},
		"zoom":{"access_token":"opaque-zoom-access-0123456789","scope":"user:read:user","meta":{"tries":1},"api_url":"https://api-us.zoom.us"}}`
	if g := recognize.ReadGrant(text); g.Token.Scope != "user:read:user" || g.Token.APIURL != "https://api-us.zoom.us" {
		t.Errorf("scope %q, API %q", g.Token.Scope, g.Token.APIURL)
	}
}

// Of two apps' tokens those of one's own app are taken, and where both are one's own, none.
func TestAGrantForAnAppIsItsOwn(t *testing.T) {
	const one, two = "Hc7dQ2mXTyWv9bLkR4pZsA", "Nb4xWs8QTjKe2VgYp6LmRz"
	first, second := signed(`{"iss":"zm:cid:`+one+`","type":1}`), signed(`{"iss":"zm:cid:`+two+`","type":1}`)
	text := "refresh_token=" + first + "\nrefresh_token=" + second + "\n"
	if g := recognize.ReadGrantFor(text, recognize.Read(text), two); g.Why != "" || g.Token.RefreshToken.Reveal() != second {
		t.Errorf("for the second: %q", g.Why)
	}
	for _, ids := range [][]string{nil, {one, two}, {"Zz9xWs8QTjKe2VgYp6LmRz"}} {
		if g := recognize.ReadGrantFor(text, recognize.Read(text), ids...); !strings.Contains(g.Why, "tokens of two apps, on lines 1 and 2") {
			t.Errorf("for %v: %q", ids, g.Why)
		}
	}
}

// An object's address or class is never a token, and a word beside a token that Zoom issued is
// none: the tokens of Zoom's are taken wherever the text has them.
func TestWhatStandsBesideATokenOfZoomIsNoToken(t *testing.T) {
	const client = "Hc7dQ2mXTyWv9bLkR4pZsA"
	access, refresh := signed(`{"iss":"zm:cid:`+client+`","type":0,"exp":4102444800}`), signed(`{"iss":"zm:cid:`+client+`","type":1}`)
	other := signed(`{"iss":"zm:cid:Nb4xWs8QTjKe2VgYp6LmRz","type":0}`)
	for name, test := range map[string]struct{ text, access, refresh string }{
		"Ruby, inspected":          {`#<OAuth2::AccessToken:0x00007f8b1c0a2d40 @client=#<OAuth2::Client:0x00007f8b1c0a3f10 @id="` + client + `">, @token="AT", @refresh_token="RT", @expires_in=3599>`, access, refresh},
		"Ruby, over lines":         {"#<OAuth2::AccessToken:0x00007f8b1c0a2d40\n @expires_in=3599,\n @refresh_token=\n  \"RT\",\n @token=\n  \"AT\">", access, refresh},
		"Ruby, a class of its own": {`#<Zoom::AccessToken:0x00005581d0 @refresh_token="RT">`, "", refresh},
		"Python":                   {"access_token=<OAuth2Token object at 0x7f1e2c3d4e50>\nrefresh_token=RT", "", refresh},
		"Java":                     {"Session{accessToken=com.acme.zoom.AccessToken@5e9f23b4, refreshToken=RT}", "", refresh},
		"Java, with its fields":    {"accessToken=AccessToken(value=AT), refreshToken=RT", access, refresh},
		"PHP, print_r":             {"AccessToken Object\n(\n    [accessToken:protected] => AT\n    [refreshToken:League\\OAuth2\\AccessToken:private] => RT\n)", access, refresh},
		"PHP, var_dump":            {"object(AccessToken)#3 (2) {\n  [\"accessToken\":protected]=>\n  string(700) \"AT\"\n  [\"refreshToken\":protected]=>\n  string(700) \"RT\"\n}", access, refresh},
		"hex digits":               {"access_token=4f1d20b7a9c3e856\nrefresh_token=RT", "", refresh},
		"a word":                   {"access_token: expired\nrefresh_token: RT", "", refresh},
		"a literal block":          {"zoom:\n  access_token: \"AT\"\n  refresh_token: |\n    RT\n  expires_at: 2031-01-02T03:04:05Z\n", access, refresh},
		"a folded block":           {"refresh_token: >-\n  RT\naccess_token: |-\n  AT\n", access, refresh},
		"a block over rows":        {"access_token: AT\nrefresh_token: >\n  " + refresh[:30] + "\n  " + refresh[30:] + "\nscope: user:read:user\n", access, refresh},
		"opaque blocks":            {"refresh_token: |\n  opaque-refresh-0123456789\naccess_token: opaque-access-0123456789\n", "opaque-access-0123456789", "opaque-refresh-0123456789"},
		"another app's beside":     {"refresh_token=RT\nlast seen: " + other, "", refresh},
		"two beside":               {"refresh_token=RT\n\nAT\n\n" + signed(`{"iss":"zm:cid:`+client+`","type":0}`) + "\n", "", refresh},
		"opaque where it is all":   {"access_token=4f1d20b7a9c3e8564f1d20b7", "4f1d20b7a9c3e8564f1d20b7", ""},
	} {
		g := recognize.ReadGrant(strings.NewReplacer("AT,", access+",", "AT\"", access+"\"", "AT)", access+")", "AT\n", access+"\n", "RT", refresh).Replace(test.text))
		if g.Why != "" || g.Token.AccessToken.Reveal() != test.access || g.Token.RefreshToken.Reveal() != test.refresh {
			t.Errorf("%s: access of %d, refresh of %d characters, %q", name, g.Token.AccessToken.Len(), g.Token.RefreshToken.Len(), g.Why)
		}
	}
	if g := recognize.ReadGrant("access_token=" + access + "\nrefresh_token=4f1d20b7a9c3e8564f1d20b7"); g.Token.HasToken() || !strings.Contains(g.Why, "refresh_token is not a Zoom token") {
		t.Errorf("a word as refresh token: %q", g.Why)
	}
}

// A former token gives way to the one that came in its place, whatever their order; where the claims
// say otherwise, or no name says it, a person has to choose.
func TestAFormerTokenGivesWay(t *testing.T) {
	token := func(kind, issued string) string {
		return signed(`{"iss":"zm:cid:Hc7dQ2mXTyWv9bLkR4pZsA","type":` + kind + `,"iat":` + issued + `}`)
	}
	fill := strings.NewReplacer("A1", token("0", "1790000000"), "R1", token("1", "1790000000"), "A2", token("0", "1790003600"), "R2", token("1", "1790003600"))
	access, refresh := fill.Replace("A2"), fill.Replace("R2")
	for name, text := range map[string]string{
		"JSON":            `{"before":{"access_token":"A1","refresh_token":"R1"},"after":{"access_token":"A2","refresh_token":"R2"}}`,
		"the newer first": `{"current":{"access_token":"A2","refresh_token":"R2"},"previous":{"access_token":"A1","refresh_token":"R1"}}`,
		"names":           "OLD_ACCESS_TOKEN=A1\nOLD_REFRESH_TOKEN=R1\nNEW_ACCESS_TOKEN=A2\nNEW_REFRESH_TOKEN=R2\n",
		"names, one bare": "access_token: A2\nrefresh_token: R2\nprevious_refresh_token: R1\n",
		"YAML":            "old:\n  access_token: A1\n  refresh_token: R1\nnew:\n  access_token: A2\n  refresh_token: R2\n",
		"words":           "old access_token=A1\nold refresh_token=R1\nnew access_token=A2\nnew refresh_token=R2\n",
	} {
		g := recognize.ReadGrant(fill.Replace(text))
		if g.Why != "" || g.Token.AccessToken.Reveal() != access || g.Token.RefreshToken.Reveal() != refresh {
			t.Errorf("%s: access of %d, refresh of %d characters, %q", name, g.Token.AccessToken.Len(), g.Token.RefreshToken.Len(), g.Why)
		}
	}
	for name, text := range map[string]string{
		"the claims say otherwise": "old_refresh_token=R2\nnew_refresh_token=R1\n",
		"two users":                `[{"user":"ada","refresh_token":"R1"},{"user":"bob","refresh_token":"R2"}]`,
		"nothing says it":          "refresh_token=R1\nrefresh_token=R2\n",
	} {
		if g := recognize.ReadGrant(fill.Replace(text)); !strings.Contains(g.Why, "two refresh tokens") {
			t.Errorf("%s: %q", name, g.Why)
		}
	}
	if g := recognize.ReadGrant(fill.Replace("old_refresh_token=R1")); g.Token.RefreshToken.IsZero() {
		t.Error("a former token that is all there is is not read")
	}
}
