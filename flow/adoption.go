package flow

import (
	"context"
	"errors"
	"time"
)

// Adoption is what a trace says of tokens that became a profile's own although no
// request of that moment brought them, or that were given back.
type Adoption struct {
	How   OriginKind // [Adopted], [Recovered] or [GaveBack]
	Token Token      // zero in a trace of the history, which has the tokens as [Seal]s
}

// AdoptionID is the ID of the trace of the adoption that changed a state last: whoever
// has the state can tell which trace of the history it is.
func AdoptionID(s State) string {
	if s.Last == nil || s.Last.Step != StepAdopt {
		return ""
	}
	return "adopt-" + s.Last.At.UTC().Format(time.RFC3339Nano)
}

// adopt decides like [Runner.decide], and records what was adopted. Without the disk's
// word for it it is adopted all the same.
func (r *Runner) adopt(ctx context.Context, app App, decide func(State) (State, error)) (State, error) {
	after, err := r.decide(ctx, app, decide)
	if (err == nil || errors.Is(err, ErrNotConfirmed)) && after.Origin != nil && AdoptionID(after) != "" {
		r.append(adoptionTrace(app, after))
	}
	return after, err
}

// adoptionTrace is the trace of the adoption that made a state. Nothing was sent.
func adoptionTrace(app App, s State) Trace {
	prints := s.Token.Fingerprints()
	t := decisionTrace(app, s, Adoption{How: s.Origin.Kind, Token: s.Token})
	t.Summary = "adopted " + prints
	if s.Origin.Kind == Recovered {
		t.Origin, t.Summary = OriginWire, "recovered "+prints+" from a kept response"
	}
	return t
}

// givenBackTrace is the trace of the decision that deleted a pair which a server has.
func givenBackTrace(app App, s State, given Token) Trace {
	t := decisionTrace(app, s, Adoption{How: GaveBack, Token: given})
	t.Summary = given.Fingerprints()
	return t
}

// decisionTrace is the trace of what a person decided about tokens.
func decisionTrace(app App, s State, a Adoption) Trace {
	return Trace{
		Origin: OriginPasted, Profile: app.Name, ID: AdoptionID(s), Step: StepAdopt, Delivery: NotSent, Started: s.Last.At,
		Adoption: &a,
	}
}
