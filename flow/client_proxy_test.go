package flow_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"zoauth/flow"
)

// through is a client whose proxy is address.
func through(t *testing.T, address string) *flow.Client {
	t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	return &flow.Client{Proxy: http.ProxyURL(u)}
}

// relay answers CONNECT with 200 and passes bytes to target.
func relay(target string) script {
	return func(c *conversation) {
		if _, err := http.ReadRequest(c.in); err != nil {
			return
		}
		onward, err := net.Dial("tcp", target)
		if err != nil {
			return
		}
		defer func() { _ = onward.Close() }()
		c.send("HTTP/1.1 200 Connection established\r\n\r\n")
		back := make(chan struct{})
		go func() {
			defer close(back)
			_, _ = io.Copy(c.Conn, onward)
			_ = c.Close()
		}()
		_, _ = io.Copy(onward, c.in)
		closeWrite(onward)
		<-back
	}
}

// Through an http and an https proxy the server gets the same one request, and
// the proxy's password is nowhere but on its wire (N7).
func TestProxyTunnel(t *testing.T) {
	ca := newAuthority(t)
	for scheme, config := range map[string]*tls.Config{"http": nil, "https": ca.config(t)} {
		t.Run(scheme, func(t *testing.T) {
			server := newPeer(t, ca.config(t, "zoom.example"), answering(okJSON(`{}`)))
			proxy := newPeer(t, config, relay(server.Address))
			r := flow.RefreshRequest(testApp("https://zoom.example"), clientSecret, oldRefresh)
			r.CAFile = ca.File
			trace := send(t, through(t, scheme+"://user:canaryProxy@"+proxy.Address), r)
			server.settle()
			proxy.settle()

			wantTrace(t, trace, flow.Answered, "", nil)
			wire, _ := r.Wire()
			if n, read := server.seen(); n != 1 || string(read[0]) != string(wire) {
				t.Errorf("%d connections, read %q", n, read)
			}
			want := "CONNECT zoom.example:443 HTTP/1.1\r\nHost: zoom.example:443\r\nUser-Agent: zoauth\r\nProxy-Authorization: Basic dXNlcjpjYW5hcnlQcm94eQ==\r\n\r\n"
			if _, read := proxy.seen(); len(read) != 1 || !strings.HasPrefix(string(read[0]), want) {
				t.Errorf("the proxy read %.200q", read)
			}
			if trace.Peer.Proxy != scheme+"://"+proxy.Address || trace.Peer.Subject != "CN=peer" {
				t.Errorf("peer %+v", trace.Peer)
			}
			withoutProxyPassword(t, trace)
		})
	}
}

func withoutProxyPassword(t *testing.T, trace flow.Trace) {
	t.Helper()
	all := fmt.Sprintf("%v %+v %q %q %v", trace.Err, trace.Peer, trace.Sent, trace.Received, trace.Request.Header)
	for _, form := range []string{"canaryProxy", "dXNlcjpjYW5hcnlQcm94eQ"} {
		if strings.Contains(all, form) {
			t.Errorf("the proxy's password is in the trace: %s", all)
		}
	}
}

