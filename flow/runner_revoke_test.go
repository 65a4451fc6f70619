package flow_test

import (
	"testing"

	"zoauth/flow"
)

// Only a confirmed revoke takes the tokens from disk; fingerprints stay (R15).
func TestRevokeConfirmed(t *testing.T) {
	for _, raw := range []string{
		okJSON(`{"status":"success"}`), "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 204 No Content\r\n\r\n",
		"HTTP/2 200\r\nno field\r\n\r\n" + `{"status":"success"}`,
	} {
		b := newBench(t, answering(raw))
		out := b.Do(t.Context(), b.revoke())
		wantVerdict(t, out, flow.Done)
		s := b.store.now()
		want := flow.Revoked{At: noon, AccessToken: oldAccess.Fingerprint(), RefreshToken: oldRefresh.Fingerprint()}
		if s.HasToken() || s.Revoked == nil || *s.Revoked != want || s.Gen != 8 || s.Pending != nil || s.Binding != b.app.Binding() || s.Last.Step != flow.StepRevoke {
			t.Errorf("stored %+v", s)
		}
		if got := b.history.traces[0].Summary; got != "revoked" {
			t.Errorf("summary %q", got)
		}
	}
}

// A revoke whose outcome is not known keeps the pair and says so (R15).
func TestRevokeUnconfirmed(t *testing.T) {
	for name, do := range map[string]script{
		"503":  answering("HTTP/1.1 503 Service Unavailable\r\n\r\n"),
		"cut":  func(c *conversation) { c.request() },
		"page": answering("HTTP/1.1 200 OK\r\n\r\n<html>"),

		"success is false":            answering(okJSON(`{"success":false}`)),
		"success is true":             answering(okJSON(`{"success":true}`)),
		"empty object":                answering(okJSON(`{}`)),
		"another API's object":        answering(okJSON(`{"status":"success","data":{"id":1}}`)),
		"in an envelope":              answering(okJSON(`{"data":{"status":"success"}}`)),
		"another answer behind it":    answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" + jsonAnswer("500 Oops", "{}")),
		"empty, and the length wrong": answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n" + `{"error":"x"}`),
		"empty, and cut":              answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"),
		"tokens":                      answering(okJSON(pair)),
	} {
		b := newBench(t, do)
		wantVerdict(t, b.Do(t.Context(), b.revoke()), flow.Uncertain)
		b.wantSame(t)
		if p := b.store.now().Pending; p == nil || p.Step != flow.StepRevoke || p.Digest != oldAccess.Digest() {
			t.Errorf("%s: pending %v", name, p)
		}
	}
}

// A token that is not the profile's may be revoked on purpose; the profile's own
// stay, whatever the answer.
func TestForeignCredential(t *testing.T) {
	stray := flow.NewSecret(flow.KindAccessToken, "canaryStray")
	for _, test := range []struct {
		raw     string
		verdict flow.Verdict
	}{
		{okJSON(`{"status":"success"}`), flow.Done},
		{jsonAnswer("400 Bad Request", `{"error":"invalid_grant"}`), flow.Refused},
	} {
		b := newBench(t, answering(test.raw))
		job := flow.Job{App: b.app, Foreign: true, Request: flow.RevokeRequest(b.app, clientSecret, stray)}
		wantVerdict(t, b.Do(t.Context(), job), test.verdict)
		b.wantSame(t)
		if s := b.store.now(); s.Pending != nil || s.Note != nil || s.Revoked != nil {
			t.Errorf("%s: stored %+v", test.verdict, s)
		}
	}
	// A spent refresh token that unexpectedly works is saved.
	b := newBench(t, answering(okJSON(`{"access_token":"A2","expires_in":60}`)))
	spent := flow.NewSecret(flow.KindRefreshToken, "canarySpent")
	job := flow.Job{App: b.app, Foreign: true, Request: flow.RefreshRequest(b.app, clientSecret, spent)}
	wantVerdict(t, b.Do(t.Context(), job), flow.Granted)
	if s := b.store.now(); s.Token.RefreshToken != spent || s.Token.AccessToken.Reveal() != "A2" {
		t.Errorf("stored %+v", s.Token)
	}
}

// A refresh token in the query, a deliberate mistake, is still known as the
// profile's own, and an unexpected success is saved.
func TestTokenInQueryRunsThroughTheRunner(t *testing.T) {
	b := newBench(t, answering(newPair))
	job := b.refresh()
	job.Request.Query, job.Request.Form = job.Request.Form, nil
	wantVerdict(t, b.Do(t.Context(), job), flow.Granted)
	if s := b.store.now(); s.Token.RefreshToken.Reveal() != "R2" {
		t.Errorf("stored %+v", s.Token)
	}
}
