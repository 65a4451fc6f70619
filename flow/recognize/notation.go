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
	wordPair        = expression(`(?i)\b((?:(?:zoom|client|account|app)[ _-]?)*(?:id|key|secret))\b\W{0,4}(?:is\W{1,3})?([A-Za-z0-9_-]{32}|[A-Za-z0-9_-]{22})\b`)
	quotedPair      = expression("([A-Za-z_][A-Za-z0-9_.-]*)[\"']?\\s*(?:=>|[:=])\\s*(\"[^\"]*\"|'[^']*'|`[^`]*`)")
	taggedPair      = expression(`(?i)<(?:key|t[dh])>([^<]+)</(?:key|t[dh])>\s*<\w+[^>]*>([^<]+)</`)
	serialized      = expression(`s:\d+:"([^"]+)";s:\d+:"([^"]*)"`)
	openPair        = expression(`^[^\w]*([A-Za-z_][\w.-]*)["']?\s*(?:=>|[:=(])?\s*[{(]`)
)

// several reads a line with more than one assignment; nil where there is no more than
// one.
func (l *lineReader) several(line string, at int) []assignment {
	if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "//") || match(keyValue, line, line[0] == '<') != nil || isAddress(line) {
		return nil
	}
	if m := match(omniauth, line, strings.HasPrefix(line, "provider")); m != nil {
		return []assignment{
			{section: m[1], name: "client_id", value: cleanValue(m[2]), at: at},
			{section: m[1], name: "client_secret", value: cleanValue(m[3]), at: at},
		}
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
	if len(found) < 2 && strings.ContainsAny(line, "<;") {
		found = slices.Concat(matches(taggedPair, line, strings.Contains(line, "</")), matches(serialized, line, strings.Contains(line, ":\"")))
	}
	if len(found) < 2 && !strings.ContainsAny(line, "<;{") || len(found) == 0 {
		found = inWords(line)
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

// command reads the words of a command, or a pair of ID and secret in a program.
func (l *lineReader) command(line string, at int) []assignment {
	if !mayBeGiven(line) && !strings.Contains(line, "://") {
		return nil
	}
	list := inCommand(strings.Fields(line))
	for i := range list {
		list[i].section, list[i].at = l.section(), at
	}
	return list
}

// mostOnALine is how many assignments of one line are read.
const mostOnALine = 16

// inWords reads the pairs of a sentence: "client id … client secret …". Their values
// have the length of Zoom's.
func inWords(line string) [][]string {
	found := matches(wordPair, line, mayBeGiven(line))
	if len(found) < 2 {
		return nil
	}
	for _, m := range found {
		if words := nameWords(m[1]); !hasAny(words, []string{"client", "account"}) {
			m[1] = "client " + words[len(words)-1]
		}
	}
	return found
}

// omniauth is a provider of Ruby's OmniAuth, which takes ID and secret by their place.
var omniauth = expression(`^provider\s*\(?\s*:(zoom\w*)\s*,\s*([^,]+?)\s*,\s*([^,)]+)`)

// setCall is a call that sets a variable: SetEnvironmentVariable("A", "1"), define('A',
// '1').
var setCall = expression(`^[\w.:\[\]]+\(\s*["']([A-Za-z_][\w.-]*)["']\s*,\s*["']([^"']+)["']`)

// setIndex is a member that is set by its name: os.environ["A"] = "1".
var setIndex = expression(`^[\w.]+\[\s*["']([A-Za-z_][\w.-]*)["']\s*\]\s*=\s*(.+)$`)

// commaPair is a row of two columns with a comma between them.
var commaPair = expression(`^"?([A-Za-z_][A-Za-z0-9_. -]*)"?,\s*("[^"]*"|[^,\s]+)$`)

// springValue is a field of Spring with its default; chatPrefix what a chat writes before a
// message: "[10:02, 30/11/2026] Tom: ".
var (
	springValue = expression(`^@Value\("\$\{([\w.-]+):([^{}]+)\}"\)`)
	chatPrefix  = expression(`^\[[\d:,/. APMapm-]{4,30}\] [^:]{1,40}: `)
)

// Android's build files set constants and resources by a call with their type before the
// name; a field of Go has its default in a tag.
var (
	buildField = expression(`^(?:buildConfigField|resValue)\b[\s(]*["']\w+["']\s*,\s*["']([\w.-]+)["']\s*,\s*["'\\]+([^"'\\]+)`)
	goTag      = expression("^(\\w+)\\s+[\\w.*\\[\\]]+\\s+`.*\\b(?:default|envDefault|env-default):\"([^\"]+)\"")
)

// setFlag is PowerShell's Set-Item; setter a call of a builder; element, keyValue and cell
// the forms of XML and HTML.
var (
	setFlag  = expression(`(?i)env:(\w+)\s+-Value\s+["']([^"']+)["']`)
	setter   = expression(`^\.?([A-Za-z_]\w*)\(\s*["']([^"']+)["']\s*\)`)
	element  = expression(`^<\w+ name="([^"]+)">([^<]+)<`)
	keyValue = expression(`^<\w+ (?:key|name)="([^"]+)"\s+value="([^"]+)"`)
	cell     = expression(`^(?:<tr>)?\s*<t[dh]>([^<]+)</t[dh]>\s*<td>([^<]+)</td>`)
)

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

// labelled is a label of Zoom's page with its value behind one blank.
var labelled = expression(`^(?i)((?:zoom )?(?:client id|client secret|account id|(?:oauth )?redirect ur[il]))\s+(\S+)$`)

// spaced are the commands whose name and value a blank parts.
var spaced = []string{"set -gx ", "set -Ux ", "set -x ", "set -U ", "set -g ", "setx ", "setenv ", "tmux setenv ", "launchctl setenv ", "ENV ", "#define "}

// notations are the forms in which a name and its value are not parted by a sign alone,
// each with what a line of it holds.
var notations = []struct {
	expression func() *regexp.Regexp
	needs      string
}{
	{springValue, "@Value"}, {buildField, "\""}, {goTag, "`"}, {setCall, "("}, {setIndex, "["}, {commaPair, ","}, {setFlag, ":"}, {setter, "("}, {element, "<"}, {keyValue, "<"}, {cell, "<"},
}

// splitAssignment splits a line of any of the usual notations.
func splitAssignment(line string) (name, value string, ok bool) {
	line = unquoted(strings.TrimLeft(strings.TrimPrefix(line, "$ "), "-*| \t"))
	if number, rest, found := strings.Cut(line, " "); found && len(number) < 4 && strings.Trim(number, "0123456789") == "." {
		line = rest // of a numbered list
	}
	if strings.HasPrefix(line, "[") {
		line = strings.TrimPrefix(line, chatPrefix().FindString(line))
	}
	for _, form := range notations {
		if m := match(form.expression, line, strings.Contains(line, form.needs)); m != nil && roleOf("", m[1]).key != "" {
			return m[1], cleanValue(m[2]), true
		}
	}
	if m := match(labelled, line, strings.Contains(line, "lient ") || strings.Contains(line, "ccount ") || strings.Contains(line, "edirect ")); m != nil && shaped(roleOf("", m[1]).key, m[2]) {
		return m[1], m[2], true
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
	name, _, _ = strings.Cut(name, " As ")                                               // the type of Basic's constants
	if i := strings.LastIndexByte(name, '('); i >= 0 && strings.HasPrefix(value, "\"") { // the first argument of a call
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
