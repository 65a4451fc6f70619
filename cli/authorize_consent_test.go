package cli

import (
	"context"
	"errors"
	"testing"

	"zoauth/flow"
)

// The history says how an attempt ended.
func TestHowAnAttemptEnds(t *testing.T) {
	app := flow.App{Name: "acme-dev", Type: flow.General, RedirectURI: "http://127.0.0.1:8976/callback"}
	c := &consent{target: &target{program: blank(), app: app}}
	code := flow.Callback{Code: flow.NewSecret(flow.KindCode, "made-up-code")}
	for _, test := range []struct {
		name     string
		callback flow.Callback
		err      error
		want     flow.AttemptEnd
	}{
		{"a code came", code, nil, flow.AttemptAnswered},
		{"the user declined", flow.Callback{}, nil, flow.AttemptDeclined},
		{"another issuer", flow.Callback{}, c.inWords(flow.ErrIssuerMismatch), flow.AttemptMixedUp},
		{"nobody answered", flow.Callback{}, c.ranOut(), flow.AttemptExpired},
		{"a signal", flow.Callback{}, context.Canceled, flow.AttemptStopped},
		{"no way back", flow.Callback{}, errors.New("standard input is closed"), flow.AttemptStopped},
	} {
		if got := endOf(test.callback, test.err); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
