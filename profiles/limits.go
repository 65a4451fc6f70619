package profiles

import (
	"fmt"

	"github.com/BurntSushi/toml"
)

// What a profile file may hold, far above what one needs. The TOML library's time
// and memory grow with the square of a key's parts, so that 60 KB could take
// gigabytes (P3).
const (
	maxKeys    = 20_000 // keys and tables
	maxParts   = 6      // of a dotted key; profiles.NAME.KEY has three
	maxNesting = 6      // brackets in brackets; a list has one
)

// tooMuch is a text that is not given to the TOML library.
type tooMuch struct {
	at   int // the byte where it goes too far
	what string
}

func (t tooMuch) Error() string { return t.what }

// errTooManyKeys is the limit that no part of the file alone goes over.
var errTooManyKeys = fmt.Errorf("the file has more than %d keys", maxKeys)

// decodeTOML reads a TOML text that is within the limits.
func decodeTOML[T any](text string, into *T) (toml.MetaData, error) {
	if err := measure(text); err != nil {
		return toml.MetaData{}, err
	}
	return toml.Decode(text, into)
}

// measure looks at keys and brackets outside strings and comments. In a text that is
// no TOML it may count too much, never too little: the library stops at the first
// error.
func measure(text string) error {
	c := &cutter{text: text, line: 1}
	keys, parts, nesting := 0, 1, 0
	for c.at < len(text) {
		at := c.at
		switch text[at] {
		case '"', '\'':
			c.string()
			continue
		case '#':
			c.restOfLine()
			parts = 1
			continue
		case '.':
			parts++
		case '=', '\n', ',':
			parts = 1
		case '[', '{':
			parts, nesting = 1, nesting+1
		case ']', '}':
			nesting = max(0, nesting-1)
		}
		if text[at] == '=' || text[at] == '[' {
			keys++
		}
		switch {
		case keys > maxKeys:
			return errTooManyKeys
		case parts > maxParts:
			return tooMuch{at, fmt.Sprintf("a key has more than %d parts", maxParts)}
		case nesting > maxNesting:
			return tooMuch{at, fmt.Sprintf("brackets are nested more than %d deep", maxNesting)}
		}
		c.at++
	}
	return nil
}
