package tui

import (
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/screen"
	"zoauth/tui/old/session"
)

// A deliberate mistake is chosen, labelled, sent once, and its answer stands beside
// the expected one. The next preview is the right request again.
func TestDeliberateMistake(t *testing.T) {
	d := waiting(t)
	d.keys("b", "a")
	d.sees("Request, not sent")
	d.keys("m")
	d.sees("Deliberate mistakes")
	d.sees("a code_verifier of another attempt")
	d.keys("j", "j")
	d.sees("Redirect URI mismatch")
	d.keys("enter")
	d.sees("Deliberate mistake: no redirect_uri")
	if strings.Contains(d.frame(), "redirect_uri     http") {
		t.Errorf("the preview still has the field:\n%s", d.frame())
	}
	if n := d.posts("/oauth/token"); n != 0 {
		t.Fatalf("%d requests before enter", n)
	}
	d.keys("enter")
	d.sees("as expected")
	if frame := d.frame(); strings.Contains(frame, "not as expected") {
		t.Errorf("the answer differs:\n%s", frame)
	}
	d.keys("2")
	d.sees("Request, not sent")
	d.sees("redirect_uri     http")
	d.keys("enter")
	d.sees("Zoom gave a new pair of tokens")
	if n := d.posts("/oauth/token"); n != 2 {
		t.Errorf("%d requests, want the mistake and the right one", n)
	}
}

// A cause that asks to send again names the key of the step, and says how it comes
// about.
func TestCardOfARequestToSendAgain(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("r", "m", "j", "j")
	d.sees("› a JSON body")
	d.keys("enter", "enter")
	d.sees("The body is JSON, and Zoom's token endpoint reads only forms.")
	d.sees("Do  3  Send application/x-www-form-urlencoded.")
	d.sees("complains about the first one that it misses")
	d.keys("3")
	d.sees("Request, not sent")
}

// Spent values are offered while they are in memory; the tokens of the profile stay.
func TestMistakesWithSpentValues(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("2", "m")
	d.sees("the code once more")
	d.m.screens.mistakes.Do(d.m.context(), intent.Bottom)
	d.keys("esc")
	d.keys("r", "enter")
	d.sees("the old refresh token is spent")
	kept := d.m.current.State.Token
	d.keys("r", "m")
	d.sees("the previous refresh token")
	d.sees("may end the living authorization")
	d.keys("enter")
	d.sees("Deliberate mistake: the previous refresh token")
	d.keys("enter")
	d.sees("as expected")
	if now := d.m.current.State.Token; now.AccessToken != kept.AccessToken || now.RefreshToken != kept.RefreshToken {
		t.Error("R10: a refused mistake changed the tokens")
	}
}

// A mistake in the address is seen before enter, made once, and its expectation
// stands beside what comes.
func TestDeliberateMistakeInTheAddress(t *testing.T) {
	d := drive(t)
	d.keys("enter")
	d.sees("What the browser will be asked")
	d.keys("m")
	d.sees("the verifier in the address")
	d.keys("j", "j", "j")
	d.sees("Invalid redirect")
	d.keys("enter")
	d.sees("Deliberate mistake: redirect_uri with a slash more")
	d.sees("changed on purpose")
	d.keys("enter")
	d.sees("no answer yet")
	d.sees("Deliberate mistake, expected: Invalid redirect")
	if url := d.m.current.Attempt.URL(); !strings.Contains(url, "callback%2F&") {
		t.Errorf("the address is the right one: %s", url)
	}
	d.keys("b", "a")
	d.sees("Invalid redirect: http")
	d.keys("x", "enter")
	d.sees("no answer yet")
	if url := d.m.current.Attempt.URL(); strings.Contains(url, "callback%2F&") {
		t.Errorf("the next attempt repeats the mistake: %s", url)
	}
}

// Plain PKCE shows the verifier in the address that is to be opened, and nowhere else.
func TestPlainPKCE(t *testing.T) {
	d := drive(t)
	d.keys("enter")
	d.sees("What the browser will be asked")
	d.keys("m", "enter")
	d.sees("Deliberate mistake: PKCE with method plain")
	d.keys("enter")
	d.sees("no answer yet")
	verifier := d.m.current.Attempt.Verifier.Reveal()
	if !strings.Contains(d.m.current.Attempt.URL(), "code_challenge="+verifier+"&code_challenge_method=plain") {
		t.Errorf("the address: %s", d.m.current.Attempt.URL())
	}
	d.keys("b", "a")
	d.sees("Request, not sent")
	if strings.Contains(d.frame(), verifier) {
		t.Errorf("S4: the verifier is shown:\n%s", d.frame())
	}
	d.keys("enter")
	d.sees("Zoom gave a new pair of tokens")
}

