package session_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/tui/session"
)

// rail is the rail in short.
func (d *desk) rail() string {
	glyphs := []rune("○✓▲✗~!●⠿–")
	var out []string
	for _, r := range d.Rail() {
		out = append(out, fmt.Sprintf("%d%c%s", r.Digit, glyphs[r.Mark], r.Step))
	}
	return strings.Join(out, " ")
}

// The rail is about the pair held now, and has the steps of the app.
func TestTheRail(t *testing.T) {
	t.Parallel()
	const fresh = "1✓authorize 2✓exchange 3○probe 4○refresh 5○revoke"
	for _, test := range []struct {
		profile, name string
		do            func(*desk)
		want          string
	}{
		{"acme-dev", "nothing", func(*desk) {}, "1○authorize 2○exchange 3○probe 4○refresh 5○revoke"},
		{"acme-dev", "a draft", draft(flow.StepAuthorize), "1●authorize 2○exchange 3○probe 4○refresh 5○revoke"},
		{"acme-dev", "waiting", (*desk).opened, "1●authorize 2○exchange 3○probe 4○refresh 5○revoke"},
		{"acme-dev", "declined", func(d *desk) { d.opened(); callback("error=access_denied&state=STATE")(d) }, "1✗authorize 2○exchange 3○probe 4○refresh 5○revoke"},
		{"acme-dev", "stopped", func(d *desk) { d.opened(); d.do(d.Consent().Stop()) }, "1○authorize 2○exchange 3○probe 4○refresh 5○revoke"},
		{"acme-dev", "a code", (*desk).authorize, "1✓authorize 2●exchange 3○probe 4○refresh 5○revoke"},
		{"acme-dev", "a pair", func(d *desk) { d.grant() }, fresh},
		{"acme-dev", "a pair of an earlier run", func(d *desk) { d.grant(); d.Session = d.seat(d.App()); d.look() }, fresh},
		{"acme-dev", "probed", func(d *desk) { d.grant(); d.send(flow.StepProbe, session.Answer{}) }, "1✓authorize 2✓exchange 3✓probe 4○refresh 5○revoke"},
		{"acme-dev", "refreshed", func(d *desk) {
			d.grant()
			d.send(flow.StepProbe, session.Answer{})
			d.send(flow.StepRefresh, session.Answer{})
		}, "1✓authorize 2✓exchange 3○probe 4✓refresh 5○revoke"},
		{"acme-dev", "refused", func(d *desk) { d.grant(); refreshBehind(d); d.send(flow.StepRefresh, session.Answer{}) }, "1✓authorize 2✓exchange 3○probe 4✗refresh 5○revoke"},
		{"acme-dev", "a mistake", func(d *desk) {
			d.grant()
			d.do(d.Practice().Try("refresh-garbled"))
			ready(d)
			d.begin(session.Answer{})
		}, fresh},
		{"acme-dev", "revoked", func(d *desk) { d.grant(); d.send(flow.StepRevoke, session.Answer{Confirmed: true}) }, "1○authorize 2○exchange 3○probe 4○refresh 5✓revoke"},
		{"acme-dev", "revoked and proved", func(d *desk) {
			d.grant()
			d.send(flow.StepRevoke, session.Answer{Confirmed: true, Then: []flow.Step{flow.StepProbe, flow.StepRefresh}})
			ready(d)
			d.begin(session.Answer{})
			ready(d)
			d.begin(session.Answer{})
		}, "1○authorize 2○exchange 3○probe 4○refresh 5✓revoke"},
		{"acme-dev", "authorized again", func(d *desk) { d.grant(); d.send(flow.StepRevoke, session.Answer{Confirmed: true}); d.grant() }, fresh},
		{"mobile-dev", "nothing", func(*desk) {}, "1○authorize 2○exchange 3○probe 4○refresh 5○revoke"},
		{"batch-dev", "nothing", func(*desk) {}, "2○exchange 3○probe 5○revoke"},
		{"batch-dev", "a token", func(d *desk) { d.send(flow.StepExchange, session.Answer{}) }, "2✓exchange 3○probe 5○revoke"},
		{"bot-dev", "a token", func(d *desk) { d.send(flow.StepExchange, session.Answer{}) }, "2✓exchange 3○probe 5○revoke"},
	} {
		t.Run(test.profile+"/"+test.name, func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, test.profile)
			test.do(d)
			if got := d.rail(); got != test.want {
				t.Errorf("the rail is\n %s, want\n %s; rows %s", got, test.want, d.rows())
			}
		})
	}
}

// refreshBehind makes the server replace the pair without anybody here being told.
func refreshBehind(d *desk) {
	secret, _ := d.App().Secret.Secret(d.ctx)
	client := &flow.Client{}
	client.Send(d.ctx, flow.RefreshRequest(d.App(), secret, d.State().Token.RefreshToken))
}

