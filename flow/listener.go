package flow

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"syscall"
	"time"
)

// The listener's limits (PROMISES.md §3.3).
const (
	maxListenerConns  = 32
	maxCallbackHeader = 16 << 10
	shutdownGrace     = time.Second
)

// Listener waits on loopback for the browser's answer to one attempt
// (RFC 8252 §7.3, PROMISES.md §3).
type Listener struct {
	attempt *Attempt
	report  func(Hit)
	now     func() time.Time
	address string
	port    string
	sockets []net.Listener
	server  *http.Server
	slots   chan struct{}
	closing sync.Once
	served  sync.WaitGroup
}

// Listen binds the app's listen address and serves until ctx ends, Close is
// called, or an answer was taken. It returns after the bind, so that the URL is
// shown only while somebody listens. report is called for every hit, from the
// listener's goroutines; it must not block. Errors: [ErrPortInUse],
// [ErrNotLoopback] and what the system said.
func Listen(ctx context.Context, a *Attempt, report func(Hit)) (*Listener, error) {
	l := &Listener{attempt: a, report: report, now: time.Now, slots: make(chan struct{}, maxListenerConns)}
	if err := l.bindAlone(a.App.ListenAddress()); err != nil {
		return nil, err
	}
	if err := l.secure(a.App); err != nil {
		l.closeSockets()
		return nil, err
	}
	l.server = &http.Server{
		Handler:                      http.HandlerFunc(l.serve),
		ReadHeaderTimeout:            5 * time.Second,
		ReadTimeout:                  10 * time.Second,
		WriteTimeout:                 10 * time.Second,
		IdleTimeout:                  5 * time.Second,
		MaxHeaderBytes:               maxCallbackHeader,
		DisableGeneralOptionsHandler: true,
		ErrorLog:                     log.New(io.Discard, "", 0), // stderr is the screen
	}
	l.server.SetKeepAlivesEnabled(false)
	for _, socket := range l.sockets {
		l.served.Go(func() { _ = l.server.Serve(&slotted{socket, l.slots}) })
	}
	context.AfterFunc(ctx, func() { _ = l.Close() })
	return l, nil
}

// Address returns the bound HOST:PORT.
func (l *Listener) Address() string { return l.address }

// Close stops listening; it lets an answer that is being written finish for at
// most one second. It may be called more than once.
func (l *Listener) Close() error {
	l.closing.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), shutdownGrace)
		defer cancel()
		if l.server.Shutdown(ctx) != nil {
			_ = l.server.Close()
		}
	})
	l.served.Wait()
	return nil
}

// bindAlone binds while no probe of this program holds the address.
func (l *Listener) bindAlone(address string) error {
	binding.Lock()
	defer binding.Unlock()
	return l.bind(address)
}

// bind opens the sockets: literals of loopback only, and both families for the
// name localhost, since another user could hold the other one (PROMISES.md L2).
func (l *Listener) bind(address string) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("listening on %q: it is not HOST:PORT: %w", address, ErrNotLoopback)
	}
	hosts := []string{host}
	if host == "localhost" {
		hosts = []string{"127.0.0.1", "::1"}
	}
	for _, h := range hosts {
		ip, err := netip.ParseAddr(h)
		if err != nil || !ip.IsLoopback() {
			l.closeSockets()
			return fmt.Errorf("listening on %s: %w", address, ErrNotLoopback)
		}
		socket, err := net.Listen("tcp", net.JoinHostPort(h, port)) //nolint:noctx // binding loopback does not block
		switch {
		case h == "::1" && len(hosts) > 1 && errors.Is(err, syscall.EADDRNOTAVAIL):
			continue // no IPv6 here, so nobody else can hold it either
		case errors.Is(err, syscall.EADDRINUSE):
			l.closeSockets()
			return busy(net.JoinHostPort(h, port))
		case err != nil:
			l.closeSockets()
			return fmt.Errorf("listening on %s: %w", net.JoinHostPort(h, port), errors.Unwrap(err))
		}
		l.sockets = append(l.sockets, socket)
		_, port, _ = net.SplitHostPort(socket.Addr().String())
	}
	l.port = port
	l.address = l.sockets[0].Addr().String()
	return nil
}

// busy names the address that is in use and, where the system tells, by whom.
func busy(address string) error {
	if holder := portHolder(address); holder != "" {
		return fmt.Errorf("listening on %s: %w by %s", address, ErrPortInUse, holder)
	}
	return fmt.Errorf("listening on %s: %w", address, ErrPortInUse)
}

func (l *Listener) closeSockets() {
	for _, s := range l.sockets {
		_ = s.Close()
	}
	l.sockets = nil
}

// serve answers one request, then reports it, so that the browser has its page
// before the attempt goes on.
func (l *Listener) serve(w http.ResponseWriter, r *http.Request) {
	answer := reply{http.StatusInternalServerError, pageNothing, HitStray, "a request that broke the listener"}
	defer func() {
		_ = recover() // a request must not end the attempt
		answer.write(w)
		_ = http.NewResponseController(w).Flush()
		l.report(Hit{Kind: answer.kind, Text: answer.text, At: l.now()})
		if answer.kind == HitAnswer || answer.kind == HitDeclined || answer.kind == HitMixUp {
			go func() { _ = l.Close() }()
		}
	}()
	answer = l.judge(r)
}

// slotted accepts at most as many connections as there are slots; one more is
// closed at once.
type slotted struct {
	net.Listener
	slots chan struct{}
}

func (s *slotted) Accept() (net.Conn, error) {
	for {
		conn, err := s.Listener.Accept()
		if err != nil {
			return nil, err
		}
		select {
		case s.slots <- struct{}{}:
			return &slot{Conn: conn, slots: s.slots}, nil
		default:
			_ = conn.Close()
		}
	}
}

// slot frees its place when the connection closes.
type slot struct {
	net.Conn
	slots chan struct{}
	once  sync.Once
}

func (s *slot) Close() error {
	s.once.Do(func() { <-s.slots })
	return s.Conn.Close()
}
