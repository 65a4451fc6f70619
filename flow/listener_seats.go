package flow

import (
	"cmp"
	"context"
	"net"
	"slices"
	"sync"
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
	since time.Time     // when the read that waits now began; zero when none does
	spent time.Duration // how long the reads before it took
	busy  bool          // its request is being answered
}

// waiting is how long this program has waited for the peer in all until now; zero while it does not.
func (t *seat) waiting(now time.Time) time.Duration {
	if t.busy || t.since.IsZero() {
		return 0
	}
	return t.spent + now.Sub(t.since)
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
		now := time.Now()
		longest := slices.MaxFunc(s.taken, func(a, b *seat) int { return cmp.Compare(a.waiting(now), b.waiting(now)) })
		if rest := seatGrace - longest.waiting(now); rest > 0 {
			return nil, rest
		}
		_ = longest.Conn.Close()
		s.leave(longest)
	}
	t := &seat{Conn: conn, seats: s}
	s.taken = append(s.taken, t)
	return t, 0
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
		if !t.busy {
			_ = t.Conn.Close()
		}
	}
}

// Read marks the seat as one that waits for its peer.
func (t *seat) Read(b []byte) (int, error) {
	began := time.Now()
	t.seats.waits(t, began, 0)
	defer func() { t.seats.waits(t, time.Time{}, time.Since(began)) }()
	return t.Conn.Read(b)
}

func (s *seats) waits(t *seat, since time.Time, spent time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t.since, t.spent = since, t.spent+spent
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
	s.set(t, true)
	return func() { s.set(t, false) }
}

func (s *seats) set(t *seat, busy bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t.busy = busy
}
