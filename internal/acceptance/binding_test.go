package acceptance

import (
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"zoauth/flow/sandbox"
)

// edit changes the profile file.
func (d *desk) edit(pairs ...string) {
	d.t.Helper()
	path := filepath.Join(d.Home, ".config/zoauth/profiles.toml")
	text, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, []byte(strings.NewReplacer(pairs...).Replace(string(text))), 0o600)
	}
	if err != nil {
		d.t.Fatal(err)
	}
}

// R13: after an edit of what tokens were issued for they are neither printed nor
// handed to a command nor sent, and the hint names what was edited. An edit that
// changes no server is none.
func TestEditedProfileKeepsItsTokensToItselfR13(t *testing.T) {
	t.Parallel()
	d := newDesk(t)
	d.authorize()
	sent := len(d.Server.Journal())
	elsewhere, err := net.Listen("tcp", "127.0.0.1:0") // nothing may connect to it
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = elsewhere.Close() }()
	other := "http://" + elsewhere.Addr().String()
	path := filepath.Join(d.Home, ".config/zoauth/profiles.toml")
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		edit []string
		says string
	}{
		"client ID": {[]string{strconv.Quote(d.App.ClientID), `"Another00000000000000w"`}, "another client ID"},
		"OAuth URL": {[]string{"oauth_url = \"" + d.Server.URL(), "oauth_url = \"" + other}, "another OAuth URL"},
		"API URL":   {[]string{"api_url = \"" + d.Server.URL(), "api_url = \"" + other}, "another API URL"},
		"type":      {[]string{"client_id", "type = \"public\"\nclient_id", "client_secret = " + strconv.Quote(d.App.ClientSecret), ""}, "another type"},
		"both URLs": {[]string{d.Server.URL(), other}, "another OAuth URL and another API URL"},
	} {
		d.edit(test.edit...)
		for _, verb := range [][]string{{"token", "acme-dev"}, {"exec", "acme-dev", "--", "env"}, {"refresh", "acme-dev"}, {"refresh", "acme-dev", "--force"}, {"probe", "acme-dev"}, {"revoke", "acme-dev", "--yes"}} {
			s := d.run(verb...)
			s.is(t, name+": "+strings.Join(verb, " "), 4, "", test.says)
			if !strings.Contains(s.err, "zoauth authorize acme-dev") {
				t.Errorf("%s: %s: the hint: %s", name, verb[0], s.err)
			}
		}
		if err := os.WriteFile(path, before, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(d.Server.Journal()); n != sent {
		t.Errorf("%d requests", n-sent)
	}
	d.edit(d.Server.URL()+`"`, d.Server.URL()+`/"`)
	d.run("token", "acme-dev").is(t, "a slash more", 0, d.state().Token.AccessToken.Reveal(), "")
	d.run("probe", "acme-dev").is(t, "a slash more: probe", 0, "jane@acme.example", "")
	d.run("refresh", "acme-dev").is(t, "a slash more: refresh", 0, "acme-dev: at:", "")
}

// R13 for the apps whose tokens need no person: another account's token is not handed
// out, and none is asked for in its place until somebody authorizes.
func TestEditedAccountR13(t *testing.T) {
	t.Parallel()
	d := newDeskOf(t, func(o *sandbox.Options) {
		o.Apps = append(o.Apps, sandbox.App{Name: "robot", Group: "robot", Type: "server-to-server", ClientID: "Ro7tB9jHQ3eVf8NzAaG6Tw", ClientSecret: "sandboxRobot00000000000000000004", AccountID: "hV2oKpW9SxaT6yGd0RfCbQ", Scopes: []string{"user:read:user:admin"}})
	})
	d.edit("[profiles.acme-dev]\n", "[profiles.robot]\ntype = \"server-to-server\"\nclient_id = \"Ro7tB9jHQ3eVf8NzAaG6Tw\"\nclient_secret = \"sandboxRobot00000000000000000004\"\naccount_id = \"hV2oKpW9SxaT6yGd0RfCbQ\"\noauth_url = \""+d.Server.URL()+"\"\napi_url = \""+d.Server.URL()+"\"\n[profiles.acme-dev]\n")
	d.run("authorize", "robot").is(t, "authorize", 0, "robot: at:", "")
	sent := len(d.Server.Journal())
	d.edit("hV2oKpW9SxaT6yGd0RfCbQ", "another9SxaT6yGd0RfCbQ")
	for _, verb := range [][]string{{"token", "robot"}, {"exec", "robot", "--", "env"}, {"refresh", "robot"}, {"probe", "robot"}} {
		d.run(verb...).is(t, strings.Join(verb, " "), 4, "", "another account ID")
	}
	if n := len(d.Server.Journal()); n != sent {
		t.Errorf("%d requests", n-sent)
	}
}
