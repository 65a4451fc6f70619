package flow_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/internal/testkit"
)

// withCertificate gives the attempt a certificate and key from files.
func withCertificate(t *testing.T, ca *authority, a *flow.Attempt, mode os.FileMode) {
	t.Helper()
	pair := ca.config(t).Certificates[0]
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	a.App.ListenCert, a.App.ListenKey = filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	for path, block := range map[string]*pem.Block{
		a.App.ListenCert: {Type: "CERTIFICATE", Bytes: pair.Certificate[0]},
		a.App.ListenKey:  {Type: "PRIVATE KEY", Bytes: key},
	} {
		if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Chmod(a.App.ListenKey, mode); err != nil {
		t.Fatal(err)
	}
}

// L1: with a certificate the listener speaks https, TLS 1.2 or newer, and
// judges as it does without.
func TestListenerSpeaksTLS(t *testing.T) {
	ca := newAuthority(t)
	a := newAttempt(t)
	address := testkit.AddressFor(t)
	a.App.RedirectURI = "https://" + address + "/callback"
	withCertificate(t, ca, a, 0o600)
	hits := make(chan flow.Hit, 8)
	l, err := flow.Listen(t.Context(), a, func(h flow.Hit) { hits <- h })
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	roots := x509.NewCertPool()
	roots.AddCert(ca.cert)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
	defer client.CloseIdleConnections()

	if conn, err := tls.Dial("tcp", address, &tls.Config{RootCAs: roots, MaxVersion: tls.VersionTLS11, MinVersion: tls.VersionTLS10}); err == nil { // has to fail
		_ = conn.Close()
		t.Error("TLS 1.1 was accepted")
	}
	res, err := client.Get("https://" + address + "/callback?code=abc&state=" + a.State)
	if err != nil {
		t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		t.Errorf("status %d", res.StatusCode)
	}
	for h := range hits {
		if h.Kind == flow.HitAnswer {
			break
		}
	}
	if c := a.Taken(); c == nil || c.Code.Reveal() != "abc" {
		t.Errorf("taken %+v", c)
	}
}

// S2: a key that others can read is refused with its repair, and nothing listens.
func TestListenerRefusesAReadableKey(t *testing.T) {
	a := newAttempt(t)
	address := testkit.AddressFor(t)
	a.App.RedirectURI = "https://" + address + "/callback"
	withCertificate(t, newAuthority(t), a, 0o644)
	_, err := flow.Listen(t.Context(), a, func(flow.Hit) {})
	if !errors.Is(err, flow.ErrPermission) || !strings.Contains(err.Error(), "chmod 600 "+a.App.ListenKey) {
		t.Errorf("got %v", err)
	}
	if conn, err := net.Dial("tcp", address); err == nil {
		_ = conn.Close()
		t.Error("somebody listens all the same")
	}
}

// L2: the holder of a busy port is named where the system tells.
func TestBusyPortNamesItsHolder(t *testing.T) {
	held, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = held.Close() }()
	a := newAttempt(t)
	a.App.RedirectURI = "http://" + held.Addr().String() + "/callback"
	_, err = flow.Listen(t.Context(), a, func(flow.Hit) {})
	if !errors.Is(err, flow.ErrPortInUse) || !strings.Contains(err.Error(), held.Addr().String()) {
		t.Fatalf("got %v", err)
	}
	if _, noProc := os.Stat("/proc/net/tcp"); noProc == nil && !strings.Contains(err.Error(), "process "+strconv.Itoa(os.Getpid())) {
		t.Errorf("the holder is not named: %v", err)
	}
}

// N8: SSLKEYLOGFILE gets nothing.
func TestNoKeyLog(t *testing.T) {
	log := filepath.Join(t.TempDir(), "keys")
	t.Setenv("SSLKEYLOGFILE", log)
	ca := newAuthority(t)
	p := newPeer(t, ca.config(t), answering(okJSON(`{}`)))
	r := flow.RefreshRequest(testApp("https://"+p.Address), clientSecret, oldRefresh)
	r.CAFile = ca.File
	wantTrace(t, send(t, &flow.Client{}, r), flow.Answered, "", nil)
	if _, err := os.Stat(log); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the session keys were written: %v", err)
	}
}
