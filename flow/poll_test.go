package flow_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
)

// deviceBench is a device authorization at the simulated Zoom, whose clock moves
// only while the polling waits.
type deviceBench struct {
	*bench
	server *sandbox.Server
	secret flow.Secret
	now    time.Time
	device flow.Device
	waited []time.Duration
	polls  []flow.Poll
	before func(n int) // called before wait n, from 1
}

func newDeviceBench(t *testing.T) *deviceBench {
	t.Helper()
	b := &deviceBench{bench: newBench(t, nil), now: noon}
	b.server = sandbox.New(sandbox.Options{Apps: sandbox.Sample("127.0.0.1:8976"), Now: func() time.Time { return b.now }})
	if err := b.server.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = b.server.Close() })
	b.app = testApp(b.server.URL())
	b.secret = flow.NewSecret(flow.KindClientSecret, b.server.Apps()[0].ClientSecret)
	b.store.set(b.stored())
	out := b.Do(t.Context(), flow.Job{App: b.app, Request: flow.DeviceRequest(b.app, b.secret)})
	wantVerdict(t, out, flow.Done)
	b.device = *out.Answer.Device
	return b
}

// run polls to the end.
func (b *deviceBench) run(ctx context.Context) flow.Poll {
	p := flow.Polling{
		Runner: b.Runner, App: b.app, Secret: b.secret, Device: b.device,
		Report: func(p flow.Poll) { b.polls = append(b.polls, p) },
		Wait: func(ctx context.Context, d time.Duration) error {
			if b.waited = append(b.waited, d); b.before != nil {
				b.before(len(b.waited))
			}
			b.now = b.now.Add(d)
			return ctx.Err()
		},
	}
	return p.Run(ctx)
}

// decide presses a button on the verification page.
func (b *deviceBench) decide(t *testing.T, allow bool) {
	t.Helper()
	visit, err := sandbox.Browser{}.Answer(t.Context(), b.device.Complete, allow)
	if err != nil || visit.Status != http.StatusOK {
		t.Fatalf("the verification page: %+v, %v", visit, err)
	}
}

func (b *deviceBench) states() []flow.PollState {
	var all []flow.PollState
	for _, p := range b.polls {
		all = append(all, p.State)
	}
	return all
}

func seconds(ds []time.Duration) []float64 {
	var all []float64
	for _, d := range ds {
		all = append(all, d.Seconds())
	}
	return all
}

// The whole of RFC 8628 at the simulated Zoom: pending polls leave no note and no
// doubt, the pair is on disk before it is told, every poll is a trace.
func TestPollUntilTheTokensCome(t *testing.T) {
	b := newDeviceBench(t)
	b.before = func(n int) {
		if s := b.store.now(); s.Pending != nil || s.Note != nil || s.Gen != 7 {
			t.Errorf("before poll %d: stored %+v", n, s)
		}
		if n == 3 {
			b.decide(t, true)
		}
	}
	last := b.run(t.Context())
	if last.State != flow.PollGranted || last.Sent != 3 || last.Next != 0 {
		t.Fatalf("last %+v", last)
	}
	if got := seconds(b.waited); !slices.Equal(got, []float64{5, 5, 5}) {
		t.Errorf("waited %v", got)
	}
	now := b.store.now()
	if now.Gen != 8 || now.Token.RefreshToken.Reveal() != b.server.CurrentRefreshToken(b.app.ClientID) || now.Pending != nil || now.Last.Step != flow.StepPoll {
		t.Errorf("stored %+v", now)
	}
	if n := len(b.history.traces); n != 4 || b.history.traces[0].Summary != "user code "+b.device.UserCode {
		t.Errorf("%d traces, %q", n, b.history.traces[0].Summary)
	}
	journal := b.server.Journal()
	polls := slices.DeleteFunc(journal, func(e sandbox.Entry) bool { return e.Path != "/oauth/token" })
	if len(polls) != 3 {
		t.Errorf("%d requests for 3 polls", len(polls))
	}
	if text := b.Redactor.Redact(string(last.Outcome.Trace.Sent)); strings.Contains(text, b.device.Code.Reveal()) {
		t.Error("S4: the redactor does not know the device code")
	}
}

