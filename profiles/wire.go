package profiles

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// wire is text as it was on the wire. Where it is no UTF-8, a JSON string would
// change its bytes, and where it is full of controls, a JSON string would be up to
// six times as long: then it is kept as {"base64": …}.
type wire string

type wireBytes struct {
	Base64 []byte `json:"base64"`
}

// MarshalJSON writes a string, or the bytes of what is none.
func (w wire) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(w)) {
		text, err := marshal(string(w), "")
		if err != nil || len(text) <= 2*len(w)+len(`""`) {
			return text, err
		}
	}
	return marshal(wireBytes{[]byte(w)}, "")
}

// UnmarshalJSON reads both forms.
func (w *wire) UnmarshalJSON(content []byte) error {
	var text string
	if json.Unmarshal(content, &text) == nil {
		*w = wire(text)
		return nil
	}
	var raw wireBytes
	if err := json.Unmarshal(content, &raw); err != nil {
		return err
	}
	*w = wire(raw.Base64)
	return nil
}

// marshal writes JSON as json.Marshal does, but leaves <, > and & as they are: six
// bytes for each would let a server fill a file.
func marshal(v any, indent string) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", indent)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}
