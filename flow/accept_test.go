package flow_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
)

// L9: a callback is judged by its state, its address, its issuer and its code, whatever
// text it came from.
func TestCallbacksAreJudgedL9(t *testing.T) {
	code := flow.NewSecret(flow.KindCode, code33)
	for _, test := range []struct {
		name string
		edit func(*flow.CallbackParameters)
		said flow.Said
		want error // nil: it is taken
	}{
		{"all there", func(*flow.CallbackParameters) {}, flow.NotAsked, nil},
		{"another port", func(c *flow.CallbackParameters) { c.Address = "http://127.0.0.1:1/callback" }, flow.NotAsked, nil},
		{"a path", func(c *flow.CallbackParameters) { c.Address = "/callback" }, flow.NotAsked, nil},
		{"a refusal", func(c *flow.CallbackParameters) { c.Code, c.Error = flow.Secret{}, "access_denied" }, flow.NotAsked, nil},
		{"another state", func(c *flow.CallbackParameters) { c.State = "other" }, flow.NotAsked, flow.ErrStateMismatch},
		{"an empty state", func(c *flow.CallbackParameters) { c.State = "" }, flow.NotAsked, flow.ErrStateMismatch},
		{"another state, said to be from here", func(c *flow.CallbackParameters) { c.State = "other" }, flow.BeganHere, flow.ErrStateMismatch},
		{"no state", func(c *flow.CallbackParameters) { c.State, c.HasState = "", false }, flow.NotAsked, flow.ErrStateMissing},
		{"no state, from Zoom", func(c *flow.CallbackParameters) { c.State, c.HasState = "", false }, flow.BeganAtZoom, nil},
		{"no state, from here", func(c *flow.CallbackParameters) { c.State, c.HasState = "", false }, flow.BeganHere, nil},
		{"another address", func(c *flow.CallbackParameters) { c.Address = "https://acme.example/cb" }, flow.NotAsked, flow.ErrOtherRedirect},
		{"twice", func(c *flow.CallbackParameters) { c.Repeated = true }, flow.NotAsked, flow.ErrNotAnAnswer},
		{"code and error", func(c *flow.CallbackParameters) { c.Error = "x" }, flow.NotAsked, flow.ErrNotAnAnswer},
		{"another issuer", func(c *flow.CallbackParameters) { c.Issuer, c.HasIssuer = "https://evil.example", true }, flow.NotAsked, flow.ErrIssuerMismatch},
		{"a short code", func(c *flow.CallbackParameters) { c.Code = flow.NewSecret(flow.KindCode, code33[:20]) }, flow.NotAsked, flow.ErrMayBeCut},
		{"a short code, whole", func(c *flow.CallbackParameters) { c.Code = flow.NewSecret(flow.KindCode, code33[:20]) }, flow.CodeIsWhole, nil},
		{"a short code before the state", func(c *flow.CallbackParameters) {
			c.Code, c.Issuer, c.HasIssuer = flow.NewSecret(flow.KindCode, code33[:20]), flow.Commercial().OAuthURL, true
		}, flow.NotAsked, flow.ErrMayBeCut},
		{"no code", func(c *flow.CallbackParameters) { c.Code = flow.Secret{} }, flow.NotAsked, flow.ErrNotAnAnswer},
		{"a bare code", func(c *flow.CallbackParameters) { *c = flow.CallbackParameters{Code: code, Bare: true} }, flow.NotAsked, nil},
		{"half a bare code", func(c *flow.CallbackParameters) {
			*c = flow.CallbackParameters{Code: flow.NewSecret(flow.KindCode, code33[:20]), Bare: true}
		}, flow.NotAsked, flow.ErrMayBeCut},
	} {
		t.Run(test.name, func(t *testing.T) {
			a := newAttempt(t)
			p := flow.CallbackParameters{Address: "http://127.0.0.1:8976/callback", Code: code, State: a.State, HasState: true}
			test.edit(&p)
			c, err := a.AcceptCallback(p, test.said, time.Now())
			if !errors.Is(err, test.want) || (err == nil) != (a.Taken() != nil) {
				t.Fatalf("%+v %v", c, err)
			}
			if err != nil && (strings.Contains(err.Error(), code33) || strings.Contains(err.Error(), a.State)) {
				t.Error("S4: the error repeats what was pasted")
			}
		})
	}
}

// L3: the state is compared whole.
func TestSentComparesTheState(t *testing.T) {
	a := newAttempt(t)
	for state, want := range map[string]bool{a.State: true, a.State[1:]: false, a.State + "x": false, "": false} {
		if a.Sent(flow.CallbackParameters{State: state, HasState: true}) != want {
			t.Errorf("%q", state)
		}
	}
}
