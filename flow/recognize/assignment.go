package recognize

import (
	"slices"
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

// assignmentsIn reads the settings of a text, with the values of its variables in their place.
func assignmentsIn(r *reader) []assignment {
	list := objectAssignments(r.text)
	if len(list) == 0 {
		list = lineAssignments(r)
	}
	resolve(list)
	return list
}

// objectAssignments reads a text that is one JSON object, or a list of them.
func objectAssignments(whole string) []assignment {
	text := strings.TrimLeft(whole, " \t\n")
	if list := strings.TrimPrefix(text, "["); !strings.HasPrefix(strings.TrimLeft(list, " \t\n"), "{") {
		return nil
	}
	o, _, ok := readObject(whole, len(whole)-len(text))
	if !ok || isAnswer(&o) {
		return nil
	}
	return membersOf(&o, "", nil)
}

// membersOf lists the members of an object and of those in it; an exported
// environment's {"key": …, "value": …} is one member.
func membersOf(o *object, section string, list []assignment) []assignment {
	if key := o.text("key"); key != "" {
		if v, ok := o.find("value"); ok && v.object == nil {
			off := ""
			if o.text("enabled") == "false" || o.text("disabled") == "true" {
				off = "it is switched off in the exported environment"
			}
			return append(list, assignment{section: section, name: basicName(section, key, v.text), value: v.text, off: off, at: v.at})
		}
	}
	if named, ok := namedValue(o, section); ok {
		return append(list, named)
	}
	if o.array {
		list = append(list, argumentsOf(o, section)...)
	}
	for _, m := range o.members {
		switch {
		case m.object != nil:
			list = membersOf(m.object, strings.Trim(section+"."+m.name, "."), list)
		case strings.HasPrefix(m.text, "{"): // an object in a string
			if inner, _, ok := readObject(m.text, 0); ok {
				from := len(list)
				list = membersOf(&inner, section, list)
				for i := range list[from:] {
					list[from+i].at = m.at
				}
			}
		case m.name != "":
			if id, secret, ok := pairIn(m.text); ok {
				for _, a := range pairOf(id, secret) {
					a.section, a.at = section, m.at
					list = append(list, a)
				}
				continue
			}
			value := m.text
			if !m.quoted && (value == "null" || value == "true" || value == "false") {
				value = ""
			}
			list = append(list, assignment{section: section, name: m.name, value: value, at: m.at})
		}
	}
	return list
}

// namedValue reads an object that names a value and has it beside the name, as the fields
// of a password manager and the variables of a deployment are.
func namedValue(o *object, section string) (assignment, bool) {
	for _, key := range []string{"name", "label", "Name", "title"} {
		name := o.text(key)
		v, ok := o.find("value")
		if !ok {
			v, ok = o.find("Value")
		}
		if ok && v.object == nil && roleOf(section, name).key != "" {
			return assignment{section: section, name: name, value: v.text, at: v.at}, true
		}
	}
	return assignment{}, false
}

// argumentsOf reads the arguments of a command in a list, as the configuration of an MCP
// server has them: "--client-id", "VALUE", "NAME=VALUE".
func argumentsOf(o *object, section string) []assignment {
	words := make([]string, len(o.members))
	for i, m := range o.members {
		words[i] = m.text
	}
	list := inCommand(words)
	for i := range list {
		list[i].section, list[i].at = section, o.members[0].at
	}
	return list
}

// basicName is the name of a value of a request's Basic authentication in an exported
// collection, where its length is that of Zoom's.
func basicName(section, key, value string) string {
	switch {
	case !strings.HasSuffix(section, "basic"):
	case key == "username" && len(value) == 22:
		return "client_id"
	case key == "password" && len(value) == 32:
		return "client_secret"
	}
	return key
}

// level is a line that others stand below, by their indentation: a key of YAML, a block
// of code.
type level struct {
	indent int
	name   string
}

// lineReader reads assignments line by line.
type lineReader struct {
	list  []assignment
	table string     // "[name]" of TOML and of .ini files
	nest  []level    // what the line stands below
	label assignment // a label whose value is the next line; without a name: none
	named assignment // "name: X", whose value is in the next line as "value: …"

	heading string  // "Production" above the lines that follow
	columns columns // what a table's first row calls its columns
	above   above   // labels with the lines above them
}

// maxSettings is how much of a text is read line by line for settings, in bytes: files of
// settings are shorter, and what is longer is a log.
const maxSettings = 256 << 10

// lineAssignments reads line by line.
func lineAssignments(r *reader) []assignment {
	var l lineReader
	for n := range r.lines {
		start, end := r.line(n)
		if start > maxSettings {
			break
		}
		raw := r.text[start:end]
		line := strings.TrimSpace(raw)
		if len(line) < 3 || len(line) > maxAddress || r.claimed[n] {
			continue
		}
		l.indent(len(raw) - len(strings.TrimLeft(raw, " \t")))
		if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
			l.table, l.heading = strings.Trim(line, "[]"), ""
			continue
		}
		l.read(line, start)
		if name, ok := opens(line); ok {
			l.nest = append(l.nest, level{len(raw) - len(strings.TrimLeft(raw, " \t")), name})
		}
	}
	return l.above.labelled(l.list, l.label)
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
	name := l.nest[len(l.nest)-1].name
	return name[strings.LastIndexAny(name, " \"'")+1:]
}

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
	m := tagAlone().FindStringSubmatch(line)
	switch {
	case m == nil, strings.Contains(line, " name="):
		return line, false
	case strings.EqualFold(m[1], "key") && roleOf("", m[2]).key != "":
		l.label = assignment{section: l.section(), name: m[2], at: at}
		return line, true
	case roleOf("", m[1]).key != "":
		return m[1] + "=" + m[2], false
	}
	return m[2], false
}

// labelled takes a line as the value of the label above it, unless it is a label itself.
func (l *lineReader) labelled(line string) {
	if l.label.name == "" {
		return
	}
	if roleOf("", line).key == "" {
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
	}
	name, value, ok := splitAssignment(line)
	a := assignment{section: l.section(), name: name, value: value, off: off, at: at}
	if a.name == "default" || a.name == "value" { // of a variable, as in Terraform
		if above := l.below(); roleOf("", above).key != "" {
			a.name = above
		}
	}
	if off == "" && roleOf(a.section, a.name).key == "" {
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

// variableName is a value that names another value of the same text, alone.
var variableName = expression(`^(?:\{\{\s*([A-Za-z_][A-Za-z0-9_.-]*)\s*\}\}|\$\{?([A-Za-z_][A-Za-z0-9_]*)\}?)$`)

// resolve puts in the place of a variable the value that the same text has for it.
func resolve(list []assignment) {
	for i := range list {
		m := variableName().FindStringSubmatch(list[i].value)
		if m == nil {
			continue
		}
		name := m[1] + m[2]
		j := slices.IndexFunc(list, func(a assignment) bool { return a.name == name && a.off == "" && a.value != "" })
		if j >= 0 && j != i && !variableName().MatchString(list[j].value) {
			list[i].value = list[j].value
		}
	}
}

// isLabel reports whether a line is the label of a value on the next line.
func isLabel(line string) bool {
	return len(line) < 40 && strings.ContainsAny(line, " ") && roleOf("", line).key != ""
}
