package recognize

import (
	"cmp"
	"strings"
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
func assignmentsIn(r *reader, others func() *wordSet) []assignment {
	list := objectAssignments(r.text)
	defined := func() []assignment { return list }
	if len(list) == 0 {
		list = lineAssignments(r, others)
		defined = func() []assignment { return definitions(r) }
	}
	resolve(list, defined)
	asLogins(list, r.text)
	return withAccounts(list, r.text)
}

// level is a line that others stand below, by their indentation: a key of YAML, a block
// of code.
type level struct {
	indent int
	name   string
	value  bool // the name is that of a value, which may stand below as "default" or "value"
}

// lineReader reads assignments line by line.
type lineReader struct {
	list  []assignment
	table string     // "[name]" of TOML and of .ini files
	nest  []level    // what the line stands below
	label assignment // a label whose value is the next line; without a name: none
	named assignment // "name: X", whose value is in the next line as "value: …"
	host  string     // of the .netrc entry that the line stands in
	diff  bool       // the text is the difference of two files

	roles roles // of the names that were read

	heading string  // "Production" above the lines that follow
	columns columns // what a table's first row calls its columns
	above   above   // labels with the lines above them
}

// maxNaming is how many lines that may name a value are read of one text, besides those that
// have one of the length of Zoom's or speak of Zoom.
const maxNaming = 1 << 13

// lineAssignments reads line by line.
func lineAssignments(r *reader, others func() *wordSet) []assignment {
	l := lineReader{roles: roles{}, diff: strings.Contains("\n"+r.text, "\n+")}
	left := maxNaming
	for n := range r.lines {
		start, end := r.line(n)
		raw := r.text[start:end]
		line := strings.TrimSpace(raw)
		if len(line) < 3 || len(line) > maxAddress || r.claimed[n] {
			continue
		}
		indent := len(raw) - len(strings.TrimLeft(raw, " \t"))
		l.indent(indent)
		if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
			l.table, l.heading = strings.Trim(line, "[]"), ""
			continue
		}
		if l.expects() || mayBeGiven(line) || others().in(line) || mayName(line) && (left > 0 || zoomName().in(line)) {
			left--
			l.read(line, start)
		} else {
			l.above.add(line)
		}
		if name, ok := opens(line); ok {
			l.nest = append(l.nest, level{indent, name, roleOf("", lastWord(name)).key != ""})
		}
	}
	return l.above.labelled(l.list, l.label)
}

// expects reports whether the lines above make a value of the next one, whatever it holds.
func (l *lineReader) expects() bool {
	return l.label.name != "" || l.named.name != "" || l.columns != nil || len(l.nest) > 0 && l.nest[len(l.nest)-1].value
}

// definitions are the variables that a text sets, in their order.
func definitions(r *reader) []assignment {
	const most = 1 << 14
	var list []assignment
	for n := 0; n < len(r.lines) && len(list) < most; n++ {
		start, end := r.line(n)
		line := strings.TrimSpace(r.text[start:end])
		if len(line) < 3 || len(line) > maxAddress || r.claimed[n] || !strings.ContainsAny(line, "=:") || strings.HasPrefix(line, "#") {
			continue
		}
		if name, value, ok := splitAssignment(line); ok && value != "" {
			list = append(list, assignment{name: name, value: value, at: start})
		}
	}
	return list
}

// indent leaves the levels that a line of this indentation does not stand below.
func (l *lineReader) indent(by int) {
	for len(l.nest) > 0 && l.nest[len(l.nest)-1].indent >= by {
		l.nest = l.nest[:len(l.nest)-1]
	}
}

// below is the last word of what the line stands directly below.
func (l *lineReader) below() string {
	if len(l.nest) == 0 {
		return ""
	}
	return lastWord(l.nest[len(l.nest)-1].name)
}

func lastWord(name string) string { return name[strings.LastIndexAny(name, " \"'")+1:] }

func (l *lineReader) section() string {
	parts := []string{l.table, l.heading}
	for _, level := range l.nest {
		parts = append(parts, level.name)
	}
	return strings.Join(parts, ".")
}

// opens reads what a line calls the lines below it: "zoom:", "'zoom' => [", "zoom {".
func opens(line string) (string, bool) {
	name := strings.TrimRight(line, ":={[(> |\"'")
	if name == line || strings.HasSuffix(line, "\"") || strings.HasSuffix(line, "'") || strings.HasSuffix(line, ")") {
		return "", false
	}
	name = strings.Trim(name, "-\"' \t")
	return name, name != "" && len(name) <= 64 && strings.Count(name, " ") < 3
}

