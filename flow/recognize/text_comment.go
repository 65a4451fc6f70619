package recognize

import "strings"

// blockComments are what begins a line that opens a comment, and what closes it. Those that are inline may
// open one behind code, too.
var blockComments = []struct {
	open, end string
	inline    bool
}{
	{"/*", "*/", true},
	{"<!--", "-->", true},
	{"<#", "#>", true},
	{"--[[", "]]", false},
	{"=begin", "=end", false},
	{"#if 0", "#endif", false},
	{"{- ", "-}", false},
	{"(* ", "*)", false},
}

// luaAssignment is code of a language whose comments begin with two dashes, which may be an option's, too.
var luaAssignment = expression(`^--\w[\w.:]*(?:\[[^\]]*\])?(?:\s*=\s|\()`)

// isComment reports whether a line is a comment in the language of programs, scripts or settings in which it
// would be nothing else.
func isComment(line string) bool {
	line = strings.TrimLeft(line, " \t")
	if len(line) < len("//") {
		return false
	}
	first, rest := line[0], line[1:]
	switch next := rest[0]; first {
	case '/':
		return next == '/' || next == '*'
	case '*', '%':
		return next == ' ' || first == '%' && next == '%'
	case '#':
		private := isLetter(next) && strings.HasSuffix(line, ";") && strings.Contains(line, " = ") // a field of JavaScript
		return strings.IndexByte("{[", next) < 0 && !strings.HasPrefix(rest, "define") && !private
	case ';':
		return next == ';' || next == ' ' || next == '$' || isLetter(next)
	case '\'': // of Visual Basic; a string in most others
		bare := strings.TrimLeft(rest, " ")
		return bare != "" && isLetter(bare[0]) && strings.IndexByte(rest, '\'') < 0
	case '-':
		return strings.HasPrefix(rest, "- ") || strings.HasPrefix(rest, "-[[") || luaAssignment().MatchString(line)
	}
	return holdsPrefix(line, []string{"<!--", "<#", "=begin", "{- ", "(* ", ":: "}) || len(line) > len("rem ") && strings.EqualFold(line[:len("rem ")], "rem ")
}

// commentBehind is where the comment behind the code of a line begins; -1 where none does.
func commentBehind(line string) int {
	return scan(line, func(i, _ int) bool {
		if i == 0 || line[i-1] != ' ' && line[i-1] != '\t' {
			return false
		}
		for _, mark := range []string{"//", "/*", "<!--", "<#", "# "} {
			if strings.HasPrefix(line[i:], mark) {
				return true
			}
		}
		before := lastByte(strings.TrimRight(line[:i], " \t"))
		ended := isWordByte(before) || before != 0 && strings.IndexByte(",;)]}\"", before) >= 0
		return ended && (strings.HasPrefix(line[i:], "-- ") || line[i] == '\'' && isComment(line[i:]))
	})
}

// withoutComments is a text with blanks in the place of the comments of programs, so that every offset stays.
func withoutComments(text string) string {
	code, open := []byte(text), map[string]bool{}
	for at := 0; at < len(text); at++ { // what is left of a line, or the next one
		end := len(text)
		if i := strings.IndexByte(text[at:], '\n'); i >= 0 {
			end = at + i
		}
		start, mark := commentIn(text[at:end])
		if start < 0 {
			at = end
			continue
		}
		start += at
		if i := -1; mark != "" && !open[mark] {
			if i = strings.Index(text[start+1:], mark); i >= 0 {
				end = start + 1 + i + len(mark)
			}
			open[mark] = i < 0 // nowhere below, either
		}
		for i := start; i < end; i++ {
			if code[i] != '\n' {
				code[i] = ' '
			}
		}
		at = end - 1
	}
	return string(code)
}

// commentIn is where a comment begins in a line, -1 where none does, and what closes it if it goes on over lines.
func commentIn(line string) (start int, mark string) {
	start = len(line) - len(strings.TrimLeft(line, " \t"))
	behind := !isComment(line)
	if behind {
		if start = commentBehind(line); start < 0 {
			return -1, ""
		}
	}
	for _, c := range blockComments {
		if (c.inline || !behind) && strings.HasPrefix(line[start:], c.open) {
			return start, c.end
		}
	}
	return start, ""
}

// isCommented reports whether what stands at an offset is a comment or part of one.
func (s *source) isCommented(at int) bool { return s.code()[at] != s.text[at] }

// textAround is what the thing at an offset is read with: the text without its comments, or all of it where the
// thing is commented out itself.
func (s *source) textAround(at int) string {
	if s.isCommented(at) {
		return s.text
	}
	return s.code()
}

// codeAbove is the line above the one that an offset is in; "" above the first, and for a comment.
func (s *source) codeAbove(at int) string {
	n := s.lineOf(at)
	return s.textAround(at)[s.lines[max(0, n-1)]:s.lines[n]]
}
