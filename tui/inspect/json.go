package inspect

import (
	"bytes"
	"encoding/json"
	"strings"
)

// prettyJSON indents a JSON body, members in the order in which they came.
func prettyJSON(body []byte) ([]string, bool) {
	trimmed := bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if len(trimmed) == 0 || trimmed[0] != '{' && trimmed[0] != '[' {
		return nil, false
	}
	var out bytes.Buffer
	if err := json.Indent(&out, trimmed, "", "  "); err != nil {
		return nil, false
	}
	return strings.Split(out.String(), "\n"), true
}

// colourJSON styles one indented line: a member's name, then its value.
func colourJSON(c Context, line string) string {
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	rest := line[len(indent):]
	if name, value, found := cutMember(rest); found {
		return indent + c.Theme.Name.Render(name) + ": " + colourValue(c, value)
	}
	return indent + colourValue(c, rest)
}

// cutMember parts `"name": value`; the name holds no unescaped quote.
func cutMember(s string) (name, value string, found bool) {
	if !strings.HasPrefix(s, `"`) {
		return "", "", false
	}
	end := strings.Index(s, `": `)
	if end < 0 || strings.Contains(s[1:end], `"`) {
		return "", "", false
	}
	return s[:end+1], s[end+3:], true
}

func colourValue(c Context, value string) string {
	switch {
	case strings.HasPrefix(value, `"`):
		return c.Theme.String.Render(value)
	case strings.Trim(value, "{}[], ") == "":
		return value
	default:
		return c.Theme.Number.Render(value)
	}
}
