package recognize

import (
	"strconv"
	"strings"
)

const (
	maxDepth   = 24
	maxMembers = 512
	maxName    = 96
	maxBare    = 4096
	maxRows    = 24 // over which a terminal may have broken one string

	costOfObject = 8 // what an object of its own costs beside its text, in bytes of it
)

// objectReader reads one object.
type objectReader struct {
	text  string
	at    int
	level int // how many backslashes stand before a quote
	arrow bool
	equal bool
	bare  bool // names without quotes
	mark  byte // what the first name begins with: its quote, the colon of a symbol
	read  int
}

// readObject reads the object that begins at an offset, and says where it ends. It
// is lenient: what breaks off or is not escaped yields what was read before.
func readObject(text string, at int) (object, int, bool) {
	if at >= len(text) || strings.IndexByte("{[<", text[at]) < 0 {
		return object{}, at, false
	}
	if text[at] == '<' {
		return readXML(text, at)
	}
	r := objectReader{text: text, at: at}
	o := r.object(0)
	o.form = r.form(at)
	o.read = r.read + r.at - at
	named := len(o.members) > 0 && (!o.array || o.members[0].object != nil)
	return *o, r.at, named
}

// form names the dress of what was read from an offset on.
func (r *objectReader) form(start int) string {
	switch {
	case r.arrow && r.text[start] == '[':
		return "PHP array"
	case r.arrow && strings.HasSuffix(r.text[:start], "%"):
		return "Elixir map"
	case r.arrow && (r.bare && r.mark != ':' || r.mark == '\''):
		return "Perl hash"
	case r.arrow:
		return "Ruby hash"
	case r.level > 0:
		return "JSON inside a string"
	case r.equal:
		return "map"
	case r.bare:
		return "JavaScript object"
	case r.mark == '\'':
		return "Python dict"
	}
	return "JSON"
}

// object reads from the opening bracket on.
func (r *objectReader) object(depth int) *object {
	o := &object{array: r.text[r.at] == '['}
	closer := byte('}')
	if o.array {
		closer = ']'
	}
	r.at++
	r.read += costOfObject
	for len(o.members) < maxMembers {
		r.blanks()
		if r.at >= len(r.text) {
			o.cut = true
			return o
		}
		switch c := r.text[r.at]; {
		case c == closer:
			r.at++
			return o
		case c == ',', c == ';' && r.equal: // of PowerShell
			r.at++
			continue
		}
		m, ok := r.member(o.array, depth)
		if !ok {
			if (m.name == "message" || m.name == "errorMessage") && len(m.text) <= maxBare { // the beginning says enough
				o.members = append(o.members, m)
			}
			o.cut = true
			return o
		}
		if m.name != "" && o.array { // a PHP array with names
			o.array = false
			closer = ']'
		}
		o.members = append(o.members, m)
	}
	o.cut = true
	return o
}

func (r *objectReader) member(array bool, depth int) (member, bool) {
	m := member{at: r.at}
	start := r.at
	name, ok := r.name()
	if ok && !array && r.shorthand(name, &m) {
		return m, true
	}
	if ok {
		ok = r.separator()
	}
	switch {
	case ok:
		m.name = name
	case array:
		r.at = start
	default:
		return m, false
	}
	r.blanks()
	if r.at >= len(r.text) {
		return m, m.name != ""
	}
	return m, r.value(&m, array && m.name == "", depth)
}

// objectMark is what stands before an object within another one: PowerShell's @, Elixir's % and the name of
// a struct.
var objectMark = expression(`^(?:@|%[A-Z]?[\w.]*)\{`)

// value reads a string, an object, or a bare word.
func (r *objectReader) value(m *member, array bool, depth int) bool {
	c := r.text[r.at]
	if c == '@' || c == '%' {
		mark := objectMark().FindString(r.text[r.at:min(len(r.text), r.at+maxName)])
		r.at += max(0, len(mark)-1)
		c = r.text[r.at]
	}
	switch {
	case c == '{' || c == '[':
		if depth >= maxDepth {
			return false
		}
		m.object = r.object(depth + 1)
		return !m.object.cut
	case r.quote() > 0:
		m.quoted = true
		closed := false
		m.text, closed = r.string(!array)
		m.text += r.joined()
		return closed
	}
	r.prefix()
	if r.quote() > 0 || r.class() {
		return r.value(m, array, depth)
	}
	if r.call(m, depth) {
		return true
	}
	rest := r.text[r.at:min(len(r.text), r.at+maxBare)]
	end := r.bareEnd(rest, array)
	m.text = strings.TrimSpace(strings.TrimRight(r.text[r.at:r.at+end], " \\"))
	r.at += end
	return end > 0 && end < maxBare
}

// bareEnd returns where a value without quotes ends. In a sentence a comma that no other
// member follows belongs to it, and so do brackets that open in it: Zoom's
// "Invalid access token, does not contain scopes:[…]".
func (r *objectReader) bareEnd(rest string, array bool) int {
	open := 0
	for i := range len(rest) {
		switch c := rest[i]; {
		case array && (c == '{' || c == '"'): // the bracket opens no list
			return 0
		case c == '\n', c == '}':
			return i
		case c == '[':
			open++
		case c == ']' && open == 0:
			return i
		case c == ']':
			open--
		case c == ';' && r.equal && r.endsMember(r.at+i, true):
			return i
		case c == ',' && open == 0 && (array || !strings.Contains(rest[:i], " ") || r.endsMember(r.at+i, true)):
			return i
		}
	}
	return len(rest)
}

