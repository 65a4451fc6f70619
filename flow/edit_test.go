package flow_test

import (
	"bytes"
	"testing"

	"zoauth/flow"
)

// What an edit changes is what goes over the wire, and nothing else does.
func TestEditedRequestOnTheWire(t *testing.T) {
	app := testApp("http://127.0.0.1:1")
	base := flow.RefreshRequest(app, flow.NewSecret(flow.KindClientSecret, "s"), flow.NewSecret(flow.KindRefreshToken, "r"))
	before, _ := base.Wire()
	for name, test := range map[string]struct {
		edited   flow.Request
		has, not string
	}{
		"change a form field":       {base.WithField(flow.InForm, "grant_type", "x y"), "grant_type=x+y", "grant_type=refresh_token"},
		"add a form field":          {base.WithField(flow.InForm, "scope", "a"), "&scope=a", ""},
		"remove a form field":       {base.WithoutField(flow.InForm, "grant_type"), "refresh_token=r", "grant_type"},
		"add to the query":          {base.WithField(flow.InQuery, "a", "b&c"), "/oauth/token?a=b%26c ", ""},
		"change a header":           {base.WithField(flow.InHeader, "accept", "text/html"), "text/html", "application/json"},
		"build Authorization":       {base.WithField(flow.InHeader, "Authorization", "Bearer mine"), "Authorization: Bearer mine", "Basic "},
		"take Authorization away":   {base.WithoutField(flow.InHeader, "Authorization"), "grant_type", "Authorization"},
		"another refresh token":     {base.WithField(flow.InForm, "refresh_token", "other"), "refresh_token=other", "refresh_token=r"},
		"remove what is not there":  {base.WithoutField(flow.InForm, "zzz"), "grant_type=refresh_token", ""},
		"the same name in any case": {base.WithoutField(flow.InHeader, "ACCEPT"), "grant_type", "Accept:"},
	} {
		wire, err := test.edited.Wire()
		if err != nil || !bytes.Contains(wire, []byte(test.has)) || test.not != "" && bytes.Contains(wire, []byte(test.not)) {
			t.Errorf("%s: %v\n%s", name, err, wire)
		}
	}
	if after, _ := base.Wire(); !bytes.Equal(before, after) {
		t.Error("an edit changed the request that it began with")
	}
	if got := base.WithField(flow.InForm, "refresh_token", "other").Credential(); got.Reveal() != "other" || got.Kind() != flow.KindRefreshToken {
		t.Error("a token that was typed is no secret")
	}
}
