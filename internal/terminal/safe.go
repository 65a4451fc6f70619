package terminal

import (
	"strings"
	"unicode/utf8"

	"zoauth/flow"
)

// Safe is text that may be printed: redacted and cleaned. Only this package
// makes one.
type Safe struct{ text string }

// String returns the text.
func (s Safe) String() string { return s.text }

// Cleaner turns outside text into [Safe] text: it caps, redacts, then cleans, in
// that order, since secrets match only raw (PROMISES.md §4.1). A nil Redactor
// knows no secret.
type Cleaner struct {
	Redactor *flow.Redactor
}

// MaxText is how many bytes of outside text one card or report shows.
const MaxText = 64 << 10

// maxLine is how many bytes of outside text stand on one line of the screen.
const maxLine = 4 << 10

// Text cleans text that may have several lines.
func (c *Cleaner) Text(outside string) Safe {
	return Safe{Clean(c.redact(limit(outside, MaxText)))}
}

// Line cleans text for a place of one line: a newline shows as "\n".
func (c *Cleaner) Line(outside string) Safe {
	text := Clean(c.redact(limit(outside, maxLine)))
	return Safe{strings.ReplaceAll(text, "\n", `\n`)}
}

// Whole cleans a line of any length, for viewers that cut by cells themselves.
func (c *Cleaner) Whole(outside string) Safe {
	return Safe{strings.ReplaceAll(Clean(c.redact(outside)), "\n", `\n`)}
}

// Error cleans an error's text; nil gives the empty text.
func (c *Cleaner) Error(err error) Safe {
	if err == nil {
		return Safe{}
	}
	return c.Line(err.Error())
}

// Reveal cleans a secret without redacting it: the one exception, for the field
// that the person asked to see.
func (c *Cleaner) Reveal(s flow.Secret) Safe {
	return Safe{strings.ReplaceAll(Clean(s.Reveal()), "\n", `\n`)}
}

func (c *Cleaner) redact(s string) string {
	if c.Redactor == nil {
		return s
	}
	return c.Redactor.Redact(s)
}

// limit cuts s to n bytes at a character's end and says so.
func limit(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + " [cut here]"
}

// ASCII rewrites JSON so that it holds ASCII only: encoding/json leaves C1
// controls, bidi marks and DEL as they are (PROMISES.md §0 row 12).
func ASCII(json []byte) []byte {
	var b strings.Builder
	for _, r := range string(json) {
		switch {
		case r == '\n' || r >= ' ' && r < 0x7f:
			b.WriteRune(r)
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

func unit(r rune) string {
	const digits = "0123456789abcdef"
	return `\u` + string([]byte{digits[r>>12&15], digits[r>>8&15], digits[r>>4&15], digits[r&15]})
}
