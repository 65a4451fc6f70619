// Package terminal is the boundary between bytes from outside and the person's
// terminal: it cleans what is printed, finds out what the terminal can do, and
// owns signals and the terminal's state. Nothing else of zoauth writes control
// sequences, except Bubble Tea itself.
package terminal

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks one cell may carry.
const maxMarks = 4

// Clean makes outside text harmless for a terminal by an allow-list: newlines
// and printable characters stay, everything else becomes visible as \x1b,
// \u202e, \xff (PROMISES.md §4.1). It escapes instead of stripping, since in a
// debugger the person must see that it was there. Tabs become blanks.
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
		case unicode.Is(unicode.M, r):
			if marks++; marks <= maxMarks {
				b.WriteRune(r)
			} else {
				escape(&b, r)
			}
		case unicode.IsPrint(r) && !blank(r):
			b.WriteRune(r)
			marks = 0
		default:
			escape(&b, r)
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

// blank reports characters that print as nothing but count as letters.
func blank(r rune) bool {
	switch r {
	case 0x115f, 0x1160, 0x2800, 0x3164, 0xffa0:
		return true
	default:
		return false
	}
}
