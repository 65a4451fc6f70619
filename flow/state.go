package flow

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Token is one answer of the token endpoint. Times are wall time.
type Token struct {
	AccessToken  Secret
	RefreshToken Secret // zero for grants that give none
	TokenType    string
	Scope        string
	APIURL       string        // the API base the server named; empty when it named none
	ObtainedAt   time.Time     // when the answer was read, by this machine's clock
	ExpiresIn    time.Duration // as the server said it; 0 when not stated or senseless
	ExpiresAt    time.Time     // ObtainedAt + ExpiresIn; zero when not known
	ServerDate   time.Time     // the answer's Date header; zero when absent
	RefreshedAt  time.Time     // when RefreshToken was issued to us; differs from ObtainedAt when a server does not rotate
}

// HasToken reports whether there is an access or refresh token.
func (t Token) HasToken() bool { return !t.AccessToken.IsZero() || !t.RefreshToken.IsZero() }

// Fingerprints names the tokens that there are.
func (t Token) Fingerprints() string {
	return strings.TrimSpace(t.AccessToken.Fingerprint() + " " + t.RefreshToken.Fingerprint())
}

// Expired reports whether the access token's end is known and has passed at now.
func (t Token) Expired(now time.Time) bool {
	return !t.ExpiresAt.IsZero() && !now.Before(t.ExpiresAt)
}

// State is what the store knows of one profile and its current user. The zero value
// is a profile without tokens.
type State struct {
	User        string // the Zoom user ID of the current session; empty: not known
	Kind        GrantKind
	Gen         int   // grows by one with every change of the token
	Token       Token // zero: none
	Origin      *Provenance
	Disposition Disposition
	Revoked     *Revoked
	Pending     *Pending    // a request was about to be sent and its outcome is not settled
	InFlight    bool        // Pending is of a request under way: its process lives and holds the lock
	Spoiled     string      // a rescue file of Pending that does not follow this state: it may hold the newest tokens
	Candidates  []Candidate // the oldest first; while there is one, no refresh token is sent
	Note        *Note       // why the last step failed, when it did
	Who         *Who        // whose token it is, when the probe told
	WhoWas      *Who        // whose token the one before the last grant was; nil once the probe told anew
	Last        *Last       // who changed the token last
	Binding     Binding
	Damage      string // not empty: the file cannot be used, and why; nothing else but Newer is set then
	Newer       bool   // a newer zoauth wrote the file: it is not ours to replace, so nothing can be saved
	Unsaved     bool   // held in memory only: the newest token could not be written
}

// GrantKind says whose a grant is; empty: not known.
type GrantKind string

// The kinds of grant.
const (
	UserGrant GrantKind = "user" // a person authorized the app
	AppGrant  GrantKind = "app"  // the app got it for itself
)

// Disposition says what is to become of a pair that is in the file.
type Disposition string

// The dispositions.
const (
	Kept      Disposition = "kept"      // zoauth keeps and refreshes it
	Undecided Disposition = "undecided" // it came from elsewhere, and nobody has decided
	GiveBack  Disposition = "give_back" // it belongs to a server that has to get it back
)

// Provenance tells where the current pair came from.
type Provenance struct {
	Kind OriginKind
	At   time.Time
	By   string // program and verb, as in "zoauth token"
}

// OriginKind is how a pair came.
type OriginKind string

// The origins.
const (
	Obtained  OriginKind = "obtained"  // a request of ours brought it
	Adopted   OriginKind = "adopted"   // a person gave it to zoauth
	Recovered OriginKind = "recovered" // it was read from a [Candidate]
	// GaveBack is in a trace alone, of a pair that is no more: a server has it, and
	// zoauth's copy was deleted.
	GaveBack OriginKind = "given_back"
)

// HasToken reports whether there is an access or refresh token.
func (s State) HasToken() bool { return s.Token.HasToken() }

// Bound returns nil where the tokens were issued for app as it is now, or there are
// none; else a [*BindingError].
func (s State) Bound(app App) error {
	if differs := s.Binding.differs(app); s.HasToken() && len(differs) > 0 {
		return &BindingError{app.Name, differs}
	}
	return nil
}

