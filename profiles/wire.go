package profiles

import (
	"encoding/json"
	"unicode/utf8"
)

// wire is text as it was on the wire. Where it is no UTF-8, a JSON string would
// change its bytes, and it is kept as {"base64": …}.
type wire string

type wireBytes struct {
	Base64 []byte `json:"base64"`
}

// MarshalJSON writes a string, or the bytes of what is none.
func (w wire) MarshalJSON() ([]byte, error) {
	if utf8.ValidString(string(w)) {
		return json.Marshal(string(w))
	}
	return json.Marshal(wireBytes{[]byte(w)})
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
