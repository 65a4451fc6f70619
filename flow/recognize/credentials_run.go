package recognize

import (
	"cmp"
	"slices"
	"strings"
)

// A value with the shape of Zoom's says so much by itself that any notation may stand between
// it and its name: a bracket, a type, a call, a tag, some words of a sentence. A line is read
// here as names and such values in their order, in whatever language it is written.

// run is names with the values behind them, before the next name.
type run struct{ names, values []word }

// given reads the values of a line that have the shape of Zoom's, with their names. Where the
// line has no name, they have those that the lines above left without a value.
func (l *lineReader) given(line string, at int) []assignment {
	if !strings.ContainsAny(line, "\"'`") && !strings.Contains(line, "://") && !mayBeGiven(line) {
		return nil
	}
	joined := joinedPair().FindStringSubmatch(line)
	id, secret, before := encodedPair(line)
	switch hasValue := slices.ContainsFunc(l.wordsIn(line), func(w word) bool { return w.value }); {
	case joined == nil && id == "" && !hasValue, isPageLine(line):
		return nil
	case joined != nil:
		return pairOf(l.within(line), joined[1], joined[2], at)
	}
	var list []assignment
	if id != "" {
		if list = pairOf(l.within(before), id, secret, at); hasOwner(nameBefore(before)) && !speaksOfZoom(before) {
			list[0].off, list[1].off = ofAnotherOwner, ofAnotherOwner
		}
	}
	runs, behind := runsOf(slices.DeleteFunc(slices.Clone(l.wordsIn(line)), func(w word) bool { return w.key == Scopes })) // they have no shape
	for _, r := range runs {
		if pair := l.unnamed(line, r, at); pair != nil || len(r.names) == 0 {
			list = append(list, pair...)
			continue
		}
		if cases := l.casesOf(line, r, at); cases != nil {
			list = append(list, cases...)
			continue
		}
		for i, v := range r.values {
			n, found := r.nameOf(i)
			if !found || !isFree(line[v.since:v.from]) || !behind && len(r.values) == 1 && v.from-n.to > mostBetween {
				continue
			}
			about := line
			if !behind {
				about = line[:n.from] + line[n.to:v.from]
			}
			if name := line[n.from:n.to]; roleOf("", name).key != "" || !ofOtherUse(about) {
				section := strings.Trim(cmp.Or(holders(l.section(), line[:n.from]), l.within(about))+"."+ownerOf(line, n, v), ".")
				if i := strings.IndexByte(line[n.to:max(n.to, v.from)], '('); i >= 0 && isWithdrawn(line[n.to+i:v.from]) {
					section += "." + stale[0]
				}
				a := assignment{section: section, name: name, value: line[v.from:v.to], at: at}
				if ofOwner(line, n) {
					a.off = ofAnotherOwner
				}
				list = append(list, a)
			}
		}
	}
	return list
}

// pairOf are an ID and a secret that have no names of their own.
func pairOf(section, id, secret string, at int) []assignment {
	return []assignment{{section: section, name: "client_id", value: id, at: at}, {section: section, name: "client_secret", value: secret, at: at}}
}

// wordsIn finds the names and the values of a line, once for all who ask.
func (l *lineReader) wordsIn(line string) []word {
	if l.line != line {
		l.line, l.words = line, l.names.wordsIn(line)
	}
	return l.words
}

// joinedPair is an ID and a secret with a colon between them that a program encodes: from('…' +
// ':' + '…').
var joinedPair = expression("\\(\\s*[\"'`]([\\w-]{20,24})(?:[\"'`]\\s*[+.]\\s*[\"'`])?:(?:[\"'`]\\s*[+.]\\s*[\"'`])?([\\w-]{32})[\"'`]")

// ownerOf is the third argument of a call whose first two are a name and its value: whose
// they are, as in set_config('clientid', '…', 'zoom').
func ownerOf(line string, name, value word) string {
	m := thirdArgument().FindStringSubmatch(line[value.to:])
	if m == nil || name.from < 2 || line[name.from-2] != '(' || mayKey(m[1]) != "" {
		return ""
	}
	return m[1]
}

