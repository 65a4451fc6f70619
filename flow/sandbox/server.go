package sandbox

import (
	"context"
	"net"
	"net/http"
	"slices"
	"time"
)

// Server is the simulated Zoom. Make it with [New]; all methods may be called
// from any goroutine.
type Server struct {
	now  func() time.Time
	wait func(context.Context, time.Duration)

	registry registry
	store    *store
	issuer   *issuer
	faults   faults
	switches switches
	journal  journal
	site     site
}

// New returns a server that does not listen yet.
func New(o Options) *Server {
	s := &Server{now: o.Now, wait: o.Wait, registry: registry{apps: slices.Clone(o.Apps), rules: o.Rules}}
	if s.now == nil {
		s.now = time.Now
	}
	if s.wait == nil {
		s.wait = sleep
	}
	if o.User == (User{}) {
		o.User = samplePerson
	}
	s.store = newStore(o.User)
	s.issuer = newIssuer(s.store, s.site.regionURL)
	return s
}

// Listen binds HOST:PORT, loopback only, and serves until Close. An address that can
// never be served is [ErrAddress].
func (s *Server) Listen(address string) error { return s.site.listen(address, s.Handler()) }

// Serve serves on a listener of the caller's, for tests that wrap TLS.
func (s *Server) Serve(listener net.Listener) { s.site.serve(listener, s.Handler()) }

// URL returns the base URL, "http://127.0.0.1:PORT"; empty before Listen.
func (s *Server) URL() string { return s.site.url() }

// Close stops serving at once and waits for the accept loops.
func (s *Server) Close() error { return s.site.close() }

// Handler returns the endpoints, with faults and the journal around them.
func (s *Server) Handler() http.Handler {
	consent, devices := consentPage{s.store}, deviceEndpoint{s.store, s.site.base}
	mux := http.NewServeMux()
	mux.Handle("/oauth/authorize", inTurn(consent.serve))
	mux.Handle("/v2/authorize", inTurn(consent.serve))
	mux.Handle("/oauth/token", inTurn(tokenEndpoint{s.issuer}.serve))
	mux.Handle("/oauth/revoke", inTurn(revokeEndpoint{s.store}.serve))
	mux.Handle("/oauth/devicecode", inTurn(devices.begin))
	mux.Handle("/oauth_device", inTurn(devices.page))
	mux.Handle(completePath, inTurn(devices.page))
	mux.Handle("/v2/", inTurn(apiEndpoint{s.store}.serve))
	mux.Handle("GET /.well-known/oauth-authorization-server", inTurn(func(t *turn) { t.json(http.StatusOK, metadata(s.site.base())) }))
	mux.Handle("/", inTurn(func(t *turn) {
		t.page(http.StatusNotFound, "Not found", "<p>The simulated Zoom does not have this page.</p>")
	}))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.serve(mux, w, r) })
}

// serve lets a request take effect, spoiled by the first fitting fault and by the
// scenarios that are on, keeps it in the journal, and delivers the answer.
func (s *Server) serve(endpoints http.Handler, w http.ResponseWriter, r *http.Request) {
	t := newTurn(r, s.now)
	fault, injected := s.faults.take(r.URL.Path)
	s.store.exclusively(func() {
		t.rules, t.apps = s.registry.snapshot()
		fault = s.respond(endpoints, t, fault, injected)
		t.entry.Status = t.answer.status
		s.journal.add(*t.entry)
	})
	fault.deliver(w, r, t.answer, s.wait)
}

// SetRules changes the switches.
func (s *Server) SetRules(change func(*Rules)) { s.registry.setRules(change) }

// Apps returns the registered apps.
func (s *Server) Apps() []App {
	_, apps := s.registry.snapshot()
	return apps
}

// UpdateApp changes a registered app: rotate its secret, disable it.
func (s *Server) UpdateApp(clientID string, change func(*App)) { s.registry.update(clientID, change) }

// Inject adds a fault behind those that are there.
func (s *Server) Inject(f Fault) { s.faults.add(f) }

// Faults returns the faults that are left.
func (s *Server) Faults() []Fault { return s.faults.left() }

// ClearFaults removes them all.
func (s *Server) ClearFaults() { s.faults.clear() }

// Journal returns every request since the start, in the order of their ends.
func (s *Server) Journal() []Entry { return s.journal.entries() }

// CurrentRefreshToken returns the current refresh token of a client, "" when there is
// none: the oracle of tests.
func (s *Server) CurrentRefreshToken(clientID string) string {
	return s.store.refreshTokens(clientID).current
}

// PreviousRefreshToken returns the one before the current.
func (s *Server) PreviousRefreshToken(clientID string) string {
	return s.store.refreshTokens(clientID).previous
}
