package find

import (
	"regexp/syntax"
	"slices"
	"unicode"
	"unicode/utf8"
)

// edge are the bytes that the matches of an expression begin with, or end with.
type edge struct {
	last  bool
	bytes [256]bool
}

// edgesOf are the checks of the first and the last byte, where an expression is bound to the
// beginning or the end of a text.
func edgesOf(tree *syntax.Regexp) (checks []func(string) bool) {
	if first := (&edge{}); isBound(tree, syntax.OpBeginText) && !first.add(tree) {
		checks = append(checks, func(text string) bool { return text != "" && first.bytes[text[0]] })
	}
	if last := (&edge{last: true}); isBound(tree, syntax.OpEndText) && !last.add(tree) {
		checks = append(checks, func(text string) bool { return text != "" && last.bytes[text[len(text)-1]] })
	}
	return checks
}

// isBound reports whether all matches of an expression stand at the beginning of a text, or at its end.
func isBound(tree *syntax.Regexp, to syntax.Op) bool {
	switch tree.Op {
	case syntax.OpConcat:
		part := tree.Sub[0]
		if to == syntax.OpEndText {
			part = tree.Sub[len(tree.Sub)-1]
		}
		return isBound(part, to)
	case syntax.OpAlternate:
		return !slices.ContainsFunc(tree.Sub, func(sub *syntax.Regexp) bool { return !isBound(sub, to) })
	case syntax.OpCapture:
		return isBound(tree.Sub[0], to)
	}
	return tree.Op == to
}

// add adds those of an expression, and reports whether it matches nothing, too.
func (e *edge) add(tree *syntax.Regexp) (empty bool) {
	switch tree.Op {
	case syntax.OpLiteral:
		c := tree.Rune[0]
		if e.last {
			c = tree.Rune[len(tree.Rune)-1]
		}
		e.addRune(c, tree.Flags&syntax.FoldCase != 0)
		return false
	case syntax.OpCharClass:
		for i := 0; i < len(tree.Rune); i += 2 {
			e.addRange(tree.Rune[i], tree.Rune[i+1])
		}
		return false
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		e.addRange(0, unicode.MaxRune)
		return false
	case syntax.OpConcat:
		parts := tree.Sub
		if e.last {
			parts = slices.Clone(parts)
			slices.Reverse(parts)
		}
		return !slices.ContainsFunc(parts, func(sub *syntax.Regexp) bool { return !e.add(sub) })
	case syntax.OpAlternate:
		for _, sub := range tree.Sub {
			empty = e.add(sub) || empty
		}
		return empty
	case syntax.OpCapture, syntax.OpPlus:
		return e.add(tree.Sub[0])
	case syntax.OpRepeat:
		return e.add(tree.Sub[0]) || tree.Min == 0
	case syntax.OpStar, syntax.OpQuest:
		e.add(tree.Sub[0])
	}
	return true
}

// addRune adds a sign, without case those that differ in it alone.
func (e *edge) addRune(c rune, fold bool) {
	e.addRange(c, c)
	if !fold {
		return
	}
	for other := unicode.SimpleFold(c); other != c; other = unicode.SimpleFold(other) {
		e.addRange(other, other)
	}
}

// addRange adds the signs of a range: of those beyond ASCII any byte that is none of it.
func (e *edge) addRange(from, to rune) {
	for c := from; c <= min(to, utf8.RuneSelf-1); c++ {
		e.bytes[c] = true
	}
	for c := utf8.RuneSelf; to >= utf8.RuneSelf && c < len(e.bytes); c++ {
		e.bytes[c] = true
	}
}
