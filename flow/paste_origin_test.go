package flow_test

import (
	"testing"
	"time"

	"zoauth/flow"
)

// L9: an answer whose state was lost is taken after the question, and the verifier
// goes out with it; an answer with another state is not.
func TestStatelessAnswer(t *testing.T) {
	a := newAttempt(t)
	if _, err := a.TakeStateless("?code="+code33+"&state=other", time.Now()); err == nil {
		t.Error("L3: another state passed")
	}
	c, err := a.TakeStateless("http://127.0.0.1:8976/callback?code="+code33, time.Now())
	if err != nil || c.BeganAtZoom || c.StateChecked || c.ReceivedState {
		t.Fatalf("%+v %v", c, err)
	}
	verified := false
	for _, f := range a.Exchange(flow.NewSecret(flow.KindClientSecret, "s"), c).Form {
		verified = verified || f.Name == "code_verifier" && f.Secret == a.Verifier
	}
	if !verified {
		t.Error("L9: no verifier goes out")
	}
}

func TestBears(t *testing.T) {
	a, other := newAttempt(t), newAttempt(t)
	for _, text := range []string{
		"http://127.0.0.1:8976/callback?code=x&state=" + a.State, "state=" + a.State + "&code=x",
		" \"127.0.0.1/callback?co\nde=x&state=" + a.State[:9] + "\n" + a.State[9:] + "\"",
	} {
		if !a.Bears(text) || other.Bears(text) {
			t.Errorf("%q: %t %t", text, a.Bears(text), other.Bears(text))
		}
	}
	for _, text := range []string{"", code33, "?code=x", "?state=", "%zz", a.State} {
		if a.Bears(text) {
			t.Errorf("%q bears the state", text)
		}
	}
}
