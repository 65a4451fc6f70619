package diagnose_test

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
	"zoauth/flow/sandbox"
)

// zoom is a simulated Zoom over loopback, and one of its apps as a profile.
type zoom struct {
	*sandbox.Server
	t      *testing.T
	time   time.Time
	waited atomic.Int64 // what late responses waited, in nanoseconds
	app    flow.App
	secret flow.Secret
}

// serve starts a simulated Zoom and takes one of its ready apps.
func serve(t *testing.T, name string) *zoom {
	t.Helper()
	z := &zoom{t: t, time: now}
	z.Server = sandbox.New(sandbox.Options{
		Apps: sandbox.Sample("127.0.0.1:8976"), Now: func() time.Time { return z.time },
		Wait: func(_ context.Context, d time.Duration) { z.waited.Add(int64(d)) }, // no test waits by the clock
	})
	if err := z.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = z.Close() })
	z.take(name)
	return z
}

// take makes a profile of a registered app.
func (z *zoom) take(name string) {
	for _, a := range z.Apps() {
		if a.Name == name {
			z.secret = flow.NewSecret(flow.KindClientSecret, a.ClientSecret)
			z.app = a.Profile(z.URL())
		}
	}
}

// allowed presses Allow and returns the exchange that follows.
func (z *zoom) allowed() flow.Request {
	z.t.Helper()
	attempt, err := flow.NewAttempt(z.app, z.time)
	if err != nil {
		z.t.Fatal(err)
	}
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.Post(attempt.URL(), "application/x-www-form-urlencoded", strings.NewReader("decision=allow"))
	if err != nil {
		z.t.Fatal(err)
	}
	_ = res.Body.Close()
	callback, err := recognize.ReadPaste(res.Header.Get("Location")).Accept(attempt, flow.CodeIsWhole, z.time) // a scenario may cut it
	if err != nil {
		z.t.Fatal(err)
	}
	return attempt.Exchange(z.secret, callback)
}

// send sends once.
func (z *zoom) send(r flow.Request) flow.Trace {
	z.t.Helper()
	return (&flow.Client{Now: func() time.Time { return z.time }}).Send(z.t.Context(), r)
}

// token sends a request that has to bring tokens.
func (z *zoom) token(r flow.Request) flow.Token {
	z.t.Helper()
	answer := flow.Classify(z.send(r))
	if answer.Verdict != flow.Granted {
		z.t.Fatalf("%s: %s %v", r.Step, answer.Verdict, answer.Err)
	}
	return answer.Token
}

// refused sends a request and is the case of its refusal.
func (z *zoom) refused(r flow.Request) diagnose.Case {
	z.t.Helper()
	trace := z.send(r)
	if answer := flow.Classify(trace); answer.Err == nil && (answer.Verdict == flow.Granted || answer.Verdict == flow.Done) {
		z.t.Fatalf("%s: %s", r.Step, answer.Verdict)
	}
	return diagnose.Case{Trace: trace, App: z.app, Now: z.time}
}

// mistaken makes a deliberate mistake in a request.
func (z *zoom) mistaken(name string, r flow.Request) flow.Request {
	z.t.Helper()
	m, ok := flow.FindMistake(name)
	wrong, can := m.Apply(r, flow.Material{})
	if !ok || !can {
		z.t.Fatalf("the mistake %s cannot be made", name)
	}
	return wrong
}
