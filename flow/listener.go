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
	"net/url"
	"sync"
	"syscall"
	"time"
)

// The listener's limits (L7).
const (
	maxCallbackHeader = 16 << 10
	shutdownGrace     = time.Second
)

// Listener waits on loopback for the browser's answer to one attempt
// (RFC 8252 §7.3, L1).
type Listener struct {
	attempt *Attempt
	report  func(Hit)
	now     func() time.Time
	address string
	port    string
	sockets []net.Listener
	server  *http.Server
	seats   *seats
	closing sync.Once
	served  sync.WaitGroup
}

// Listen binds the app's listen address and serves until ctx ends, Close is
// called, or an answer was taken. It returns after the bind, so that the URL is
// shown only while somebody listens. report is called for every hit, each from a
// goroutine of its own; a hit is the last when its kind ends the attempt. Errors: [ErrPortInUse],
// [ErrNotLoopback] and what the system said.
func Listen(ctx context.Context, a *Attempt, report func(Hit)) (*Listener, error) {
	l := &Listener{attempt: a, report: report, now: time.Now, seats: newSeats()}
	if err := l.bindAlone(a.App); err != nil {
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
		ConnContext:                  withSeat,
	}
	l.server.SetKeepAlivesEnabled(false)
	for _, socket := range l.sockets {
		l.served.Go(func() { _ = l.server.Serve(&seated{socket, l.seats}) })
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
		l.seats.close()
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
func (l *Listener) bindAlone(app App) error {
	binding.Lock()
	defer binding.Unlock()
	return l.bind(app)
}

// bind opens the sockets: literals of loopback only, and both families where the
// browser goes to localhost, since another user could hold the other one
// (L2).
func (l *Listener) bind(app App) error {
	address := app.ListenAddress()
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("listening on %q: it is not HOST:PORT: %w", address, ErrNotLoopback)
	}
	hosts := families(app, host, port)
	for _, h := range hosts {
		ip, err := netip.ParseAddr(h)
		if err != nil || !ip.IsLoopback() {
			l.closeSockets()
			return fmt.Errorf("listening on %s: %w", address, ErrNotLoopback)
		}
		socket, err := net.Listen("tcp", net.JoinHostPort(h, port))
		switch {
		case h == "::1" && len(hosts) > 1 && noFamily(err):
			continue // no IPv6 here, so nobody else can hold it either
		case err != nil:
			l.closeSockets()
			return cannotBind(net.JoinHostPort(h, port), len(hosts) > 1, err)
		}
		l.sockets = append(l.sockets, socket)
		_, port, _ = net.SplitHostPort(socket.Addr().String())
	}
	l.port = port
	l.address = l.sockets[0].Addr().String()
	return nil
}

// families returns the addresses to bind: both of loopback where listen says
// localhost, or where the browser goes to localhost at the port of listen.
func families(app App, host, port string) []string {
	both := host == "localhost"
	if u, err := url.Parse(app.RedirectURI); err == nil && IsLoopback(host) {
		both = both || u.Hostname() == "localhost" && u.Port() == port
	}
	if both {
		return []string{"127.0.0.1", "::1"}
	}
	return []string{host}
}

// noFamily reports whether binding failed since the machine has no such address.
func noFamily(err error) bool {
	return errors.Is(err, syscall.EADDRNOTAVAIL) || errors.Is(err, syscall.EAFNOSUPPORT)
}

// cannotBind says why an address cannot be bound and, where the system tells, who
// holds it. both says that localhost needs this address beside the other family's.
func cannotBind(address string, both bool, err error) error {
	what := "listening on " + address
	if both {
		what += " (localhost is 127.0.0.1 and [::1])"
	}
	if !errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%s: %w", what, errors.Unwrap(err))
	}
	if holder := portHolder(address); holder != "" {
		return fmt.Errorf("%s: %w by %s", what, ErrPortInUse, holder)
	}
	return fmt.Errorf("%s: %w", what, ErrPortInUse)
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
	defer l.seats.keep(r.Context())()
	answer := reply{http.StatusInternalServerError, pageNothing, HitStray, "a request that crashed the listener's handler"}
	defer func() {
		_ = recover() // the hit reports it; a request must not end the attempt
		answer.write(w)
		_ = http.NewResponseController(w).Flush()
		hit := Hit{Kind: answer.kind, Text: answer.text, Request: requestLine(r), Status: answer.status, At: l.now()}
		l.attempt.heard.add(hit)
		l.report(hit)
		if answer.kind.Ends() {
			go func() { _ = l.Close() }()
		}
	}()
	answer = l.judge(r)
}
