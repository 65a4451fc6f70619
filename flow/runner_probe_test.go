package flow_test

import (
	"errors"
	"fmt"
	"testing"

	"zoauth/flow"
)

var jane = okJSON(`{"id":"U2","email":"joe@acme.example","first_name":"Joe","last_name":"Doe","account_id":"ACC"}`)

// The probe remembers whose token it is; it holds no lock while it asks.
func TestProbeRemembers(t *testing.T) {
	made := make(chan *bench, 1)
	b := newBench(t, func(c *conversation) {
		b := <-made
		if len(b.store.lock) != 1 || b.store.count("open") != 0 {
			t.Error("the lock is held during the send")
		}
		answering(jane)(c)
	})
	made <- b
	out := b.Do(t.Context(), b.probe())
	wantVerdict(t, out, flow.Done)
	now := b.store.now()
	if now.Who == nil || now.Who.UserID != "U2" || now.Who.Name != "Joe Doe" || now.Gen != 7 || out.State.Who != now.Who || out.SaveErr != nil {
		t.Errorf("stored %+v", now.Who)
	}
	b.wantSame(t)
	if got := b.history.traces[0].Summary; got != "joe@acme.example" {
		t.Errorf("summary %q", got)
	}
}

// R13: a saved token goes to the client and server that it is of, and to no other.
func TestProbeOfAnotherBindingIsNotSent(t *testing.T) {
	for name, change := range map[string]func(*flow.App){
		"client": func(a *flow.App) { a.ClientID += "x" },
		"server": func(a *flow.App) { a.Endpoints.OAuthURL = "https://other.example" },
	} {
		b := newBench(t, func(*conversation) { t.Errorf("%s: it was sent", name) })
		job := b.probe()
		change(&job.App)
		out := b.Do(t.Context(), job)
		if !errors.Is(out.Err, flow.ErrOtherBinding) || len(out.Trace.Sent) != 0 {
			t.Errorf("%s: %v", name, out.Err)
		}
		b.wantSame(t)
	}
}

// It does not, when the token was replaced or a request is unsettled, and a
// failing store costs only the remembering.
func TestProbeForgets(t *testing.T) {
	for _, test := range []struct {
		name string
		with func(*bench)
		is   error
	}{
		{"token replaced", func(b *bench) {
			s := b.stored()
			s.Gen, s.Token.AccessToken = 8, flow.NewSecret(flow.KindAccessToken, "A9")
			b.store.set(s)
		}, nil},
		{"a request is unsettled", func(b *bench) {
			s := b.stored()
			s.Pending = &flow.Pending{ID: "x"}
			b.store.set(s)
		}, nil},
		{"locked", func(b *bench) { b.store.fail = failing("open", fmt.Errorf("waiting: %w", flow.ErrLocked)) }, nil},
		{"disk full", func(b *bench) { b.store.fail = failing("reserve", errDisk) }, errDisk},
		{"disk full at the end", func(b *bench) { b.store.fail = failing("commit", errDisk) }, errDisk},
	} {
		b := newBench(t, answering(jane))
		test.with(b)
		out := b.Do(t.Context(), b.probe())
		wantVerdict(t, out, flow.Done)
		if !errors.Is(out.SaveErr, test.is) || test.is == nil && out.SaveErr != nil {
			t.Errorf("%s: save error %v", test.name, out.SaveErr)
		}
		if who := b.store.now().Who; who == nil || who.UserID != "U1" {
			t.Errorf("%s: stored %+v", test.name, who)
		}
		if len(b.store.lock) != 1 {
			t.Errorf("%s: the lock is held", test.name)
		}
	}
}

// A probe that got no usable answer says why, and changes nothing.
func TestProbeWithoutAnswer(t *testing.T) {
	for _, test := range []struct {
		name, summary string
		do            script
		verdict       flow.Verdict
		fails         bool
	}{
		{"refused", "401 Invalid access token. (124)", answering(jsonAnswer("401 Unauthorized", `{"code":124,"message":"Invalid access token."}`)), flow.Refused, false},
		{"page", "unanswered: HTTP status 200", answering("HTTP/1.1 200 OK\r\n\r\n<html>"), flow.Unanswered, false},
		{"no answer", "unanswered: waiting for the response", func(c *conversation) { c.request() }, flow.Unanswered, true},
		{"cut", "unanswered: HTTP status 200", answering("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), flow.Unanswered, true},
	} {
		b := newBench(t, test.do)
		out := b.Do(t.Context(), b.probe())
		wantVerdict(t, out, test.verdict)
		b.wantSame(t)
		if (out.Err != nil) != test.fails {
			t.Errorf("%s: error %v", test.name, out.Err)
		}
		if got := b.history.traces[0].Summary; got != test.summary || b.store.now().Pending != nil || b.store.now().Note != nil {
			t.Errorf("%s: summary %q", test.name, got)
		}
	}
}
