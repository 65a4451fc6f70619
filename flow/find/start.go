package find

import (
	"regexp"
	"regexp/syntax"
	"unicode/utf8"
)

// start is how the matches of an expression are found in a long text by the words that all of them
// begin with: a match is tried only where one of these stands.
type start struct {
	words *Words
	first *regexp.Regexp // the expression, at the beginning of a text
	later *regexp.Regexp // behind the one sign before, which \b and ^ look at
}

// startOf is that of an expression; nil where its matches begin with no such words.
func startOf(text string, tree *syntax.Regexp) *start {
	words := firstWords(tree)
	if len(words) == 0 {
		return nil
	}
	return &start{OneOf(words...)(), regexp.MustCompile(`\A(?:` + text + `)`), regexp.MustCompile(`\A(?s:.)(?:` + text + `)`)}
}

// firstWords are the words that all matches of an expression begin with, in lower case; none where one is
// too short to be looked for.
func firstWords(tree *syntax.Regexp) []string {
	switch tree.Op {
	case syntax.OpLiteral:
		if word := lowerASCII(string(tree.Rune)); isASCII(word) && len(word) >= ShortestWord {
			return []string{word}
		}
	case syntax.OpCapture, syntax.OpPlus:
		return firstWords(tree.Sub[0])
	case syntax.OpAlternate:
		var all []string
		for _, sub := range tree.Sub {
			words := firstWords(sub)
			if len(words) == 0 {
				return nil
			}
			all = append(all, words...)
		}
		return all
	case syntax.OpConcat:
		for _, sub := range tree.Sub {
			if sub.Op != syntax.OpWordBoundary && sub.Op != syntax.OpBeginLine {
				return firstWords(sub)
			}
		}
	}
	return nil
}

// all are up to n matches in a text with their groups; of n below zero all that there are.
func (s *start) all(text string, n int) (list [][]int) {
	end := 0
	s.words.Each(text, func(_, at int) bool {
		if at < end {
			return true
		}
		if m := s.at(text, at); m != nil {
			list, end = append(list, m), m[1]
		}
		return n < 0 || len(list) < n
	})
	return list
}

// at is the match that begins at an offset of a text; nil where none does.
func (s *start) at(text string, at int) []int {
	if at == 0 {
		return s.first.FindStringSubmatchIndex(text)
	}
	_, size := utf8.DecodeLastRuneInString(text[:at])
	m := s.later.FindStringSubmatchIndex(text[at-size:])
	for i := range m {
		if m[i] >= 0 {
			m[i] += at - size
		}
	}
	if m != nil {
		m[0] = at
	}
	return m
}
