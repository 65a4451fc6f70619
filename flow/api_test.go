package flow_test

import (
	"errors"
	"strings"
	"testing"

	"zoauth/flow"
)

func TestProbeAsksForWhatTheTypeAllows(t *testing.T) {
	for _, test := range []struct {
		kind flow.AppType
		path string
		want string
		user bool
	}{
		{flow.General, "", "https://api.zoom.us/v2/users/me", true},
		{flow.Public, "", "https://api.zoom.us/v2/users/me", true},
		{flow.ServerToServer, "", "https://api.zoom.us/v2/users?page_size=1", false},
		{flow.ServerToServer, "/v2/users/me", "https://api.zoom.us/v2/users/me", true},
		{flow.General, "/v2/phone/users?page_size=1&status=a%20b", "https://api.zoom.us/v2/phone/users?page_size=1&status=a%20b", false},
	} {
		app := flow.App{Type: test.kind, ProbePath: test.path, Endpoints: flow.Commercial()}
		if got := flow.ProbeRequest(app, flow.Secret{}).Target(); got != test.want || app.ProbesUser() != test.user {
			t.Errorf("%s %q: %s, user %t", test.kind, test.path, got, app.ProbesUser())
		}
	}
}

// A probe path stays on the API's host and carries no token.
func TestCheckProbePath(t *testing.T) {
	for _, good := range []string{"/v2/users/me", "/v2/users?page_size=1", "/v2/users/jane%40acme.example", "/v2/meetings/123"} {
		if err := flow.CheckProbePath(good); err != nil {
			t.Errorf("%q: %v", good, err)
		}
	}
	for _, bad := range []string{
		"", "/", "v2/users/me", "//evil.example/v2", "https://evil.example/v2/users/me", "/v2/../oauth", "/v2/./x", "/v2/users me",
		"/v2/users#me", "/v2\\users", "/v2/users?access_token=x", "/v2/%zz", "/v2/\x00", "/" + strings.Repeat("a", 1024), "/v2/..",
	} {
		if err := flow.CheckProbePath(bad); !errors.Is(err, flow.ErrProbePath) {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// The API host for other programs: the profile's own, else the one of the token if it
// is of the cloud that issued it, else the cloud's.
func TestAPIBase(t *testing.T) {
	commercial := flow.App{Endpoints: flow.Commercial()}
	pinned := flow.App{Endpoints: flow.Commercial(), OwnAPIURL: true}
	gov := flow.App{Endpoints: flow.Government()}
	local := flow.App{Endpoints: flow.Endpoints{OAuthURL: "http://127.0.0.1:9000", APIURL: "http://127.0.0.1:9000"}}
	for _, test := range []struct {
		name  string
		app   flow.App
		named string
		want  string
	}{
		{"regional", commercial, "https://api-us.zoom.us", "https://api-us.zoom.us"},
		{"regional with a slash", commercial, "https://api-eu.zoom.us/", "https://api-eu.zoom.us"},
		{"vanity", commercial, "https://acme.zoom.us", "https://acme.zoom.us"},
		{"none named", commercial, "", "https://api.zoom.us"},
		{"pinned", pinned, "https://api-us.zoom.us", "https://api.zoom.us"},
		{"another host", commercial, "https://zoom.us.evil.example", "https://api.zoom.us"},
		{"a host that ends alike", commercial, "https://evilzoom.us", "https://api.zoom.us"},
		{"plain http", commercial, "http://api-us.zoom.us", "https://api.zoom.us"},
		{"a user name", commercial, "https://zoom.us@evil.example", "https://api.zoom.us"},
		{"a path", commercial, "https://api-us.zoom.us/other", "https://api.zoom.us"},
		{"a query", commercial, "https://api-us.zoom.us?x=1", "https://api.zoom.us"},
		{"a port", commercial, "https://api-us.zoom.us:8443", "https://api.zoom.us"},
		{"loopback from Zoom", commercial, "http://127.0.0.1:80", "https://api.zoom.us"},
		{"the other cloud", commercial, "https://api.zoomgov.com", "https://api.zoom.us"},
		{"government", gov, "https://api-us.zoomgov.com", "https://api-us.zoomgov.com"},
		{"commercial from government", gov, "https://api-us.zoom.us", "https://api.zoomgov.com"},
		{"the sandbox's region", local, "http://127.0.0.1:9001", "http://127.0.0.1:9001"},
		{"Zoom from the sandbox", local, "https://api-us.zoom.us", "http://127.0.0.1:9000"},
		{"no URL", commercial, "::", "https://api.zoom.us"},
	} {
		if got := test.app.APIBase(flow.Token{APIURL: test.named}); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
