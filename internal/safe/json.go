package safe

import "strings"

// ASCII rewrites valid JSON so that it holds ASCII only and means the same:
// encoding/json leaves C1 controls, bidi marks and DEL as they are (T1). Blanks between tokens become spaces, newlines stay. Invalid UTF-8
// becomes U+FFFD, as in encoding/json.
func ASCII(json []byte) []byte {
	var b strings.Builder
	b.Grow(len(json))
	for _, r := range string(json) {
		switch {
		case r == '\n' || r >= ' ' && r < 0x7f:
			b.WriteRune(r)
		case r == '\t' || r == '\r': // never inside a string (RFC 8259 §7)
			b.WriteByte(' ')
		case r > 0xffff:
			r -= 0x10000
			b.WriteString(unit(0xd800 + r>>10))
			b.WriteString(unit(0xdc00 + r&0x3ff))
		default:
			b.WriteString(unit(r))
		}
	}
	return []byte(b.String())
}

// unit is one UTF-16 unit as JSON escapes it.
func unit(r rune) string {
	const digits = "0123456789abcdef"
	return `\u` + string([]byte{digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15]})
}