// The address is edited for one attempt.
func TestEditTheAddress(t *testing.T) {
	d := drive(t)
	d.keys("enter")
	d.sees("What the browser will be asked")
	d.keys("e")
	d.sees("Change what the browser is asked")
	d.keys("scope=nothing:like:this", "enter")
	d.sees("edited")
	d.sees("nothing:like:this")
	d.keys("e", "state", "enter", "enter")
	d.sees("no answer yet")
	url := d.m.current.Attempt.URL()
	if !strings.Contains(url, "scope=nothing%3Alike%3Athis") || strings.Contains(url, "state=") {
		t.Errorf("the address: %s", url)
	}
	if strings.Contains(d.frame(), "S256, fresh state") {
		t.Errorf("it praises what was taken out:\n%s", d.frame())
	}
}

// On production a mistake asks for the profile's name.
func TestMistakeOnProductionAsks(t *testing.T) {
	d := drive(t)
	d.open("acme-prod")
	d.sees("What the browser will be asked")
	d.keys("enter", "y")
	d.sees("no answer yet")
	d.keys("b", "a")
	d.sees("Request, not sent")
	d.keys("m", "enter", "enter")
	d.sees("Type acme-prod to send it.")
	d.keys("acme-prod", "enter")
	d.sees("as expected")
}

// The list of mistakes is that of one profile's request: the next profile shows its
// own preview.
func TestMistakesFollowTheProfile(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("r", "m")
	d.sees("Deliberate mistakes")
	d.keys(")")
	d.sees("There is no refresh token. 1 authorizes.")
	if d.m.place != intent.RefreshStep {
		t.Errorf("the place is %s", d.m.place)
	}
}

// A mistake is made in the request of now: another process may have refreshed while
// the list was open, and a spent token would be sent without its question.
func TestMistakeAfterAnotherProcessRefreshed(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("r", "m")
	d.sees("Deliberate mistakes")
	d.byAnother()
	d.m.screens.mistakes = screen.NewMistakes(flow.MistakesFor(d.m.current.Steps[flow.StepRefresh].Draft, flow.Material{}))
	d.do(d.m.carry(intent.MakeMistake{Name: "refresh-wrong-secret"}))
	d.sees("Deliberate mistake: a wrong client secret")
	st := d.m.current.Steps[flow.StepRefresh]
	if got := st.Draft.Credential(); got != d.m.current.State.Token.RefreshToken {
		t.Errorf("the preview spends %s", got.Fingerprint())
	}
}

// What was confirmed is what is sent: a preview that was drawn anew meanwhile takes
// its question with it.
func TestQuestionAboutAMistakeThatIsGone(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.m.current.App.Environment = flow.Production
	d.keys("r", "m", "enter")
	d.sees("Deliberate mistake: ")
	d.keys("enter")
	d.sees("Type acme-dev to send it.")
	posts := d.posts("/oauth/token")
	d.byAnother()
	d.sees("Request, not sent")
	d.keys("acme-dev", "enter")
	if d.m.current.Phase == session.Sending || d.posts("/oauth/token") != posts+1 {
		t.Error("another request was sent than the one that was confirmed")
	}
}

// byAnother refreshes the current profile as another zoauth would, and takes it over.
func (d *driver) byAnother() {
	d.t.Helper()
	s := d.m.current
	other := setOver(d.t, d.server, d.m.opts.Redactor, d.set.StateDir)
	out := other.Runner.Do(d.t.Context(), flow.Job{App: s.App, Request: flow.RefreshRequest(s.App, s.Secret.Value, s.State.Token.RefreshToken), Gen: s.State.Gen})
	if out.Err != nil || out.Answer.Verdict != flow.Granted {
		d.t.Fatalf("the other process: %s %v", out.Answer.Verdict, out.Err)
	}
	d.do(d.m.look(d.m.space))
	d.until("the new pair", func() bool { return s.State.Gen == out.State.Gen })
}
