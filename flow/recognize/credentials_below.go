package recognize

import (
	"slices"
	"strings"
	"unicode"
)

// valueLine is the value of the name on the line above.
var valueLine = expression(`^(?i:value: *\S|valueFrom:)`)

// nameBelow reports whether a line has the name of the value on the line above: "- value: …" and
// "name: …" below it.
func (known names) nameBelow(before, list []assignment, above, line string) bool {
	return len(before) > 0 && len(list) == 1 && before[len(before)-1].name == "value" && valueLine().MatchString(strings.TrimLeft(above, "- ")) &&
		line[0] != '-' && slices.Contains([]string{"key", "name"}, strings.ToLower(list[0].name)) && known.key(list[0].value) != ""
}

// arrows point from a name to the value above it.
const arrows = "^↑⬆☝👆 "

// underName is where the name of a value stands that is alone on a line with its name on the line
// below it, as in a thread or under an arrow; ok is false where it is not so. Without an arrow the
// values and names behind it have to go on in that order, so many of them.
func (l *lineReader) underName(r *reader, n, more int) (at int, name string, ok bool) {
	value := r.trimmedLine(n)
	kind := l.aloneKind(value)
	if kind == "" || l.waits(kind, 0) >= 0 {
		return 0, "", false
	}
	at = n + 1
	if strings.Trim(r.trimmedLine(at), arrows) == "" {
		at++
	}
	line := r.trimmedLine(at)
	name = strings.Trim(line, arrows+"*_`:")
	if kindOf(l.names.key(name)) != kind || len(name) > maxHeading || mayBeGiven(line) {
		return 0, "", false
	}
	if at == n+1 && !strings.ContainsAny(line[:1], arrows) {
		next := at + 1
		for next < at+mostLines && r.trimmedLine(next) == "" {
			next++
		}
		if more > 0 && l.aloneKind(r.trimmedLine(next)) != "" {
			if _, _, also := l.underName(r, next, more-1); !also {
				return 0, "", false
			}
		}
	}
	return at, name, true
}

// aloneKind is the kind of a value that a line consists of, or "".
func (l *lineReader) aloneKind(line string) CredentialKey {
	line = strings.Trim(line, "*`>- ")
	return givenKind(line, word{from: 0, to: len(line)})
}

// mostLines is how many lines may stand between a name and the value below it.
const mostLines = 3

// label is a name that has its value below it. One that is alone on its line has what stands
// directly below it, unless what has the shape of Zoom's values follows; one of a list has a
// value in every line of values below.
type label struct {
	assignment
	alone, listed bool
	spoken        bool // somebody asks for it in a chat: the answer is behind another name
}

// speaker is who says a line of a chat.
var speaker = expression(`^[\w.@-]{1,24}(?: [\w.-]{1,24})?$`)

// isSaid reports whether a line is one of a chat, behind the name of who says it.
func isSaid(line string) bool {
	who, _, said := strings.Cut(line, ": ")
	return said && speaker().MatchString(who) && !hasAny(nameWords(who), slices.Concat(nouns, things))
}

// await keeps the names of a line without a value for the lines below.
func (l *lineReader) await(line string, at int) {
	words := l.wordsIn(line)
	if len(words) == 2 && strings.EqualFold(line[words[0].from:words[0].to], "key") { // "key: NAME"
		words = words[1:]
	}
	a := assignment{section: l.section(), at: at}
	switch {
	case slices.ContainsFunc(words, func(w word) bool { return w.value }):
		l.since++
	case isLabel(line):
		l.startWaiting()
		a.name = strings.TrimRightFunc(strings.Trim(line, "#-*:>?` "), isIcon)
		l.waiting = append(l.waiting, label{assignment: a, alone: true})
		l.above.label(a)
	case len(words) > 0:
		l.startWaiting()
		for _, w := range words {
			a.name = line[w.from:w.to]
			l.waiting = append(l.waiting, label{assignment: a, listed: len(words) > 1, spoken: isSaid(line)})
		}
	default:
		l.hold(line)
	}
}

// isIcon reports whether a rune is a blank or a picture that a page has behind a label.
func isIcon(c rune) bool { return c == ' ' || c >= 0x2000 && unicode.IsSymbol(c) }

// isLabel reports whether a line is the label of a value on the next line.
func isLabel(line string) bool {
	return len(line) < 40 && !strings.ContainsAny(line, "+;{}=") && strings.ContainsFunc(line, func(c rune) bool { return c == ' ' || c == '-' || c > 0x7f }) && roleOf("", line).key != ""
}

