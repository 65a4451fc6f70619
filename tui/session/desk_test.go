package session_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/testkit/sessions"
	"zoauth/profiles"
	"zoauth/tui/session"
)

// desk is a session over a bench, that applies the events of its tasks.
type desk struct {
	*session.Session
	t      *testing.T
	bench  *sessions.Bench
	ctx    context.Context
	server *sandbox.Server
	work   *profiles.Workspace
	news   []string
	at     time.Time
	held   flow.Step        // events of this step are kept back, until they come late
	late   []*session.Event // those that were
}

func newDesk(t *testing.T, profile string) *desk {
	t.Helper()
	b := sessions.New(t)
	d := &desk{t: t, bench: b, ctx: b.Ctx, server: b.Server, work: b.Work}
	d.Session = d.seat(b.App(profile))
	return d
}

// seat is a session of an app at the desk's workspace.
func (d *desk) seat(app flow.App) *session.Session { return d.bench.Seat(app, d.services()) }

func (d *desk) services() session.Services { return d.bench.Services(d.now) }

func (d *desk) now() time.Time {
	if d.at.IsZero() {
		return time.Now()
	}
	return d.at
}

// do runs what follows from an act.
func (d *desk) do(f session.Follow) {
	d.t.Helper()
	if f.News != "" {
		d.news = append(d.news, f.News)
	}
	d.bench.Run(f.Tasks)
}

// until takes events until cond holds.
func (d *desk) until(what string, cond func() bool) {
	d.t.Helper()
	d.bench.Until(what, cond, d.take, func() string {
		return fmt.Sprintf("phase %s, news %q, rows %.2000s", d.Phase(), d.news, d.rows())
	})
}

func (d *desk) take(e *session.Event) {
	if e != nil && d.held != "" && e.Step == d.held {
		d.late = append(d.late, e)
		return
	}
	d.do(d.Apply(e))
}

// quiet waits until every task has come back.
func (d *desk) quiet() {
	d.t.Helper()
	d.until("the tasks", func() bool { return d.bench.Open == 0 })
}

// hold keeps the events of a step back.
func (d *desk) hold(step flow.Step) { d.held = step }

// comesLate waits for an event that is held back, and applies all of those.
func (d *desk) comesLate() {
	d.t.Helper()
	d.until("a late event", func() bool { return len(d.late) > 0 })
	d.held = ""
	for _, e := range d.late {
		d.do(d.Apply(e))
	}
	d.late = nil
}

// opened opens an attempt that listens, when what the preflight found is there: it tries
// the same port.
func (d *desk) opened() {
	d.t.Helper()
	before := d.bench.Open
	d.do(d.Drafts().Open(flow.StepAuthorize))
	d.until("the preflight", func() bool { return d.bench.Open <= before })
	d.do(d.Begin(session.Answer{Confirmed: true}))
	d.until("the attempt", func() bool { _, open := d.Consent().Waiting(); return open })
}

// look looks at the token file as the clock's tick does.
func (d *desk) look() {
	if e := d.Disk().Reading().Read(); e != nil {
		d.do(d.Apply(e))
	}
}

// rows is the timeline in short.
func (d *desk) rows() string {
	text := ""
	for i := range d.Timeline().Len() {
		e := d.Timeline().At(i)
		text += fmt.Sprintf("[%s %s %d %s%s%s %s] ", e.Step, e.Mark, e.Status, e.Access, e.Refresh, e.Code, e.Fate)
	}
	return text
}

// send drafts a step and sends it, and waits for its row to end.
func (d *desk) send(step flow.Step, answer session.Answer) session.Entry {
	d.t.Helper()
	d.do(d.Drafts().Open(step))
	d.until("the draft of "+string(step), func() bool {
		return d.Drafts().Next() != nil && d.Drafts().Next().Step() == step && d.Drafts().Next().Ready()
	})
	return d.begin(answer)
}

// begin sends the next draft and waits for its row to end.
func (d *desk) begin(answer session.Answer) session.Entry {
	d.t.Helper()
	d.do(d.Begin(answer))
	if d.Flight() == nil {
		d.t.Fatalf("nothing was sent: %q", d.news)
	}
	id := d.Flight().Entry()
	d.until("the response", func() bool { return d.Flight() == nil })
	return d.Timeline().At(d.Timeline().Index(id))
}

// authorize opens an attempt and lets the browser allow it.
func (d *desk) authorize() {
	d.t.Helper()
	d.opened()
	d.do(d.Consent().Play(true))
	d.until("the code", func() bool { return d.Consent().Code() != nil })
}

// grant brings a pair.
func (d *desk) grant() session.Entry {
	d.t.Helper()
	d.authorize()
	d.until("the exchange's draft", func() bool { return d.Drafts().Next() != nil && d.Drafts().Next().Ready() })
	return d.begin(session.Answer{})
}

// elsewhere is the runner of another process over the same files.
func (d *desk) elsewhere() *flow.Runner {
	w := profiles.Opening{Redactor: d.work.Runner.Redactor}.Over(d.work.Apps, d.work.StateDir)
	w.Runner.By, w.Runner.PID = "zoauth token", 4121
	d.t.Cleanup(w.Runner.Wait)
	return w.Runner
}
