package flow_test

import (
	"testing"
	"time"

	"zoauth/flow"
)

func loopbackApp() flow.App {
	return flow.App{
		Name: "acme-dev", Type: flow.General, ClientID: "Zk3mQ8vTS2aXw1LrPbN0Ug",
		RedirectURI: "http://127.0.0.1:8976/callback", Endpoints: flow.Commercial(),
	}
}

// RFC 7636 Appendix B gives verifier and challenge.
func TestAuthorizeURL(t *testing.T) {
	a := &flow.Attempt{App: loopbackApp(), State: "st", Verifier: flow.NewSecret(flow.KindVerifier, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")}
	const challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
	want := "https://zoom.us/oauth/authorize?response_type=code&client_id=Zk3mQ8vTS2aXw1LrPbN0Ug" +
		"&redirect_uri=http%3A%2F%2F127.0.0.1%3A8976%2Fcallback&state=st&code_challenge=" + challenge + "&code_challenge_method=S256"
	if got := a.URL(); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	a.App.Scopes = []string{"user:read:user", "meeting:read:meeting"}
	want = "https://zoom.us/oauth/authorize?response_type=code&client_id=Zk3mQ8vTS2aXw1LrPbN0Ug" +
		"&redirect_uri=http%3A%2F%2F127.0.0.1%3A8976%2Fcallback&scope=user%3Aread%3Auser%20meeting%3Aread%3Ameeting&state=st&code_challenge=" + challenge + "&code_challenge_method=S256"
	if got := a.URL(); got != want {
		t.Errorf("with scopes\ngot  %s\nwant %s", got, want)
	}
}

// L3, L5, L11: 256 bits each, fresh for every attempt.
func TestAttemptsAreFresh(t *testing.T) {
	seen := map[string]bool{}
	for range 100 {
		a, err := flow.NewAttempt(loopbackApp(), time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if len(a.State) != 43 || a.Verifier.Len() != 43 {
			t.Fatalf("state %d and verifier %d characters, want 43: 256 bits", len(a.State), a.Verifier.Len())
		}
		for _, v := range []string{a.State, a.Verifier.Reveal(), a.ID} {
			if seen[v] {
				t.Fatal("a value came twice")
			}
			seen[v] = true
		}
	}
}

func TestListenAddress(t *testing.T) {
	tests := []struct{ redirect, listen, want string }{
		{"http://127.0.0.1:8976/callback", "", "127.0.0.1:8976"},
		{"http://127.0.0.1/callback", "", "127.0.0.1:8976"},
		{"http://[::1]:7000/cb", "", "[::1]:7000"},
		{"http://localhost:7000/cb", "", "localhost:7000"},
		{"https://acme.example/cb", "", ""},
		{"https://acme.example/cb", "127.0.0.1:9", "127.0.0.1:9"},
	}
	for _, test := range tests {
		if got := (flow.App{RedirectURI: test.redirect, Listen: test.listen}).ListenAddress(); got != test.want {
			t.Errorf("%s with listen %q: %q, want %q", test.redirect, test.listen, got, test.want)
		}
	}
}

// code33 is a code of the length of Zoom's.
const code33 = "obBEe8ewaL_KdyNjniT4KPd8ffDWt9fGB"

func newAttempt(t testing.TB) *flow.Attempt {
	t.Helper()
	a, err := flow.NewAttempt(loopbackApp(), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return a
}
