package profiles_test

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/profiles"
)

// The files below testdata/history1 were written by zoauth at commit 72b98d2, the last
// one with history lines of schema 1: an authorization, two refreshes and a probe on the
// sandbox, and requests that failed before they were sent.
func historyOne(t *testing.T, profile string) []flow.Trace {
	t.Helper()
	dir := t.TempDir()
	content, err := os.ReadFile(filepath.Join("testdata", "history1", profile+".jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "history"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "history", profile+".jsonl"), content, 0o600); err != nil {
		t.Fatal(err)
	}
	traces, err := profiles.NewHistory(dir, &flow.Redactor{}).Tail(profile, 100)
	if err != nil || len(traces) != strings.Count(string(content), "\n") {
		t.Fatalf("%d traces, %v", len(traces), err)
	}
	return traces
}

func TestHistoryOfSchemaOneIsRead(t *testing.T) {
	for i, trace := range historyOne(t, "walk") {
		_, pair := trace.Brought(flow.KindAccessToken)
		if trace.Kind() != flow.TraceRequest || pair != (i < 3) || trace.Response.Status != 200 {
			t.Errorf("%d: kind %q, a pair %v: %v", i, trace.Kind(), pair, trace)
		}
	}
	want := []struct {
		kind  flow.ErrorKind
		phase flow.Phase
	}{
		{flow.ErrorRefused, flow.PhaseConnect},
		{flow.ErrorHostUnknown, flow.PhaseResolve},
		{flow.ErrorAuthority, flow.PhaseTLS},
		{flow.ErrorOtherName, flow.PhaseTLS},
		{flow.ErrorAuthority, flow.PhaseProxyTLS},
		{flow.ErrorRefused, flow.PhaseConnect},
		{flow.ErrorProxyUnknown, flow.PhaseProxy},
	}
	for i, trace := range historyOne(t, "failures") {
		if got := flow.KindOf(trace.Err); got != want[i].kind || trace.Phase != want[i].phase {
			t.Errorf("%d: %q while %q, want %v: %v", i, got, trace.Phase, want[i], trace.Err)
		}
	}
}

// S4: the same token is recognised after a restart, and what is kept of it cannot be
// tested against a guess without the key, which only the owner can read.
func TestTheSameTokenIsKnownAfterARestartS4(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	sent := func(value string) flow.Trace {
		secret := flow.NewSecret(flow.KindRefreshToken, value)
		return flow.Trace{
			Profile: "acme", ID: "1", Step: flow.StepRefresh, Delivery: flow.Sent, Sent: []byte("x"), Err: flow.ErrBudgetSpent, By: "zoauth refresh", PID: 7,
			Request: flow.Request{Step: flow.StepRefresh, Form: []flow.Field{{Name: "refresh_token", Secret: secret}}},
		}
	}
	if err := profiles.NewHistory(dir, &flow.Redactor{}).Append(sent("canary-one")); err != nil {
		t.Fatal(err)
	}
	traces, err := profiles.NewHistory(dir, &flow.Redactor{}).Tail("acme", 9)
	if err != nil || len(traces) != 1 {
		t.Fatal(traces, err)
	}
	past := traces[0]
	if !past.SpentSame(sent("canary-one")) || past.SpentSame(sent("canary-two")) || !past.SpentSame(past) {
		t.Error("the token that was sent before the restart is not told from another")
	}
	if past.By != "zoauth refresh" || past.PID != 7 || flow.KindOf(past.Err) != flow.ErrorTimeout {
		t.Errorf("%q %d %v", past.By, past.PID, past.Err)
	}
	key, err := os.Stat(filepath.Join(dir, "history", "key"))
	if err != nil || key.Mode().Perm() != 0o600 {
		t.Errorf("the key: %v %v", key, err)
	}
	text, _ := os.ReadFile(filepath.Join(dir, "history", "acme.jsonl"))
	for _, leak := range []string{"canary", sent("canary-one").Request.Credential().Digest()} {
		if strings.Contains(string(text), leak) {
			t.Errorf("%q is in the file", leak)
		}
	}
}

// An attempt comes back with its hits and its code's fingerprint (S4).
func TestHistoryKeepsAttemptsS4(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	app := flow.App{Name: "acme", ClientID: "client", RedirectURI: "http://127.0.0.1:8976/callback", Endpoints: flow.Commercial()}
	a, err := flow.NewAttempt(app, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	code := flow.NewSecret(flow.KindCode, "canary-code-of-the-attempt")
	a.Take(flow.Callback{Code: code, At: time.Now()})
	attempt := a.Trace(flow.AttemptAnswered, time.Now())
	attempt.Attempt.Hits = []flow.Hit{
		{Kind: flow.HitStray, Text: "a path other than the callback's", Request: "GET /favicon.ico", Status: 404, At: a.Started.UTC().Round(0)},
		{Kind: flow.HitAnswer, Text: "the code arrived", At: a.Started.UTC().Round(0), Pasted: true},
	}
	if err := profiles.NewHistory(dir, &flow.Redactor{}).Append(attempt); err != nil {
		t.Fatal(err)
	}
	traces, err := profiles.NewHistory(dir, &flow.Redactor{}).Tail("acme", 9)
	if err != nil || len(traces) != 1 {
		t.Fatal(traces, err)
	}
	past := traces[0]
	if !reflect.DeepEqual(past.Attempt.Hits, attempt.Attempt.Hits) {
		t.Errorf("the callbacks come back as %+v", past.Attempt.Hits)
	}
	seal, _ := past.Brought(flow.KindCode)
	same, known := seal.Of(code)
	if past.Kind() != flow.TraceAttempt || past.Attempt.End != flow.AttemptAnswered || !same || !known || past.ID != a.ID {
		t.Errorf("%v %+v", past, past.Attempt)
	}
	if text, _ := os.ReadFile(filepath.Join(dir, "history", "acme.jsonl")); strings.Contains(string(text), "canary") {
		t.Error("the code is in the file")
	}
}

// An adoption comes back with its tokens as seals, and no token is in the file.
func TestHistoryKeepsAdoptionsS4(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	token := flow.Token{AccessToken: flow.NewSecret(flow.KindAccessToken, "canary-access-token"), RefreshToken: flow.NewSecret(flow.KindRefreshToken, "canary-refresh-token")}
	adoption := flow.Trace{
		Origin: flow.OriginPasted, Profile: "acme", ID: "adopt-1", Step: flow.StepAdopt, Delivery: flow.NotSent, Started: time.Now(),
		Adoption: &flow.Adoption{How: flow.Adopted, Token: token}, Summary: "adopted",
	}
	if err := profiles.NewHistory(dir, &flow.Redactor{}).Append(adoption); err != nil {
		t.Fatal(err)
	}
	traces, err := profiles.NewHistory(dir, &flow.Redactor{}).Tail("acme", 9)
	if err != nil || len(traces) != 1 {
		t.Fatal(traces, err)
	}
	past := traces[0]
	access, _ := past.Brought(flow.KindAccessToken)
	refresh, _ := past.Brought(flow.KindRefreshToken)
	if past.Kind() != flow.TraceAdoption || past.Adoption.How != flow.Adopted || past.Recorded != flow.OriginPasted || past.Adoption.Token.HasToken() {
		t.Errorf("%+v %+v", past, past.Adoption)
	}
	if same, known := refresh.Of(token.RefreshToken); !same || !known || access.Fingerprint != token.AccessToken.Fingerprint() {
		t.Errorf("the seals are %+v and %+v", access, refresh)
	}
	if text, _ := os.ReadFile(filepath.Join(dir, "history", "acme.jsonl")); strings.Contains(string(text), "canary") {
		t.Error("a token is in the file")
	}
}

// What a request spent and brought is known of both schemas.
func TestSpentAndBroughtAreKnownOfSchemaOne(t *testing.T) {
	for _, trace := range historyOne(t, "walk") {
		spent, known := trace.Spent()
		if !known || spent.Fingerprint == "" {
			t.Errorf("%s: what it spent is not known: %+v", trace.Step, trace.Seals)
		}
	}
}
