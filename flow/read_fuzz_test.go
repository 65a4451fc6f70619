package flow_test

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
)

// FuzzReadResponse sends any bytes over a socket. Reading ends without a panic and
// within its limits, the trace has the bytes as they came, and wherever net/http reads
// an answer, status and body are the same (N1, N4).
func FuzzReadResponse(f *testing.F) {
	for _, answers := range []map[string]string{savedAnswers, doubtfulAnswers, unreadAnswers} {
		for _, raw := range answers {
			if len(raw) < 4<<10 {
				f.Add([]byte(raw))
			}
		}
	}
	raw := make(chan []byte, 1)
	p := newPeer(f, nil, func(c *conversation) { answering(string(<-raw))(c) })
	f.Fuzz(func(t *testing.T, in []byte) {
		raw <- in
		client := direct()
		client.Budget = 5 * time.Second
		trace := client.Send(t.Context(), refreshTo(p))
		if !bytes.HasPrefix(in, trace.Received) {
			t.Errorf("received %q", trace.Received)
		}
		r := trace.Response
		if (r != nil) != (trace.Delivery == flow.Answered) || r == nil && trace.Err == nil {
			t.Fatalf("%s: %v, error %v", trace.Delivery, r, trace.Err)
		}
		flags := strings.Join(flow.Classify(trace).Flags, " ")
		status, body, ok := strictly(in)
		if !ok || status < 100 || strings.Contains(flags, "does not say so") || strings.Contains(flags, "spaces around it") {
			return // read more leniently here
		}
		if r == nil || r.Status != status || !bytes.Equal(r.Body, body) && !bytes.HasPrefix(r.Body, body) {
			t.Errorf("net/http reads %d %q, here it is %v %q", status, body, r, trace.Readable())
		}
	})
}

// strictly reads an answer that is not packed as net/http does; false where that
// refuses it, or takes no more than its header.
func strictly(in []byte) (status int, body []byte, ok bool) {
	from := bufio.NewReader(bytes.NewReader(in))
	for {
		res, err := http.ReadResponse(from, &http.Request{Method: http.MethodPost})
		if err != nil || !res.ProtoAtLeast(1, 1) { // chunks are no part of HTTP/1.0
			return 0, nil, false
		}
		if res.StatusCode/100 == 1 {
			continue
		}
		body, err := io.ReadAll(res.Body)
		_ = res.Body.Close()
		return res.StatusCode, body, err == nil && isText(body) && !strings.Contains(res.Header.Get("Content-Encoding"), "deflate")
	}
}

// isText reports whether b is neither packed nor UTF-16.
func isText(b []byte) bool {
	return !bytes.ContainsFunc(b, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' || r > '~' })
}
