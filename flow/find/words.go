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
	starts [1 << 10]uint64  // which hashes of three bytes begin a word
	begin  map[uint32][]int // words by their first three bytes
}

// OneOf makes a set of words when it is used for the first time, as [Expression] does.
func OneOf(words ...string) func() *Words {
	return sync.OnceValue(func() *Words {
		s := &Words{words: words, begin: map[uint32][]int{}}
		for i, w := range words {
			key := uint32(w[0]) | uint32(w[1])<<8 | uint32(w[2])<<16
			s.begin[key] = append(s.begin[key], i)
			h := hashOf(key)
			s.starts[h>>6] |= 1 << (h & 63)
		}
		return s
	})
}

// hashOf spreads three bytes over 16 bits.
func hashOf(key uint32) uint32 { return key * 2654435761 >> 16 }

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
	var key uint32
	for i := range len(text) {
		key = key>>8 | uint32(lowered[text[i]])<<16
		h := hashOf(key)
		if i < 2 || s.starts[h>>6]&(1<<(h&63)) == 0 {
			continue
		}
		for _, word := range s.begin[key] {
			at, w := i-2, s.words[word]
			if len(text)-at >= len(w) && hasLowered(text[at:], w) && !found(word, at) {
				return
			}
		}
	}
}

// hasLowered reports whether text begins with a word that is in lower case.
func hasLowered(text, word string) bool {
	for i := range len(word) {
		if lowered[text[i]] != word[i] {
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