// L12: slow_down adds five seconds for good.
func TestSlowDown(t *testing.T) {
	b := newDeviceBench(t)
	b.device.Interval = time.Second // faster than the server allows
	b.before = func(n int) {
		if n == 5 {
			b.decide(t, true)
		}
	}
	if last := b.run(t.Context()); last.State != flow.PollGranted {
		t.Fatalf("last %+v", last)
	}
	if got := seconds(b.waited); !slices.Equal(got, []float64{1, 1, 6, 11, 16}) {
		t.Errorf("waited %v after %v", got, b.states())
	}
	if got := b.states(); !slices.Equal(got, []flow.PollState{flow.PollPending, flow.PollSlowDown, flow.PollSlowDown, flow.PollSlowDown, flow.PollGranted}) {
		t.Errorf("states %v", got)
	}
}

// RFC 8628 §3.5: without an answer the wait doubles, up to a minute, until one
// comes; what was uncertain is settled by the next answer. 429 waits as asked.
func TestLostPolls(t *testing.T) {
	b := newDeviceBench(t)
	b.server.Inject(sandbox.Fault{Path: "/oauth/token", Cut: sandbox.BeforeHeader, NoEffect: true, Times: 3})
	b.server.Inject(sandbox.Fault{Path: "/oauth/token", Status: 503, NoEffect: true, Body: []byte("busy"), Times: 2})
	b.before = func(n int) {
		if uncertain := n > 1 && n < 7; b.store.now().Uncertain() != uncertain {
			t.Errorf("before poll %d: uncertain %t", n, !uncertain)
		}
		switch n {
		case 7:
			b.server.Inject(sandbox.Fault{Path: "/oauth/token", Status: 429, NoEffect: true, Header: http.Header{"Retry-After": {"30"}}, Body: []byte("{}")})
		case 9:
			b.decide(t, true)
		}
	}
	if last := b.run(t.Context()); last.State != flow.PollGranted || last.Sent != 9 {
		t.Fatalf("last %+v", last)
	}
	if got := seconds(b.waited); !slices.Equal(got, []float64{5, 10, 20, 40, 65, 65, 5, 30, 10}) {
		t.Errorf("waited %v after %v", got, b.states())
	}
	b.wantTokenOfServer(t)
}

func (b *deviceBench) wantTokenOfServer(t *testing.T) {
	t.Helper()
	if s := b.store.now(); s.Token.RefreshToken.Reveal() != b.server.CurrentRefreshToken(b.app.ClientID) || s.Uncertain() {
		t.Errorf("stored %+v", s)
	}
}

// What ends the polling, and that none of it touches a token (R10).
func TestEndsOfPolling(t *testing.T) {
	for _, test := range []struct {
		name string
		with func(t *testing.T, b *deviceBench)
		want flow.PollState
		note string
	}{
		{"declined", func(t *testing.T, b *deviceBench) { b.decide(t, false) }, flow.PollDenied, "access_denied"},
		{"too old", func(_ *testing.T, b *deviceBench) { b.now = b.now.Add(901 * time.Second) }, flow.PollExpired, "expired_token"},
		{"another client secret", func(_ *testing.T, b *deviceBench) {
			b.server.UpdateApp(b.app.ClientID, func(a *sandbox.App) { a.ClientSecret += "x" })
		}, flow.PollRefused, "invalid_client"},
		{"unknown code", func(_ *testing.T, b *deviceBench) { b.device.Code = flow.NewSecret(flow.KindDeviceCode, "other1") }, flow.PollRefused, "invalid_grant"},
	} {
		t.Run(test.name, func(t *testing.T) {
			b := newDeviceBench(t)
			test.with(t, b)
			last := b.run(t.Context())
			if last.State != test.want || last.Sent != 1 || !last.State.Over() {
				t.Errorf("last %+v", last)
			}
			b.wantSame(t)
			if s := b.store.now(); s.Note == nil || s.Note.What != test.note || s.Uncertain() {
				t.Errorf("stored %+v", s)
			}
		})
	}
}

