package session_test

import (
	"testing"

	"zoauth/flow"
	"zoauth/tui/session"
)

// The whole walk: five steps, each a row with what it brought, and what enter offers
// after each is never destructive.
func TestTheWalk(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	if m := d.Main(0, d.now()); m.Act != session.ActDraft || m.Step != flow.StepAuthorize {
		t.Fatalf("without a token enter does %+v", m)
	}
	exchange := d.grant()
	if exchange.Mark != session.Done || exchange.Status != 200 || exchange.Access == "" || exchange.Refresh == "" {
		t.Fatalf("the exchange is %+v", exchange)
	}
	d.wantMain(session.ActDraft, flow.StepProbe)
	if probe := d.send(flow.StepProbe, session.Answer{}); probe.Mark != session.Done || probe.Spent != exchange.Access {
		t.Fatalf("the probe is %+v", probe)
	}
	d.wantMain(session.ActUseToken, "")
	refresh := d.send(flow.StepRefresh, session.Answer{})
	if refresh.Spent != exchange.Refresh || refresh.Refresh == exchange.Refresh {
		t.Fatalf("the refresh is %+v", refresh)
	}
	d.wantMain(session.ActDraft, flow.StepProbe)
	if old := d.Timeline().At(1); old.Fate != session.Replaced {
		t.Errorf("the first pair is %+v", old)
	}
	revoke := d.send(flow.StepRevoke, session.Answer{Confirmed: true})
	if revoke.Mark != session.Done || d.State().HasToken() {
		t.Fatalf("the revoke is %+v", revoke)
	}
	d.wantMain(session.ActDraft, flow.StepAuthorize)
	if old := d.Timeline().At(3); old.Fate != session.Revoked {
		t.Errorf("the second pair is %+v: %s", old, d.rows())
	}
}

func (d *desk) wantMain(act session.Act, step flow.Step) {
	d.t.Helper()
	m := d.Main(d.Timeline().Len()-1, d.now())
	if m.Act != act || m.Step != step {
		d.t.Errorf("enter does %q %q, want %q %q; rows %s", m.Act, m.Step, act, step, d.rows())
	}
}
