package sandbox

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"
)

// Server is the simulated Zoom. Make it with [New]; all methods may be called
// from any goroutine.
type Server struct {
	now  func() time.Time
	wait func(context.Context, time.Duration)
	key  []byte // of the HS512 signatures

	mu      sync.Mutex
	rules   Rules
	apps    []App
	user    User
	codes   map[string]*code
	grants  map[string]*grant // by client ID: the one living grant of the user
	devices map[string]*device
	last    map[string]pair // by client ID: the newest pair and the one before
	faults  []Fault
	running []running
	journal []Entry

	http     *http.Server
	listener net.Listener
	region   net.Listener // of the regional API host; nil where only Serve was called
	served   sync.WaitGroup
}

// New returns a server that does not listen yet.
func New(o Options) *Server {
	s := &Server{
		now: o.Now, wait: o.Wait, key: make([]byte, 64), rules: o.Rules, user: o.User, apps: append([]App(nil), o.Apps...),
		codes: map[string]*code{}, grants: map[string]*grant{}, devices: map[string]*device{}, last: map[string]pair{},
	}
	if s.now == nil {
		s.now = time.Now
	}
	if s.wait == nil {
		s.wait = sleep
	}
	if s.user == (User{}) {
		s.user = samplePerson
	}
	_, _ = rand.Read(s.key) // documented never to fail
	return s
}

// ErrAddress says that the sandbox cannot be served at an address, whatever is free.
var ErrAddress = errors.New("the sandbox listens on HOST:PORT of loopback only")

// Listen binds HOST:PORT, loopback only, and serves until Close.
func (s *Server) Listen(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%w, not on %q", ErrAddress, address)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("%w, not on %q", ErrAddress, address)
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("starting the sandbox: %w", err)
	}
	region, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		_ = listener.Close()
		return fmt.Errorf("starting the sandbox: %w", err)
	}
	s.Serve(listener)
	s.region = region
	s.served.Go(func() { _ = s.http.Serve(region) })
	return nil
}

// Serve serves on a listener of the caller's, for tests that wrap TLS.
func (s *Server) Serve(listener net.Listener) {
	s.listener = listener
	s.http = &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       30 * time.Second,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	s.served.Go(func() { _ = s.http.Serve(listener) })
}

// URL returns the base URL, "http://127.0.0.1:PORT"; empty before Listen.
func (s *Server) URL() string {
	if s.listener == nil {
		return ""
	}
	return "http://" + s.listener.Addr().String()
}

// Close stops serving at once and waits for the accept loop.
func (s *Server) Close() error {
	if s.http == nil {
		return nil
	}
	err := s.http.Close()
	s.served.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil
	}
	return err
}

// Handler returns the endpoints, with faults and the journal around them.
func (s *Server) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/oauth/authorize", s.authorize)
	mux.HandleFunc("/v2/authorize", s.authorize)
	mux.HandleFunc("/oauth/token", s.token)
	mux.HandleFunc("/oauth/revoke", s.revoke)
	mux.HandleFunc("/oauth/devicecode", s.deviceCode)
	mux.HandleFunc("/oauth_device", s.devicePage)
	mux.HandleFunc(completePath, s.devicePage)
	mux.HandleFunc("/v2/", s.api)
	mux.HandleFunc("GET /.well-known/oauth-authorization-server", s.metadata)
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		writePage(w, http.StatusNotFound, "Not found", "<p>The simulated Zoom does not have this page.</p>")
	})
	return s.around(mux)
}

// SetRules changes the switches.
func (s *Server) SetRules(change func(*Rules)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.rules)
}

// UpdateApp changes a registered app: rotate its secret, disable it.
func (s *Server) UpdateApp(clientID string, change func(*App)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range s.apps {
		if s.apps[i].ClientID == clientID {
			change(&s.apps[i])
		}
	}
}

// clock is the server's time, skewed by the rule.
func (s *Server) clock() time.Time { return s.now().Add(s.rules.ClockSkew) }

func (s *Server) app(clientID string) (App, bool) {
	for _, a := range s.apps {
		if a.ClientID == clientID {
			return a, true
		}
	}
	return App{}, false
}

// setHeaders sets what every answer of Zoom carries [§7].
func (s *Server) setHeaders(w http.ResponseWriter) {
	h := w.Header()
	h.Set("x-zm-trackingid", "v=2.0;clid=us02;rid=WEB_"+randomHex(16))
	h.Set("Cache-Control", "no-store, no-cache, must-revalidate")
	h.Set("Date", s.clock().UTC().Format(http.TimeFormat))
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	return hex.EncodeToString(b)
}

const idAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"

func randomID(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b)
	var id strings.Builder
	for _, c := range b {
		id.WriteByte(idAlphabet[int(c)%len(idAlphabet)])
	}
	return id.String()
}

// Apps returns the registered apps.
func (s *Server) Apps() []App {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]App(nil), s.apps...)
}
