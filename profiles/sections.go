package profiles

import (
	"slices"
	"strings"
)

// section is a part of a profile file that can be read without the others: a
// table's header with the keys below it, or what comes before the first header.
type section struct {
	span
	line int      // 1-based, of its first character
	path []string // of its header, as far as it can be read; empty before the first one
	keys int      // of a header alone: where the keys below it end; 0: they are in the span
}

// owner is the profile that the section belongs to, or "".
func (s section) owner() string {
	if len(s.path) < 2 || s.path[0] != "profiles" {
		return ""
	}
	return s.path[1]
}

var (
	// profileHeader is how the header of a profile begins, wherever it stands.
	profileHeader = expression(`^[ \t]*\[\[?[ \t]*(?:profiles|"profiles"|'profiles')[ \t]*\.`)
	// halfHeader is one that lacks its first bracket, or both, or has others.
	halfHeader = expression(`^[ \t]*[({<]?[ \t]*(?:profiles|"profiles"|'profiles')[ \t]*\.[^=\n]*[\w\]:"')}>][ \t\r]*(?:#.*)?(?:\n|$)`)
)

// sections cuts a text at its headers. Strings and lists hide what resembles one.
func sections(text string) []section {
	c := &cutter{text: text, line: 1}
	list := []section{{line: 1}}
	for c.at < len(text) {
		start, line := c.at, c.line
		c.blanks()
		switch {
		case c.sees("["), halfHeader().MatchString(text[start:lineEnd(text, start)]):
			list = append(list, section{span: span{start: start}, line: line, path: c.header()})
		case !c.sees("\n") && !c.sees("\r\n") && !c.sees("#"):
			c.value()
		}
		c.restOfLine()
	}
	return closed(list, len(text))
}

// torn cuts a section that cannot be read at every line that begins a profile, also
// inside what may be an unfinished string or list.
func (s section) torn(text string) []section {
	list := []section{{span: span{start: s.start}, line: s.line, path: s.path}}
	line := s.line
	for at := s.start; at < s.end; line++ {
		end := lineEnd(text, at)
		if at > s.start && profileHeader().MatchString(text[at:end]) {
			c := &cutter{text: text, at: at, line: line}
			c.blanks()
			list = append(list, section{span: span{start: at}, line: line, path: c.header()})
		}
		at = end
	}
	return closed(list, s.end)
}

// closed ends each section where the next one begins.
func closed(list []section, end int) []section {
	for i := range list {
		list[i].end = end
		if i+1 < len(list) {
			list[i].end = list[i+1].start
		}
	}
	return list
}

// lineEnd is the place behind the newline of the line that at is in.
func lineEnd(text string, at int) int {
	if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(text)
}

// header reads the path of a header as far as it can be read.
func (c *cutter) header() []string {
	for c.take("[") || c.take("(") || c.take("{") || c.take("<") {
	}
	path, _ := c.path()
	if last := len(path) - 1; last >= 0 {
		path[last] = strings.TrimRight(path[last], ":)}>")
	}
	return path
}

// statements cuts a section into its header and its keys, each with its whole path.
func (s section) statements(text string) []section {
	c := &cutter{text: text[:s.end], at: s.start, line: s.line}
	list := []section{{span: span{start: s.start}, line: s.line, path: s.path, keys: s.end}}
	for c.at < s.end {
		start, line := c.at, c.line
		c.blanks()
		if !c.sees("[") && !c.sees("\n") && !c.sees("\r\n") && !c.sees("#") {
			key, _ := c.path()
			list = append(list, section{span: span{start: start}, line: line, path: slices.Concat(s.path, key)})
			c.value()
		}
		c.restOfLine()
	}
	return closed(list, s.end)
}
