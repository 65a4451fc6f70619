package flow

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
)

// unmail decodes what mail writes: quoted-printable (RFC 2045 §6.7) and UTF-7 (RFC 2152).
// Both use signs that stand for themselves elsewhere, so that a text is read with and
// without.
func unmail(text, plain []byte, taken steps) ([]byte, steps) {
	if bytes.IndexByte(text, '=') < 0 && bytes.IndexByte(text, '+') < 0 {
		return plain, taken
	}
	return rewrite(text, plain, taken, &mailOpens, mailSequence)
}

var mailOpens = openedBy("=+")

func mailSequence(text []byte) (plain string, n int) {
	if text[0] == '+' {
		return utf7(text)
	}
	if len(text) > 1 && (text[1] == '\r' || text[1] == '\n') {
		return "", 1 + lineEnd(text[1:])
	}
	if c, ok := digits(text, 1, 2, 16); ok {
		return string([]byte{byte(c)}), 3
	}
	return "", 0
}

// utf7 decodes ASCII that stands in base64 of UTF-16 between a plus and a minus.
func utf7(text []byte) (plain string, n int) {
	n = 1
	for n < len(text) && base64Digits.digits[text[n]] >= 0 && text[n] != '-' && text[n] != '_' {
		n++
	}
	units, err := base64.RawStdEncoding.DecodeString(string(text[1:n]))
	if n == len(text) || text[n] != '-' || err != nil || len(units)%2 != 0 {
		return "", 0
	}
	if n == 1 {
		return "+", 2
	}
	for ; len(units) > 0; units = units[2:] {
		c := binary.BigEndian.Uint16(units)
		if c < ' ' || c > '~' {
			return "", 0
		}
		plain += string(rune(c))
	}
	return plain, n + 1
}

// leastNumbers is how many bytes the shortest list of numbers has that can be a secret.
const leastNumbers = 2*shortest - 1

// unnumber decodes lists of bytes in decimal, as programs print them: "[101 121]", and
// "101, 121".
func unnumber(text, plain []byte, taken steps) ([]byte, steps) {
	done := 0
	for i := 0; i+leastNumbers <= len(text); {
		from := i + leastNumbers
		for from > i && inNumbers(text[from-1]) {
			from--
		}
		if from > i { // no list begins before it
			i = from
			continue
		}
		n := 0
		if isDigit(text[i]) && (i == 0 || !isDigit(text[i-1])) {
			n = numbers(text[i:])
		}
		if n < shortest {
			i++
			continue
		}
		plain = append(plain, text[done:i]...)
		for range n {
			value, size := number(text[i:])
			plain = append(plain, byte(value))
			i += size
			taken = append(taken, step{len(plain), i})
		}
		done = i
	}
	if len(taken) > 0 {
		plain = append(plain, text[done:]...)
	}
	return plain, taken
}

func inNumbers(c byte) bool { return isDigit(c) || c == ',' || c == ' ' || c == '\n' }

// numbers counts the bytes in decimal at the start of text.
func numbers(text []byte) int {
	for n := 0; ; n++ {
		value, size := number(text)
		if size == 0 || value > 0xff {
			return n
		}
		text = text[size:]
	}
}

// number reads one number of at most three digits at the start of text, and what parts it
// from the next one; the size is 0 where there is none.
func number(text []byte) (value, size int) {
	for size < len(text) && size < 4 && isDigit(text[size]) {
		value = value*10 + int(text[size]-'0')
		size++
	}
	if size == 0 || size == 4 {
		return 0, 0
	}
	if size < len(text) && text[size] == ',' {
		size++
	}
	for size < len(text) && (text[size] == ' ' || text[size] == '\n') {
		size++
	}
	return value, size
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
