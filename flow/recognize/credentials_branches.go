package recognize

import (
	"cmp"
	"slices"
	"strings"
)

// A condition has a value for each case: those of production and of development where it asks for
// one of the two. Of any other condition the text does not say which app is which.

// A case of a condition is a value in quotes, or an expression that says where the value is.
const caseOfChoice = "(?:[\"'`]([\\w-]{21,32})[\"'`]|([A-Za-z_$][\\w$.]*(?:\\[[^\\[\\]]*\\]|\\([^()]*\\))?!?|[\"'`]{2}))"

var (
	// choice is a condition as JavaScript, PHP, Ruby and Terraform write it and as Kotlin, Rust,
	// Lua, Elixir, SQL, shells and templates do, laterCondition as Python does.
	choice = expression(`(.*?)(?:\?|\bif\b(.*?(?:[{)]|\bthen\b|\bdo:|[%}]\}))|\band\b|&&|\b(?i:then)\b)\s*` + caseOfChoice +
		`\s*(?::|\bor\b|\|\||,\s*else:|(?:\}|\{[{%]-?)?\s*\b(?i:else)\b\s*(?:\{|-?[%}]\})?)\s*` + caseOfChoice)
	laterCondition = expression(`(.*?)` + caseOfChoice + `\s*\bif\b(.*?)\belse\s*` + caseOfChoice)

	// blockCondition begins a block of lines that are read in one case alone, and otherBlock the one
	// that is read in the other case.
	blockCondition = expression(`^(?:# ?|\} ?|\{[{%]-? ?)?(?:els|else )?(?:if|ifdef)\b(.*)`)
	otherBlock     = expression(`^(?:# ?|\} ?|\{[{%]-? ?)?else\b(?: ?[:{]| ?-?[%}]\})?$`)

	// quotedValue is a value of a choice, by which most lines are ruled out, and otherCase what
	// parts two of them.
	quotedValue = expression("[\"'`][\\w-]{21,32}[\"'`]")
	otherCase   = expression(`\?|\belse\b|\bELSE\b|\bor\b|\|\|`)

	// nameWithSign is a name with the sign behind it that a value follows.
	nameWithSign = expression(`([A-Za-z_][\w.-]*)["'\]]*\s*[=:(]`)
)

// oneCase is the value of a case, or the expression in its place.
type oneCase struct{ literal, other string }

func (c oneCase) value() string { return cmp.Or(c.literal, c.other) }

// condition is a choice of a line: what stands before it with the name, what it asks for, and its
// cases.
type condition struct {
	all, before, asks string
	then, otherwise   oneCase
}

// conditionsIn are the conditions of a line that have the value of a name.
func conditionsIn(line string) []condition {
	var list []condition
	for _, m := range laterCondition().FindAllStringSubmatch(line, mostOnALine) {
		list = append(list, condition{m[0], m[1], m[4], oneCase{m[2], m[3]}, oneCase{m[5], m[6]}})
	}
	if list != nil {
		return list
	}
	for _, m := range choice().FindAllStringSubmatch(line, mostOnALine) {
		list = append(list, condition{m[0], m[1], m[2], oneCase{m[3], m[4]}, oneCase{m[5], m[6]}})
	}
	return list
}

// branches are the values of the conditions of a line, with the environments that they ask for.
// What follows them is returned too.
func (l *lineReader) branches(line string, at int) (list []assignment, rest string) {
	if !quotedValue().MatchString(line) || !otherCase().MatchString(line) {
		return nil, line
	}
	rest = line
	section := l.section()
	for _, c := range conditionsIn(line) {
		above, name, asks := l.nameOfChoice(c.before)
		if of := scopeOf(above); of != "" {
			section = strings.Trim(l.section()+"."+of, ".")
		}
		asks = cmp.Or(c.asks, asks)
		key := roleOf(section, name).key
		if c.then.literal == "" && c.otherwise.literal == "" || c.isFallback(asks) || !c.then.fits(key) || !c.otherwise.fits(key) {
			continue
		}
		then, otherwise := environmentsOf(asks)
		off := l.whyOff(line, name)
		if then == "" {
			off = cmp.Or(off, ofOneCase)
		}
		own := func(environment, value string) assignment {
			return assignment{section: strings.Trim(section+"."+environment, "."), name: name, value: value, off: off, at: at}
		}
		list = append(list, own(then, c.then.value()), own(otherwise, c.otherwise.value()))
		_, rest, _ = strings.Cut(rest, c.all)
	}
	return list, rest
}

// fits reports whether a case may have the value of a key.
func (c oneCase) fits(key CredentialKey) bool { return c.literal == "" || shaped(key, c.literal) }

// isFallback reports whether one case is that of a value which is not set elsewhere, or none at all:
// the other one is the value of the name.
func (c condition) isFallback(asks string) bool {
	if c.then.literal != "" && c.otherwise.literal != "" {
		return false
	}
	other := cmp.Or(c.then.other, c.otherwise.other)
	asks = strings.Trim(asks, "!() ")
	return slices.Contains(nothing, strings.ToLower(other)) || strings.Trim(other, "\"'`") == "" || strings.Contains(asks, strings.TrimRight(other, "!")) || asks != "" && strings.HasPrefix(other, asks)
}

