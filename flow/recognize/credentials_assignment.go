package recognize

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"zoauth/flow"
	"zoauth/flow/find"
)

// assignment is a name with its value, and what it stands below.
type assignment struct {
	section string
	name    string
	value   string
	off     string // why it does not count, in our words; empty: it does
	at      int
}

// assignmentsIn reads the settings of a text that may be values of an app, and others whose
// lines hold one of the words, with the values of variables in their place.
func assignmentsIn(r *reader, others func() *find.Words) []assignment {
	list, end := objectAssignments(r.text)
	defined := func() []assignment { return list }
	if len(list) == 0 {
		list = lineAssignments(r, others, 0)
		defined = func() []assignment { return definitions(r) }
	} else if strings.Trim(r.text[end:], "]) \t\n") != "" {
		list = append(list, lineAssignments(r, others, r.lineOf(end)+1)...)
	}
	resolve(list, defined)
	pairUp(list, r.text, r.roles)
	return withAccounts(list, r.text)
}

// lineReader reads assignments line by line.
type lineReader struct {
	list      []assignment
	table     string      // "[name]" of TOML and of .ini files
	nest      []level     // what the line stands below
	diff      func() bool // the text may be the difference of two files
	patch     bool        // it is one
	opened    bool        // the line above opened the last level
	otherwise level       // the environment of the other case of a condition
	block     bool        // the line stands in a comment over several lines

	roles roles // of the names that were read
	names names // what they may say
	found int   // how many lines had a value of an app
	line  string
	words []word // of that line, for all that ask

	withdrawn bool // a line above says that the values are no longer used
	counted   bool // values were read since then
	struck    bool // the last one was in a comment

	profile string  // the environment that the document of a file with several is for
	heading string  // "Production" above the lines that follow
	depth   int     // how deep the heading is, by its signs
	columns columns // what a table's first row calls its columns
	above   above   // labels with the lines above them

	of      scope   // what a member says of those beside it
	waiting []label // names of the lines above that have no value yet
	since   int     // how many lines were read since the last of them

	answered bool // the line is the value of one of them, and no more
}

// maxNaming is how many lines that may name a value are read of one text, besides those that
// have one of the length of Zoom's or speak of Zoom.
const maxNaming = 1 << 12

// maxRead is how many lines are read in all: what stands below is somebody's data. A log of [MaxText] with an
// ID in each line has fewer.
const maxRead = 1 << 13

// mostFound is how many of them may have a value of an app: of so many [setsOf] takes a part.
const mostFound = 4 * maxValues

// lineAssignments reads line by line, from one on.
func lineAssignments(r *reader, others func() *find.Words, from int) []assignment {
	l := lineReader{roles: r.roles, names: names{}, diff: sync.OnceValue(func() bool { return added().MatchString(r.text) }), patch: strings.Contains("\n"+r.text, "\n@@ -")}
	left, inBlock := maxNaming, false
	named := -1 // the last line with the name of the value above it
	for n := from; n < len(r.lines) && left > maxNaming-maxRead && l.found < mostFound; n++ {
		start, end := r.line(n)
		raw := unlogged(r.text[start:end])
		line := withoutScalar(strings.TrimSpace(raw))
		if n <= named {
			continue
		}
		l.block = inBlock || opensComment(line)
		if inBlock = l.block && !closesComment(line); len(line) < 2 || len(line) > maxAddress || r.claimed[n] || strings.Contains(line, "client") && PageSays(line) != "" {
			continue
		}
		indent := len(raw) - len(strings.TrimLeft(raw, " \t"))
		l.indent(indent)
		if strings.Trim(line, "#-") == "" { // of YAML or a .properties file: another document
			l.profile = ""
		}
		if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
			l.table, l.heading, l.of = strings.Trim(line, "[]"), "", scope{}
			continue
		}
		given := mayBeGiven(line)
		if l.withdraw(line, given); l.headed(r, n) {
			left--
			continue
		}
		if at, name, ok := l.underName(r, n, mostLines); ok {
			l.list = append(l.list, assignment{section: l.section(), name: name, value: strings.Trim(line, "*`>- "), at: start})
			named = at
			continue
		}
		if l.columns != nil || given || others().In(line) || len(l.waiting) > 0 && (strings.Contains(line, "://") || valueLine().MatchString(line)) || (mayName(line) || scopeWords().In(line)) && (left > 0 || zoomName().In(line)) {
			left--
			line, named = r.spread(line, n)
			l.read(line, indent, start)
		} else {
			l.above.add(line)
			l.hold(line)
		}
		l.open(line, indent)
	}
	l.leave()
	return l.above.labelled(l.list)
}

// definitions are the variables that a text sets, in their order.
func definitions(r *reader) []assignment {
	const most = 1 << 14
	known := names{}
	var list []assignment
	for n := 0; n < len(r.lines) && len(list) < most; n++ {
		start, end := r.line(n)
		line := strings.TrimSpace(unlogged(r.text[start:end]))
		if name, value, ok := known.splitAssignment(line[:min(len(line), maxAddress)]); ok && value != "" && !strings.HasPrefix(line, "#") {
			list = append(list, assignment{name: name, value: value, at: start})
		}
	}
	return list
}

