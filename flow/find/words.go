package find

import (
	"sync"
)

// ShortestWord is the least length of the words of a set, in bytes.
const ShortestWord = 3

// Words finds many words in a text in one pass over it, in whichever case. The words are
// in lower case.
type Words struct {
	words  []string
	starts [1 << 11]uint16 // which hashes of three bytes begin a word, a bit for each
	begin  [1 << 6][]int32 // the words by the end of that hash
}

// OneOf makes a set of words when it is used for the first time, as [Expression] does.
func OneOf(words ...string) func() *Words {
	return sync.OnceValue(func() *Words {
		s := &Words{words: words}
		for i, w := range words {
			h := hashOf(hashOf(hashOf(0, w[0]), w[1]), w[2])
			s.starts[h>>4%(1<<11)] |= 1 << (h % 16)
			s.begin[h%64] = append(s.begin[h%64], int32(i))
		}
		return s
	})
}

// hashOf goes on with a hash by one byte, in whichever case. Its last 15 bits are those of the last
// three bytes.
func hashOf(before uint32, c byte) uint32 { return before<<5 ^ uint32(c|0x20) }

// lowered is every byte, capitals of ASCII as small letters.
var lowered = func() (table [256]byte) {
	for i := range table {
		table[i] = byte(i)
		if i >= 'A' && i <= 'Z' {
			table[i] |= 0x20
		}
	}
	return table
}()

// Word is one of the words, by its place in the set.
func (s *Words) Word(i int) string { return s.words[i] }

// Each calls found with every word that stands in the text and where, until it returns
// false.
func (s *Words) Each(text string, found func(word, at int) bool) {
	if len(s.words) == 0 {
		return
	}
	var h uint32
	starts := &s.starts
	for i, c := range []byte(text) {
		h = hashOf(h, c)
		if starts[h>>4%(1<<11)]&(1<<(h%16)) != 0 && i >= ShortestWord-1 && !s.each(h, text, i-ShortestWord+1, found) {
			return
		}
	}
}

// each calls found with the words that stand at one place, and reports whether it returned true.
func (s *Words) each(h uint32, text string, at int, found func(word, at int) bool) bool {
	for _, word := range s.begin[h%64] {
		if hasLowered(text[at:], s.words[word]) && !found(int(word), at) {
			return false
		}
	}
	return true
}

// hasLowered reports whether text begins with a word that is in lower case.
func hasLowered(text, word string) bool {
	for i := range len(word) {
		if i == len(text) || lowered[text[i]] != word[i] {
			return false
		}
	}
	return true
}

// In reports whether one of the words stands in the text.
func (s *Words) In(text string) bool {
	is := false
	s.Each(text, func(int, int) bool { is = true; return false })
	return is
}

// First is the first of the words that stands in the text, as it is written there, and
// where; of those that begin at one place the earlier in the set.
func (s *Words) First(text string) (word string, at int) {
	s.Each(text, func(w, i int) bool { word, at = text[i:i+len(s.words[w])], i; return false })
	return word, at
}

// Finder finds many words in lower case: what it returns says which of them stand in a text, in one
// pass over it.
func Finder(words []string) func(text string) map[string]bool {
	set := OneOf(words...)
	return func(text string) map[string]bool {
		found := map[string]bool{}
		set().Each(text, func(word, _ int) bool { found[words[word]] = true; return true })
		return found
	}
}
