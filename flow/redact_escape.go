package flow

import (
	"bytes"
	"html"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape decodes, all at once, the escape sequences of URLs, JSON, HTML, programming
// languages and shells, and joins lines. It appends to plain and taken; without any
// sequence both stay empty.
func unescape(text, plain []byte, taken steps) ([]byte, steps) {
	return rewrite(text, plain, taken, &opens, sequence)
}

// rewrite decodes the sequences that begin with one of the bytes in opens.
func rewrite(text, plain []byte, taken steps, opens *[256]bool, sequence func([]byte) (string, int)) ([]byte, steps) {
	done := 0
	for i := 0; i < len(text); {
		if !opens[text[i]] {
			i++
			continue
		}
		decoded, n := sequence(text[i:min(len(text), i+longestSequence)])
		if n == 0 {
			i++
			continue
		}
		plain = append(plain, text[done:i]...)
		if decoded == "" {
			taken = append(taken, step{len(plain), i}) // see steps.end
		}
		plain = append(plain, decoded...)
		i += n
		done = i
		taken = append(taken, step{len(plain), i})
	}
	if len(taken) > 0 {
		plain = append(plain, text[done:]...)
	}
	return plain, taken
}

// opens are the bytes that an escape sequence begins with, or what nobody sees.
var opens = openedBy("%\\&'\"\r\n<^`\x00\x1b\xc2\xe2\xef")

func openedBy(first string) (opens [256]bool) {
	for i := range len(first) {
		opens[first[i]] = true
	}
	return opens
}

// longestSequence is how many bytes one has at most: an HTML entity may have many
// zeros, and the longest names have 33 bytes.
const longestSequence = 64

// longestSemicolon is how many bytes an escaped semicolon has at most, as in "&#x3b;" or
// "\u003b", but for zeros.
const longestSemicolon = 8

// sequence decodes the escape sequence at the start of text and returns its length; 0
// when there is none.
func sequence(text []byte) (plain string, n int) {
	switch text[0] {
	case '%':
		if c, ok := digits(text, 1, 2, 16); ok {
			return string([]byte{byte(c)}), 3
		}
		if c, ok := digits(text, 2, 4, 16); ok && text[1] == 'u' {
			return string(rune(c)), 6
		}
	case '&':
		return entity(text)
	case '\\':
		return backslash(text)
	case '\r', '\n':
		return "", lineEnd(text)
	case '^', '`':
		return windows(text)
	case '\'', '"':
		return quotes(text)
	default:
		return "", len(unseen().Find(text))
	}
	return "", 0
}

// unseen is what stands in a text without being seen there: NUL as in UTF-16, the colours
// of a terminal, joiners, soft hyphens, and the tags of HTML that part a word.
var unseen = expression(`^(?:\x00|\x1b\[[0-9;]*[A-Za-z]|\x{ad}|[\x{200b}-\x{200f}\x{2060}\x{feff}]|</?(?:wbr|br|span|mark|font)(?: [^<>]*)?/?>)`)

// windows decodes what the shells of Windows escape, and joins their lines.
func windows(text []byte) (plain string, n int) {
	switch {
	case len(text) < 2:
		return "", 0
	case text[1] == '\r' || text[1] == '\n':
		return "", 1 + lineEnd(text[1:])
	case text[0] == '^' && strings.IndexByte("&<>|^%\"", text[1]) >= 0, text[0] == '`' && text[1] == '$':
		return string(text[1:2]), 2
	}
	return "", 0
}

// lineEnd is the length of the line ends at the start of text, with what begins the
// line behind them: an indent, or the mark of a quotation.
func lineEnd(text []byte) int {
	n := 0
	for n < len(text) && (text[n] == '\r' || text[n] == '\n') {
		n++
	}
	for n < len(text) && (text[n] == ' ' || text[n] == '\t' || text[n] == '>') {
		n++
	}
	return n
}

// quotes decodes a quote within quotes, as shells need it and as SQL and CSV double it,
// and joins the parts of a literal.
func quotes(text []byte) (plain string, n int) {
	if len(text) < 2 || strings.IndexByte("'\"\\ +.&\r\n", text[1]) < 0 {
		return "", 0
	}
	for _, form := range []string{`'\''`, `'"'"'`, `"'"'"`, `''`, `""`} {
		if bytes.HasPrefix(text, []byte(form)) {
			return form[:1], len(form)
		}
	}
	if joined := joint().Find(text); len(joined) > 0 && joined[len(joined)-1] == text[0] {
		return "", len(joined)
	}
	return "", 0
}

// joint stands between the parts of a literal in programs.
var joint = expression(`^["']\s*(?:[+.&]\s*|\\?[\r\n]\s*)["']`)

// entity decodes a character reference of HTML.
func entity(text []byte) (plain string, n int) {
	n = 1
	for n < len(text) && (text[n] == '#' && n == 1 || text[n]|0x20 >= 'a' && text[n]|0x20 <= 'z' || text[n] >= '0' && text[n] <= '9') {
		n++
	}
	if n < len(text) && text[n] == ';' {
		n++
	} else if n < len(text) && opens[text[n]] {
		if next, _ := sequence(text[n:min(len(text), n+longestSemicolon)]); next == ";" || len(next) == 1 && opens[next[0]] {
			return "", 0 // its semicolon is escaped itself, or may be
		}
	}
	reference := string(text[:n])
	if number, found := strings.CutPrefix(reference, "&#"); found {
		return numbered(strings.TrimSuffix(number, ";"), n)
	}
	if plain = html.UnescapeString(reference); plain == reference {
		return "", 0
	}
	return plain, n
}

// numbered decodes a reference of length by its number, also where a browser shows
// another character in its place.
func numbered(number string, length int) (plain string, n int) {
	base := 10
	if number != "" && number[0]|0x20 == 'x' {
		number, base = number[1:], 16
	}
	c, err := strconv.ParseUint(number, base, 21)
	if err != nil {
		return "", 0
	}
	return string(rune(c)), length
}

// letters are the letters that a backslash makes another character of.
var letters = map[byte]string{'a': "\a", 'b': "\b", 'e': "\x1b", 'f': "\f", 'n': "\n", 'r': "\r", 't': "\t", 'v': "\v"}

// backslash decodes a sequence of JSON, Go, Python, C or a shell. A backslash before
// anything else stands for nothing.
func backslash(text []byte) (plain string, n int) {
	if len(text) < 2 {
		return "", 0
	}
	if c, ok := digits(text, 1, 3, 8); ok && c <= 0xff {
		return string([]byte{byte(c)}), 4
	}
	switch text[1] {
	case 'x':
		if c, ok := digits(text, 2, 2, 16); ok {
			return string([]byte{byte(c)}), 4
		}
	case 'u':
		return unicode16(text)
	case 'U':
		if c, ok := digits(text, 2, 8, 16); ok {
			return string(rune(c)), 10
		}
	}
	if text[1] == '\r' || text[1] == '\n' {
		return "\n", 1 + lineEnd(text[1:]) // and what begins the next line may be escaped too
	}
	if plain, ok := letters[text[1]]; ok {
		return plain, 2
	}
	return string(text[1:2]), 2
}

// unicode16 decodes \u with four digits, two of them for what lies beyond, or with
// any number in braces.
func unicode16(text []byte) (plain string, n int) {
	if end := bytes.IndexByte(text, '}'); end > 3 && text[2] == '{' {
		if c, ok := digits(text, 3, end-3, 16); ok {
			return string(rune(c)), end + 1
		}
	}
	c, ok := digits(text, 2, 4, 16)
	if !ok {
		return "u", 2
	}
	if len(text) > 7 && text[6] == '\\' && text[7] == 'u' && utf16.IsSurrogate(rune(c)) {
		if low, ok := digits(text, 8, 4, 16); ok {
			if r := utf16.DecodeRune(rune(c), rune(low)); r != utf8.RuneError {
				return string(r), 12
			}
		}
	}
	return string(rune(c)), 6
}

// digits reads n digits of a base, 16 or 8, from the from'th byte of text on.
func digits(text []byte, from, n, base int) (value int, ok bool) {
	if n < 1 || n > 8 || from+n > len(text) {
		return 0, false
	}
	for _, c := range text[from : from+n] {
		digit := int(hexDigits.digits[c])
		if digit < 0 || digit >= base {
			return 0, false
		}
		value = value*base + digit
	}
	return value, true
}
