package flow

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
)

// maxInformational is how many 1xx answers are passed over before the real one.
const maxInformational = 5

// read reads one answer from the recorded connection into the trace.
func (s *send) read(method string) error {
	s.trace.Phase = PhaseHeader
	limited := &headerLimit{conn: s.recorder, left: maxHeader}
	buffered := bufio.NewReader(limited)
	// The body is never closed: that would read on to its end, and the
	// connection is closed anyway.
	answer, err := final(buffered, &http.Request{Method: method}) //nolint:bodyclose // see above
	if err != nil {
		return limited.unquoted(err)
	}
	limited.left = maxBody + maxHeader // chunk sizes and trailers included

	s.trace.Phase, s.trace.Delivery = PhaseBody, Answered
	_, reason, _ := strings.Cut(answer.Status, " ")
	s.trace.Response = &Response{
		Proto:  answer.Proto,
		Status: answer.StatusCode,
		Reason: reason,
		Header: answer.Header,
	}
	return s.trace.Response.readBody(answer)
}

// errNotHTTP stands for the errors of net/http that quote what was read.
var (
	errNotHTTP           = errors.New("the answer is not HTTP/1.1")
	errOnlyInformational = errors.New("the server sent nothing but informational answers")
)

// final skips the informational answers (RFC 9110 §15.2).
func final(from *bufio.Reader, req *http.Request) (*http.Response, error) {
	for range maxInformational {
		answer, err := http.ReadResponse(from, req)
		if err != nil {
			return nil, err
		}
		if answer.StatusCode/100 != 1 {
			return answer, nil
		}
	}
	return nil, errOnlyInformational
}

// readBody keeps what there is, also when the connection breaks. An over-long
// body is not an error: Truncated says so.
func (r *Response) readBody(answer *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxBody+1))
	if errors.Is(err, ErrHeaderTooLong) {
		err = nil
		r.Truncated = true
	}
	if len(body) > maxBody {
		body, r.Truncated = body[:maxBody], true
	}
	r.Body, r.Cut = body, err != nil
	if strings.EqualFold(answer.Header.Get("Content-Encoding"), "gzip") {
		r.unzip()
	}
	return err
}

// unzip decodes a body that came compressed although nobody asked for it. What
// does not decode is kept as it came.
func (r *Response) unzip() {
	reader, err := gzip.NewReader(bytes.NewReader(r.Body))
	if err != nil {
		return
	}
	plain, err := io.ReadAll(io.LimitReader(reader, maxBody+1))
	if err != nil && len(plain) == 0 {
		return
	}
	r.Cut = r.Cut || err != nil && !r.Truncated
	if len(plain) > maxBody {
		plain, r.Truncated = plain[:maxBody], true
	}
	r.Body = slices.Clip(plain)
}

// headerLimit ends reading with [ErrHeaderTooLong] when the peer sends more than
// left bytes.
type headerLimit struct {
	conn   net.Conn
	left   int
	failed error // the last error of reading
}

func (l *headerLimit) Read(p []byte) (int, error) {
	if l.left <= 0 {
		l.failed = ErrHeaderTooLong
		return 0, l.failed
	}
	n, err := l.conn.Read(p[:min(len(p), l.left)])
	l.left -= n
	l.failed = err
	return n, err
}

// unquoted returns why reading ended. An error of net/http itself is replaced: it
// quotes the answer, which may hold a token. What was read is in the trace.
func (l *headerLimit) unquoted(err error) error {
	switch {
	case errors.Is(l.failed, io.EOF):
		return io.ErrUnexpectedEOF
	case l.failed != nil:
		return l.failed
	case errors.Is(err, errOnlyInformational):
		return err
	default:
		return errNotHTTP
	}
}
