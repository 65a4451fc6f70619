package recognize

import (
	"strings"

	"zoauth/flow/find"
)

// expression is a regular expression that looks closer only where it may match.
func expression(text string) func() *find.Pattern { return find.Expression(text) }

// wordsOf are words in lower case that are looked for together.
func wordsOf(words ...string) func() *find.Words { return find.OneOf(words...) }

func holdsAny(text string, words []string) bool {
	for _, w := range words {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}
