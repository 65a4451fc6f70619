package sandbox_test

import (
	"net"
	"testing"

	"zoauth/flow/sandbox"
)

// Two sandboxes never have the same callback address, though nobody listens there yet,
// and an attempt can.
func TestCallbackAddressIsOfOneSandbox(t *testing.T) {
	first, err := sandbox.ReserveCallback("")
	if err != nil {
		t.Fatal(err)
	}
	_, port, err := net.SplitHostPort(first.Address)
	if err != nil {
		t.Fatal(err)
	}
	second, err := sandbox.ReserveCallback(port)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = second.Close() }()
	if second.Address == first.Address {
		t.Errorf("both have %s", first.Address)
	}
	attempt, err := net.Listen("tcp", first.Address)
	if err != nil {
		t.Fatal(err)
	}
	if err := attempt.Close(); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	third, err := sandbox.ReserveCallback(port)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = third.Close() }()
	if third.Address != first.Address {
		t.Errorf("%s was given back, and is not given out again but %s", first.Address, third.Address)
	}
}
