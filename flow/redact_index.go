package flow

import (
	"encoding/binary"
	"slices"
	"sort"
	"strings"
)

// pattern is a text that must not be shown.
type pattern struct {
	text   string // folded
	mask   string
	guess  bool // the mask's kind is not known
	public int  // how many bytes at its start are no secret
}

// piece is how many bytes of a secret are masked where the rest of it is missing:
// at its start, at its end, and in the middle of longer pieces.
const piece = 12

// Between its ends a pattern is found at every stride'th byte, at maxAnchors places
// at most.
const (
	stride     = 64
	maxAnchors = 16
)

// index finds patterns in a text. Each pattern has anchors: places where it begins to
// be compared when a text holds the same few bytes.
type index struct {
	long  anchors // of patterns that may be found in part
	short anchors // of patterns that are found whole only
}

// anchor is one place in a pattern.
type anchor struct {
	*pattern
	at int
}

func (a anchor) rest() string { return a.text[a.at:] }

// anchors finds an anchor by the hash of its first bytes.
type anchors struct {
	filter []uint64 // a bit for each hash that by has
	by     map[uint64][]anchor
}

// filterBits is the logarithm of the filter's length in bits.
const filterBits = 20

// add places the anchors of p.
func (x *index) add(p *pattern) {
	own := len(p.text) - p.public
	if own < piece {
		at := min(p.public, len(p.text)-shortest)
		x.short.add(hashShort(p.text[at:]), anchor{p, at})
		return
	}
	last := len(p.text) - piece
	places := []int{p.public, last}
	for at := p.public + stride; at < last; at += max(stride, own/maxAnchors) {
		places = append(places, at)
	}
	for _, at := range places {
		x.long.add(hashLong(p.text[at:]), anchor{p, at})
	}
}

// least is how many bytes the shortest thing to find has.
func (x *index) least() int {
	if len(x.short.by) > 0 {
		return shortest
	}
	return piece
}

// perHash is how many anchors of one pattern share a hash, at most: a periodic text
// has the same bytes at all places.
const perHash = 2

func (x *anchors) add(hash uint64, a anchor) {
	if x.by == nil {
		x.by, x.filter = map[uint64][]anchor{}, make([]uint64, 1<<filterBits/64)
	}
	list, own := x.by[hash], 0
	for _, other := range list {
		if other.pattern == a.pattern {
			own++
		}
	}
	if own == perHash {
		return
	}
	at, _ := slices.BinarySearchFunc(list, a, func(b, a anchor) int { return strings.Compare(b.rest(), a.rest()) })
	x.by[hash] = slices.Insert(list, at, a)
	x.filter[hash>>(64-filterBits)/64] |= 1 << (hash >> (64 - filterBits) % 64)
}

func (x *anchors) find(hash uint64) []anchor {
	bit := hash >> (64 - filterBits)
	if x.filter[bit/64]>>(bit%64)&1 == 0 {
		return nil
	}
	return x.by[hash]
}

// match calls found for each pattern in text, which is folded.
func (x *index) match(text []byte, found func(from, to int, p *pattern)) {
	if len(x.short.by) > 0 {
		x.matchShort(text, found)
	}
	if len(x.long.by) == 0 {
		return
	}
	for i := 0; i+piece <= len(text); i++ {
		hash := mix(binary.LittleEndian.Uint64(text[i:]), binary.LittleEndian.Uint64(text[i+piece-8:]))
		list := x.long.find(hash)
		if list == nil {
			continue
		}
		from, to, p := longest(list, text, i)
		if to-i >= piece {
			found(from, to, p)
			i = max(i, to-piece)
		}
	}
}

func (x *index) matchShort(text []byte, found func(from, to int, p *pattern)) {
	for i := 0; i+shortest <= len(text); i++ {
		hash := mix(uint64(binary.LittleEndian.Uint32(text[i:])), uint64(binary.LittleEndian.Uint32(text[i+shortest-4:])))
		for _, a := range x.short.find(hash) {
			from := i - a.at
			if from >= 0 && from+len(a.text) <= len(text) && string(text[from:from+len(a.text)]) == a.text {
				found(from, from+len(a.text), a.pattern)
			}
		}
	}
}

// longest returns the pattern of list that text shares most with around i. The one
// that it shares most with from i on stands, in their order, beside where text would.
func longest(list []anchor, text []byte, i int) (from, to int, p *pattern) {
	n := sort.Search(len(list), func(k int) bool { return list[k].rest() > string(text[i:min(len(text), i+len(list[k].rest())+1)]) })
	consider := func(k, step int) {
		for first := k; k >= 0 && k < len(list) && list[k].rest() == list[first].rest(); k += step {
			a := list[k]
			end := i + sharedStart(a.rest(), text[i:])
			start := i - sharedEnd(a.text[:a.at], text[:i])
			if p == nil || end-start > to-from {
				from, to, p = start, end, a.pattern
			}
		}
	}
	consider(n-1, -1)
	consider(n, 1)
	return from, to, p
}

func sharedStart(a string, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

func sharedEnd(a string, b []byte) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}

func hashLong(s string) uint64 {
	b := []byte(s[:piece])
	return mix(binary.LittleEndian.Uint64(b), binary.LittleEndian.Uint64(b[piece-8:]))
}

func hashShort(s string) uint64 {
	b := []byte(s[:shortest])
	return mix(uint64(binary.LittleEndian.Uint32(b)), uint64(binary.LittleEndian.Uint32(b[shortest-4:])))
}

// mix hashes two overlapping words; its upper bits are the good ones.
func mix(a, b uint64) uint64 { return (a*0x9e3779b97f4a7c15 ^ b) * 0xd6e8feb86659fd93 }

// folded returns text with its pluses as blanks and its letters in lower case: a form
// encodes blanks so, and a text does not tell whether it is a form; servers and proxies
// change the case of what they repeat, of a header's name always.
func folded(text string) string {
	folded := []byte(text)
	fold(folded)
	return string(folded)
}

// fold is [folded] in place.
func fold(text []byte) {
	for i, c := range text {
		text[i] = foldedByte[c]
	}
}

var foldedByte = func() (table [256]byte) {
	for i := range table {
		table[i] = byte(i)
	}
	for c := 'A'; c <= 'Z'; c++ {
		table[c] = byte(c) - 'A' + 'a'
	}
	table['+'] = ' '
	return table
}()
