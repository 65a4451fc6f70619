package profiles

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// bareKey needs no quotes.
var bareKey = expression(`^[A-Za-z0-9_-]+$`)

// quoteKey writes one part of a key.
func quoteKey(name string) string {
	if bareKey().MatchString(name) {
		return name
	}
	return quote(name)
}

// quote writes a TOML basic string.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range strings.ToValidUTF8(s, "\uFFFD") {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04X`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// render writes a value of a profile: a string or a list of strings.
func render(value any) string {
	switch v := value.(type) {
	case string:
		return quote(v)
	case bool:
		return strconv.FormatBool(v)
	case []string:
		quoted := make([]string, len(v))
		for i, one := range v {
			quoted[i] = quote(one)
		}
		return "[" + strings.Join(quoted, ", ") + "]"
	default:
		return `""`
	}
}

// renderLike writes a value with the quotes that the old one has, where they can
// hold it.
func renderLike(old string, value any) string {
	s, isText := value.(string)
	literal := strings.HasPrefix(old, "'") && !strings.HasPrefix(old, "'''")
	if isText && literal && !strings.ContainsFunc(s, func(r rune) bool { return r == '\'' || r < ' ' && r != '\t' || r == 0x7f }) {
		return "'" + s + "'"
	}
	return render(value)
}

// block writes a whole profile, its keys in the order of [keys].
func block(name string, values map[string]any, newline string) string {
	var b strings.Builder
	b.WriteString("[profiles." + quoteKey(name) + "]" + newline)
	width := 0
	for key := range values {
		width = max(width, len(key))
	}
	for _, key := range keys {
		if value, there := values[key]; there {
			fmt.Fprintf(&b, "%-*s = %s%s", width, key, render(value), newline)
		}
	}
	return b.String()
}

// before reports whether key a stands before b in a profile.
func before(a, b string) bool { return slices.Index(keys, a) < slices.Index(keys, b) }
