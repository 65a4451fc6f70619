package flow

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Said is what the user said about a callback that raised a question.
type Said int

// What a user may say.
const (
	NotAsked    Said = iota
	BeganAtZoom      // the flow of this callback without state began at Zoom: there was no challenge
	BeganHere        // it began here, and its state was lost on the way (docs/zoom.md, row callback:no-state)
	CodeIsWhole      // the code is whole, whatever its length
)

// AcceptCallback judges a callback that was found in a text and, when it answers the
// attempt, takes it. A Callback comes back with a nil error only when it was taken.
// Errors: [ErrNotAnAnswer], [ErrOtherRedirect], [ErrStateMismatch], [ErrStateMissing]
// and [ErrMayBeCut] (ask, then call again with what the user said),
// [ErrIssuerMismatch], [ErrAttemptOver]. No error repeats what was pasted, but for the
// host and path of an address.
func (a *Attempt) AcceptCallback(p CallbackParameters, said Said, now time.Time) (Callback, error) {
	c, err := a.acceptCallback(p, said, now)
	hit := Hit{Kind: HitAnswer, Text: "the code arrived", At: now, Pasted: true}
	switch {
	case errors.Is(err, ErrStateMissing):
		hit.Kind, hit.Text = HitNoState, err.Error()
	case err != nil:
		hit.Kind, hit.Text = HitStray, err.Error()
	case c.Code.IsZero():
		hit.Kind, hit.Text = HitDeclined, "the authorization was declined"
	}
	a.heard.add(hit)
	return c, err
}

func (a *Attempt) acceptCallback(p CallbackParameters, said Said, now time.Time) (Callback, error) {
	if err := a.belongs(p); err != nil {
		return Callback{}, err
	}
	c, err := a.judgeCallback(p, said)
	if err != nil {
		return Callback{}, err
	}
	c.At, c.Pasted = now, true
	if !a.Take(c) {
		return Callback{}, fmt.Errorf("another callback arrived first: %w", ErrAttemptOver)
	}
	return c, nil
}

// Sent reports whether a callback carries this attempt's state, so that one of another
// or an earlier attempt can be named.
func (a *Attempt) Sent(p CallbackParameters) bool { return a.sameState(p.State) }

// CodeLength is how many characters Zoom's codes have (docs/zoom.md §3.1).
const CodeLength = 33

// CodeLetters are what they are made of: the letters of base64url.
const CodeLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

// IsWhole reports whether the code has the length and the characters of Zoom's: a link
// that was shortened for a chat may have lost its middle, so that what stands behind the
// code shows nothing.
func (p CallbackParameters) IsWhole() bool {
	code := p.Code.Reveal()
	return p.Error != "" || len(code) == CodeLength && strings.Trim(code, CodeLetters) == "" && !isRun(strings.ToLower(code))
}

// Damage says why the code cannot be one that Zoom issued, whatever its length; empty: it
// can. What was put in for a part of it shows that it was shortened or covered.
func (p CallbackParameters) Damage() string {
	switch code := p.Code.Reveal(); {
	case isRun(strings.ToLower(code)):
		return "the code is masked"
	case p.IsWhole():
		return ""
	case strings.Contains(code, "…") || strings.Contains(code, "..."):
		return "the code is cut off: dots stand for the rest of it"
	case IsMasked(code):
		return "the code is masked"
	}
	return ""
}

// NotACallback is why a text is no callback, in one sentence; it is [ErrNotAnAnswer].
func NotACallback(why string) error { return &notTaken{why, []error{ErrNotAnAnswer}} }

// notTaken is why a callback is not taken, in one sentence.
type notTaken struct {
	why string
	is  []error
}

func (n *notTaken) Error() string   { return n.why }
func (n *notTaken) Unwrap() []error { return n.is }

// belongs refuses parameters that are not those of one callback of this app.
func (a *Attempt) belongs(p CallbackParameters) error {
	code := p.Code.Reveal()
	switch {
	case p.Repeated, !p.Code.IsZero() && p.Error != "":
		return NotACallback("that address repeats its code, error or state")
	case p.Address != "" && !SameRedirect(p.Address, a.App.RedirectURI):
		return a.otherRedirect(p.Address)
	case p.Damage() != "":
		return NotACallback(p.Damage() + "; copy the whole address from the browser")
	case p.Error == "" && p.HasState && IsMasked(p.State) && !strings.ContainsAny(p.State, "….") && !a.Sent(p):
		return NotACallback("the state is masked; copy the whole address from the browser")
	case strings.Contains(code, "%"): // no code of Zoom has one, and it was decoded
		return NotACallback("that address is malformed: a % is not followed by two hex digits")
	case p.Error == "" && !isCode(code):
		return NotACallback("the code in that address is empty or contains invalid characters")
	case p.Bare && strings.Contains(a.State, code):
		return NotACallback("that is part of the state, not the code; paste the whole address")
	}
	return nil
}