// Proofs of a revoke are drafts, each with its own send; their refusal is what is
// expected. Leaving the page forgets the pair (R15).
func TestARevokeIsProvedR15(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	pair := d.grant()
	d.send(flow.StepRevoke, session.Answer{Confirmed: true, Then: []flow.Step{flow.StepProbe, flow.StepRefresh}})
	for _, step := range []flow.Step{flow.StepProbe, flow.StepRefresh} {
		ready(d)
		next := d.Drafts().Next()
		if next.Step() != step || d.Asks(session.Action{Act: session.ActSend}).Why != session.AsksNothing {
			t.Fatalf("the next draft is %s", next.Step())
		}
		row := d.begin(session.Answer{})
		if row.Mark != session.Done || row.Expected != session.AsExpected || row.Status == 200 || !row.Proof {
			t.Errorf("the proof is %+v", row)
		}
	}
	if p := d.Pair(d.now()); p.Fate != session.Revoked || p.Access != pair.Access || p.Clock {
		t.Errorf("the pair is %+v", p)
	}
	if ok, _ := d.Can(session.Action{Act: session.ActDraft, Step: flow.StepProbe}); !ok {
		t.Error("it cannot be proved once more")
	}
	d.Drafts().ForgetRevoked()
	if ok, _ := d.Can(session.Action{Act: session.ActDraft, Step: flow.StepProbe}); ok {
		t.Error("the revoked pair is still in memory")
	}
}

// A clock only where its start is known, and none for what is over.
func TestThePairAndItsClock(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.authorize()
	code := d.Pair(d.now())
	if code.Code == "" || !code.Clock || code.AtMost || code.Left > flow.CodeLife || code.Fraction > 1 {
		t.Errorf("the code is %+v", code)
	}
	ready(d)
	d.begin(session.Answer{})
	end := d.State().Token.ExpiresAt
	for _, test := range []struct {
		name   string
		at     time.Time
		moved  time.Duration
		health session.Health
		clock  bool
	}{
		{"fresh", end.Add(-time.Hour), 0, session.HealthValid, true},
		{"soon", end.Add(-4 * time.Minute), 0, session.HealthSoon, true},
		{"over", end.Add(time.Second), 0, session.HealthExpired, false},
		{"the clock was set back", end.Add(-time.Hour), -2 * time.Hour, session.HealthExpired, false},
		{"the clock was set ahead", end.Add(time.Minute), 2 * time.Hour, session.HealthExpired, false},
	} {
		d.MoveClock(test.moved)
		p := d.Pair(test.at)
		if p.Health != test.health || p.Clock != test.clock || p.Fraction < 0 || p.Fraction > 1 {
			t.Errorf("%s: the pair is %+v", test.name, p)
		}
		d.MoveClock(-test.moved)
	}
}

// What asks, for each kind of profile and draft. A third habitual enter answers
// nothing, and the name has to be the profile's.
func TestWhatAsks(t *testing.T) {
	t.Parallel()
	edited := func(d *desk) { d.do(d.Drafts().Edit(flow.InForm, "refresh_token", "of-somebody-else")) }
	for _, test := range []struct {
		name        string
		environment flow.Environment
		sandbox     bool
		step        flow.Step
		edit        func(*desk)
		want        session.Reason
		typed       bool
	}{
		{"refresh", flow.Production, false, flow.StepRefresh, nil, session.AsksProduction, false},
		{"refresh", flow.Development, false, flow.StepRefresh, nil, session.AsksNothing, false},
		{"refresh", flow.Production, true, flow.StepRefresh, nil, session.AsksNothing, false},
		{"authorize", flow.Production, false, flow.StepAuthorize, nil, session.AsksProduction, false},
		{"authorize", flow.Development, false, flow.StepAuthorize, nil, session.AsksNothing, false},
		{"device", flow.Production, false, flow.StepDevice, nil, session.AsksProduction, false},
		{"probe", flow.Production, false, flow.StepProbe, nil, session.AsksNothing, false},
		{"revoke", flow.Development, false, flow.StepRevoke, nil, session.AsksRevoke, true},
		{"revoke", flow.Production, true, flow.StepRevoke, nil, session.AsksRevoke, false},
		{"foreign", flow.Development, false, flow.StepRefresh, edited, session.AsksForeign, false},
		{"foreign", flow.Development, true, flow.StepRefresh, edited, session.AsksForeign, false},
	} {
		t.Run(fmt.Sprintf("%s/%s/%v", test.name, test.environment, test.sandbox), func(t *testing.T) {
			t.Parallel()
			d := newDesk(t, "acme-dev")
			d.grant()
			app := d.App()
			app.Environment, app.Sandbox = test.environment, test.sandbox
			d.Session = d.seat(app)
			d.look()
			d.do(d.Drafts().Open(test.step))
			ready(d)
			if test.edit != nil {
				test.edit(d)
			}
			q := d.Asks(session.Action{Act: session.ActSend})
			if q.Why != test.want || (q.Name != "") != test.typed {
				t.Fatalf("it asks %+v", q)
			}
			if q.Why == session.AsksNothing {
				return
			}
			wrong := []session.Answer{{}, {Name: q.Name}, {Confirmed: true, Name: q.Name + "x"}}
			for _, a := range wrong {
				d.do(d.Begin(a))
				if d.Flight() != nil || d.Phase() != session.Drafting {
					t.Fatalf("%+v was an answer", a)
				}
			}
		})
	}
}

