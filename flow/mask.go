package flow

import (
	"bytes"
	"crypto/md5"  // finds digests that others made
	"crypto/sha1" // as above
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"sync"
)

// IsMasked reports whether a value was covered before the text was shown: "[REDACTED]",
// "****", "Rxxxxxx9Q". What it was can no longer be known.
func IsMasked(value string) bool { return masking().MatchString(value) }

// placeholderWords begin what an example puts in the place of a value.
var placeholderWords = []string{"your", "replace", "insert", "enter_", "my_client", "my-client", "example_", "changeme", "change_me", "todo", "placeholder", "paste_", "paste-", "xxxx", "****", "authorization_code", "client_id_here", "base64_encoded", "base64encoded", "encoded_credentials"}

// IsPlaceholder reports whether a value was left in from an example, or is nothing but a
// mask: "<CLIENT_ID>", "YOUR_REDIRECT_URI", "xxxxxxxx".
func IsPlaceholder(value string) bool {
	value = strings.TrimSpace(value)
	if value == "authorization_code" { // the grant type of that name
		return false
	}
	lower := strings.ToLower(value)
	return isInBrackets(value) || isShouted(value) || slices.ContainsFunc(placeholderWords, func(w string) bool { return strings.HasPrefix(lower, w) })
}

// noValues are what programs write for a variable without a value.
var noValues = []string{"undefined", "null", "none", "nil", "nan", "false", "true", "<nil>", "(null)"}

// IsNoValue reports whether a value is what programs write for a variable without one.
func IsNoValue(value string) bool { return slices.Contains(noValues, strings.ToLower(value)) }

// standsIn reports whether a value is words in the place of a secret. They hide nothing, and zoauth's own sentences
// have them.
func standsIn(value string) bool {
	return IsNoValue(value) || IsPlaceholder(value) && !strings.ContainsAny(value, "0123456789*•")
}

// isInBrackets reports whether a value is a placeholder as documentation and templates write it.
func isInBrackets(value string) bool {
	return strings.HasPrefix(value, "<") && strings.HasSuffix(value, ">") || strings.HasPrefix(value, "[") && strings.HasSuffix(value, "]") || strings.Contains(value, "{{")
}