// hold takes a line without names as the value of the label above it.
func (l *lineReader) hold(line string) {
	if len(l.waiting) == 0 {
		return
	}
	if strings.HasPrefix(line, "- name:") || len(line) <= maxHeading && hasAny(nameWords(line), otherUses) { // of another value
		l.leave()
	}
	if n := len(l.waiting); n > 0 && l.waiting[n-1].alone && l.since == 0 && !opensBlock(strings.TrimRight(line, "*")) {
		l.waiting[n-1].value = cleanValue(line)
	}
	if l.since++; l.since > mostLines {
		l.leave()
	}
}

// startWaiting begins a new list of names, unless the line above is one of the last list.
func (l *lineReader) startWaiting() {
	if l.since > 0 || len(l.waiting) >= mostOnALine {
		l.leave()
	}
}

// settle gives up the names that wait when a line had values with names, but for those of a
// list, and of labels that stand above all their values.
func (l *lineReader) settle() {
	answered := l.answered
	l.answered = false
	switch {
	case answered && len(l.waiting) > 0 && l.waiting[0].alone:
	default:
		l.leave()
	}
}

// leave gives up the names that wait. The labels among them have what stood below them.
func (l *lineReader) leave() {
	for _, a := range l.waiting {
		if a.alone && a.value != "" {
			l.list = append(l.list, a.assignment)
		}
	}
	l.waiting, l.since = nil, 0
}

// unnamed gives the values of a line without names those of the lines above. Where no name says
// more than "login", an ID and a secret that stand together are those of an app.
func (l *lineReader) unnamed(line string, r run, at int) []assignment {
	if slices.ContainsFunc(r.names, func(n word) bool { return !n.login }) {
		return nil
	}
	var list []assignment
	waiting := slices.Clone(l.waiting)
	for n, v := range r.values {
		i := l.waits(v.key, place(r.values[:n], v.key))
		if i < 0 || len(r.names) > 0 || !isFree(line[v.since:v.from]) && !(l.waiting[i].spoken && isSaid(line)) {
			continue
		}
		a := l.waiting[i].assignment
		a.section, a.value, a.at = l.within(line[:v.from]+line[v.to:]), line[v.from:v.to], at
		list = append(list, a)
		if !l.waiting[i].listed {
			l.answered = line == a.value
			l.waiting = slices.Delete(l.waiting, i, i+1)
		}
	}
	if l.repeats(list) { // the names are of several lines, and not the signature of a call
		list, l.waiting = nil, waiting
	}
	if list == nil {
		values := slices.SortedFunc(slices.Values(r.values), func(a, b word) int { return a.from - b.from }) // their names may be behind them
		list = together(line, slices.DeleteFunc(slices.Clone(values), func(v word) bool { return v.key == RedirectURI }))
		if n := len(values) - 1; len(list) == 2 && n == 2 && values[n].key == RedirectURI && isSeparator(line[values[n-1].to:values[n].from]) && ofCallback().MatchString(line[values[n].from:values[n].to]) {
			list = append(list, assignment{name: "redirect_uri", value: line[values[n].from:values[n].to]})
		}
		for i := range list {
			list[i].section, list[i].at = l.within(line), at
		}
	}
	return list
}

// ofCallback is in the address of a callback that has no name.
var ofCallback = expression(`(?i)callback|redirect|/cb\b|oauth`)

// repeats reports whether several values of a line have names of one key, and there are an ID and a secret
// among them: they have the shapes of a whole app.
func (l *lineReader) repeats(list []assignment) bool {
	keys := map[CredentialKey]int{}
	for _, a := range list {
		keys[l.names.key(a.name)]++
	}
	return keys[ClientSecret] == 1 && (keys[AccountID] > 1 || keys[ClientID] > 1)
}

// waits is the index of the name that waits for a value of a kind: the first one, or of a list
// the one at the value's place; -1 where there is none.
func (l *lineReader) waits(kind CredentialKey, place int) int {
	var of []int
	for i, a := range l.waiting {
		if kindOf(l.names.key(a.name)) == kind {
			of = append(of, i)
		}
	}
	switch {
	case len(of) == 0:
		return -1
	case !l.waiting[of[0]].listed:
		return of[0]
	}
	return of[place%len(of)]
}
