package acceptance

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
)

// collection are the facts of Zoom's public Postman collection of 2020: what it names,
// what it sends and what its examples show.
type collection struct {
	Variables, Requests, Raw []string
	Ends                     []string // of the tokens, an access token and a refresh token by turns
	Tokens                   []string `json:"-"`
}

func readCollection(t *testing.T) collection {
	t.Helper()
	content, err := os.ReadFile("testdata/collection.json")
	if err != nil {
		t.Fatal(err)
	}
	var c collection
	if err := json.Unmarshal(content, &c); err != nil {
		t.Fatal(err)
	}
	tokens, err := os.ReadFile("../../flow/testdata/collection.txt")
	if err != nil {
		t.Fatal(err)
	}
	c.Tokens = strings.Fields(string(tokens))
	return c
}

// says runs explain on a text and wants words in what it prints.
func (d *desk) says(what, text string, words ...string) {
	d.t.Helper()
	s := d.fed(text, "explain", "-")
	for _, w := range words {
		if s.code != 0 || !strings.Contains(s.out, w) {
			d.t.Errorf("%s: code %d, not said: %q\n%s%s", what, s.code, w, s.out, s.err)
		}
	}
}

// The variables of the collection, filled in for both environments and exported, become
// a pair of profiles.
func TestCollectionVariablesBecomeProfiles(t *testing.T) {
	t.Parallel()
	d, c := newDesk(t), readCollection(t)
	given := map[string]string{
		"ClientId": "Fw7pXc3nTq2LmRv9YbKdZs", "ClientSecret": "uN4eH8sWq2Zx6VbT1mKc9RdL3gPyJf07",
		"RedirectUri": "https://acme.example/cb", "RefreshToken": "",
	}
	var values []map[string]any
	for _, name := range c.Variables {
		value := given[strings.TrimPrefix(name, "oAuthDev")]
		prod := strings.Map(func(r rune) rune { // another app's values
			if r >= 'a' && r < 'y' && !strings.HasPrefix(value, "http") {
				return r + 1
			}
			return r
		}, value)
		values = append(values, map[string]any{"key": name, "value": value, "enabled": true},
			map[string]any{"key": strings.Replace(name, "Dev", "Prod", 1), "value": prod, "enabled": true})
	}
	text, err := json.Marshal(map[string]any{"name": "Zoom", "values": values, "_postman_variable_scope": "environment"})
	if err != nil {
		t.Fatal(err)
	}
	s := d.fed(string(text), "import", "--name", "postman", "--json")
	s.is(t, "import", 0, `"name":"postman-dev","type":"general","environment":"development","client_id":"Fw7pXc3nTq2LmRv9YbKdZs","redirect_uri":"https://acme.example/cb"`, "")
	s.is(t, "import", 0, `"name":"postman-prod","type":"general","environment":"production"`, "")
	if strings.Contains(s.out+s.err, given["ClientSecret"]) {
		t.Error("S4: the secret is printed")
	}
	d.run("profiles").is(t, "profiles", 0, "postman-prod", "")
}

// Requests 2, 3 and 4 begin with a value that the reader has: a code, an access token, a
// refresh token. Each of them works on a profile without tokens.
func TestCollectionRequestsFromAnEmptyProfile(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.fed(d.code(), "adopt", "acme-dev").is(t, "request 2, a code", 0, "acme-dev: at:", "")
	d.isCurrent()
	held := d.state().Token

	d.run("revoke", "acme-dev", "--yes").is(t, "revoke", 0, "revoked", "")
	d.fed("access_token="+held.AccessToken.Reveal(), "adopt", "acme-dev").is(t, "an ended access token", 0, "adopted", "there is no refresh token")

	other := newDesk(t)
	other.authorize()
	held = other.state().Token
	if err := os.RemoveAll(other.State()); err != nil {
		t.Fatal(err)
	}
	other.fed("refresh_token="+held.RefreshToken.Reveal(), "adopt", "acme-dev").is(t, "request 4, a refresh token", 0, "rt:", "so give it the new pair")
	other.run("refresh", "acme-dev").is(t, "refresh", 0, "acme-dev: at:", "")
	other.isCurrent()
	held = other.state().Token
	if err := os.RemoveAll(other.State()); err != nil {
		t.Fatal(err)
	}
	other.fed("access_token="+held.AccessToken.Reveal(), "adopt", "acme-dev").is(t, "request 3, an access token", 0, "at:", "")
	other.run("revoke", "acme-dev", "--yes").is(t, "revoke", 0, "revoked", "")
}