// A proxy that refuses, breaks off or is of another kind: nothing was sent, and
// the words are clear and without the password (N3, N7).
func TestProxyRefuses(t *testing.T) {
	for _, test := range []struct {
		name, scheme, raw, says string
		phase                   flow.Phase
		is                      error
	}{
		{"407", "http", "HTTP/1.1 407 no canaryProxy for user\r\nProxy-Authenticate: Basic\r\nContent-Length: 0\r\n\r\n", "the proxy refused the connection: 407", flow.PhaseProxy, nil},
		{"502", "http", "HTTP/1.1 502 Bad Gateway\r\n\r\n", "502", flow.PhaseProxy, nil},
		{"no HTTP", "http", "canaryProxy\r\n\r\n", "the proxy http://127.0.0.1:", flow.PhaseProxy, nil},
		{"nothing", "http", "", "the proxy http://127.0.0.1:", flow.PhaseProxy, io.ErrUnexpectedEOF},
		{"endless header", "http", "HTTP/1.1 200 OK\r\n" + strings.Repeat("X: y\r\n", 20_000), "64 KiB", flow.PhaseProxy, flow.ErrHeaderTooLong},
		{"200 and no tunnel", "http", "HTTP/1.1 200 OK\r\n\r\n", "EOF", flow.PhaseTLS, nil},
		{"https proxy that speaks no TLS", "https", "HTTP/1.1 400 Bad Request\r\n\r\n", "the proxy https://127.0.0.1:", flow.PhaseProxyTLS, nil},
		{"SOCKS without its handshake", "socks5", "", "proxies of this kind are not supported", flow.PhaseProxy, flow.ErrProxyScheme},
		{"another kind", "socks4", "", "proxies of this kind are not supported", flow.PhaseProxy, flow.ErrProxyScheme},
	} {
		t.Run(test.name, func(t *testing.T) {
			p := newPeer(t, nil, func(c *conversation) {
				if test.scheme == "http" {
					_, _ = http.ReadRequest(c.in)
				}
				c.send(test.raw)
				closeWrite(c.Conn)
				c.drain()
			})
			r := flow.RefreshRequest(testApp("https://zoom.example"), clientSecret, oldRefresh)
			trace := send(t, through(t, test.scheme+"://user:canaryProxy@"+p.Address), r)
			wantTrace(t, trace, flow.NotSent, test.phase, test.is)
			if trace.Err != nil && !strings.Contains(trace.Err.Error(), test.says) {
				t.Errorf("the error does not say %q: %v", test.says, trace.Err)
			}
			withoutProxyPassword(t, trace)
		})
	}
}

// A proxy variable that is no URL is named without its text.
func TestProxyVariableIsNoURL(t *testing.T) {
	client := &flow.Client{Proxy: func(*http.Request) (*url.URL, error) {
		return nil, errors.New("parse http://user:canaryProxy@ho st: bad")
	}}
	trace := send(t, client, flow.RefreshRequest(testApp("https://zoom.example"), clientSecret, oldRefresh))
	wantTrace(t, trace, flow.NotSent, flow.PhaseProxy, nil)
	withoutProxyPassword(t, trace)
}

// Loopback is never asked for through a proxy.
func TestLoopbackIsNotProxied(t *testing.T) {
	p := newPeer(t, nil, answering(okJSON(`{}`)))
	trace := send(t, through(t, "http://"+closedPort(t)), refreshTo(p))
	wantTrace(t, trace, flow.Answered, "", nil)
}

// A SOCKS proxy is asked by the handshake that the client was given, for the host by
// name; what the handshake says is told as the proxy's (N3, N7).
func TestProxySOCKS(t *testing.T) {
	ca := newAuthority(t)
	for scheme, refusal := range map[string]error{"socks5": nil, "socks5h": flow.ErrProxyRefused} {
		server := newPeer(t, ca.config(t, "zoom.example"), answering(okJSON(`{}`)))
		client := through(t, scheme+"://user:canaryProxy@"+server.Address)
		asked := ""
		client.SOCKS = func(_ context.Context, _ net.Conn, _ *url.URL, address string) error {
			asked = address
			return refusal
		}
		r := flow.RefreshRequest(testApp("https://zoom.example"), clientSecret, oldRefresh)
		r.CAFile = ca.File
		trace := send(t, client, r)
		if asked != "zoom.example:443" || !errors.Is(trace.Err, refusal) || trace.Peer.Proxy != scheme+"://"+server.Address {
			t.Errorf("%s: asked for %q, %v, through %q", scheme, asked, trace.Err, trace.Peer.Proxy)
		}
		if (trace.Delivery == flow.NotSent) != (refusal != nil) {
			t.Errorf("%s: delivery %v with %v", scheme, trace.Delivery, refusal)
		}
		withoutProxyPassword(t, trace)
	}
}
