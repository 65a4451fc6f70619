package recognize

import (
	"net/url"
	"slices"
	"strings"
)

// programParameter is a parameter of OAuth behind its name.
var programParameter = expression(`(["'` + "`" + `:]?)\b(response_type|scope|state|code_challenge|code_challenge_method|` + strings.Join(grantParameters, "|") + `)(["'` + "`" + `]?\]?)\s*(=>|->|[:=,]|value ?=)\s*(["']?value["']?\s*:\s*)?`)

// parametersIn reads the parameters of a request as a form: one that stands in the program as
// a string, or those that are written as the leading one is, in the same quotes and with the
// same sign. Other lines assign variables of these names.
func parametersIn(program, leading string) string {
	if i := indexOfName(program, leading+"="); i >= 0 && strings.IndexAny(program[i:], "\"'`") > 0 {
		start := strings.LastIndexAny(program[:i], "\"'`?( \n") + 1
		end := i + strings.IndexAny(program[i:]+"\n", "\"'` \n")
		return filled(strings.TrimRight(program[start:end], `\`) + joinedTo(program, end))
	}
	found := slices.DeleteFunc(programParameter().FindAllStringSubmatchIndex(program, -1), func(m []int) bool {
		return m[4] > 0 && program[m[4]-1] == '/' // the end of a path
	})
	part := func(m []int, n int) string { return program[max(0, m[2*n]):max(0, m[2*n+1])] }
	dressOf := func(m []int) string { return part(m, 1) + part(m, 3) + part(m, 4) + part(m, 5) }
	dress := ""
	for _, m := range found {
		if part(m, 2) == leading {
			dress = dressOf(m)
			break
		}
	}
	var fields object
	for _, m := range found {
		name := part(m, 2)
		ofAuthorize := name == "response_type" && leading == "grant_type" && strings.Contains(program, "/authorize") // the program makes that URL too
		if _, twice := fields.find(name); dress == "" || twice || ofAuthorize || dressOf(m) != dress || m[1] >= len(program) {
			continue
		}
		if value := sentIn(program[m[1]:], name); value != "" {
			fields.members = append(fields.members, member{name: name, text: value, quoted: true})
		}
	}
	for _, m := range shorthand().FindAllStringSubmatchIndex(program, -1) {
		name, rest := program[m[2]:m[3]], program[m[1]:]
		if _, there := fields.find(name); dress != "" && !there && rest != "" && strings.IndexByte(",}", rest[0]) >= 0 {
			fields.members = append(fields.members, member{name: name, text: "${" + name + "}", quoted: true})
		}
	}
	return encodeMembers(&fields)
}

// indexOfName is where a name begins that is no end of a longer one; -1 where none does.
func indexOfName(text, name string) int {
	for at := 0; at < len(text); at++ {
		i := strings.Index(text[at:], name)
		if i < 0 {
			return -1
		}
		if at += i; at == 0 || !isWordByte(text[at-1]) {
			return at
		}
	}
	return -1
}

// shorthand is a parameter that JavaScript may write by its name alone.
var shorthand = expression(`[{,]\s*(` + strings.Join(grantParameters, "|") + `)\s*`)

// sentIn is the value of a parameter that text begins with: what stands in quotes, else a
// variable.
func sentIn(text, name string) string {
	text = strings.TrimLeft(text, "{[( ")
	if text == "" {
		return ""
	}
	if quote := text[0]; strings.IndexByte("\"'`", quote) >= 0 {
		value, rest, _ := strings.Cut(text[1:min(len(text), maxBare)], string(quote))
		if !hole().MatchString(value) && !isJoint(strings.TrimLeft(rest, " ")) && !strings.Contains(value, "\n") {
			return value
		}
	}
	if word := bareGrant().FindString(strings.TrimPrefix(text, ":")); name == "grant_type" && word != "" { // of YAML, or a symbol
		return word
	}
	return "${" + name + "}"
}

// grantAlone is a form that no request of these grants consists of.
var grantAlone = expression(`^(?:scope=[^&]*&)?grant_type=(?:authorization_code|refresh_token)(?:&scope=[^&]*)?$`)

// bareGrant is a grant type without quotes.
var bareGrant = expression(`^(?:authorization_code|refresh_token|account_credentials|client_credentials)\b`)

// hole is what a program puts a value in place of, in the texts of many languages.
var hole = expression(`%s|%v|%@|\{[^}]*\}?|\\\([^)]*\)?|\$\w+`)

// filled is a form with a variable for each value that the program puts in.
func filled(form string) string {
	var parts []string
	for part := range strings.SplitSeq(strings.TrimRight(form, `\`), "&") {
		name, value, _ := strings.Cut(part, "=")
		switch {
		case name == "" || strings.ContainsAny(name, "${(\"' "): // they are in a variable
			continue
		case strings.HasPrefix(value, "$") && variableOf(value) != "": // not the braces of a template
			part = name + "=" + url.QueryEscape(value)
		case value == "" || hole().MatchString(value) || strings.ContainsAny(value, "\"'`} )"):
			part = name + "=" + url.QueryEscape("${"+name+"}")
		}
		parts = append(parts, part)
	}
	return strings.Join(parts, "&")
}
