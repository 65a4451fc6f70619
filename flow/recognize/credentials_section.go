package recognize

import (
	"slices"
	"strings"
)

// What a line stands in says whose its values are: the keys of YAML above it, a heading, the
// provider that a member beside it names.

// level is a line that others stand below, by their indentation: a key of YAML, a block
// of code.
type level struct {
	indent int
	name   string
}

// scope is what a member says of those beside it: "provider: zoom", "production: true".
type scope struct {
	name   string
	text   string
	indent int
}

// titles are what members are called that say what the others are of.
var titles = []string{"name", "provider", "title", "service", "app", "plugin", "label", "type", "id"}

// scopeIn is what an assignment says of those beside it.
func scopeIn(name, value string) string {
	if len(value) > maxHeading {
		return ""
	}
	words := nameWords(value)
	switch {
	case strings.HasSuffix(strings.ToLower(name), "status") && isWithdrawn(value), value == "true" && slices.Contains(withdrawn, strings.ToLower(name)):
		return stale[0]
	case (len(words) == 1 || slices.Contains(titles, strings.ToLower(name))) && providerIn(words) != "":
		return scopeOf(value)
	case strings.EqualFold(name, "production") && value == "true":
		return "production"
	}
	return ""
}

// environmentIn is an environment that is a value by itself, or "".
func environmentIn(value string) string {
	if value = strings.ToLower(value); slices.Contains(environments, value) {
		return value
	}
	return ""
}

// about takes what a line's only assignment says of the lines beside it. It holds until another
// of its name comes, or what it stands in ends.
func (l *lineReader) about(list []assignment, indent int) {
	if len(list) != 1 {
		return
	}
	if name := list[0].name; strings.Contains(strings.ToLower(name), "profile") && isOfProfile(nameWords(name)) {
		l.profile = environmentIn(list[0].value)
	}
	name := strings.Trim(list[0].name, "0123456789_")
	text := scopeIn(name, list[0].value)
	more := text != "" && name != l.of.name && indent >= l.of.indent && strings.HasPrefix(l.of.text, text) // "id: zoom-prod" above "provider: zoom"
	if !more && (text != "" || name == l.of.name) {
		l.of = scope{name, text, indent}
	}
}

// isOfProfile reports whether the words of a name are those of Spring's for an environment.
func isOfProfile(words []string) bool {
	return len(words) > 1 && slices.Contains([]string{"profile", "profiles"}, words[len(words)-1])
}

// indent leaves the levels that a line of this indentation does not stand below. What the line
// above calls the lines below it without indentation is a heading.
func (l *lineReader) indent(by int) {
	if by < l.of.indent {
		l.of = scope{}
	}
	for len(l.nest) > 0 && l.nest[len(l.nest)-1].indent >= by {
		last := l.nest[len(l.nest)-1]
		if heading, ok := headingOf(last.name); ok && l.opened && last.indent == by {
			l.heading = heading
		}
		l.nest = l.nest[:len(l.nest)-1]
	}
	l.opened = false
}

// maxNest is how many of the levels around a line say what its values are.
const maxNest = 24

// section is what a line stands in.
func (l *lineReader) section() string {
	section := l.table + "." + l.heading + "." + l.profile
	if l.withdrawn {
		section += "." + stale[0]
	}
	for _, level := range l.nest[max(0, len(l.nest)-maxNest):] {
		section += "." + level.name
	}
	return strings.Trim(section+"."+l.of.text, ".")
}

// open takes a line that others stand below. Those of a preprocessor have no indentation.
func (l *lineReader) open(line string, indent int) {
	environment, ofCase := l.opensCase(line, indent)
	name, ok := opens(line)
	switch {
	case strings.HasPrefix(line, "#endif"):
		l.heading = ""
	case ofCase && strings.HasPrefix(line, "#"):
		l.heading = environment
	case ofCase:
		name = strings.Join(slices.DeleteFunc(strings.Fields(name), func(w string) bool { return slices.Contains(environments, w) }), " ")
		l.nest = append(l.nest, level{indent, strings.TrimSpace(name + " " + environment)})
	case ok:
		l.nest, l.opened = append(l.nest, level{indent, name}), strings.HasSuffix(line, ":")
	}
}