// read takes the assignments of a line.
func (l *lineReader) read(line string, indent, at int) {
	if row := l.columns.row(l.names, line, l.section(), at); row != nil {
		l.list = append(l.list, row...)
		l.found += len(row)
		return
	}
	if both, rest := l.branches(line, at); both != nil {
		l.list = append(l.list, both...)
		l.found++
		l.settle()
		l.read(rest, indent, at)
		return
	}
	list := l.single(line, at)
	if l.names.nameBelow(l.list, list, l.above.line, line) {
		l.list[len(l.list)-1].name = list[0].value
		l.above.add(line)
		l.leave()
		return
	}
	l.about(list, indent)
	if !l.named(list) {
		list = append(list, l.lacking(line, at)...)
	}
	list = append(l.replaced(line, l.merged(line, list, l.given(line, at))), l.redacted(line, at)...)
	of, _ := headingOf(remark(line))
	for i := range list {
		list[i].section = strings.Trim(list[i].section+"."+of, ".")
		if _, behind, found := strings.Cut(line, list[i].value); found && list[i].value != "" && isWithdrawnBehind(behind) {
			list[i].section += "." + stale[0]
		}
		list[i].off = cmp.Or(list[i].off, l.whyOff(line, list[i].name))
	}
	l.list = append(l.list, list...)
	l.above.add(line)
	if l.named(list) {
		l.found++
		l.settle()
	} else {
		l.await(line, at)
	}
}

// named reports whether one of the assignments may be a value of an app by its name.
func (l *lineReader) named(list []assignment) bool {
	return slices.ContainsFunc(list, func(a assignment) bool { return l.roles.of(a).key != "" })
}

// atTheEnd is a name with the value that ends a line.
var atTheEnd = expression(`^([A-Za-z][\w.-]*)["'\]]*\s*[:=]+\s*["']?(<[^<>]*>|\$?\{\{?[^{}]*\}?\}|[^\s=:]+?)["')]*$`)

// lacking is the name at the end of a line that has a mask, a placeholder or a reference in the
// place of its value, whatever stands before: the time of a log, the name of a container.
func (l *lineReader) lacking(line string, at int) []assignment {
	before, ok := beforeNoValue(line)
	if !ok {
		return nil
	}
	name := strings.TrimRight(before, "{$ \t\"'=:]")
	m := atTheEnd().FindStringSubmatch(line[len(strings.TrimRight(name, flow.CodeLetters+".")):])
	if m == nil || !flow.IsMasked(m[2]) && !flow.IsPlaceholder(m[2]) && !isReference(m[2]) {
		return nil
	}
	return []assignment{{section: l.section(), name: m[1], value: m[2], at: at}}
}

// redactedCall is a name with a type that prints a mask for its value: SecretStr('**********').
var redactedCall = expression("([A-Za-z_][\\w.-]*)[\"']?\\s*[:=]\\s*[\\w:]+\\(\\[?[\"']?(?:\\*{4}|REDACTED|redacted|hidden)")

// redacted are the names of a line whose values a program does not print.
func (l *lineReader) redacted(line string, at int) []assignment {
	var list []assignment
	for _, m := range redactedCall().FindAllStringSubmatchIndex(line, mostOnALine) {
		list = append(list, assignment{section: l.within(line[:m[2]]), name: line[m[2]:m[3]], value: "********", at: at})
	}
	return list
}

// beforeNoValue is what stands in a line before its last word, and whether that may stand for a value.
func beforeNoValue(line string) (before string, ok bool) {
	end := strings.TrimRight(line, `"')]`)
	if strings.HasSuffix(end, ">") || strings.HasSuffix(end, "}") {
		if open := strings.LastIndexAny(end, "<{"); open >= 0 && endsInSign(end[:open]) {
			return end[:open], true
		}
	}
	from := strings.LastIndexAny(end, " \t=:") + 1
	word := strings.TrimLeft(end[from:], `"'`)
	return end[:from], endsInSign(end[:from]) && (flow.IsMasked(word) || flow.IsPlaceholder(word) || isReference(word))
}

// endsInSign reports whether a text ends with the sign between a name and its value.
func endsInSign(text string) bool {
	text = strings.TrimRight(text, "{$ \t\"'")
	return strings.HasSuffix(text, "=") || strings.HasSuffix(text, ":")
}

