package session

import "zoauth/flow"

// Asking is how the next authorization is changed on purpose. The zero value changes
// nothing.
type Asking struct {
	Mistake *flow.Mistake // nil: none
	Changes []flow.Change // by hand, in the order in which they were made
}

// IsZero reports whether nothing is changed.
func (a Asking) IsZero() bool { return a.Mistake == nil && len(a.Changes) == 0 }

// Of returns r as it will be asked. verifier is the attempt's, zero before it begins.
func (a Asking) Of(r flow.Request, verifier flow.Secret) flow.Request {
	if a.Mistake != nil {
		r, _ = a.Mistake.Apply(r, flow.Material{Verifier: verifier})
	}
	for _, c := range a.Changes {
		r = r.Changed(c)
	}
	return r
}
