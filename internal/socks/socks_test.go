package socks

import (
	"context"
	"errors"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"testing"

	"zoauth/flow"
)

const (
	open     = "\x05\x01\x00" // version 5, one way to sign in: none
	password = "\x05\x02\x00\x02"
	signIn   = "\x01\x04user\x06canary"
	connect  = "\x05\x01\x00\x03\x07zoom.us\x01\xbb" // by name, port 443
	granted  = "\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00"
)

// turn is what a proxy reads, and what it says to that; nothing ends the connection.
type turn struct{ reads, says string }

// Each proxy is a real socket that follows its turns; the error says what came of it,
// and never the password (N3, N7).
func TestHandshake(t *testing.T) {
	for _, test := range []struct {
		name, user string
		turns      []turn
		says       string
		refused    bool
	}{
		{"granted", "", []turn{{open, "\x05\x00"}, {connect, granted}}, "", false},
		{"granted with a password", "user:canary@", []turn{{password, "\x05\x02"}, {signIn, "\x01\x00"}, {connect, granted}}, "", false},
		{"another password", "user:canary@", []turn{{password, "\x05\x02"}, {signIn, "\x01\x01"}}, "authentication failed", true},
		{"it wants a password", "", []turn{{open, "\x05\xff"}}, "no acceptable authentication methods", true},
		{"by its rules", "", []turn{{open, "\x05\x00"}, {connect, "\x05\x02\x00\x01\x00\x00\x00\x00\x00\x00"}}, "connection not allowed by ruleset", true},
		{"the host is away", "", []turn{{open, "\x05\x00"}, {connect, "\x05\x04\x00\x01\x00\x00\x00\x00\x00\x00"}}, "host unreachable", true},
		{"not SOCKS", "", []turn{{open, "HTTP/1.1 400 Bad Request\r\n\r\n"}}, "unexpected protocol version", true},
		{"it hangs up at once", "", []turn{{open, ""}}, "the proxy closed the connection", false},
		{"it hangs up in its answer", "", []turn{{open, "\x05\x00"}, {connect, "\x05\x00"}}, "the proxy closed the connection", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			near, at := dial(t, test.user, test.turns)
			err := Handshake(t.Context(), near, at, "zoom.us:443")
			if (err == nil) != (test.says == "") || errors.Is(err, flow.ErrProxyRefused) != test.refused {
				t.Fatalf("refused is %v: %v", errors.Is(err, flow.ErrProxyRefused), err)
			}
			if err == nil {
				echoed(t, near)
			} else if !strings.Contains(err.Error(), test.says) || strings.Contains(err.Error(), "canary") {
				t.Errorf("the error is %v", err)
			}
		})
	}
}

// A proxy that says nothing is waited for as long as the context goes.
func TestHandshakeEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	near, at := dial(t, "", []turn{{open, "\x05\x00"}, {connect + "and more", ""}})
	cancel()
	if err := Handshake(ctx, near, at, "zoom.us:443"); err == nil || errors.Is(err, flow.ErrProxyRefused) {
		t.Errorf("the error is %v", err)
	}
}

// dial connects to a proxy that follows turns, then echoes.
func dial(t *testing.T, user string, turns []turn) (net.Conn, *url.URL) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		conn, err := listener.Accept()
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		for _, turn := range turns {
			read := make([]byte, len(turn.reads))
			if _, err := io.ReadFull(conn, read); err != nil || !slices.Equal(read, []byte(turn.reads)) {
				return
			}
			_, _ = io.WriteString(conn, turn.says)
		}
		if turns[len(turns)-1].says == granted {
			_, _ = io.Copy(conn, conn)
		}
	}()
	conn, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	at, err := url.Parse("socks5h://" + user + listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	return conn, at
}

// echoed checks that nothing of the stream behind the handshake was swallowed.
func echoed(t *testing.T, conn net.Conn) {
	t.Helper()
	const said = "hello"
	back := make([]byte, len(said))
	if _, err := io.WriteString(conn, said); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(conn, back); err != nil || string(back) != said {
		t.Errorf("read %q, %v", back, err)
	}
}
