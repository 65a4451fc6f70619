package session

import (
	"time"

	"zoauth/flow"
)

// Health is the state of a profile's access token, as Home sorts and shows it.
type Health int

// The healths, the most urgent first.
const (
	HealthUnsaved Health = iota
	HealthUncertain
	HealthSoon
	HealthExpired
	HealthValid
	HealthUnclocked // a token whose end is not known
	HealthNoToken
	HealthRevoked
	HealthDamaged
)

// soonBefore is how long before its end an access token counts as ending soon.
const soonBefore = 5 * time.Minute

// Health returns the profile's health at now.
func (s *Session) Health(now time.Time) Health {
	st := s.state
	switch {
	case st.Unsaved:
		return HealthUnsaved
	case st.Damage != "":
		return HealthDamaged
	case s.uncertain():
		return HealthUncertain
	case st.Revoked != nil && !st.HasToken():
		return HealthRevoked
	case !st.HasToken():
		return HealthNoToken
	case st.Token.ExpiresAt.IsZero():
		return HealthUnclocked
	case s.left(now) <= 0:
		return HealthExpired
	case s.left(now) < soonBefore:
		return HealthSoon
	default:
		return HealthValid
	}
}

// uncertain reports whether a request was sent whose outcome is not known. An own
// request in flight is being sent, and a poll is settled by the next one.
func (s *Session) uncertain() bool {
	if !s.state.Uncertain() || s.flight != nil {
		return false
	}
	return s.consent.device() == nil || s.state.Pending == nil || s.state.Pending.Step != flow.StepPoll
}

// left is how long the access token is still valid, by the clock or by the running
// time, whichever ends earlier (C1); negative when past.
func (s *Session) left(now time.Time) time.Duration {
	return s.state.Token.ExpiresAt.Sub(now) + min(0, s.drift)
}

// Pair is what the profile holds now: a pair, a code, or what became of them.
type Pair struct {
	Health   Health
	Access   string // fingerprints; those of a revoked pair too
	Refresh  string
	Code     string        // of a code that was not exchanged; empty: there is none
	Fate     Fate          // what became of the refresh token
	FateAt   time.Time     //
	Ends     time.Time     // of the access token, or of the code; zero: not known
	Left     time.Duration // until Ends; nothing where Clock is false
	Clock    bool          // Left counts down
	AtMost   bool          // the code was pasted: it began at an unknown moment before
	Fraction float64       // how much of the life is left, 0 to 1
	Issued   time.Time     // when the refresh token was issued to zoauth; zero: not known
}

// Pair returns what the profile holds at now, for the title of the timeline.
func (s *Session) Pair(now time.Time) Pair {
	t := s.state.Token
	p := Pair{Health: s.Health(now), Access: t.AccessToken.Fingerprint(), Refresh: t.RefreshToken.Fingerprint(), Issued: t.RefreshedAt}
	if c := s.consent.Code(); c != nil {
		return p.withCode(c, now)
	}
	if r := s.state.Revoked; r != nil && !s.state.HasToken() {
		p.Access, p.Refresh, p.Fate, p.FateAt = r.AccessToken, r.RefreshToken, Revoked, r.At
		return p
	}
	if at, refused := refreshRefused(s.state); refused {
		p.Fate, p.FateAt = Refused, at
	}
	if t.ExpiresAt.IsZero() || t.AccessToken.IsZero() {
		return p
	}
	p.Ends, p.Left = t.ExpiresAt, s.left(now)
	p.Clock = p.Left > 0 && p.Health != HealthUncertain && p.Health != HealthUnsaved
	if life := t.ExpiresAt.Sub(t.ObtainedAt); life > 0 {
		p.Fraction = fraction(p.Left, life)
	}
	return p
}

// refreshRefused reports whether the refresh token was refused as one that works no
// more, and when.
func refreshRefused(s flow.State) (at time.Time, refused bool) {
	if note := s.Note; note != nil && note.Step == flow.StepRefresh && note.What == "invalid_grant" {
		return note.At, true
	}
	return time.Time{}, false
}

// withCode is p with the code that waits to be exchanged.
func (p Pair) withCode(c *flow.Callback, now time.Time) Pair {
	p.Code, p.Ends, p.AtMost = c.Code.Fingerprint(), c.CodeEnds(), c.Pasted
	p.Left = p.Ends.Sub(now)
	p.Clock, p.Fraction = p.Left > 0, fraction(p.Left, flow.CodeLife)
	return p
}

func fraction(left, life time.Duration) float64 { return min(1, max(0, float64(left)/float64(life))) }

// Wait returns how long the server of the newest request still asks to wait, since it
// limits the rate (N5). Nothing is sent by itself when that is over.
func (s *Session) Wait(now time.Time) time.Duration {
	last, _ := s.line.Result(s.line.Len() - 1)
	if last.Outcome == nil || last.Outcome.Answer.Err == nil {
		return 0
	}
	asked := last.Outcome.Answer.Err.RetryAfter
	return min(asked, max(0, last.At.Add(last.Took+asked).Sub(now)))
}