// quote returns the length of the quote mark at the place, with the backslashes
// before it; 0 where there is none.
func (r *objectReader) quote() int {
	i := r.at
	for i < len(r.text) && r.text[i] == '\\' {
		i++
	}
	if i < len(r.text) && (r.text[i] == '"' || r.text[i] == '\'' || r.text[i] == '`') && i-r.at < 16 {
		return i - r.at + 1
	}
	return 0
}

// name reads a member's name in quotes, bare, or as a symbol.
func (r *objectReader) name() (string, bool) {
	if n := r.quote(); n > 0 {
		if r.mark == 0 {
			r.mark, r.level = r.text[r.at+n-1], n-1
		}
		end := strings.IndexByte(r.text[r.at+n:min(len(r.text), r.at+n+maxName)], r.text[r.at+n-1])
		if end < 0 {
			return "", false
		}
		name := strings.TrimRight(r.text[r.at+n:r.at+n+end], `\`)
		r.at += n + end + 1
		return name, name != ""
	}
	start := r.at
	if r.text[r.at] == ':' {
		r.at++
	}
	for r.at < len(r.text) && isWordByte(r.text[r.at]) && r.at-start < maxName {
		r.at++
	}
	name := strings.TrimPrefix(r.text[start:r.at], ":")
	if name != "" && r.mark == 0 {
		r.bare, r.mark = true, r.text[start]
	}
	return name, name != "" && (name[0] < '0' || name[0] > '9')
}

func isWordByte(c byte) bool {
	return c == '_' || c == '$' || c == '-' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z'
}

// separator reads what stands between a name and its value.
func (r *objectReader) separator() bool {
	r.blanks()
	rest := r.text[r.at:]
	switch {
	case strings.HasPrefix(rest, "=>"):
		r.at += 2
		r.arrow = true
	case strings.HasPrefix(rest, ":"):
		r.at++
	case strings.HasPrefix(rest, "=") && !strings.HasPrefix(rest, "=="):
		r.at++
		r.equal = true
	default:
		return false
	}
	return true
}

// string reads a string and says whether it is closed. Inside an object a quote
// ends it only where a member may end: Zoom forgets to escape some (docs/zoom.md, row api:104).
func (r *objectReader) string(inObject bool) (string, bool) {
	n := r.quote()
	mark := r.text[r.at+n-1]
	start := r.at + n
	rows := 0
	for i := start; i < len(r.text) && i-start < maxTextBody && rows < maxRows; i++ {
		if r.text[i] == '\n' {
			rows++
		}
		if mark == '`' && r.text[i] == '$' {
			i = holeEnd(r.text, i) - 1
		}
		if r.text[i] != mark {
			continue
		}
		slashes := 0
		for j := i - 1; j >= start && r.text[j] == '\\'; j-- {
			slashes++
		}
		closes := slashes == n-1 || n == 1 && slashes%2 == 0
		if !closes || !r.endsMember(i+1, inObject) {
			continue
		}
		raw := r.text[start : i-(n-1)]
		r.at = i + 1
		for level := n; level > 0; level = level / 2 {
			raw = unescape(raw)
		}
		return raw, true
	}
	end := min(len(r.text), start+maxTextBody)
	r.read += end - start
	if i := strings.IndexByte(r.text[start:end], '\n'); i >= 0 {
		end = start + i
	}
	r.at = end
	return unescape(r.text[start:end]), false
}

// endsMember reports whether what follows a quote may follow the end of a value.
func (r *objectReader) endsMember(at int, inObject bool) bool {
	rest := strings.TrimLeft(r.text[at:min(len(r.text), at+2*maxName)], " \t\n\\")
	if strings.HasPrefix(rest, "n") && at < len(r.text) && r.text[at] == '\\' { // an escaped line end
		rest = strings.TrimLeft(rest[1:], " \t\n\\n")
	}
	rest = strings.TrimPrefix(rest, ">>") // of Erlang
	switch {
	case rest == "", rest[0] == '}', rest[0] == ')', isJoint(rest):
		return true
	case rest[0] == ']':
		return !inObject || r.arrow
	case rest[0] != ',' && !(rest[0] == ';' && r.equal):
		return false
	}
	if !inObject {
		return true
	}
	next := objectReader{text: rest[1:]}
	next.blanks()
	if next.at >= len(next.text) {
		return true
	}
	if c := next.text[next.at]; c == '}' || c == ']' || c == '.' {
		return true
	}
	name, named := next.name()
	var m member
	next.bare = r.bare
	return named && (next.shorthand(name, &m) || next.separator() || next.at >= len(next.text))
}

// blanks skips white space, and escaped line ends of JSON inside a string.
func (r *objectReader) blanks() {
	for r.at < len(r.text) {
		switch c := r.text[r.at]; {
		case c == '\n':
			r.at++
			r.lineMark()
		case c == ' ' || c == '\t':
			r.at++
		case strings.HasPrefix(r.text[r.at:], "<<") || strings.HasPrefix(r.text[r.at:], ">>"): // around a string of Erlang
			r.at += len("<<")
		case c == '\\' && r.at+1 < len(r.text) && (r.text[r.at+1] == 'n' || r.text[r.at+1] == 'r' || r.text[r.at+1] == 't'):
			r.at += 2
		default:
			return
		}
	}
}

// lineMark skips what stands before every line of a comment or of a quoted mail.
func (r *objectReader) lineMark() {
	rest := strings.TrimLeft(r.text[r.at:min(len(r.text), r.at+maxName)], " \t")
	for _, mark := range []string{"//", ">"} {
		if bare, found := strings.CutPrefix(rest, mark); found {
			r.at = min(len(r.text), r.at+maxName) - len(bare)
		}
	}
}

// isNumber reports whether s is a whole number.
func isNumber(s string) bool {
	_, err := strconv.Atoi(s)
	return err == nil
}
