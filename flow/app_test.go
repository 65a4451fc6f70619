package flow_test

import (
	"errors"
	"strings"
	"testing"

	"zoauth/flow"
)

// The endpoints of both clouds, also when a base ends in a slash.
func TestEndpoints(t *testing.T) {
	e := flow.Commercial()
	for got, want := range map[string]string{
		e.Token(): "https://zoom.us/oauth/token", e.Revoke(): "https://zoom.us/oauth/revoke",
		e.DeviceCode(): "https://zoom.us/oauth/devicecode",
		(flow.Endpoints{OAuthURL: "https://x.us/"}).Token(): "https://x.us/oauth/token",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// The binding tells clients and servers apart without holding the client id (R13).
func TestBinding(t *testing.T) {
	a := testApp("https://zoom.us")
	other := a
	other.ClientID += "x"
	gov := a
	gov.Endpoints = flow.Government()
	if a.Binding() == other.Binding() || a.Binding() == gov.Binding() || a.Binding() != testApp("https://zoom.us").Binding() {
		t.Error("bindings are mixed up")
	}
	hidden(t, "the binding", a.Binding().Client, a.ClientID)
}

// Tokens fit the app that they were issued for. A slash at the end of a URL is no
// edit, and what an old file does not tell is not another binding (R13).
func TestBindingR13(t *testing.T) {
	app := flow.App{Name: "acme-dev", Type: flow.ServerToServer, ClientID: "id", AccountID: "account", Endpoints: flow.Commercial()}
	state := flow.State{Token: flow.Token{AccessToken: oldAccess}, Binding: app.Binding()}
	for name, test := range map[string]struct {
		edit    func(a *flow.App)
		differs string
	}{
		"nothing":        {func(*flow.App) {}, ""},
		"slashes":        {func(a *flow.App) { a.Endpoints.OAuthURL += "/"; a.Endpoints.APIURL += "//" }, ""},
		"case":           {func(a *flow.App) { a.Endpoints.OAuthURL = "HTTPS://Zoom.US" }, ""},
		"port":           {func(a *flow.App) { a.Endpoints.APIURL = "https://api.zoom.us:443/" }, ""},
		"name and scope": {func(a *flow.App) { a.Name, a.Scopes, a.RedirectURI = "other", []string{"x"}, "https://x.example" }, ""},
		"client":         {func(a *flow.App) { a.ClientID = "iD" }, "client ID"},
		"server":         {func(a *flow.App) { a.Endpoints.OAuthURL = "https://zoomgov.com" }, "OAuth URL"},
		"scheme":         {func(a *flow.App) { a.Endpoints.OAuthURL = "http://zoom.us" }, "OAuth URL"},
		"other port":     {func(a *flow.App) { a.Endpoints.OAuthURL = "https://zoom.us:8443" }, "OAuth URL"},
		"account":        {func(a *flow.App) { a.AccountID = "Account" }, "account ID"},
		"type":           {func(a *flow.App) { a.Type = flow.Chatbot }, "type"},
		"API":            {func(a *flow.App) { a.Endpoints.APIURL = "https://api.zoomgov.com" }, "API URL"},
		"two":            {func(a *flow.App) { a.ClientID = "x"; a.Type = flow.General }, "client ID and another type"},
	} {
		edited := app
		test.edit(&edited)
		err := state.Bound(edited)
		if (err == nil) != (test.differs == "") || err != nil && (!errors.Is(err, flow.ErrOtherBinding) || !strings.HasSuffix(err.Error(), "another "+test.differs)) {
			t.Errorf("%s: %v", name, err)
		}
		old := state
		old.Binding = flow.Binding{Client: state.Binding.Client, OAuthURL: state.Binding.OAuthURL} // schema 1
		if known := test.differs == "" || strings.HasPrefix(test.differs, "client") || test.differs == "OAuth URL"; (old.Bound(edited) != nil) != (known && test.differs != "") {
			t.Errorf("%s, of schema 1: %v", name, old.Bound(edited))
		}
	}
	if err := (flow.State{Binding: flow.Binding{Client: "x"}}).Bound(app); err != nil {
		t.Errorf("without tokens: %v", err)
	}
}
