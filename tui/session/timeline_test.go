package session_test

import (
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/tui/session"
)

// load opens the timeline and waits for the history.
func (d *desk) load() {
	d.t.Helper()
	d.do(d.Timeline().Load())
	d.until("the history", d.Timeline().Loaded)
}

// What another process did appears when the token file changes, with its name, and
// what it replaced says so. Own requests are never shown twice.
func TestOtherProcessesAreInTheTimeline(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.load()
	own := d.grant()
	refreshElsewhere(d)
	d.look()
	d.until("the other process's refresh", func() bool { return d.Timeline().Len() == 3 })
	last := d.Timeline().Last()
	if last.Step != flow.StepRefresh || last.Own() || last.Mark != session.Done || last.Refresh == own.Refresh || last.Spent != own.Refresh {
		t.Errorf("the last row is %+v", last)
	}
	if last.By != "zoauth token" || last.PID != 4121 {
		t.Errorf("it was sent by %q, process %d", last.By, last.PID)
	}
	if e := d.Timeline().At(1); e.Fate != session.Replaced {
		t.Errorf("the own pair is %+v", e)
	}
	d.look()
	if n := d.Timeline().Len(); n != 3 {
		t.Errorf("a look that found nothing made %d rows: %s", n, d.rows())
	}
}

// A change that the history does not know is a row all the same.
func TestAChangeWithoutHistoryIsARow(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.grant()
	other := d.elsewhere()
	other.History = nil
	secret, _ := d.App().Secret.Secret(d.ctx)
	state := d.State()
	other.Do(d.ctx, flow.Job{App: d.App(), Request: flow.RefreshRequest(d.App(), secret, state.Token.RefreshToken), Gen: state.Gen})
	d.load()
	d.look()
	d.until("the row", func() bool { return d.Timeline().Last().Kind == session.KindChange })
	if e := d.Timeline().Last(); e.By != "zoauth token" || e.Step != flow.StepRefresh || e.Access == "" {
		t.Errorf("the row is %+v", e)
	}
}

// Rows of an earlier run are read with their fingerprints and verdicts; their traces
// only when they are opened.
func TestTheHistoryIsReadLazily(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.grant()
	probe := d.send(flow.StepProbe, session.Answer{})
	d.send(flow.StepRefresh, session.Answer{})
	want := d.Timeline()
	d.work.Runner.Wait() // the attempt is on disk
	d.Session = d.seat(d.App())
	if d.Timeline().Len() != 0 {
		t.Fatal("the history was read before it was asked for")
	}
	d.load()
	for i := range d.Timeline().Len() {
		got, was := d.Timeline().At(i), want.At(i)
		if got.Kind != was.Kind || got.Code != was.Code || got.Step != was.Step || got.Mark != was.Mark || got.Status != was.Status || got.Access != was.Access ||
			got.Refresh != was.Refresh || got.Spent != was.Spent || got.Fate != was.Fate {
			t.Errorf("row %d is\n %+v, was\n %+v", i, got, was)
		}
	}
	id := d.Timeline().At(2).ID
	if _, ok := d.Timeline().Result(2); ok {
		t.Fatal("the trace was read before it was asked for")
	}
	d.do(d.Timeline().Open(id))
	if again := d.Timeline().Open(id); len(again.Tasks) != 0 {
		t.Error("the trace is read twice")
	}
	d.until("the trace", func() bool { _, ok := d.Timeline().Result(2); return ok })
	if r, _ := d.Timeline().Result(2); r.Trace.ID != probe.TraceID || len(r.Trace.Received) == 0 {
		t.Errorf("the trace is %+v", r.Trace)
	}
}

// However many rows are opened, the one that was opened last is there, and the traces of
// most others are let go of.
func TestOpenedRowsAreLetGoOf(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	services := d.services()
	services.History = &manyTraces{n: 100}
	d.Session = session.New(d.App(), services)
	d.load()
	line := d.Timeline()
	for i := range line.Len() {
		id := line.At(line.Len() - 1 - i).ID
		d.do(line.Open(id))
		d.quiet()
		if r, ok := line.Result(line.Index(id)); !ok || len(r.Trace.Received) == 0 {
			t.Fatalf("row %d from the end was not opened", i)
		}
	}
	there := 0
	for i := range line.Len() {
		if _, ok := line.Result(i); ok {
			there++
		}
	}
	if there > 32 || there == line.Len() {
		t.Errorf("%d of %d traces are in memory", there, line.Len())
	}
}

// The history may tell of an own request before its outcome does: it is one row.
func TestAnOwnRequestIsOneRow(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.load()
	d.grant()
	d.hold(flow.StepRefresh)
	d.do(d.Drafts().Open(flow.StepRefresh))
	ready(d)
	d.do(d.Begin(session.Answer{}))
	d.until("the outcome", func() bool { return len(d.late) > 0 })
	d.look()
	d.until("the history's row", func() bool { return d.Timeline().Len() == 4 })
	d.comesLate()
	if n := d.Timeline().Len(); n != 3 || d.Timeline().Last().Access == "" {
		t.Errorf("there are %d rows: %s", n, d.rows())
	}
}