// isShouted reports whether a value is a name in capitals: "CLIENT_SECRET".
func isShouted(value string) bool {
	return strings.Contains(value, "_") && len(value) > 4 && strings.Trim(value, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == ""
}

// isNoToken reports whether value stands in the place of a token and is none: a mask, a
// placeholder, a word for nothing, or a shortened token. A real token that looks so by
// chance costs a question to the person; a mask that is taken for a token costs the
// authorization (R11).
func isNoToken(value string) bool {
	plain := strings.ToLower(strings.TrimFunc(value, func(r rune) bool { return !isAlnum(r) }))
	return IsMasked(value) || IsPlaceholder(value) ||
		slices.Contains(noTokens(), strings.ReplaceAll(plain, " ", "_")) || slices.Contains(settling, value) || isRun(plain) ||
		fill().MatchString(value) || filledIn().MatchString(value) || headerOnly().MatchString(value) ||
		printed().MatchString(value) || namedOnly().MatchString(value)
}

// Runs are what people type for a value that they make up.
const (
	alphabetRun = "abcdefghijklmnopqrstuvwxyz"
	digitRun    = "01234567890123456789"
	leastRun    = 8
	longestRun  = 256
)

// isRun reports whether a value in lower case is one character again and again, or the
// letters or digits in their order.
func isRun(plain string) bool {
	bare := strings.Map(func(r rune) rune {
		if !isAlnum(r) {
			return -1
		}
		return r
	}, plain)
	return len(bare) >= leastRun && len(bare) <= longestRun && (strings.Count(bare, bare[:1]) == len(bare) || strings.Contains(alphabetRun, bare) || strings.Contains(digitRun, bare))
}

// noTokens are words that programs write where a token was, or where there is none.
var noTokens = sync.OnceValue(func() []string {
	return strings.Fields(`
	filtered redacted masked hidden removed secret private censored sanitized sanitised scrubbed omitted obfuscated
	encrypted protected confidential sensitive truncated elided deleted stripped suppressed withheld classified
	null nil none undefined nan na n/a empty void missing unset unknown invalid expired revoked false true todo tbd
	token string value password example placeholder changeme bearer object dummy blocked withdrawn unchanged same snip snipped pii
	geheim verborgen entfernt maskiert gesperrt oculto eliminado borrado secreto masque cache supprime nascosto rimosso removido ukryte skryto gizli
	no-token no_token n.a not_shown not-shown see_logs
	access_token refresh_token accesstoken refreshtoken access-token refresh-token
	authorization_code not_available not-available
	test foo bar foobar deadbeef integer number boolean`)
})

var (
	// fill is text of the characters that masks are made of: marks, and x.
	fill = expression(`^[^\pL\pN]*$|^[^\pL\pN]*[xX][xX\W_]*$|^0+$`)
	// filledIn is what a logger, a template or a program puts a value in the place of.
	filledIn = expression(`^\s*(?:\{.*\}|\(.*\)|%.*%|\$\w+|\$\{.*\}|:\w+|__\w+__)\s*$`)
	// headerOnly is a JWT that ends within its header.
	headerOnly = expression(`^eyJ[\w-]{0,20}$`)
	// masking is a mask, alone or within more text: what stands where a middle or an end
	// was left out, and words that are too long to be there by chance.
	masking = expression(`\.\.\.|…|⋯|•|●|█|\*\*\*|x{5}|X{5}|(?i)redacted|filtered|censored|sanitized|obfuscat|truncated|(?:^|[^a-z])(?:masked|hidden|removed|omitted|blocked|withheld|suppressed|scrubbed)(?:[^a-z]|$)|x{12}`)
	// printed is what programs print of a value that they do not show, or that is none:
	// its type, its length, where it is in memory, the verb that was to print it; an address
	// or prose; what a vault shows instead; our own fingerprint.
	printed = expression(`(?i)^(?:https?://.*|\pL+(?: \pL+)+[.!]?|enc\[.*\]|vault:v\d.*|(?:at|rt|dc|\?\?):[0-9a-f]{6}|(?:string|str|text|bytes?|len|length|size)\W{1,2}\d+\)?|\d+ (?:chars|characters|bytes)|[\w.]*[.\[]\w+@[0-9a-f]{4,8}|%[+#]?[a-z]|%!.*|function\b.*\{.*\}|promise \{.*|system\.string)$`)
	// namedOnly is made of the words that documentation and mocks call a token by.
	namedOnly = expression(`(?i)^(?:(?:your|my|the|a|an|some|new|old|next|current|valid|real|sample|example|dummy|mock|fake|test|demo|default|here|value|string|placeholder|refresh|access|bearer|oauth2?|zoom|jwt|token)[ ._-]*)*token(?:[ ._-]*(?:value|string|here|placeholder|example|sample|test))?[ ._-]*\d{0,4}$`)
)

// echoes reports whether value is one of the secrets that were sent: whole, shortened,
// backwards, or encoded or hashed as loggers do.
func echoes(value string, sent []Secret) bool {
	if plain, err := url.PathUnescape(value); err == nil && plain != value && echoes(plain, sent) {
		return true
	}
	return backwards(value, sent) || slices.ContainsFunc(sent, func(s Secret) bool {
		whole := s.Reveal()
		return whole != "" && (strings.EqualFold(value, whole) || decorated(value, whole) || shortened(value, whole) || disguised(value, whole))
	})
}

// backwards reports whether value is one of the secrets that were sent, in reverse.
func backwards(value string, sent []Secret) bool {
	if len(value) < leastEnd {
		return false
	}
	turned := []byte(value)
	slices.Reverse(turned)
	return slices.ContainsFunc(sent, func(s Secret) bool { return s.Reveal() == string(turned) })
}

// repeats reports whether value is one of the identifiers that were sent, or one encoded
// or hashed. A token may contain one.
func repeats(value string, identifiers []string) bool {
	return slices.ContainsFunc(identifiers, func(id string) bool {
		return id != "" && (strings.EqualFold(value, id) || disguised(value, id))
	})
}

// The shortest text that counts as a part of a token: less is there by chance.
const (
	leastEnd    = 4 // at the token's beginning or end
	leastMiddle = 8 // anywhere
)

// decorated reports whether value is whole with something around it, as in "Bearer
// TOKEN" or in quotes.
func decorated(value, whole string) bool {
	return len(whole) >= leastMiddle && strings.Contains(value, whole)
}

// shortened reports whether value is a part of whole, or its two ends around something
// that was put in for the middle.
func shortened(value, whole string) bool {
	if value == "" || value == whole {
		return false
	}
	bare := strings.TrimSpace(value)
	if len(bare) >= leastMiddle && strings.Contains(whole, bare) ||
		len(bare) >= leastEnd && (strings.HasPrefix(whole, bare) || strings.HasSuffix(whole, bare)) {
		return true
	}
	start := 0
	for start < min(len(bare), len(whole)) && bare[start] == whole[start] {
		start++
	}
	end := 0
	for end < min(len(bare), len(whole))-start && bare[len(bare)-1-end] == whole[len(whole)-1-end] {
		end++
	}
	middle := bare[start : len(bare)-end]
	return start+end >= leastEnd && putIn().MatchString(middle) || start+end >= leastMiddle && middle == ""
}

// leastDigest is how much of a digest counts as one, in bytes.
const leastDigest = 4

// disguised reports whether value is whole or a digest of it, or the start of one, in hex
// or base64, alone or behind the name of the digest as in "sha256:94b4".
func disguised(value, whole string) bool {
	text := strings.TrimRight(value[strings.LastIndexAny(value, ":$ ")+1:], "=")
	sum1, sum5, sum256, sum512 := sha1.Sum([]byte(whole)), md5.Sum([]byte(whole)), sha256.Sum256([]byte(whole)), sha512.Sum512([]byte(whole))
	for _, decode := range []func(string) ([]byte, error){hex.DecodeString, base64.RawStdEncoding.DecodeString, base64.RawURLEncoding.DecodeString} {
		plain, err := decode(text)
		if err != nil || len(whole) < leastMiddle {
			continue
		}
		for _, form := range [][]byte{[]byte(whole), sum1[:], sum5[:], sum256[:], sum512[:]} {
			if len(plain) >= leastDigest && bytes.HasPrefix(form, plain) {
				return true
			}
		}
	}
	return false
}

// putIn is what stands for the part of a token that was left out, "(1209)" and " and
// 1193 more" included.
var putIn = expression(`^\s.*$|^(?:[^A-Za-z0-9]|[xX]{2,}|0{4,}|\(\w[^)]*\)|\[[^\]]*\]|<[^>]*>|\{[^}]*\})+$`)

// ourMask is what [Secret.String] makes of a token.
var ourMask = expression(`^•••• (?:at|rt|dc|\?\?):[0-9a-f]{6} \(\d+\)$`)

func isAlnum(r rune) bool {
	return r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
}