// mostCaseLines is over how many lines a condition may be spread.
const mostCaseLines = 6

// spread is a line with those below it where a condition goes on in them, and the last of them.
func (s *source) spread(alone string, n int) (line string, last int) {
	line, last = alone, n
	if next := s.trimmedLine(n + 1); line == "" || strings.IndexByte(":=()", line[len(line)-1]) < 0 && !isCase(next) || strings.HasPrefix(next, "else") {
		return line, n
	}
	joined, bare := line, false // bare is a sign of a case without its value
	for next := n + 1; next <= n+mostCaseLines && next < len(s.lines); next++ {
		part := s.trimmedLine(next)
		if part == "" || len(part) > maxName {
			break
		}
		joined += " " + part
		if isCase(part) || bare {
			line, last = joined, next
		} else if last > n || next > n+2 {
			break
		}
		bare = isCase(part) && !strings.Contains(part, " ")
	}
	if !quotedValue().MatchString(line) {
		return alone, n
	}
	return line, last
}

// isCase reports whether a line begins with a case of a condition.
func isCase(line string) bool {
	sign, _, _ := strings.Cut(line, " ")
	return slices.Contains([]string{"?", ":", "if", "else"}, sign) && !opensBlock(line)
}

// opensCase is the environment of the block that a line begins, where it is one of a condition.
func (l *lineReader) opensCase(line string, indent int) (environment string, ok bool) {
	if m := blockCondition().FindStringSubmatch(line); m != nil {
		then, otherwise := environmentsOf(m[1])
		l.otherwise = level{indent, otherwise}
		return then, then != ""
	}
	if otherBlock().MatchString(line) && l.otherwise.indent == indent {
		return l.otherwise.name, l.otherwise.name != ""
	}
	return "", false
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
const ofOneCase = "a condition has one value for each case: copy only the one that applies"

// ofSeveralValues says why none of the values is taken that a line has for one name.
const ofSeveralValues = "the line has several values for it: copy only the one that applies"

// productionWords are the words of that environment.
var productionWords = []string{"prod", "production", "live"}

// environmentsOf are the environments of the two cases of a condition; "" where it asks for
// something else.
func environmentsOf(condition string) (then, otherwise string) {
	words := nameWords(condition)
	production, development := hasAny(words, productionWords), hasAny(words, []string{"dev", "development", "debug"})
	if production == development {
		return "", ""
	}
	then, otherwise = "production", "development"
	if negated := strings.Contains(condition, "!") || hasAny(words, []string{"not"}); negated == production {
		then, otherwise = otherwise, then
	}
	return then, otherwise
}

// casesOf are the values of a run that has one name for several of them: each is that of another
// case, and where the words beside them say so, of an environment.
func (l *lineReader) casesOf(line string, r run, at int) []assignment {
	values := slices.DeleteFunc(slices.Clone(r.values), func(v word) bool { // another name is before it
		gap := line[min(v.since, v.from):v.from]
		return v != r.values[0] && (!isFree(gap) || hasAny(nameWords(gap), nouns))
	})
	if len(r.names) != 1 || len(values) < 2 || slices.ContainsFunc(values, func(v word) bool { return v.key != kindOf(r.names[0].key) }) {
		return nil
	}
	text := func(w word) string { return line[w.from:w.to] }
	if roleOf(l.section(), text(r.names[0])).key == "" || text(values[0]) == text(values[1]) {
		return nil
	}
	scopes := scopesOf(line, values)
	list := make([]assignment, len(values))
	for i, v := range values {
		list[i] = assignment{section: l.section(), name: text(r.names[0]), value: text(v), at: at}
		if scopes == nil {
			list[i].off = ofSeveralValues
		} else {
			list[i].section = strings.Trim(list[i].section+"."+scopes[i], ".")
		}
	}
	return list
}

// inRemark is a word in brackets behind a value.
var inRemark = expression("^[\"'`]* ?[(\\[](\\w+)[)\\]]")

// scopesOf is what the words before each value say of it, or a word in brackets behind it; nil where
// they do not say of all whose they are. Behind one of production the last may be of any other
// environment.
func scopesOf(line string, values []word) []string {
	scopes := make([]string, len(values))
	behind := 0 // where what is said of the value before ends
	for i, v := range values {
		scopes[i] = scopeOf(line[min(max(v.since, behind), v.from):v.from])
		if remark := inRemark().FindStringSubmatch(line[v.to:]); remark != nil && environmentIn(remark[1]) != "" {
			scopes[i], behind = environmentIn(remark[1]), v.to+len(remark[0])
		}
	}
	last := len(scopes) - 1
	if slices.Contains(scopes[:last], "") || scopes[last] == "" && !hasAny(scopes, productionWords) {
		return nil
	}
	return scopes
}
