package recognize

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// What is said of a value that is none.
const (
	elsewhere   = "it only names where the value is kept"
	placeholder = "it is a placeholder"
)

// isGivenOut reports whether the values of a key are ones that Zoom gives out.
func isGivenOut(key CredentialKey) bool { return key != RedirectURI && key != Scopes }

// foreignLetter says what a letter or a digit beyond ASCII makes of a value: it is words that
// say what to fill in, in any language, or a damaged value where it has the length of Zoom's
// and other digits; "" where it has none.
func foreignLetter(value string) string {
	i := strings.IndexFunc(value, func(c rune) bool { return c >= utf8.RuneSelf && (unicode.IsLetter(c) || unicode.IsNumber(c)) })
	if i < 0 {
		return ""
	}
	n := utf8.RuneCountInString(value)
	if (UsualLength(ClientID, n) || UsualLength(ClientSecret, n)) && strings.ContainsAny(value, "0123456789") {
		letter, _ := utf8.DecodeRuneInString(value[i:])
		return fmt.Sprintf("it contains %U, a letter that Zoom never uses: copy it again", letter)
	}
	return placeholder
}

// isPlace reports whether a value is words with signs between them that say where a secret is
// kept: a path, the name of a secret in a vault. It is no secret: those words are in our own
// sentences too.
func isPlace(value string) bool {
	if !strings.ContainsAny(value, "/\\:#@.") || strings.ContainsAny(value, " \t\"'`") {
		return false
	}
	words := strings.FieldsFunc(strings.ToLower(value), func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsDigit(c) })
	return len(words) > 1 && hasAny(words, placeWords) && !slices.ContainsFunc(words, func(w string) bool {
		return len(strings.TrimLeft(w, "abcdefghijklmnopqrstuvwxyz")) > mostDigits
	})
}

// placeWords are in the names of places where secrets are kept.
var placeWords = []string{"zoom", "client", "secret", "secrets", "vault", "run", "etc", "credentials"}

// mostDigits is how many digits a word has at its end in a name that somebody chose.
const mostDigits = 4

// ofFile is the value of a name that says that a file has it: ZOOM_CLIENT_SECRET_FILE.
func ofFile(name, value string) string {
	words := nameWords(name)
	if len(words) > 1 && words[len(words)-1] == "file" && strings.HasPrefix(value, "/") {
		return "file:" + value
	}
	return value
}
