// Package lazy has what is made when it is used for the first time. It knows nothing of
// ours; the engine, which imports the standard library alone, has its own.
package lazy

import (
	"regexp"
	"sync"
)

// Regexp compiles a regular expression when it is used for the first time: none costs the
// start of a verb that does not need it. Inlined it would be a copy of [sync.OnceValue] for
// each of them.
//
//go:noinline
func Regexp(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}
