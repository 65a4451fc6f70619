package sandbox

import (
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// ErrAddress says that the sandbox cannot be served at an address, whatever is free.
var ErrAddress = errors.New("the sandbox listens on HOST:PORT of loopback only")

// site is where the server listens. The zero value listens nowhere.
type site struct {
	http   *http.Server
	main   net.Listener
	region net.Listener // of the regional API host; nil where only serve was called
	served sync.WaitGroup
}

// listen binds HOST:PORT and a port for the regional host, loopback only, and serves.
func (s *site) listen(address string, handler http.Handler) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%w, not on %q", ErrAddress, address)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return fmt.Errorf("%w, not on %q", ErrAddress, address)
	}
	main, err := net.Listen("tcp", address)
	if err != nil {
		return fmt.Errorf("starting the sandbox: %w", err)
	}
	region, err := net.Listen("tcp", net.JoinHostPort(host, "0"))
	if err != nil {
		_ = main.Close()
		return fmt.Errorf("starting the sandbox: %w", err)
	}
	s.region = region
	s.serve(main, handler)
	s.served.Go(func() { _ = s.http.Serve(region) })
	return nil
}

// serve serves on a listener that is bound.
func (s *site) serve(main net.Listener, handler http.Handler) {
	s.main = main
	s.http = &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       30 * time.Second,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	s.served.Go(func() { _ = s.http.Serve(main) })
}

// close stops serving at once and waits for the accept loops.
func (s *site) close() error {
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

// url is the base URL that is served, "http://127.0.0.1:PORT"; empty where nothing is.
func (s *site) url() string {
	if s.main == nil {
		return ""
	}
	return "http://" + s.main.Addr().String()
}

// base is the base URL that answers name: Zoom's own where only the handler is used.
func (s *site) base() string {
	if s.main == nil {
		return "https://zoom.us"
	}
	return s.url()
}

// regionURL is the API base that token responses name: the regional host, which
// answers as the other one does [§1].
func (s *site) regionURL() string {
	if s.region == nil {
		return s.base()
	}
	return "http://" + s.region.Addr().String()
}
