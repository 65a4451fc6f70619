package sandbox

import (
	"fmt"
	"math/rand/v2"
	"net"
)

// Callback is a loopback address that the callbacks of one sandbox come to. Nothing
// listens there until an attempt is open; until Close no other sandbox of this machine
// takes it.
type Callback struct {
	Address string
	// A UDP socket on the same port takes nothing from TCP, and tells other sandboxes.
	reservation net.PacketConn
}

// The ports below those that the system gives out by itself: one of those may be another
// program's before an attempt is open.
const (
	firstPort = 20000
	ports     = 12000
)

// ReserveCallback returns the address with the usual port, or with a free one where that
// is another's or empty.
func ReserveCallback(usual string) (*Callback, error) {
	port := usual
	var failed error
	for range 100 {
		if port == "" {
			port = fmt.Sprint(firstPort + rand.IntN(ports))
		}
		c, err := reserve(port)
		if err == nil {
			return c, nil
		}
		port, failed = "", err
	}
	return nil, fmt.Errorf("looking for a free callback port: %w", failed)
}

func reserve(port string) (*Callback, error) {
	address := net.JoinHostPort("127.0.0.1", port)
	reservation, err := net.ListenPacket("udp", address)
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		_ = reservation.Close()
		return nil, err
	}
	return &Callback{address, reservation}, listener.Close()
}

// Close lets others have the address.
func (c *Callback) Close() error { return c.reservation.Close() }
