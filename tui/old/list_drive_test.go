package tui

import (
	"strings"
	"testing"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
)

// The filter takes every key as text, keeps what has all its words, and esc brings
// all back.
func TestFilterTheProfiles(t *testing.T) {
	d := drive(t)
	d.keys("p")
	d.sees("Sandbox profiles")
	d.keys("/", "acme prod")
	d.sees("1 of 6")
	if frame := d.frame(); strings.Contains(frame, "reports-dev") || !strings.Contains(frame, "acme-prod") {
		t.Errorf("the filter does not hold:\n%s", frame)
	}
	d.keys("ctrl+u", "q?:zzz")
	d.sees("No profile has this")
	d.keys("esc", "esc")
	d.sees("reports-dev")
	if d.quit {
		t.Error("esc ended the program")
	}
}

// On the list every key means the profile under the cursor, whichever was open before:
// its row names digits as what to press next.
func TestDigitsOfTheListAreOfItsCursor(t *testing.T) {
	d := drive(t)
	for _, test := range []struct {
		profile, key string
		place        intent.Place
	}{
		{"batch-dev", "2", intent.ExchangeStep}, {"acme-prod", "5", intent.RevokeStep}, {"reports-dev", "6", intent.HistoryPlace}, {"acme-dev", "1", intent.AuthorizeStep},
	} {
		d.keys("p")
		d.sees("Sandbox profiles")
		d.m.screens.list.Choose(test.profile)
		d.keys(test.key)
		if d.m.current == nil || d.m.current.App.Name != test.profile || d.m.place != test.place {
			t.Errorf("%s on %s opened another profile or place, %s:\n%s", test.key, test.profile, d.m.place, d.frame())
		}
	}
	d.keys("p")
	d.m.screens.list.Choose("reports-dev")
	d.keys(")")
	if under := d.m.screens.list.Under(d.m.context()); under.App.Name != "mobile-dev" {
		t.Errorf(") on reports-dev went to %s", under.App.Name)
	}
}

// R: one request each for what is due and ticked; production is not ticked.
func TestRefreshWhatIsDue(t *testing.T) {
	d := drive(t)
	d.exchanged()
	for _, name := range []string{"acme-prod", "reports-dev"} {
		d.open(name)
		d.sees("What the browser will be asked")
		d.keys("enter")
		if name == "acme-prod" {
			d.sees("PRODUCTION acme-prod")
			d.keys("y")
		}
		d.sees("no answer yet")
		d.keys("b", "a")
		d.sees("Request, not sent")
		d.keys("enter")
		d.sees("Zoom gave a new pair of tokens")
	}
	for _, s := range d.m.sandbox.sessions {
		s.State.Token.ExpiresAt = d.m.now.Add(time.Minute)
	}
	before := d.posts("/oauth/token")
	d.keys("p")
	d.sees("Sandbox profiles")
	d.keys("R")
	d.sees("2 ticked, one request each")
	d.sees("[ ] acme-prod")
	d.keys("enter")
	d.until("both", func() bool { return strings.Count(d.frame(), "refreshed, at:") == 2 && !d.m.screens.due.Running })
	if n := d.posts("/oauth/token") - before; n != 2 {
		t.Errorf("%d POSTs, want one for each of two profiles", n)
	}
	if d.m.sandbox.find("acme-prod").State.Gen != 1 {
		t.Error("production was refreshed without a tick")
	}
}

func TestUseTokenCard(t *testing.T) {
	d := drive(t)
	d.keys("p")
	d.sees("Sandbox profiles")
	d.keys("t")
	d.sees("zoauth exec acme-dev -- ./your-command")
	d.sees("zoauth sandbox --profiles FILE serves the same ones")
	d.keys("j", "y", "y")
	d.until("a copy", func() bool { return strings.HasSuffix(d.m.lastCopy.Text, "/v2/users/me") })
	if line := d.m.lastCopy.Text; !strings.HasPrefix(line, "printf ") || !strings.Contains(line, "| curl -H @- ") {
		t.Errorf("S5: the token is an argument of curl: %s", line)
	}
}

