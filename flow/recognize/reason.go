package recognize

import (
	"slices"
	"strings"

	"zoauth/flow/find"
)

// TokenCodes are the codes by which a token endpoint refuses (RFC 6749 §5.2, RFC 8628 §3.5).
var TokenCodes = []string{
	"invalid_grant", "invalid_client", "invalid_request", "invalid_scope", "unauthorized_client", "unsupported_grant_type", "access_denied",
	"authorization_pending", "slow_down", "expired_token",
}

// callbackErrors are the codes of a callback that no token endpoint sends (RFC 6749 §4.1.2.1).
var callbackErrors = []string{"server_error", "temporarily_unavailable"}

var (
	// oauthCodes are these and those of other endpoints (RFC 6749 §4.1.2.1, RFC 6750 §3.1, RFC 7009 §2.2.1).
	oauthCodes = slices.Concat(TokenCodes, callbackErrors, []string{"unsupported_response_type", "invalid_token", "insufficient_scope", "unsupported_token_type"})
	codeWords  = wordsOf(oauthCodes...)
)

func isOAuthCode(s string) bool { return slices.Contains(oauthCodes, s) }

// reasons are the words that Zoom puts beside a code (docs/zoom.md, rows T1 to T16), in lower case.
var reasons = []string{
	"invalid token!", "invalid authorization code", "invalid client_id or client_secret", "unsupported grant type", "invalid refresh token",
	"redirect uri mismatch", "code is expired", "missing grant type", "client id or client secret is missing", "the app has been disabled by the developer", "the app has been disabled",
}

func reasonIn(line string) string {
	reason, _ := reasonWords().First(line)
	return reason
}

var reasonWords = wordsOf(reasons...)

// shortestCut is the fewest characters of a reason that tell which one it was.
const shortestCut = 6

// completed is the one reason that begins with a text; "" where there is none, or more.
func completed(cut string) string {
	found := ""
	for _, reason := range reasons {
		if len(cut) >= shortestCut && cut != reason && strings.HasPrefix(reason, cut) {
			if found != "" {
				return ""
			}
			found = reason
		}
	}
	return found
}

// wholeMessage is a cut answer with its message in full, where the code tells which one it was.
func (o *object) wholeMessage() *object {
	for i, m := range o.members {
		kept, _, cut := strings.Cut(strings.ToLower(m.text), "..")
		if !cut {
			kept, _, cut = strings.Cut(strings.ToLower(m.text), "…")
		}
		whole := slices.IndexFunc(restMessages, func(message string) bool { return strings.HasPrefix(message, kept) })
		if m.name == "message" && cut && len(kept) > 2 && whole >= 0 && o.text("code") == "124" {
			full := *o
			full.members = slices.Clone(o.members)
			full.members[i].text = restMessages[whole]
			return &full
		}
	}
	return o
}

// otherThings are what else may be invalid or expired in a sentence that has the word code.
var otherThings = []string{"secret", "access token", "scope", "redirect", "client", "http"}

// ofDevice are the words of a text about the codes of the device flow.
var ofDevice = wordsOf("oauth_device", "device code", "user code", "device_code", "user_code")

// Said is what a text says in place of Zoom's reason.
type Said struct {
	Reason string // in lower case; "" where it says none
	Words  string // those of the text, in lower case; "" where they are Zoom's
	Loose  bool   // other things are said in these words too
}

