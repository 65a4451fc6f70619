package profiles

import "strings"

// statement is a table's header or a key with its value, with its place in the
// text. Offsets are in bytes.
type statement struct {
	line       int      // 1-based, of its first character
	start, end int      // of its whole lines, the last newline included
	path       []string // of the table, or of the key from the root on
	header     bool
	array      bool // [[…]]
	dotted     bool // the key names more than one level
	value      span // of a key; of a header: the brackets with what is in them
}

type span struct{ start, end int }

// in reports whether the statement's path is name or lies below it.
func (s statement) in(name ...string) bool {
	if len(s.path) < len(name) {
		return false
	}
	for i, part := range name {
		if s.path[i] != part {
			return false
		}
	}
	return true
}

// key is the last part of the path.
func (s statement) key() string { return s.path[len(s.path)-1] }

// statements cuts a text that the TOML library has read into its statements; it
// returns the line that it did not understand, or 0.
func statements(text string) (list []statement, unread int) {
	c := &cutter{text: text, line: 1}
	c.take(byteOrderMark)
	var table []string
	for c.at < len(text) {
		s := statement{line: c.line, start: c.at}
		c.blanks()
		var known bool
		switch {
		case c.at == len(text) || c.sees("\n") || c.sees("\r\n") || c.sees("#"):
			c.restOfLine()
			continue
		case c.sees("["):
			s.header, s.array = true, c.sees("[[")
			s.value.start = c.at
			if !c.take("[[") {
				c.take("[")
			}
			s.path, known = c.path()
			known = known && c.take("]")
			s.value.end = c.at
			table = s.path
		default:
			s.line = c.line
			var key []string
			key, known = c.path()
			known = known && c.take("=")
			c.blanks()
			s.path, s.dotted = append(append([]string(nil), table...), key...), len(key) > 1
			s.value = c.value()
		}
		if !known {
			return list, s.line
		}
		c.restOfLine()
		s.end = c.at
		list = append(list, s)
	}
	return list, 0
}

const byteOrderMark = "\uFEFF"

// cutter walks through the text once.
type cutter struct {
	text string
	at   int
	line int
}

func (c *cutter) sees(s string) bool { return strings.HasPrefix(c.text[c.at:], s) }

func (c *cutter) take(s string) bool {
	if !c.sees(s) {
		return false
	}
	c.at += len(s)
	return true
}

func (c *cutter) blanks() {
	for c.at < len(c.text) && (c.text[c.at] == ' ' || c.text[c.at] == '\t') {
		c.at++
	}
}

// restOfLine goes behind the next newline.
func (c *cutter) restOfLine() {
	i := strings.IndexByte(c.text[c.at:], '\n')
	if i < 0 {
		c.at = len(c.text)
		return
	}
	c.at += i + 1
	c.line++
}

// path reads a dotted key and the blanks around its parts; false when it is none, or
// a longer one than is read at all.
func (c *cutter) path() ([]string, bool) {
	var parts []string
	for len(parts) <= maxParts {
		c.blanks()
		from := c.at
		if c.sees(`"`) || c.sees(`'`) {
			c.quoted(c.text[c.at : c.at+1])
		} else {
			for c.at < len(c.text) && !strings.ContainsRune(" \t\r\n.=[]#\"'", rune(c.text[c.at])) {
				c.at++
			}
		}
		part, ok := unquoted(c.text[from:c.at])
		if !ok {
			return parts, false
		}
		parts = append(parts, part)
		c.blanks()
		if !c.take(".") {
			return parts, true
		}
	}
	return parts, false
}

// unquoted reads one part of a key.
func unquoted(part string) (string, bool) {
	if part == "" || part[0] != '"' && part[0] != '\'' {
		return part, part != ""
	}
	var value struct{ K string }
	_, err := decodeTOML("K = "+part, &value)
	return value.K, err == nil
}

// value goes behind a value, over the newlines in it, and returns its place.
func (c *cutter) value() span {
	s := span{start: c.at}
	depth := 0
	for c.at < len(c.text) && (depth > 0 || !c.sees("\n") && !c.sees("#")) {
		switch {
		case c.sees(`"`), c.sees(`'`):
			c.string()
			continue
		case c.sees("#"), c.sees("\n"):
			c.restOfLine()
			continue
		case c.sees("["), c.sees("{"):
			depth++
		case c.sees("]"), c.sees("}"):
			depth--
		}
		c.at++
	}
	s.end = s.start + len(strings.TrimRight(c.text[s.start:c.at], " \t\r"))
	return s
}

// string goes behind a string of one line or of several that begins here.
func (c *cutter) string() {
	quote := c.text[c.at : c.at+1]
	if c.sees(strings.Repeat(quote, 3)) {
		quote = strings.Repeat(quote, 3)
	}
	c.quoted(quote)
}

// quoted goes behind a string that begins here with the given quotes. One that lacks
// its end ends with the line, or with the text where it may have several lines.
func (c *cutter) quoted(quote string) {
	c.at += len(quote)
	for c.at < len(c.text) && !c.sees(quote) {
		if quote[0] == '"' && c.sees(`\`) {
			c.at++
		}
		if c.sees("\n") {
			if len(quote) == 1 {
				return
			}
			c.line++
		}
		c.at = min(c.at+1, len(c.text))
	}
	c.take(quote)
	for range len(quote) - 1 { // a multi-line string may end in up to five quotes
		c.take(quote[:1])
	}
}
