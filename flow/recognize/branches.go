package recognize

import (
	"cmp"
	"strings"
)

// choice is a condition with a value for each case, as JavaScript, PHP and Ruby write it, and as
// Python, Kotlin and Rust do.
var choice = expression(`^(.*?)(?:\?|\bif\b(.*?)\{?)\s*["'` + "`" + `]([\w-]{21,32})["'` + "`" + `]\s*(?::|\}?\s*\belse\b\s*\{?)\s*["'` + "`" + `]([\w-]{21,32})["'` + "`" + `]` +
	`|^(.*?)["']([\w-]{21,32})["']\s*if\b(.*?)\belse\s*["']([\w-]{21,32})["']`)

// branches are both values of a line that has one for each case of a condition: those of production
// and of development where it asks for one of the two. Of any other condition the text does not
// say which app is which.
func (l *lineReader) branches(line string, at int) []assignment {
	if !strings.Contains(line, "?") && !strings.Contains(line, "else") {
		return nil
	}
	m := choice().FindStringSubmatch(line)
	if m == nil {
		return nil
	}
	before, first, second := m[1]+m[5], m[3]+m[6], m[4]+m[8]
	sign := strings.IndexAny(before, "=:(")
	if sign < 0 {
		return nil
	}
	name := cleanName(strings.TrimSpace(before[:sign]))
	if blank := strings.LastIndexByte(name, ' '); blank >= 0 {
		name = name[blank+1:]
	}
	key := roleOf(l.section(), name).key
	if !shaped(key, first) || !shaped(key, second) {
		return nil
	}
	off := l.whyOff(line, name)
	then, otherwise := environmentsOf(cmp.Or(m[2]+m[7], before[sign:]))
	if then == "" {
		off = cmp.Or(off, ofOneCase)
	}
	own := func(environment, value string) assignment {
		return assignment{section: strings.Trim(l.section()+"."+environment, "."), name: name, value: value, off: off, at: at}
	}
	return []assignment{own(then, first), own(otherwise, second)}
}

// ofOneCase says why neither value of a condition is taken.
const ofOneCase = "the text has another one for another case: copy the values of one app only"

// environmentsOf are the environments of the two cases of a condition; "" where it asks for
// something else.
func environmentsOf(condition string) (then, otherwise string) {
	words := nameWords(condition)
	production, development := hasAny(words, []string{"prod", "production", "live"}), hasAny(words, []string{"dev", "development", "debug"})
	if production == development {
		return "", ""
	}
	then, otherwise = "production", "development"
	if negated := strings.Contains(condition, "!") || hasAny(words, []string{"not"}); negated == production {
		then, otherwise = otherwise, then
	}
	return then, otherwise
}
