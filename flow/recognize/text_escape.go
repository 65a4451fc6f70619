package recognize

import (
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// unescape decodes the backslash escapes that JSON, Python, Ruby, PHP, JavaScript
// and $'…' of shells have in common. What is none stays as it is.
func unescape(text string) string {
	if strings.IndexByte(text, '\\') < 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		i++
		switch c := text[i]; c {
		case 'n':
			b.WriteByte('\n')
		case 't':
			b.WriteByte('\t')
		case 'r', 'b', 'f', 'v', 'a', '0':
			b.WriteByte(' ')
		case 'u':
			i += unescapeRune(&b, text[i+1:], 4)
		case 'x':
			i += unescapeRune(&b, text[i+1:], 2)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// unescapeRune writes the character that up to n hex digits name, and returns how
// many of text it took.
func unescapeRune(b *strings.Builder, text string, n int) int {
	if len(text) < n {
		return 0
	}
	code, err := strconv.ParseUint(text[:n], 16, 32)
	if err != nil || code < ' ' && code != '\n' || code == 0x7f {
		return 0
	}
	b.WriteRune(rune(code))
	return n
}

// unpercent decodes what is percent-encoded and leaves a broken escape as it is.
// A plus is a blank where form says so.
func unpercent(text string, form bool) string {
	if form {
		text = strings.ReplaceAll(text, "+", " ")
	}
	if plain, err := url.PathUnescape(text); err == nil && utf8.ValidString(plain) {
		return plain
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) {
			if raw, err := hex.DecodeString(text[i+1 : i+3]); err == nil && raw[0] >= ' ' && raw[0] < 0x7f {
				b.WriteByte(raw[0])
				i += 2
				continue
			}
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
