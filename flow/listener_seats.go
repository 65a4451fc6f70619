package flow

import (
	"context"
	"crypto/tls"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// Limits of the connections that are open at once (L7).
const (
	maxSeats  = 256
	seatGrace = 200 * time.Millisecond // how long a connection may take to send its request while others wait
)

// seats are the connections that a listener holds open. When all are taken, a new
// connection takes the place of the one that has waited longest for its request to
// be whole, so that silent sockets never keep the browser out; but each has
// [seatGrace] to send it, so that reconnecting ones do not push it out either. Only
// the time in which this program waits for the peer counts: on a busy machine, a
// request that has come and was not read yet is not the peer's delay.
type seats struct {
	mu    sync.Mutex
	taken []*seat       // in the order in which they came
	ended chan struct{} // closed by close
	freed chan struct{} // holds one sign that a seat was given up
}

// seat is one connection.
type seat struct {
	net.Conn
	seats *seats
	busy  atomic.Bool // its request is being answered

	mu    sync.Mutex    // of what it says itself: the other seats do not keep it from that
	since time.Time     // when the read that waits now began; zero when none does
	spent time.Duration // how long the reads before it took
}

// waiting is how long this program has waited for the peer in all until now; zero while it does not.
func (t *seat) waiting(now time.Time) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.busy.Load() || t.since.IsZero() {
		return 0
	}
	return t.spent + now.Sub(t.since)
}

// again gives the peer its time from now on.
func (t *seat) again(now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.spent = 0; !t.since.IsZero() {
		t.since = now
	}
}

// unread reports whether bytes of the peer have come that were not read yet.
func (t *seat) unread() bool {
	conn := t.Conn
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn()
	}
	socket, ok := conn.(syscall.Conn)
	if !ok {
		return false
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return false
	}
	n := 0
	err = raw.Control(func(fd uintptr) { n, _, _ = syscall.Recvfrom(int(fd), make([]byte, 1), syscall.MSG_PEEK) })
	return err == nil && n > 0
}

func newSeats() *seats {
	return &seats{ended: make(chan struct{}), freed: make(chan struct{}, 1)}
}

// seated is a listener whose connections have a seat.
type seated struct {
	net.Listener
	seats *seats
}

func (s *seated) Accept() (net.Conn, error) {
	conn, err := s.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return s.seats.admit(conn)
}

// admit waits for a seat; [net.ErrClosed] when none is given any more.
func (s *seats) admit(conn net.Conn) (net.Conn, error) {
	for {
		taken, wait := s.take(conn)
		switch {
		case taken == nil && wait == 0:
			_ = conn.Close()
			return nil, net.ErrClosed
		case taken != nil:
			return taken, nil
		}
		select {
		case <-s.ended:
		case <-s.freed:
		case <-time.After(wait):
		}
	}
}

// take seats conn where it can. Otherwise it says after how long a seat can be taken
// from another connection; zero when the listener has ended.
func (s *seats) take(conn net.Conn) (*seat, time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over() {
		return nil, 0
	}
	if len(s.taken) >= maxSeats {
		longest, waited := s.longest()
		if rest := seatGrace - waited; rest > 0 {
			return nil, rest
		}
		_ = longest.Conn.Close()
		s.leave(longest)
	}
	t := &seat{Conn: conn, seats: s}
	s.taken = append(s.taken, t)
	return t, 0
}

// longest is the seat whose peer has kept this program waiting longest. One that has sent what was
// not read yet waits itself.
func (s *seats) longest() (longest *seat, waited time.Duration) {
	for {
		now := time.Now()
		longest, waited = s.taken[0], 0
		for _, t := range s.taken {
			if by := t.waiting(now); by > waited {
				longest, waited = t, by
			}
		}
		if waited < seatGrace || !longest.unread() {
			return longest, waited
		}
		longest.again(now)
	}
}

func (s *seats) over() bool {
	select {
	case <-s.ended:
		return true
	default:
		return false
	}
}

// close ends the connections whose request has not come; no further one is seated.
func (s *seats) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.over() {
		return
	}
	close(s.ended)
	for _, t := range s.taken {
		if !t.busy.Load() {
			_ = t.Conn.Close()
		}
	}
}

// Read marks the seat as one that waits for its peer.
func (t *seat) Read(b []byte) (int, error) {
	t.mu.Lock()
	t.since = time.Now()
	t.mu.Unlock()
	defer func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.since, t.spent = time.Time{}, t.spent+time.Since(t.since)
	}()
	return t.Conn.Read(b)
}

// Close gives the seat up.
func (t *seat) Close() error {
	s := t.seats
	s.mu.Lock()
	s.leave(t)
	s.mu.Unlock()
	select {
	case s.freed <- struct{}{}:
	default:
	}
	return t.Conn.Close()
}

// leave takes a seat off those that are taken.
func (s *seats) leave(t *seat) {
	s.taken = slices.DeleteFunc(s.taken, func(other *seat) bool { return other == t })
}

// seatKey finds the connection of a request in its context.
type seatKey struct{}

func withSeat(ctx context.Context, conn net.Conn) context.Context {
	return context.WithValue(ctx, seatKey{}, conn)
}

// keep holds the seat of the request of ctx until done is called.
func (s *seats) keep(ctx context.Context) (done func()) {
	t, ok := ctx.Value(seatKey{}).(*seat)
	if !ok {
		return func() {}
	}
	t.busy.Store(true)
	return func() { t.busy.Store(false) }
}
