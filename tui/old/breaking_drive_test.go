package tui

import (
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/tui/old/intent"
	"zoauth/tui/old/session"
)

// mistakeOfWalk puts the cursor of the walk on a mistake.
func (d *driver) mistakeOfWalk(name string) {
	d.t.Helper()
	d.sees(" made")
	d.keys("g")
	for d.m.screens.breaking.Under().Name != name {
		before := d.m.screens.breaking.Under().Name
		d.keys("j")
		if d.m.screens.breaking.Under().Name == before {
			d.t.Fatalf("no mistake %s:\n%s", name, d.frame())
		}
	}
}

// The walk begins on Welcome, without a code or tokens, and goes on as they come:
// one deliberate mistake, the expected answer, the real one, the card.
func TestBreakItFromWelcomeToTheCard(t *testing.T) {
	d := drive(t)
	d.keys("j")
	d.sees("› Break it")
	d.keys("enter")
	d.sees("0 of")
	if p := d.m.current.App.Name; p != "acme-dev" {
		t.Fatalf("it is of %s", p)
	}
	d.mistakeOfWalk("exchange-no-redirect")
	d.sees("Not yet: There is no code to exchange.")
	d.sees("enter first authorize")
	d.keys("enter")
	d.sees("What the browser will be asked")
	d.keys("enter")
	d.sees("no answer yet")
	d.keys("b", "a")
	d.sees("Request, not sent")
	d.keys("esc")
	d.mistakeOfWalk("exchange-no-redirect")
	d.sees("enter into the preview")
	d.keys("enter")
	d.sees("Deliberate mistake: no redirect_uri")
	d.sees("Expected: 400 invalid_request")
	d.keys("enter")
	d.sees("as expected")
	d.sees("The exchange sent a different redirect_uri than the authorize URL.")
	d.keys("esc")
	d.sees("1 of")
	d.sees("✓ exchange  no redirect_uri")
	d.keys("2", "2")
	d.sees("Request, not sent")
	d.keys("enter")
	d.sees("Zoom gave a new pair of tokens")
	d.keys("esc")
	d.mistakeOfWalk("probe-garbled")
	d.keys("enter")
	d.sees("Deliberate mistake: a token that Zoom does not know")
	d.keys("enter")
	d.sees("as expected")
}

// A mistake of the address is made at the first step, and the walk knows it.
func TestBreakItAtAuthorize(t *testing.T) {
	d := drive(t)
	d.keys("j", "enter")
	d.mistakeOfWalk("authorize-unknown-client")
	d.keys("enter")
	d.sees("Deliberate mistake: a client ID that Zoom does not know")
	d.keys("enter")
	d.sees("no answer yet")
	d.keys("b", "a")
	d.sees("it shows: Error Invalid client_id")
	d.keys("esc")
	d.sees("1 of")
	d.mistakeOfWalk("authorize-scope-comma")
	d.sees("an attempt is open")
	d.keys("enter")
	d.keys("x", "esc")
	d.sees("Break it")
	if strings.Contains(d.frame(), "an attempt is open") {
		t.Errorf("the attempt has ended:\n%s", d.frame())
	}
}

// The values that some mistakes need come with the walk.
func TestBreakItWithSpentValues(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.do(d.m.open(intent.BreakPlace, false))
	d.mistakeOfWalk("refresh-previous")
	d.sees("it needs a value that was spent in this run")
	d.keys("enter")
	d.sees("Request, not sent")
	d.keys("enter")
	d.sees("the old refresh token is spent")
	d.keys("esc")
	d.mistakeOfWalk("refresh-previous")
	d.keys("enter")
	d.sees("Deliberate mistake: the previous refresh token")
	d.keys("enter")
	d.sees("as expected")
}

// An app that asks no person has the mistakes of its own steps.
func TestBreakItWithoutConsent(t *testing.T) {
	d := drive(t)
	d.open("batch-dev")
	d.sees("batch-dev")
	d.do(d.m.open(intent.BreakPlace, false))
	d.sees("Break it")
	for _, item := range breakable(d.m.current) {
		if item.Step == flow.StepAuthorize || item.Step == flow.StepRefresh || strings.Contains(item.Name, "code") || strings.Contains(item.Name, "redirect") {
			t.Errorf("%s is offered", item.Name)
		}
	}
	d.mistakeOfWalk("exchange-wrong-secret")
	d.keys("enter")
	d.sees("Deliberate mistake: a wrong client secret")
	d.keys("enter")
	d.sees("as expected")
}

// A mistake that waits for the client secret is of the preview it was made for: left,
// it does not turn up in another profile's request.
func TestWaitingMistakeIsOfItsPreview(t *testing.T) {
	d := drive(t)
	d.open("batch-dev")
	d.sees("batch-dev")
	source := slowSecret{"the-slow-secret-the-slow-secret0", make(chan struct{})}
	d.m.current.App.Secret = source
	d.m.current.Secret = session.Secret{}
	d.do(d.m.breakWith("exchange-wrong-secret"))
	d.sees("Reading the client secret")
	d.do(d.m.neighbour(1))
	d.sees("bot-dev")
	d.until("the preview of bot-dev", func() bool { return d.m.current.Steps[flow.StepExchange].Draft.Method != "" })
	if made := d.m.current.Steps[flow.StepExchange].Mistake; made != nil {
		t.Errorf("%s was made in the request of %s", made.Name, d.m.current.App.Name)
	}
	close(source.ends)
}
