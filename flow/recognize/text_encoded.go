package recognize

import (
	"html"
	"io"
	"mime/quotedprintable"
	"slices"
	"strings"
)

// encoding is a way in which a page, an address or a mail writes the quotes and brackets of
// an object.
type encoding struct {
	quote   string
	braces  []string // what its opening bracket is written as
	decoded func(string) string
}

var encodings = []encoding{
	{"%22", []string{"%7B", "%7b", "{"}, func(text string) string { return unpercent(text, true) }},
	{"=22", []string{"=7B", "=7b", "{"}, fromQuotedPrintable},
	{"&quot;", []string{"{", "&#123;", "&#x7b;", "&lbrace;"}, html.UnescapeString},
	{"&#34;", []string{"{", "&#123;", "&#x7b;"}, html.UnescapeString},
	{"&#x22;", []string{"{", "&#x7b;"}, html.UnescapeString},
}

// readEncoded finds objects whose quotes are written in the way of an address, a page or a
// mail, and keeps those that [readObjects] would keep.
func readEncoded(r *reader) {
	for _, e := range encodings {
		r.tries(e.quote, func(at int) (int, bool) {
			before := strings.TrimRight(r.text[max(0, at-maxName):at], " \t\n")
			i := slices.IndexFunc(e.braces, func(brace string) bool { return strings.HasSuffix(before, brace) })
			if i < 0 {
				return at + len(e.quote), true
			}
			start := max(0, at-maxName) + len(before) - len(e.braces[i])
			end := lastLineOf(e.quote, r.text, start, at)
			r.looked += end - start
			text := e.decoded(r.text[start:end])
			o, _, ok := readObject(text, 0)
			o.form = "encoded " + o.form
			return end, ok && takeObject(r, &o, start, end)
		})
	}
}

// lastLineOf is where the line ends that holds the last of the words among the lines that stand
// together from the first one on.
func lastLineOf(word, text string, start, first int) int {
	end := min(len(text), start+maxAddress)
	last := first + strings.LastIndex(text[first:end], word)
	if i := strings.IndexByte(text[last:end], '\n'); i >= 0 {
		return last + i
	}
	return end
}

// fromQuotedPrintable decodes the body of a mail as far as it is one (RFC 2045 §6.7).
func fromQuotedPrintable(text string) string {
	plain, _ := io.ReadAll(quotedprintable.NewReader(strings.NewReader(text)))
	return string(plain)
}