// single is the one assignment of a line that has a sign between name and value.
func (l *lineReader) single(line string, at int) []assignment {
	if o, _, ok := readObject(line, 0); ok {
		if a, ok := namedValue(&o, l.section()); ok {
			a.at = at
			return []assignment{a}
		}
	}
	rest, commented := l.names.uncommented(line)
	name, value, ok := l.names.splitAssignment(rest)
	if n := len(l.waiting); name == "valueFrom" && value == "" && n > 0 && l.since == 0 { // what a pod gets it from is below
		return []assignment{{section: l.section(), name: l.waiting[n-1].name, value: name, off: elsewhere, at: at}}
	}
	if !ok || value != "" && strings.TrimFunc(value, isIcon) == "" || value == "" && (strings.HasSuffix(line, ":") || strings.HasSuffix(line, "=>") || strings.HasSuffix(line, " =") && strings.Contains(name, " ")) { // it is below
		return nil
	}
	if inner, its, within := l.names.splitAssignment(value); within && strings.HasPrefix(value, inner) && l.names.of(name).own == "" && l.names.of(inner).own != "" { // --set-env-vars="NAME=value"
		name, value = inner, its
	}
	a := assignment{section: l.section(), name: name, value: value, at: at}
	if len(l.waiting) == 1 && l.since == 0 && roleOf("", l.waiting[0].name).key != "" && valueLine().MatchString(line) {
		if a.name = l.waiting[0].name; strings.EqualFold(name, "valueFrom") {
			a.off = elsewhere
		}
	}
	if commented {
		a.off = commentedOut
	}
	return []assignment{a}
}

// blockScalar ends a line of YAML whose value is in the lines below it.
var blockScalar = expression(`:( [|>][-+]?\d?)$`)

// withoutScalar is a line without that sign.
func withoutScalar(line string) string {
	if line == "" || strings.IndexByte("|>-+", line[len(line)-1]) < 0 {
		return line
	}
	if m := blockScalar().FindStringSubmatch(line); m != nil {
		return strings.TrimSuffix(line, m[1])
	}
	return line
}

// remark is the comment behind the values of a line, or "".
func remark(line string) string {
	for _, sign := range []string{" # ", " // "} {
		if i := strings.LastIndex(line, sign); i >= 0 {
			return line[i+len(sign):]
		}
	}
	return ""
}

const commentedOut = "it is commented out"

var (
	// removed is a line that a difference takes out, added one that it puts in, struck one that a note strikes through, comment
	// the beginning of one that a program does not read.
	removed = expression(`^[-<] *["']?[A-Za-z_][\w.-]*["']?\s*[=:]`)
	added   = expression(`(?m)^[ \t]*[+>] *["']?[A-Za-z_][\w.-]*["']?\s*[=:]`)
	struck  = expression(`^[-*+ ]*(?:~~|<(?:del|s|strike)>)`)
	comment = expression(`^(?:# |//|;|~[A-Za-z_]|/\*|<!--|-- |(?i:rem) )`)
)

func opensComment(line string) bool {
	return strings.HasPrefix(line, "/*") || strings.HasPrefix(line, "<!--")
}

func closesComment(line string) bool {
	return strings.HasSuffix(line, "*/") || strings.HasSuffix(line, "-->")
}

// whyOff says why an assignment of a line does not count; empty: it does. A comment that is a
// sentence does.
func (l *lineReader) whyOff(line, name string) string {
	switch {
	case removed().MatchString(line) && l.diff(), l.patch && line[0] == '-':
		return "the diff removes it"
	case struck().MatchString(line):
		return "it is struck through"
	case (l.block || comment().MatchString(line)) && !strings.Contains(name, " "):
		return commentedOut
	}
	return ""
}

// uncommented reads an assignment that is commented out: its name is one word.
func (known names) uncommented(line string) (string, bool) {
	rest := strings.TrimLeft(line, "#/; ")
	if rest == line || !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "//") && !strings.HasPrefix(line, ";") {
		return line, false
	}
	name, _, ok := known.splitAssignment(rest)
	return rest, ok && !strings.Contains(name, " ")
}

// resolve puts in the place of a variable the value that the same text has for it.
func resolve(list []assignment, defined func() []assignment) {
	var values map[string]string
	for i := range list {
		name := variableOf(list[i].value)
		if name == "" {
			continue
		}
		if values == nil {
			values = valuesByName(defined())
		}
		if value, found := values[name]; found && name != list[i].name {
			list[i].value = value
		}
	}
}

// variableOf is the name of the variable that a value consists of, {{NAME}}, $NAME or
// ${NAME}; "" where it is something else.
func variableOf(value string) string {
	name, found := strings.CutPrefix(value, "{{")
	if found {
		name, found = strings.CutSuffix(name, "}}")
		name = strings.TrimPrefix(strings.TrimSpace(name), "_.") // of Insomnia
	} else if name, found = strings.CutPrefix(value, "$"); found {
		name = strings.TrimSuffix(strings.TrimPrefix(name, "{"), "}")
	}
	if !found || name == "" || name[0] >= '0' && name[0] <= '9' || strings.Trim(name, nameLetters) != "" || strings.ContainsAny(name, "$:>") {
		return ""
	}
	return name
}

// valuesByName are the first values of names; one that is a variable itself is left out.
func valuesByName(list []assignment) map[string]string {
	values := map[string]string{}
	for _, a := range list {
		if _, seen := values[a.name]; !seen && a.off == "" && a.value != "" && variableOf(a.value) == "" {
			values[a.name] = a.value
		}
	}
	return values
}
