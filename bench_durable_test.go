package main

import (
	"path/filepath"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/profiles"
)

// BenchmarkDurableRefresh times a refresh through the runner, with lock, intent,
// reserved space and every fsync, beside the same request by the client alone, and
// prints what durability costs. Both go to the same sandbox, in turn.
func BenchmarkDurableRefresh(b *testing.B) {
	d := newDesk(b)
	d.authorize()
	file, err := profiles.Load(filepath.Join(d.home, ".config/zoauth/profiles.toml"))
	if err != nil {
		b.Fatal(err)
	}
	app := file.Apps[0]
	secret, err := app.Secret.Secret(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	stateDir := filepath.Join(d.home, ".local/state/zoauth")
	store := profiles.NewStore(stateDir)
	runner := &flow.Runner{
		Client: &flow.Client{}, Store: store, History: profiles.NewHistory(stateDir, &flow.Redactor{}), Redactor: &flow.Redactor{},
		By: "zoauth bench", Host: "bench", PID: 1, Guard: func(f func()) { f() },
	}
	var plain, saved time.Duration
	for b.Loop() {
		state := d.state()
		began := time.Now()
		out := runner.Do(b.Context(), flow.Job{App: app, Request: flow.RefreshRequest(app, secret, state.Token.RefreshToken), Gen: state.Gen})
		saved += time.Since(began)
		if out.SaveErr != nil || out.State.Gen == state.Gen {
			b.Fatalf("the refresh was not saved: %v", out.SaveErr)
		}
		request := flow.RefreshRequest(app, secret, out.State.Token.RefreshToken)
		began = time.Now()
		answer := flow.Classify((&flow.Client{}).Send(b.Context(), request))
		plain += time.Since(began)
		if answer.Verdict != flow.Granted {
			b.Fatalf("the plain refresh was %s", answer.Verdict)
		}
		put(b, store, out.State, answer.Token)
	}
	each := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 / float64(b.N) }
	b.ReportMetric(each(saved), "ms/durable")
	b.ReportMetric(each(plain), "ms/plain")
	b.ReportMetric(each(saved-plain), "ms-more")
	b.ReportMetric(0, "ns/op")
}

// put saves the pair that a plain refresh brought, so that the next one has it.
func put(b *testing.B, store *profiles.Store, state flow.State, token flow.Token) {
	b.Helper()
	txn, err := store.Open(b.Context(), "acme-dev")
	if err != nil {
		b.Fatal(err)
	}
	defer txn.Close()
	state.Gen, state.Token = state.Gen+1, token
	if err := txn.Commit(state); err != nil {
		b.Fatal(err)
	}
}
