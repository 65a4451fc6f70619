package recognize

import (
	"slices"
	"strconv"
	"strings"
)

// What Zoom's REST API says when it refuses: its numbers, its messages, and what they are about. What the token
// endpoint says is in reason.go.

// isZoomNumber reports whether s is a number that Zoom's APIs use for what has to do
// with tokens (docs/zoom.md, rows 4700 to 4741 and api:invalid to api:429).
func isZoomNumber(s string) bool {
	return slices.Contains(tokenNumbers, s) || len(s) == 4 && strings.HasPrefix(s, "47") && isNumber(s)
}

// tokenNumbers are those of the messages about an access token.
var tokenNumbers = []string{"124", "104"}

// TokenExpired are the messages of the REST API about a token that has expired, in lower case.
var TokenExpired = []string{"access token is expired", "access token has expired"}

// unknownEndpoint is its message about a path that it does not have, in lower case.
const unknownEndpoint = "api endpoint is not recognized"

// restMessages are the messages of Zoom's REST API that logs hold without their code
// (docs/zoom.md, rows api:invalid to api:429), in lower case.
var (
	restMessages = slices.Concat([]string{"invalid access token"}, TokenExpired, []string{"this " + unknownEndpoint})
	messages     = wordsOf(restMessages...)
)

var (
	// wholeMessage is such a message as Zoom spells it: a sentence of its own.
	wholeMessage = expression(`(?m)\b(?:Access\s+token\s+(?:is|has)\s+expired|Invalid\s+access\s+token)(?:[.!,"'\x60\\)}\]<]|\s*$| \()`)
	// numbered is the number of an error, behind a word for it.
	numbered = expression(`(?i)(?:code|err(?:or|no)?|#)["')]?\W{0,4}(\d+)`)
)

// ownNumbers are the numbers that may stand beside it: its own, and the statuses that it comes with.
var ownNumbers = []string{"124", "400", "401"}

// IsWholeMessage reports whether a text that does not speak of Zoom has a message of the REST API
// about the access token as Zoom spells it, neither with the number of anybody else beside it nor
// in an object without one: other providers have the words too.
func IsWholeMessage(text string) bool {
	others := func(m []string) bool { return !slices.Contains(ownNumbers, m[1]) }
	return !slices.ContainsFunc(numbered().FindAllStringSubmatch(text, 8), others) && wholeMessage().MatchString(text) && !strings.Contains(text, `":`)
}

// meetingThings are what it operates on and few other APIs do, in lower case.
var meetingThings = []string{"meeting", "webinar", "recording", "registrant"}

// WholeRefusals are the phrases by which it refuses an operation that say enough without their number, in lower case.
var WholeRefusals = []string{"only available for", "no permission", unknownEndpoint, "user already in the account", "your own status", "group with this"}

// OperationWords are what Zoom's REST API speaks of where it refuses an operation and not the
// token, in lower case.
var OperationWords = slices.Concat(meetingThings, WholeRefusals, []string{"panelist", "pending state", "send sms", "tracking field", "call log"})

// AccountWords are what it speaks of as well, and other APIs too. In lower case.
var AccountWords = []string{"user", "account", "group", "role", "email", "invitation", "plan", "phone", "room", "device", "permission", "host", "already in use", "does not exist", "not found"}

var (
	operationWords = wordsOf(OperationWords...)
	accountWords   = wordsOf(AccountWords...)
)

// RefusesOperation reports whether a code and a message are those by which Zoom's REST API
// refuses an operation and not the token (docs/zoom.md, rows api:1005 to api:no-permission).
func RefusesOperation(code, message string) bool {
	n, err := strconv.Atoi(code)
	return err == nil && n >= 200 && n < 10000 && n != 401 && n/100 != 47 && (SpeaksOfOperation(message) || accountWords().In(message))
}

// SpeaksOfOperation reports whether a message is about what Zoom's REST API operates on.
func SpeaksOfOperation(message string) bool { return operationWords().In(message) }

// IsZoomsRefusal reports whether a refusal is Zoom's by its number and message alone.
func IsZoomsRefusal(code, message string) bool {
	return len(code) == 4 && code[0] == '3' && SpeaksOfOperation(message)
}

// zoomMessages are messages of Zoom's REST API by their code, in lower case; see
// docs/zoom.md, rows api:invalid to api:200-error.
var zoomMessages = map[string][]string{
	"124": {"access token"}, "104": {"access token"}, "200": {"api key or secret", "rest api", "webinar plan"}, "300": {"validation failed.", "enter a valid value", "valid json object", "next_page_token", "meeting id"},
	"1001": {"user does not exist", "user not exist"}, "1005": {"user already in the account"}, "1010": {"user not found on this account", "not belong to this account"},
	"1120": {"invit"}, "3000": {"meeting"}, "3001": {"meeting does not exist", "meeting is not found", "meeting"}, "3161": {"meeting hosting"},
}

// zoomMessage reports whether an object has a code and a message that only Zoom uses.
func zoomMessage(o *object) bool {
	code, message := o.text("code"), strings.ToLower(o.text("message"))
	if isZoomNumber(code) && len(code) == 4 {
		return len(o.members) <= 4 && (message == "" || holdsAny(message, oauthThings))
	}
	if slices.ContainsFunc(zoomMessages[code], func(m string) bool { return strings.Contains(message, m) }) {
		return true
	}
	return len(code) == 4 && code[0] >= '1' && code[0] <= '3' && len(o.members) <= 3 && holdsAny(message, zoomThings)
}

// MayMean reports whether the number of an error of Zoom's REST API can have a message: what says something of a token
// has one of two numbers.
func MayMean(number, message string) bool {
	message = strings.ToLower(message)
	return slices.Contains(tokenNumbers, number) == strings.Contains(message, "token") || slices.ContainsFunc(zoomMessages[number], func(m string) bool { return strings.Contains(message, m) })
}

// isForbidden reports whether an object is the answer of the addresses that recordings are downloaded from
// to a token that they do not accept (docs/zoom.md, row api:download).
func isForbidden(o *object) bool {
	code := o.text("errorCode")
	return (code == "124" || code == "300") && strings.EqualFold(o.text("errorMessage"), "forbidden")
}

// zoomThings are words by which a message is Zoom's that has a number of four digits, in lower case.
var zoomThings = slices.Concat(meetingThings, []string{unknownEndpoint, "users that are", Zoom})

// SpeaksOfOAuth reports whether a message, in lower case, is about what Zoom's numbers are about.
func SpeaksOfOAuth(message string) bool { return holdsAny(message, oauthThings) }

// oauthThings are what the messages of Zoom's numbers are about (docs/zoom.md, rows 4700 to 4741), in lower
// case.
var oauthThings = []string{"token", "client_id", "client id", "client secret", "redirect", "grant", "scope", "code is", "app has", "the app", "authenticat", "authoriz"}