// manyTraces is a history of n refreshes that grows.
type manyTraces struct {
	n     int
	asked []int
}

func (h *manyTraces) Tail(_ string, n int) ([]flow.Trace, error) {
	h.asked = append(h.asked, n)
	var out []flow.Trace
	for i := max(0, h.n-n); i < h.n; i++ {
		out = append(out, flow.Trace{
			Origin: flow.OriginHistory, ID: fmt.Sprintf("t%d", i), Step: flow.StepRefresh, Delivery: flow.Answered,
			Started: time.Unix(1_700_000_000+int64(i)*60, 0), Summary: fmt.Sprintf("new pair at:%06x rt:%06x", i, i),
			Sent: make([]byte, 500), Received: make([]byte, 4000), Response: &flow.Response{Status: 200},
		})
	}
	return out, nil
}

// A change costs the same with ten records as with a hundred thousand, and weeks of
// them do not grow the memory.
func TestTheTimelineOfWeeks(t *testing.T) {
	d := newDesk(t, "acme-dev")
	d.grant()
	history := &manyTraces{n: 100_000}
	services := d.services()
	services.History = history
	d.Session = session.New(d.App(), services)
	d.quiet()
	before := heap()
	d.load()
	asked := slices.Max(history.asked)
	for range 200 {
		history.n++
		history.asked = nil
		d.changed(history)
		if most := slices.Max(history.asked); most > asked {
			t.Fatalf("a change read %d records, the first page %d", most, asked)
		}
	}
	for i := range 1000 { // a burst that no look kept up with
		history.n += 20
		if i%200 == 0 {
			d.changed(history)
		}
	}
	if n := d.Timeline().Len(); n > 2000 {
		t.Errorf("%d rows are kept", n)
	}
	if grown := heap() - before; grown > 8<<20 {
		t.Errorf("the timeline takes %d KiB", grown>>10)
	}
}

// changed writes the token file as another process does, and looks.
func (d *desk) changed(h *manyTraces) {
	d.t.Helper()
	txn, err := d.work.Store.Open(d.ctx, d.App().Name)
	if err != nil {
		d.t.Fatal(err)
	}
	state := txn.State()
	state.Note = &flow.Note{At: time.Unix(int64(h.n), 0), Step: flow.StepRefresh, What: "odd"}
	if err := txn.Commit(state); err != nil {
		d.t.Fatal(err)
	}
	_ = txn.Close()
	d.look()
	d.quiet()
	if last := d.Timeline().Last().TraceID; last != fmt.Sprintf("t%d", h.n-1) {
		d.t.Fatalf("the last row is %s of %d", last, h.n)
	}
}

func heap() int {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// What this session did stays in its order when the clock is set back, and enter goes
// by what was done last (C1).
func TestTheOrderOutlivesTheClockC1(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.load()
	d.grant()
	before := d.Timeline().Len()
	d.at = time.Now().Add(-3 * time.Hour)
	for range 2 {
		probe := d.send(flow.StepProbe, session.Answer{})
		if last := d.Timeline().Last(); last.ID != probe.ID || last.Step != flow.StepProbe {
			t.Errorf("the newest row is %+v", last)
		}
		d.at = d.at.Add(-time.Minute)
	}
	if n := d.Timeline().Len(); n != before+2 {
		t.Errorf("rows %s", d.rows())
	}
	if m := d.Main(d.Timeline().Len()-1, d.now()); m.Act == session.ActZoom {
		t.Errorf("enter opens a row as if it were an old one: %+v", m)
	}
}

// clockSetBack is a history whose clock was set back by hours in the middle.
type clockSetBack struct{ manyTraces }

func (h *clockSetBack) Tail(profile string, n int) ([]flow.Trace, error) {
	traces, err := h.manyTraces.Tail(profile, n)
	for i, trace := range traces {
		if at := h.n - len(traces) + i; at >= h.n/2 {
			traces[i].Started = trace.Started.Add(-5 * time.Hour)
		}
	}
	return traces, err
}

// Rows of the history keep the order of its file when the clock was set back between them:
// on the first page, on an older one, and with what others append meanwhile (C1).
func TestTheHistoryKeepsTheOrderOfItsFileC1(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.grant()
	history := &clockSetBack{manyTraces{n: 90}}
	services := d.services()
	services.History = history
	d.Session = session.New(d.App(), services)
	d.load()
	inOrder := func(when string, want int) {
		t.Helper()
		line := d.Timeline()
		for i := range line.Len() {
			if got, id := line.At(i).TraceID, fmt.Sprintf("t%d", history.n-line.Len()+i); got != id {
				t.Fatalf("%s: row %d of %d is %s, want %s", when, i, line.Len(), got, id)
			}
		}
		if line.Len() < want {
			t.Fatalf("%s: %d rows", when, line.Len())
		}
	}
	inOrder("the first page", 50)
	d.do(d.Timeline().LoadOlder())
	d.until("the older page", func() bool { return !d.Timeline().Older() })
	inOrder("an older page", 90)
	for range 3 {
		history.n += 5
		d.changed(&history.manyTraces)
		inOrder("with what was appended", 90)
	}
}