// Five minutes before its end an access token is spoken of, once.
func TestNoticeBeforeTheEnd(t *testing.T) {
	d := drive(t)
	d.keys("p")
	s := d.m.sandbox.find("reports-dev")
	now := d.m.now
	s.State = flow.State{Gen: 1, Token: flow.Token{AccessToken: flow.NewSecret(flow.KindAccessToken, "a"), ExpiresAt: now.Add(5*time.Minute + 500*time.Millisecond)}}
	said := 0
	for range 4 {
		before := d.m.now
		d.m.now, d.m.said = before.Add(time.Second), ""
		d.m.notice(before)
		if d.m.said != "" {
			said++
		}
	}
	if said != 1 {
		t.Errorf("it was said %d times", said)
	}
}

// A result that comes for another profile does not take the place of what is shown.
func TestOutcomeOfAnotherProfileStaysThere(t *testing.T) {
	d := drive(t)
	d.exchanged()
	other := d.m.sandbox.find("reports-dev")
	op := session.Op{Profile: "reports-dev", Sandbox: true, Step: flow.StepExchange, Seq: 99}
	other.Op = op
	shown := d.frame()
	d.m.update(requestEndedMsg{op, flow.Outcome{
		Trace:  flow.Trace{ID: "x", Step: flow.StepExchange, Delivery: flow.Answered, Response: response(400, `{"error":"of the other"}`)},
		Answer: flow.Answer{Verdict: flow.Refused, Err: &flow.Error{Step: flow.StepExchange, Status: 400, Code: "of the other"}},
	}})
	if d.m.place != intent.ExchangeStep || strings.Contains(d.frame(), "of the other") {
		t.Errorf("before:\n%s\nafter:\n%s", shown, d.frame())
	}
	if other.Steps[flow.StepExchange].Outcome == nil {
		t.Error("the outcome is not recorded under its profile")
	}
}

// soon walks to the list with acme-dev due, and opens what is due.
func soon(t *testing.T) *driver {
	t.Helper()
	d := drive(t)
	d.exchanged()
	d.m.current.State.Token.ExpiresAt = d.m.now.Add(time.Minute)
	return d
}

// A refresh of the list is a plain one, whatever was tried on the step before.
func TestDueAfterAMistake(t *testing.T) {
	d := soon(t)
	mistake, _ := flow.FindMistake("refresh-wrong-secret")
	st := d.m.current.Steps[flow.StepRefresh]
	st.Made, st.Tried = &mistake, true
	d.keys("p", "R")
	d.sees("1 ticked, one request each")
	d.keys("enter")
	d.sees("refreshed, at:")
	if st.Made != nil || st.Tried {
		t.Error("its result is shown as that of a mistake")
	}
}

// A profile that was taken out of the file is not refreshed, and keeps nobody waiting.
func TestDueOfAProfileThatIsGone(t *testing.T) {
	d := soon(t)
	d.keys("p", "R")
	d.sees("1 ticked, one request each")
	before := d.posts("/oauth/token")
	d.m.sandbox.sessions = d.m.sandbox.sessions[1:]
	d.keys("enter")
	d.sees("not sent: taken out of the file")
	if n := d.posts("/oauth/token"); n != before || d.m.screens.due.Running {
		t.Errorf("%d requests, running %v", n-before, d.m.screens.due.Running)
	}
}

// ctrl+z in the middle ends the list, since nothing goes on behind a stopped program;
// the cause of a failure is looked for all the same.
func TestSuspendWhileTheDueAreRefreshed(t *testing.T) {
	d := soon(t)
	d.elsewhere()
	d.keys("p", "R")
	d.sees("1 ticked, one request each")
	d.keys("enter")
	d.do(d.m.key("ctrl+z", ""))
	d.until("the answer", func() bool { return d.m.current.Phase != session.Sending })
	if d.m.screens.due.Running {
		t.Error("the list seems to go on")
	}
	d.until("the cause", func() bool { return d.m.current.Steps[flow.StepRefresh].Explained })
}

// Tokens that a device brought are shown without the card of the exchange before.
func TestDeviceAfterAFailedExchange(t *testing.T) {
	d := drive(t)
	d.exchanged()
	s := d.m.current
	st := s.Steps[flow.StepExchange]
	mistake, _ := flow.FindMistake("exchange-json")
	granted := *st.Outcome
	st.Made, st.Tried, st.Explained, st.Findings = &mistake, true, true, []diagnose.Finding{{Rule: &diagnose.Rule{Title: "of the exchange before"}}}
	d.do(d.m.deviceGranted(s, granted))
	if frame := d.frame(); strings.Contains(frame, "of the exchange before") || strings.Contains(frame, "Deliberate mistake") {
		t.Errorf("a card of an earlier failure is shown:\n%s", frame)
	}
}
