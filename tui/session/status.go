package session

import "time"

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
	case st.Token.Expired(now):
		return Expired
	case s.Left(now) < SoonBefore:
		return Soon
	default:
		return Valid
	}
}

// Left returns how long the access token is still valid; negative when past.
func (s *Session) Left(now time.Time) time.Duration { return s.State.Token.ExpiresAt.Sub(now) }
