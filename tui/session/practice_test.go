package session_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/tui/session"
)

// Every exercise of the sandbox is enter, enter: what it needs is brought, its draft
// has its expected response, and the row says whether that came.
func TestEveryExerciseIsEnterEnter(t *testing.T) {
	t.Parallel()
	for _, profile := range []string{"acme-dev", "mobile-dev", "batch-dev", "bot-dev"} {
		t.Run(profile, func(t *testing.T) {
			t.Parallel()
			list := newDesk(t, profile).Practice().Exercises()
			if len(list) < 5 {
				t.Fatalf("there are %d exercises", len(list))
			}
			for _, e := range list {
				t.Run(e.Name, func(t *testing.T) {
					t.Parallel()
					exercise(newDesk(t, profile), e.Mistake)
				})
			}
		})
	}
}

// What a code was issued for is judged only while the code works: with tokens there, the
// exercise brings a fresh one.
func TestAnExerciseAfterAnExchangeHasAFreshCode(t *testing.T) {
	t.Parallel()
	for _, m := range flow.Mistakes() {
		if m.Step == flow.StepExchange && !m.Ends {
			t.Run(m.Name, func(t *testing.T) {
				t.Parallel()
				d := newDesk(t, "acme-dev")
				d.grant()
				exercise(d, m)
			})
		}
	}
}

func exercise(d *desk, m flow.Mistake) {
	t := d.t
	t.Helper()
	d.do(d.Practice().Try(m.Name))
	d.until("the draft of "+m.Name, func() bool {
		next := d.Drafts().Next()
		return next != nil && next.Mistake() != nil && next.Ready() && d.Flight() == nil
	})
	next := d.Drafts().Next()
	if expected, ok := next.Expected(); !ok || expected != m.Expect || len(next.Edits()) == 0 && !m.Ends && len(next.Request().Body) == 0 && m.Step != flow.StepAuthorize {
		t.Errorf("the draft expects %+v, edits %v", expected, next.Edits())
	}
	d.do(d.Begin(session.Answer{Confirmed: true}))
	if m.Step == flow.StepAuthorize {
		d.until("the attempt", func() bool { _, open := d.Consent().Waiting(); return open })
		d.do(d.Consent().Play(true))
	}
	d.until("the result", func() bool { return d.tried(m.Name) })
	i := d.Timeline().Len() - 1
	for i > 0 && d.Timeline().At(i).Mistake != m.Name {
		i--
	}
	row := d.Timeline().At(i)
	if row.Expected != session.AsExpected || row.Mark != session.Done {
		t.Errorf("the row is %+v", row)
	}
	if d.Drafts().Next() == nil {
		d.wantMain(session.ActNext, "")
	}
}

func (d *desk) tried(name string) bool {
	for _, e := range d.Practice().Exercises() {
		if e.Name == name {
			return e.Tried
		}
	}
	return false
}

// On a real profile an exercise sends nothing for its own sake and asks first.
func TestAnExerciseOnARealProfileAsks(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.real()
	d.do(d.Practice().Try("refresh-garbled"))
	if d.Drafts().Next() != nil || d.Flight() != nil || !strings.Contains(d.news[0], "needs tokens") {
		t.Fatalf("the news are %q", d.news)
	}
	d.do(d.Practice().Try("authorize-no-state"))
	d.do(d.Begin(session.Answer{}))
	if d.Asks(session.Action{Act: session.ActSend}).Why != session.AsksMistake || d.Phase() != session.Drafting {
		t.Errorf("it asks %+v, phase %s", d.Asks(session.Action{Act: session.ActSend}), d.Phase())
	}
}

// Taking a mistake back leaves what can rightly be sent: a code that was used is not
// sent once more as if nothing were wrong.
func TestAMistakeIsTakenBack(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.do(d.Practice().Try("exchange-used-code"))
	d.until("the draft", func() bool { n := d.Drafts().Next(); return n != nil && n.Mistake() != nil && n.Ready() })
	d.do(d.Drafts().UndoAll())
	if n := d.Drafts().Next(); n.Ready() || n.Mistake() != nil || !strings.Contains(n.Blocked(), "No code") {
		t.Errorf("the draft is ready %v, blocked by %q", n.Ready(), n.Blocked())
	}
	d.do(d.Drafts().Drop())
	d.do(d.Practice().Try("refresh-garbled"))
	ready(d)
	d.do(d.Drafts().Undo(flow.InForm, "refresh_token"))
	if n := d.Drafts().Next(); !n.Ready() || n.Mistake() != nil || len(n.Edits()) != 0 {
		t.Errorf("the draft has %v", n.Edits())
	}
	if _, foretold := d.Drafts().Next().Expected(); foretold {
		t.Error("the right request expects a refusal")
	}
}

