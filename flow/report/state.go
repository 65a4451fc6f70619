package report

import (
	"time"

	"zoauth/flow"
	"zoauth/internal/safe"
)

// State is what is saved of a profile, as one word.
type State string

// The states.
const (
	Valid     State = "valid"
	Expired   State = "expired"
	None      State = "none" // no token yet
	Uncertain State = "uncertain"
	Unsaved   State = "unsaved" // held in memory only
	Revoked   State = "revoked"
	Mismatch  State = "mismatch" // the tokens were issued for other settings
	Damaged   State = "damaged"
	Invalid   State = "invalid" // the profile itself cannot be used
)

// StateOf returns the state of a profile that can be used. A request that is under
// way leaves the state as it was before.
func StateOf(app flow.App, s flow.State, now time.Time) State {
	switch {
	case s.Damage != "":
		return Damaged
	case s.Uncertain():
		return Uncertain
	case s.Unsaved:
		return Unsaved
	case s.Revoked != nil && !s.HasToken():
		return Revoked
	case !s.HasToken():
		return None
	case s.Bound(app) != nil:
		return Mismatch
	case s.Token.Expired(now):
		return Expired
	default:
		return Valid
	}
}

// Detail says what the word of a state leaves out; empty where it says it all.
func (r Reader) Detail(app flow.App, s flow.State) safe.Text {
	bound := s.Bound(app)
	switch state := StateOf(app, s, r.Now); {
	case state == Damaged:
		return r.Clean.Line(s.Damage)
	case state == Uncertain && len(s.Candidates) > 0:
		return safe.Const("a kept response may contain newer tokens, and waits for your decision")
	case state == Uncertain && s.Spoiled != "":
		return safe.Format("%s may hold newer tokens and cannot be used", r.Clean.Line(s.Spoiled))
	case state == Uncertain:
		return safe.Format("no usable response to %s was read", StepNoun(s.Pending.Step, app))
	case s.InFlight && s.Pending != nil:
		return safe.Format("%s is under way", StepNoun(s.Pending.Step, app))
	case state == Mismatch:
		return r.Clean.Error(bound)
	case state == Valid && s.Token.ExpiresAt.IsZero():
		return safe.Const("its end is not known")
	default:
		return safe.Text{}
	}
}

// StateLine is a state as a table shows it: its word, when the token's end was or will
// be, and whether a request is under way.
func (r Reader) StateLine(app flow.App, s flow.State) safe.Text {
	if s.InFlight {
		return safe.Format("%s, in flight", r.settled(app, s))
	}
	return r.settled(app, s)
}

func (r Reader) settled(app flow.App, s flow.State) safe.Text {
	word, end := StateOf(app, s, r.Now), s.Token.ExpiresAt
	switch {
	case word == Valid && end.IsZero():
		return safe.Const("valid, end unknown")
	case word == Valid:
		return safe.Format("valid %s", r.Clean.Line(flow.Span(end.Sub(r.Now))))
	case word == Expired:
		return safe.Format("expired %s ago", r.Clean.Line(flow.Span(r.Now.Sub(end))))
	case word == Damaged:
		return safe.Format("damaged: %s", r.Clean.Line(s.Damage))
	default:
		return r.Clean.Line(string(word))
	}
}
