package flow

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"encoding/hex"
	"net"
	"net/http"
	"net/url"
	"time"
)

// The limits of one send (N1, N2).
const (
	defaultDial   = 15 * time.Second
	DefaultBudget = 60 * time.Second
	maxHeader     = 64 << 10
	maxBody       = 1 << 20
)

// Client sends requests. The zero value is ready and follows the proxy
// variables of the environment. It keeps no connection and follows no redirect;
// any number of sends may run at once.
type Client struct {
	Now    func() time.Time                      // nil: time.Now
	Proxy  func(*http.Request) (*url.URL, error) // nil: http.ProxyFromEnvironment
	Dial   time.Duration                         // for lookup, connect, proxy and TLS together; 0: 15 s
	Budget time.Duration                         // awake time from the first byte written; 0: 60 s
	Watch  func(Progress)                        // told of each phase as it begins, by the send's own goroutine; nil: nobody watches
	SOCKS  Handshake                             // for socks5 and socks5h proxies; nil: [ErrProxyScheme]

	roots *x509.CertPool // of [Client.trusting]; nil: the system's alone
}

// Handshake asks the proxy at the other end of conn for a connection to address, a
// host and port; the proxy looks the host up. It ends with ctx. The error wraps
// [ErrProxyRefused] where the proxy said no, and holds no password; conn is then of no
// further use. This package speaks HTTP alone: who makes a [Client] brings it for SOCKS.
type Handshake func(ctx context.Context, conn net.Conn, proxy *url.URL, address string) error

// Send writes the request once, on one new connection, and reads one answer.
// It always returns a trace; Trace.Err says what failed and Trace.Delivery how
// far the request got. ctx ends the send until the first byte is written; after
// that only the budget does, unless the step changes no tokens.
func (c *Client) Send(ctx context.Context, r Request) Trace {
	s := &send{client: c, trace: Trace{
		Origin: OriginWire, ID: newID(), Step: r.Step, Request: r, Delivery: NotSent, Phase: PhaseBuild, Started: c.now(),
	}}
	began := time.Now()
	s.enter(PhaseBuild)
	s.trace.Err = s.run(ctx, r)
	s.trace.Times.Total = time.Since(began)
	if s.recorder != nil {
		s.trace.Sent, s.trace.Received = s.recorder.sent, s.recorder.received
		s.trace.Times.FirstByte = s.recorder.firstByte()
	}
	return s.trace
}

// Progress is how far a send is.
type Progress struct {
	Phase   Phase // that has begun
	Times   Times // of the phases before it
	Peer    Peer
	Written int // bytes of the request
}

// send is one Client.Send under way.
type send struct {
	client   *Client
	trace    Trace
	recorder *recorder
}

// enter begins a phase and tells who watches.
func (s *send) enter(p Phase) {
	s.trace.Phase = p
	if s.client.Watch == nil {
		return
	}
	told := Progress{Phase: p, Times: s.trace.Times, Peer: s.trace.Peer}
	if s.recorder != nil {
		told.Written, told.Times.FirstByte = len(s.recorder.sent), s.recorder.firstByte()
	}
	s.client.Watch(told)
}

func (s *send) run(ctx context.Context, r Request) error {
	wire, err := r.Wire()
	if err != nil {
		return err
	}
	if s.client.roots == nil {
		if s.client, err = s.client.trusting(r); err != nil {
			return err
		}
	}
	conn, err := s.connect(ctx, r)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	s.recorder = &recorder{Conn: conn}

	spending := ctx
	if r.Step.ChangesTokens() {
		spending = context.WithoutCancel(ctx)
	}
	budget, done := awake(spending, orDefault(s.client.Budget, DefaultBudget))
	defer done()
	stop := context.AfterFunc(budget, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()

	s.trace.Delivery = Sent
	s.enter(PhaseWrite)
	_, writeErr := s.recorder.Write(wire)
	if len(s.recorder.sent) == 0 {
		s.trace.Delivery = NotSent
		return ended(budget, writeErr)
	}
	// A server may answer and close before it has read everything, so the
	// answer is read even after a failed write.
	if err := s.read(budget, r.Method); err != nil {
		if writeErr != nil && s.trace.Delivery != Answered {
			s.trace.Phase, err = PhaseWrite, writeErr
		}
		return ended(budget, err)
	}
	s.trace.Phase = ""
	return nil
}

// ended prefers the reason for which the context ended over the time-out that
// this caused on the connection.
func ended(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}

func (c *Client) now() time.Time {
	if c.Now == nil {
		return time.Now()
	}
	return c.Now()
}

func orDefault(d, fallback time.Duration) time.Duration {
	if d == 0 {
		return fallback
	}
	return d
}

// newID returns 64 random bits in hex.
func newID() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // documented never to fail
	return hex.EncodeToString(b[:])
}

// recorder keeps the plaintext that passes through a connection. One goroutine
// uses it.
type recorder struct {
	net.Conn
	sent, received []byte
	wrote, read    time.Time
}

func (r *recorder) Write(p []byte) (int, error) {
	n, err := r.Conn.Write(p)
	r.sent = append(r.sent, p[:n]...)
	r.wrote = time.Now()
	return n, err
}

func (r *recorder) Read(p []byte) (int, error) {
	n, err := r.Conn.Read(p)
	if n > 0 && r.read.IsZero() {
		r.read = time.Now()
	}
	r.received = append(r.received, p[:n]...)
	return n, err
}

func (r *recorder) firstByte() time.Duration {
	if r.read.IsZero() {
		return 0
	}
	return r.read.Sub(r.wrote)
}
