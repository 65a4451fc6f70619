package flow

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// search looks for the patterns of an index in a text and in all that it decodes to.
type search struct {
	index  *index
	hits   []hit
	layers [deepest + 1]layer // around the text that is looked at; the first is none
	rare   bool               // one of them is of mail or of numbers: there is no second one
}

// deepest is how many encodings may lie around a secret; base64 and hex count twice.
const deepest = 12

// layer is one encoding that was taken off.
type layer struct {
	plain    []byte    // what it encodes
	steps    steps     // where what was taken for it came from
	alphabet *alphabet // nil: escape sequences, or nothing
	shift    int       // how many digits were passed over
	size     int       // how many digits there are
	padding  int       // bytes behind the last digit that belong to it
	unpacked bool      // runs of digits outside were decoded already
}

// find finds the patterns in text, from which depth layers were taken off, and
// changes it.
func (s *search) find(text []byte, depth int) {
	if depth < deepest {
		s.unpack(base64Digits, text, depth)
		s.unpack(hexDigits, text, depth)
		s.rewrite(unescape, text, depth)
		if !s.rare {
			s.rare = true
			s.rewrite(unmail, text, depth)
			s.rewrite(unnumber, text, depth)
			s.rare = false
		}
	}
	s.match(text, depth)
}

// rewrite looks into what a way to read text makes of it.
func (s *search) rewrite(read func(text, plain []byte, taken steps) ([]byte, steps), text []byte, depth int) {
	next := &s.layers[depth+1]
	next.alphabet, next.unpacked = nil, true
	next.plain, next.steps = read(text, next.plain[:0], next.steps[:0])
	if len(next.steps) > 0 {
		s.find(next.plain, depth+1)
	}
}

func (s *search) match(text []byte, depth int) {
	fold(text)
	s.index.match(text, func(from, to int, p *pattern) {
		h := hit{sure: inPart, mask: partMask}
		if to-from == len(p.text) {
			h.sure, h.mask = inWhole, p.mask
		}
		for d := depth; d > 0; d-- {
			from, to = s.layers[d].source(from, to)
		}
		h.from, h.to = from, to
		s.hits = append(s.hits, h)
	})
}

// source returns where a range came from.
func (l *layer) source(from, to int) (int, int) {
	if l.alphabet == nil {
		return l.steps.source(from), l.steps.end(to)
	}
	bits := l.alphabet.bits
	from, to = l.shift+from*8/bits, l.shift+(to*8+bits-1)/bits
	end := l.steps.source(to-1) + 1
	if to == l.size {
		end += l.padding
	}
	return l.steps.source(from), end
}

// steps tell where the bytes of a text came from. Between two steps, bytes stand as
// they stood there.
type steps []step

type step struct{ at, from int }

// source returns where the byte at i came from.
func (s steps) source(i int) int {
	return s.before(sort.Search(len(s), func(k int) bool { return s[k].at > i }), i)
}

// end returns where that ends of which the bytes before i came: what was left out
// behind them is no part of it.
func (s steps) end(i int) int {
	n := sort.Search(len(s), func(k int) bool { return s[k].at >= i })
	if n < len(s) && s[n].at == i {
		return s[n].from
	}
	return s.before(n, i)
}

// before is where i came from by the last of the first n steps.
func (s steps) before(n, i int) int {
	if n == 0 {
		return i
	}
	return s[n-1].from + i - s[n-1].at
}

// alphabet is a way to write bytes in digits of some bits each.
type alphabet struct {
	bits    int
	shifts  int // how many digits a byte may begin at
	digits  [256]int8
	between string // what may stand between two digits, two of them at most
	padded  bool   // an equals sign may stand behind the last digit, twice at most (RFC 4648 §4)
}

