package flow_test

import (
	"bytes"
	"crypto/tls"
	"fmt"
	"strings"
	"testing"

	"zoauth/flow"
)

// One Send is one connection and one request, whatever the server does (R6).
func TestExactlyOneRequest(t *testing.T) {
	elsewhere := newPeer(t, nil, answering(okJSON(`{"access_token":"stolen"}`)))
	for _, test := range []struct {
		name     string
		do       script
		delivery flow.Delivery
		phase    flow.Phase
		status   int
	}{
		{"307 to another server", answering("HTTP/1.1 307 Temporary Redirect\r\nLocation: http://" + elsewhere.Address + "/oauth/token\r\nContent-Length: 0\r\n\r\n"), flow.Answered, "", 307},
		{"401 with a challenge", answering("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"), flow.Answered, "", 401},
		{"408 and close", answering("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"), flow.Answered, "", 408},
		{"421", answering("HTTP/1.1 421 Misdirected Request\r\nContent-Length: 0\r\n\r\n"), flow.Answered, "", 421},
		{"close without an answer", func(c *conversation) { c.request() }, flow.Sent, flow.PhaseHeader, 0},
		{"close after the header", answering("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"), flow.Answered, flow.PhaseBody, 200},
		{"reset", func(c *conversation) { c.request(); c.reset() }, flow.Sent, flow.PhaseHeader, 0},
		{"HTTP/2 preface instead of an answer", answering("\x00\x00\x12\x04\x00\x00\x00\x00\x00"), flow.Sent, flow.PhaseHeader, 0},
		{"100 and 103 before the answer", answering("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + okJSON(`{}`)), flow.Answered, "", 200},
		{"nothing but 1xx", answering(strings.Repeat("HTTP/1.1 100 Continue\r\n\r\n", 9)), flow.Sent, flow.PhaseHeader, 0},
		{"answer before the request was read", func(c *conversation) { c.send(okJSON(`{}`)); closeWrite(c.Conn); c.drain() }, flow.Answered, "", 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPeer(t, nil, test.do)
			r := refreshTo(p)
			trace := send(t, direct(), r)
			p.settle()

			wantTrace(t, trace, test.delivery, test.phase, nil)
			if status := statusOf(trace); status != test.status {
				t.Errorf("status %d, want %d", status, test.status)
			}
			wire, _ := r.Wire()
			connections, read := p.seen()
			if connections != 1 || len(read) != 1 || !bytes.Equal(read[0], wire) || !bytes.Equal(trace.Sent, wire) {
				t.Errorf("%d connections, which read %q", connections, read)
			}
		})
	}
	if connections, _ := elsewhere.seen(); connections != 0 {
		t.Errorf("the redirect's target was asked %d times", connections)
	}
}

func statusOf(trace flow.Trace) int {
	if trace.Response == nil {
		return 0
	}
	return trace.Response.Status
}

// A server that has only HTTP/2 is told from one that answered: not sent.
func TestHTTP2OnlyPeer(t *testing.T) {
	ca := newAuthority(t)
	config := ca.config(t)
	config.NextProtos = []string{"h2-only"} // with "h2" crypto/tls would take HTTP/1.1 clients after all
	p := newPeer(t, config, answering(okJSON(`{}`)))
	r := refreshTo(p)
	r.URL, r.CAFile = "https://"+p.Address+"/oauth/token", ca.File
	trace := send(t, direct(), r)
	p.settle()
	wantTrace(t, trace, flow.NotSent, flow.PhaseTLS, nil)
	if !strings.Contains(trace.Err.Error(), "no application protocol") {
		t.Errorf("the error does not tell: %v", trace.Err)
	}
	if _, read := p.seen(); len(read) != 0 || len(trace.Sent) != 0 {
		t.Errorf("something was sent: %q", read)
	}
}

// Only HTTP/1.1 is offered in the handshake (R6).
func TestOffersOnlyHTTP1(t *testing.T) {
	ca := newAuthority(t)
	config := ca.config(t)
	offered := make(chan []string, 1)
	config.GetConfigForClient = func(hello *tls.ClientHelloInfo) (*tls.Config, error) {
		offered <- hello.SupportedProtos
		return nil, nil
	}
	config.NextProtos = []string{"h2", "http/1.1"}
	p := newPeer(t, config, answering(okJSON(`{}`)))
	r := refreshTo(p)
	r.URL, r.CAFile = "https://"+p.Address+"/oauth/token", ca.File
	wantTrace(t, send(t, direct(), r), flow.Answered, "", nil)
	if got := <-offered; len(got) != 1 || got[0] != "http/1.1" {
		t.Errorf("offered %q", got)
	}
}

// What an answer holds where it is odd may be a token: no error and no flag repeats
// it, the trace keeps it (S4).
func TestNoErrorQuotesTheAnswer(t *testing.T) {
	for _, raw := range []string{
		`{"access_token":"canaryAnswer","refresh_token":"canaryAnswer"}` + "\r\n\r\n",
		"HTTP/1.1 200 OK\r\ncanaryAnswer without a colon\r\n\r\n{}",
		"HTTP/1.1 canaryAnswer\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: canaryAnswer\r\n\r\n",
		"HTTP/1.1 200 OK\r\nContent-Length: canaryAnswer\r\n\r\n",
		"HTTP/1.1 200 OK\r\nX-\x01canaryAnswer: x\r\n canaryAnswer\r\nX: canaryAnswer\x02\r\n\r\n",
		"canaryAnswer/1.1 200 OK\r\n\r\n",
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\ncanaryAnswer\r\n",
		"HTTP/1.1 200 OK\r\nContent-Encoding: canaryAnswer\r\n\r\n{}",
		"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}canaryAnswer",
		okJSON(`{"canaryAnswer":1,"canaryAnswer":2}`),
		okJSON(`{"canaryAnswer":canaryAnswer`),
		okJSON(`{"access_token":"canaryAnswer ...","refresh_token":"canaryAnswer\u0001"}`),
	} {
		p := newPeer(t, nil, answering(raw))
		trace := send(t, direct(), refreshTo(p))
		answer := flow.Classify(trace)
		if said := fmt.Sprint(trace.Err, answer.Flags, answer.Err, answer); strings.Contains(said, "canary") {
			t.Errorf("%q is quoted: %s", raw, said)
		}
		if c := answer.Candidate; c != nil && strings.Contains(c.Why, "canary") {
			t.Errorf("%q is quoted: %s", raw, c.Why)
		}
		if !bytes.Contains(trace.Received, []byte("canaryAnswer")) {
			t.Errorf("the trace lost what was read: %q", trace.Received)
		}
	}
}
