package safe

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks one cell may carry.
const maxMarks = 4

// Clean makes outside text harmless for a UTF-8 terminal by an allow-list:
// newlines and printable characters stay, everything else becomes visible as
// \x1b, \u202e, \xff (T1). It escapes instead of stripping, since
// in a debugger the person must see that it was there. Tabs become blanks.
// Cleaning what is clean changes nothing.
func Clean(s string) string {
	s = strings.ReplaceAll(s, "\r\n", "\n")
	if plain(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	marks := maxMarks // a mark at the start has no base of ours to sit on
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			fmt.Fprintf(&b, `\x%02x`, s[i])
			marks = maxMarks
		case r == '\n':
			b.WriteByte('\n')
			marks = maxMarks
		case r == '\t':
			b.WriteString("    ")
			marks = 0
		case !unicode.IsPrint(r) || blank(r):
			escape(&b, r)
			marks = 0
		case joins(r):
			if marks++; marks <= maxMarks {
				b.WriteRune(r)
			} else {
				escape(&b, r)
			}
		default:
			b.WriteRune(r)
			marks = 0
		}
		i += n
	}
	return b.String()
}

// plain reports whether s is ASCII text that needs no cleaning.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c != '\n' && (c < ' ' || c > '~') {
			return false
		}
	}
	return true
}

func escape(b *strings.Builder, r rune) {
	switch {
	case r < 0x80:
		fmt.Fprintf(b, `\x%02x`, r)
	case r > 0xffff:
		fmt.Fprintf(b, `\U%08x`, r)
	default:
		fmt.Fprintf(b, `\u%04x`, r)
	}
}

// blank reports characters that [unicode.IsPrint] lets through although nothing
// is seen of them: what Unicode says to ignore where it is not supported, and
// the empty Braille cell and note head (T3).
func blank(r rune) bool {
	return r == 0x2800 || r == 0x1d159 ||
		r > 0xff && unicode.In(r, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector)
}

// joiners are letters and symbols that terminals draw into the cell before them
// like a mark: Hangul vowels and finals, halfwidth voicing, skin tones.
var joiners = &unicode.RangeTable{
	R16: []unicode.Range16{{Lo: 0x1160, Hi: 0x11ff, Stride: 1}, {Lo: 0xd7b0, Hi: 0xd7ff, Stride: 1}, {Lo: 0xff9e, Hi: 0xff9f, Stride: 1}},
	R32: []unicode.Range32{{Lo: 0x1f3fb, Hi: 0x1f3ff, Stride: 1}},
}

// joins reports whether r is drawn into the cell before it.
func joins(r rune) bool { return r > 0xff && unicode.In(r, unicode.M, joiners) }
