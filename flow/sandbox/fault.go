package sandbox

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Cut says where the connection is closed instead of answering.
type Cut int

// The cuts.
const (
	NoCut        Cut = iota
	BeforeHeader     // nothing of the answer is sent
	AfterHeader      // status line and header, none of the body
	MidBody          // half of the body
)

// Fault alters answers. The zero value alters nothing. It is taken when a
// request fits and Times are left.
type Fault struct {
	Name     string
	Path     string // as in "/oauth/token"; empty: any
	Times    int    // 0: once; below 0: until cleared
	NoEffect bool   // the request changes nothing at the server: no token is spent
	Delay    time.Duration
	Cut      Cut
	Status   int
	Header   http.Header // set on the answer
	Body     []byte      // instead of the answer's
	Raw      []byte      // instead of the whole answer, status line included
	Hook     func()      // called after the effect, before the answer
}

// Inject adds a fault behind those that are there.
func (s *Server) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Times == 0 {
		f.Times = 1
	}
	s.faults = append(s.faults, f)
}

// Faults returns the faults that are left.
func (s *Server) Faults() []Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.faults)
}

// ClearFaults removes them all.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// takeFault returns the first fault for path, if there is one, and counts it down.
func (s *Server) takeFault(path string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i, f := range s.faults {
		if f.Path != "" && f.Path != path {
			continue
		}
		if f.Times > 0 {
			s.faults[i].Times--
			if s.faults[i].Times == 0 {
				s.faults = slices.Delete(s.faults, i, i+1)
			}
		}
		return f, true
	}
	return Fault{}, false
}

// alter replaces parts of the answer.
func (f Fault) alter(answer *held) {
	if f.Status != 0 {
		answer.status = f.Status
	}
	maps.Copy(answer.header, f.Header)
	if f.Body != nil {
		answer.body.Reset()
		answer.body.Write(f.Body)
	}
}

// sleep waits until d has passed or ctx ends.
func sleep(ctx context.Context, d time.Duration) {
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// deliver writes the answer, or as much of it as the fault lets through.
func (f Fault) deliver(w http.ResponseWriter, r *http.Request, answer *held, wait func(context.Context, time.Duration)) {
	if f.Hook != nil {
		f.Hook()
	}
	if f.Delay > 0 {
		wait(r.Context(), f.Delay)
		if r.Context().Err() != nil {
			return
		}
	}
	if f.Cut == NoCut && f.Raw == nil {
		maps.Copy(w.Header(), answer.header)
		w.Header().Set("Content-Length", strconv.Itoa(answer.body.Len()))
		w.WriteHeader(answer.status)
		_, _ = w.Write(answer.body.Bytes())
		return
	}
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer func() { _ = conn.Close() }()
	_, _ = conn.Write(f.bytes(answer))
}

// bytes are what a cut or raw answer sends.
func (f Fault) bytes(answer *held) []byte {
	if f.Raw != nil {
		return f.Raw
	}
	if f.Cut == BeforeHeader {
		return nil
	}
	var head strings.Builder
	fmt.Fprintf(&head, "HTTP/1.1 %d %s\r\n", answer.status, http.StatusText(answer.status))
	fmt.Fprintf(&head, "Content-Length: %d\r\n", answer.body.Len())
	_ = answer.header.Write(&head)
	head.WriteString("\r\n")
	body := answer.body.Bytes()
	if f.Cut == AfterHeader {
		body = nil
	} else {
		body = body[:len(body)/2]
	}
	return append([]byte(head.String()), body...)
}
