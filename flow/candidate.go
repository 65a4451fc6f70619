package flow

import (
	"bytes"
	"time"
)

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

	Binding Binding // what the request was sent for
}

const maxRaw = 32 << 10 // how much of a response a [Candidate] keeps, in bytes

// candidate keeps raw, what came in answer to t's request; nil where nothing came.
func candidate(t Trace, raw []byte, why string) *Candidate {
	if len(raw) == 0 {
		return nil
	}
	c := &Candidate{
		At:     t.Started.Add(t.Times.Total).Round(0),
		Step:   t.Step,
		Digest: t.Request.Credential().Digest(),
		Why:    why,
		Raw:    bytes.Clone(raw[max(0, len(raw)-maxRaw):]),
	}
	if t.Response != nil {
		c.Status = t.Response.Status
	}
	return c
}

// kept is how many bytes of the response are in hand.
func (c *Candidate) kept() int {
	if c == nil {
		return 0
	}
	return len(c.Raw)
}

// Pair returns the tokens that can be read in c, or the zero Token. A candidate of a
// token file of schema 1 has only its bytes, which are read here.
func (c Candidate) Pair() Token {
	if c.Token.HasToken() {
		return c.Token
	}
	token, _ := readToken(Trace{Started: c.At, Step: c.Step, Response: &Response{Body: c.Raw}}, readObject(c.Raw).members)
	if !token.HasToken() {
		return Token{}
	}
	return token
}
