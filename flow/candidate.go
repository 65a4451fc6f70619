package flow

import "time"

// Candidate is a response that may hold a newer token pair than the current one and
// could not be taken for a grant (docs/reliability.md R11). It is kept beside the
// current pair until a person adopts or discards it.
type Candidate struct {
	At     time.Time // when the response was read, by this machine's clock
	Step   Step      // the request that it answers
	ID     string    // of the [Pending] record that it answers
	Digest string    // SHA-256 in hex of the credential that was spent
	Status int       // HTTP status; 0 when no status line was understood
	Why    string    // why it is no grant, in our words
	Token  Token     // what was read leniently; zero when no token was readable
	Raw    []byte    // the response as read, 32 KiB at most: of a longer one the end
}
