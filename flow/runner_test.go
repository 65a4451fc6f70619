package flow_test

import (
	"cmp"
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
)

// A refresh passes the stages in order; the intent is on disk before the request
// leaves, the new pair before anyone is told (R2, R7).
func TestRefreshStepByStep(t *testing.T) {
	b := newBench(t, answering(newPair))
	var passed []flow.Stage
	b.Observe = func(profile string, s flow.Stage) {
		passed = append(passed, s)
		now := b.store.now()
		if profile != "acme-dev" {
			t.Errorf("stage %d of %q", s, profile)
		}
		if intended := s >= flow.StageIntended && s < flow.StageCommitted; intended != (now.Pending != nil) {
			t.Errorf("stage %d: pending %v", s, now.Pending)
		}
		if s == flow.StageSending {
			want := flow.Pending{Step: flow.StepRefresh, ID: now.Pending.ID, Digest: oldRefresh.Digest(), At: noon, Host: ourHost, PID: ourPID, By: "zoauth test"}
			if got := *now.Pending; got.ID == "" || got != want {
				t.Errorf("pending %#v", got)
			}
		}
	}
	out := b.Do(t.Context(), b.refresh())
	wantVerdict(t, out, flow.Granted)

	for i, s := range passed {
		if int(s) != i+1 {
			t.Fatalf("stages %v", passed)
		}
	}
	if len(passed) != int(flow.StageUnlocked) {
		t.Errorf("stages %v", passed)
	}
	now := b.store.now()
	if now.Gen != 8 || now.Token.RefreshToken.Reveal() != "R2" || now.Token.AccessToken.Reveal() != "A2" || now.Pending != nil || now.Note != nil {
		t.Errorf("stored %+v", now)
	}
	if now.Who == nil || now.Binding != b.app.Binding() || *now.Last != (flow.Last{At: noon, Step: flow.StepRefresh, By: "zoauth test", Host: ourHost, PID: ourPID}) {
		t.Errorf("stored %+v, last %+v", now, now.Last)
	}
	if out.State.Gen != 8 || out.SaveErr != nil || out.Adopted {
		t.Errorf("outcome %+v", out.State)
	}
	if got := b.bodies(); len(got) != 1 || got[0] != string(out.Trace.Sent) {
		t.Errorf("the server got %q", got)
	}
	traces := b.history.traces
	if len(traces) != 1 || traces[0].Profile != "acme-dev" || traces[0].ID != out.Trace.ID || !strings.HasPrefix(traces[0].Summary, "new pair at:") {
		t.Errorf("history %v", traces)
	}
}

// The zero runner with nothing but a store works.
func TestRunnerWithoutOptionalParts(t *testing.T) {
	b := newBench(t, answering(newPair))
	r := &flow.Runner{Store: b.store}
	wantVerdict(t, r.Do(t.Context(), b.refresh()), flow.Granted)
	r.Wait()
}

// A server that does not rotate: the refresh token stays, with its age (RFC 6749 §6).
func TestServerWithoutRotation(t *testing.T) {
	for _, body := range []string{`{"access_token":"A2","expires_in":3599}`, `{"access_token":"A2","expires_in":3599,"refresh_token":"canaryRefresh.R1 +/="}`} {
		b := newBench(t, answering(okJSON(body)))
		out := b.Do(t.Context(), b.refresh())
		wantVerdict(t, out, flow.Granted)
		now := b.store.now()
		if now.Token.RefreshToken != oldRefresh || now.Token.AccessToken.Reveal() != "A2" || !now.Token.RefreshedAt.Equal(b.stored().Token.RefreshedAt) || now.Gen != 8 {
			t.Errorf("stored %+v", now.Token)
		}
	}
}

// No answer that says no, and none that says nothing, changes a token (R10).
func TestNoErrorTouchesTheTokens(t *testing.T) {
	for _, test := range []struct {
		raw  string
		want flow.Verdict
	}{
		{jsonAnswer("400 Bad Request", `{"reason":"Invalid Token!","error":"invalid_grant"}`), flow.Refused},
		{jsonAnswer("401 Unauthorized", `{"reason":"Invalid client_id or client_secret","error":"invalid_client"}`), flow.Refused},
		{jsonAnswer("400 Bad Request", `{"error":"invalid_request"}`), flow.Refused},
		{jsonAnswer("400 Bad Request", `{"error":"unsupported_grant_type"}`), flow.Refused},
		{jsonAnswer("400 Bad Request", `{"error":"invalid_scope"}`), flow.Refused},
		{jsonAnswer("429 Too Many Requests", ``), flow.Refused},
		{"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 9\r\n\r\n", flow.Refused},
		{jsonAnswer("503 Service Unavailable", ``), flow.Uncertain},
		{jsonAnswer("500 Oops", `{"error":"server_error"}`), flow.Uncertain},
		{jsonAnswer("200 OK", `<html>`), flow.Uncertain},
		{jsonAnswer("302 Found", ``), flow.Uncertain},
	} {
		for _, step := range []flow.Step{flow.StepRefresh, flow.StepExchange, flow.StepRevoke} {
			b := newBench(t, answering(test.raw))
			job := map[flow.Step]flow.Job{flow.StepRefresh: b.refresh(), flow.StepExchange: b.exchange(), flow.StepRevoke: b.revoke()}[step]
			out := b.Do(t.Context(), job)
			wantVerdict(t, out, test.want)
			b.wantSame(t)
			now := b.store.now()
			if uncertain := test.want == flow.Uncertain; now.Uncertain() != uncertain || uncertain == (now.Note != nil) {
				t.Errorf("%s %.40q: pending %v, note %v", step, test.raw, now.Pending, now.Note)
			}
			if n := len(b.bodies()); n != 1 {
				t.Errorf("%s: %d requests", step, n)
			}
		}
	}
}

