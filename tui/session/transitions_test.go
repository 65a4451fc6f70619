package session_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/testkit/sessions"
	"zoauth/tui/session"
)

// The states that a session can be brought into.
var from = map[string]func(*desk){
	"nothing":   func(*desk) {},
	"draft":     func(d *desk) { d.do(d.Drafts().Open(flow.StepAuthorize)) },
	"opening":   func(d *desk) { d.hold(flow.StepAuthorize); beginAuthorize(d) },
	"attempt":   (*desk).opened,
	"code":      (*desk).authorize,
	"pair":      func(d *desk) { d.grant() },
	"attempt2":  func(d *desk) { d.grant(); d.opened() },
	"device":    openDevice,
	"sending":   func(d *desk) { d.grant(); sendHeld(d) },
	"sending +": func(d *desk) { d.grant(); d.opened(); sendHeld(d) },
}

func beginAuthorize(d *desk) {
	d.do(d.Drafts().Open(flow.StepAuthorize))
	d.do(d.Begin(session.Answer{Confirmed: true}))
}

func openDevice(d *desk) {
	d.server.SetRules(func(r *sandbox.Rules) { r.DeviceInterval = time.Hour })
	d.send(flow.StepDevice, session.Answer{})
}

// sendHeld sends a probe whose outcome is kept back.
func sendHeld(d *desk) {
	d.hold(flow.StepProbe)
	d.do(d.Drafts().Open(flow.StepProbe))
	d.do(d.Begin(session.Answer{}))
}

func draft(step flow.Step) func(*desk) {
	return func(d *desk) { d.do(d.Drafts().Open(step)) }
}

// otherClient is what an editor makes of the profile file.
func otherClient(d *desk) {
	app := d.App()
	app.ClientID += "x"
	d.do(d.Reload(app))
}

// callback is a request at the listener of the open attempt.
func callback(query string) func(*desk) {
	return func(d *desk) {
		w, _ := d.Consent().Waiting()
		url := d.App().RedirectURI + "?" + strings.ReplaceAll(query, "STATE", stateOf(w.Request))
		before := len(w.Callbacks)
		answer, err := http.Get(url)
		if err != nil {
			d.t.Fatal(err)
		}
		_ = answer.Body.Close()
		d.until("the hit", func() bool {
			w, open := d.Consent().Waiting()
			return !open || len(w.Callbacks) > before
		})
	}
}

func stateOf(r flow.Request) string {
	for _, f := range r.Query {
		if f.Name == "state" {
			return f.Value()
		}
	}
	return ""
}

