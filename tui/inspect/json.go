package inspect

import (
	"bytes"
	"encoding/json"
	"strings"

	"zoauth/internal/safe"
	"zoauth/tui/ui"
)

// jsonText is an object or array parted into lines, members in the order in which they
// came. The indents are numbers: as blanks, twenty kilobytes of brackets would become
// two hundred megabytes.
type jsonText struct {
	lines  []safe.Text
	depths []int
}

// maxLines is how many lines of a body are drawn; what is left out is said.
const maxLines = 50_000

// readJSON parts a body that is a JSON object or array; ok is false where it is none.
func (c Context) readJSON(body []byte) (text jsonText, ok bool) {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if len(trimmed) == 0 || trimmed[0] != '{' && trimmed[0] != '[' {
		return jsonText{}, false
	}
	var rows bytes.Buffer
	if json.Indent(&rows, trimmed, "", "") != nil {
		return jsonText{}, false
	}
	text.lines = c.Clean.Within(safe.Limits{}, rows.String()).Lines() // a secret stands whole in one line
	text.depths = depthsOf(rows.Bytes())
	return text, len(text.lines) == len(text.depths)
}

// depthsOf are how deep each line of JSON stands, whose containers begin and end at the
// ends of lines.
func depthsOf(rows []byte) []int {
	var depths []int
	depth := 0
	for row := range bytes.SplitSeq(rows, []byte("\n")) {
		if bytes.HasPrefix(row, []byte("}")) || bytes.HasPrefix(row, []byte("]")) {
			depth--
		}
		depths = append(depths, depth)
		if bytes.HasSuffix(row, []byte("{")) || bytes.HasSuffix(row, []byte("[")) {
			depth++
		}
	}
	return depths
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

// coloured is a line with a member's name in its colour.
func coloured(line safe.Text) ui.Line {
	s := line.String()
	if !strings.HasPrefix(s, `"`) {
		return ui.L(plain(line))
	}
	n := stringLen([]byte(s))
	if !strings.HasPrefix(s[n:], ": ") {
		return ui.L(plain(line))
	}
	return ui.L(ui.S(line.Slice(0, n), ui.Name), plain(line.Slice(n, len(s))))
}

// closing is the line that ends the container that line i opens; i when it opens none.
func (t jsonText) closing(i int) int {
	s := t.lines[i].String()
	if !strings.HasSuffix(s, "{") && !strings.HasSuffix(s, "[") {
		return i
	}
	for j := i + 1; j < len(t.lines); j++ {
		if t.depths[j] == t.depths[i] {
			return j
		}
	}
	return i
}

// maxFolds is how many containers of a body can be folded.
const maxFolds = 500

// json draws a body's lines. What is nested can be folded.
func (b body) json(text jsonText) {
	folds := 0
	for i := 0; i < len(text.lines); i++ {
		if i >= maxLines {
			b.outside(ui.L(faint(safe.Format("%s further lines are not drawn; b copies the whole body", safe.Int(len(text.lines)-i)))))
			return
		}
		line, last, end := coloured(text.lines[i]), i, i
		if text.depths[i] > 0 && folds < maxFolds {
			end = text.closing(i)
		}
		if end > i {
			folds++
			name := "line " + safe.Number(i).String()
			b.page.Items = append(b.page.Items, Item{Kind: TextItem, Row: len(b.page.Lines), Rows: 1, Fold: name, Name: safe.Const("this part")})
			if b.Folds[name] {
				line = line.With(faint(safe.Format(" %s lines ", safe.Int(end-i-1))), plain(text.lines[end]))
				last = end
			}
		}
		indent := min(2*text.depths[i], max(0, b.Width/2))
		b.outside(line.Indent(indent))
		i = last
	}
}