// The requests as they stand, with their variables and with values in the query; the
// Authorization header by hand, right and wrong.
func TestCollectionRequestsAreExplained(t *testing.T) {
	t.Parallel()
	d, c := newDesk(t), readCollection(t)
	d.says("request 1", strings.TrimPrefix(c.Requests[0], "GET "), "authorize URL", "client_id and redirect_uri are still placeholders: {{oAuthDevClientId}}, {{oAuthDevRedirectUri}}")
	d.says("request 1 as it should look", "https://zoom.us/oauth/authorize?response_type=code&client_id={{ClientID}}&redirect_uri={{redirect_uri}}", "client_id and redirect_uri are still placeholders: {{ClientID}}, {{redirect_uri}}")
	d.says("request 4", c.Requests[3], "refresh_token is still the placeholder {{oAuthDevRefreshToken}}")
	address := strings.TrimPrefix(strings.Replace(c.Requests[3], "{{oAuthDevRefreshToken}}", "opaqueRefreshTokenOfTheServer0123456789", 1), "POST ")
	d.says("request 4 with a token", "curl -X POST '"+address+"' -u Fw7pXc3nTq2LmRv9YbKdZs:uN4eH8sWq2Zx6VbT1mKc9RdL3gPyJf07", "refresh_token is in the URL", "zoauth explain parameters-in-query")
	for i, raw := range c.Raw {
		d.says("raw request", raw, []string{"POST zoom.us/oauth/revoke", "POST zoom.us/oauth/token"}[i], "the placeholder base64Encode(client_id:client_secret)")
	}
	pair := "Fw7pXc3nTq2LmRv9YbKdZs:uN4eH8sWq2Zx6VbT1mKc9RdL3gPyJf07"
	header := func(value string) string {
		return "curl -X POST https://zoom.us/oauth/token -H 'Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(value)) + "' -d grant_type=refresh_token -d refresh_token=opaqueRefreshTokenOfTheServer0123456789"
	}
	d.says("a blank behind the colon", header(strings.Replace(pair, ":", ": ", 1)), "there is a space or a line break around the ID or secret")
	d.says("a line end of echo", header(pair+"\n"), "there is a space or a line break around the ID or secret")
	if s := d.fed(header(pair), "explain", "-"); strings.Contains(s.out, "client-basic-malformed") || strings.Contains(s.out, "uN4eH8s") {
		t.Errorf("a right header: %s", s.out)
	}
}

// The examples of responses and the four tokens in them say what they are; as anyone's
// tokens they are not taken.
func TestCollectionExamplesAreExplained(t *testing.T) {
	t.Parallel()
	d, c := newDesk(t), readCollection(t)
	d.says("the response of a revoke", `{ "status": "success" }`, "revoke")
	ends := func(i int) string {
		at, err := time.Parse(time.RFC3339, c.Ends[i])
		if err != nil {
			t.Fatal(err)
		}
		return at.Format("2 Jan 2006 15:04 UTC")
	}
	for i, token := range c.Tokens {
		kind := []string{"an access token", "a refresh token"}[i%2]
		d.says(kind, token, kind, ends(i), "urn:zoom:connect:clientid:<Client_ID>")
		d.fed(token, "adopt", "acme-dev").is(t, kind, 1, "", "the token is a documentation sample")
	}
	for i := 0; i < len(c.Tokens); i += 2 {
		response := `{"access_token": "` + c.Tokens[i] + `", "token_type": "bearer", "refresh_token": "` + c.Tokens[i+1] + `", "expires_in": 3599, "scope": "user:read:admin"}`
		d.says("a response", response, "a response with tokens, not an error", ends(i), ends(i+1))
	}
}
