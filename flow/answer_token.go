package flow

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	maxToken = 16 << 10                  // longest token that is stored (R9)
	maxLife  = 20 * 365 * 24 * time.Hour // a longer expires_in is called senseless
)

// reading is what was read of an answer's tokens.
type reading struct {
	Token
	past      bool     // from a history or an export, whose tokens zoauth itself has masked
	sent      []Secret // what the request carried
	held      []Secret // the access token that the profile had, which is no refresh token
	ids       []string // who it said it is from
	spent     Secret   // the credential among them
	irregular irregularities
	cut       bool // the end of the answer is missing
	leftOut   bool // what may be a token came and cannot be stored as one
}

// readToken reads an answer's tokens leniently.
func readToken(t Trace, o object) reading {
	r := reading{past: t.Origin != OriginWire, sent: t.Request.Secrets(), held: t.held, ids: t.Request.identifiers(), spent: t.Request.Credential()}
	r.AccessToken = r.secret(KindAccessToken, "access_token", o)
	r.Token = Token{
		AccessToken:  r.AccessToken,
		RefreshToken: r.secret(KindRefreshToken, "refresh_token", o),
		TokenType:    o.text("token_type"),
		Scope:        o.text("scope"),
		APIURL:       o.text("api_url"),
		ObtainedAt:   t.Started.Add(t.Times.Total).Round(0),
		ServerDate:   t.Response.ServerDate(),
	}
	r.RefreshedAt = r.ObtainedAt
	if r.AccessToken.IsZero() {
		return r
	}
	for _, raw := range o.members["expires_in"] {
		if life, ok := lifetime(raw); ok {
			r.ExpiresIn, r.ExpiresAt = life, r.ObtainedAt.Add(life)
			return r
		}
	}
	r.irregular.add("expires_in is missing or invalid: the expiry is unknown")
	return r
}

// secret returns the first value of name that can be a new token. The refresh token
// that was sent comes back where there is no other: a server need not replace it.
func (r *reading) secret(kind SecretKind, name string, o object) Secret {
	var irregular irregularities
	echo := Secret{}
	for _, raw := range o.members[name] {
		value := strings.TrimSpace(text(raw))
		if value != text(raw) {
			irregular.add(name + " had spaces around it: trimmed")
		}
		switch s := NewSecret(kind, value); {
		case string(raw) == "null" || string(raw) == `""`:
		case r.past && ourMask().MatchString(value):
			return s
		case kind == KindRefreshToken && s.same(r.spent):
			echo = s
		case value != "" && (backwards(value, r.sent) || kind == KindRefreshToken && echoes(value, r.held)):
			r.leftOut = true
			irregular.add(name + " is a token that was there before: no new one")
		case value != "" && (isNoToken(value) || echoes(value, r.sent) || repeats(value, r.ids)):
			irregular.add(name + " is a mask or repeats what was sent: not a token")
		case kind == KindRefreshToken && value == r.AccessToken.Reveal() && value != "":
			irregular.add("refresh_token repeats the access token: not a refresh token")
		case !storable(raw, value):
			r.leftOut = true
			irregular.add(name + " is not printable ASCII text of at most 16 KiB: not stored")
		default:
			r.irregular.add(irregular...)
			return s
		}
	}
	if echo.IsZero() {
		r.irregular.add(irregular...)
	}
	return echo
}

// storable reports whether a token can be stored and sent exactly as it came
// (RFC 6749 appendix A.12, A.17).
func storable(raw json.RawMessage, value string) bool {
	noToken := func(c rune) bool { return c < ' ' || c > '~' }
	return value != "" && len(value) <= maxToken && utf8.Valid(raw) && !strings.ContainsFunc(value, noToken)
}

// rotated reports whether a new refresh token came.
func (r *reading) rotated() bool { return !r.RefreshToken.IsZero() && !r.RefreshToken.same(r.spent) }

// empty reports whether no new token came.
func (r *reading) empty() bool { return r.AccessToken.IsZero() && !r.rotated() }

// lifetime reads expires_in: a number or a string that holds one, in seconds.
func lifetime(raw json.RawMessage) (time.Duration, bool) {
	seconds, err := strconv.ParseFloat(strings.Trim(string(raw), `" `), 64)
	if err != nil || math.IsNaN(seconds) || seconds <= 0 || seconds > maxLife.Seconds() {
		return 0, false
	}
	return time.Duration(seconds * float64(time.Second)).Truncate(time.Second), true
}
