package flow

import (
	"bytes"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Verdict is what an answer means for the tokens.
type Verdict string

// The verdicts.
const (
	Granted    Verdict = "granted"    // new tokens came
	Done       Verdict = "done"       // the revoke, the probe or the device request was accepted
	Refused    Verdict = "refused"    // the server said no and nothing changed
	Uncertain  Verdict = "uncertain"  // sent, and it is not known what the server did
	Unanswered Verdict = "unanswered" // a request without consequence got no usable answer
	Unsent     Verdict = "unsent"     // provably no byte reached the server
)

// Answer is a classified trace.
type Answer struct {
	Verdict Verdict
	Token   Token    // Granted only
	Who     *Who     // after a probe that told
	Device  *Device  // after a device request that was accepted
	Err     *Error   // after Refused, and whenever the server named an error
	Flags   []string // oddities worth a line, in our words: "duplicate key expires_in"
	// Candidate is set only when Verdict is Uncertain, and the answer may hold a newer
	// pair or nobody understood it.
	Candidate *Candidate
}

const (
	maxToken = 16 << 10                  // longest token that is stored (PROMISES.md §2.2)
	maxLife  = 20 * 365 * 24 * time.Hour // a longer expires_in is called senseless
)

// settling are the errors after which the server has, by their meaning, changed
// nothing (PROMISES.md §2.5).
var settling = []string{
	"invalid_grant", "invalid_client", "invalid_request", "unsupported_grant_type",
	"invalid_scope", "unauthorized_client", "access_denied",
	"authorization_pending", "slow_down", "expired_token",
}

// Classify reads what an answer means. It never guesses success: what is not
// understood after a token-changing request is [Uncertain]. Its texts are cut to what
// may be stored.
func Classify(t Trace) Answer {
	answer := classify(t)
	answer.redact(nil)
	return answer
}

// classify is [Classify] with every text whole, so that secrets in it are found.
func classify(t Trace) Answer {
	if t.Delivery == NotSent {
		return Answer{Verdict: Unsent}
	}
	if t.Response == nil {
		return unheaded(t)
	}
	o := readObject(t.Response.Body)
	answer := Answer{Flags: o.flags, Err: refusal(t, o)}
	if t.Response.Cut {
		answer.Flags = append(answer.Flags, "the connection ended before the body did")
	}
	switch t.Step {
	case StepExchange, StepRefresh, StepPoll:
		classifyGrant(&answer, t, o)
	case StepRevoke:
		classifyRevoke(&answer, t, o.members)
	case StepDevice:
		classifyDevice(&answer, t, o.members)
	default:
		classifyProbe(&answer, t, o)
	}
	return answer
}

// unheaded is the answer of which no header was read.
func unheaded(t Trace) Answer {
	if !t.Step.ChangesTokens() {
		return Answer{Verdict: Unanswered}
	}
	return Answer{Verdict: Uncertain, Candidate: candidate(t, t.Received, "it has no readable header")}
}

// classifyGrant takes tokens from whatever answer holds them (PROMISES.md R11):
// a usable refresh token is saved whatever else is wrong.
func classifyGrant(answer *Answer, t Trace, o object) {
	token, flags := readToken(t, o.members)
	answer.Flags = append(answer.Flags, flags...)
	success := t.Response.Status/100 == 2
	spent := t.Request.Credential()
	rotated := !token.RefreshToken.IsZero() && !token.RefreshToken.same(spent)
	// A refresh token may have stood where the answer breaks off, or in a form
	// that cannot be stored: then the access token alone is no success.
	missed := token.RefreshToken.IsZero() && (isPresent(o.members["refresh_token"]) || !o.whole && !spent.IsZero())
	switch {
	case rotated && (success || !isPresent(o.members["error"])),
		success && !token.AccessToken.IsZero() && !missed:
		answer.Verdict, answer.Token = Granted, token
		if !success {
			answer.Flags = append(answer.Flags, "tokens came with status "+strconv.Itoa(t.Response.Status))
		}
		if t.Step == StepRefresh && token.RefreshToken.IsZero() {
			answer.Flags = append(answer.Flags, "the server sent no new refresh token")
		}
	case settles(t, answer.Err):
		answer.Verdict = Refused
	default:
		answer.Verdict = Uncertain
		if success {
			answer.Candidate = candidate(t, t.Response.Body, "it holds no usable token")
		}
	}
}

// isPresent reports whether a member is there and neither null nor empty.
func isPresent(raw json.RawMessage) bool {
	return len(raw) > 0 && string(raw) != "null" && string(raw) != `""`
}

// classifyRevoke accepts an empty or JSON 200 (RFC 7009 §2.2); a page in between,
// as a captive portal sends it, proves nothing.
func classifyRevoke(answer *Answer, t Trace, members map[string]json.RawMessage) {
	empty := len(bytes.TrimSpace(t.Response.Body)) == 0
	denied := answer.Err != nil || isPresent(members["error"]) ||
		isPresent(members["status"]) && text(members["status"]) != "success"
	switch {
	case t.Response.Status == 200 && !t.Response.Cut && (empty || members != nil) && !denied:
		answer.Verdict = Done
	case settles(t, answer.Err):
		answer.Verdict = Refused
	default:
		answer.Verdict = Uncertain
	}
}

// classifyProbe asks whether the API took the token. Only users/me tells whose it is:
// the id of another answer is of whatever was asked for.
func classifyProbe(answer *Answer, t Trace, o object) {
	members, id := o.members, text(o.members["id"])
	aboutUser := t.Request.URL == "" || strings.HasSuffix(t.Request.URL, probeUser)
	success := t.Response.Status/100 == 2
	switch { // Zoom also sends errors with status 200 (zoom.md §5.3)
	case success && aboutUser && id != "":
		answer.Verdict = Done
		answer.Who = &Who{
			At:        t.Started.Round(0),
			Email:     text(members["email"]),
			Name:      strings.TrimSpace(text(members["first_name"]) + " " + text(members["last_name"])),
			UserID:    id,
			AccountID: text(members["account_id"]),
			// users/me has no account name; a company name is the nearest it tells.
			AccountName: text(members["company"]),
		}
	case answer.Err.AcceptsToken(), success && !aboutUser && answer.Err == nil && o.whole && len(members) > 0:
		answer.Verdict = Done
	case answer.Err != nil && (answer.Err.RateLimited || answer.Err.Code != "" && t.Response.Status/100 != 5):
		answer.Verdict = Refused
	default:
		answer.Verdict = Unanswered
	}
}

// settles reports whether a refusal leaves no doubt that nothing changed.
func settles(t Trace, e *Error) bool {
	if e == nil {
		return false
	}
	return e.RateLimited || t.Response.Status/100 == 4 && slices.Contains(settling, e.Code) ||
		t.Step == StepPoll && polling(e.Code)
}

// readToken reads an answer's tokens leniently; a token that could only be
// stored changed is left out and flagged.
func readToken(t Trace, members map[string]json.RawMessage) (Token, []string) {
	var flags []string
	read := func(kind SecretKind, name string) Secret {
		raw := members[name]
		value := text(raw)
		switch {
		case value == "":
			return Secret{}
		case !utf8.Valid(raw) || strings.ContainsRune(value, utf8.RuneError):
			flags = append(flags, name+" holds bytes that are no text: not stored")
		case len(value) > maxToken:
			flags = append(flags, name+" is longer than 16 KiB: not stored")
		default:
			return NewSecret(kind, value)
		}
		return Secret{}
	}
	token := Token{
		AccessToken:  read(KindAccessToken, "access_token"),
		RefreshToken: read(KindRefreshToken, "refresh_token"),
		TokenType:    text(members["token_type"]),
		Scope:        text(members["scope"]),
		APIURL:       text(members["api_url"]),
		ObtainedAt:   t.Started.Add(t.Times.Total).Round(0),
		ServerDate:   t.Response.ServerDate(),
	}
	token.RefreshedAt = token.ObtainedAt
	if token.AccessToken.IsZero() {
		return token, flags
	}
	if life, ok := lifetime(members["expires_in"]); ok {
		token.ExpiresIn = life
		token.ExpiresAt = token.ObtainedAt.Add(life)
	} else {
		flags = append(flags, "expires_in is missing or senseless: the end is not known")
	}
	return token, flags
}

// lifetime reads expires_in: a number or a string that holds one, in seconds.
func lifetime(raw json.RawMessage) (time.Duration, bool) {
	seconds, err := strconv.ParseFloat(strings.Trim(string(raw), `" `), 64)
	if err != nil || math.IsNaN(seconds) || seconds <= 0 || seconds > maxLife.Seconds() {
		return 0, false
	}
	return time.Duration(seconds * float64(time.Second)).Truncate(time.Second), true
}
