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

// objectAssignments reads a text that is one JSON object, or a list of them.
func (r *reader) objectAssignments() []assignment {
	text := strings.TrimLeft(r.text, " \t\n")
	if !strings.HasPrefix(text, "{") && !strings.HasPrefix(text, "[{") {
		return nil
	}
	o, _, ok := readObject(r.text, len(r.text)-len(text))
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
			return append(list, assignment{section: section, name: key, value: v.text, off: off, at: v.at})
		}
	}
	for _, m := range o.members {
		switch {
		case m.object != nil:
			list = membersOf(m.object, strings.Trim(section+"."+m.name, "."), list)
		case m.name != "":
			value := m.text
			if !m.quoted && (value == "null" || value == "true" || value == "false") {
				value = ""
			}
			list = append(list, assignment{section: section, name: m.name, value: value, at: m.at})
		}
	}
	return list
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
}

// lineAssignments reads line by line.
func (r *reader) lineAssignments() []assignment {
	var l lineReader
	for n := range r.lines {
		start, end := r.line(n)
		raw := r.text[start:end]
		line := strings.TrimSpace(raw)
		if len(line) < 3 || len(line) > maxAddress || r.claimed[n] {
			continue
		}
		l.indent(len(raw) - len(strings.TrimLeft(raw, " \t")))
		if strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]") {
			l.table = strings.Trim(line, "[]")
			continue
		}
		l.read(line, start)
		if name, ok := opens(line); ok {
			l.nest = append(l.nest, level{len(raw) - len(strings.TrimLeft(raw, " \t")), name})
		}
	}
	return l.list
}

// indent leaves the levels that a line of this indentation does not stand below.
func (l *lineReader) indent(by int) {
	for len(l.nest) > 0 && l.nest[len(l.nest)-1].indent >= by {
		l.nest = l.nest[:len(l.nest)-1]
	}
}

func (l *lineReader) section() string {
	parts := []string{l.table}
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
	if l.label.name != "" {
		if roleOf("", line).key == "" {
			l.label.value = line
			l.list = append(l.list, l.label)
		}
		l.label = assignment{}
	}
	if several := l.several(line, at); several != nil {
		l.list = append(l.list, several...)
		return
	}
	off := ""
	if rest, found := uncommented(line); found {
		line, off = rest, "it is commented out"
	}
	name, value, ok := splitAssignment(line)
	a := assignment{section: l.section(), name: name, value: value, off: off, at: at}
	switch {
	case !ok && isLabel(line):
		a.name = strings.TrimRight(line, ": ")
		l.label = a
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

// uncommented reads an assignment that is commented out: its name is one word.
func uncommented(line string) (string, bool) {
	rest := strings.TrimLeft(line, "#/; ")
	if rest == line || !strings.HasPrefix(line, "#") && !strings.HasPrefix(line, "//") && !strings.HasPrefix(line, ";") {
		return line, false
	}
	name, _, ok := splitAssignment(rest)
	return rest, ok && !strings.Contains(name, " ")
}

// shellAssignment is one of several on a line, as in "A=1 B=2 npm start" or
// "docker run -e A=1 -e B=2".
var shellAssignment = expression(`(?:^|[\s"'])([A-Za-z_][A-Za-z0-9_]*)=("[^"]*"|'[^']*'|[^\s"']+)`)

// several reads a line with more than one assignment; nil where there is no more than
// one.
func (l *lineReader) several(line string, at int) []assignment {
	if strings.Count(line, "=") < 2 || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "//") {
		return nil
	}
	found := shellAssignment().FindAllStringSubmatch(strings.TrimPrefix(line, "Environment="), 16)
	if len(found) < 2 {
		return nil
	}
	var list []assignment
	for _, m := range found {
		list = append(list, assignment{section: l.section(), name: m[1], value: cleanValue(m[2]), at: at})
	}
	return list
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

// splitAssignment splits a line of any of the usual notations.
func splitAssignment(line string) (name, value string, ok bool) {
	line = strings.TrimLeft(line, "-*| \t")
	for _, word := range []string{"export ", "set -gx ", "set -Ux ", "set -x ", "setx ", "set ", "const ", "let ", "var ", "ENV ", "$env:", "$Env:", "Environment="} {
		if rest, found := strings.CutPrefix(line, word); found {
			line = strings.TrimSpace(rest)
			if word == "Environment=" {
				line = strings.Trim(line, "\"'")
			}
			if strings.HasPrefix(word, "set -") || word == "setx " || word == "ENV " && !strings.Contains(line, "=") {
				name, value, ok = strings.Cut(line, " ")
				return cleanName(name), cleanValue(value), ok
			}
			break
		}
	}
	i := strings.IndexAny(line, "=:\t|")
	if i <= 0 || strings.HasPrefix(line[i:], "://") { // a column of names beside one of values
		name, value, ok = strings.Cut(line, "  ")
		return cleanName(name), cleanValue(value), ok && len(name) <= 64 && !strings.Contains(strings.TrimSpace(value), "  ")
	}
	name, value = cleanName(line[:i]), strings.TrimLeft(line[i:], "=:\t|> ")
	if bold, ok := strings.CutPrefix(value, "**"); ok && !strings.HasPrefix(bold, "*") {
		value = strings.TrimLeft(bold, " ")
	}
	if len(name) > 64 || name == "" || strings.ContainsAny(name, "({<?&") {
		return "", "", false
	}
	return name, cleanValue(value), true
}

func cleanName(name string) string { return strings.Trim(name, "\"'`* \t|") }

// cleanValue takes quotes, a comment behind the value and a list's comma away.
func cleanValue(value string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		return ""
	}
	if quote := value[0]; quote == '"' || quote == '\'' || quote == '`' {
		if i := strings.IndexByte(value[1:], quote); i >= 0 {
			return value[1 : 1+i]
		}
	}
	value, _, _ = strings.Cut(value, " #")
	value, _, _ = strings.Cut(value, "\t")
	value = strings.TrimRight(value, ",;|` ")
	if bold, ok := strings.CutSuffix(value, "**"); ok && !strings.HasSuffix(bold, "*") {
		value = bold
	}
	return strings.TrimSpace(value)
}
