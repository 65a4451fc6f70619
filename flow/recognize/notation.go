package recognize

import (
	"regexp"
	"slices"
	"strings"
)

// shellAssignment is one of several on a line, as in "A=1 B=2 npm start" or
// "docker run -e A=1 -e B=2"; quotedPair one of several in code or TOML, as in
// "{ clientId: 'a', clientSecret: 'b' }"; wordPair one in a sentence; taggedPair one in
// XML, serialized one of PHP's serialize; listAssignment one in a list, as in
// "Variables={A=1,B=2}".
var (
	shellAssignment = expression(`(?:^|[\s"'])([A-Za-z_][A-Za-z0-9_]*)(?:\[\w+\])?=("[^"]*"|'[^']*'|[^\s"']+)`)
	listAssignment  = expression(`(?:^|[\s"'{,])([A-Za-z_][A-Za-z0-9_]*)=([^\s"'{},;&=]+)`)

	quotedPair = expression("([A-Za-z_][A-Za-z0-9_.-]*)[\"']?\\s*(?:=>|[:=])\\s*(\"[^\"]*\"|'[^']*'|`[^`]*`)")
	openPair   = expression(`^[^\w]*([A-Za-z_][\w.-]*)["']?\s*(?:=>|[:=(])?\s*[{(]`)
)

// several reads a line with more than one assignment; nil where there is no more than
// one.
func (l *lineReader) several(line string, at int) []assignment {
	if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "//") || isAddress(line) {
		return nil
	}
	line = strings.TrimPrefix(line, "Environment=")
	section := l.section()
	some := (strings.Count(line, "=")+strings.Count(line, ":") > 1 || strings.ContainsAny(line, "<;{")) && assignsName(line)
	found := matches(shellAssignment, line, some && strings.Contains(line, "="))
	if quoted := matches(quotedPair, line, some && strings.ContainsAny(line, "\"'`")); len(quoted) > len(found) {
		found = quoted
		if m := openPair().FindStringSubmatch(line); m != nil {
			section += "." + m[1]
		}
	}
	if listed := matches(listAssignment, line, len(found) < 2 && some && strings.Count(line, "=") > 1); len(listed) > 1 {
		found = listed
	}
	if len(found) < 2 && !strings.ContainsAny(line, "<;{") {
		return nil
	}
	if len(found) > 1 && (found[0][1] == "name" || found[0][1] == "key") && found[1][1] == "value" { // of a list of variables
		found = [][]string{{"", cleanValue(found[0][2]), found[1][2]}}
	}
	if !slices.ContainsFunc(found, func(m []string) bool { return roleOf(section, m[1]).key != "" }) {
		return nil
	}
	var list []assignment
	for _, m := range found {
		list = append(list, assignment{section: section, name: m[1], value: cleanValue(m[2]), at: at})
	}
	return list
}

// assignsName reports whether one of the words before a line's signs may be the name of a value.
func assignsName(line string) bool {
	for i := range len(line) {
		if line[i] != '=' && line[i] != ':' {
			continue
		}
		name := strings.TrimRight(line[:i], "\"' ])")
		if mayName(name[strings.LastIndexFunc(name, func(c rune) bool { return c != '.' && (c > 0x7f || !isWordByte(byte(c))) })+1:]) {
			return true
		}
	}
	return false
}

// match is an expression's first match, and matches its matches, where a line may have one:
// looking for a sign that it needs costs a tenth of trying it.
func match(form func() *regexp.Regexp, line string, may bool) []string {
	if !may {
		return nil
	}
	return form().FindStringSubmatch(line)
}

func matches(form func() *regexp.Regexp, line string, may bool) [][]string {
	if !may {
		return nil
	}
	return form().FindAllStringSubmatch(line, mostOnALine)
}

// mostOnALine is how many assignments of one line are read.
const mostOnALine = 16

// chatPrefix is what a chat writes before a message: "[10:02, 30/11/2026] Tom: ".
var chatPrefix = expression(`^\[[\d:,/. APMapm-]{4,30}\] [^:]{1,40}: `)

// declarations are the words before a name where a language declares it.
var declarations = []string{
	"export", "public", "private", "protected", "internal", "static", "final", "readonly", "const", "constexpr", "let", "var", "val", "def", "local", "my", "our", "global",
	"declare", "typeset", "-x", "-r", "-rx", "-xr", "string", "str", "char", "char*", "auto", "#define", "override", "lazy", "pub", "define",
}

// undeclared takes the words of a declaration off a line: "private static final String
// CLIENT_ID = …".
func undeclared(line string) string {
	for {
		word, rest, ok := strings.Cut(line, " ")
		rest = strings.TrimLeft(rest, " ")
		if !ok || rest == "" || strings.ContainsAny(rest[:1], "=:") || !slices.Contains(declarations, strings.ToLower(word)) {
			return line
		}
		line = rest
	}
}

