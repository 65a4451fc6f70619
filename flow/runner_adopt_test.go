package flow_test

import (
	"errors"
	"strings"
	"testing"

	"zoauth/flow"
)

// doubtful is no plain grant, and has a newer pair all the same.
const doubtful = `{"something":{"refresh_token":"R2","access_token":"A2"}}`

// kept brings a bench to a state with one candidate of raw.
func kept(t *testing.T, raw string, then ...script) *bench {
	t.Helper()
	b := newBench(t, inTurn(append([]script{answering(okJSON(raw))}, then...)...))
	wantVerdict(t, b.Do(t.Context(), b.refresh()), flow.Uncertain)
	if s := b.store.now(); len(s.Candidates) != 1 || !s.Uncertain() {
		t.Fatalf("state %+v", s)
	}
	return b
}

// While a response is kept that may hold newer tokens, the token on disk is not sent
// again: not by force, and not with a newer generation in mind (R11).
func TestCandidateStopsRefreshR11(t *testing.T) {
	b := kept(t, doubtful, answering(newPair))
	c := b.store.now().Candidate()
	if p := b.store.now().Pending; p == nil || c.ID != p.ID || c.Digest != oldRefresh.Digest() || c.Binding != b.app.Binding() || !strings.HasSuffix(string(c.Raw), doubtful) {
		t.Errorf("candidate %+v of pending %v", c, p)
	}
	for _, change := range []func(*flow.Job){func(*flow.Job) {}, func(j *flow.Job) { j.Force = true }, func(j *flow.Job) { j.Gen = 3 }, func(j *flow.Job) { j.Foreign = true }} {
		job := b.refresh()
		change(&job)
		b.Do(t.Context(), job)
		if out := b.Do(t.Context(), job); !errors.Is(out.Err, flow.ErrCandidate) || out.Adopted || len(b.bodies()) != 1 {
			t.Errorf("error %v, %d requests", out.Err, len(b.bodies()))
		}
	}
	b.wantSame(t)
}

// No refusal and no other uncertain answer takes a candidate away; a grant does (R11).
func TestOnlyAGrantSupersedesACandidateR11(t *testing.T) {
	for name, test := range map[string]struct {
		then string
		left int
	}{
		"refused":   {jsonAnswer("400 Bad Request", `{"error":"invalid_grant"}`), 1},
		"limited":   {jsonAnswer("429 Too Many Requests", ``), 1},
		"uncertain": {jsonAnswer("500 Oops", ``), 1},
		"another":   {okJSON(`{"something":{"refresh_token":"R3"}}`), 2},
		"granted":   {newPair, 0},
	} {
		b := kept(t, doubtful, answering(test.then))
		b.Do(t.Context(), b.exchange())
		s := b.store.now()
		if len(s.Candidates) != test.left || test.left > 0 && !strings.HasSuffix(string(s.Candidates[0].Raw), doubtful) {
			t.Errorf("%s: %v are left", name, s.Candidates)
		}
	}
	b := kept(t, doubtful, answering(okJSON(`{"status":"success"}`)))
	wantVerdict(t, b.Do(t.Context(), b.revoke()), flow.Done)
	if s := b.store.now(); len(s.Candidates) != 1 || s.HasToken() || !s.Uncertain() {
		t.Errorf("after a revoke: %+v", s)
	}
}

// Discard keeps the pair that was there and what is not known about it.
func TestDiscardR11(t *testing.T) {
	b := kept(t, doubtful, answering(newPair))
	s, err := b.Discard(t.Context(), b.app)
	if err != nil || len(s.Candidates) != 0 || s.Pending == nil {
		t.Fatalf("state %+v: %v", s, err)
	}
	b.wantSame(t)
	if n, _ := b.peer.seen(); n != 1 {
		t.Errorf("%d requests", n)
	}
	if _, err := b.Discard(t.Context(), b.app); !errors.Is(err, flow.ErrNoCandidate) {
		t.Errorf("once more: %v", err)
	}
	wantVerdict(t, b.Do(t.Context(), b.refresh()), flow.Granted)
}

