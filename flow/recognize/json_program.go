package recognize

import (
	"encoding/json"
	"slices"
	"strings"
)

// What follows reads the values that stand in programs and not in data: variables,
// strings that are joined, calls.

// shorthand reads a member that JavaScript writes by its name alone: a variable.
func (r *objectReader) shorthand(name string, m *member) bool {
	r.blanks()
	if !r.bare || r.at >= len(r.text) || r.text[r.at] != ',' && r.text[r.at] != '}' {
		return false
	}
	m.name, m.text = name, "${"+name+"}"
	return true
}

// sent is a member's value as a program sends it: a bare name is a variable.
func (m member) sent() string {
	if m.quoted || m.text == "" || strings.HasPrefix(m.text, "$") || json.Valid([]byte(m.text)) || m.text == "None" || m.text == "True" || m.text == "False" {
		return m.text
	}
	return "${" + m.text + "}"
}

// joined reads what a program joins to a string, as in 'Bearer ' + token: a variable.
func (r *objectReader) joined() string {
	rest := strings.TrimLeft(r.text[r.at:min(len(r.text), r.at+2*maxName)], " ")
	if !isJoint(rest) && !isJointBelow(rest) {
		return ""
	}
	end := expressionEnd(r.text[r.at:min(len(r.text), r.at+maxBare)])
	if end < 0 {
		return ""
	}
	joined := joinedParts(strings.Trim(r.text[r.at:r.at+end], " \t\n+.&"))
	r.at += end
	return joined
}

// joinedTo is what a program joins to the string whose closing quote stands at an offset, with the
// backslashes of a string around it or without.
func joinedTo(text string, at int) string {
	rest := text[min(at, len(text)):]
	r := objectReader{text: rest[:min(len(rest), maxProgram)] + "\n"}
	if r.at = r.quote(); r.at == 0 {
		return ""
	}
	return r.joined()
}

// joinedParts are the parts that an expression joins: strings as they are, and a variable for any
// other part.
func joinedParts(expression string) string {
	var b strings.Builder
	for expression != "" {
		end := partEnd(expression)
		part := strings.TrimSpace(expression[:end])
		if n := len(part); n > 1 && part[0] == part[n-1] && strings.IndexByte("\"'`", part[0]) >= 0 {
			b.WriteString(part[1 : n-1])
		} else {
			b.WriteString("${" + strings.TrimLeft(part, "$") + "}") // of PHP
		}
		expression = strings.TrimLeft(expression[end:], " \t\n+.&*<>~")
	}
	return b.String()
}

// scan is the first offset of a text at which stop holds; -1 where there is none. What stands in quotes is
// passed over, and open is how many brackets are open before the offset.
func scan(text string, stop func(i, open int) bool) int {
	open := 0
	for i := 0; i < len(text); i++ {
		if stop(i, open) {
			return i
		}
		switch c := text[i]; {
		case strings.IndexByte("\"'`", c) >= 0:
			i += strings.IndexByte(text[i+1:], c) + 1
		case strings.IndexByte("({[", c) >= 0:
			open++
		case strings.IndexByte(")}]", c) >= 0:
			open = max(0, open-1)
		}
	}
	return -1
}

// partEnd is where the first part of an expression ends: at what joins it to the next, outside brackets and
// quotes.
func partEnd(text string) int {
	end := scan(text, func(i, open int) bool {
		return open == 0 && i > 0 && (text[i] == '&' || isJoint(text[i:]) || text[i] == '.' && i+1 < len(text) && strings.IndexByte(" \"'.", text[i+1]) >= 0)
	})
	if end < 0 {
		return len(text)
	}
	return end
}

// expressionEnd is where an expression ends that a member's value goes on with: at a comma or
// a bracket that it did not open; -1 where it does not.
func expressionEnd(text string) int {
	return scan(text, func(i, open int) bool {
		if text[i] == '\n' {
			return !isJointBelow(text[i:]) && !strings.HasSuffix(strings.TrimRight(text[:i], " "), "+")
		}
		return open == 0 && strings.IndexByte(",}])", text[i]) >= 0
	})
}

// dotJoint is the sign of PHP between a string and a variable or a call, or Lua's.
var dotJoint = expression(`^\.(?:\s?(?:\$|[A-Za-z_]\w*\()|\. ?\w)`)

// joints are the signs that join another part to a string in most languages, in Visual Basic, Julia, Elixir
// and Raku.
var joints = []string{"+", "& ", "* ", "<> ", "~ "}

// isJoint reports whether text begins with such a sign, or with the dots of PHP and Lua.
func isJoint(text string) bool {
	return slices.ContainsFunc(joints, func(sign string) bool { return strings.HasPrefix(text, sign) }) || strings.HasPrefix(text, ".") && dotJoint().MatchString(text)
}

// isJointBelow reports whether the line below an end of one goes on with a joint.
func isJointBelow(text string) bool {
	below, found := strings.CutPrefix(text, "\n")
	return found && strings.HasPrefix(strings.TrimLeft(below, " \t"), "+")
}

// holeEnd is the offset behind a hole of a template, "${…}", that begins at an offset; the
// next offset where none does.
func holeEnd(text string, at int) int {
	const longest = 512
	if !strings.HasPrefix(text[at:], "${") {
		return at + 1
	}
	end := scan(text[at+1:min(len(text), at+longest)], func(i, open int) bool { return open == 1 && text[at+1+i] == '}' })
	return at + max(1, end+2)
}

// prefix skips the letters that Python puts before a string: f"…", b'…'.
func (r *objectReader) prefix() {
	for i := r.at; i < min(len(r.text), r.at+2); i++ {
		if strings.IndexByte("fbruFBRU", r.text[i]) < 0 {
			return
		}
		if i+1 < len(r.text) && (r.text[i+1] == '"' || r.text[i+1] == '\'') {
			r.at = i + 1
			return
		}
	}
}

// className is what Node prints before an object of a class: "Object [AxiosHeaders] {".
var className = expression(`^(?:<ref \*\d+> )?(?:Object \[\w+\]|[A-Z]\w*) \{`)

// class skips the name of an object's class.
func (r *objectReader) class() bool {
	rest := r.text[r.at:min(len(r.text), r.at+maxName)]
	name := className().FindString(rest)
	r.at += max(0, len(name)-1)
	return name != ""
}

// call reads a call whose argument is an object: JSON.stringify({…}), new
// URLSearchParams({…}). Any other call is a value as it is written.
func (r *objectReader) call(m *member, depth int) bool {
	rest := r.text[r.at:min(len(r.text), r.at+2*maxName)]
	open := strings.IndexByte(rest, '(')
	if open <= 0 || strings.Trim(strings.ReplaceAll(rest[:open], " ", ""), nameLetters) != "" || depth >= maxDepth {
		return false
	}
	start := r.at
	r.at += open + 1
	r.blanks()
	if r.at < len(r.text) && r.text[r.at] == '{' {
		m.object = r.object(depth + 1)
		if m.object.cut {
			return false
		}
		m.text = rest[:open]
		r.at += strings.IndexByte(r.text[r.at:], ')') + 1
		return true
	}
	line, _, _ := strings.Cut(r.text[r.at:min(len(r.text), r.at+maxTextBody/16)], "\n")
	end := strings.IndexByte(line, ')')
	if end < 0 {
		r.at = start
		return false
	}
	r.at += end + 1
	m.text = "${" + r.text[start:r.at] + "}"
	return true
}

const nameLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.$:>-"
