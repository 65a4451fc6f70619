package flow

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
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

// Expired reports whether the access token's end is known and has passed at now.
func (t Token) Expired(now time.Time) bool {
	return !t.ExpiresAt.IsZero() && !now.Before(t.ExpiresAt)
}

// State is what the store knows of one profile. The zero value is a profile
// without tokens.
type State struct {
	Gen     int   // grows by one with every change of the token
	Token   Token // zero: none
	Revoked *Revoked
	Pending *Pending // a request was about to be sent and its outcome is not settled
	Note    *Note    // why the last step failed, when it did
	Who     *Who     // whose token it is, when the probe told
	WhoWas  *Who     // whose token the one before the last grant was; nil once the probe told anew
	Last    *Last    // who changed the token last
	Binding Binding
	Damage  string // not empty: the file cannot be used, and why; nothing else is set then
	Unsaved bool   // held in memory only: the newest token could not be written
}

// HasToken reports whether there is an access or refresh token.
func (s State) HasToken() bool {
	return !s.Token.AccessToken.IsZero() || !s.Token.RefreshToken.IsZero()
}

// Bound returns nil where app's client and server are those of the tokens, or there
// are none; else an error that wraps [ErrOtherBinding].
func (s State) Bound(app App) error {
	if !s.HasToken() || s.Binding == app.Binding() {
		return nil
	}
	return fmt.Errorf("the token file is of %s: %w", s.Binding.OAuthURL, ErrOtherBinding)
}

// Uncertain reports whether a request was sent whose outcome is not known.
func (s State) Uncertain() bool { return s.Pending != nil }

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
	Raw    []byte // the start of a 2xx answer that could not be understood, 32 KiB at most
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

// Binding names the client and server that tokens belong to.
type Binding struct {
	OAuthURL string
	Client   string // "sha256:" and the hex digest of the client ID
}

func clientDigest(id string) string {
	sum := sha256.Sum256([]byte(id))
	return "sha256:" + hex.EncodeToString(sum[:])
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
	// Recover adopts a whole temporary file that a killed run left and removes
	// the others. Call it only after State showed no other process at work.
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