// paraphrases are how programs and people say Zoom's reasons in words of their own; a match that
// names one of the other things is about them.
var paraphrases = []struct {
	reason string
	said   func() *find.Pattern
	other  []string
	loose  bool
}{
	{"invalid client_id or client_secret", expression(`\b(?:invalid|wrong|incorrect|bad) client[ _-]?id (?:or|and) (?:client[ _-]?)?secret|\bclient[ _-]?id (?:or|and) (?:client[ _-]?)?secret (?:is|are) (?:invalid|incorrect|wrong|not valid)|\bclient[ _-]?secret (?:is|was) (?:invalid|incorrect|wrong)`), nil, false},
	{"invalid client_id or client_secret", expression(`\bclient authentication failed\b`), nil, false},
	{"code is expired", expression(`\b(?:auth\w*|oauth|the) code\b[^.\n]{0,96}\bexpired`), otherThings, false},
	{"invalid authorization code", expression(`\b(?:invalid|bad) (?:oauth|auth|authori[sz]ation) code\b|\b(?:auth\w*|oauth|the) code\b[^.\n]{0,96}\b(?:invalid|not valid|already (?:been )?used|used (?:already|twice))\b`), otherThings, false},
	{"the app has been disabled by the developer", expression(`\bapp(?:lication)? (?:has been|is|was) (?:disabled|deactivated) by (?:the |its )?(?:developer|owner)`), nil, false},
	{"invalid token!", expression(`\brefresh[ _-]?token (?:is|was|has been) (?:invalid|not valid|revoked|already used)\b`), nil, false},
	{"invalid token!", expression(`\brefresh[^.\n]{0,80}\binvalid token\b|\binvalid token\b[^.\n]{0,80}\brefresh`), nil, true},
	{"invalid token!", expression(`\brefresh[ _-]?token (?:is |was |has )?(?:expired|ended)\b`), nil, true},
	{"invalid access token", expression(`\b(?:access|api|oauth|bearer)[ _-]?token (?:is |was |has been )?(?:invalid|not valid|no longer valid|rejected|refused)\b|(?:^|["':.>] ?)token is invalid\b`), nil, true},
	{"access token is expired", expression(`\baccess[ _-]?token (?:is |was |has |had )?(?:already )?expired\b`), nil, true},
	{"unsupported grant type", expression(`\b(?:unsupported|invalid) grant[ _-]?type|\bgrant[ _-]?type (?:is |(?:is )?not )?(?:not supported|unsupported|invalid)`), nil, false},
	{"missing grant type", expression(`\b(?:missing|no) grant[ _-]?type|\bgrant[ _-]?type (?:is )?missing`), nil, false},
	{"bad request", expression(`\btoken: ?(?:400 )?bad request\b`), nil, false},
	{"redirect uri mismatch", expression(`\bredirect[ _-]?ur[il]s? (?:mismatch|do(?:es)? ?n[o']t match)|\bmismatch\w* redirect[ _-]?ur[il]`), nil, false},
}

// supposed is what stands before words of what may happen.
var supposed = expression(`\b(?:when|if|whether|once|unless|in case|as soon as)\b[^.,;:\n]*$`)

// maxParaphrase is how much of a text is searched for one, in bytes.
const maxParaphrase = 16 << 10

// anyGrant begins the sentence of RFC 6749 §5.2 that libraries put in the place of any invalid_grant:
// it names every cause.
const anyGrant = "the provided authorization grant (e.g."

// saidAlone reports whether a text has no reason of Zoom's, or one that a line or a cell consists of: in a
// sentence of somebody who does not speak of Zoom, other servers' words are the same.
func saidAlone(text string) bool {
	if len(text) > maxParaphrase || reasonIn(text) == "" {
		return true
	}
	for line := range strings.FieldsFuncSeq(strings.ToLower(text), func(c rune) bool { return c == '\n' || c == '|' }) {
		for _, class := range []string{"error: ", "exception: "} {
			if i := strings.LastIndex(line, class); i >= 0 {
				line = line[i+len(class):]
			}
		}
		if slices.Contains(reasons, strings.Trim(line, " \t\r\"'`.>*:0123456789")) {
			return true
		}
	}
	return false
}

// lineAround is the line of a text that has an offset.
func lineAround(text string, at int) string {
	line, _, _ := strings.Cut(text[strings.LastIndexByte(text[:at], '\n')+1:], "\n")
	return line
}

// ReasonSaid is the reason or the message of Zoom's that a text about Zoom says in its words or in
// others.
func ReasonSaid(text string) Said {
	text = strings.ToLower(text[:min(len(text), maxParaphrase)])
	if reason := reasonIn(text); reason != "" {
		return Said{Reason: reason}
	}
	if message, _ := messages().First(text); message != "" {
		return Said{Reason: message}
	}
	if strings.Contains(text, anyGrant) {
		return Said{}
	}
	for _, p := range paraphrases {
		if at := p.said().FindStringIndex(text); at != nil && !holdsAny(text[at[0]:at[1]], p.other) && !namesOthers(lineAround(text, at[0])) && !(strings.Contains(p.reason, "code") && ofDevice().In(text)) {
			return Said{Reason: p.reason, Words: text[at[0]:at[1]], Loose: p.loose || supposed().MatchString(text[max(0, at[0]-maxName):at[0]])}
		}
	}
	return Said{}
}