var thirdArgument = expression(`^["'],\s*["']([a-z][\w-]{3,})["']\s*\)`)

// holders are a section with what the brackets hold that are open behind the beginning of a line:
// 'zoom' => ['webhook' => ['id' => …; "" where none are.
func holders(section, before string) string {
	var open []string
	for i, c := range before {
		switch c {
		case '{', '[', '(':
			name := strings.TrimRight(strings.TrimSuffix(strings.TrimRight(before[:i], " "), "array"), " ")
			key := strings.TrimRight(name, "=>: \"'")
			open = append(open, key[strings.LastIndexAny(key, " \"'{[(,")+1:])
		case '}', ']', ')':
			open = open[:max(0, len(open)-1)]
		}
	}
	of := ""
	for _, name := range open {
		words := slices.DeleteFunc(nameWords(name), func(w string) bool { return !slices.Contains(holderWords, w) })
		if len(words) > 0 {
			of += "." + strings.Join(words, " ")
		}
	}
	if of == "" {
		return ""
	}
	return strings.Trim(section+of, ".")
}

// holderWords are the words of what holds values that say whose they are.
var holderWords = slices.Concat([]string{Zoom}, otherApps, environments, stale, things)

// within is the section of a value in a line, with what the line says of it before.
func (l *lineReader) within(about string) string {
	return strings.Trim(l.section()+"."+scopeOf(about), ".")
}

// runsOf parts the words of a line into runs, and reports whether the names stand behind
// their values: the line begins with a value and ends with a name.
func runsOf(words []word) (runs []run, behind bool) {
	if behind = len(words) > 1 && words[0].value && !words[len(words)-1].value; behind {
		words = slices.Clone(words)
		slices.Reverse(words)
	}
	for i, w := range words {
		if i == 0 || !w.value && words[i-1].value {
			runs = append(runs, run{})
		}
		last := &runs[len(runs)-1]
		if w.value {
			last.values = append(last.values, w)
		} else {
			last.names = append(last.names, w)
		}
	}
	return runs, behind
}

// nameOf is the name of a value: the nearest one of its kind, or where several names stand
// before several values, the one at its place.
func (r run) nameOf(i int) (word, bool) {
	kind := r.values[i].key
	place := place(r.values[:i], kind)
	var names []word
	for _, n := range r.names {
		if kindOf(n.key) == kind {
			names = append(names, n)
		}
	}
	if slices.ContainsFunc(names, func(n word) bool { return !n.login }) {
		names = slices.DeleteFunc(names, func(n word) bool { return n.login })
	}
	switch {
	case len(names) == 0 || len(r.names) == 1 && place > 0:
		return word{}, false
	case len(r.values) == 1:
		return names[len(names)-1], true
	}
	return names[place%len(names)], true
}

// place is how many values of a kind stand before another.
func place(before []word, kind CredentialKey) int {
	n := 0
	for _, v := range before {
		if v.key == kind {
			n++
		}
	}
	return n
}

// mostBetween is how far a value may be from its name, in bytes.
const mostBetween = 80

var (
	// between are words beside a value that do not name it: what it is called in any program, and
	// whose it is.
	between = slices.Concat([]string{"value", "parameter", "variable", "default", "body", "data", "text", "string", "content", "contents", "set", "is", "env", "from", "literal", "new", Zoom}, environments)
	// nouns are words behind which a value is that of another name.
	nouns = []string{"id", "key", "secret", "token", "uuid", "guid", "hash", "code", "number", "password", "name", "version", "reference", "digest", "md5", "sha", "sha1", "sha256", "prefix", "suffix"}
)

