package flow_test

import (
	"bytes"
	"testing"

	"zoauth/flow"
)

// Any answer classifies without a panic; tokens are never invented, and what is
// kept stays within its limit (R11, N4, N6).
func FuzzClassify(f *testing.F) {
	for _, body := range []string{
		`{"access_token":"A2","refresh_token":"R2","expires_in":3599}`, `{"error":"invalid_grant","reason":"Invalid Token!"}`,
		`{"code":104,"message":"no scopes:["a","b"]"}`, `{"refresh_token":"R2"`, `{"x":NaN,"refresh_token":"R\u00322"}`,
		"\xef\xbb\xbf{\"access_token\":\"A\xff\"}", "<html>", "", "{", `{"a":1,"a":2}`, `{"status":"success"}`,
	} {
		for step := range byte(4) {
			f.Add(step, uint16(200), "", []byte(body))
			f.Add(step, uint16(400), "3", []byte(body))
		}
	}
	f.Fuzz(func(t *testing.T, which byte, status uint16, retry string, body []byte) {
		step := []flow.Step{flow.StepExchange, flow.StepRefresh, flow.StepRevoke, flow.StepProbe}[which%4]
		trace := answered(step, int(status), string(body), "Retry-After", retry)
		answer := flow.Classify(trace)
		if len(raw(answer)) > 32<<10 || answer.Candidate != nil && answer.Verdict != flow.Uncertain {
			t.Errorf("%s keeps %d bytes", answer.Verdict, len(raw(answer)))
		}
		if granted := answer.Verdict == flow.Granted; granted != (answer.Token != flow.Token{}) {
			t.Errorf("%s with token %v", answer.Verdict, answer.Token)
		}
		if answer.Verdict == flow.Granted {
			inBody(t, body, answer.Token)
		}
		if answer.Verdict == flow.Refused && answer.Err == nil || answer.Verdict == flow.Unsent {
			t.Errorf("%s without an error", answer.Verdict)
		}
		if e := answer.Err; e != nil && (e.RetryAfter < 0 || e.RetryAfter.Hours() > 1) {
			t.Errorf("wait of %s", e.RetryAfter)
		}
	})
}

// inBody checks that a granted token is in the body, as it is or escaped.
func inBody(t *testing.T, body []byte, token flow.Token) {
	t.Helper()
	if token.AccessToken.IsZero() && token.RefreshToken.IsZero() {
		t.Error("granted nothing")
	}
	if token.ExpiresIn < 0 || token.ExpiresAt.Before(token.ObtainedAt) && !token.ExpiresAt.IsZero() {
		t.Errorf("ends %s", token.ExpiresAt)
	}
	for _, secret := range []flow.Secret{token.AccessToken, token.RefreshToken} {
		if value := secret.Reveal(); !bytes.Contains(body, []byte(value)) && !bytes.ContainsAny(body, `\%+`) {
			t.Errorf("%q is not in the body", value)
		}
	}
}