// A note tells the last refusal, with what the server echoed masked (S4), and
// goes with the next success.
func TestNote(t *testing.T) {
	b := newBench(t, inTurn(
		answering(jsonAnswer("400 Bad Request", `{"reason":"Invalid authorization code canaryCode_0123456789","error":"invalid_grant"}`)),
		answering(jsonAnswer("429 Too Many Requests", ``)),
		answering(newPair)))
	out := b.Do(t.Context(), b.exchange())
	note := b.store.now().Note
	if note == nil || note.What != "invalid_grant" || note.Step != flow.StepExchange || !note.At.Equal(noon) {
		t.Fatalf("note %+v", note)
	}
	if strings.Contains(note.Text+out.Answer.Err.Error(), "canary") || !strings.Contains(note.Text, codeSecret.Fingerprint()) {
		t.Errorf("note %q, error %v", note.Text, out.Answer.Err)
	}
	b.Do(t.Context(), b.exchange())
	if note := b.store.now().Note; note == nil || note.What != "429" {
		t.Errorf("note %+v", note)
	}
	wantVerdict(t, b.Do(t.Context(), b.exchange()), flow.Granted)
	if s := b.store.now(); s.Note != nil || s.Who != nil || s.Gen != 8 {
		t.Errorf("stored %+v", s)
	}
}

// What stands before the request: every failure there means that nothing was
// sent and nothing changed (R7, R13).
func TestRefusedBeforeSending(t *testing.T) {
	other := testApp("https://other.example")
	for _, test := range []struct {
		name string
		with func(b *bench, job *flow.Job)
		is   error
	}{
		{"no lock", func(b *bench, _ *flow.Job) { b.store.fail = failing("open", errDisk) }, errDisk},
		{"leftovers cannot be removed", func(b *bench, _ *flow.Job) { b.store.fail = failing("recover", errDisk) }, errDisk},
		{"intent cannot be recorded", func(b *bench, _ *flow.Job) { b.store.fail = failing("intend", errDisk) }, errDisk},
		{"no space for the answer", func(b *bench, _ *flow.Job) { b.store.fail = failing("reserve", errDisk) }, errDisk},
		{"another client id", func(_ *bench, job *flow.Job) { job.App.ClientID = other.ClientID + "x" }, flow.ErrOtherBinding},
		{"another server", func(_ *bench, job *flow.Job) { job.App.Endpoints = other.Endpoints }, flow.ErrOtherBinding},
		{"copied over a newer generation", func(_ *bench, job *flow.Job) { job.Gen, job.App.Endpoints = 3, other.Endpoints }, flow.ErrOtherBinding},
		{"not the current token", func(b *bench, job *flow.Job) {
			job.Request = flow.RefreshRequest(b.app, clientSecret, flow.NewSecret(flow.KindRefreshToken, "R0"))
		}, flow.ErrNotCurrent},
		{"a stale token, forced", func(b *bench, job *flow.Job) {
			job.Gen, job.Force = 3, true
			job.Request = flow.RefreshRequest(b.app, clientSecret, flow.NewSecret(flow.KindRefreshToken, "R0"))
		}, flow.ErrNotCurrent},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newBench(t, answering(newPair))
			job := b.refresh()
			test.with(b, &job)
			out := b.Do(t.Context(), job)
			b.wantUntouched(t, out, test.is)
			if s := b.store.now(); s.Pending != nil || s.Note != nil {
				t.Errorf("stored %+v", s)
			}
			if out.Answer.Verdict != "" || len(b.history.traces) != 0 {
				t.Errorf("verdict %q, history %v", out.Answer.Verdict, b.history.traces)
			}
			if n := b.store.count("open") - b.store.count("close"); n != 0 && test.name != "no lock" {
				t.Errorf("%d locks are left", n)
			}
		})
	}
}

