package recognize

import (
	"encoding/json"
	"strings"
)

// object is an object or array in any dress: JSON, JSON inside a string, a Python
// dict, a Ruby hash, a PHP array, what console.log prints. The order is kept.
type object struct {
	members []member
	form    string // how it was written, in our words
	array   bool
	cut     bool // it breaks off, or goes on with what is no member
	read    int  // how many bytes were looked at
}

// member is one member of an object; those of an array have no name.
type member struct {
	name   string
	text   string  // of a string its value, of anything else what is written
	quoted bool    // it is a string
	object *object // the value is an object or array itself
	at     int     // offset of the name in the text
}

// find returns the first member of a name.
// It stands in many places: inlined it would take 30 kB.
//
//go:noinline
func (o *object) find(name string) (member, bool) {
	for _, m := range o.members {
		if m.name == name {
			return m, true
		}
	}
	return member{}, false
}

// objectOf is the object that a body is; one without members where it is none.
func objectOf(body []byte) *object {
	o, _, _ := readObject(string(body), 0)
	return &o
}

// isNothing reports whether a member says that it has no value.
func (m member) isNothing() bool {
	return !m.quoted && m.object == nil && (m.text == "null" || m.text == "None" || m.text == "nil" || m.text == "undefined" || m.text == "NULL")
}

// text returns the value of the first member of a name, "" where there is none.
func (o *object) text(name string) string {
	m, _ := o.find(name)
	return m.text
}

// body writes the object as JSON, whatever its dress was, so that what reads the
// responses of servers reads it too.
func (o *object) body() []byte {
	var b strings.Builder
	o.write(&b)
	return []byte(b.String())
}

func (o *object) write(b *strings.Builder) {
	open, end := byte('{'), byte('}')
	if o.array {
		open, end = '[', ']'
	}
	b.WriteByte(open)
	for i, m := range o.members {
		if i > 0 {
			b.WriteByte(',')
		}
		if !o.array {
			b.WriteString(jsonString(m.name) + ":")
		}
		m.write(b)
	}
	b.WriteByte(end)
}

func (m member) write(b *strings.Builder) {
	switch {
	case m.object != nil:
		m.object.write(b)
	case m.quoted || !json.Valid([]byte(m.text)):
		switch m.text {
		case "None", "nil", "NULL", "undefined":
			b.WriteString("null")
		case "True", "False":
			b.WriteString(strings.ToLower(m.text))
		default:
			b.WriteString(jsonString(m.text))
		}
	default:
		b.WriteString(m.text)
	}
}

func jsonString(s string) string {
	raw, err := json.Marshal(s)
	if err != nil {
		return `""`
	}
	return string(raw)
}
