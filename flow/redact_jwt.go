package flow

import "strings"

// What a JWT has at least, and its most parts: those of an encrypted one (RFC 7516).
const (
	jwtStart    = "eyJ" // the base64 of `{"`
	leastPart   = 8
	maxJWTParts = 5
)

// nextJWT finds the next thing from i on that looks like a JWT, or the start of one,
// in text: a token that no one taught the [Redactor]. from is -1 when there is none.
func nextJWT(text string, i int) (from, to int) {
	for {
		n := strings.Index(text[i:], jwtStart)
		if n < 0 {
			return -1, 0
		}
		from = i + n
		parts, longer := 0, 0
		for to = from; parts < maxJWTParts; to++ {
			size := tokenBytes(text[to:])
			to += size
			if parts++; size >= leastPart {
				longer++
			}
			if to == len(text) || text[to] != '.' {
				break
			}
		}
		if to = from + len(strings.TrimRight(text[from:min(to, len(text))], ".")); longer > 1 {
			return from, to
		}
		i = from + len(jwtStart)
	}
}

// tokenBytes is how many bytes at the start of text are digits of base64url.
func tokenBytes(text string) int {
	n := 0
	for n < len(text) && base64Digits.digits[text[n]] >= 0 && text[n] != '+' && text[n] != '/' {
		n++
	}
	return n
}

// publicStart is the length of what a token has in common with all others: the
// header of a JWT.
func publicStart(value string) int {
	header, _, found := strings.Cut(value, ".")
	if !found || !strings.HasPrefix(header, jwtStart) {
		return 0
	}
	return len(header) + 1
}
