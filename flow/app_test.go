package flow_test

import (
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
