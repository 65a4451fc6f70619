package profiles

import (
	"regexp"
	"strings"
)

// lineIndex finds where a key stands: the TOML library tells positions of syntax
// errors only.
type lineIndex map[string]int

var (
	tableLine = regexp.MustCompile(`^\s*\[\s*([^\[\]]+?)\s*\]\s*(?:#.*)?$`)
	keyLine   = regexp.MustCompile(`^\s*("[^"]*"|'[^']*'|[A-Za-z0-9_-]+(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=`)
)

// scanLines maps "table.key" and "table" to their first line. Lines inside
// multi-line strings and arrays may be taken for keys; the first hit stays, so
// that a wrong one can only name a key that does not exist.
func scanLines(text string) lineIndex {
	index := lineIndex{}
	table := ""
	for i, line := range strings.Split(text, "\n") {
		if m := tableLine.FindStringSubmatch(line); m != nil {
			table = dotted(m[1])
			index.note(table, i+1)
			continue
		}
		if m := keyLine.FindStringSubmatch(line); m != nil {
			name := dotted(m[1])
			if table != "" {
				name = table + "." + name
			}
			index.note(name, i+1)
		}
	}
	return index
}

func (x lineIndex) note(name string, line int) {
	if _, known := x[name]; !known {
		x[name] = line
	}
}

// dotted removes quotes and blanks from a dotted key.
func dotted(key string) string {
	parts := strings.Split(key, ".")
	for i, p := range parts {
		parts[i] = strings.Trim(strings.TrimSpace(p), `"'`)
	}
	return strings.Join(parts, ".")
}

// of returns the line of a profile's key, of its table, or 0.
func (x lineIndex) of(profile, key string) int {
	for _, name := range []string{"profiles." + profile + "." + key, "profiles." + profile, key} {
		if line := x[strings.TrimSuffix(name, ".")]; line > 0 {
			return line
		}
	}
	return 0
}