// unquoted takes the quotes off a line that is one quoted assignment.
func unquoted(line string) string {
	if len(line) < 2 || line[0] != '"' && line[0] != '\'' {
		return line
	}
	inner, ok := strings.CutSuffix(strings.TrimRight(line[1:], ","), line[:1])
	if ok && !strings.Contains(inner, line[:1]) && strings.Contains(inner, "=") {
		return inner
	}
	return line
}

// typedValue is a value behind its type: "&str = \"…\"".
var typedValue = expression("^&?(?:'static )?[A-Za-z][A-Za-z0-9_<>?\\[\\]]*\\s+=\\s+(\\S.*)$")

// spaced are the commands whose name and value a blank parts.
var spaced = []string{"set -gx ", "set -Ux ", "set -x ", "set -U ", "set -g ", "setx ", "setenv ", "tmux setenv ", "launchctl setenv ", "ENV ", "#define "}

// splitAssignment splits a line of any of the usual notations.
func splitAssignment(line string) (name, value string, ok bool) {
	line = unquoted(strings.TrimLeft(strings.TrimPrefix(line, "$ "), "-*| \t"))
	if number, rest, found := strings.Cut(line, " "); found && len(number) < 4 && strings.Trim(number, "0123456789") == "." {
		line = rest // of a numbered list
	}
	if strings.HasPrefix(line, "[") {
		line = strings.TrimPrefix(line, chatPrefix().FindString(line))
	}
	for _, word := range spaced {
		if rest, found := strings.CutPrefix(line, word); found && (word != "ENV " || !strings.Contains(rest, "=")) {
			name, value, ok = strings.Cut(strings.TrimSpace(rest), " ")
			return cleanName(name), cleanValue(value), ok
		}
	}
	for _, word := range []string{"set ", "ENV ", "$env:", "$Env:", "Environment="} {
		if rest, found := strings.CutPrefix(line, word); found {
			line = strings.TrimSpace(rest)
			if word == "Environment=" || word == "set " {
				line = strings.Trim(line, "\"'")
			}
			if word == "ENV " {
				line = strings.TrimRight(line, " \\")
			}
			break
		}
	}
	return splitAtSign(undeclared(line))
}

// splitAtSign splits a line at the first sign between a name and a value.
func splitAtSign(line string) (name, value string, ok bool) {
	line = strings.TrimPrefix(line, ":") // a symbol of Ruby
	if m := match(colonName, line, strings.Contains(line, ":") && (strings.Contains(line, "=") || strings.Contains(line, "  ") || strings.Contains(line, "\t"))); m != nil {
		return cleanName(m[0][:len(m[0])-1]), cleanValue(line[len(m[0]):]), true
	}
	if name, value, ok := strings.Cut(line, " -> "); ok && roleOf("", name).key != "" {
		return cleanName(name), cleanValue(value), true
	}
	i := strings.IndexAny(line, "=:\t|")
	if i <= 0 || strings.HasPrefix(line[i:], "://") { // a column of names beside one of values
		name, value, ok = strings.Cut(line, "  ")
		return cleanName(name), cleanValue(value), ok && len(name) <= 64 && !strings.Contains(strings.TrimSpace(value), "  ")
	}
	name, value = cleanName(line[:i]), strings.TrimLeft(line[i:], "=:\t|> ")
	value = strings.TrimPrefix(value, "* ") // the name is bold in a chat's way
	if bold, ok := strings.CutPrefix(value, "**"); ok && !strings.HasPrefix(bold, "*") {
		value = strings.TrimLeft(bold, " ")
	}
	name, _, _ = strings.Cut(name, " As ")                          // the type of Basic's constants
	if quoted := strings.TrimRight(name, "\"'])"); quoted != name { // a member by its name
		name = quoted[strings.LastIndexAny(quoted, "\"'[(")+1:]
	} else if i := strings.LastIndexByte(name, '('); i >= 0 && strings.HasPrefix(value, "\"") { // the first argument of a call
		name = strings.TrimSpace(name[i+1:])
	}
	if len(name) > 64 || name == "" || strings.ContainsAny(name, "({<?&") {
		return "", "", false
	}
	if m := match(typedValue, value, line[i] == ':'); m != nil {
		value = m[1]
	}
	return name, cleanValue(value), true
}

// colonName is a name of .NET's configuration with the sign behind it: "Zoom:ClientId =".
var colonName = expression(`^[A-Za-z]\w*(?::\w+)+(?:\s*=|\s{2,})`)

func cleanName(name string) string { return strings.Trim(name, "\"'`* \t|") }

// cleanValue takes quotes, a comment behind the value and a list's comma away.
func cleanValue(value string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		return ""
	}
	if quote := value[0]; quote == '"' || quote == '\'' || quote == '`' {
		if i := strings.IndexByte(value[1:], quote); i >= 0 {
			return strings.TrimSuffix(value[1:1+i], `\n`)
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

// isAddress reports whether a line is a URL and nothing else: its parameters are those of
// a request, which has a reader of its own.
func isAddress(line string) bool {
	line = strings.TrimSpace(line)
	return strings.HasPrefix(line, "http") && strings.Contains(line, "://") && !strings.ContainsAny(line, " \t")
}