// Without the token a step needs there is nothing to send.
func TestNothingToSpend(t *testing.T) {
	for _, test := range []struct {
		name  string
		state func(*flow.State)
		step  flow.Step
		is    error
	}{
		{"no refresh token", func(s *flow.State) { s.Token.RefreshToken = flow.Secret{} }, flow.StepRefresh, flow.ErrNoRefreshToken},
		{"no access token", func(s *flow.State) { s.Token.AccessToken = flow.Secret{} }, flow.StepRevoke, flow.ErrNoAccessToken},
		{"a newer state without tokens", func(s *flow.State) { *s = flow.State{Gen: 9, Revoked: &flow.Revoked{}} }, flow.StepRefresh, flow.ErrNoRefreshToken},
		{"damaged", func(s *flow.State) { *s = flow.State{Damage: "the token file is empty"} }, flow.StepRefresh, flow.ErrDamaged},
	} {
		b := newBench(t, answering(newPair))
		s := b.stored()
		test.state(&s)
		b.store.set(s)
		job := b.refresh()
		if test.step == flow.StepRevoke {
			job = b.revoke()
		}
		out := b.Do(t.Context(), job)
		if !errors.Is(out.Err, test.is) || out.Adopted || out.Trace.Delivery != flow.NotSent {
			t.Errorf("%s: error %v, adopted %t", test.name, out.Err, out.Adopted)
		}
		if n := len(b.bodies()); n != 0 {
			t.Errorf("%s: %d requests", test.name, n)
		}
	}
}

// A code is exchanged whatever the profile held before: damaged, bound elsewhere
// or newer (R14).
func TestExchangeNeedsNothingOfTheOldState(t *testing.T) {
	for _, s := range []flow.State{{}, {Damage: "broken"}, {Gen: 99, Token: flow.Token{RefreshToken: oldRefresh}, Binding: flow.Binding{OAuthURL: "https://other.example"}}} {
		b := newBench(t, answering(newPair))
		b.store.set(s)
		wantVerdict(t, b.Do(t.Context(), b.exchange()), flow.Granted)
		if now := b.store.now(); now.Gen != s.Gen+1 || now.Token.RefreshToken.Reveal() != "R2" || now.Binding != b.app.Binding() || now.Damage != "" {
			t.Errorf("stored %+v", now)
		}
	}
}

// A person who leaves before the request has left leaves nothing behind (N3).
func TestCancelledBeforeSending(t *testing.T) {
	b := newBench(t, answering(newPair))
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	b.wantUntouched(t, b.Do(gone, b.refresh()), context.Canceled)

	<-b.store.lock // another process holds it
	ctx, stop := context.WithTimeout(t.Context(), time.Millisecond)
	defer stop()
	b.wantUntouched(t, b.Do(ctx, b.refresh()), flow.ErrLocked)
}

// What did not leave is settled at once: no uncertainty, tokens as before (N3).
func TestUnsentClearsItsIntent(t *testing.T) {
	b := newBench(t, nil)
	job := b.refresh()
	job.Request.URL = "http://" + closedPort(t) + "/oauth/token"
	out := b.Do(t.Context(), job)
	wantVerdict(t, out, flow.Unsent)
	b.wantUntouched(t, out, nil)
	if s := b.store.now(); s.Pending != nil || s.Note != nil || out.State.Pending != nil {
		t.Errorf("stored %+v", s)
	}
	if len(b.history.traces) != 1 || b.history.traces[0].Summary != "unsent: connecting" {
		t.Errorf("history %v", b.history.traces)
	}

	// The intent cannot be taken back: the disk says uncertain, and so does State.
	b = newBench(t, nil)
	b.store.fail = failing("commit", errDisk)
	job = b.refresh()
	job.Request.URL = "http://" + closedPort(t) + "/oauth/token"
	out = b.Do(t.Context(), job)
	wantVerdict(t, out, flow.Unsent)
	if out.SaveErr != nil || out.Err == nil || !out.State.Uncertain() {
		t.Errorf("save error %v, error %v, state %+v", out.SaveErr, out.Err, out.State)
	}
}

// What a token file of schema 1 does not tell is filled at the next commit, whatever
// the answer was, while client ID and OAuth URL are the profile's (R13).
func TestUnknownBindingIsFilledR13(t *testing.T) {
	for name, answer := range map[string]string{
		"refused": jsonAnswer("400 Bad Request", `{"error":"invalid_grant"}`), "uncertain": jsonAnswer("500 Oops", ``),
	} {
		for own, client := range map[bool]string{true: "", false: "sha256:other"} {
			b := newBench(t, answering(answer))
			s := b.stored()
			s.Binding = flow.Binding{Client: cmp.Or(client, s.Binding.Client), OAuthURL: s.Binding.OAuthURL + "/"}
			before := s.Binding
			b.store.set(s)
			b.Do(t.Context(), b.exchange())
			now := b.store.now()
			if filled := now.Binding.APIURL == b.app.Endpoints.APIURL && now.Kind == flow.UserGrant && now.Disposition == flow.Kept; filled != own || !own && now.Binding != before {
				t.Errorf("%s, own %t: %+v, %s", name, own, now.Binding, now.Kind)
			}
		}
	}
}
