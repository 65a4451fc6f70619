package flow

import (
	"net/url"
	"strings"
	"unicode"

	"zoauth/flow/find"
)

// named finds secrets by their names in an answer that nobody could classify: as
// members of JSON, of which a cut one has no closing quote, and as fields of a form or
// of an address.
type named struct {
	member, field func() *find.Pattern
	words         []string // of which each name has one
}

func newNamed(names string, words ...string) named {
	return named{
		expression(`"(?:` + names + `)"\s*:\s*"((?:[^"\\]|\\.)*)`),
		expression(`(?:^|[\s?&;#"'])(?:` + names + `)=([^\s&;#"'<>]+)`),
		words,
	}
}

// A member called code holds an authorization code only where one may be granted: an
// error calls its own number and name so.
var (
	namedTokens = newNamed("(?i:(?:access|refresh|id)[_-]?token|device[_-]?code)", "token", "device")
	namedCodes  = newNamed("code", "code")
)

// nested is how often an answer is decoded to find names in it: JSON stands in JSON.
const nested = 2

// LearnAnswer adds whatever stands as a token in an answer, usable or not, and as a
// code in a redirect or in an answer that is no error.
func (r *Redactor) LearnAnswer(t Trace) {
	text := t.Readable()
	if plain, steps := unmail(text, nil, nil); len(steps) > 0 {
		r.learnNamed(namedTokens, plain)
	}
	for _, address := range location().FindAll(text, -1) {
		r.learnNamed(namedCodes, address)
	}
	for range nested + 1 {
		r.learnNamed(namedTokens, text)
		if t.Response == nil || t.Response.Status/100 == 2 && !namedError().Match(text) {
			r.learnNamed(namedCodes, text)
		}
		plain, steps := unescape(text, nil, nil)
		if len(steps) == 0 {
			break
		}
		text = plain
	}
}

// LearnCandidate adds the tokens of an answer of which it is not known whether it holds
// any: an error may say a word in their place.
func (r *Redactor) LearnCandidate(t Token) { r.LearnUnlessWord(t.AccessToken, t.RefreshToken) }

// LearnUnlessWord adds secrets that the step under way does not carry. One that is a
// word would blot out what the step says.
func (r *Redactor) LearnUnlessWord(secrets ...Secret) {
	for _, s := range secrets {
		if !isWord(s.Reveal()) {
			r.Learn(s)
		}
	}
}

// location finds the header field with the address of a redirect.
var location = expression(`(?im)^location:.*$`)

// namedError finds the error that Zoom also sends with status 200 (docs/zoom.md, row api:200-error).
var namedError = expression(`"error"\s*:`)

func (r *Redactor) learnNamed(n named, text []byte) {
	learn := func(value string) {
		if !isWord(value) {
			r.Learn(NewSecret(KindUnknown, value))
		}
	}
	text = fromWord(text, n.words...)
	for _, found := range n.member().FindAllSubmatch(text, -1) {
		learn(string(found[1]))
	}
	for _, found := range n.field().FindAllSubmatch(text, -1) {
		learn(string(found[1]))
		if plain, err := url.QueryUnescape(string(found[1])); err == nil {
			learn(plain)
		}
	}
}

// words is what stands in a secret's place and is none: numbers, or words as in prose
// and in protocols, "invalid_grant", "Bad Request", "[FILTERED]", "****".
var words = expression(`^[0-9 ]*$|^(?:[A-Z]?[a-z]+|[A-Z]+)(?:[ -](?:[A-Z]?[a-z]+|[A-Z]+))*$`)

// longestWord is the length up to which letters, and words with hyphens, are a word.
const longestWord = 20

// isWord reports whether value says something instead of being a secret.
func isWord(value string) bool {
	parts := strings.FieldsFunc(value, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '-' })
	for _, part := range parts {
		if len(part) > longestWord {
			return false
		}
	}
	return words().MatchString(strings.Join(parts, " "))
}
