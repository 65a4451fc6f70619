package recognize

import (
	"strings"

	"zoauth/flow"
)

// mostOnALine is how many assignments of one line are read.
const mostOnALine = 16

// splitAssignment splits a line at the first sign between a name and a value.
func (known names) splitAssignment(line string) (name, value string, ok bool) {
	line = strings.TrimLeft(strings.TrimPrefix(line, "$ "), "-*|: \t")
	i := strings.IndexAny(line, "=:\t|")
	if i <= 0 || strings.HasPrefix(line[i:], "://") { // a column of names beside one of values
		name, value, ok = strings.Cut(line, "  ")
		if cell, _, more := strings.Cut(strings.TrimSpace(value), "  "); more && flow.IsMasked(cell) { // buttons are behind it
			value = cell
		}
		return cleanName(name), cleanValue(value), ok && len(name) <= 64 && !strings.Contains(strings.TrimSpace(value), "  ")
	}
	name, value = strings.TrimSpace(line[:i]), strings.TrimLeft(line[i:], "=:\t|> ")
	value = strings.TrimPrefix(value, "* ")                                                                                                    // the name is bold in a chat's way
	if strings.Contains(name, ",") || strings.Count(name, "\"")%2 > 0 && strings.LastIndexByte(name, '"') < strings.LastIndexByte(name, ' ') { // several names, or a part of a text
		return "", "", false
	}
	quoted := strings.IndexByte("\"'", lastByte(strings.TrimRight(line[:i], " ]"))) >= 0
	if bare := strings.TrimRight(value, ",;"); quoted && (variableAsValue().MatchString(bare) && !hasUsualLength(bare) && !flow.IsPlaceholder(bare) && !flow.IsMasked(bare) || constantAsValue().MatchString(bare) && !wordsOfPlaceholder().MatchString(bare)) {
		value = "$" + value
	}
	name, value = known.ownName(name, value)
	return name, cleanValue(value), name != "" && len(name) <= 64 && !strings.ContainsAny(name, "({<?&+")
}

// variableAsValue is what only a program has for the value of a name in quotes: "client_id": id, form["client_id"] = id.
var variableAsValue = expression(`^[a-z_][\w.]*$`)

// constantAsValue is such a value by the name of a constant, and wordsOfPlaceholder are what only a
// placeholder has in capitals.
var (
	constantAsValue    = expression(`^(?:[A-Z]+_)*(?:CLIENT|ACCOUNT|APP)(?:_[A-Z]+)+$`)
	wordsOfPlaceholder = expression(`YOUR|HERE|PASTE|REPLACE|INSERT|ENTER`)
)

// ownName takes the words of a declaration, a command or a call off a name, and the quotes off
// name and value where they are around both.
func (known names) ownName(name, value string) (string, string) {
	if blank := strings.LastIndexByte(name, ' '); blank >= 0 {
		last := known.of(cleanName(name[blank+1:])) // "secret" alone is that of the word before
		if last.key == last.own && roleOf("", cleanName(name)).key == "" {
			name = name[blank+1:]
		}
	}
	if quoted := strings.TrimRight(name, "\"'])"); quoted != name { // a member by its name
		return quoted[strings.LastIndexAny(quoted, "\"'[(")+1:], value
	}
	if name != "" && strings.IndexByte("\"'", name[0]) >= 0 {
		value = strings.TrimSuffix(strings.TrimRight(value, ", "), name[:1])
	}
	return cleanName(name), value
}

func cleanName(name string) string { return strings.Trim(name, "\"'`* \t|") }

// cleanValue takes quotes, a comment behind the value and a list's comma away.
func cleanValue(value string) string {
	value = strings.TrimSpace(value)
	if value == "" {
		return ""
	}
	if inner, escaped := strings.CutPrefix(value, `\"`); escaped { // in a string
		value, _, _ = strings.Cut(inner, `\"`)
		return value
	}
	if quote := value[0]; quote == '"' || quote == '\'' || quote == '`' {
		if i := strings.IndexByte(value[1:], quote); i >= 0 && !isContinued(value[1+i:]) {
			return strings.TrimSuffix(value[1:1+i], `\n`)
		}
	}
	value, _, _ = strings.Cut(value, " #")
	value, _, _ = strings.Cut(value, "\t")
	value = strings.TrimRight(value, ",;|` ")
	return strings.TrimSpace(value)
}
