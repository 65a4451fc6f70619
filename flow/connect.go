package flow

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"time"
)

// connect opens the one connection of a send: lookup, TCP, the proxy's CONNECT
// where there is one, TLS. All of it happens before "sent".
func (s *send) connect(ctx context.Context, r Request) (net.Conn, error) {
	target, err := r.endpoint()
	if err != nil {
		return nil, err
	}
	proxy, err := s.proxy(target)
	if err != nil {
		return nil, err
	}
	ctx, done := awake(ctx, orDefault(s.client.Dial, defaultDial))
	defer done()

	conn, err := s.reach(ctx, target, proxy)
	if err != nil {
		return nil, ended(ctx, err)
	}
	s.trace.Peer.Address = conn.RemoteAddr().String()
	if target.Scheme == "http" {
		return conn, nil
	}
	s.enter(PhaseTLS)
	began := time.Now()
	secured, err := secure(ctx, conn, target.Hostname(), s.client.roots)
	if err != nil {
		return nil, ended(ctx, err)
	}
	s.trace.Times.TLS = time.Since(began)
	s.describe(secured.ConnectionState())
	return secured, nil
}

// reach connects to the target or, through CONNECT, to the proxy in front of it.
func (s *send) reach(ctx context.Context, target, proxy *url.URL) (net.Conn, error) {
	if proxy == nil {
		return s.dial(ctx, target)
	}
	s.trace.Peer.Proxy = proxyName(proxy)
	conn, err := s.dial(ctx, proxy)
	if err != nil {
		return nil, fmt.Errorf("the proxy %s: %w", proxyName(proxy), err)
	}
	s.enter(PhaseProxy)
	if proxy.Scheme == "https" {
		s.enter(PhaseProxyTLS)
		if conn, err = secure(ctx, conn, proxy.Hostname(), s.client.roots); err != nil {
			return nil, fmt.Errorf("the proxy %s: %w", proxyName(proxy), err)
		}
		s.enter(PhaseProxy)
	}
	handshake := Handshake(tunnel)
	if isSOCKS(proxy) {
		handshake = s.client.SOCKS
	}
	if err := handshake(ctx, conn, proxy, hostPort(target)); err != nil {
		_ = conn.Close()
		if !errors.Is(err, ErrProxyRefused) {
			err = fmt.Errorf("the proxy %s: %w", proxyName(proxy), err)
		}
		return nil, err
	}
	return conn, nil
}

func isSOCKS(proxy *url.URL) bool { return proxy.Scheme == "socks5" || proxy.Scheme == "socks5h" }

func (s *send) dial(ctx context.Context, to *url.URL) (net.Conn, error) {
	s.enter(PhaseConnect)
	var lookup, connect time.Time
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		DNSStart: func(httptrace.DNSStartInfo) {
			lookup = time.Now()
			s.enter(PhaseResolve)
		},
		DNSDone: func(i httptrace.DNSDoneInfo) {
			s.trace.Times.DNS = time.Since(lookup)
			if i.Err == nil {
				s.enter(PhaseConnect)
			}
		},
	})
	connect = time.Now()
	conn, err := (&net.Dialer{}).DialContext(ctx, "tcp", hostPort(to))
	s.trace.Times.Connect = time.Since(connect) - s.trace.Times.DNS
	return conn, err
}

// proxy returns the proxy for target, or nil.
func (s *send) proxy(target *url.URL) (*url.URL, error) {
	choose := s.client.Proxy
	if choose == nil {
		choose = http.ProxyFromEnvironment
	}
	if !IsLoopback(target.Hostname()) {
		s.enter(PhaseProxy)
	}
	proxy, err := proxyFor(target, choose)
	if proxy != nil && isSOCKS(proxy) && s.client.SOCKS == nil {
		return nil, fmt.Errorf("the proxy %s: %w", proxyName(proxy), ErrProxyScheme)
	}
	return proxy, err
}

// proxyFor asks choose for the proxy; loopback is never proxied.
func proxyFor(target *url.URL, choose func(*http.Request) (*url.URL, error)) (*url.URL, error) {
	if IsLoopback(target.Hostname()) {
		return nil, nil
	}
	proxy, err := choose(&http.Request{URL: target})
	if err != nil {
		// The cause is left out: its text may hold a password.
		return nil, ErrProxyVariable
	}
	if proxy != nil && proxy.Scheme != "http" && proxy.Scheme != "https" && !isSOCKS(proxy) {
		return nil, fmt.Errorf("the proxy %s: %w", proxyName(proxy), ErrProxyScheme)
	}
	return proxy, nil
}

// tunnel asks the proxy for a connection to address (RFC 9110 §9.3.6).
func tunnel(ctx context.Context, conn net.Conn, proxy *url.URL, address string) error {
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) })
	defer stop()
	req := &http.Request{
		Method: http.MethodConnect,
		URL:    &url.URL{Opaque: address},
		Host:   address,
		Header: http.Header{"User-Agent": {UserAgent}},
	}
	if proxy.User != nil {
		password, _ := proxy.User.Password()
		auth := Auth{Scheme: Basic, ClientID: proxy.User.Username(), Secret: NewSecret(KindUnknown, password)}
		req.Header.Set("Proxy-Authorization", auth.Header())
	}
	if err := req.Write(conn); err != nil {
		return fmt.Errorf("sending CONNECT: %w", err)
	}
	// The proxy sends nothing after its header until we speak, so a buffered
	// reader cannot swallow bytes of the server.
	limited := &bounded{conn: conn, left: maxHeader, over: ErrHeaderTooLong}
	h, err := readFinal(bufio.NewReaderSize(limited, 512))
	if err != nil {
		return fmt.Errorf("reading its response: %w", limited.why(err))
	}
	if h.status/100 != 2 {
		// Its own words are left out: they may echo the password.
		return fmt.Errorf("%w: %d %s", ErrProxyRefused, h.status, http.StatusText(h.status))
	}
	return nil
}

// secure runs the TLS handshake. HTTP/1.1 is the only protocol offered, so that
// a request can never be sent twice (R6).
func secure(ctx context.Context, conn net.Conn, host string, roots *x509.CertPool) (*tls.Conn, error) {
	secured := tls.Client(conn, &tls.Config{
		ServerName: host,
		RootCAs:    roots,
		MinVersion: tls.VersionTLS12,
		NextProtos: []string{"http/1.1"},
	})
	if err := secured.HandshakeContext(ctx); err != nil {
		_ = conn.Close()
		return nil, err
	}
	return secured, nil
}

func (s *send) describe(state tls.ConnectionState) {
	s.trace.Peer.TLSVersion = tls.VersionName(state.Version)
	s.trace.Peer.Cipher = tls.CipherSuiteName(state.CipherSuite)
	if len(state.PeerCertificates) > 0 {
		s.trace.Peer.Subject = state.PeerCertificates[0].Subject.String()
		s.trace.Peer.Issuer = state.PeerCertificates[0].Issuer.String()
	}
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80", "socks5": "1080", "socks5h": "1080"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}
