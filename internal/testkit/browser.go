package testkit

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// NoRedirect is a browser that goes nowhere by itself.
func NoRedirect() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// Allow presses Allow at a sandbox and returns the callback's address unvisited.
func Allow(authorizeURL string) (string, error) {
	res, err := NoRedirect().Post(authorizeURL, "application/x-www-form-urlencoded", strings.NewReader("decision=allow"))
	if err != nil {
		return "", fmt.Errorf("pressing Allow: %w", err)
	}
	return res.Header.Get("Location"), res.Body.Close()
}

// given are the addresses that [FreeAddress] gave out: each one once.
var given sync.Map

// FreeAddress returns a free loopback address below the ports that the system
// gives out by itself: one of those may be taken again before it is used.
func FreeAddress() (string, error) {
	var failed error
	for range 100 {
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", 20000+rand.IntN(12000)))
		if err != nil {
			failed = err
			continue
		}
		address := l.Addr().String()
		if err := l.Close(); err != nil {
			return "", err
		}
		if _, again := given.LoadOrStore(address, true); !again {
			return address, nil
		}
	}
	return "", fmt.Errorf("looking for a free loopback address: %w", failed)
}

// AddressFor is [FreeAddress] for a test, which fails where none is free.
func AddressFor(t testing.TB) string {
	t.Helper()
	address, err := FreeAddress()
	if err != nil {
		t.Fatal(err)
	}
	return address
}
