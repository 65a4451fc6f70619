package flow

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"time"
)

// Lifetimes of an authorization.
const (
	AttemptLife = 10 * time.Minute // how long an attempt stays open
	CodeLife    = 5 * time.Minute  // how long Zoom accepts a code, from Allow on (docs/zoom.md §4)
)

// Attempt is one authorization that a person was asked for: the URL, what it
// binds, and the first valid answer. It belongs to one profile. Take answers
// from any goroutine through [Attempt.Take].
type Attempt struct {
	ID       string
	App      App
	State    string // 256 bits, in the URL and in the valid answer
	Verifier Secret // PKCE code_verifier; never on disk, zero without PKCE
	Started  time.Time

	asked []Field // instead of what zoauth asks; nil: nothing was changed on purpose
	taken atomic.Pointer[Callback]
	heard heard
}

// Callback is a valid answer to an attempt: a code, or the server's refusal.
type Callback struct {
	Code          Secret
	Error         string // the error parameter, as in "access_denied"; empty when there is a code
	Description   string // error_description; unsafe
	At            time.Time
	Pasted        bool
	StateChecked  bool // false for a bare code, or an answer that began at Zoom
	BeganAtZoom   bool // the person said so: no challenge was sent, so no verifier goes out
	ReceivedState bool // the answer carried a state at all
}

// NewAttempt draws state and verifier from crypto/rand: 256 bits each
// (RFC 6749 §10.12, RFC 7636 §4.1). Without PKCE there is no verifier.
func NewAttempt(app App, now time.Time) (*Attempt, error) {
	var raw [72]byte
	if _, err := io.ReadFull(rand.Reader, raw[:]); err != nil {
		return nil, fmt.Errorf("generating the state and code_verifier: %w", err)
	}
	encode := base64.RawURLEncoding.EncodeToString
	a := &Attempt{ID: encode(raw[64:]), App: app, State: encode(raw[:32]), Started: now}
	if !app.NoPKCE {
		a.Verifier = NewSecret(KindVerifier, encode(raw[32:64]))
	}
	return a, nil
}

// challenge returns the S256 code_challenge (RFC 7636 §4.2). Never plain, which
// is what Zoom assumes when the method is absent (L11).
func (a *Attempt) challenge() string {
	sum := sha256.Sum256([]byte(a.Verifier.Reveal()))
	return base64.RawURLEncoding.EncodeToString(sum[:])
}

// AuthorizeRequest returns the authorization request (RFC 6749 §4.1.1, RFC 7636 §4.3).
// State and challenge are generated when the attempt begins: they are empty here. A scope
// is sent only when the profile sets one: else Zoom uses those that are saved on the app
// (docs/zoom.md §2.2).
func AuthorizeRequest(app App) Request {
	query := []Field{
		{Name: "response_type", Plain: "code"},
		{Name: "client_id", Plain: app.ClientID},
		{Name: "redirect_uri", Plain: app.RedirectURI},
	}
	if len(app.Scopes) > 0 {
		query = append(query, Field{Name: "scope", Plain: strings.Join(app.Scopes, " ")})
	}
	query = append(query, Field{Name: "state"})
	if !app.NoPKCE {
		query = append(query, Field{Name: "code_challenge"}, Field{Name: "code_challenge_method", Plain: "S256"})
	}
	return Request{Step: StepAuthorize, Method: http.MethodGet, URL: app.Endpoints.AuthorizeURL, Query: query}
}

// Request returns the authorization request with the state and challenge of the attempt.
func (a *Attempt) Request() Request {
	r := AuthorizeRequest(a.App)
	if a.asked != nil {
		r.Query = a.asked
		return r
	}
	r = r.WithField(InQuery, "state", a.State)
	if a.App.NoPKCE {
		return r
	}
	return r.WithField(InQuery, "code_challenge", a.challenge())
}

// Ask makes the URL ask for what r asks, changed on purpose. It is called before the
// URL is shown.
func (a *Attempt) Ask(r Request) { a.asked = r.Query }

// URL returns the address to open in any browser.
func (a *Attempt) URL() string { return a.Request().Target() }

// Take makes c the attempt's answer when it is the first; it reports whether it was.
func (a *Attempt) Take(c Callback) bool { return a.taken.CompareAndSwap(nil, &c) }

// Taken returns the answer, or nil while there is none.
func (a *Attempt) Taken() *Callback { return a.taken.Load() }

// Exchange builds the request that this answer leads to.
func (a *Attempt) Exchange(secret Secret, c Callback) Request {
	verifier := a.Verifier
	if c.BeganAtZoom {
		verifier = Secret{}
	}
	return ExchangeRequest(a.App, secret, c.Code, verifier)
}

// CodeEnds returns when Zoom stops accepting the code: five minutes after the
// callback, or after the paste at the latest (the clock began at Allow).
func (c Callback) CodeEnds() time.Time { return c.At.Add(CodeLife) }
