package flow_test

import (
	"errors"
	"slices"
	"testing"

	"zoauth/flow"
)

// What is adopted is a trace, by which its state can be told: given tokens and those of a
// kept response. A decision that changes nothing leaves none.
func TestAdoptionsAreTraces(t *testing.T) {
	given := flow.Token{AccessToken: flow.NewSecret(flow.KindAccessToken, "canary-access"), RefreshToken: flow.NewSecret(flow.KindRefreshToken, "canary-refresh")}
	candidate := func(b *bench) {
		s := b.stored()
		s.Candidates = []flow.Candidate{{Step: flow.StepRefresh, ID: "p", Digest: oldRefresh.Digest(), At: noon, Token: given, Binding: b.app.Binding()}}
		b.store.set(s)
	}
	prints := given.AccessToken.Fingerprint() + " " + given.RefreshToken.Fingerprint()
	for name, test := range map[string]struct {
		adopt   func(*bench) (flow.State, error)
		how     flow.OriginKind
		origin  flow.Origin
		summary string
		err     error
	}{
		"given": {
			func(b *bench) (flow.State, error) { return b.AdoptToken(t.Context(), b.app, given, true, flow.Kept) },
			flow.Adopted, flow.OriginPasted, "adopted " + prints, nil,
		},
		"a kept response": {
			func(b *bench) (flow.State, error) { candidate(b); return b.Adopt(t.Context(), b.app) },
			flow.Recovered, flow.OriginWire, "recovered " + prints + " from a kept response", nil,
		},
		"given, and there is a pair": {
			func(b *bench) (flow.State, error) { return b.AdoptToken(t.Context(), b.app, given, false, flow.Kept) },
			"", "", "", flow.ErrHasTokens,
		},
		"no kept response": {
			func(b *bench) (flow.State, error) { return b.Adopt(t.Context(), b.app) },
			"", "", "", flow.ErrNoCandidate,
		},
		"a dropped response": {
			func(b *bench) (flow.State, error) { candidate(b); return b.Discard(t.Context(), b.app) },
			"", "", "", nil,
		},
	} {
		b := newBench(t, nil)
		s, err := test.adopt(b)
		if !errors.Is(err, test.err) {
			t.Errorf("%s: %v", name, err)
		}
		if test.how == "" {
			if len(b.history.traces) > 0 {
				t.Errorf("%s: it left %+v", name, b.history.traces)
			}
			continue
		}
		if len(b.history.traces) != 1 {
			t.Fatalf("%s: %d traces", name, len(b.history.traces))
		}
		trace := b.history.traces[0]
		if trace.Kind() != flow.TraceAdoption || trace.Adoption.How != test.how || trace.Origin != test.origin || trace.Summary != test.summary ||
			trace.ID != flow.AdoptionID(s) || trace.Delivery != flow.NotSent || len(trace.Sent) > 0 || trace.By != "zoauth test" || !trace.Started.Equal(noon) {
			t.Errorf("%s: %+v", name, trace)
		}
		if !slices.Equal([]flow.Secret{trace.Adoption.Token.AccessToken, trace.Adoption.Token.RefreshToken}, []flow.Secret{given.AccessToken, given.RefreshToken}) {
			t.Errorf("%s: the tokens are %+v", name, trace.Adoption.Token)
		}
	}
}
