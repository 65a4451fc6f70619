package recognize

import (
	"slices"
	"strings"

	"zoauth/flow"
)

// withoutCut leaves out what is cut off of a token whose kind the text has whole too.
func withoutCut(list []tokenValue) []tokenValue {
	all := slices.Clone(list)
	return slices.DeleteFunc(list, func(t tokenValue) bool {
		return t.cut && slices.ContainsFunc(all, func(o tokenValue) bool { return o.kind == t.kind && !o.cut })
	})
}

// formerWords stand before a token in whose place another one came, newerWords before that one.
var (
	formerWords = []string{"before", "old", "previous", "previously", "prev", "former", "formerly", "superseded", "outdated"}
	newerWords  = []string{"after", "new", "newer", "current", "latest", "now"}
)

// withoutFormer leaves out each token of which the words before it say that it is a former one, that is
// commented out, or that was sent to get the others, where the text has another of which that is not so and
// that was not issued earlier: one of its kind, or of the pair that came in its place.
func withoutFormer(list []tokenValue, text string) []tokenValue {
	if len(list) < 2 {
		return list
	}
	former := map[int]bool{}
	for _, t := range list {
		former[t.at] = isStruck(text, t.at) || strings.Contains(objectAround(text, t.at), "grant_type") || wasReplaced(text, list, t)
	}
	all := slices.Clone(list)
	return slices.DeleteFunc(list, func(t tokenValue) bool {
		return former[t.at] && slices.ContainsFunc(all, func(o tokenValue) bool {
			return !former[o.at] && !o.issuedAt().Before(t.issuedAt())
		})
	})
}

// formerToken says why a token is not taken.
func formerToken(t tokenValue) string {
	return "the value of " + t.name() + " is an old one: its name says so, or it was sent already"
}

// wasReplaced reports whether the last word of age between a token and the one of its kind before it, a
// key, a heading, a part of its name, says that it is a former one.
func wasReplaced(text string, list []tokenValue, t tokenValue) bool {
	from, other := 0, "access"
	if t.kind == flow.KindAccessToken {
		other = "refresh"
	}
	for _, o := range list {
		if o.kind == t.kind && o.at < t.at {
			from = max(from, min(o.at+len(o.value), t.at))
		}
	}
	words := strings.FieldsFunc(text[max(from, t.at-maxAddress):t.at], func(r rune) bool { return !strings.ContainsRune(tokenLetters, r) || r == '=' })
	for i := len(words) - 1; i >= max(0, len(words)-mostBetweenPairs); i-- {
		if len(words[i]) > maxLabel {
			continue
		}
		switch names := nameWords(words[i]); {
		case slices.Contains(names, other), slices.Contains(names, "not"): // the name of the token of the other kind; not_before
		case hasAny(names, newerWords):
			return false
		case hasAny(names, formerWords):
			return true
		}
	}
	return false
}

// The most words between a token and what says its age, and the longest of them.
const (
	mostBetweenPairs = 24
	maxLabel         = 40
)

// isStruck reports whether the line of an offset is a comment, or one that a difference takes out.
func isStruck(text string, at int) bool {
	line := text[max(0, at-maxAddress):at]
	line = line[strings.LastIndexByte(line, '\n')+1:]
	return holdsPrefix(strings.TrimLeft(line, " \t"), []string{"#", "//", ";", "<!--", "/*"}) || removed().MatchString(line) && added().MatchString(text)
}

// ofZoom leaves out the tokens that are not of Zoom's by what they say or how they begin, and beside
// tokens that say that Zoom issued them, those of their kind that say nothing. An access token that says
// nothing is left out beside a refresh token that does: Zoom issues both alike (docs/zoom.md §4.1).
func ofZoom(list []tokenValue) (kept []tokenValue, leftOut []string) {
	said := map[flow.SecretKind]bool{}
	for _, t := range list {
		said[t.kind] = said[t.kind] || t.issued()
	}
	for _, t := range list {
		beside := said[t.kind] || t.kind == flow.KindAccessToken && said[flow.KindRefreshToken]
		switch other := t.ofOther(); {
		case other != "":
			leftOut = append(leftOut, "the value of "+t.name()+" "+other)
		case !t.cut && !mayBeToken(t.value): // a placeholder, a part of a program
		case !beside || t.issued() || t.cut:
			kept = append(kept, t)
		case !said[t.kind]:
			leftOut = append(leftOut, "the value of "+t.name()+" is not a Zoom token, but the refresh token next to it is")
		}
	}
	return kept, leftOut
}

// madeUp are words of values that documentation and tests have in the place of tokens.
var madeUp = []string{"fake", "dummy", "mock", "sample", "example", "placeholder"}

// mayBeToken reports whether a value may be a token by its letters: it is no path, no expression of a
// program, no type and no words that say what stands there.
func mayBeToken(value string) bool {
	if strings.Contains(value, "eyJ") {
		return true
	}
	return strings.ContainsAny(value, "0123456789") && strings.Count(value, "/") < 2 && !isName(value) && !hasAny(nameWords(value), madeUp)
}

// sdkClaims are claims of the signatures with which apps join meetings through Zoom's SDKs.
var sdkClaims = []string{"sdkKey", "appKey", "app_key", "tpc"}

// ofOther says what a token is that is none of Zoom's OAuth server; "" where it may be one.
func (t tokenValue) ofOther() string {
	if name := tokenOf(t.value); name != "" {
		return "is a token of " + name + "'s"
	}
	if isUUID(t.value) {
		return "is a UUID, and Zoom's tokens are not"
	}
	secret := flow.NewSecret(t.kind, t.value)
	claims, err := flow.DecodeToken(secret)
	if err != nil || kindByClaims(secret) != flow.KindUnknown || t.issued() {
		return ""
	}
	for _, c := range claims.List {
		switch {
		case slices.Contains(sdkClaims, c.Name):
			return "is a signature for one of Zoom's SDKs, not an OAuth token"
		case c.Name == "iss" && strings.Contains(c.Value, "://"):
			return "is a JWT that " + c.Value + " issued, not Zoom"
		}
	}
	return "is a JWT that Zoom's OAuth server did not issue"
}

// maskedToken is a token in whose place the text has something else; concealed is what tools show there
// that is no mask.
var (
	maskedToken = expression(`(?i)(access|refresh)_?token["'\]]*\s*(?:=>|[=:|])\s*["']?([^\s"',;)}&]+)`)
	concealed   = expression(`(?i)^[<(\[]?(?:sensitive|secret|hidden|encrypted|known)\b`)
)

// maskedBeside names the tokens that a text has masked and a grant does not have.
func maskedBeside(text string, token flow.Token) (leftOut []string) {
	missing := map[flow.SecretKind]bool{flow.KindAccessToken: token.AccessToken.IsZero(), flow.KindRefreshToken: token.RefreshToken.IsZero()}
	for _, m := range maskedToken().FindAllStringSubmatch(text, -1) {
		if kind := grantKinds[strings.ToLower(m[1])]; missing[kind] && (flow.IsMasked(m[2]) || concealed().MatchString(m[2]) || ourPrint().MatchString(m[2])) {
			missing[kind] = false
			leftOut = append(leftOut, "the value of "+tokenValue{kind: kind}.name()+" is masked")
		}
	}
	return leftOut
}
