package flow_test

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/recognize"
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
	attempt, err := flow.NewAttempt(b.app, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	location, _ := pressed(t, attempt)
	callback, err := recognize.ReadPaste(location).Accept(attempt, flow.NotAsked, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return attempt.Exchange(b.secret, callback)
}

// pressed presses Allow and returns where the browser is sent, or the page it shows.
func pressed(t *testing.T, attempt *flow.Attempt) (location, page string) {
	t.Helper()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Post(attempt.URL(), "application/x-www-form-urlencoded", strings.NewReader("decision=allow"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = res.Body.Close() }()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.Header.Get("Location"), string(text)
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
// was written from zoom.md and not from this table.
func TestMistakesGetWhatTheyExpect(t *testing.T) {
	for _, m := range flow.Mistakes() {
		if m.Step == flow.StepAuthorize {
			continue
		}
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

// Those of an authorization end on the page, or at the exchange, that they expect.
func TestAuthorizeMistakesGetWhatTheyExpect(t *testing.T) {
	for _, m := range flow.Mistakes() {
		if m.Step != flow.StepAuthorize {
			continue
		}
		t.Run(m.Name, func(t *testing.T) {
			b := newMistakeBench(t)
			attempt, err := flow.NewAttempt(b.app, time.Now())
			if err != nil {
				t.Fatal(err)
			}
			wrong, ok := m.Apply(attempt.Request(), flow.Material{Verifier: attempt.Verifier})
			if !ok {
				t.Fatal("it cannot be made")
			}
			right := attempt.URL()
			attempt.Ask(wrong)
			if attempt.URL() == right {
				t.Fatal("it changes nothing")
			}
			location, page := pressed(t, attempt)
			if m.Expect.Status == 0 {
				if location != "" || !strings.Contains(page, m.Expect.Page) {
					t.Errorf("went to %q with the page %s", location, page)
				}
				return
			}
			callback, err := recognize.ReadPaste(location).Accept(attempt, flow.NotAsked, time.Now())
			if errors.Is(err, flow.ErrStateMissing) && m.Name == "authorize-no-state" {
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			trace := (&flow.Client{}).Send(t.Context(), attempt.Exchange(b.secret, callback))
			answer := flow.Classify(trace)
			if trace.Response.Status != m.Expect.Status || answer.Err != nil && answer.Err.Code != m.Expect.Code {
				t.Errorf("the exchange: %d %v", trace.Response.Status, answer.Err)
			}
		})
	}
}

// What needs a spent value is offered only while that value is in memory.
func TestMistakesWithSpentValuesNeedThem(t *testing.T) {
	b := newMistakeBench(t)
	names := func(values flow.Material) (found []string) {
		for _, step := range []flow.Request{b.allowed(t), b.bases[flow.StepRefresh]} {
			for _, m := range flow.Mistakes() {
				if _, possible := m.Apply(step, values); possible && m.Ends {
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
