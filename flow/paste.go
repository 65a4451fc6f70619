package flow

import (
	"crypto/sha256"
	"crypto/subtle"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// maxPaste is how much of a paste is read, in bytes.
const maxPaste = 64 << 10

// TakePaste reads what a person pasted and, when it answers the attempt, takes
// it. A Callback comes back with a nil error only when it was taken. Errors:
// [ErrNotAnAnswer], [ErrStateMismatch], [ErrStateMissing] (ask whether the flow
// began at Zoom, then call again with beganAtZoom), [ErrIssuerMismatch],
// [ErrAttemptOver]. No error repeats what was pasted.
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

// Bears reports whether the pasted text carries this attempt's state, so that an
// answer to another or an earlier attempt can be named.
func (a *Attempt) Bears(text string) bool {
	_, query, found := strings.Cut(flatten(text[:min(len(text), maxPaste)]), "?")
	if !found {
		query = flatten(text[:min(len(text), maxPaste)])
	}
	values, err := url.ParseQuery(query)
	return err == nil && a.sameState(values.Get("state"))
}

// origin is where a flow whose answer has no state began, as the person says.
type origin int

const (
	notAsked origin = iota
	fromZoom
	fromHere
)

func (a *Attempt) takePaste(text string, began origin, now time.Time) (Callback, error) {
	answer, err := a.readPaste(text)
	if err != nil {
		return Callback{}, err
	}
	c, err := a.judgePaste(answer, began)
	if err != nil {
		return Callback{}, err
	}
	c.At, c.Pasted = now, true
	if !a.Take(c) {
		return Callback{}, fmt.Errorf("another answer came first: %w", ErrAttemptOver)
	}
	return c, nil
}

// pasted is an answer as it was pasted: the parameters of a callback, or a code alone.
type pasted struct {
	query url.Values
	bare  string
}

// ErrOtherRedirect is an answer at the redirect URI of another profile; [ErrNotAnAnswer]
// as well.
var ErrOtherRedirect = notAnAnswer("this is the callback of another redirect URI than this profile's")

func notAnAnswer(why string) error { return fmt.Errorf("%s: %w", why, ErrNotAnAnswer) }

// readPaste finds the answer in what was pasted: a URL, a query, pairs, or a code.
func (a *Attempt) readPaste(text string) (pasted, error) {
	if len(text) > maxPaste {
		return pasted{}, notAnAnswer("more than 64 KiB were pasted")
	}
	flat := flatten(text)
	switch {
	case flat == "":
		return pasted{}, notAnAnswer("the paste is empty")
	case pageShape.MatchString(text):
		return pasted{}, notAnAnswer("this is the text of a page; the answer is in the browser's address bar")
	case strings.HasPrefix(flat, "eyJ"):
		return pasted{}, notAnAnswer("this is a token; the answer is an address or a code")
	}
	if i := strings.IndexAny(flat, "?"); i >= 0 {
		return a.fromURL(flat[:i], flat[i+1:])
	}
	if pairs := strings.TrimLeft(flat, "&"); strings.Contains(pairs, "code=") || strings.Contains(pairs, "error=") {
		return a.fromURL("", pairs)
	}
	if len(strings.Fields(text)) > 1 && !looksWrapped(text) {
		return pasted{}, notAnAnswer("these are several words, as on a page; the answer is in the browser's address bar")
	}
	if strings.Contains(flat, "://") {
		return pasted{}, notAnAnswer("this address holds no code")
	}
	if !codeShape.MatchString(flat) {
		return pasted{}, notAnAnswer("this has not the shape of a code")
	}
	return pasted{bare: flat}, nil
}

// pageShape is the start of a page or of JSON.
var pageShape = regexp.MustCompile(`(?i)^\s*(\{\s*"|<!doctype|<html|<\?xml)`)

// codeShape is what a code may look like; Zoom's have 33 characters (zoom.md §3.1).
var codeShape = regexp.MustCompile(`^[A-Za-z0-9_.~-]{16,1000}$`)

// looksWrapped reports whether text is one word that a terminal broke over rows.
func looksWrapped(text string) bool {
	rows := strings.Split(strings.TrimSpace(text), "\n")
	for _, row := range rows {
		if len(strings.Fields(row)) > 1 {
			return false
		}
	}
	return len(rows) > 1
}

// flatten takes away what surrounds an answer and what breaks it: blanks and
// newlines, quotes and brackets, bracketed-paste marks, a fragment, HTML's &amp;.
func flatten(text string) string {
	text = strings.NewReplacer("\x1b[200~", "", "\x1b[201~", "", "&amp;", "&").Replace(text)
	text = strings.Join(strings.Fields(text), "")
	text = strings.Trim(text, "\"'`<>()[]{}“”‘’,;")
	if i := strings.IndexByte(text, '#'); i >= 0 {
		text = text[:i]
	}
	return strings.TrimRight(text, "&.\"'`<>()[],;")
}

// fromURL reads the callback's parameters; address is what stands before "?",
// empty for pairs alone.
func (a *Attempt) fromURL(address, rawQuery string) (pasted, error) {
	query, err := url.ParseQuery(rawQuery)
	if err != nil {
		return pasted{}, notAnAnswer("the address is broken: a % without two digits after it, or a semicolon")
	}
	switch {
	case query.Get("response_type") != "":
		return pasted{}, notAnAnswer("this is the URL to open in the browser, not what came back")
	case !query.Has("code") && !query.Has("error"):
		return pasted{}, notAnAnswer("this address holds no code")
	case query.Has("code") && query.Has("error"), len(query["code"]) > 1, len(query["state"]) > 1:
		return pasted{}, notAnAnswer("this address holds its code, error or state twice")
	case address != "" && !a.isRedirect(address):
		return pasted{}, ErrOtherRedirect
	}
	return pasted{query: query}, nil
}

// isRedirect compares scheme-less host and path with the redirect URI. The port
// of a loopback redirect may differ behind a tunnel (RFC 8252 §7.3).
func (a *Attempt) isRedirect(address string) bool {
	want, err := url.Parse(a.App.RedirectURI)
	if err != nil {
		return false
	}
	if !strings.Contains(address, "://") {
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

// judgePaste checks state and issuer and makes the callback.
func (a *Attempt) judgePaste(p pasted, began origin) (Callback, error) {
	if p.bare != "" {
		return Callback{Code: NewSecret(KindCode, p.bare), BeganAtZoom: began == fromZoom}, nil
	}
	state, has := p.query.Get("state"), p.query.Has("state")
	switch {
	case has && !a.sameState(state):
		return Callback{}, fmt.Errorf("%w; use the URL shown here", ErrStateMismatch)
	case !has && began == notAsked:
		return Callback{}, fmt.Errorf("%w; did the flow begin at Zoom (Add, Local Test)?", ErrStateMissing)
	case p.query.Has("iss") && !a.sameIssuer(p.query.Get("iss")):
		return Callback{}, ErrIssuerMismatch
	}
	c := Callback{ReceivedState: has, StateChecked: has, BeganAtZoom: !has && began == fromZoom}
	if p.query.Has("error") {
		c.Error, c.Description = short(p.query.Get("error")), short(p.query.Get("error_description"))
		return c, nil
	}
	code := p.query.Get("code")
	if !isCode(code) {
		return Callback{}, notAnAnswer("its code is empty or holds characters that no code has")
	}
	c.Code = NewSecret(KindCode, code)
	return c, nil
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
