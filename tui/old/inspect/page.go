package inspect

import (
	"fmt"
	"mime"
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"zoauth/flow"
)

// page is one view of a trace: notes in our words, then lines from outside, not
// cleaned yet. It is made once; rows are drawn from it as they are seen.
type page struct {
	notes  []string
	lines  []line
	kind   kind
	bytes  int    // of all lines
	widest int    // cells that the longest line takes at most
	whole  []line // what lines was before it was folded; nil: it is not folded
}

// line is one line of a page, without its indent.
type line struct {
	indent int
	text   string
}

// kind says how a page's lines are styled.
type kind int

const (
	plain   kind = iota
	members      // of a JSON document
	named        // "name: value"
)

func (p *page) rows() int { return len(p.notes) + len(p.lines) }

const nothingRead = "No answer was read; raw shows what came, if anything did."

// answer makes the readable form of a body.
func (p *page) answer(c Context, r *flow.Response) {
	if r == nil {
		p.notes = []string{nothingRead}
		return
	}
	if len(r.Body) == 0 {
		p.notes = append(ends(r), "The body is empty.")
		return
	}
	p.notes = ends(r)
	lines, err := indentJSON(r.Body)
	if err == nil {
		p.lines, p.kind = lines, members
		return
	}
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case !utf8.Valid(r.Body):
		p.notes = append(p.notes, fmt.Sprintf("%d bytes that are no text: %s", len(r.Body), contentType(r)))
	case kind == "application/x-www-form-urlencoded":
		p.lines, p.kind = formLines(c.Clean.Redactor.Redact(string(r.Body))), named
		return
	case strings.HasSuffix(kind, "json"):
		p.notes = append(p.notes, "This is no valid JSON: "+err.Error())
	default:
		p.notes = append(p.notes, "This is no JSON: "+contentType(r))
	}
	p.lines = textLines(r.Body)
}

// ends says why a body is not whole.
func ends(r *flow.Response) []string {
	switch {
	case r.Cut:
		return []string{"The connection ended before the body did."}
	case r.Truncated:
		return []string{fmt.Sprintf("The body is longer than %d bytes; the rest was not read.", len(r.Body))}
	default:
		return nil
	}
}

func contentType(r *flow.Response) string {
	if named := r.Header.Get("Content-Type"); named != "" {
		return named
	}
	return "the answer names no content type"
}

// wire makes bytes readable as they went over the wire.
func (p *page) wire(b []byte, nothing string) {
	if len(b) == 0 {
		p.notes = []string{nothing}
		return
	}
	p.lines = textLines(b)
}

// request shows the bytes of a request, and below them what is encoded in them: the
// pair in the Basic header, query and form field by field.
func (p *page) request(c Context, t flow.Trace) {
	p.wire(t.Sent, "Nothing was sent.")
	head, body, _ := strings.Cut(c.Clean.Redactor.Redact(string(t.Sent)), "\r\n\r\n")
	first, fields, _ := strings.Cut(head, "\r\n")
	var read []line
	if strings.Contains(strings.ToLower(fields), "authorization: basic ") {
		pair := "client ID and client secret, joined by a colon, in base64"
		if a := t.Request.Auth; a.Scheme == flow.Basic && a.ClientID != "" {
			pair = a.ClientID + " : " + masked(a.Secret) + ", in base64"
		}
		read = append(read, line{text: "Basic: " + pair})
	}
	target, _, _ := strings.Cut(strings.TrimPrefix(first, t.Request.Method+" "), " HTTP/")
	if _, query, found := strings.Cut(target, "?"); found {
		read = append(read, formLines(query)...)
	}
	if body != "" && strings.Contains(strings.ToLower(fields), "x-www-form-urlencoded") {
		read = append(read, formLines(body)...)
	}
	if len(read) > 0 {
		p.lines = append(append(p.lines, line{}, line{text: "decoded:"}), read...)
	}
}

// textLines parts bytes at line ends and changes nothing else. An end of the
// last line begins no other one.
func textLines(b []byte) []line {
	text := strings.TrimSuffix(strings.ReplaceAll(string(b), "\r\n", "\n"), "\n")
	lines := make([]line, 0, strings.Count(text, "\n")+1)
	for one := range strings.SplitSeq(text, "\n") {
		lines = append(lines, line{text: one})
	}
	return lines
}

// formLines decodes a form field by field; what is not encoded right stays as it
// is. The form is redacted before: a secret that was not encoded is decoded into
// something else.
func formLines(body string) []line {
	var lines []line
	for field := range strings.SplitSeq(strings.TrimSpace(body), "&") {
		name, value, _ := strings.Cut(field, "=")
		lines = append(lines, line{text: decoded(name) + ": " + decoded(value)})
	}
	return lines
}

func decoded(s string) string {
	if plain, err := url.QueryUnescape(s); err == nil {
		return plain
	}
	return s
}

// header lists an answer's header by name: the order is lost in an http.Header,
// the raw view has it.
func (p *page) header(r *flow.Response) {
	if r == nil {
		p.notes = []string{nothingRead}
		return
	}
	p.kind = named
	p.lines = []line{{text: fmt.Sprintf("%s %d %s", r.Proto, r.Status, r.Reason)}}
	names := make([]string, 0, len(r.Header))
	for name := range r.Header {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, value := range r.Header[name] {
			p.lines = append(p.lines, line{text: name + ": " + value})
		}
	}
}
