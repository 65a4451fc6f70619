package find

import (
	"regexp/syntax"
	"unicode"
	"unicode/utf8"
)

// firstBytes are the bytes that the matches of an expression begin with.
type firstBytes [256]bool

// add adds those of an expression, and reports whether it matches nothing, too.
func (f *firstBytes) add(tree *syntax.Regexp) (empty bool) {
	switch tree.Op {
	case syntax.OpLiteral:
		f.addRune(tree.Rune[0], tree.Flags&syntax.FoldCase != 0)
		return false
	case syntax.OpCharClass:
		for i := 0; i < len(tree.Rune); i += 2 {
			f.addRange(tree.Rune[i], tree.Rune[i+1])
		}
		return false
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		f.addRange(0, unicode.MaxRune)
		return false
	case syntax.OpConcat:
		for _, sub := range tree.Sub {
			if !f.add(sub) {
				return false
			}
		}
	case syntax.OpAlternate:
		for _, sub := range tree.Sub {
			empty = f.add(sub) || empty
		}
		return empty
	case syntax.OpCapture, syntax.OpPlus:
		return f.add(tree.Sub[0])
	case syntax.OpRepeat:
		return f.add(tree.Sub[0]) || tree.Min == 0
	case syntax.OpStar, syntax.OpQuest:
		f.add(tree.Sub[0])
	}
	return true
}

// addRune adds a sign, without case those that differ in it alone.
func (f *firstBytes) addRune(c rune, fold bool) {
	f.addRange(c, c)
	if !fold {
		return
	}
	for other := unicode.SimpleFold(c); other != c; other = unicode.SimpleFold(other) {
		f.addRange(other, other)
	}
}

// addRange adds the signs of a range: those beyond ASCII begin with any byte that is none of it.
func (f *firstBytes) addRange(from, to rune) {
	for c := from; c <= min(to, utf8.RuneSelf-1); c++ {
		f[c] = true
	}
	for c := utf8.RuneSelf; to >= utf8.RuneSelf && c < len(f); c++ {
		f[c] = true
	}
}