// judgeCallback checks state and issuer and makes the callback.
func (a *Attempt) judgeCallback(p CallbackParameters, said Said) (Callback, error) {
	switch {
	case p.Bare && !p.HasState:
		if said == NotAsked && !p.IsWhole() {
			return Callback{}, mayBeCut(p.Code)
		}
		return Callback{Code: p.Code, BeganAtZoom: said == BeganAtZoom}, nil
	case p.HasState && p.State == "":
		return Callback{}, &notTaken{"the state in that address is empty; open the URL above and try again", []error{ErrStateMismatch}}
	case p.HasState && isCutOff(p.State, a.State):
		return Callback{}, &notTaken{"the state in that address is cut off; copy the whole address from the browser", []error{ErrStateMismatch}}
	case p.HasState && !a.sameState(p.State):
		return Callback{}, fmt.Errorf("%w; open the URL above and try again", ErrStateMismatch)
	case !p.HasState && said != BeganAtZoom && said != BeganHere:
		return Callback{}, stateMissing(p)
	case p.HasIssuer && !a.sameIssuer(p.Issuer):
		return Callback{}, ErrIssuerMismatch
	case p.HasState && said == NotAsked && !p.IsWhole():
		return Callback{}, mayBeCut(p.Code)
	}
	return Callback{
		Code: p.Code, Error: p.Error, Description: p.Description,
		ReceivedState: p.HasState, StateChecked: p.HasState, BeganAtZoom: !p.HasState && said == BeganAtZoom,
	}, nil
}

// otherRedirect names the redirect that a callback came to, where it is an address,
// and this app's.
func (a *Attempt) otherRedirect(address string) error {
	return &notTaken{"this callback is for " + AddressOf(address) + "; " + a.App.Name + " uses " + a.App.RedirectURI, []error{ErrOtherRedirect, ErrNotAnAnswer}}
}

// AddressOf is scheme, host and path of the address of a callback, as an error may
// repeat them.
func AddressOf(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || len(address) > maxParameter {
		return "another address"
	}
	return u.Scheme + "://" + u.Host + u.EscapedPath()
}

// SameRedirect compares host and path of an address with a redirect URI, or the path
// alone where the address has no host. The port of a loopback redirect may differ
// behind a tunnel (RFC 8252 §7.3).
func SameRedirect(address, redirect string) bool {
	want, err := url.Parse(redirect)
	if err != nil {
		return false
	}
	switch {
	case strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//"):
		address = want.Scheme + "://" + want.Host + address
	case !strings.Contains(address, "://"):
		address = want.Scheme + "://" + strings.TrimPrefix(address, "//")
	}
	got, err := url.Parse(address)
	if err != nil {
		return false
	}
	sameHost := strings.EqualFold(got.Host, want.Host) ||
		IsLoopback(want.Hostname()) && IsLoopback(got.Hostname())
	return sameHost && strings.TrimSuffix(got.Path, "/") == strings.TrimSuffix(want.Path, "/")
}

// stateMissing asks where a flow began, and about its code where that is unusual.
func stateMissing(p CallbackParameters) error {
	if !p.IsWhole() {
		return fmt.Errorf("%w, and %w", ErrStateMissing, mayBeCut(p.Code))
	}
	return ErrStateMissing
}

// mayBeCut asks about a code whose length or characters are not those of Zoom's.
func mayBeCut(code Secret) error {
	if code.Len() == CodeLength {
		return fmt.Errorf("%w: it has characters that Zoom's codes don't have", ErrMayBeCut)
	}
	return fmt.Errorf("%w: it has %s, and Zoom's codes have %d", ErrMayBeCut, Count(code.Len(), "character"), CodeLength)
}

// sameState compares in constant time over SHA-256 of both (L3).
func (a *Attempt) sameState(state string) bool {
	want, got := sha256.Sum256([]byte(a.State)), sha256.Sum256([]byte(state))
	return state != "" && subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// leastStart is how much of a state shows which one it was.
const leastStart = 4

// isCutOff reports whether the rest of a state is missing, with dots in its place or without.
func isCutOff(state, whole string) bool {
	start := strings.TrimRight(state, ".…")
	return start == "" && state != "" || len(start) >= leastStart && len(start) < len(whole) && strings.HasPrefix(whole, start)
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

// maxParameter is the longest address that an error repeats, in bytes.
const maxParameter = 512