// Adopt makes what can be read in the newest candidate the current pair, and sends
// nothing.
func TestAdoptR11(t *testing.T) {
	b := newBench(t, nil)
	s := b.stored()
	pair := flow.Token{AccessToken: flow.NewSecret(flow.KindAccessToken, "A2"), RefreshToken: flow.NewSecret(flow.KindRefreshToken, "R2")}
	s.Pending = &flow.Pending{Step: flow.StepRefresh, ID: "p", Digest: oldRefresh.Digest(), At: noon.Add(-freshIntent), Host: ourHost}
	s.Candidates = []flow.Candidate{
		{Step: flow.StepRefresh, ID: "older", Raw: []byte("?")},
		{Step: flow.StepRefresh, ID: "p", Digest: oldRefresh.Digest(), At: noon, Token: pair, Binding: b.app.Binding()},
	}
	s.Note = &flow.Note{What: "invalid_grant"}
	b.store.set(s)
	after, err := b.Adopt(t.Context(), b.app)
	if err != nil || len(b.bodies()) != 0 {
		t.Fatalf("adopting: %v, %d requests", err, len(b.bodies()))
	}
	want := flow.Provenance{Kind: flow.Recovered, At: noon, By: "zoauth test"}
	if after.Gen != 8 || after.Token != pair || after.Pending != nil || after.Note != nil || len(after.Candidates) != 0 || *after.Origin != want || after.Who == nil || after.Last.Step != flow.StepAdopt {
		t.Errorf("state %+v", after)
	}
	if now := b.store.now(); now.Token != pair {
		t.Errorf("stored %+v", now.Token)
	}
	if _, err := b.Adopt(t.Context(), b.app); !errors.Is(err, flow.ErrNoCandidate) {
		t.Errorf("once more: %v", err)
	}
}

// What cannot be adopted stays, and so does everything else.
func TestAdoptThatChangesNothingR11(t *testing.T) {
	readable := flow.Token{AccessToken: flow.NewSecret(flow.KindAccessToken, "A2")}
	for name, test := range map[string]struct {
		change func(b *bench, s *flow.State)
		is     error
	}{
		"what was sent": {func(_ *bench, s *flow.State) { s.Candidates[0].Token = s.Token }, flow.ErrUnreadable},
		"an old token again": {func(_ *bench, s *flow.State) {
			s.Candidates[0].Token = flow.Token{RefreshToken: flow.NewSecret(flow.KindRefreshToken, "R0")}
			s.Candidates[0].Digest = s.Candidates[0].Token.RefreshToken.Digest()
		}, flow.ErrUnreadable},
		"no token in it":        {func(_ *bench, s *flow.State) { s.Candidates[0].Token = flow.Token{} }, flow.ErrUnreadable},
		"given to another app":  {func(_ *bench, s *flow.State) { s.Candidates[0].Binding.Client = "sha256:other" }, flow.ErrOtherBinding},
		"none":                  {func(_ *bench, s *flow.State) { s.Candidates = nil }, flow.ErrNoCandidate},
		"damaged":               {func(_ *bench, s *flow.State) { *s = flow.State{Damage: "empty"} }, flow.ErrDamaged},
		"the disk is full":      {func(b *bench, _ *flow.State) { b.store.fail = failing("reserve", errDisk) }, errDisk},
		"the disk fails":        {func(b *bench, _ *flow.State) { b.store.fail = failing("commit", errDisk) }, errDisk},
		"leftovers stay":        {func(b *bench, _ *flow.State) { b.store.fail = failing("recover", errDisk) }, errDisk},
		"locked":                {func(b *bench, _ *flow.State) { b.store.fail = failing("open", flow.ErrLocked) }, flow.ErrLocked},
		"another is just at it": {func(_ *bench, s *flow.State) { s.Pending = &flow.Pending{Host: "host-b", At: noon} }, flow.ErrForeignIntent},
	} {
		b := newBench(t, nil)
		s := b.stored()
		s.Candidates = []flow.Candidate{{Step: flow.StepRefresh, Token: readable, Raw: []byte("?"), Binding: b.app.Binding()}}
		test.change(b, &s)
		b.store.set(s)
		if _, err := b.Adopt(t.Context(), b.app); !errors.Is(err, test.is) {
			t.Errorf("%s: %v", name, err)
		}
		if now := b.store.now(); len(now.Candidates) != len(s.Candidates) || now.Token != s.Token || now.Gen != s.Gen {
			t.Errorf("%s: stored %+v", name, now)
		}
	}
}

