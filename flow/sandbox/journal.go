package sandbox

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Entry is one request as the server saw it, with what it did. It holds raw
// tokens: it is for tests and for the redacted log of the sandbox verb.
type Entry struct {
	At            time.Time
	Method, Path  string
	Query         string // raw
	Header        http.Header
	Body          []byte
	Form          url.Values
	Client        string
	Grant         string
	Status        int
	Row           string // of the notes, when the server refused
	Modelled      bool   // the answer's shape was never seen at Zoom
	Spent         string // the code, refresh token or access token that was consumed
	Replay        bool   // a refresh token came that was not the living one
	IssuedCode    string
	IssuedAccess  string
	IssuedRefresh string
	Fault         string // name of the fault or scenario that was applied
}

// Journal returns every request since the start, in the order of their ends.
func (s *Server) Journal() []Entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Entry(nil), s.journal...)
}

type entryKey struct{}

func entryOf(r *http.Request) *Entry {
	e, _ := r.Context().Value(entryKey{}).(*Entry)
	return e
}

// around reads the request, applies the first fitting fault and the scenarios that
// are on, and keeps the journal. Requests take effect one at a time.
func (s *Server) around(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(io.LimitReader(r.Body, maxForm))
		e := &Entry{
			Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Header: r.Header.Clone(), Body: body,
		}
		e.Form, _ = url.ParseQuery(string(body))
		r = r.WithContext(context.WithValue(r.Context(), entryKey{}, e))
		r.Body = io.NopCloser(bytes.NewReader(body))

		fault, injected := s.takeFault(r.URL.Path)
		answer := &held{header: http.Header{}, status: http.StatusOK}
		s.mu.Lock()
		fault = s.respond(next, answer, r, e, fault, injected)
		e.Status = answer.status
		s.journal = append(s.journal, *e)
		s.mu.Unlock()
		fault.deliver(w, r, answer, s.wait)
	})
}

// held is an answer that waits for delivery.
type held struct {
	header http.Header
	status int
	body   bytes.Buffer
}

func (h *held) Header() http.Header         { return h.header }
func (h *held) WriteHeader(status int)      { h.status = status }
func (h *held) Write(p []byte) (int, error) { return h.body.Write(p) }
