package flow

import (
	"bufio"
	"errors"
	"io"
	"net/http"
	"net/textproto"
	"strconv"
	"strings"
)

// errNotHTTP says that no status line came. It quotes nothing: what was read may
// hold a token, and is in the trace.
var errNotHTTP = errors.New("the response is not HTTP/1.1")

// head is a status line with the fields behind it. net/http refuses a whole answer
// for one irregular line; here the line is left out and the answer read on, since the
// token in its body may be the only copy (R11).
type head struct {
	proto     string
	status    int
	reason    string
	fields    http.Header
	irregular irregularities
	last      string // name of the field that a folded line continues; empty: none
}

// readFinal reads the head of the final answer and passes over the informational
// ones before it (RFC 9110 §15.2), however many fit into what may be read.
func readFinal(from *bufio.Reader) (head, error) {
	for {
		h, err := readHead(from)
		if err != nil || h.status/100 != 1 {
			return h, err
		}
	}
}

func readHead(from *bufio.Reader) (head, error) {
	h := head{fields: http.Header{}}
	line, err := h.firstLine(from)
	if err != nil {
		return h, err
	}
	if !h.readStatus(line) {
		return h, errNotHTTP
	}
	for {
		line, err := readLine(from)
		if err != nil {
			return h, err
		}
		if line = strings.TrimRight(line, "\r\n"); line == "" {
			return h, nil
		}
		h.addLine(line)
	}
}

// firstLine passes over empty lines and a byte order mark. What is cut off and
// cannot become a status line is no HTTP.
func (h *head) firstLine(from *bufio.Reader) (string, error) {
	for {
		if first, err := from.Peek(1); err == nil && strings.IndexByte("Hh \t\r\n\xef", first[0]) < 0 {
			return "", errNotHTTP // whose first line may never end
		}
		line, err := readLine(from)
		line = strings.TrimRight(strings.TrimPrefix(line, "\ufeff"), "\r\n")
		switch {
		case err != nil && !startsStatus(line):
			return "", errNotHTTP
		case err != nil:
			return "", err
		case line != "":
			return line, nil
		}
		h.irregular.add("there are empty lines before the status line")
	}
}

// startsStatus reports whether line may be the beginning of a status line.
func startsStatus(line string) bool {
	const version = "HTTP/"
	line = strings.ToUpper(strings.TrimLeft(line, " \t"))
	return strings.HasPrefix(line, version) || strings.HasPrefix(version, line)
}

// readLine returns a line with its end. A line that is cut off comes with an error.
func readLine(from *bufio.Reader) (string, error) {
	line, err := from.ReadString('\n')
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return line, err
}

var (
	statusLine  = expression(`(?is)^\s*(HTTP(?:/\d+(?:\.\d+)?)?)\s+([1-9]\d\d)(\D.*)?$`)
	usualStatus = expression(`^HTTP/1\.[01] \d{3}(?: |$)`)
)

func (h *head) readStatus(line string) bool {
	found := statusLine().FindStringSubmatch(line)
	if found == nil {
		return false
	}
	h.proto = strings.ToUpper(found[1])
	h.status, _ = strconv.Atoi(found[2]) // three digits
	h.reason = strings.TrimSpace(found[3])
	if !usualStatus().MatchString(line) {
		h.irregular.add("the status line is not an HTTP/1.1 one")
	}
	return true
}

// addLine takes one field (RFC 9112 §5), or a line that continues the one before it.
func (h *head) addLine(line string) {
	if line[0] == ' ' || line[0] == '\t' {
		h.fold(strings.TrimSpace(line))
		return
	}
	name, value, isField := strings.Cut(line, ":")
	name = strings.TrimSpace(name)
	if h.last = ""; !isField || name == "" || strings.ContainsFunc(name, noTokenChar) {
		h.irregular.add("a header line is not a field")
		return
	}
	if !strings.HasPrefix(line, name+":") {
		h.irregular.add("a header field name has spaces around it")
	}
	if strings.ContainsFunc(value, isControl) {
		h.irregular.add("a header field contains a control character")
	}
	h.last = textproto.CanonicalMIMEHeaderKey(name)
	h.fields.Add(h.last, strings.TrimSpace(value))
}

// fold continues the last field as RFC 9112 §5.2 wants it read.
func (h *head) fold(rest string) {
	h.irregular.add("a header field spans several lines")
	if values := h.fields[h.last]; len(values) > 0 {
		values[len(values)-1] = strings.TrimSpace(values[len(values)-1] + " " + rest)
	}
}

// noTokenChar reports whether r cannot stand in a field's name (RFC 9110 §5.6.2).
func noTokenChar(r rune) bool {
	switch {
	case r >= '0' && r <= '9', r >= 'A' && r <= 'Z', r >= 'a' && r <= 'z':
		return false
	default:
		return !strings.ContainsRune("!#$%&'*+-.^_`|~", r)
	}
}

func isControl(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f }
