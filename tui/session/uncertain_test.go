package session_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/internal/testkit"
	"zoauth/tui/session"
)

// R4: a refresh without a response is uncertain; enter tries what changes nothing, and
// a later response settles the row. While it is in flight it is no such thing.
func TestAnUncertainRefreshIsSettledR4(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.grant()
	d.server.SetRules(func(r *sandbox.Rules) { r.Grace = true })
	d.server.Inject(sandbox.Fault{Path: "/oauth/token", Cut: sandbox.BeforeHeader})
	d.hold(flow.StepRefresh)
	d.do(d.Drafts().Open(flow.StepRefresh))
	ready(d)
	d.do(d.Begin(session.Answer{}))
	d.until("the outcome", func() bool { return len(d.late) > 0 })
	d.look()
	if h := d.Health(d.now()); h == session.HealthUncertain {
		t.Error("an own request in flight is called uncertain")
	}
	d.comesLate()
	row := d.Timeline().Last()
	if row.Mark != session.Uncertain || d.Health(d.now()) != session.HealthUncertain || d.markOf(flow.StepRefresh) != session.Uncertain {
		t.Fatalf("the row is %+v", row)
	}
	if p := d.Pair(d.now()); p.Clock {
		t.Errorf("the pair counts down: %+v", p)
	}
	d.wantMain(session.ActDraft, flow.StepProbe)
	again := d.send(flow.StepRefresh, session.Answer{})
	if again.Mark != session.Done {
		t.Fatalf("sent again it is %+v", again)
	}
	if e := d.Timeline().At(2); e.Mark != session.Done || e.Fate != session.Settled {
		t.Errorf("the uncertain row is %+v", e)
	}
}

func (d *desk) markOf(step flow.Step) session.Mark {
	for _, r := range d.Rail() {
		if r.Step == step {
			return r.Mark
		}
	}
	return -1
}

// A response that may hold a newer pair is kept until a person decides; both decisions
// ask first (R11).
func TestAKeptResponseIsDecidedAboutR11(t *testing.T) {
	t.Parallel()
	body := `{"error":"odd","access_token":"at-` + strings.Repeat("a", 40) + `","refresh_token":"rt-` + strings.Repeat("b", 40) + `","expires_in":3599}`
	for _, act := range []session.Act{session.ActAdopt, session.ActDiscard} {
		t.Run(string(act), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, "acme-dev")
			first := d.grant()
			d.server.Inject(sandbox.Fault{Path: "/oauth/token", Status: 200, Body: []byte(body)})
			if row := d.send(flow.StepRefresh, session.Answer{}); row.Mark != session.Uncertain || d.Disk().Candidate() == nil {
				t.Fatalf("the row is %+v", row)
			}
			d.wantMain(session.ActAdopt, "")
			if ok, why := d.Can(session.Action{Act: session.ActDraft, Step: flow.StepRefresh}); ok || !strings.Contains(why, "Adopt or discard") {
				t.Errorf("a refresh can be drafted: %q", why)
			}
			decide := d.Disk().Adopt
			if act == session.ActDiscard {
				decide = d.Disk().Discard
			}
			d.do(decide(session.Answer{}))
			if d.Asks(session.Action{Act: act}).Why == session.AsksNothing || d.Disk().Candidate() == nil {
				t.Fatal("it did not ask")
			}
			d.do(decide(session.Answer{Confirmed: true}))
			d.until("the decision", func() bool { return d.Disk().Candidate() == nil })
			adopted := d.State().Token.AccessToken.Fingerprint() != first.Access
			if adopted != (act == session.ActAdopt) {
				t.Errorf("the pair is %s, was %s", d.State().Token.AccessToken.Fingerprint(), first.Access)
			}
			d.quiet()
			if last := d.Timeline().Last(); adopted && (last.Kind != session.KindAdopted || last.Access != d.State().Token.AccessToken.Fingerprint()) {
				t.Errorf("the last row is %+v", last)
			}
			d.do(d.Timeline().Load())
			d.quiet()
			adoptions := 0
			for i := range d.Timeline().Len() {
				if d.Timeline().At(i).Kind == session.KindAdopted {
					adoptions++
				}
			}
			if adopted != (adoptions == 1) {
				t.Errorf("with the history there are %d adoptions: %s", adoptions, d.rows())
			}
		})
	}
}

// R9: a pair that cannot be saved stays in memory whatever the disk says, nothing new is
// sent, and it is saved again or elsewhere.
func TestAPairInMemoryOnlyIsNotLostR9(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.grant()
	full := &testkit.FullDisk{Store: d.work.Store}
	d.work.Runner.Store = full
	full.Full.Store(true)
	row := d.send(flow.StepRefresh, session.Answer{})
	if row.Mark != session.Unsaved || d.Health(d.now()) != session.HealthUnsaved || d.markOf(flow.StepRefresh) != session.Unsaved {
		t.Fatalf("the row is %+v", row)
	}
	d.look()
	if d.State().Token.RefreshToken.Fingerprint() != row.Refresh {
		t.Fatal("a look at the disk took the pair away")
	}
	d.wantMain(session.ActSaveAgain, "")
	d.do(d.Drafts().Open(flow.StepRefresh))
	d.do(d.Begin(session.Answer{}))
	if d.Flight() != nil {
		t.Fatal("a second refresh was sent")
	}
	d.do(d.Drafts().Drop())
	folder := filepath.Join(t.TempDir(), "safe")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	d.do(d.Disk().SaveIn(folder))
	d.until("the other file", func() bool { return d.Disk().KeptIn() != "" })
	d.do(d.Disk().SaveAgain())
	d.until("the failure", func() bool { return strings.Contains(strings.Join(d.news, "\n"), "Still not saved") })
	full.Full.Store(false)
	d.do(d.Disk().SaveAgain())
	d.until("the saving", func() bool { return !d.State().Unsaved })
	if e := d.Timeline().At(d.Timeline().Index(row.ID)); e.Mark != session.Done || d.Disk().KeptIn() != "" {
		t.Errorf("the row is %+v", e)
	}
	state, _ := d.work.Store.Read("acme-dev")
	if state.Token.RefreshToken.Fingerprint() != row.Refresh {
		t.Error("the pair is not on disk")
	}
}
