package tui

import (
	"strings"
	"testing"

	"zoauth/flow/sandbox"
)

// Any two requests of the history are compared, and keys go through them.
func TestHistoryComparesAndMoves(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("r", "enter")
	d.sees("the old refresh token is spent")
	d.keys(",")
	d.sees("── Exchange ")
	d.keys(".")
	d.sees("── Refresh ")
	d.keys("/", "rt:", "enter")
	if !d.m.screens.history.Viewer().Searching() {
		t.Errorf("nothing is searched for:\n%s", d.frame())
	}
	d.keys("esc")
	d.sees("2, newest first")
	d.keys("space", "j", "space", "c")
	d.sees("before")
	d.sees("grant_type")
	for _, secret := range []string{d.m.current.State.Token.AccessToken.Reveal(), d.m.current.State.Token.RefreshToken.Reveal()} {
		if strings.Contains(d.frame(), secret[:20]) {
			t.Error("S4: a token is shown")
		}
	}
	d.keys("c")
	d.sees("2, newest first")
}

// d explains the request that is looked at, not only the last one, and esc comes
// back to it.
func TestHistoryDiagnosesWhatIsShown(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.server.Inject(sandbox.Fault{Path: "/oauth/token", Status: 400, NoEffect: true, Body: []byte(`{"reason":"Invalid Token!","error":"invalid_grant"}`)})
	d.keys("r", "enter")
	d.sees("Invalid Token!")
	d.keys("r")
	d.sees("Request, not sent")
	d.keys("enter")
	d.sees("the old refresh token is spent")
	d.keys("6")
	d.sees("3, newest first")
	d.keys("j", "enter")
	d.sees("400 Bad Request")
	d.keys("d")
	d.sees("What happened")
	d.sees("cause 1 of")
	d.keys("esc")
	d.sees("400 Bad Request")
	d.keys(".", "d")
	d.sees("Nothing failed")
}

// After a new grant the probe tells whether it is of another user than before.
func TestProbeTellsOfAnotherUser(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("4", "enter")
	d.sees("jane@acme.example")
	d.server.SetUser(sandbox.User{ID: "another", AccountID: "elsewhere", Email: "sam@other.example"})
	d.keys("1")
	d.sees("What the browser will be asked")
	d.keys("enter", "enter")
	d.sees("no answer yet")
	d.keys("b", "a")
	d.sees("Request, not sent")
	d.keys("enter")
	d.sees("Zoom gave a new pair of tokens")
	if s := d.m.current.State; s.Who != nil || s.WhoWas == nil {
		t.Errorf("after the grant who is %v, was %v", s.Who, s.WhoWas)
	}
	d.keys("enter")
	d.sees("/v2/users/me")
	d.keys("enter")
	d.sees("This is another one than before: jane@acme.example")
	d.keys("4")
	d.sees("/v2/users/me")
	d.keys("enter")
	d.sees("user      sam@other.example")
	if strings.Contains(d.frame(), "another one than before") {
		t.Errorf("it is said again of the same user:\n%s", d.frame())
	}
}

// A refresh shows what it changed.
func TestResultShowsBeforeAndAfter(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("r", "enter")
	d.sees("the old refresh token is spent")
	d.keys("c")
	d.sees("Before and after")
	d.sees("toleranceId")
	d.sees("+1")
	d.sees("rotated")
	d.keys("c")
	d.sees("Response")
}

// Until the history of the next profile was read, nothing of the one before is shown
// or can be opened under its name.
func TestHistoryFollowsTheProfile(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("6")
	d.sees("1, newest first")
	d.keys("enter")
	read := d.m.neighbour(1)
	if frame := d.frame(); !strings.Contains(frame, "acme-prod") || strings.Contains(frame, "access_token") {
		t.Errorf("the requests of acme-dev are shown:\n%s", frame)
	}
	d.do(read)
	d.sees("Nothing was sent for this profile yet.")
}

// The card is what d brings to the front, also from a comparison: keys move in it.
func TestCardClosesTheComparison(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("r", "enter")
	d.sees("the old refresh token is spent")
	d.fault("token-revoked")
	d.keys("r", "enter")
	d.sees("Most likely")
	d.keys("c")
	d.sees("The one before, and this one")
	d.keys("d")
	d.sees("Most likely")
	if d.m.facts().Compared {
		t.Errorf("keys still move in the comparison:\n%s", d.frame())
	}
}

// What was said of one screen does not hide what the next one says.
func TestNewsStayBehind(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.m.say("Nothing is nested here.")
	d.sees("Nothing is nested here.")
	d.keys("6")
	d.sees("1, newest first")
	if frame := d.frame(); strings.Contains(frame, "nested") {
		t.Errorf("it is said of the history:\n%s", frame)
	}
}