// An access token alone, adopted, goes with the refresh token that was sent for it:
// the server may keep it in force (RFC 6749 §6).
func TestAdoptKeepsTheRefreshTokenR11(t *testing.T) {
	for step, keeps := range map[flow.Step]bool{flow.StepRefresh: true, flow.StepExchange: false} {
		b := newBench(t, nil)
		s := b.stored()
		s.Candidates = []flow.Candidate{{Step: step, Digest: oldRefresh.Digest(), Token: flow.Token{AccessToken: flow.NewSecret(flow.KindAccessToken, "A2")}}}
		b.store.set(s)
		after, err := b.Adopt(t.Context(), b.app)
		if err != nil || after.Token.AccessToken.Reveal() != "A2" || (after.Token.RefreshToken == oldRefresh) != keeps || (after.Who == nil) != !keeps {
			t.Errorf("%s: %+v, %v", step, after, err)
		}
	}
}

// Tokens that a person gives are saved without a request, with where they come from and
// what they are bound to. A pair that is there is replaced when that was asked for only,
// and what was open is settled (R11, R13).
func TestAdoptTokenR13(t *testing.T) {
	b := kept(t, doubtful)
	given := flow.Token{RefreshToken: flow.NewSecret(flow.KindRefreshToken, "given-refresh-token")}
	before := b.store.now()
	if _, err := b.AdoptToken(t.Context(), b.app, given, false, flow.Kept); !errors.Is(err, flow.ErrHasTokens) || b.store.now().Gen != before.Gen {
		t.Fatalf("a pair was replaced without being asked: %v", err)
	}
	s, err := b.AdoptToken(t.Context(), b.app, given, true, flow.Kept)
	if err != nil {
		t.Fatal(err)
	}
	saved := b.store.now()
	if saved.Token.RefreshToken != given.RefreshToken || saved.Gen != before.Gen+1 || s.Gen != saved.Gen {
		t.Errorf("saved %+v", saved)
	}
	if saved.Origin == nil || saved.Origin.Kind != flow.Adopted || saved.Binding != b.app.Binding() || saved.Disposition != flow.Kept {
		t.Errorf("origin %+v, binding %+v", saved.Origin, saved.Binding)
	}
	if saved.Uncertain() || len(saved.Candidates) != 0 || len(b.bodies()) != 1 {
		t.Errorf("something is open, or was sent: %+v", saved)
	}
}

// A disk that fails, another process at work, a file that cannot be read: the pair that
// was there stays (R9).
func TestAdoptTokenThatChangesNothingR9(t *testing.T) {
	given := flow.Token{RefreshToken: flow.NewSecret(flow.KindRefreshToken, "given-refresh-token")}
	for name, test := range map[string]struct {
		change func(b *bench, s *flow.State)
		is     error
	}{
		"damaged":               {func(_ *bench, s *flow.State) { *s = flow.State{Damage: "empty"} }, flow.ErrDamaged},
		"the disk is full":      {func(b *bench, _ *flow.State) { b.store.fail = failing("reserve", errDisk) }, errDisk},
		"the disk fails":        {func(b *bench, _ *flow.State) { b.store.fail = failing("commit", errDisk) }, errDisk},
		"locked":                {func(b *bench, _ *flow.State) { b.store.fail = failing("open", flow.ErrLocked) }, flow.ErrLocked},
		"another is just at it": {func(_ *bench, s *flow.State) { s.Pending = &flow.Pending{Host: "host-b", At: noon} }, flow.ErrForeignIntent},
	} {
		b := newBench(t, nil)
		s := b.stored()
		test.change(b, &s)
		b.store.set(s)
		if _, err := b.AdoptToken(t.Context(), b.app, given, true, flow.Kept); !errors.Is(err, test.is) {
			t.Errorf("%s: %v", name, err)
		}
		if now := b.store.now(); now.Token != s.Token || now.Gen != s.Gen {
			t.Errorf("%s: stored %+v", name, now)
		}
	}
}
