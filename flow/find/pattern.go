package find

import (
	"cmp"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// Pattern is a regular expression that looks only at texts which hold what all its matches have:
// most do not, and the expression takes thirty times as long to find out. What it needs is taken
// from the expression itself.
type Pattern struct {
	*regexp.Regexp
	needs []func(text string) bool
	start func() *start // nil where its matches begin with no words
}

// Expression compiles a regular expression when it is used for the first time: none
// costs the start of a verb that does not need it. Inlined it would be a copy of
// [sync.OnceValue] for each of them.
//
//go:noinline
func Expression(text string) func() *Pattern {
	return sync.OnceValue(func() *Pattern {
		tree, err := syntax.Parse(text, syntax.Perl)
		if err != nil {
			panic(err)
		}
		p := &Pattern{needs: needsOf(tree), start: sync.OnceValue(func() *start { return startOf(text, tree) })}
		if isBound(tree, syntax.OpBeginText) { // by each alternative alone, it would look through all of a text
			p.Regexp = regexp.MustCompile(`\A(?:` + text + `)`)
		} else {
			p.Regexp = regexp.MustCompile(text)
		}
		return p
	})
}

// may reports whether a match may stand in a text.
func (p *Pattern) may(text string) bool { return meets(text, p.needs) }

// meets reports whether a text has all that is needed.
func meets(text string, needs []func(string) bool) bool {
	return !slices.ContainsFunc(needs, func(met func(string) bool) bool { return !met(text) })
}

// MatchString is that of the expression, and so are the others.
func (p *Pattern) MatchString(text string) bool { return p.may(text) && p.Regexp.MatchString(text) }

// FindString is the text of the first match.
func (p *Pattern) FindString(text string) string {
	if !p.may(text) {
		return ""
	}
	return p.Regexp.FindString(text)
}

// FindStringIndex is where it stands.
func (p *Pattern) FindStringIndex(text string) []int {
	if !p.may(text) {
		return nil
	}
	return p.Regexp.FindStringIndex(text)
}

// FindStringSubmatch is the first match with its groups.
func (p *Pattern) FindStringSubmatch(text string) []string {
	if !p.may(text) {
		return nil
	}
	return p.Regexp.FindStringSubmatch(text)
}

// Group is the first group of the first match; "" where nothing matches.
func (p *Pattern) Group(text string) string {
	if m := p.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}

// FindStringSubmatchIndex is where they stand.
func (p *Pattern) FindStringSubmatchIndex(text string) []int {
	if !p.may(text) {
		return nil
	}
	return p.Regexp.FindStringSubmatchIndex(text)
}

// FindAllStringSubmatch is up to n matches with their groups.
func (p *Pattern) FindAllStringSubmatch(text string, n int) [][]string {
	var list [][]string
	for _, m := range p.FindAllStringSubmatchIndex(text, n) {
		groups := make([]string, len(m)/2)
		for i := range groups {
			if from := m[2*i]; from >= 0 {
				groups[i] = text[from:m[2*i+1]]
			}
		}
		list = append(list, groups)
	}
	return list
}

// FindAllStringSubmatchIndex is where they stand.
func (p *Pattern) FindAllStringSubmatchIndex(text string, n int) [][]int {
	if n == 0 || !p.may(text) {
		return nil
	}
	if len(text) > long {
		if start := p.start(); start != nil {
			return start.all(text, n)
		}
	}
	return p.Regexp.FindAllStringSubmatchIndex(text, n)
}

// ReplaceAllString is a text with another in the place of each match.
func (p *Pattern) ReplaceAllString(text, other string) string {
	if !p.may(text) {
		return text
	}
	return p.Regexp.ReplaceAllString(text, other)
}

// ReplaceAllStringFunc is that with another for each match.
func (p *Pattern) ReplaceAllStringFunc(text string, other func(string) string) string {
	if !p.may(text) {
		return text
	}
	return p.Regexp.ReplaceAllStringFunc(text, other)
}

// need is what every match has: one of some words, or a run of bytes of a class.
type need struct {
	words []string
	class []rune // first and last ones, as the syntax has them
	run   int
}

// mostNeeds is how many needs of an expression are asked for, and leastRun the shortest run.
const (
	mostNeeds = 3
	leastRun  = 16
)

// long is a text for which a match takes so long that more may be asked before.
const long = 512

// needsOf is what every match of an expression has, what rules out most texts first. One that is
// bound to the beginning of a long text fails early by itself; of alternatives, a long text has all
// that one of them needs.
func needsOf(tree *syntax.Regexp) []func(string) bool {
	checks := edgesOf(tree)
	bound := isBound(tree, syntax.OpBeginText)
	list := collect(tree)
	slices.SortStableFunc(list, func(a, b need) int { return cmp.Compare(b.worth(), a.worth()) })
	for _, n := range list[:min(len(list), mostNeeds)] {
		met := n.check()
		if bound {
			checks = append(checks, func(text string) bool { return len(text) > long || met(text) })
		} else {
			checks = append(checks, met)
		}
	}
	if tree.Op == syntax.OpAlternate {
		each := sync.OnceValue(func() (needs [][]func(string) bool) {
			for _, sub := range tree.Sub {
				needs = append(needs, needsOf(sub))
			}
			return needs
		})
		checks = append(checks, func(text string) bool {
			return len(text) <= long || slices.ContainsFunc(each(), func(needs []func(string) bool) bool { return meets(text, needs) })
		})
	}
	return checks
}

// worth is how much a need rules out: the length of its run or its shortest word.
func (n need) worth() int {
	if n.run > 0 {
		return n.run
	}
	return len(slices.MinFunc(n.words, func(a, b string) int { return len(a) - len(b) }))
}

// collect lists the needs of an expression.
func collect(tree *syntax.Regexp) []need {
	switch tree.Op {
	case syntax.OpLiteral:
		if word := string(tree.Rune); isASCII(word) || tree.Flags&syntax.FoldCase == 0 {
			return []need{{words: []string{word}}}
		}
	case syntax.OpCharClass:
		return few(tree.Rune)
	case syntax.OpConcat:
		var list []need
		for _, sub := range tree.Sub {
			list = append(list, collect(sub)...)
		}
		return list
	case syntax.OpAlternate:
		return either(tree.Sub)
	case syntax.OpCapture, syntax.OpPlus:
		return collect(tree.Sub[0])
	case syntax.OpRepeat:
		if sub := tree.Sub[0]; sub.Op == syntax.OpLiteral && tree.Min > 0 {
			return collect(&syntax.Regexp{Op: sub.Op, Flags: sub.Flags, Rune: slices.Repeat(sub.Rune, tree.Min)})
		} else if sub.Op == syntax.OpCharClass && tree.Min >= leastRun && sub.Rune[len(sub.Rune)-1] < utf8.RuneSelf {
			return []need{{class: sub.Rune, run: tree.Min}}
		}
		if tree.Min > 0 {
			return collect(tree.Sub[0])
		}
	}
	return nil
}

// either is the one need that alternatives have together: one of the best words of each.
func either(alternatives []*syntax.Regexp) []need {
	var words []string
	for _, alternative := range alternatives {
		list := slices.DeleteFunc(collect(alternative), func(n need) bool { return n.run > 0 })
		if len(list) == 0 {
			return nil
		}
		said := func(n need) int { // a word of the alternatives before
			if slices.Contains(words, n.words[0]) {
				return 1
			}
			return 0
		}
		words = append(words, slices.MaxFunc(list, func(a, b need) int {
			return cmp.Or(cmp.Compare(a.worth(), b.worth()), cmp.Compare(said(a), said(b)))
		}).words...)
	}
	return []need{{words: words}}
}

// few is the need of a class of a few signs.
func few(class []rune) []need {
	const most = 8
	var words []string
	for i := 0; i < len(class); i += 2 {
		for c := class[i]; c <= class[i+1]; c++ {
			if words = append(words, string(c)); len(words) > most {
				return nil
			}
		}
	}
	return []need{{words: words}}
}

// check is the function that asks a text for a need, in whichever case its words stand there.
func (n need) check() func(string) bool {
	lower := make([]string, len(n.words))
	for i, w := range n.words {
		lower[i] = lowerASCII(w)
	}
	switch {
	case n.run > 0:
		return n.hasRun
	case n.worth() >= ShortestWord:
		return OneOf(lower...)().In
	}
	signs := ""
	for _, w := range lower {
		c, _ := utf8.DecodeRuneInString(w)
		signs += string(c) + strings.ToUpper(string(c))
	}
	return func(text string) bool { return strings.ContainsAny(text, signs) }
}

// hasRun reports whether a text has the run. It looks at the last byte first: where that is of
// another kind, none of those before it begins one.
func (n need) hasRun(text string) bool {
	for from, at := 0, n.run-1; at < len(text); at = from + n.run - 1 {
		for at >= from && n.has(rune(text[at])) {
			at--
		}
		if at < from {
			return true
		}
		from = at + 1
	}
	return false
}

func (n need) has(c rune) bool {
	for i := 0; i < len(n.class); i += 2 {
		if c >= n.class[i] && c <= n.class[i+1] {
			return true
		}
	}
	return false
}

// lowerASCII is a word with small letters for capitals of ASCII, as a [Words] compares them.
func lowerASCII(word string) string {
	return strings.Map(func(c rune) rune {
		if c < utf8.RuneSelf {
			return rune(lowered[c])
		}
		return c
	}, word)
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(c rune) bool { return c >= utf8.RuneSelf })
}
