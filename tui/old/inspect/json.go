package inspect

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"

	"charm.land/lipgloss/v2"
)

var errNoContainer = errors.New("no object and no array")

// indentJSON parts an object or array into lines, members in the order in which
// they came. The indent is a number: as blanks, twenty kilobytes of brackets
// would become two hundred megabytes.
func indentJSON(body []byte) ([]line, error) {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if len(trimmed) == 0 || trimmed[0] != '{' && trimmed[0] != '[' {
		return nil, errNoContainer
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, trimmed); err != nil {
		return nil, err
	}
	d := indenter{lines: make([]line, 0, mostLines(compact.Bytes()))}
	for text := compact.Bytes(); len(text) > 0; {
		text = text[d.take(text):]
	}
	d.end()
	return d.lines, nil
}

// indenter parts valid JSON without blanks into lines.
type indenter struct {
	lines []line
	row   []byte // the line that is being made
	depth int
}

// mostLines is how many lines text takes at most.
func mostLines(text []byte) int {
	n := 1
	for _, b := range text {
		if b == ',' || b == '{' || b == '[' || b == '}' || b == ']' {
			n++
		}
	}
	return n
}

// take reads what text begins with and returns its length.
func (d *indenter) take(text []byte) int {
	switch b := text[0]; b {
	case '"':
		n := stringLen(text)
		d.row = append(d.row, text[:n]...)
		return n
	case ':':
		d.row = append(d.row, ": "...)
	case ',':
		d.row = append(d.row, b)
		d.end()
	case '{', '[':
		d.row = append(d.row, b)
		if next := text[1]; next == '}' || next == ']' {
			d.row = append(d.row, next)
			return 2
		}
		d.end()
		d.depth++
	case '}', ']':
		d.end()
		d.depth--
		d.row = append(d.row, b)
	default:
		d.row = append(d.row, b)
	}
	return 1
}

func (d *indenter) end() {
	d.lines = append(d.lines, line{indent: 2 * d.depth, text: string(d.row)})
	d.row = d.row[:0]
}

// stringLen is the length of the JSON string that text begins with, its quotes
// included.
func stringLen(text []byte) int {
	for i := 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}

// colourJSON styles one line: a member's name, then its value.
func colourJSON(c Context, line string) string {
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	rest := line[len(indent):]
	if name, value, found := cutMember(rest); found {
		return indent + c.Theme.Name.Render(name) + ": " + coloured(c, value)
	}
	return indent + coloured(c, rest)
}

// cutMember parts `"name": value`.
func cutMember(s string) (name, value string, found bool) {
	if !strings.HasPrefix(s, `"`) {
		return "", "", false
	}
	n := stringLen([]byte(s))
	value, found = strings.CutPrefix(s[n:], ": ")
	return s[:n], value, found
}

// coloured styles a value, not the comma behind it.
func coloured(c Context, value string) string {
	bare, comma := strings.CutSuffix(value, ",")
	if !comma {
		return valueStyle(c, value).Render(value)
	}
	return valueStyle(c, value).Render(bare) + ","
}

// valueStyle is the style of a value by its first character.
func valueStyle(c Context, value string) lipgloss.Style {
	switch {
	case strings.HasPrefix(value, `"`):
		return c.Theme.String
	case strings.Trim(value, "{}[], ") == "":
		return c.Theme.Text
	default:
		return c.Theme.Number
	}
}
