package flow_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"zoauth/flow"
)

// memory is a Store in memory: one profile, a lock, and a fault for each call.
type memory struct {
	mu    sync.Mutex
	state flow.State
	lock  chan struct{}             // holds one value while the lock is free
	fail  func(call string) error   // asked before each call; may panic
	left  func(s *flow.State) error // what Recover finds
	calls []string
}

func newMemory(s flow.State) *memory {
	m := &memory{state: s, lock: make(chan struct{}, 1)}
	m.lock <- struct{}{}
	return m
}

// at notes a call and returns its fault.
func (m *memory) at(call string) error {
	m.mu.Lock()
	m.calls = append(m.calls, call)
	fail := m.fail
	m.mu.Unlock()
	if fail == nil {
		return nil
	}
	return fail(call)
}

func (m *memory) now() flow.State {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state
}

func (m *memory) set(s flow.State) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.state = s
}

func (m *memory) count(call string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for _, c := range m.calls {
		if c == call {
			n++
		}
	}
	return n
}

func (m *memory) Read(string) (flow.State, error) { return m.now(), nil }

func (m *memory) Open(ctx context.Context, _ string) (flow.Txn, error) {
	if err := m.at("open"); err != nil {
		return nil, err
	}
	select { // a free lock is taken even when ctx has ended
	case <-m.lock:
		return &memoryTxn{m, m.now()}, nil
	default:
	}
	select {
	case <-m.lock:
		return &memoryTxn{m, m.now()}, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting: %w", flow.ErrLocked)
	}
}

type memoryTxn struct {
	m    *memory
	read flow.State // as this transaction knows it
}

func (t *memoryTxn) State() flow.State { return t.m.now() }

func (t *memoryTxn) Recover() error {
	if err := t.m.at("recover"); err != nil || t.m.left == nil {
		return err
	}
	s := t.m.now()
	if err := t.m.left(&s); err != nil {
		return err
	}
	t.m.set(s)
	t.read = s
	return nil
}

func (t *memoryTxn) Intend(p flow.Pending) error {
	if err := t.m.at("intend"); err != nil {
		return err
	}
	s := t.m.now().Intending(p)
	t.m.set(s)
	t.read = s
	return nil
}

func (t *memoryTxn) Reserve() error { return t.m.at("reserve") }

func (t *memoryTxn) Commit(s flow.State) error {
	if err := t.m.at("commit"); err != nil {
		return err
	}
	if t.m.now().Gen != t.read.Gen {
		return flow.ErrConflict
	}
	t.m.set(s)
	t.read = s
	return nil
}

func (t *memoryTxn) Close() error {
	t.m.lock <- struct{}{}
	return t.m.at("close")
}

// failing makes one call fail.
func failing(call string, err error) func(string) error {
	return func(now string) error {
		if now == call {
			return err
		}
		return nil
	}
}

var errDisk = errors.New("the disk is full")

// history remembers traces in memory.
type history struct {
	mu     sync.Mutex
	traces []flow.Trace
	append func() error
}

func (h *history) Append(t flow.Trace) error {
	h.mu.Lock()
	h.traces = append(h.traces, t)
	h.mu.Unlock()
	if h.append == nil {
		return nil
	}
	return h.append()
}

func (h *history) Tail(string, int) ([]flow.Trace, error) { return h.traces, nil }

// bench is a runner with all that it works on.
type bench struct {
	*flow.Runner
	peer    *peer
	store   *memory
	history *history
	app     flow.App
}

// Who the runner of the tests is.
const (
	ourHost = "host-a"
	ourPID  = 4711
)

// newBench makes a runner whose server runs do, on a profile with a pair.
func newBench(t *testing.T, do script) *bench {
	t.Helper()
	b := &bench{peer: newPeer(t, nil, do), history: &history{}}
	b.app = testApp("http://" + b.peer.Address)
	b.store = newMemory(b.stored())
	b.Runner = &flow.Runner{
		Client: direct(), Store: b.store, History: b.history, Redactor: &flow.Redactor{},
		By: "zoauth test", Host: ourHost, PID: ourPID, Alive: func(int) bool { return false },
		Now: func() time.Time { return noon },
	}
	t.Cleanup(b.Wait)
	return b
}

// stored is what a profile with the old pair has on disk.
func (b *bench) stored() flow.State {
	return flow.State{
		Gen: 7, Token: flow.Token{AccessToken: oldAccess, RefreshToken: oldRefresh, RefreshedAt: noon.Add(-time.Hour), ObtainedAt: noon.Add(-time.Minute)},
		Binding: b.app.Binding(), Who: &flow.Who{UserID: "U1", Email: "jane@acme.example"},
	}
}

func (b *bench) refresh() flow.Job {
	return flow.Job{App: b.app, Gen: 7, Request: flow.RefreshRequest(b.app, clientSecret, oldRefresh)}
}

func (b *bench) exchange() flow.Job {
	return flow.Job{App: b.app, Gen: 7, Request: flow.ExchangeRequest(b.app, clientSecret, codeSecret, verifier)}
}

func (b *bench) revoke() flow.Job {
	return flow.Job{App: b.app, Gen: 7, Request: flow.RevokeRequest(b.app, clientSecret, oldAccess)}
}

func (b *bench) probe() flow.Job {
	return flow.Job{App: b.app, Gen: 7, Request: flow.ProbeRequest(b.app, oldAccess)}
}

// bodies returns what each connection of the server got.
func (b *bench) bodies() []string {
	b.peer.settle()
	_, read := b.peer.seen()
	var all []string
	for _, one := range read {
		all = append(all, string(one))
	}
	return all
}

// inTurn answers the first connection with the first script and so on; the last
// one stays.
func inTurn(scripts ...script) script {
	var next atomic.Int32
	return func(c *conversation) {
		n := int(next.Add(1)) - 1
		scripts[min(n, len(scripts)-1)](c)
	}
}

var newPair = okJSON(`{"access_token":"A2","refresh_token":"R2","expires_in":3599,"scope":"user:read"}`)

// wantVerdict checks the verdict and that an error exists only where one belongs.
func wantVerdict(t *testing.T, out flow.Outcome, want flow.Verdict) {
	t.Helper()
	if out.Answer.Verdict != want {
		t.Fatalf("verdict %q, want %q (err %v, save %v)", out.Answer.Verdict, want, out.Err, out.SaveErr)
	}
	settled := slices.Contains([]flow.Verdict{flow.Granted, flow.Done, flow.Refused}, want)
	if settled && out.Err != nil {
		t.Errorf("%s with error %v", want, out.Err)
	}
}

// wantSame checks that the store holds the same pair and generation as before.
func (b *bench) wantSame(t *testing.T) {
	t.Helper()
	before, now := b.stored(), b.store.now()
	if now.Token != before.Token || now.Gen != before.Gen {
		t.Errorf("the store holds %+v of generation %d", now.Token, now.Gen)
	}
}

// wantUntouched checks that nothing was sent and nothing changed.
func (b *bench) wantUntouched(t *testing.T, out flow.Outcome, is error) {
	t.Helper()
	if out.Err == nil || is != nil && !errors.Is(out.Err, is) {
		t.Errorf("error %v, want %v", out.Err, is)
	}
	if out.Trace.Delivery != flow.NotSent || len(out.Trace.Sent) != 0 || out.SaveErr != nil {
		t.Errorf("delivery %q, save error %v", out.Trace.Delivery, out.SaveErr)
	}
	b.wantSame(t)
	if n := len(b.bodies()); n != 0 {
		t.Errorf("%d requests reached the server", n)
	}
}