// isFree reports whether what stands between a value and the word before it lets the value have
// a name of that line: it is no comment, and no other name.
func isFree(gap string) bool {
	if strings.Contains(gap, "#") || strings.Contains(gap, "//") {
		return false
	}
	sign := strings.TrimRight(gap, "\"'`\\@<([{ ")
	bare := strings.TrimRight(sign, "=:>")
	if open := strings.LastIndexByte(bare, '('); open >= 0 && strings.HasSuffix(bare, ")") { // a remark
		if hasAny(nameWords(bare[open:]), nouns) {
			return false
		}
		bare = strings.TrimRight(bare[:open], " ")
	}
	other := bare[strings.LastIndexAny(bare, " \"'`,;:&?({[<|-")+1:]
	words := nameWords(other)
	tag := strings.HasSuffix(sign, ">") && !strings.HasSuffix(sign, "=>")
	option := gap[strings.LastIndexByte(strings.TrimRight(gap, " "), ' ')+1:]
	if (bare == sign || tag) && !strings.HasPrefix(option, "-") || strings.HasSuffix(bare, "-") {
		return bare != strings.TrimRight(gap, " \"'`") || len(words) == 0 || !slices.Contains(nouns, words[len(words)-1])
	}
	return strings.Trim(other, "0123456789") == "" || !hasOther(words, between)
}

func hasOther(words, list []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(list, w) })
}

// together reads an ID and a secret that stand side by side with a sign between them, in any order, and an
// account ID before the ID or behind a secret that follows it.
func together(line string, values []word) []assignment {
	kinds := ""
	for i, v := range values {
		kinds += string(v.key) + " "
		if i == 0 {
			continue
		}
		gap := line[values[i-1].to:v.from]
		if !isSeparator(gap) && !((strings.Trim(gap, " \t\"`") == "" || strings.Trim(gap, " \"`") == "and") && isZoomAlone(line[:values[0].from])) {
			return nil
		}
	}
	var list []assignment
	for i, name := range strings.Fields(pairsTogether[kinds]) {
		list = append(list, assignment{name: name, value: line[values[i].from:values[i].to]})
	}
	return list
}

// pairsTogether are the names of values by the shapes that they have in their order: an account ID has that of
// a client ID.
var pairsTogether = map[string]string{
	"client_id client_secret ":           "client_id client_secret",
	"client_secret client_id ":           "client_secret client_id",
	"client_id client_id client_secret ": "account_id client_id client_secret",
	"client_id client_secret client_id ": "client_id client_secret account_id",
}

// isZoomAlone reports whether a text says that what follows is Zoom's, and nothing else.
func isZoomAlone(text string) bool {
	words := nameWords(text)
	return slices.Contains(words, Zoom) && !hasOther(words, slices.Concat(nameNoise, headingWords, environments, articles, []string{"creds", "these", "here", "hey", "hi"}))
}

// isSeparator reports whether a text parts two values that stand together.
func isSeparator(text string) bool {
	return strings.ContainsAny(text, ":,;/|") && strings.Trim(text, ":,;/|\"'` ") == ""
}

// merged are the assignments of a line as its signs make them, with the values that have the
// shape of Zoom's. Those win where the line has a name for them that the signs do not reach.
func (l *lineReader) merged(line string, signed, given []assignment) []assignment {
	var list []assignment
	for _, s := range signed {
		inside := slices.DeleteFunc(slices.Clone(given), func(g assignment) bool { return !strings.Contains(s.value, g.value) })
		key := l.roles.of(s).key
		if before, _, found := strings.Cut(line, s.name); found && key != "" && before != "" {
			s.section = strings.Trim(s.section+"."+scopeOf(before), ".")
		}
		if slices.ContainsFunc(given, func(g assignment) bool {
			_, after, _ := strings.Cut(line, s.value)
			gap, _, turned := strings.Cut(after, g.value)
			return s.value == "" && g.name == s.name || s.value != "" && turned && isTurned(gap)
		}) {
			continue
		}
		whole := len(inside) == 1 && !strings.HasPrefix(s.value, inside[0].value+`",`) && (kindOf(key) == kindOf(l.names.key(inside[0].name)) && !strings.Contains(s.value, " ") || isReference(s.value))
		switch {
		case len(inside) == 0 || key != "" && whole:
			list = append(list, s)
		default:
			list = append(list, inside...)
		}
		given = slices.DeleteFunc(given, func(g assignment) bool { return strings.Contains(s.value, g.value) || key != "" && g.name == s.name })
	}
	list = append(list, given...)
	slices.SortStableFunc(list, func(a, b assignment) int { return strings.Index(line, a.value) - strings.Index(line, b.value) })
	return list
}
