// Package sessions is what tests of sessions, and of what reads them, share: profiles over
// the simulated Zoom, and tasks that run beside the test as the app runs them.
package sessions

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/testkit"
	"zoauth/profiles"
	"zoauth/tui/session"
)

// Bench is the sandbox's apps as profiles, with the real engine, store and history below
// them, over loopback sockets.
type Bench struct {
	Server *sandbox.Server
	Work   *profiles.Workspace
	Ctx    context.Context // ends with the test
	Open   int             // tasks whose events were not taken

	t      testing.TB
	events chan *session.Event
	tasks  sync.WaitGroup
}

// Patience bounds every wait; it is no measure of speed.
const Patience = 20 * time.Second

// New starts a sandbox and opens a workspace over its apps, until the test ends.
func New(t testing.TB) *Bench {
	t.Helper()
	server, apps := Zoom(t)
	ctx, leave := context.WithCancel(context.Background())
	work := profiles.Opening{Redactor: &flow.Redactor{}}.Over(apps, filepath.Join(t.TempDir(), "state"))
	b := &Bench{Server: server, Work: work, Ctx: ctx, t: t, events: make(chan *session.Event, 64)}
	t.Cleanup(func() {
		leave()
		b.tasks.Wait()
		work.Runner.Wait()
	})
	return b
}

// Zoom starts a simulated Zoom, until the test ends, and returns it with its apps as
// profiles.
func Zoom(t testing.TB) (*sandbox.Server, []flow.App) {
	t.Helper()
	server := sandbox.New(sandbox.Options{Apps: sandbox.Sample(testkit.AddressFor(t))})
	if err := server.Listen("127.0.0.1:0"); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Close() })
	var apps []flow.App
	for _, a := range server.Apps() {
		apps = append(apps, a.Profile(server.URL()))
	}
	return server, apps
}

// App is the app of a profile.
func (b *Bench) App(profile string) flow.App {
	b.t.Helper()
	app, ok := b.Work.App(profile)
	if !ok {
		b.t.Fatal("no profile " + profile)
	}
	return app
}

// Seat is a session of an app over the workspace.
func (b *Bench) Seat(app flow.App, services session.Services) *session.Session {
	s := session.New(app, services)
	b.t.Cleanup(s.Close)
	return s
}

// Services are those that the workbench has.
func (b *Bench) Services(now func() time.Time) session.Services {
	return session.Services{
		Runner: b.Work.Runner, Store: b.Work.Store, History: b.Work.History, Redactor: b.Work.Runner.Redactor,
		Facts:   func(_ context.Context, app flow.App, port bool) flow.Facts { return flow.GatherFacts(app, port) },
		Browser: Browser, Now: now,
	}
}

// Browser answers an authorize URL as the sandbox's browser.
func Browser(ctx context.Context, url string, allow bool) (session.Visit, error) {
	visit, err := sandbox.Browser{}.Answer(ctx, url, allow)
	return session.Visit{Address: visit.URL, Page: visit.Page}, err
}

// Run runs tasks on goroutines; their events come to [Bench.Until].
func (b *Bench) Run(tasks []session.Task) {
	for _, task := range tasks {
		b.Open++
		b.tasks.Go(func() {
			e := task(b.Ctx)
			select {
			case b.events <- e:
			case <-b.Ctx.Done():
			}
		})
	}
}

// Until gives events to take until cond holds. state is what a failure tells.
func (b *Bench) Until(what string, cond func() bool, take func(*session.Event), state func() string) {
	b.t.Helper()
	deadline := time.After(Patience)
	for !cond() {
		select {
		case e := <-b.events:
			b.Open--
			take(e)
		case <-deadline:
			b.t.Fatalf("waiting for %s: %s", what, state())
		}
	}
}
