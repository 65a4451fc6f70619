package inspect_test

import (
	"context"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/safe"
	"zoauth/internal/testkit"
	"zoauth/profiles"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// desk is a session over the real engine, store and sandbox, through loopback sockets.
type desk struct {
	*session.Session
	t      *testing.T
	ctx    context.Context
	server *sandbox.Server
	work   *profiles.Workspace
	app    flow.App
	events chan session.Event
	tasks  sync.WaitGroup
	clean  *safe.Cleaner
}

const patience = 20 * time.Second

func newDesk(t *testing.T, profile string, change func(*flow.App)) *desk {
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
	redactor := &flow.Redactor{}
	work := profiles.Opening{Redactor: redactor}.Over(apps, filepath.Join(t.TempDir(), "state"))
	ctx, leave := context.WithCancel(context.Background())
	d := &desk{t: t, ctx: ctx, server: server, work: work, events: make(chan session.Event, 64), clean: &safe.Cleaner{Redactor: redactor}}
	t.Cleanup(func() {
		leave()
		d.tasks.Wait()
		work.Runner.Wait()
	})
	app, ok := work.App(profile)
	if !ok {
		t.Fatal("no profile " + profile)
	}
	if change != nil {
		change(&app)
	}
	d.app = app
	d.Session = session.New(app, d.services())
	t.Cleanup(d.Close)
	return d
}

func (d *desk) services() session.Services {
	var browser sandbox.Browser
	return session.Services{
		Runner: d.work.Runner, Store: d.work.Store, History: d.work.History, Redactor: d.work.Runner.Redactor,
		Surroundings: func(_ context.Context, app flow.App, port bool) flow.Facts { return flow.Around(app, port) },
		Browser: func(ctx context.Context, url string, allow bool) (session.Visit, error) {
			visit, err := browser.Answer(ctx, url, allow)
			return session.Visit{Address: visit.URL, Page: visit.Page}, err
		},
		Now: time.Now,
	}
}

func (d *desk) do(f session.Follow) {
	for _, task := range f.Tasks {
		d.tasks.Go(func() {
			e := task(d.ctx)
			select {
			case d.events <- e:
			case <-d.ctx.Done():
			}
		})
	}
}

// until takes events until cond holds.
func (d *desk) until(what string, cond func() bool) {
	d.t.Helper()
	deadline := time.After(patience)
	for !cond() {
		select {
		case e := <-d.events:
			d.do(d.Apply(e))
		case <-deadline:
			d.t.Fatalf("waiting for %s: phase %s", what, d.Phase())
		}
	}
}

// opened opens an attempt.
func (d *desk) opened() session.Waiting {
	d.t.Helper()
	d.do(d.Drafts().Open(flow.StepAuthorize))
	d.do(d.Begin(session.Answer{Confirmed: true}))
	d.until("the attempt", func() bool {
		_, open := d.Consent().Waiting()
		return open || d.Timeline().Last().Mark == session.Failed
	})
	w, _ := d.Consent().Waiting()
	return w
}

// coded brings a code and waits for the exchange's draft.
func (d *desk) coded() {
	d.t.Helper()
	d.opened()
	d.do(d.Consent().Play(true))
	d.until("the exchange's draft", func() bool {
		next := d.Drafts().Next()
		return next != nil && next.Step() == flow.StepExchange && next.Ready()
	})
}

// draft opens the draft of a step and waits until it can be sent.
func (d *desk) draft(step flow.Step) *session.Draft {
	d.t.Helper()
	d.do(d.Drafts().Open(step))
	d.until("the draft", func() bool {
		next := d.Drafts().Next()
		return next != nil && next.Step() == step && (next.Ready() || next.Blocked() != "")
	})
	return d.Drafts().Next()
}

// send sends the next draft and waits until its row has ended and was looked at.
func (d *desk) send() session.Result {
	d.t.Helper()
	d.do(d.Begin(session.Answer{Confirmed: true}))
	if d.Flight() == nil {
		d.t.Fatal("nothing was sent")
	}
	id := d.Flight().Entry()
	d.until("the response", func() bool { return d.Flight() == nil })
	d.until("the cause", func() bool {
		r := d.result(id)
		looked := r.Mark != session.Failed && r.Mark != session.Uncertain || r.Expected == session.AsExpected
		return r.Known || looked
	})
	return d.result(id)
}

func (d *desk) result(id string) session.Result {
	r, _ := d.Timeline().Result(d.Timeline().Index(id))
	return r
}

// grant brings a pair.
func (d *desk) grant() session.Result {
	d.t.Helper()
	if d.app.HasConsent() {
		d.coded()
	} else {
		d.draft(flow.StepExchange)
	}
	return d.send()
}

// context is what pages are drawn with at a width.
func (d *desk) context(width int) inspect.Context {
	return inspect.Context{
		Clean: d.clean, Theme: ui.NewTheme(ui.Appearance{}), Width: width, Now: time.Now(), Version: "1.0",
		Tunnel: []safe.Text{safe.Const("ssh -N -L 8976:127.0.0.1:8976 dev1")},
	}
}

// views are those of the newest row.
func (d *desk) views(c inspect.Context) []inspect.View {
	return inspect.Views(c, d.Session, d.Timeline().Len()-1)
}

func cleaner() *safe.Cleaner { return &safe.Cleaner{Redactor: &flow.Redactor{}} }