// real makes the desk's profile one of the profile file.
func (d *desk) real() {
	app := d.App()
	app.Sandbox = false
	d.Session = d.seat(app)
}

// The tour: from the first draft to a refreshed pair in eight keys (the ninth opens it),
// then on to the revoke and its end.
func TestTheTour(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.do(d.Practice().StartTour())
	keys, steps := 0, []string{}
	for keys < 20 {
		i := d.Timeline().Len() - 1
		if d.Drafts().Next() != nil {
			i++
		}
		m := d.Main(i, d.now())
		step, of, _ := d.Practice().Tour()
		steps = append(steps, fmt.Sprintf("%d/%d %s %s", step, of, m.Act, m.Step))
		keys++
		switch m.Act {
		case session.ActSend:
			d.do(d.Begin(session.Answer{Confirmed: true}))
		case session.ActDraft:
			d.do(d.Drafts().Open(m.Step))
		case session.ActPlay:
			keys++ // b, and its list
			d.do(d.Consent().Play(true))
			d.until("the code", func() bool { return d.Consent().Code() != nil })
		case session.ActEndTour:
			d.Practice().EndTour()
			if _, _, on := d.Practice().Tour(); on {
				t.Error("the tour goes on")
			}
			return
		default:
			t.Fatalf("enter does %+v after %q", m, steps)
		}
		d.until("it to settle", func() bool {
			_, open := d.Consent().Waiting()
			return d.Flight() == nil && d.Phase() != session.Awaiting || open
		})
		if next := d.Drafts().Next(); next != nil {
			ready(d)
		}
		if row := d.Timeline().Last(); row.Step == flow.StepRefresh && row.Mark == session.Done && keys > 8 && !strings.Contains(strings.Join(steps, ","), "revoke") {
			t.Errorf("%d keys to a refreshed pair: %q", keys, steps)
		}
	}
	t.Errorf("the tour did not end: %q", steps)
}

// A refresh that Zoom refuses takes the tour back to its first step: a new authorization,
// then the refresh that is still missing.
func TestTheTourBeginsAnewAfterARefusedRefresh(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.do(d.Practice().StartTour())
	d.grant()
	if err := d.server.SetScenario("rotated-elsewhere", d.App().ClientID, true); err != nil {
		t.Fatal(err)
	}
	if row := d.send(flow.StepRefresh, session.Answer{}); row.Mark != session.Failed {
		t.Fatalf("the refresh is %+v", row)
	}
	if step, _, _ := d.Practice().Tour(); step != 1 {
		t.Errorf("the tour is at step %d", step)
	}
	d.grant()
	if step, _, _ := d.Practice().Tour(); step != 3 {
		t.Errorf("with a new pair the tour is at step %d", step)
	}
}

// The device flow polls by itself; its tokens are the row's.
func TestTheDeviceFlowIsOneRow(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.server.SetRules(func(r *sandbox.Rules) { r.DeviceInterval = time.Second })
	d.load()
	row := d.send(flow.StepDevice, session.Answer{})
	d.until("a poll", func() bool { w, _ := d.Consent().Waiting(); return len(w.Polls) > 0 })
	w, _ := d.Consent().Waiting()
	if w.UserCode == "" || w.URL == "" || w.Polls[0].Text != "authorization_pending" || d.Phase() != session.Polling {
		t.Errorf("it waits for %+v", w)
	}
	d.look()
	d.do(d.Consent().Play(true))
	d.until("the tokens", func() bool { return d.State().HasToken() && d.Phase() == session.Idle })
	got := d.Timeline().At(d.Timeline().Index(row.ID))
	if got.Mark != session.Done || got.Access != d.State().Token.AccessToken.Fingerprint() || d.Timeline().Len() != 1 {
		t.Errorf("the row is %+v of %s", got, d.rows())
	}
	d.look()
	for range 3 {
		d.look()
	}
	if rail := d.Rail(); rail[0].Step != flow.StepDevice || rail[0].Mark != session.Done || rail[1].Mark != session.Elsewhere {
		t.Errorf("the rail is %+v", rail)
	}
	d.wantMain(session.ActDraft, flow.StepProbe)
	d.work.Runner.Wait()
	d.Session = d.seat(d.App()) // another run of the program
	d.load()
	read := d.Timeline().At(0)
	if d.Timeline().Len() != 1 || read.Access != got.Access || read.At.Sub(got.At).Abs() > time.Second || read.Took < time.Second {
		t.Errorf("after a restart: %s", d.rows())
	}
}