// opens reads what a line calls the lines below it: "zoom:", "'zoom' => [", "zoom {".
func opens(line string) (string, bool) {
	if strings.IndexByte(":={[(> |\"',", line[len(line)-1]) < 0 {
		return "", false
	}
	name := strings.TrimRight(line, ":={[(> |\"'")
	if strings.Count(line, "(") > strings.Count(line, ")") || !strings.ContainsAny(line, "\"'=") && !strings.Contains(line, ": ") { // of a call
		name = strings.TrimRight(name, ",")
	}
	if name == line || strings.HasSuffix(line, "\"") || strings.HasSuffix(line, "'") || strings.HasSuffix(line, ")") {
		return "", false
	}
	name = strings.Trim(name, "-\"' \t")
	if strings.Count(name, " ") < 3 && strings.ContainsAny(line, "()") || opensCode(line) {
		name = strings.Join(slices.DeleteFunc(nameWords(name), func(w string) bool { return !slices.Contains(codeScope, w) }), " ")
	}
	return name, name != "" && len(name) <= 64 && strings.Count(name, " ") < 3
}

var (
	// blockWords begin lines of programs that open a block, rubyBlock ends one.
	blockWords = []string{"var", "let", "const", "return", "function", "def", "class", "public", "private", "protected", "static", "final", "export", "module", "if", "else", "elif", "for", "func", "fn", "sub", "void", "async", "struct", "type", "interface", "enum", "val", "my", "object", "namespace", "resource", "config", "case", "switch", "when"}
	rubyBlock  = expression(` do(?: \|\w+\|)?$`)
	// codeScope are the words of such a line that say whose the values in its block are.
	codeScope = slices.Concat([]string{Zoom}, otherApps, environments, stale, aside)
)

// opensCode reports whether a line that opens a block is one of a program.
func opensCode(line string) bool {
	first := strings.TrimPrefix(strings.TrimPrefix(line, "}"), " ")
	end := 0
	for end < len(first) && isWordByte(first[end]) && first[end] != '-' && first[end] != '$' {
		end++
	}
	return slices.Contains(blockWords, first[:end]) || rubyBlock().MatchString(line)
}

// headed takes a line that is a heading. Of two tabs below each other the text does not say
// which one is shown, and of a provider's environments the provider stays.
func (l *lineReader) headed(r *reader, n int) bool {
	line := r.trimmedLine(n)
	heading, ok := headingOf(line)
	if !ok {
		switch deep := depthOf(line); {
		case l.namesAnother(r, n):
			l.heading = anotherOwner
		case deep > 1 && (deep <= l.depth || !hasAny(nameWords(line), []string{"oauth", "app", "server", "credentials"})):
			l.heading = ""
			if slices.Contains(strings.Fields(strings.ToLower(line)), Zoom) { // "## Zoom support"
				l.heading = Zoom
			}
		}
		return false
	}
	if _, again := headingOf(l.above.line); again && providerIn(nameWords(line+l.above.line)) == "" {
		heading = ""
	}
	if provider := providerIn(nameWords(l.heading)); providerIn(nameWords(heading)) == "" && provider != "" {
		heading = provider + " " + heading
	}
	l.heading, l.depth = heading, depthOf(line)
	l.above.add(line)
	l.leave()
	return true
}

// anotherOwner is the heading of values that are below the name of somebody who is not known here.
const anotherOwner = "another owner"

// namesAnother reports whether a line below Zoom's heading is one of its kind that names somebody
// else: "## Mixpanel". Without a sign before it, it stands between an app and a client ID.
func (l *lineReader) namesAnother(r *reader, n int) bool {
	if l.heading == "" {
		return false
	}
	line := r.trimmedLine(n)
	title, deep := strings.Trim(line, "# "), depthOf(line)
	if deep > l.depth || title == "" || !isCapital(title[0]) || providerIn(nameWords(l.heading)) != Zoom || len(nameWords(title)) > 2 || !hasOwner(title) || speaksOfZoom(title) {
		return false
	}
	switch deep {
	case 0:
		next := l.names.wordsIn(r.trimmedLine(n + 1))
		return l.counted && r.trimmedLine(n-1) == "" && len(next) > 0 && next[0].key == ClientID
	case 1:
		return depthOf(l.above.line) == 0
	}
	return true
}

// depthOf is how deep a heading of Markdown is; 0 for any other line.
func depthOf(line string) int { return len(line) - len(strings.TrimLeft(line, "#")) }
