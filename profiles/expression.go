package profiles

import (
	"regexp"
	"sync"
)

// expression compiles a regular expression when it is used for the first time: none
// costs the start of a verb that does not need it. Inlined it would be a copy of
// [sync.OnceValue] for each of them.
//
//go:noinline
func expression(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
