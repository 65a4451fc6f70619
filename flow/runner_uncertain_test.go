package flow_test

import (
	"strings"
	"testing"

	"zoauth/flow"
)

// lost are the ways in which an answer is lost after the server consumed the token.
var lost = map[string]script{
	"before the first byte": func(c *conversation) { c.request() },
	"reset":                 func(c *conversation) { c.request(); c.reset() },
	"in the header":         answering("HTTP/1.1 200 OK\r\nContent-Ty"),
	"after the header":      answering("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"),
	"mid-body":              answering("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n" + `{"access_token":"A2","refresh_to`),
}

// A lost answer is uncertain: the old token stays, nothing is deleted, and the
// next refresh sends the same token once. A server with grace recovers; a strict
// one refuses, and the token still stays (R4).
func TestLostAnswer(t *testing.T) {
	strict := answering(jsonAnswer("400 Bad Request", `{"reason":"Invalid Token!","error":"invalid_grant"}`))
	for name, cut := range lost {
		for second, answer := range map[string]script{"grace": answering(newPair), "strict": strict} {
			t.Run(name+" then "+second, func(t *testing.T) {
				b := newBench(t, inTurn(cut, answer))
				out := b.Do(t.Context(), b.refresh())
				wantVerdict(t, out, flow.Uncertain)
				b.wantSame(t)
				now := b.store.now()
				if p := now.Pending; p == nil || p.Digest != oldRefresh.Digest() || p.Step != flow.StepRefresh || out.Err == nil || out.SaveErr != nil {
					t.Fatalf("pending %v, error %v, save error %v", p, out.Err, out.SaveErr)
				}

				out = b.Do(t.Context(), b.refresh())
				now = b.store.now()
				if now.Pending != nil {
					t.Errorf("still pending: %v", now.Pending)
				}
				if second == "grace" && now.Token.RefreshToken.Reveal() != "R2" {
					t.Errorf("stored %v", now.Token)
				}
				if second == "strict" {
					b.wantSame(t)
					if now.Note == nil || now.Note.What != "invalid_grant" {
						t.Errorf("note %v", now.Note)
					}
				}
				got := b.bodies()
				if len(got) != 2 || got[0] != got[1] {
					t.Errorf("the server got %q", got)
				}
			})
		}
	}
}

// A recovery that was not sent, or was refused for another reason, settles
// nothing: the earlier uncertainty stays (R4).
func TestEarlierUncertaintyStays(t *testing.T) {
	refused := func(code string) script {
		return answering(jsonAnswer("400 Bad Request", `{"error":"`+code+`"}`))
	}
	earlier := flow.Pending{Step: flow.StepRefresh, ID: "earlier", Digest: oldRefresh.Digest(), At: noon.Add(-freshIntent), Host: ourHost, PID: ourPID}
	otherToken := earlier
	otherToken.Digest = "of another token"
	otherStep := earlier
	otherStep.Step = flow.StepExchange
	for _, test := range []struct {
		name    string
		earlier flow.Pending
		do      script
		stays   bool
	}{
		{"invalid_client", earlier, refused("invalid_client"), true},
		{"429", earlier, answering(jsonAnswer("429 Too Many Requests", "")), true},
		{"invalid_grant", earlier, refused("invalid_grant"), false},
		{"invalid_grant for another token", otherToken, refused("invalid_grant"), true},
		{"invalid_grant of another step", otherStep, refused("invalid_grant"), true},
		{"success", earlier, answering(newPair), false},
	} {
		b := newBench(t, test.do)
		s := b.stored()
		s.Pending = &test.earlier
		b.store.set(s)
		b.Do(t.Context(), b.refresh())
		p := b.store.now().Pending
		if stays := p != nil && p.ID == "earlier"; stays != test.stays || !test.stays && p != nil {
			t.Errorf("%s: pending %v", test.name, p)
		}
	}

	b := newBench(t, nil)
	s := b.stored()
	s.Pending = &earlier
	b.store.set(s)
	job := b.refresh()
	job.Request.URL = "http://" + closedPort(t)
	wantVerdict(t, b.Do(t.Context(), job), flow.Unsent)
	if p := b.store.now().Pending; p == nil || p.ID != "earlier" {
		t.Errorf("unsent: pending %v", p)
	}
}

// A temporary file of a killed run that is taken over settles the record: it does
// not come back with the next refusal, and its token is adopted, not replaced.
func TestRecoveredLeftovers(t *testing.T) {
	take := func(b *bench) {
		s := b.stored()
		s.Pending = &flow.Pending{Step: flow.StepRefresh, ID: "killed", Host: ourHost, PID: 1, At: noon}
		b.store.set(s)
		b.store.left = func(s *flow.State) error {
			s.Gen, s.Pending, s.Token.RefreshToken = 8, nil, flow.NewSecret(flow.KindRefreshToken, "R2")
			return nil
		}
	}
	b := newBench(t, nil)
	take(b)
	out := b.Do(t.Context(), b.refresh())
	if !out.Adopted || out.Err != nil || out.State.Token.RefreshToken.Reveal() != "R2" || len(b.bodies()) != 0 {
		t.Errorf("adopted %t, error %v, state %+v", out.Adopted, out.Err, out.State)
	}

	b = newBench(t, answering(jsonAnswer("400 Bad Request", `{"error":"invalid_grant"}`)))
	take(b)
	wantVerdict(t, b.Do(t.Context(), b.exchange()), flow.Refused)
	if s := b.store.now(); s.Pending != nil || s.Token.RefreshToken.Reveal() != "R2" {
		t.Errorf("stored %+v", s)
	}
}

// What the server sent and nobody understood does not reach the history's
// redactor unknown, however its members are named (S4).
func TestUncertainAnswerIsRedacted(t *testing.T) {
	for _, body := range []string{
		`{"access_token":"canaryOpaque","refresh_token":"canaryHalf`,
		`{"accessToken":"canaryOpaque\u0001","refreshToken":"canaryHalf`,
		`{"Access-Token":"canaryOpaque\u0001","REFRESH_TOKEN":"canaryHalf`,
		`{"other":{"accessToken":["canaryOpaque1"],"RefreshToken":"canaryHalf2"}}`,
	} {
		b := newBench(t, answering("HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"+body))
		out := b.Do(t.Context(), b.refresh())
		wantVerdict(t, out, flow.Uncertain)
		if got := b.Redactor.Redact(string(out.Trace.Readable())); strings.Contains(got, "canary") {
			t.Errorf("%q", got)
		}
	}
}
