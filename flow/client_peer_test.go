package flow_test

import (
	"bufio"
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"zoauth/flow"
)

// peer is a server of raw bytes on loopback that counts what reaches it.
type peer struct {
	Address string

	mu          sync.Mutex
	connections int
	read        [][]byte // what each connection got, whole
	handlers    sync.WaitGroup
	listener    net.Listener
	open        map[net.Conn]bool
}

// script is what a peer does with one connection.
type script func(c *conversation)

// conversation is one connection of a peer. Everything read is kept.
type conversation struct {
	net.Conn
	in  *bufio.Reader
	got bytes.Buffer
}

// newPeer starts a peer; with config it speaks TLS.
func newPeer(t testing.TB, config *tls.Config, do script) *peer {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &peer{Address: listener.Addr().String(), listener: listener, open: map[net.Conn]bool{}}
	p.handlers.Go(func() { p.accept(config, do) })
	t.Cleanup(p.close)
	return p
}

func (p *peer) accept(config *tls.Config, do script) {
	for {
		conn, err := p.listener.Accept()
		if err != nil {
			return
		}
		p.mu.Lock()
		p.connections++
		p.open[conn] = true
		p.mu.Unlock()
		p.handlers.Go(func() { p.serve(conn, config, do) })
	}
}

func (p *peer) serve(conn net.Conn, config *tls.Config, do script) {
	defer func() { _ = conn.Close() }()
	c := &conversation{Conn: conn}
	if config != nil {
		secured := tls.Server(conn, config)
		if secured.Handshake() != nil {
			return
		}
		c.Conn = secured
	}
	c.in = bufio.NewReader(io.TeeReader(c.Conn, &c.got))
	do(c)
	p.mu.Lock()
	defer p.mu.Unlock()
	p.read = append(p.read, bytes.Clone(c.got.Bytes()))
}

// close ends every conversation and waits for its script.
func (p *peer) close() {
	_ = p.listener.Close()
	p.mu.Lock()
	for conn := range p.open {
		_ = conn.Close()
	}
	p.mu.Unlock()
	p.handlers.Wait()
}

// settle stops accepting and waits until every script has ended by itself.
func (p *peer) settle() {
	_ = p.listener.Close()
	p.handlers.Wait()
}

// seen returns the number of connections and what each of them got.
func (p *peer) seen() (int, [][]byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.connections, p.read
}

// request reads one HTTP request.
func (c *conversation) request() {
	r, err := http.ReadRequest(c.in)
	if err == nil {
		_, _ = io.Copy(io.Discard, r.Body)
	}
}

func (c *conversation) send(raw string) { _, _ = io.WriteString(c.Conn, raw) }

// drain reads until the client closes: a second request would be seen.
func (c *conversation) drain() { _, _ = io.Copy(io.Discard, c.in) }

// reset closes with RST instead of FIN.
func (c *conversation) reset() {
	if tcp, ok := c.Conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = c.Close()
}

// answering reads one request, sends raw, and ends its side.
func answering(raw string) script {
	return func(c *conversation) {
		c.request()
		c.send(raw)
		closeWrite(c.Conn)
		c.drain()
	}
}

func closeWrite(c net.Conn) {
	if half, ok := c.(interface{ CloseWrite() error }); ok {
		_ = half.CloseWrite()
	}
}

// okJSON is a 200 answer with a JSON body.
func okJSON(body string) string { return jsonAnswer("200 OK", body) }

func jsonAnswer(status, body string) string {
	return "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\n\r\n" + body
}

// authority makes certificates for tests.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
	File string // its certificate in PEM
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	key := newKey(t)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "zoauth test CA"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
	return &authority{cert, key, file}
}

// config returns a TLS server's configuration with a certificate for 127.0.0.1
// and names.
func (a *authority) config(t *testing.T, names ...string) *tls.Config {
	t.Helper()
	key := newKey(t)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: "peer"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		DNSNames: names, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, a.cert, &key.PublicKey, a.key)
	if err != nil {
		t.Fatal(err)
	}
	return &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
}

func newKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// The secrets of the tests: each a text of its own, so that a leak has a name.
var (
	clientSecret = flow.NewSecret(flow.KindClientSecret, "canary+Secret/of=the~client")
	codeSecret   = flow.NewSecret(flow.KindCode, "canaryCode_0123456789")
	verifier     = flow.NewSecret(flow.KindVerifier, "canaryVerifier-0123456789")
	oldRefresh   = flow.NewSecret(flow.KindRefreshToken, "canaryRefresh.R1 +/=")
	oldAccess    = flow.NewSecret(flow.KindAccessToken, "canaryAccess.A1")
)

// testApp is a general app whose endpoints are at base.
func testApp(base string) flow.App {
	return flow.App{
		Name: "acme-dev", Type: flow.General, ClientID: "Zk3mQ8vTS2aXw1LrPbN0Ug",
		RedirectURI: "http://127.0.0.1:8976/callback",
		Endpoints:   flow.Endpoints{OAuthURL: base, AuthorizeURL: base + "/oauth/authorize", APIURL: base},
	}
}

// refreshTo is a refresh to a peer of plain http.
func refreshTo(p *peer) flow.Request {
	return flow.RefreshRequest(testApp("http://"+p.Address), clientSecret, oldRefresh)
}

// direct is a client that asks no environment for a proxy.
func direct() *flow.Client {
	return &flow.Client{Proxy: func(*http.Request) (*url.URL, error) { return nil, nil }}
}

// wantTrace checks delivery and phase, and that failed matches Err.
func wantTrace(t *testing.T, trace flow.Trace, delivery flow.Delivery, phase flow.Phase, failed error) {
	t.Helper()
	if trace.Origin != flow.OriginWire {
		t.Errorf("the trace is of origin %q", trace.Origin)
	}
	if trace.Delivery != delivery || trace.Phase != phase {
		t.Errorf("delivery %q in phase %q, want %q in %q (error: %v)", trace.Delivery, trace.Phase, delivery, phase, trace.Err)
	}
	if failed != nil && !errors.Is(trace.Err, failed) {
		t.Errorf("error %v, want %v", trace.Err, failed)
	}
	if failed == nil && phase == "" && trace.Err != nil {
		t.Errorf("error %v, want none", trace.Err)
	}
	if phase != "" && trace.Err == nil {
		t.Error("no error")
	}
}

// send sends with a context of the test.
func send(t *testing.T, c *flow.Client, r flow.Request) flow.Trace {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	return c.Send(ctx, r)
}