// Cancelling ends the waiting; nothing is sent any more.
func TestCancelledPolling(t *testing.T) {
	b := newDeviceBench(t)
	ctx, cancel := context.WithCancel(t.Context())
	b.before = func(n int) {
		if n == 2 {
			cancel()
		}
	}
	if last := b.run(ctx); last.State != flow.PollStopped || last.Sent != 1 || len(b.polls) != 2 {
		t.Errorf("last %+v of %v", last, b.states())
	}
}

// The codes' life ends the polling where the server never says so.
func TestCodesRunOut(t *testing.T) {
	b := newDeviceBench(t)
	b.device.Life = 0
	p := flow.Polling{Runner: b.Runner, App: b.app, Secret: b.secret, Device: b.device}
	if last := p.Run(t.Context()); last.State != flow.PollExpired || last.Sent != 0 {
		t.Errorf("last %+v", last)
	}
}

// R3: a poll that was sent is finished and its tokens are saved although the
// person cancelled meanwhile.
func TestTokensAreSavedAfterCancelling(t *testing.T) {
	b := newDeviceBench(t)
	b.decide(t, true)
	ctx, cancel := context.WithCancel(t.Context())
	b.server.Inject(sandbox.Fault{Path: "/oauth/token", Hook: cancel})
	if last := b.run(ctx); last.State != flow.PollGranted {
		t.Fatalf("last %+v", last)
	}
	b.wantTokenOfServer(t)
}

// Nothing was sent: the disk is full, the server is away, another process works.
// Polling goes on.
func TestUnsentPolls(t *testing.T) {
	b := newDeviceBench(t)
	away := b.app
	b.before = func(n int) {
		switch n {
		case 1:
			b.store.fail = failing("reserve", errDisk)
		case 2:
			b.store.fail = nil
			s := b.stored()
			s.Pending = &flow.Pending{Step: flow.StepRefresh, At: noon, Host: "other", PID: 1}
			b.store.set(s)
		case 3:
			b.store.set(b.stored())
			b.decide(t, true)
		}
	}
	last := b.run(t.Context())
	if got := b.states(); !slices.Equal(got, []flow.PollState{flow.PollLost, flow.PollBusy, flow.PollGranted}) || last.Sent != 1 {
		t.Fatalf("states %v, last %+v", got, last)
	}
	if err := b.polls[0].Outcome.Err; !errors.Is(err, errDisk) {
		t.Errorf("error %v", err)
	}

	away.Endpoints.OAuthURL = "http://" + closedPort(t)
	p := flow.Polling{Runner: b.Runner, App: away, Secret: b.secret, Device: b.device}
	ctx, cancel := context.WithCancel(t.Context())
	p.Wait = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	p.Report = func(poll flow.Poll) {
		if poll.State == flow.PollLost && poll.Sent == 0 {
			cancel()
		}
	}
	if last := p.Run(ctx); last.State != flow.PollStopped {
		t.Errorf("last %+v", last)
	}
}

// The wait without a Wait of the caller's is one of awake time.
func TestPollingWaitsByItself(t *testing.T) {
	b := newDeviceBench(t)
	b.decide(t, true)
	b.device.Interval = time.Millisecond
	p := flow.Polling{Runner: b.Runner, App: b.app, Secret: b.secret, Device: b.device}
	if last := p.Run(t.Context()); last.State != flow.PollGranted {
		t.Errorf("last %+v", last)
	}
}
