package profiles

import (
	"slices"
	"strings"

	"zoauth/flow/recognize"
)

// otherFormat says that a text, which is no TOML, is something else as a whole; false
// where it may be a profile file with a mistake.
func otherFormat(text string) (Problem, bool) {
	if n := strings.Count(text, "\x00"); strings.HasPrefix(text, "\xff\xfe") || strings.HasPrefix(text, "\xfe\xff") || n > 1 && 4*n > len(text) {
		return Problem{Line: 1, Text: "the file is UTF-16 text", Repair: "save it as UTF-8"}, true
	}
	if hasHeader(text) {
		return Problem{}, false
	}
	if strings.Contains(text, "\x00") {
		return Problem{Line: 1, Text: "the file is not text", Repair: "write one with [profiles.NAME] and one key a line"}, true
	}
	format := formatOf(text)
	if format == "" {
		return Problem{}, false
	}
	return Problem{Line: 1, Text: "this is " + format + ", and a profile file is TOML", Repair: "write [profiles.NAME] with one key a line, or move the file and import it: zoauth import FILE"}, true
}

// The lines that other formats consist of.
var (
	yamlLine   = expression(`^\s*(?:- )?["']?[\w.-]+["']?:(?:\s.*)?$|^\s*- |^---\s*$`)
	headerLine = expression(`^\s*\[[\w .:-]+\]\s*$`)
)

// hasHeader reports whether a line of a text begins a profile.
func hasHeader(text string) bool {
	for line := range strings.Lines(text) {
		if profileHeader().MatchString(line) || halfHeader().MatchString(line) {
			return true
		}
	}
	return false
}

// formatOf names the format of a text that has no header of a profile; "" where it has none
// that is known.
func formatOf(text string) string {
	switch start := strings.TrimSpace(text); {
	case isJSON(text):
		return "JSON"
	case strings.HasPrefix(start, "<"):
		return "HTML or XML"
	case strings.HasPrefix(start, "-----BEGIN "):
		return "a key or an encrypted text"
	}
	yaml, settings, headers, quotes, credential := true, true, false, false, false
	for line := range strings.Lines(text) {
		if !yaml && !settings {
			return ""
		}
		line = strings.TrimSpace(line)
		name, value, isSetting := settingOf(line)
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
		case headerLine().MatchString(line):
			headers, yaml = true, false
		case isSetting:
			yaml, quotes = false, quotes || strings.ContainsAny(value, `"'`)
			credential = credential || recognize.KeyNamed(name) != ""
		default:
			yaml, settings = yaml && yamlLine().MatchString(line), false
		}
	}
	switch {
	case settings && credential && !headers:
		return "a .env file"
	case settings && credential && !quotes:
		return "an INI file"
	case yaml && !settings:
		return "YAML"
	}
	return ""
}

// settingOf is the name and the value of a line NAME=VALUE.
func settingOf(line string) (name, value string, ok bool) {
	const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_0123456789.-"
	name, value, ok = strings.Cut(strings.TrimPrefix(line, "export "), "=")
	name = strings.TrimSpace(name)
	return name, value, ok && name != "" && strings.IndexByte("0123456789.-", name[0]) < 0 && strings.Trim(name, signs) == ""
}

// isJSON reports whether a text, which is no TOML, is JSON by the look of it.
func isJSON(text string) bool {
	text = strings.TrimSpace(text)
	list, isList := strings.CutPrefix(text, "[")
	return strings.HasPrefix(text, "{") || isList && strings.HasPrefix(strings.TrimSpace(list), "{")
}

// fence is a line that Markdown puts around a text.
var fence = expression(`(?m)^[ \t]*(?:` + "`{3,}|~{3,}" + `)\w*[ \t\r]*$`)

// takeOutFences takes out of a text the lines that Markdown put around it, and returns the
// rest.
func (s *salvage) takeOutFences(text string) string {
	found := fence().FindAllStringIndex(text, -1)
	if found == nil {
		return text
	}
	for _, at := range found {
		s.blank(span{at[0], at[1]})
	}
	s.problems = append(s.problems, Problem{Line: 1 + strings.Count(text[:found[0][0]], "\n"), Text: "a Markdown code fence is not TOML", Repair: "remove this line and the one that closes it"})
	return string(s.text)
}

// conflictMark begins the lines that git leaves around both sides of a merge conflict.
var conflictMark = expression(`^(?:<{7}|\|{7}|={7}|>{7})(?:\s|$)`)

// takeOutConflicts takes out of a text what stands in unresolved merge conflicts, with the
// profiles that are in them, and returns the rest.
func (s *salvage) takeOutConflicts(text string) string {
	for at, line := 0, 1; at < len(text); line++ {
		end := lineEnd(text, at)
		if strings.HasPrefix(text[at:], "<<<<<<<") && conflictMark().MatchString(text[at:end]) {
			last := conflictEnd(text, end)
			owners := ownersIn(text, at, last)
			why := Problem{Line: line, Text: "an unresolved merge conflict begins here", Repair: "keep one side, and remove git's marker lines"}
			if len(owners) == 1 {
				why.Profile = owners[0]
			}
			s.problems = append(s.problems, why)
			for _, name := range owners {
				s.bad[name] = true
			}
			s.blank(span{at, last})
			line += strings.Count(text[end:last], "\n")
			end = last
		}
		at = end
	}
	return string(s.text)
}

// conflictEnd is the place behind the last line of the conflict that at is in.
func conflictEnd(text string, at int) int {
	for at < len(text) {
		end := lineEnd(text, at)
		if strings.HasPrefix(text[at:], ">>>>>>>") {
			return end
		}
		at = end
	}
	return at
}

// ownersIn are the profiles that lines of a text belong to, besides git's own lines.
func ownersIn(text string, from, to int) []string {
	var owners []string
	for _, part := range sections(text) {
		from, to := max(from, part.start), min(to, part.end)
		if name := part.owner(); from < to && name != "" && !slices.Contains(owners, name) && !isOfGit(text[from:to]) {
			owners = append(owners, name)
		}
	}
	return owners
}

// isOfGit reports whether lines are nothing but what git puts around a conflict.
func isOfGit(lines string) bool {
	for line := range strings.Lines(lines) {
		if strings.TrimSpace(line) != "" && !conflictMark().MatchString(line) {
			return false
		}
	}
	return true
}
