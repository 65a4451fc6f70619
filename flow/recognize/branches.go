package recognize

import (
	"cmp"
	"strings"
)

// choice is a condition with a value for each case, as JavaScript, PHP and Ruby write it and as
// Kotlin and Rust do, or else as Python does.
var choice = expression(`(.*?)(?:\?|\bif\b(.*?)\{?)\s*["'` + "`" + `]([\w-]{21,32})["'` + "`" + `]\s*(?::|\}?\s*\belse\b\s*\{?)\s*["'` + "`" + `]([\w-]{21,32})["'` + "`" + `]` +
	`|(.*?)["']([\w-]{21,32})["']\s*if\b(.*?)\belse\s*["']([\w-]{21,32})["']`)

// quotedValue is a value of a choice, by which most lines are ruled out.
var quotedValue = expression(`["'` + "`" + `][\w-]{21,32}["'` + "`" + `]`)

// nameWithSign is a name with the sign behind it that a value follows.
var nameWithSign = expression(`([A-Za-z_][\w.-]*)["'\]]*\s*[=:(]`)

// branches are both values of each condition of a line: those of production and of development
// where it asks for one of the two. Of any other condition the text does not say which app is
// which. What follows them is returned too.
func (l *lineReader) branches(line string, at int) (list []assignment, rest string) {
	if !strings.Contains(line, "?") && !strings.Contains(line, "else") || !quotedValue().MatchString(line) {
		return nil, line
	}
	rest = line
	section := l.section()
	for _, m := range choice().FindAllStringSubmatch(line, mostOnALine) {
		before, first, second := m[1]+m[5], m[3]+m[6], m[4]+m[8]
		above, name, condition := l.nameOfChoice(before)
		if of := scopeOf(above); of != "" {
			section = strings.Trim(l.section()+"."+of, ".")
		}
		if key := roleOf(section, name).key; !shaped(key, first) || !shaped(key, second) {
			continue
		}
		off := l.whyOff(line, name)
		then, otherwise := environmentsOf(cmp.Or(m[2]+m[7], condition))
		if then == "" {
			off = cmp.Or(off, ofOneCase)
		}
		own := func(environment, value string) assignment {
			return assignment{section: strings.Trim(section+"."+environment, "."), name: name, value: value, off: off, at: at}
		}
		list = append(list, own(then, first), own(otherwise, second))
		_, rest, _ = strings.Cut(rest, m[0])
	}
	return list, rest
}

// nameOfChoice is the last name of a value before a condition, with what stands before and behind
// it.
func (l *lineReader) nameOfChoice(before string) (above, name, condition string) {
	for _, m := range nameWithSign().FindAllStringSubmatchIndex(before, mostOnALine) {
		if own := before[m[2]:m[3]]; roleOf(l.section(), own).key != "" {
			above, name, condition = before[:m[2]], own, before[m[1]:]
		}
	}
	return above, name, condition
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