// Uncertain reports whether a request was sent whose outcome is not known, or a
// person has to decide about what came. A request under way is not uncertain.
func (s State) Uncertain() bool {
	return s.Pending != nil && !s.InFlight || len(s.Candidates) > 0
}

// IsOver reports whether s has no tokens and cannot have any: no outcome is unknown, and
// the file was read.
func (s State) IsOver() bool { return !s.HasToken() && !s.Uncertain() && s.Damage == "" }

// Intending returns s while the request of p is under way. A spoiled rescue file becomes
// a candidate: no answer to another request tells what it holds, and the refresh token on
// disk may be used up (R9).
func (s State) Intending(p Pending) State {
	known := func(c Candidate) bool { return c.ID == s.Pending.ID }
	if earlier := s.Pending; earlier != nil && s.Spoiled != "" && !slices.ContainsFunc(s.Candidates, known) {
		s.Candidates = append(slices.Clone(s.Candidates), Candidate{
			At: earlier.At, Step: earlier.Step, ID: earlier.ID, Digest: earlier.Digest, Binding: s.Binding,
			Why: "its rescue file, " + s.Spoiled + ", cannot be used",
		})
	}
	s.Pending, s.Spoiled = &p, ""
	return s
}

// Candidate returns the newest candidate, or nil.
func (s State) Candidate() *Candidate {
	if len(s.Candidates) == 0 {
		return nil
	}
	return &s.Candidates[len(s.Candidates)-1]
}

// Pending records the intent to send a token-changing request. It is durable
// before the request leaves and is removed by the commit that settles it.
type Pending struct {
	Step   Step
	ID     string // random; the settling commit names it
	Digest string // SHA-256 in hex of the credential that is spent: refresh token, code or access token
	At     time.Time
	Host   string
	PID    int
	By     string // program and verb, as in "zoauth token"
}

// Note is the last refusal, kept until the next success.
type Note struct {
	At   time.Time
	Step Step
	What string // the error code, as in "invalid_grant"
	Text string // the server's reason, redacted
}

// Last tells who changed the token last.
type Last struct {
	At   time.Time
	Step Step
	By   string // as in "zoauth token"
	Host string
	PID  int
}

// Who is the answer of the probe: whose token it is.
type Who struct {
	At          time.Time
	Email       string
	Name        string
	UserID      string
	AccountID   string
	AccountName string // empty when the answer did not tell
}

// Other reports whether w and before are of different users or accounts; false where
// one of them is not known.
func (w *Who) Other(before *Who) bool {
	return w != nil && before != nil && (w.UserID != before.UserID || w.AccountID != before.AccountID)
}

// Revoked keeps the fingerprints of a revoked pair; the tokens are gone from disk.
type Revoked struct {
	At           time.Time
	AccessToken  string // fingerprint
	RefreshToken string // fingerprint; empty when there was none
}

// Store keeps the [State] of every profile on disk. Package profiles implements it.
type Store interface {
	// Read returns the newest complete state without taking a lock. A profile
	// without a file has the zero State and no error.
	Read(profile string) (State, error)
	// Open locks the profile, waiting until ctx ends. The Txn holds the state
	// as it stands on disk under the lock.
	Open(ctx context.Context, profile string) (Txn, error)
}

// Txn is one profile under its lock. Only the holder may use it; Close unlocks
// and must be called once. Every error before Commit means: do not send.
type Txn interface {
	// State returns what is on disk.
	State() State
	// Recover adopts the whole temporary file of a killed run that settles State,
	// removes those that tell nothing and sets the others aside. Call it only after
	// State showed no other process at work.
	Recover() error
	// Intend makes the pending record durable; State reflects it afterwards.
	Intend(p Pending) error
	// Reserve acquires everything that Commit will need: space, descriptors.
	Reserve() error
	// Commit replaces the state atomically and durably. It refuses with
	// [ErrConflict] when the file changed meanwhile.
	Commit(s State) error
	Close() error
}

// History keeps past traces of one profile, redacted.
type History interface {
	// Append adds one trace. An error never changes a step's outcome.
	Append(t Trace) error
	// Tail returns the newest n traces, oldest first. Damaged lines are left out.
	Tail(profile string, n int) ([]Trace, error)
}