// Every state and what can happen to it: what goes on afterwards. Late and stale
// outcomes are among the events.
var transitions = []struct {
	from, name string
	do         func(*desk)
	to         session.Phase
	next       flow.Step // the draft; empty: none
	says       string    // part of the news; empty: whatever
}{
	{"nothing", "draft authorize", draft(flow.StepAuthorize), session.Drafting, flow.StepAuthorize, ""},
	{"nothing", "draft exchange", draft(flow.StepExchange), session.Idle, "", "No code"},
	{"nothing", "draft probe", draft(flow.StepProbe), session.Idle, "", "No access token yet. Press a"},
	{"nothing", "draft refresh", draft(flow.StepRefresh), session.Idle, "", "No refresh token yet. Press a"},
	{"nothing", "draft revoke", draft(flow.StepRevoke), session.Idle, "", "No access token"},
	{"nothing", "draft device", draft(flow.StepDevice), session.Drafting, flow.StepDevice, ""},
	{"nothing", "send", func(d *desk) { d.do(d.Begin(session.Answer{})) }, session.Idle, "", "Nothing is ready"},
	{"nothing", "stop", func(d *desk) { d.do(d.Consent().Stop()) }, session.Idle, "", "No attempt"},
	{"nothing", "play", func(d *desk) { d.do(d.Consent().Play(true)) }, session.Idle, "", "No attempt"},
	{"nothing", "extend", func(d *desk) { d.do(d.Consent().Extend()) }, session.Idle, "", "No attempt"},
	{"nothing", "drop", func(d *desk) { d.do(d.Drafts().Drop()) }, session.Idle, "", "no draft"},
	{"nothing", "edit", func(d *desk) { d.do(d.Drafts().Edit(flow.InForm, "a", "b")) }, session.Idle, "", "no request"},
	{"nothing", "undo", func(d *desk) { d.do(d.Drafts().Undo(flow.InForm, "a")) }, session.Idle, "", "not edited"},
	{"nothing", "save again", func(d *desk) { d.do(d.Disk().SaveAgain()) }, session.Idle, "", "Nothing is waiting"},
	{"nothing", "save in", func(d *desk) { d.do(d.Disk().SaveIn(d.t.TempDir())) }, session.Idle, "", "Nothing is waiting"},
	{"nothing", "adopt", func(d *desk) { d.do(d.Disk().Adopt(session.Answer{Confirmed: true})) }, session.Idle, "", "No response is kept"},

	{"draft", "drop", func(d *desk) { d.do(d.Drafts().Drop()) }, session.Idle, "", ""},
	{"draft", "another step", draft(flow.StepDevice), session.Drafting, flow.StepDevice, ""},
	{"draft", "other client", otherClient, session.Drafting, flow.StepAuthorize, ""},

	{"opening", "send again", beginAuthorize, session.Awaiting, flow.StepAuthorize, "being opened"},
	{"opening", "stop", func(d *desk) { d.do(d.Consent().Stop()) }, session.Idle, "", "Stopped"},
	{"opening", "stop, opened late", func(d *desk) { d.do(d.Consent().Stop()); d.comesLate() }, session.Idle, "", ""},
	{"opening", "other client, opened late", func(d *desk) { otherClient(d); d.comesLate() }, session.Idle, "", ""},
	{"opening", "opened late", (*desk).comesLate, session.Awaiting, "", ""},
	{"opening", "stop and open anew, opened late", func(d *desk) {
		d.do(d.Consent().Stop())
		d.until("the first attempt", func() bool { return len(d.late) > 0 })
		beginAuthorize(d)
		d.comesLate()
		d.until("the second attempt", func() bool { _, open := d.Consent().Waiting(); return open })
	}, session.Awaiting, "", ""},

	{"attempt", "stop", func(d *desk) { d.do(d.Consent().Stop()) }, session.Idle, "", "Stopped"},
	{"attempt", "stray callback", callback("code=x&state=other"), session.Awaiting, "", ""},
	{"attempt", "callback without state", callback("code=x"), session.Awaiting, "", ""},
	{"attempt", "declined", callback("error=access_denied&state=STATE"), session.Idle, "", "declined: access_denied"},
	{"attempt", "the code", callback("code=abcdefghijklmnopqrstuvwxyz0123456&state=STATE"), session.Drafting, flow.StepExchange, "the code has arrived"},
	{"attempt", "mix-up", callback("code=x&state=STATE&iss=https%3A%2F%2Fother.example"), session.Idle, "", "mix-up"},
	{"attempt", "time runs out", func(d *desk) { d.do(d.Tick(d.now().Add(flow.AttemptLife + time.Second))) }, session.Idle, "", "ran out"},
	{"attempt", "more time", func(d *desk) {
		d.do(d.Consent().Extend())
		d.do(d.Tick(d.now().Add(flow.AttemptLife + time.Second)))
	}, session.Awaiting, "", ""},
	{"attempt", "another attempt", (*desk).opened, session.Awaiting, "", ""},
	{"attempt", "a device flow", openDevice, session.Polling, "", ""},
	{"attempt", "other client", otherClient, session.Idle, "", "its client changed"},
	{"attempt", "same client, other scopes", func(d *desk) {
		app := d.App()
		app.Scopes = []string{"user:read:user"}
		d.do(d.Reload(app))
	}, session.Awaiting, "", ""},

	{"code", "stop", func(d *desk) { d.do(d.Consent().Stop()) }, session.Drafting, flow.StepExchange, "No attempt"},
	{"code", "drop the exchange", func(d *desk) { d.do(d.Drafts().Drop()) }, session.Holding, "", ""},
	{"code", "another attempt", (*desk).opened, session.Awaiting, "", ""},
	{"code", "other client", otherClient, session.Idle, "", "its client changed"},
	{"code", "exchange", func(d *desk) { ready(d); d.begin(session.Answer{}) }, session.Idle, "", ""},

	{"pair", "draft exchange", draft(flow.StepExchange), session.Idle, "", "No code"},
	{"pair", "draft refresh", draft(flow.StepRefresh), session.Drafting, flow.StepRefresh, ""},
	{"pair", "revoke without an answer", func(d *desk) {
		d.do(d.Drafts().Open(flow.StepRevoke))
		d.do(d.Begin(session.Answer{}))
	}, session.Drafting, flow.StepRevoke, "Confirm first"},
	{"pair", "another process replaces it while a draft waits", func(d *desk) {
		d.do(d.Drafts().Open(flow.StepRefresh))
		d.do(d.Drafts().Edit(flow.InForm, "extra", "1"))
		refreshElsewhere(d)
		d.look()
	}, session.Drafting, flow.StepRefresh, ""},

	{"attempt2", "probe while it listens", func(d *desk) { d.send(flow.StepProbe, session.Answer{}) }, session.Awaiting, "", ""},
	{"attempt2", "refresh while it listens", func(d *desk) { d.send(flow.StepRefresh, session.Answer{}) }, session.Awaiting, "", ""},

	{"device", "stop", func(d *desk) { d.do(d.Consent().Stop()) }, session.Idle, "", "Stopped"},
	{"device", "an attempt", (*desk).opened, session.Awaiting, "", ""},
	{"device", "another device flow", openDevice, session.Polling, "", ""},
	{"device", "other client", otherClient, session.Idle, "", "its client changed"},

	{"sending", "send", func(d *desk) { d.do(d.Begin(session.Answer{})) }, session.Sending, "", "Already sent"},
	{"sending", "draft the same step", draft(flow.StepProbe), session.Sending, "", "Already sent"},
	{"sending", "draft another step and send", func(d *desk) {
		d.do(d.Drafts().Open(flow.StepRefresh))
		d.do(d.Begin(session.Answer{}))
	}, session.Sending, flow.StepRefresh, "Already sent"},
	{"sending", "stop", func(d *desk) { d.do(d.Consent().Stop()) }, session.Sending, "", "Already sent"},
	{"sending", "open an attempt", (*desk).opened, session.Sending, "", ""},
	{"sending", "other client", otherClient, session.Sending, "", ""},
	{"sending", "the outcome", (*desk).comesLate, session.Idle, "", ""},
	{"sending", "other client, then the outcome", func(d *desk) { otherClient(d); d.comesLate() }, session.Idle, "", ""},

	{"sending +", "stop the attempt", func(d *desk) { d.do(d.Consent().Stop()) }, session.Sending, "", "Stopped"},
	{"sending +", "the outcome", (*desk).comesLate, session.Awaiting, "", ""},
}

