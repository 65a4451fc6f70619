package flow

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"
)

// sit seats a connection of a new peer, of which the server waits to read, and says how
// long that took.
func sit(t *testing.T, s *seats) (seat, peer net.Conn, waited time.Duration) {
	t.Helper()
	began := time.Now()
	near, far := net.Pipe()
	seat, err := s.admit(near)
	if err != nil {
		t.Fatal(err)
	}
	waited = time.Since(began)
	go func() { _, _ = seat.Read(make([]byte, 1)) }()
	synctest.Wait()
	t.Cleanup(func() { _ = far.Close() })
	return seat, far, waited
}

// L7: the connection that has waited longest makes place, and has had its time.
func TestSeatsL7(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSeats()
		first, firstPeer, _ := sit(t, s)
		_, secondPeer, _ := sit(t, s)
		for range maxSeats - 2 {
			sit(t, s)
		}
		done := s.keep(withSeat(context.Background(), first))
		if _, _, waited := sit(t, s); waited != seatGrace {
			t.Errorf("a connection was sent away after %s, want %s", waited, seatGrace)
		}
		wantEnded(t, secondPeer, "the one that has waited longest")
		done()
		if _, _, waited := sit(t, s); waited != 0 {
			t.Errorf("an old connection was kept for %s", waited)
		}
		wantEnded(t, firstPeer, "the one whose request was answered")
		s.close()
		near, _ := net.Pipe()
		if _, err := s.admit(near); !errors.Is(err, net.ErrClosed) {
			t.Errorf("after the end: %v", err)
		}
	})
}

// L7: a request that is being answered is never sent away; its seat is taken when it
// is given up.
func TestBusySeatsStayL7(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSeats()
		var last net.Conn
		for range maxSeats {
			last, _, _ = sit(t, s)
			s.keep(withSeat(context.Background(), last))
		}
		go func() { time.Sleep(5 * time.Second); _ = last.Close() }()
		if _, _, waited := sit(t, s); waited != 5*time.Second {
			t.Errorf("a seat was taken after %s", waited)
		}
	})
}

// L7: a request that this program took long to read has its time from then on: only what
// the peer is waited for counts, however long ago it came.
func TestOnlyWaitingCountsL7(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSeats()
		late, peer, _ := sit(t, s)
		if _, err := peer.Write([]byte("G")); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		time.Sleep(5 * time.Second) // the machine does other things
		_, longest, _ := sit(t, s)
		time.Sleep(seatGrace / 2)
		go func() { _, _ = late.Read(make([]byte, 1)) }()
		for range maxSeats - 2 {
			sit(t, s)
		}
		if _, _, waited := sit(t, s); waited != seatGrace/2 {
			t.Errorf("a connection was sent away after %s, want %s", waited, seatGrace/2)
		}
		wantEnded(t, longest, "the one that has waited longest")
	})
}

func wantEnded(t *testing.T, peer net.Conn, who string) {
	t.Helper()
	_ = peer.SetReadDeadline(time.Now().Add(time.Second))
	if _, err := peer.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("%s was not sent away: %v", who, err)
	}
}
