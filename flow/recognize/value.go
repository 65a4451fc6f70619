package recognize

import (
	"fmt"
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
