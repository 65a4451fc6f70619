package inspect_test

import (
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/safe"
	"zoauth/internal/testkit/sessions"
	"zoauth/profiles"
	"zoauth/tui/inspect"
	"zoauth/tui/session"
	"zoauth/tui/ui"
)

// desk is a session over a bench, that applies the events of its tasks.
type desk struct {
	*session.Session
	t      *testing.T
	bench  *sessions.Bench
	server *sandbox.Server
	work   *profiles.Workspace
	app    flow.App
	clean  *safe.Cleaner
}

func newDesk(t *testing.T, profile string, change func(*flow.App)) *desk {
	t.Helper()
	b := sessions.New(t)
	app := b.App(profile)
	if change != nil {
		change(&app)
	}
	return &desk{
		Session: b.Seat(app, b.Services(time.Now)), t: t, bench: b, server: b.Server, work: b.Work,
		app: app, clean: &safe.Cleaner{Redactor: b.Work.Runner.Redactor},
	}
}

func (d *desk) do(f session.Follow) { d.bench.Run(f.Tasks) }

// until takes events until cond holds.
func (d *desk) until(what string, cond func() bool) {
	d.t.Helper()
	d.bench.Until(what, cond, func(e *session.Event) { d.do(d.Apply(e)) }, func() string { return d.Phase().String() })
}

// opened opens an attempt, when what the preflight found is there: it tries the same port.
func (d *desk) opened() session.Waiting {
	d.t.Helper()
	before := d.bench.Open
	d.do(d.Drafts().Open(flow.StepAuthorize))
	d.until("the preflight", func() bool { return d.bench.Open <= before })
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

var theme = ui.NewTheme(ui.Appearance{})

// context is what pages are drawn with at a width.
func (d *desk) context(width int) inspect.Context {
	return inspect.Context{
		Clean: d.clean, Theme: theme, Width: width, Now: time.Now(), Version: "1.0",
		Tunnel: []safe.Text{safe.Const("ssh -N -L 8976:127.0.0.1:8976 dev1")},
	}
}

// views are those of the newest row.
func (d *desk) views(c inspect.Context) []inspect.View {
	return inspect.Views(c, d.Session, d.Timeline().Len()-1)
}

func cleaner() *safe.Cleaner { return &safe.Cleaner{Redactor: &flow.Redactor{}} }