// ready waits for the next draft to be complete.
func ready(d *desk) {
	d.until("a draft", func() bool { return d.Drafts().Next() != nil && d.Drafts().Next().Ready() })
}

// refreshElsewhere refreshes as another process would.
func refreshElsewhere(d *desk) {
	other := d.elsewhere()
	state, err := d.work.Store.Read(d.App().Name)
	if err != nil {
		d.t.Fatal(err)
	}
	secret, _ := d.App().Secret.Secret(d.ctx)
	out := other.Do(d.ctx, flow.Job{App: d.App(), Request: flow.RefreshRequest(d.App(), secret, state.Token.RefreshToken), Gen: state.Gen})
	if out.Answer.Verdict != flow.Granted {
		d.t.Fatalf("elsewhere: %v %v", out.Answer.Verdict, out.Err)
	}
}

func TestTransitions(t *testing.T) {
	t.Parallel()
	for _, test := range transitions {
		t.Run(test.from+"/"+test.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, "acme-dev")
			from[test.from](d)
			d.news = nil
			test.do(d)
			if got := d.Phase(); got != test.to {
				t.Errorf("phase is %s, want %s", got, test.to)
			}
			step := flow.Step("")
			if next := d.Drafts().Next(); next != nil {
				step = next.Step()
			}
			if step != test.next {
				t.Errorf("the draft is of %q, want %q", step, test.next)
			}
			if news := strings.Join(d.news, "\n"); !strings.Contains(news, test.says) {
				t.Errorf("the news are %q, want %q", news, test.says)
			}
		})
	}
}

// What is stopped or closed gives its port back, whenever it was opened.
func TestAStoppedAttemptGivesItsPortBack(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(*desk){
		"stopped":             func(d *desk) { d.opened(); d.do(d.Consent().Stop()) },
		"closed":              func(d *desk) { d.opened(); d.Close() },
		"closed, then opened": func(d *desk) { from["opening"](d); d.Close(); d.comesLate() },
		"stopped, then opened": func(d *desk) {
			from["opening"](d)
			d.do(d.Consent().Stop())
			d.comesLate()
		},
		"released": func(d *desk) {
			from["opening"](d)
			d.until("the attempt", func() bool { return len(d.late) > 0 })
			d.late[0].Release()
		},
		"answered": (*desk).authorize,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, "acme-dev")
			end(d)
			deadline := time.Now().Add(sessions.Patience)
			for flow.GatherFacts(d.App(), true).PortErr != "" {
				if time.Now().After(deadline) {
					t.Fatal("the port is still in use")
				}
			}
		})
	}
}
