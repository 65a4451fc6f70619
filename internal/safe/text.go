// Package safe makes text from outside printable, and proves it by a type. Text comes
// from cleaning ([Cleaner]), from constants of the source ([Const], [Format]), from
// pages that are embedded in the binary ([Page]), and from other Text. Whatever a
// server, a file, a paste or an error says is a string, and no widget or verb takes
// one.
package safe

import (
	"embed"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Text is text that may be printed: redacted, clipped and without control characters.
// Lines are parted by "\n". The zero value is the empty text.
type Text struct{ text string }

// constant can only be made of an untyped constant outside of this package: a variable
// of type string does not convert by itself.
type constant string

// Const is text written in the source.
func Const(text constant) Text { return Text{string(text)} }

// Arg is what [Format] puts into its constant.
type Arg interface{ safe() string }

func (t Text) safe() string { return t.text }

type number int64

func (n number) safe() string { return strconv.FormatInt(int64(n), 10) }

// Int is a number for [Format].
func Int[N ~int | ~int32 | ~int64](n N) Arg { return number(n) }

// Number is a number as text.
func Number[N ~int | ~int32 | ~int64](n N) Text { return Text{number(n).safe()} }

// Duration is d as [time.Duration] writes it.
func Duration(d time.Duration) Text { return Text{d.String()} }

// Time is t in a layout written in the source.
func Time(t time.Time, layout constant) Text { return Text{t.Format(string(layout))} }

// Format replaces each %s of a constant by the next argument; %% is a percent sign.
// An argument that is missing, or one too many, is a mistake in the source and shows
// as "%!".
func Format(text constant, args ...Arg) Text {
	var b strings.Builder
	rest := string(text)
	for {
		before, after, found := strings.Cut(rest, "%")
		b.WriteString(before)
		if !found {
			break
		}
		switch {
		case strings.HasPrefix(after, "%"):
			b.WriteByte('%')
		case strings.HasPrefix(after, "s") && len(args) > 0:
			b.WriteString(args[0].safe())
			args = args[1:]
		default:
			b.WriteString("%!")
		}
		rest = after[min(1, len(after)):]
	}
	if len(args) > 0 {
		b.WriteString("%!")
	}
	return Text{b.String()}
}

// Page reads a file that is embedded in the binary, or "" where there is none.
func Page(pages embed.FS, name string) Text {
	page, err := pages.ReadFile(name)
	if err != nil {
		return Text{}
	}
	return Text{string(page)}
}

// String returns the text.
func (t Text) String() string { return t.text }

// Trim is the text without blanks and newlines around it.
func (t Text) Trim() Text { return Text{strings.TrimSpace(t.text)} }

// IsEmpty reports whether there is no text.
func (t Text) IsEmpty() bool { return t.text == "" }

// Or returns t, or other where t is empty.
func (t Text) Or(other Text) Text {
	if t.text == "" {
		return other
	}
	return t
}

// Width is how many cells the widest line takes.
func (t Text) Width() int {
	if isPlain(t.text) {
		return len(t.text)
	}
	widest := 0
	for line := range strings.SplitSeq(t.text, "\n") {
		widest = max(widest, ansi.StringWidth(line))
	}
	return widest
}

// Cut shortens a line to width cells; a cut one ends with an ellipsis.
func (t Text) Cut(width int) Text {
	switch {
	case width <= 0:
		return Text{}
	case len(t.text) <= width && isPlain(t.text):
		return t
	}
	return Text{ansi.Truncate(t.text, width, "…")}
}

// Columns are the cells of a line from column from up to column to.
func (t Text) Columns(from, to int) Text {
	switch {
	case from >= to:
		return Text{}
	case isPlain(t.text):
		return Text{t.text[min(max(from, 0), len(t.text)):min(to, len(t.text))]}
	}
	return Text{ansi.Cut(t.text, from, to)}
}

// isPlain reports whether each byte of a text is a character of one cell.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			return false
		}
	}
	return true
}

// Pad fills a line with blanks on its right up to width cells.
func (t Text) Pad(width int) Text {
	return Text{t.text + strings.Repeat(" ", max(0, width-t.Width()))}
}

// PadLeft fills a line with blanks on its left up to width cells.
func (t Text) PadLeft(width int) Text {
	return Text{strings.Repeat(" ", max(0, width-t.Width())) + t.text}
}

// Lines are the lines of the text; none where it is empty.
func (t Text) Lines() []Text {
	if t.text == "" {
		return nil
	}
	return texts(strings.Split(t.text, "\n"))
}

// Capital is the text with a capital letter as its first.
func (t Text) Capital() Text {
	first, n := utf8.DecodeRuneInString(t.text)
	if n == 0 {
		return t
	}
	return Text{string(unicode.ToUpper(first)) + t.text[n:]}
}

// Lower is the text in small letters.
func (t Text) Lower() Text { return Text{strings.ToLower(t.text)} }

// Wrap breaks the text into lines of at most width cells, between words where it can. A hyphen ends no word:
// options, dates, paths and IDs stay whole.
func (t Text) Wrap(width int) []Text {
	if width <= 0 || t.text == "" {
		return nil
	}
	const hyphen = "\uE02D" // no cleaned text has it
	wrapped := ansi.Wrap(strings.ReplaceAll(t.text, "-", hyphen), width, "")
	return texts(strings.Split(strings.ReplaceAll(wrapped, hyphen, "-"), "\n"))
}

// Fill breaks the text into lines of width cells in the middle of words, for a URL
// that is to be selected as one.
func (t Text) Fill(width int) []Text {
	if width <= 0 || t.text == "" {
		return nil
	}
	return texts(strings.Split(ansi.Hardwrap(t.text, width, true), "\n"))
}

// Repeat is count times the text.
func (t Text) Repeat(count int) Text { return Text{strings.Repeat(t.text, max(0, count))} }

// Slice is the part of the text between two byte offsets, for a place that was found
// in it; offsets in the middle of a character are moved to its start.
func (t Text) Slice(from, to int) Text {
	from, to = t.boundary(from), t.boundary(to)
	if from >= to {
		return Text{}
	}
	return Text{t.text[from:to]}
}

func (t Text) boundary(at int) int {
	at = min(max(at, 0), len(t.text))
	for at > 0 && at < len(t.text) && t.text[at]&0xc0 == 0x80 {
		at--
	}
	return at
}

// Join puts separator between parts.
func Join(separator constant, parts ...Text) Text {
	list := make([]string, len(parts))
	for i, p := range parts {
		list[i] = p.text
	}
	return Text{strings.Join(list, string(separator))}
}

// Concat puts parts one behind the other.
func Concat(parts ...Text) Text { return Join("", parts...) }

func texts(list []string) []Text {
	out := make([]Text, len(list))
	for i, s := range list {
		out[i] = Text{s}
	}
	return out
}
