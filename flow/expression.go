package flow

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"zoauth/flow/find"
)

// expression is a regular expression that looks closer only where it may match.
func expression(text string) func() *find.Pattern { return find.Expression(text) }

// beforeWord is more than what a name has before its last word, as in
// "updated_refresh_token".
const beforeWord = 32

// fromWord returns text from shortly before the first of the words on, in whatever case
// it stands there, and nothing where there is none. An expression that looks for names
// takes long for a long text, and most have no such word.
func fromWord(text []byte, words ...string) []byte {
	first := len(text)
	for _, word := range words {
		if at := indexFold(text[:first], word); at >= 0 {
			first = at
		}
	}
	if first == len(text) {
		return nil
	}
	return text[max(0, first-beforeWord):]
}

// indexFold is where word, which is of lower case ASCII, begins in text; -1: nowhere.
func indexFold(text []byte, word string) int {
	either := word[:1] + strings.ToUpper(word[:1])
	for at := 0; ; at++ {
		next := bytes.IndexAny(text[at:], either)
		if next < 0 {
			return -1
		}
		if at += next; hasFold(text[at:], word) {
			return at
		}
	}
}

// hasFold reports whether text begins with word, as an expression without case sees it.
func hasFold(text []byte, word string) bool {
	for _, want := range word {
		is, size := utf8.DecodeRune(text)
		if is != want && unicode.ToLower(is) != want {
			return false
		}
		text = text[size:]
	}
	return true
}
