package safe

import (
	"strings"
	"unicode/utf8"
)

// Redactor masks every secret that it knows. flow.Redactor is one.
type Redactor interface{ Redact(text string) string }

// Cleaner turns outside text into [Text] text: it redacts, cuts, then cleans.
// Redacting comes first, since a secret matches only raw and whole (S4). A nil Redactor knows no secret.
type Cleaner struct {
	Redactor Redactor
	// EightBit is for a terminal that does not read UTF-8: there every byte
	// stands alone, and U+00DB, C3 9B, would begin a control sequence. What is
	// not ASCII is escaped (T1, T2).
	EightBit bool
}

// What one card or report shows of outside text.
const (
	MaxText = 64 << 10 // bytes of a text
	MaxLine = 4 << 10  // bytes of one line
)

// Limits cut outside text after redaction; a zero field does not cut.
type Limits struct {
	Bytes int
	Line  int // bytes of each line
}

// Text cleans text of several lines within [MaxText] and [MaxLine].
func (c *Cleaner) Text(outside string) Text {
	return c.Within(Limits{Bytes: MaxText, Line: MaxLine}, outside)
}

// Within cleans text of several lines within limits and says where it was cut.
func (c *Cleaner) Within(limits Limits, outside string) Text {
	return c.escape(limits.cut(c.redact(outside)))
}

// Line cleans text for a place of one line, within [MaxLine]: a newline shows as
// "\n".
func (c *Cleaner) Line(outside string) Text {
	return c.line(limit(c.redact(outside), MaxLine))
}

// Whole cleans a line of any length, for viewers that cut by cells themselves.
func (c *Cleaner) Whole(outside string) Text { return c.line(c.redact(outside)) }

// Typed cleans what the person is typing: it is not redacted, since it is shown while
// it grows.
func (c *Cleaner) Typed(value string) Text { return c.line(value) }

// Error cleans an error's text; nil gives the empty text.
func (c *Cleaner) Error(err error) Text {
	if err == nil {
		return Text{}
	}
	return c.Line(err.Error())
}

// Version changes when a text may be cleaned into another than before: the redactor has
// learned a secret.
func (c *Cleaner) Version() int {
	if r, ok := c.Redactor.(interface{ Version() int }); ok {
		return r.Version()
	}
	return 0
}

func (c *Cleaner) redact(s string) string {
	if c.Redactor == nil {
		return s
	}
	return c.Redactor.Redact(s)
}

func (c *Cleaner) line(s string) Text {
	return Text{strings.ReplaceAll(c.escape(s).text, "\n", `\n`)}
}

// ownGlyphs writes in ASCII what our own texts have around what they quote: the mask of a
// hidden secret, the bullet, the sign for what was left out, the arrow.
var ownGlyphs = strings.NewReplacer("••••", "****", "·", "-", "…", "...", "→", "->")

func (c *Cleaner) escape(s string) Text {
	if !c.EightBit {
		return Text{Clean(s)}
	}
	var b strings.Builder
	for _, r := range Clean(ownGlyphs.Replace(s)) {
		if r < 0x80 {
			b.WriteRune(r)
		} else {
			escape(&b, r)
		}
	}
	return Text{b.String()}
}

// cutMark stands where outside text was cut.
const cutMark = " [cut here]"

func (l Limits) cut(s string) string {
	if l.Bytes > 0 {
		s = limit(s, l.Bytes)
	}
	if l.Line <= 0 {
		return s
	}
	var b strings.Builder
	for line := range strings.Lines(s) {
		text, ended := strings.CutSuffix(line, "\n")
		b.WriteString(limit(text, l.Line))
		if ended {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// limit cuts s to n bytes at a character's end and says so.
func limit(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + cutMark
}
