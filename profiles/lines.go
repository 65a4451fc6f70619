package profiles

import "strings"

// lineIndex finds where a key or table stands: the TOML library tells positions of
// syntax errors only.
type lineIndex map[string]int

// indexLines maps the dotted paths of tables and keys, and of the tables above them,
// to their first line. What an inline table holds is not found.
func indexLines(text string) lineIndex {
	index := lineIndex{}
	list, _ := statements(text)
	for _, s := range list {
		for i := range s.path {
			name := strings.Join(s.path[:i+1], ".")
			if _, known := index[name]; !known {
				index[name] = s.line
			}
		}
	}
	return index
}

// of returns the line of a profile's key, of its table, or 0.
func (x lineIndex) of(profile, key string) int {
	table := "profiles." + profile
	if line := x[table+"."+key]; key != "" && line > 0 {
		return line
	}
	return x[table]
}
