package session

import (
	"time"

	"zoauth/flow"
)

// Health is the state of a profile's access token, as glyph, word and colour
// tell it (SCREENS.md §1).
type Health int

// The healths, the most urgent first.
const (
	Unsaved Health = iota
	Uncertain
	Soon
	Expired
	Valid
	Unclocked // a token whose end is not known
	NoToken
	Revoked
	Damaged
)

// SoonBefore is how long before its end an access token counts as ending soon.
const SoonBefore = 5 * time.Minute

// Health returns the profile's health at now.
func (s *Session) Health(now time.Time) Health {
	st := s.State
	switch {
	case st.Unsaved:
		return Unsaved
	case st.Damage != "":
		return Damaged
	case st.Uncertain() && !s.polls():
		return Uncertain
	case st.Revoked != nil && !st.HasToken():
		return Revoked
	case !st.HasToken():
		return NoToken
	case st.Token.ExpiresAt.IsZero():
		return Unclocked
	case s.Expired(now):
		return Expired
	case s.Left(now) < SoonBefore:
		return Soon
	default:
		return Valid
	}
}

// Left returns how long the access token is still valid, by the clock or by the
// running time, whichever ends earlier (PROMISES.md C1); negative when past.
func (s *Session) Left(now time.Time) time.Duration {
	return s.State.Token.ExpiresAt.Sub(now) + min(0, s.Drift)
}

// Expired reports whether the access token's end is known and has passed.
func (s *Session) Expired(now time.Time) bool {
	return !s.State.Token.ExpiresAt.IsZero() && s.Left(now) <= 0
}

// Take takes over a state that was read or saved just now.
func (s *Session) Take(state flow.State) { s.State, s.Drift = state, 0 }
