package flow_test

import (
	"encoding/base64"
	"slices"
	"testing"

	"zoauth/flow"
)

// One client ID holds one pair for each user: profiles that share both are named.
func TestProfilesOfTheSameUser(t *testing.T) {
	const oauth = "https://zoom.us"
	tokenOf := func(claims string) flow.Secret {
		part := base64.RawURLEncoding.EncodeToString
		return flow.NewSecret(flow.KindAccessToken, part([]byte(`{"alg":"HS512"}`))+"."+part([]byte(claims))+".c2ln")
	}
	tenant := func(name string, change func(*flow.Tenant)) flow.Tenant {
		it := flow.Tenant{App: testApp(oauth)}
		it.App.Name = name
		it.State.Token.AccessToken = tokenOf(`{"uid":"U1"}`)
		if change != nil {
			change(&it)
		}
		return it
	}
	own := tenant("own", nil)
	others := []flow.Tenant{
		own,
		tenant("same-claim", func(it *flow.Tenant) { it.State.Token.AccessToken = tokenOf(`{"userId":"U1"}`) }),
		tenant("same-probe", func(it *flow.Tenant) {
			it.State.Token.AccessToken, it.State.Who = flow.NewSecret(flow.KindAccessToken, "opaque"), &flow.Who{UserID: "U1"}
		}),
		tenant("another-user", func(it *flow.Tenant) { it.State.Token.AccessToken = tokenOf(`{"uid":"U2"}`) }),
		tenant("unknown-user", func(it *flow.Tenant) { it.State.Token.AccessToken = flow.NewSecret(flow.KindAccessToken, "opaque") }),
		tenant("another-client", func(it *flow.Tenant) { it.App.ClientID += "x" }),
		tenant("another-cloud", func(it *flow.Tenant) { it.App.Endpoints = flow.Government() }),
		tenant("no-token", func(it *flow.Tenant) { it.State = flow.State{} }),
		tenant("no-user", func(it *flow.Tenant) { it.App.Type = flow.ServerToServer }),
	}
	if got := own.SharingUser(others); !slices.Equal(got, []string{"same-claim", "same-probe"}) {
		t.Errorf("same user: %v", got)
	}
	if got := len(own.SharingClient(others)); got != 4 {
		t.Errorf("%d share the client ID", got)
	}
	nobody := tenant("nobody", func(it *flow.Tenant) { it.State.Token.AccessToken = flow.NewSecret(flow.KindAccessToken, "opaque") })
	if got := nobody.SharingUser(others); got != nil {
		t.Errorf("an unknown user shares with %v", got)
	}
}
