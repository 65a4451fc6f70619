package flow

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// framing tells where a body ends (RFC 9112 §6.3).
type framing struct {
	none    bool
	chunked bool
	length  int64 // -1: not stated, or not understood: the body ends with the connection
}

// framing reads the fields that frame the body of an answer to method.
func (h *head) framing(method string) framing {
	f := framing{length: h.statedLength()}
	for _, coding := range list(h.fields.Values("Transfer-Encoding")) {
		f.chunked = f.chunked || strings.EqualFold(coding, "chunked")
	}
	if f.chunked && f.length >= 0 {
		h.irregular.add("both Content-Length and Transfer-Encoding are present")
	}
	switch {
	case method == http.MethodHead, h.status == http.StatusNotModified:
		f.none = true
	case h.status == http.StatusNoContent:
		f.none = f.length <= 0 && !f.chunked
	}
	return f
}

// statedLength returns Content-Length, or -1. A sign, quotes and the same value twice
// leave no doubt about what is meant.
func (h *head) statedLength() int64 {
	length := int64(-1)
	for i, value := range list(h.fields.Values("Content-Length")) {
		plain := strings.TrimPrefix(strings.Trim(value, `"`), "+")
		n, err := strconv.ParseInt(plain, 10, 64)
		if err != nil || n < 0 || i > 0 && n != length {
			h.irregular.add("Content-Length is invalid")
			return -1
		}
		if plain != value || i > 0 {
			h.irregular.add("Content-Length is written unusually")
		}
		length = n
	}
	return length
}

// list splits the values of a field at their commas.
func list(values []string) []string {
	var parts []string
	for _, part := range strings.Split(strings.Join(values, ","), ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// readBody returns what there is of the body, also where the connection breaks, and
// not much more than maxBody of it.
func readBody(from *bufio.Reader, f framing, irregular *irregularities) ([]byte, error) {
	if f.none {
		return nil, nil
	}
	if f.chunked {
		first, err := from.Peek(1)
		if err != nil || isHex(first[0]) || first[0] == ' ' {
			return readChunks(from, irregular)
		}
		irregular.add("Transfer-Encoding says chunked, but the body is not")
	}
	if f.length >= 0 {
		return readMost(from, f.length)
	}
	body, err := io.ReadAll(io.LimitReader(from, maxBody+1))
	if unchunked, ok := unstatedChunks(body); ok && err == nil {
		irregular.add("the body is chunked, but the header does not say so")
		return unchunked, nil
	}
	return body, err
}

// readMost reads n bytes, or as many as are kept of a body.
func readMost(from *bufio.Reader, n int64) ([]byte, error) {
	n = min(n, maxBody+1)
	body, err := io.ReadAll(io.LimitReader(from, n))
	if err == nil && int64(len(body)) < n {
		err = io.ErrUnexpectedEOF
	}
	return body, err
}

// readChunks joins the chunks (RFC 9112 §7.1) and stops behind the last one. Where the sizes turn out wrong, the rest is kept as it comes.
func readChunks(from *bufio.Reader, irregular *irregularities) ([]byte, error) {
	var body []byte
	for len(body) <= maxBody {
		line, err := readLine(from)
		size, ok := chunkSize(line)
		if !ok && line != "" {
			return readBroken(from, append(body, line...), irregular)
		}
		if err != nil {
			return body, err
		}
		if size == 0 {
			return body, nil
		}
		chunk, err := readMost(from, size)
		if body = append(body, chunk...); err != nil || len(body) > maxBody {
			return body, err
		}
		switch ended, bare, err := chunkEnd(from); {
		case err != nil:
			return body, err
		case !ended:
			return readBroken(from, body, irregular)
		case bare:
			irregular.add("a chunk ends with a bare line feed")
		}
	}
	return body, nil
}

// readBroken keeps what stands behind a wrong chunk size.
func readBroken(from *bufio.Reader, body []byte, irregular *irregularities) ([]byte, error) {
	irregular.add("the chunk sizes are wrong")
	rest, err := io.ReadAll(io.LimitReader(from, maxBody))
	return append(body, rest...), err
}

// chunkSize reads a chunk's first line; extensions mean nothing here.
func chunkSize(line string) (int64, bool) {
	digits, _, _ := strings.Cut(line, ";")
	n, err := strconv.ParseInt(strings.TrimSpace(digits), 16, 64)
	return n, err == nil && n >= 0 && !strings.ContainsAny(digits, "+-")
}

// chunkEnd reads the line end behind a chunk's bytes; where there is none it reads nothing.
func chunkEnd(from *bufio.Reader) (ended, bare bool, err error) {
	first, err := from.Peek(1)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return false, false, err
	}
	if first[0] == '\n' {
		_, _ = from.Discard(1)
		return true, true, nil
	}
	if both, err := from.Peek(2); err == nil && string(both) == "\r\n" {
		_, _ = from.Discard(2)
		return true, false, nil
	}
	return false, false, nil
}

// afterTrailers returns what stands behind the trailers of a chunked body, which mean
// nothing here.
func afterTrailers(b []byte) []byte {
	for rest := b; ; {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		name, _, isField := bytes.Cut(line, []byte(":"))
		switch {
		case len(bytes.TrimSpace(line)) == 0:
			return after
		case !isField || bytes.ContainsFunc(name, noTokenChar):
			return b
		}
		rest = after
	}
}

func isHex(c byte) bool {
	return c >= '0' && c <= '9' || c >= 'a' && c <= 'f' || c >= 'A' && c <= 'F'
}

// chunkBorder is what stands between the bytes of two chunks.
var chunkBorder = expression(`\r\n[0-9A-Fa-f]{1,8}[ \t]*(?:;[^\r\n]*)?\r\n`)

var chunkStart = expression(`^[0-9A-Fa-f]{1,6}[ \t]*(?:;[^\r\n]*)?\r?\n`)

// unstatedChunks joins the chunks of a body that is nothing but whole chunks.
func unstatedChunks(body []byte) ([]byte, bool) {
	if !chunkStart().Match(body) {
		return nil, false
	}
	var irregular irregularities
	joined, err := readChunks(bufio.NewReader(bytes.NewReader(body)), &irregular)
	return joined, err == nil && len(joined) > 0 && len(irregular) == 0
}
