package flow_test

import (
	"errors"
	"runtime"
	"sync"
	"testing"
	"testing/synctest"

	"zoauth/flow"
)

// held is a runner whose first step waits for the store until release is closed.
func held(release chan struct{}) (*flow.Runner, *memory) {
	m := newMemory(flow.State{})
	m.fail = func(call string) error {
		if call == "open" {
			<-release
		}
		return errDisk
	}
	return &flow.Runner{Store: m}, m
}

// A second wish for the same step joins the first; another step is refused at
// once; another profile goes its own way (R5, R14). The bubble tells, without
// sleeping, that every one of them has arrived.
func TestSingleFlight(t *testing.T) {
	app := testApp("https://zoom.example")
	refresh := flow.Job{App: app, Request: flow.RefreshRequest(app, clientSecret, oldRefresh)}
	exchange := flow.Job{App: app, Request: flow.ExchangeRequest(app, clientSecret, codeSecret, verifier)}
	for _, job := range []flow.Job{refresh, exchange} {
		synctest.Test(t, func(t *testing.T) {
			release := make(chan struct{})
			r, m := held(release)
			var all sync.WaitGroup
			outs := make([]flow.Outcome, 5)
			for i := range outs {
				all.Go(func() { outs[i] = r.Do(t.Context(), job) })
			}
			synctest.Wait()
			if n := m.count("open"); n != 1 {
				t.Errorf("the store was opened %d times", n)
			}
			if step := r.Busy(app.Name); step != job.Request.Step {
				t.Errorf("busy with %q", step)
			}
			revoke := flow.Job{App: app, Request: flow.RevokeRequest(app, clientSecret, oldAccess)}
			if out := r.Do(t.Context(), revoke); !errors.Is(out.Err, flow.ErrBusy) || out.Trace.Delivery != flow.NotSent {
				t.Errorf("another step: %v", out.Err)
			}
			other := job
			other.App.Name = "acme-prod"
			all.Go(func() { r.Do(t.Context(), other) })
			synctest.Wait()
			if n := m.count("open"); n != 2 {
				t.Errorf("another profile: the store was opened %d times", n)
			}

			close(release)
			all.Wait()
			for i, out := range outs {
				if !errors.Is(out.Err, errDisk) {
					t.Errorf("%d: %v", i, out.Err)
				}
			}
			if step := r.Busy(app.Name); step != "" {
				t.Errorf("still busy with %q", step)
			}
		})
	}
}

// Wait returns when the last worker has left, and steps may start meanwhile.
func TestWait(t *testing.T) {
	app := testApp("https://zoom.example")
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		r, _ := held(release)
		r.Wait() // nothing runs
		waited := make(chan struct{})
		go r.Do(t.Context(), flow.Job{App: app, Request: flow.RefreshRequest(app, clientSecret, oldRefresh)})
		synctest.Wait()
		go func() { r.Wait(); close(waited) }()
		app.Name = "acme-prod"
		go r.Do(t.Context(), flow.Job{App: app, Request: flow.RefreshRequest(app, clientSecret, oldRefresh)})
		synctest.Wait()
		select {
		case <-waited:
			t.Error("did not wait")
		default:
		}
		close(release)
		<-waited
	})
}

// Many at once over a real socket: one request for each generation; who came
// late adopts what the first one got (R5).
func TestManyRefreshesOneRequest(t *testing.T) {
	b := newBench(t, answering(newPair))
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			out := b.Do(t.Context(), b.refresh())
			if out.Err != nil || out.State.Token.RefreshToken.Reveal() != "R2" || !out.Adopted && out.Answer.Verdict != flow.Granted {
				t.Errorf("error %v, adopted %t, state %+v", out.Err, out.Adopted, out.State)
			}
		})
	}
	all.Wait()
	if out := b.Do(t.Context(), b.refresh()); !out.Adopted || out.Trace.Delivery != flow.NotSent {
		t.Errorf("late: adopted %t, %s", out.Adopted, out.Trace.Delivery)
	}
	if n := len(b.bodies()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// A panic in the store costs the step, never the waiting: Do returns an error,
// the lock is free, and the next step works.
func TestPanicInTheStore(t *testing.T) {
	var reported any
	guard := func(body func()) {
		defer func() {
			if v := recover(); v != nil {
				reported = v
			}
		}()
		body()
	}
	for _, call := range []string{"open", "recover", "intend", "reserve", "commit"} {
		for name, g := range map[string]func(func()){"alone": nil, "guarded": guard} {
			b := newBench(t, answering(newPair))
			b.Guard, reported = g, nil
			b.store.fail = func(now string) error {
				if now == call {
					panic("canaryPanic in the store")
				}
				return nil
			}
			out := b.Do(t.Context(), b.refresh())
			b.Wait()
			b.store.fail = nil
			if call == "commit" { // the answer is in hand
				wantVerdict(t, out, flow.Granted)
				if !errors.Is(out.SaveErr, flow.ErrPanic) || !out.State.Unsaved || out.State.Token.RefreshToken.Reveal() != "R2" {
					t.Errorf("save error %v, state %+v", out.SaveErr, out.State)
				}
			} else if !errors.Is(out.Err, flow.ErrPanic) || out.Trace.Delivery != flow.NotSent || (g != nil) != (reported != nil) {
				t.Errorf("%s %s: error %v, %s, reported %v", call, name, out.Err, out.Trace.Delivery, reported)
			}
			hidden(t, "the error", errors.Join(out.Err, out.SaveErr).Error(), "canaryPanic")
			if holds := call == "commit"; call != "open" && (len(b.store.lock) == 0) != holds {
				t.Errorf("%s %s: the lock is held: %t", call, name, !holds)
			}
			if again := b.Do(t.Context(), b.refresh()); call == "commit" {
				if !again.Adopted || again.State.Token.RefreshToken.Reveal() != "R2" || len(b.store.lock) != 1 {
					t.Errorf("%s: what was held is not saved: %+v", name, again.State)
				}
			} else {
				wantVerdict(t, again, flow.Granted)
			}
		}
	}
}

// Who watches, and who keeps the history, can break nothing (R3), and no panic of theirs
// goes without a report.
func TestPanicInAnObserver(t *testing.T) {
	for name, fail := range map[string]func(){"panic": func() { panic("canary") }, "nil": func() { var p *int; *p = 1 }} {
		b := newBench(t, answering(newPair))
		b.Observe = func(string, flow.Stage) { fail() }
		b.history.append = func() error { fail(); return nil }
		reports := make(chan any, 100)
		b.Guard = func(body func()) {
			defer func() {
				if v := recover(); v != nil {
					b.Wait() // as a guard does that lets requests end
					reports <- v
				}
			}()
			body()
		}
		out := b.Do(t.Context(), b.refresh())
		wantVerdict(t, out, flow.Granted)
		if now := b.store.now(); now.Token.RefreshToken.Reveal() != "R2" || out.SaveErr != nil {
			t.Errorf("%s: stored %+v", name, now.Token)
		}
		for range int(flow.StageUnlocked) + 1 { // each stage, and the history
			<-reports
		}
	}
}

// A worker that ends its goroutine, as a failing test does, still leaves.
func TestWorkerThatExits(t *testing.T) {
	b := newBench(t, answering(newPair))
	b.store.fail = func(call string) error {
		if call == "intend" {
			runtime.Goexit()
		}
		return nil
	}
	if out := b.Do(t.Context(), b.refresh()); !errors.Is(out.Err, flow.ErrPanic) {
		t.Errorf("error %v", out.Err)
	}
	b.Wait()
}
