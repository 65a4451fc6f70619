package flow_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"zoauth/flow"
)

const mib = 1 << 20

// A body is read to 1 MiB and no further, although the server never ends it:
// the send does not wait for the rest (N1).
func TestBodyCap(t *testing.T) {
	t.Parallel()
	start := `{"refresh_token":"R2","junk":"`
	for name, head := range map[string]string{
		"by length":       fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", 1<<30, start),
		"until the close": "HTTP/1.1 200 OK\r\n\r\n" + start,
		"one chunk":       fmt.Sprintf("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s", 1<<30, start),
	} {
		t.Run(name, func(t *testing.T) {
			p := newPeer(t, nil, func(c *conversation) {
				c.request()
				c.send(head + strings.Repeat("x", mib+1-len(start)))
				c.drain() // ends only when the client closes
			})
			trace := send(t, direct(), refreshTo(p))
			wantTrace(t, trace, flow.Answered, "", nil)
			r := trace.Response
			if len(r.Body) != mib || !r.Truncated || r.Cut {
				t.Errorf("%d bytes, truncated %t, cut %t", len(r.Body), r.Truncated, r.Cut)
			}
			if answer := flow.Classify(trace); answer.Verdict != flow.Granted || answer.Token.RefreshToken.Reveal() != "R2" {
				t.Errorf("the token at its start is lost: %v", answer)
			}
		})
	}
}

// Tiny chunks cannot make the raw bytes grow past the cap (N1).
func TestTinyChunks(t *testing.T) {
	p := newPeer(t, nil, answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"+strings.Repeat("1\r\nx\r\n", 400_000)))
	trace := send(t, direct(), refreshTo(p))
	if n := len(trace.Received); n > mib+2*64<<10 {
		t.Errorf("%d bytes kept", n)
	}
	if trace.Delivery != flow.Answered || trace.Response.Cut == trace.Response.Truncated {
		t.Errorf("delivery %s, truncated %t, cut %t, error %v", trace.Delivery, trace.Response.Truncated, trace.Response.Cut, trace.Err)
	}
}

// A header ends at 64 KiB, in one line or in many, of the answer or of 1xx; the end of
// what follows is kept (N1).
func TestHeaderCap(t *testing.T) {
	for name, raw := range map[string]string{
		"one endless line": "HTTP/1.1 200 OK\r\nX: " + strings.Repeat("x", 2*mib),
		"many lines":       "HTTP/1.1 200 OK\r\n" + strings.Repeat("X-Line: yyyyyyyyyyyyyyyyyyyyyyyy\r\n", 40_000),
		"status line":      "HTTP/1.1 200 " + strings.Repeat("O", 2*mib),
		"many 1xx":         strings.Repeat("HTTP/1.1 100 Continue\r\nX: "+strings.Repeat("x", 30<<10)+"\r\n\r\n", 4),
	} {
		t.Run(name, func(t *testing.T) {
			p := newPeer(t, nil, answering(raw))
			trace := send(t, direct(), refreshTo(p))
			wantTrace(t, trace, flow.Sent, flow.PhaseHeader, flow.ErrHeaderTooLong)
			if n := len(trace.Received); n > (64+32)<<10 {
				t.Errorf("%d bytes kept", n)
			}
		})
	}
	p := newPeer(t, nil, answering("HTTP/1.1 200 OK\r\nX: "+strings.Repeat("x", 60<<10)+"\r\n\r\n{}"))
	wantTrace(t, send(t, direct(), refreshTo(p)), flow.Answered, "", nil)
}

// zipped compresses body at its best.
func zipped(t *testing.T, body []byte) string {
	t.Helper()
	var b bytes.Buffer
	w, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func gzipAnswer(body string) string {
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
}

// A compressed answer is decoded to 1 MiB at most; the heap does not grow with
// what is hidden in it (N1: less than 20 MiB).
func TestGzip(t *testing.T) {
	zeros := zipped(t, make([]byte, mib))
	bomb := newPeer(t, nil, answering(gzipAnswer(zipped(t, []byte(`{"refresh_token":"R2","x":"`))+strings.Repeat(zeros, 256))))
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	trace := send(t, direct(), refreshTo(bomb))
	runtime.ReadMemStats(&after)
	wantTrace(t, trace, flow.Answered, "", nil)
	if n := len(trace.Response.Body); n != mib || !trace.Response.Truncated {
		t.Errorf("%d bytes, truncated %t", n, trace.Response.Truncated)
	}
	if grown := int64(after.TotalAlloc) - int64(before.TotalAlloc); grown > 20*mib {
		t.Errorf("%d MiB were allocated", grown/mib)
	}

	small := zipped(t, []byte(`{"refresh_token":"R2","scope":"user:read"}`))
	for _, test := range []struct {
		name, sent, body string
		cut              bool
	}{
		{"whole", small, `{"refresh_token":"R2","scope":"user:read"}`, false},
		{"empty", zipped(t, nil), "", false},
		{"not compressed at all", `{"refresh_token":"R2"}`, `{"refresh_token":"R2"}`, false},
		{"checksum cut off", small[:len(small)-6], `{"refresh_token":"R2","scope":"user:read"}`, true},
	} {
		p := newPeer(t, nil, answering(gzipAnswer(test.sent)))
		r := send(t, direct(), refreshTo(p)).Response
		if r == nil || string(r.Body) != test.body || r.Cut != test.cut {
			t.Errorf("%s: %v, body %q", test.name, r, r.Body)
		}
	}
}
