package sandbox

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
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

// faults are those that wait for a request that fits.
type faults struct {
	mu   sync.Mutex
	list []Fault
}

// add puts a fault behind those that are there.
func (f *faults) add(one Fault) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if one.Times == 0 {
		one.Times = 1
	}
	f.list = append(f.list, one)
}

func (f *faults) left() []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.list)
}

func (f *faults) clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.list = nil
}

// take returns the first fault for path, if there is one, and counts it down.
func (f *faults) take(path string) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, one := range f.list {
		if one.Path != "" && one.Path != path {
			continue
		}
		if one.Times > 0 {
			f.list[i].Times--
			if f.list[i].Times == 0 {
				f.list = slices.Delete(f.list, i, i+1)
			}
		}
		return one, true
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
