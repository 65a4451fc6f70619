package flow_test

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/flow"
)

// closedPort returns an address where nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	return listener.Addr().String()
}

// Whatever fails before the first byte of the request is "not sent" (N3), and
// the phase says where.
func TestNotSent(t *testing.T) {
	ca, stranger := newAuthority(t), newAuthority(t)
	p := newPeer(t, ca.config(t), answering(okJSON(`{}`)))
	plain := newPeer(t, nil, func(c *conversation) { c.send("220 smtp.example ready\r\n"); c.drain() })
	old := ca.config(t)
	old.MinVersion, old.MaxVersion = tls.VersionTLS11, tls.VersionTLS11
	tls11 := newPeer(t, old, answering(okJSON(`{}`)))
	noPEM := filepath.Join(t.TempDir(), "no.pem")
	if err := os.WriteFile(noPEM, []byte("no certificate"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name, url, ca string
		phase         flow.Phase
		says          string
	}{
		{"closed port", "https://" + closedPort(t), ca.File, flow.PhaseConnect, "refused"},
		{"unknown authority", "https://" + p.Address, "", flow.PhaseTLS, "certificate"},
		{"wrong ca_file", "https://" + p.Address, stranger.File, flow.PhaseTLS, "certificate"},
		{"ca_file without a certificate", "https://" + p.Address, noPEM, flow.PhaseBuild, noPEM},
		{"no ca_file there", "https://" + p.Address, noPEM + ".gone", flow.PhaseBuild, "ca_file"},
		{"TLS 1.1 only", "https://" + tls11.Address, ca.File, flow.PhaseTLS, "tls"},
		{"no TLS at all", "https://" + plain.Address, ca.File, flow.PhaseTLS, "tls"},
		{"plain http elsewhere", "http://zoom.example", "", flow.PhaseBuild, "neither https nor loopback"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := flow.RefreshRequest(testApp(test.url), clientSecret, oldRefresh)
			r.CAFile = test.ca
			trace := send(t, direct(), r)
			wantTrace(t, trace, flow.NotSent, test.phase, nil)
			if trace.Err != nil && !strings.Contains(trace.Err.Error(), test.says) {
				t.Errorf("the error does not say %q: %v", test.says, trace.Err)
			}
			if len(trace.Sent)+len(trace.Received) != 0 || trace.Response != nil {
				t.Error("the trace holds bytes")
			}
		})
	}
	p.settle()
	if _, read := p.seen(); len(read) != 0 {
		t.Errorf("the server read %q", read)
	}
}

// A name that does not resolve fails in its own phase.
func TestUnresolvableHost(t *testing.T) {
	saved := net.DefaultResolver
	t.Cleanup(func() { net.DefaultResolver = saved })
	net.DefaultResolver = &net.Resolver{PreferGo: true, Dial: func(context.Context, string, string) (net.Conn, error) {
		return nil, errors.New("no name server here")
	}}
	r := flow.RefreshRequest(testApp("https://zoom.invalid"), clientSecret, oldRefresh)
	trace := send(t, direct(), r)
	wantTrace(t, trace, flow.NotSent, flow.PhaseResolve, nil)
	if trace.Times.DNS <= 0 || trace.Times.Total < trace.Times.DNS {
		t.Errorf("times %+v", trace.Times)
	}
}

// Over TLS with the profile's own CA the request arrives, and the trace knows
// the peer and the times of every part.
func TestTLSWithOwnAuthority(t *testing.T) {
	ca := newAuthority(t)
	p := newPeer(t, ca.config(t), answering(okJSON(`{"access_token":"a"}`)))
	r := refreshTo(p)
	r.URL, r.CAFile = "https://"+p.Address+"/oauth/token", ca.File
	trace := send(t, direct(), r)
	p.settle()

	wantTrace(t, trace, flow.Answered, "", nil)
	if _, read := p.seen(); len(read) != 1 || string(read[0]) != string(trace.Sent) {
		t.Errorf("the server read %q, the trace says %q", read, trace.Sent)
	}
	if !strings.HasSuffix(string(trace.Received), `{"access_token":"a"}`) {
		t.Errorf("received %q: not the plaintext", trace.Received)
	}
	peer := trace.Peer
	if peer.Address != p.Address || peer.TLSVersion != "TLS 1.3" || peer.Cipher == "" || peer.Subject != "CN=peer" || peer.Issuer != "CN=zoauth test CA" || peer.Proxy != "" {
		t.Errorf("peer %+v", peer)
	}
	times := trace.Times
	if times.Connect <= 0 || times.TLS <= 0 || times.FirstByte <= 0 || times.Total < times.Connect+times.TLS+times.FirstByte {
		t.Errorf("times %+v", times)
	}
	if trace.Started.IsZero() || trace.ID == "" || trace.Step != flow.StepRefresh {
		t.Errorf("trace %+v", trace)
	}
}

// After the first byte everything is "sent", and what was read is kept (N3, R11).
func TestCuts(t *testing.T) {
	for _, test := range []struct {
		name     string
		do       script
		delivery flow.Delivery
		phase    flow.Phase
		body     string
	}{
		{"before the header", answering("HTTP/1.1 200 O"), flow.Sent, flow.PhaseHeader, ""},
		{"in the header", answering("HTTP/1.1 200 OK\r\nContent-Type: appl"), flow.Sent, flow.PhaseHeader, ""},
		{"after the header", answering("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n"), flow.Answered, flow.PhaseBody, ""},
		{"mid-body", answering("HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\n" + `{"refresh_token":"R2"`), flow.Answered, flow.PhaseBody, `{"refresh_token":"R2"`},
		{"last chunk missing", answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"), flow.Answered, flow.PhaseBody, "abc"},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPeer(t, nil, test.do)
			trace := send(t, direct(), refreshTo(p))
			wantTrace(t, trace, test.delivery, test.phase, nil)
			if trace.Response != nil && (string(trace.Response.Body) != test.body || !trace.Response.Cut) {
				t.Errorf("body %q, cut %t", trace.Response.Body, trace.Response.Cut)
			}
		})
	}
}
