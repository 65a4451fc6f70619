package testkit

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"syscall"
	"testing"

	"zoauth/flow/sandbox"
)

// noRedirect is a browser that goes nowhere by itself.
func noRedirect() *http.Client {
	return &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
}

// Allow presses Allow at a sandbox and returns the callback's address unvisited.
func Allow(authorizeURL string) (string, error) {
	res, err := noRedirect().Post(authorizeURL, "application/x-www-form-urlencoded", strings.NewReader("decision=allow"))
	if err != nil {
		return "", fmt.Errorf("pressing Allow: %w", err)
	}
	return res.Header.Get("Location"), res.Body.Close()
}

// reserved are the addresses that [FreeAddress] gave out.
var reserved struct {
	sync.Mutex
	all []*sandbox.Callback
}

// FreeAddress returns a loopback address that is free until this process ends. While it
// looks for one no program is started: a child holds what its parent had open until its own
// program runs, and the address would not be free before.
func FreeAddress() (string, error) {
	syscall.ForkLock.RLock()
	callback, err := sandbox.ReserveCallback("")
	syscall.ForkLock.RUnlock()
	if err != nil {
		return "", err
	}
	reserved.Lock()
	defer reserved.Unlock()
	reserved.all = append(reserved.all, callback)
	return callback.Address, nil
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
