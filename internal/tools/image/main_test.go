package main

import (
	"archive/tar"
	"bytes"
	"crypto/x509"
	"io"
	"testing"
)

// The archive has what a program without a system around it needs, and is the same
// whenever it is made.
func TestRootOfContainer(t *testing.T) {
	var first, second bytes.Buffer
	for _, out := range []*bytes.Buffer{&first, &second} {
		if err := run("2026-11-30T00:00:00Z", out); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("two archives of one date differ")
	}
	modes := map[string]int64{}
	r := tar.NewReader(&first)
	for h, err := r.Next(); err != io.EOF; h, err = r.Next() {
		if err != nil {
			t.Fatal(err)
		}
		modes[h.Name] = h.Mode
		if h.Name != "etc/ssl/certs/ca-certificates.crt" {
			continue
		}
		content, err := io.ReadAll(r)
		if err != nil || !x509.NewCertPool().AppendCertsFromPEM(content) {
			t.Errorf("no certificates: %v", err)
		}
	}
	if modes["tmp/"] != 0o1777 || modes["home/zoauth/"] != 0o700 {
		t.Errorf("modes are %v", modes)
	}
}