// read takes the assignments of a line.
func (l *lineReader) read(line string, at int) {
	if heading, ok := headingOf(line); ok {
		l.heading, l.label = heading, assignment{}
		return
	}
	line, labels := l.element(line, at)
	if labels {
		return
	}
	l.labelled(line)
	l.above.add(line)
	if host, list := machine(line, l.host, at); host != "" || list != nil {
		l.host, l.list = cmp.Or(host, l.host), append(l.list, list...)
		return
	}
	several := l.columns.row(line, l.section(), at)
	if several == nil {
		several = l.several(line, at)
	}
	if several != nil {
		l.list = append(l.list, several...)
		return
	}
	l.single(line, at)
}

// element reads a line that is one element of XML: a name and its value in elements below
// each other, or in one. It returns the line as an assignment or a value, and whether the
// element is the label of the one below.
func (l *lineReader) element(line string, at int) (rest string, labels bool) {
	m := match(tagAlone, line, line[0] == '<')
	switch {
	case m == nil, strings.Contains(line, " name="):
		return line, false
	case strings.EqualFold(m[1], "key") && l.roles.of(assignment{name: m[2]}).key != "":
		l.label = assignment{section: l.section(), name: m[2], at: at}
		return line, true
	case keyNamed("", m[1]) != "":
		return m[1] + "=" + m[2], false
	}
	return m[2], false
}

// labelled takes a line as the value of the label above it, unless it is a label itself.
func (l *lineReader) labelled(line string) {
	if l.label.name == "" {
		return
	}
	if l.roles.of(assignment{name: line}).key == "" {
		l.label.value = cleanValue(line)
		l.list = append(l.list, l.label)
	}
	l.label = assignment{}
}

// single takes the one assignment of a line, or what the line says of one beside it.
func (l *lineReader) single(line string, at int) {
	off := ""
	if rest, found := uncommented(line); found {
		line, off = rest, "it is commented out"
	} else if l.diff && removed().MatchString(line) {
		off = "the difference takes it out"
	}
	name, value, ok := splitAssignment(line)
	a := assignment{section: l.section(), name: name, value: value, off: off, at: at}
	if a.name == "default" || a.name == "value" { // of a variable, as in Terraform
		if above := l.below(); roleOf("", above).key != "" {
			a.name = above
		}
	}
	if off == "" && l.roles.of(a).key == "" {
		if words := l.command(line, at); words != nil {
			l.list = append(l.list, words...)
			return
		}
	}
	switch {
	case !ok && isLabel(line):
		a.name = strings.TrimRight(line, ": ")
		l.label = a
		l.above.label(a)
	case ok && value == "" && strings.HasSuffix(line, ":") && isLabel(name):
		l.label = a
	case ok && name == "value" && l.named.name != "":
		l.named.value = value
		l.list = append(l.list, l.named)
	case ok:
		l.list = append(l.list, a)
	}
	if l.named = (assignment{}); ok && (name == "name" || name == "key") && value != "" {
		l.named = assignment{section: a.section, name: value, off: off, at: at}
	}
}

// removed is a line that a difference takes out.
var removed = expression(`^-[A-Za-z_]\w*\s*[=:]`)

// tagAlone is a line that is one element of XML.
var tagAlone = expression(`^<(\w+)[^<>]*>([^<>]+)</\w+>$`)

// uncommented reads an assignment that is commented out: its name is one word.
func uncommented(line string) (string, bool) {
	rest := strings.TrimLeft(line, "#/; ")
	if rest == line || !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "//") && !strings.HasPrefix(line, ";") {
		return line, false
	}
	name, _, ok := splitAssignment(rest)
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
		name = strings.TrimSpace(name)
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
	seen := map[string]bool{}
	for _, a := range list {
		if a.off != "" || a.value == "" || seen[a.name] {
			continue
		}
		seen[a.name] = true
		if variableOf(a.value) == "" {
			values[a.name] = a.value
		}
	}
	return values
}

// isLabel reports whether a line is the label of a value on the next line.
func isLabel(line string) bool {
	return len(line) < 40 && strings.ContainsFunc(line, func(c rune) bool { return c == ' ' || c == '-' || c > 0x7f }) && roleOf("", line).key != ""
}
