package flow

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// The engine's sentinel errors. Each is wrapped with its place.
var (
	ErrBadURL          = errors.New("not a URL that zoauth sends to")
	ErrNoRefreshToken  = errors.New("there is no refresh token")
	ErrNoAccessToken   = errors.New("there is no access token")
	ErrDamaged         = errors.New("the token file is damaged")
	ErrNewer           = errors.New("a newer zoauth wrote the token file")
	ErrOtherBinding    = errors.New("the stored tokens were issued for other settings")
	ErrCandidate       = errors.New("a kept response may contain newer tokens and waits for your decision")
	ErrHasTokens       = errors.New("the profile already has tokens")
	ErrNoCandidate     = errors.New("there is no kept response that may contain newer tokens")
	ErrUnreadable      = errors.New("the kept response contains no complete token")
	ErrUnsaved         = errors.New("the newest tokens are in memory only and could not be saved yet")
	ErrBusy            = errors.New("another step of this profile is in progress")
	ErrForeignIntent   = errors.New("another process has just sent a request for this profile")
	ErrNotCurrent      = errors.New("this is not the profile's current token")
	ErrElsewhere       = errors.New("saved in another place")
	ErrSpoiled         = errors.New("the rescue file of the last request may hold newer tokens and cannot be used")
	ErrNotConfirmed    = errors.New("saved, but a power loss now may bring the old file back")
	ErrConflict        = errors.New("the token file has changed since it was read")
	ErrLocked          = errors.New("another process holds the profile's lock")
	ErrPortInUse       = errors.New("the address is in use")
	ErrNotLoopback     = errors.New("the callback listener binds loopback addresses only")
	ErrStateMismatch   = errors.New("this link belongs to another attempt")
	ErrStateMissing    = errors.New("the callback has no state")
	ErrOtherRedirect   = errors.New("this callback is for another redirect URI")
	ErrMayBeCut        = errors.New("the code may be cut off")
	ErrNotAnAnswer     = errors.New("this is neither a callback address nor a code")
	ErrAttemptOver     = errors.New("this attempt has ended")
	ErrIssuerMismatch  = errors.New("the callback names another issuer")
	ErrProxyScheme     = errors.New("proxies of this kind are not supported")
	ErrProxyVariable   = errors.New("the proxy variable of the environment (HTTPS_PROXY) is not a URL: correct or unset it")
	ErrProxyRefused    = errors.New("the proxy refused the connection")
	ErrHeaderTooLong   = errors.New("the response header is longer than 64 KiB")
	ErrBudgetSpent     = errors.New("no response within the time allowed")
	ErrProfileFile     = errors.New("the profile file has mistakes")
	ErrPermission      = errors.New("the file's permissions are too open")
	ErrPanic           = errors.New("zoauth has a bug: the step's worker panicked")
	ErrSecretUntouched = errors.New("the client secret could not be read")
)

// AsideError says that new tokens are in a file that no later step finds by itself: it
// can be adopted. It is an [ErrElsewhere].
type AsideError struct {
	Path     string
	Replaces bool // the profile has other tokens
}

// Error names the file.
func (e *AsideError) Error() string { return "no later step looks into " + e.Path }

// Unwrap returns [ErrElsewhere].
func (e *AsideError) Unwrap() error { return ErrElsewhere }

// Error is a refusal by the server, in whichever of Zoom's shapes it came
// (docs/zoom.md, rows T1 and api:invalid): the token endpoint's reason and error, the REST API's code and
// message, or RFC 6749's error_description.
type Error struct {
	Step        Step
	Status      int           // HTTP status
	Code        string        // "invalid_grant", or the REST code as in "124"
	Reason      string        // reason, message or error_description; may be empty
	TrackingID  string        // x-zm-trackingid; may be empty
	RetryAfter  time.Duration // how long the server asked to wait, capped at one hour; 0 when it did not
	RateLimited bool          // 429, or 503 with Retry-After: not a refusal of the credentials
}

// EndsToken reports whether the server says that it does not know the token, or
// no longer (docs/zoom.md, rows T4 and api:invalid).
func (e *Error) EndsToken() bool {
	return e.Code == "invalid_grant" || e.Code == "124" || e.Code == "4741" || e.Status == http.StatusUnauthorized && e.Step == StepProbe
}

// LacksScope reports whether a probe was refused for a scope alone, under any of the
// three codes that Zoom's APIs use for it (docs/zoom.md, rows 4700, api:104 and api:4711).
func (e *Error) LacksScope() bool {
	if e == nil || e.Step != StepProbe {
		return false
	}
	return e.Code == "4711" || (e.Code == "104" || e.Code == "4700") && e.says("does not contain scopes")
}

// AcceptsToken reports whether a probe was refused for what it asked and not for its
// token: the API names what it misses only after it has taken the token (docs/zoom.md, row api:accepted).
func (e *Error) AcceptsToken() bool {
	if e == nil || e.Step != StepProbe {
		return false
	}
	switch e.Code {
	case "1001", "1005", "1010", "3001", "3161":
		return true
	case "200":
		return e.says("does not enabled rest api")
	default:
		return e.LacksScope()
	}
}

func (e *Error) says(part string) bool { return strings.Contains(strings.ToLower(e.Reason), part) }

// Error returns the refusal in one line, with a code that is the status again left out.
// It holds text from the server.
func (e *Error) Error() string {
	switch {
	case e.Reason != "" && e.Code != "" && e.Code != strconv.Itoa(e.Status):
		return fmt.Sprintf("%d %s (%s)", e.Status, e.Reason, e.Code)
	case e.Reason != "":
		return fmt.Sprintf("%d %s", e.Status, e.Reason)
	case e.Code != "" && e.Code != strconv.Itoa(e.Status):
		return fmt.Sprintf("%d %s", e.Status, e.Code)
	default:
		return fmt.Sprintf("HTTP status %d", e.Status)
	}
}
