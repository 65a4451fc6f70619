package flow

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net/url"
	"time"
)

// maxPaste is how much of a paste is read, in bytes.
const maxPaste = 64 << 10

// TakePaste reads what a person pasted and, when it answers the attempt, takes
// it. A Callback comes back with a nil error only when it was taken. Errors:
// [ErrNotAnAnswer], [ErrOtherRedirect], [ErrStateMismatch], [ErrStateMissing] (ask
// whether the flow began at Zoom, then call again with beganAtZoom), [ErrMayBeCut]
// (ask, then call [Attempt.TakeWhole]), [ErrIssuerMismatch], [ErrAttemptOver]. No
// error repeats what was pasted, but for the host and path of an address.
func (a *Attempt) TakePaste(text string, beganAtZoom bool, now time.Time) (Callback, error) {
	if beganAtZoom {
		return a.takePaste(text, fromZoom, now)
	}
	return a.takePaste(text, notAsked, now)
}

// TakeStateless is [Attempt.TakePaste] for an answer without state that the person
// says did not begin at Zoom: its state was lost on the way (zoom.md §3.1). The
// exchange carries the verifier, so that PKCE still ties the code to this attempt.
func (a *Attempt) TakeStateless(text string, now time.Time) (Callback, error) {
	return a.takePaste(text, fromHere, now)
}

// TakeWhole is [Attempt.TakePaste] for a code of an unusual length that the person
// says is whole.
func (a *Attempt) TakeWhole(text string, now time.Time) (Callback, error) {
	return a.takePaste(text, whole, now)
}

// said is what the person said about a paste.
type said int

const (
	notAsked said = iota
	fromZoom      // the flow of this answer without state began at Zoom
	fromHere      // it began here, and its state was lost
	whole         // the code is whole, whatever its length
)

func (a *Attempt) takePaste(text string, about said, now time.Time) (Callback, error) {
	answer, err := a.readPaste(text)
	if err != nil {
		return Callback{}, err
	}
	c, err := a.judgePaste(answer, about)
	if err != nil {
		return Callback{}, err
	}
	c.At, c.Pasted = now, true
	if !a.Take(c) {
		return Callback{}, fmt.Errorf("another answer came first: %w", ErrAttemptOver)
	}
	return c, nil
}

// judgePaste checks state and issuer and makes the callback.
func (a *Attempt) judgePaste(p pasted, about said) (Callback, error) {
	if p.bare != "" {
		if about == notAsked && len(p.bare) != codeLength {
			return Callback{}, mayBeCut(p.bare)
		}
		return Callback{Code: NewSecret(KindCode, p.bare), BeganAtZoom: about == fromZoom}, nil
	}
	state, has := p.query.Get("state"), p.query.Has("state")
	switch {
	case has && state == "":
		return Callback{}, &notTaken{"the state in that address is empty; open the URL above and try again", []error{ErrStateMismatch}}
	case has && !a.sameState(state):
		return Callback{}, fmt.Errorf("%w; open the URL above and try again", ErrStateMismatch)
	case !has && about != fromZoom && about != fromHere:
		return Callback{}, stateMissing(p.query)
	case p.query.Has("iss") && !a.sameIssuer(p.query.Get("iss")):
		return Callback{}, ErrIssuerMismatch
	}
	c := Callback{ReceivedState: has, StateChecked: has, BeganAtZoom: !has && about == fromZoom}
	if p.query.Has("error") {
		c.Error, c.Description = short(p.query.Get("error")), short(p.query.Get("error_description"))
		return c, nil
	}
	code := p.query.Get("code")
	switch {
	case !isCode(code):
		return Callback{}, notAnAnswer("the code in that address is empty or has characters that no code has")
	case has && about == notAsked && !p.isWhole():
		return Callback{}, mayBeCut(code)
	}
	c.Code = NewSecret(KindCode, code)
	return c, nil
}

// stateMissing asks where a flow began, and about its code where that is odd.
func stateMissing(query url.Values) error {
	if code := query.Get("code"); query.Has("code") && len(code) != codeLength {
		return fmt.Errorf("%w, and %w", ErrStateMissing, mayBeCut(code))
	}
	return ErrStateMissing
}

// mayBeCut asks about a code whose length is not that of Zoom's.
func mayBeCut(code string) error {
	unit := "characters"
	if len(code) == 1 {
		unit = "character"
	}
	return fmt.Errorf("%w: it has %d %s, and Zoom's codes have %d", ErrMayBeCut, len(code), unit, codeLength)
}

// sameState compares in constant time over SHA-256 of both (PROMISES.md §3.2).
func (a *Attempt) sameState(state string) bool {
	want, got := sha256.Sum256([]byte(a.State)), sha256.Sum256([]byte(state))
	return state != "" && subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// sameIssuer compares an iss parameter with the profile's server by simple
// string comparison (RFC 9207 §2.4).
func (a *Attempt) sameIssuer(iss string) bool { return iss == a.App.Endpoints.OAuthURL }

// isCode reports whether code is 1 to 2048 printable ASCII characters.
func isCode(code string) bool {
	for i := range len(code) {
		if code[i] <= ' ' || code[i] > '~' {
			return false
		}
	}
	return len(code) >= 1 && len(code) <= 2048
}

// maxParameter caps a text parameter that is shown, in bytes.
const maxParameter = 512

func short(s string) string { return s[:min(len(s), maxParameter)] }
