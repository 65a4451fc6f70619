package console

import (
	"bytes"
	"encoding/json"
)

// redactLeaves redacts the strings in content, which json.Marshal wrote, but for the
// names of members: a reader of the output finds those as they are documented.
func redactLeaves(content []byte, redact func(string) string) []byte {
	var b bytes.Buffer
	for len(content) > 0 {
		n := bytes.IndexByte(content, '"')
		if n < 0 {
			break
		}
		b.Write(content[:n])
		content = content[n:]
		end := stringEnd(content)
		if end < len(content) && content[end] == ':' {
			b.Write(content[:end])
		} else {
			b.Write(redactString(content[:end], redact))
		}
		content = content[end:]
	}
	b.Write(content)
	return b.Bytes()
}

// stringEnd is the length of the JSON string that content begins with.
func stringEnd(content []byte) int {
	for i := 1; i < len(content); i++ {
		switch content[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(content)
}

func redactString(literal []byte, redact func(string) string) []byte {
	var text string
	_ = json.Unmarshal(literal, &text)      // json.Marshal wrote it
	masked, _ := json.Marshal(redact(text)) // a string: cannot fail
	return masked
}
