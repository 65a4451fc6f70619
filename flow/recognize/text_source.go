package recognize

import (
	"iter"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"zoauth/flow/find"
)

// source is a text as the readers see it: without what a terminal, a chat or a mail
// program adds, and with the way back to the offsets of the original.
type source struct {
	original string
	text     string
	shifts   []shift
	lines    []int // offsets at which the lines of text begin

	code func() string // the text without the comments of programs, at the same offsets
}

// shift says that from an offset of the cleaned text on, the original is so much
// further.
type shift struct{ at, by int }

func newSource(text string) *source {
	s := &source{original: text, text: text}
	if i := strings.IndexFunc(text, needsCleaning); i >= 0 {
		s.clean(i)
	}
	if strings.Count(s.text, endOfCells) > 2 {
		s.text = strings.ReplaceAll(s.text, endOfCells, strings.Repeat(" ", len(endOfCells)-1)+"\n")
	}
	s.code = sync.OnceValue(func() string { return withoutComments(s.text) })
	s.lines = append(make([]int, 0, 1+strings.Count(s.text, "\n")), 0)
	for at := 0; ; {
		i := strings.IndexByte(s.text[at:], '\n')
		if i < 0 {
			return s
		}
		at += i + 1
		s.lines = append(s.lines, at)
	}
}

// endOfCells is how the lines of a program end that were copied out of a page's table.
const endOfCells = " | |\n"

// needsCleaning reports whether a rune is replaced or dropped.
func needsCleaning(r rune) bool {
	return r < ' ' && r != '\n' && r != '\t' || r >= 0x7f && (isDash(r) || replacement(r) != string(r))
}

func isDash(r rune) bool { return r == '–' || r == '—' }

// optionBehind is an option of a command without its dashes, and with one dash at most.
var (
	optionBehind = expression(`^[A-Za-z][\w-]*(?:[ ='"“‘’”]|$)`)
	shortOption  = expression(`^[A-Z]|^[a-z][ '"“‘]`)
)

// dashes are what stands for a dash of a word processor: where an option may begin, the one or the
// two of ASCII that it was made of.
func dashes(before, behind string, dash rune) string {
	switch {
	case before != "" && strings.IndexByte(" \t\n", before[len(before)-1]) < 0, !optionBehind().MatchString(behind[:min(len(behind), maxName)]):
		return string(dash)
	case shortOption().MatchString(behind):
		return "-"
	}
	return "--"
}

// clean rewrites the text from offset i on.
func (s *source) clean(i int) {
	var b strings.Builder
	b.Grow(len(s.original))
	b.WriteString(s.original[:i])
	for i < len(s.original) {
		r, size := utf8.DecodeRuneInString(s.original[i:])
		written := b.Len()
		switch {
		case r == 0x1b:
			size = escapeLength(s.original[i:])
		case r == '\r':
			if !strings.HasPrefix(s.original[i+1:], "\n") {
				b.WriteByte('\n')
			}
		case r == 0 && (i+2 >= len(s.original) || s.original[i+2] != 0): // as /proc/PID/environ has it, and not every second byte
			b.WriteByte('\n')
		case r < ' ' && r != '\n' && r != '\t':
		case r < 0x7f:
			b.WriteByte(byte(r))
		case isDash(r):
			b.WriteString(dashes(s.original[:i], s.original[i+size:], r))
		default:
			b.WriteString(replacement(r))
		}
		i += size
		if b.Len()-written != size {
			s.shifts = append(s.shifts, shift{b.Len(), i - b.Len()})
		}
	}
	s.text = b.String()
}

// escapeLength is the length of the terminal sequence that text begins with.
func escapeLength(text string) int {
	if len(text) < 2 || text[1] != '[' {
		return 1
	}
	for i := 2; i < min(len(text), 32); i++ {
		if text[i] >= '@' && text[i] <= '~' {
			return i + 1
		}
	}
	return 1
}

// replacement is what stands for a rune beyond ASCII: quotes that a word processor
// bent, blanks of other widths, and nothing for what has no width.
func replacement(r rune) string {
	switch r {
	case '“', '”', '„', '‟', '″':
		return `"`
	case '‘', '’', '‚', '‛', '′':
		return "'"
	case '│', '┃', '║': // the sides of a table's cells
		return "|"
	case 0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x2060, 0xfeff, 0xad, 0x7f, utf8.RuneError:
		return ""
	}
	switch {
	case r > 0x7f && r < 0xa0: // C1 controls
		return ""
	case r >= '！' && r <= '～': // the signs of ASCII in full width
		return string(r - '！' + '!')
	case r == 0x2028 || r == 0x2029:
		return "\n"
	case unicode.Is(unicode.Zs, r):
		return " "
	case unicode.Is(unicode.Cf, r):
		return ""
	}
	return string(r)
}

// back returns the offset in the original for one in the cleaned text.
func (s *source) back(at int) int {
	i := sort.Search(len(s.shifts), func(i int) bool { return s.shifts[i].at > at })
	if i == 0 {
		return at
	}
	return min(at+s.shifts[i-1].by, len(s.original))
}

// span returns where a part of the cleaned text stands in the original.
func (s *source) span(start, end int) Span {
	return Span{Start: s.back(start), End: s.back(end), Line: s.lineOf(start) + 1}
}

// lineOf returns the number of the line that holds an offset, from 0.
func (s *source) lineOf(at int) int {
	i, found := slices.BinarySearch(s.lines, at)
	if found {
		return i
	}
	return i - 1
}

// lineText is the line that holds an offset.
func (s *source) lineText(at int) string {
	start, end := s.line(s.lineOf(at))
	return s.text[start:end]
}

// trimmedLine is a line without the blanks around it; "" where there is none.
func (s *source) trimmedLine(n int) string {
	if n < 0 || n >= len(s.lines) {
		return ""
	}
	start, end := s.line(n)
	return strings.TrimSpace(s.text[start:end])
}

// linesWith are the lines that hold one of some words, which one pass over the text finds.
func (s *source) linesWith(words *find.Words) iter.Seq[int] {
	return func(yield func(int) bool) {
		for n := 0; n < len(s.lines); n++ {
			from := s.lines[n]
			word, at := words.First(s.text[from:])
			if word == "" {
				return
			}
			for n+1 < len(s.lines) && s.lines[n+1] <= from+at {
				n++
			}
			if !yield(n) {
				return
			}
		}
	}
}

// line returns the bounds of a line without its line end.
func (s *source) line(n int) (start, end int) {
	if n+1 < len(s.lines) {
		return s.lines[n], s.lines[n+1] - 1
	}
	return s.lines[n], len(s.text)
}
