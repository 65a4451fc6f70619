package flow

import (
	"bufio"
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
	answer, err := final(buffered, &http.Request{Method: method})
	if err != nil {
		return err
	}
	defer func() { _ = answer.Body.Close() }()
	limited.left = maxBody + maxHeader // chunk sizes and trailers included

	s.trace.Phase, s.trace.Delivery = PhaseBody, Answered
	s.trace.Response = &Response{
		Proto:  answer.Proto,
		Status: answer.StatusCode,
		Reason: strings.TrimSpace(strings.TrimPrefix(answer.Status, answer.Status[:min(3, len(answer.Status))])),
		Header: answer.Header,
	}
	return s.trace.Response.readBody(answer)
}

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
	return nil, errors.New("the server sent nothing but informational answers")
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
	reader, err := gzip.NewReader(strings.NewReader(string(r.Body)))
	if err != nil {
		return
	}
	plain, err := io.ReadAll(io.LimitReader(reader, maxBody+1))
	if len(plain) == 0 {
		return
	}
	if len(plain) > maxBody {
		plain, r.Truncated = plain[:maxBody], true
	}
	r.Body = slices.Clip(plain)
	r.Cut = r.Cut || err != nil
}

// headerLimit ends reading with [ErrHeaderTooLong] when the peer sends more than
// left bytes.
type headerLimit struct {
	conn net.Conn
	left int
}

func (l *headerLimit) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, ErrHeaderTooLong
	}
	n, err := l.conn.Read(p[:min(len(p), l.left)])
	l.left -= n
	return n, err
}
