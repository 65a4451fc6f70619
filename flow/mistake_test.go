package flow_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
)

// mistakeBench is an app of a sandbox with a code, a living pair, and values that
// were spent before.
type mistakeBench struct {
	app    flow.App
	secret flow.Secret
	values flow.Material
	bases  map[flow.Step]flow.Request
}

func newMistakeBench(t *testing.T) mistakeBench {
	t.Helper()
	server := sandbox.New(sandbox.Options{Apps: sandbox.Sample("127.0.0.1:8976")})
	if err := server.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	app := testApp(server.URL())
	b := mistakeBench{app: app, secret: flow.NewSecret(flow.KindClientSecret, server.Apps()[0].ClientSecret)}
	used := b.allowed(t)
	first := b.granted(t, used)
	second := b.granted(t, flow.RefreshRequest(app, b.secret, first.RefreshToken))
	b.values = flow.Material{UsedCode: used.Credential(), PreviousRefresh: first.RefreshToken}
	b.bases = map[flow.Step]flow.Request{
		flow.StepRefresh: flow.RefreshRequest(app, b.secret, second.RefreshToken),
		flow.StepProbe:   flow.ProbeRequest(app, second.AccessToken),
		flow.StepRevoke:  flow.RevokeRequest(app, b.secret, second.AccessToken),
	}
	return b
}

// allowed presses Allow and returns the exchange that follows.
func (b mistakeBench) allowed(t *testing.T) flow.Request {
	t.Helper()
	now := time.Now()
	attempt, err := flow.NewAttempt(b.app, now)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Post(attempt.URL(), "application/x-www-form-urlencoded", strings.NewReader("decision=allow"))
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	callback, err := attempt.TakePaste(res.Header.Get("Location"), false, now)
	if err != nil {
		t.Fatal(err)
	}
	return attempt.Exchange(b.secret, callback)
}

func (b mistakeBench) granted(t *testing.T, r flow.Request) flow.Token {
	t.Helper()
	answer := flow.Classify((&flow.Client{}).Send(t.Context(), r))
	if answer.Verdict != flow.Granted {
		t.Fatalf("%s: %s %v", r.Step, answer.Verdict, answer.Err)
	}
	return answer.Token
}

// Every mistake gets the answer that its row expects from the simulated Zoom, which
// was written from ZOOM.md and not from this table.
func TestMistakesGetWhatTheyExpect(t *testing.T) {
	for _, m := range flow.Mistakes() {
		t.Run(m.Name, func(t *testing.T) {
			b := newMistakeBench(t)
			base := b.bases[m.Step]
			if m.Step == flow.StepExchange {
				base = b.allowed(t)
			}
			plain, err := base.Wire()
			if err != nil {
				t.Fatal(err)
			}
			wrong, ok := m.Apply(base, b.values)
			if !ok {
				t.Fatal("it cannot be made")
			}
			if after, _ := base.Wire(); string(after) != string(plain) {
				t.Error("applying it changed the request that it was made from")
			}
			trace := (&flow.Client{}).Send(t.Context(), wrong)
			if got := flow.Classify(trace); !m.Expect.AsExpected(got) {
				t.Errorf("expected %+v, got %s %+v", m.Expect, got.Verdict, got.Err)
			}
			if m.Title == "" || m.Why == "" || m.Source == "" || !strings.HasPrefix(m.Name, string(m.Step)+"-") {
				t.Errorf("it is not told whole: %+v", m)
			}
		})
	}
}

// What needs a spent value is offered only while that value is in memory.
func TestMistakesWithSpentValuesNeedThem(t *testing.T) {
	b := newMistakeBench(t)
	names := func(values flow.Material) (found []string) {
		for _, step := range []flow.Request{b.allowed(t), b.bases[flow.StepRefresh]} {
			for _, m := range flow.MistakesFor(step, values) {
				if m.Ends {
					found = append(found, m.Name)
				}
			}
		}
		return found
	}
	if got := names(flow.Material{}); len(got) != 0 {
		t.Errorf("without the values %v are offered", got)
	}
	if got := strings.Join(names(b.values), " "); got != "exchange-used-code refresh-previous" {
		t.Errorf("with them: %s", got)
	}
}
