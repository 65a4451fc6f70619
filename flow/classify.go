package flow

import (
	"bytes"
	"slices"
	"strconv"
	"strings"
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
	Flags   []string // irregularities worth a line, in our words: "duplicate key expires_in"
	// Candidate is set only when Verdict is Uncertain, and the answer may hold a newer
	// pair or nobody understood it.
	Candidate *Candidate
}

// settling are the errors after which the server has, by their meaning, changed
// nothing (R4).
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
	o := readObject(t.Response.Body, t.Response.Cut || t.Response.Truncated)
	answer := Answer{Flags: o.irregular, Err: refusal(t, o)}
	switch t.Step {
	case StepExchange, StepRefresh, StepPoll:
		classifyGrant(&answer, t, o)
	case StepRevoke:
		classifyRevoke(&answer, t, o)
	case StepDevice:
		classifyDevice(&answer, t, o)
	default:
		classifyProbe(&answer, t, o)
	}
	answer.Flags = slices.Concat(t.Response.irregular, answer.Flags)
	if t.Response.Cut {
		answer.Flags = append(answer.Flags, "the connection ended before the body did")
	}
	return answer
}

// unheaded is the answer of which no header was read. What came is kept, unless it is
// the beginning of a header and nothing more.
func unheaded(t Trace) Answer {
	if !t.Step.ChangesTokens() {
		return Answer{Verdict: Unanswered}
	}
	answer := Answer{Verdict: Uncertain}
	newest := newestToken(t, &reading{sent: t.Request.Secrets(), held: t.held, ids: t.Request.identifiers(), spent: t.Request.Credential()}, false)
	if t.Step != StepRevoke && (newest != (Token{}) || !onlyHeader(t.Received)) {
		answer.Candidate = candidate(t, newest, "it has no readable header")
	}
	return answer
}

// classifyGrant replaces the pair only by a success that carries a usable access
// token, or a new refresh token. Where any other answer carries a token, or may, it is
// kept beside the pair (R11).
func classifyGrant(answer *Answer, t Trace, o object) {
	o = o.opened()
	read := readToken(t, o)
	answer.Flags = append(o.irregular, read.irregular...)
	if t.Response.Status/100 == 2 && answer.Err == nil {
		answer.Err = refusal(t, o)
	}
	why := noGrant(t, o, &read, answer.Err)
	if why == "" {
		answer.Verdict, answer.Token = Granted, read.Token
		if t.Step == StepRefresh && read.RefreshToken.IsZero() {
			answer.Flags = append(answer.Flags, "the server sent no new refresh token")
		}
		return
	}
	settled := settles(t, answer.Err)
	newest := newestToken(t, &read, settled)
	if settled && newest == (Token{}) {
		answer.Verdict = Refused
		return
	}
	answer.Verdict = Uncertain
	// A response that was cut before its refresh token is lost: a server with a grace
	// period gives it again for the token that was sent (R4).
	lost := t.Response.Cut && newest.RefreshToken.IsZero()
	if !lost && (newest != (Token{}) || !understood(t, o, &read)) {
		answer.Candidate = candidate(t, newest, why)
	}
}

// noGrant says why an answer is no grant; "" where it is one.
func noGrant(t Trace, o object, read *reading, refused *Error) string {
	// A refresh token may have been where the answer breaks off, or in a form that
	// cannot be stored: then the access token alone is no success.
	missed := !read.rotated() && (read.RefreshToken.IsZero() && o.has("refresh_token") || !o.whole && !read.spent.IsZero())
	switch {
	case t.Response.Status/100 != 2:
		return "its status is " + strconv.Itoa(t.Response.Status)
	case refused != nil:
		return "it says it is an error"
	case read.empty() && o.members == nil:
		return "it could not be understood"
	case read.empty():
		return "it has no usable token"
	case missed && !o.whole:
		return "it is cut off before the refresh token"
	case missed:
		return "its refresh token is invalid or cannot be stored"
	case !read.rotated() && !read.inJSON(KindRefreshToken, t.Readable()).IsZero():
		return "its refresh token is in another member"
	case severalTokens(t, o, read):
		return "it has more than one refresh token"
	}
	return ""
}

// understood reports whether a body without new tokens was read to its end and leaves
// no place where one might be.
func understood(t Trace, o object, read *reading) bool {
	named := len(o.members["access_token"])+len(o.members["refresh_token"]) > 0
	switch {
	case t.Response.Status/100 != 2, len(bytes.TrimSpace(t.Response.Body)) == 0, isPage(t.Response):
		return true
	case !o.whole || read.leftOut:
		return false
	default:
		return len(o.members) == 0 || named || o.denies()
	}
}

// isPage reports whether a response is a whole page that does not speak of tokens, as a
// captive portal sends it.
func isPage(r *Response) bool {
	body := bytes.TrimSpace(r.Body)
	return bytes.HasPrefix(body, []byte("<")) && !bytes.Contains(bytes.ToLower(body), []byte("token")) && !r.Cut && !r.Truncated && len(r.Surplus) == 0
}

// classifyRevoke accepts Zoom's own answer or an empty one (RFC 7009 §2.2). Any other,
// be it a page or another API's object, proves nothing.
func classifyRevoke(answer *Answer, t Trace, o object) {
	r := t.Response
	empty := len(bytes.TrimSpace(r.Body)) == 0
	zooms := o.whole && len(o.irregular) == 0 && len(o.members) == 1 && o.text("status") == "success"
	switch {
	case r.Status/100 == 2 && !r.Cut && len(r.Surplus) == 0 && (empty || zooms):
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
	id := o.text("id")
	aboutUser := t.Request.URL == "" || strings.HasSuffix(t.Request.URL, probeUser)
	success := t.Response.Status/100 == 2
	switch { // Zoom also sends errors with status 200 (docs/zoom.md, row api:200-error)
	case success && aboutUser && id != "":
		answer.Verdict = Done
		answer.Who = &Who{
			At:        t.Started.Round(0),
			Email:     o.text("email"),
			Name:      strings.TrimSpace(o.text("first_name") + " " + o.text("last_name")),
			UserID:    id,
			AccountID: o.text("account_id"),
			// users/me has no account name; a company name is the nearest it tells.
			AccountName: o.text("company"),
		}
	case answer.Err.AcceptsToken(), success && !aboutUser && answer.Err == nil && o.whole && len(o.members) > 0:
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