// Two rows side by side: what differs, and a value that works once and was sent twice.
func TestCompare(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.grant()
	first := d.send(flow.StepRefresh, session.Answer{})
	d.do(d.Practice().Try("refresh-previous"))
	ready(d)
	second := d.begin(session.Answer{})
	a, _ := d.Timeline().Result(d.Timeline().Index(first.ID))
	b, _ := d.Timeline().Result(d.Timeline().Index(second.ID))
	c := session.Compare(a, b)
	if len(c.Again) != 1 || c.Again[0].Name != "refresh_token" || c.Again[0].A != first.Spent {
		t.Errorf("the same again: %+v", c.Again)
	}
	differ := map[string]session.Fact{}
	for _, f := range c.Differ {
		differ[f.Name] = f
	}
	if f := differ["status"]; f.A != "200" || f.B != "400" {
		t.Errorf("the status is %+v", f)
	}
	if f := differ["reason"]; f.A != "" || f.B != "Invalid Token!" {
		t.Errorf("the reason is %+v", f)
	}
	if same := session.Compare(a, a); len(same.Differ) != 0 || len(same.Again) != 0 {
		t.Errorf("a row differs from itself: %+v", same.Differ)
	}
}

// An older row is only looked at.
func TestMainOnAnOlderRow(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.grant()
	last := d.Timeline().Len() - 1
	if m := d.Main(0, d.now()); m.Act != session.ActZoom {
		t.Errorf("on an older row enter does %+v", m)
	}
	d.do(d.Drafts().Open(flow.StepRevoke))
	if m := d.Main(last, d.now()); m.Act != session.ActZoom {
		t.Errorf("on the row before a draft enter does %+v", m)
	}
}

// What has expired is refreshed; what was refused after that is authorized anew.
func TestMainOnAnExpiredPair(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		profile string
		get     func(*desk)
		want    flow.Step
	}{
		{"acme-dev", func(d *desk) { d.grant() }, flow.StepRefresh},
		{"acme-dev", func(d *desk) { d.grant(); d.send(flow.StepProbe, session.Answer{}) }, flow.StepRefresh},
		{"acme-dev", func(d *desk) { d.grant(); refreshBehind(d); d.send(flow.StepRefresh, session.Answer{}); d.quiet() }, flow.StepAuthorize},
		{"batch-dev", func(d *desk) { d.send(flow.StepExchange, session.Answer{}) }, flow.StepExchange},
	} {
		d := newDesk(t, test.profile)
		test.get(d)
		m := d.Main(d.Timeline().Len()-1, d.State().Token.ExpiresAt.Add(time.Second))
		if m.Act != session.ActDraft && m.Act != session.ActFix || m.Step != test.want {
			t.Errorf("%s: enter does %+v", test.profile, m)
		}
	}
}

// A failure's causes come by themselves, and enter does what the first one says.
func TestAFailureIsExplained(t *testing.T) {
	t.Parallel()
	d := newDesk(t, "acme-dev")
	d.grant()
	refreshBehind(d)
	row := d.send(flow.StepRefresh, session.Answer{})
	i := d.Timeline().Index(row.ID)
	if again := d.Timeline().Explain(row.ID); len(again.Tasks) != 0 {
		t.Error("the causes are looked for twice")
	}
	d.until("the causes", func() bool { r, _ := d.Timeline().Result(i); return r.Known })
	if r, _ := d.Timeline().Result(i); len(r.Findings) == 0 || r.Trace.ID == "" {
		t.Fatalf("nothing explains it: %+v", r)
	}
	m := d.Main(i, d.now())
	if m.Act != session.ActFix || m.Step != flow.StepAuthorize {
		t.Errorf("enter does %+v", m)
	}
	if p := d.Pair(d.now()); p.Fate != session.Refused {
		t.Errorf("the pair is %+v", p)
	}
}
