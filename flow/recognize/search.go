package recognize

import (
	"slices"
	"strings"

	"zoauth/flow/find"
)

// expression is a regular expression that looks closer only where it may match.
func expression(text string) func() *find.Pattern { return find.Expression(text) }

// wordsOf are words in lower case that are looked for together.
func wordsOf(words ...string) func() *find.Words { return find.OneOf(words...) }

func holdsAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
}

func holdsPrefix(text string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(text, p) })
}