var (
	base64Digits = newAlphabet(6, 4, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", "-_", "", true) // both its forms
	hexDigits    = newAlphabet(4, 2, "0123456789abcdef", "ABCDEF", " +:,-.;_", false)
)

// newAlphabet makes an alphabet; the digits of others are worth as much as the last
// ones of first.
func newAlphabet(bits, shifts int, first, others, between string, padded bool) *alphabet {
	a := &alphabet{bits: bits, shifts: shifts, between: between, padded: padded}
	for i := range a.digits {
		a.digits[i] = -1
	}
	for i := range len(first) {
		a.digits[first[i]] = int8(i)
	}
	for i := range len(others) {
		a.digits[others[i]] = int8(len(first) - len(others) + i)
	}
	return a
}

// unpack looks into each run of the alphabet's digits in text, from which depth layers
// were taken off.
func (s *search) unpack(a *alphabet, text []byte, depth int) {
	least := s.index.least() * 8 / a.bits
	for i := 0; i < len(text); i++ {
		if a.digits[text[i]] < 0 {
			continue
		}
		l := &s.layers[depth+1]
		run, steps, end := a.run(text, i, l.steps[:0])
		l.steps, l.size = steps, len(run)
		if len(run) >= least && !s.layers[depth].had(i, end) {
			l.padding = a.padding(text[end:])
			s.decode(a, run, depth+1)
		}
		i = end
	}
}

// had reports whether the bytes from i to end stood in the outer text as they stand
// here: then they were decoded there.
func (l *layer) had(i, end int) bool {
	return l.unpacked && l.steps.source(end-1)-l.steps.source(i) == end-1-i
}

// run returns the digits in text from i on, with the steps to them behind those given,
// and where they end.
func (a *alphabet) run(text []byte, i int, before steps) (run []byte, from steps, end int) {
	from = append(before, step{0, i})
	for end = i; ; {
		start := end
		for end < len(text) && a.digits[text[end]] >= 0 {
			end++
		}
		if start == i {
			run = text[i:end:end]
		} else {
			from = append(from, step{len(run), start})
			run = append(run, text[start:end]...)
		}
		gap := a.gap(text[end:])
		if gap == 0 {
			return run, from, end
		}
		end += gap
	}
}

// gap is the length of what parts two digits of a run, as in "3f:9c" and "0x3f, 0x9c";
// 0 where the run ends.
func (a *alphabet) gap(text []byte) int {
	n := 0
	for n < 2 && n < len(text) && strings.IndexByte(a.between, text[n]) >= 0 {
		n++
	}
	if n > 0 && len(text) > n+1 && text[n] == '0' && text[n+1]|0x20 == 'x' {
		n += len("0x")
	}
	if n < len(text) && a.digits[text[n]] >= 0 {
		return n
	}
	return 0
}

// equalsSigns are the spellings of one: as it is, in a URL once and twice, and in JSON.
var equalsSigns = []string{"=", "%3d", "%253d", `\u003d`}

// padding is the length of what fills up the digits before text.
func (a *alphabet) padding(text []byte) int {
	if !a.padded {
		return 0
	}
	length := 0
	for range 2 {
		rest := text[length:]
		i := slices.IndexFunc(equalsSigns, func(s string) bool { return len(rest) >= len(s) && strings.EqualFold(string(rest[:len(s)]), s) })
		if i < 0 {
			break
		}
		length += len(equalsSigns[i])
	}
	return length
}

// decode looks into the digits of a run, taken to begin at each of its first ones.
func (s *search) decode(a *alphabet, run []byte, depth int) {
	l := &s.layers[depth]
	for shift := range a.shifts {
		l.alphabet, l.unpacked, l.shift = a, false, shift
		l.plain = a.decode(run[min(shift, len(run)):], l.plain[:0])
		s.passages(l.plain, depth)
		s.match(l.plain, depth)
	}
}

// decode appends to plain what digits stand for.
func (a *alphabet) decode(digits, plain []byte) []byte {
	size := len(digits) * a.bits / 8
	plain = slices.Grow(plain, size)[:size]
	value, bits, n := 0, 0, 0
	for _, c := range digits {
		value, bits = value<<a.bits|int(a.digits[c]), bits+a.bits
		if bits >= 8 {
			bits -= 8
			plain[n] = byte(value >> bits)
			n++
		}
	}
	return plain
}

// passageEnd stands between two passages.
const passageEnd = 1

// passages looks into what is readable in text, which may be anything.
func (s *search) passages(text []byte, depth int) {
	if depth+1 >= deepest {
		return
	}
	next := &s.layers[depth+1]
	next.alphabet, next.unpacked, next.plain, next.steps = nil, false, next.plain[:0], next.steps[:0]
	from, to := utf8Part(text)
	if from < to {
		next.steps = append(next.steps, step{0, from})
		next.plain = append(next.plain, text[from:to]...)
	}
	for i := to; i+shortest < len(text); {
		if !printable(text[i+shortest]) { // then none of the passages that end here is long enough
			i += shortest + 1
			continue
		}
		end := i
		for end < len(text) && printable(text[end]) {
			end++
		}
		if end-i > shortest {
			next.steps = append(next.steps, step{len(next.plain), i})
			next.plain = append(append(next.plain, text[i:end]...), passageEnd)
		}
		i = end + 1
	}
	if len(next.plain) > 0 {
		s.find(next.plain, depth+1)
	}
}

// utf8Part returns what is UTF-8 in text where all is but for a few bytes at its ends, of
// which digits beside the run were a part; else nothing.
func utf8Part(text []byte) (from, to int) {
	const few = 8
	for from = range min(few, len(text)) {
		to = from
		for to < len(text) {
			r, n := utf8.DecodeRune(text[to:])
			if r == utf8.RuneError && n == 1 {
				break
			}
			to += n
		}
		if len(text)-to < few {
			return from, to
		}
	}
	return 0, 0
}

func printable(c byte) bool { return c >= ' ' && c <= '~' || c == '\n' || c == '\r' || c == '\t' }
