package flow

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"slices"
	"time"
)

// silence ends the wait for what an answer should not have: bytes behind its end, or
// without a header.
const silence = 500 * time.Millisecond

// read reads one answer from the recorded connection into the trace, for as long as
// budget lasts.
func (s *send) read(budget context.Context, method string) error {
	s.enter(PhaseHeader)
	limited := &bounded{conn: s.recorder, left: maxHeader, over: ErrHeaderTooLong}
	from := bufio.NewReader(limited)
	h, err := readFinal(from)
	if err != nil {
		why := limited.why(err)
		s.readRest(budget, from, limited, why)
		return why
	}
	limited.left, limited.over = maxBody+maxHeader, errBodyTooLong // chunk sizes and trailers included

	s.trace.Delivery = Answered
	s.enter(PhaseBody)
	frame := h.framing(method)
	r := &Response{Proto: h.proto, Status: h.status, Reason: h.reason, Header: h.fields, irregular: h.irregular}
	s.trace.Response = r
	body, err := readBody(from, frame, &r.irregular)
	if errors.Is(err, errBodyTooLong) {
		err, r.Truncated = nil, true
	}
	r.Cut = err != nil
	r.decode(body)
	switch {
	case err != nil:
	case len(body) > maxBody:
		r.Surplus = s.readEnd(budget, from, frame)
	case !r.Truncated:
		s.readSurplus(budget, from, frame, body)
	}
	return err
}

// readRest keeps what stands behind a header that was given up for why.
func (s *send) readRest(budget context.Context, from *bufio.Reader, limited *bounded, why error) {
	switch {
	case errors.Is(why, errNotHTTP): // whatever it is, it is in the trace
		limited.left = maxBody
		s.linger(budget, from)
	case errors.Is(why, ErrHeaderTooLong):
		s.recorder.received = append(s.recorder.received, lastOf(waiting{budget, s.recorder.Conn})...)
	}
}

// readEnd reads an answer that is too long on to its end, which it returns: tokens may
// stand there (R11). The recorder does not keep what lies before.
func (s *send) readEnd(budget context.Context, from *bufio.Reader, frame framing) []byte {
	buffered, _ := from.Peek(from.Buffered())
	end := lastOf(io.MultiReader(bytes.NewReader(buffered), waiting{budget, s.recorder.Conn}))
	if frame.chunked {
		end = chunkBorder().ReplaceAll(end, nil)
	}
	return end
}

// maxBeyond is how much of an answer is read behind what is kept of it.
const maxBeyond = 64 << 20

// lastOf returns the last bytes that can be read, as many as a [Candidate] keeps.
func lastOf(from io.Reader) []byte {
	end := make([]byte, 0, 2*maxRaw)
	for read := 0; read < maxBeyond; {
		if len(end) > maxRaw {
			end = end[:copy(end, end[len(end)-maxRaw:])]
		}
		n, err := from.Read(end[len(end):cap(end)])
		end = end[:len(end)+n]
		if read += n; err != nil {
			break
		}
	}
	return bytes.Clone(end[max(0, len(end)-maxRaw):])
}

// readSurplus takes what stands behind the end of the body. Nothing should: one
// request was sent, with "Connection: close". Where Content-Length was too small, the
// body goes on there; else it is kept beside the body.
func (s *send) readSurplus(budget context.Context, from *bufio.Reader, frame framing, body []byte) {
	r := s.trace.Response
	surplus, _ := from.Peek(from.Buffered())
	switch {
	case frame.chunked:
		surplus = afterTrailers(surplus)
	case !json.Valid(r.Body): // it may lack its end
		surplus = s.linger(budget, from)
	}
	switch {
	case len(bytes.TrimSpace(surplus)) == 0:
	case frame.chunked || frame.none || json.Valid(r.Body) || startsStatus(string(surplus)):
		r.irregular.add("extra data follows the response")
		r.Surplus = bytes.Clone(surplus)
	default:
		r.irregular.add("Content-Length is smaller than the body")
		r.decode(slices.Concat(body, surplus))
	}
}

// linger reads until nothing comes for a moment.
func (s *send) linger(budget context.Context, from io.Reader) []byte {
	var all []byte
	part := make([]byte, 4<<10)
	for budget.Err() == nil {
		_ = s.recorder.SetReadDeadline(time.Now().Add(silence))
		n, err := from.Read(part)
		all = append(all, part[:n]...)
		if err != nil {
			break
		}
	}
	return all
}

// waiting is a connection that ends when nothing comes for a moment.
type waiting struct {
	budget context.Context
	net.Conn
}

func (w waiting) Read(p []byte) (int, error) {
	if w.budget.Err() != nil {
		return 0, io.EOF
	}
	_ = w.SetReadDeadline(time.Now().Add(silence))
	return w.Conn.Read(p)
}

// errBodyTooLong ends reading behind the limit of a body.
var errBodyTooLong = errors.New("the response is longer than 1 MiB")

// bounded ends reading with over when the peer sends more than left bytes.
type bounded struct {
	conn   net.Conn
	left   int
	over   error
	failed error // the last error of reading
}

func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		b.failed = b.over
		return 0, b.failed
	}
	n, err := b.conn.Read(p[:min(len(p), b.left)])
	b.left -= n
	b.failed = err
	return n, err
}

// why returns why reading ended with err, in words that quote nothing of the answer.
func (b *bounded) why(err error) error {
	switch {
	case errors.Is(err, errNotHTTP):
		return err
	case errors.Is(b.failed, io.EOF):
		return io.ErrUnexpectedEOF
	default:
		return b.failed
	}
}
