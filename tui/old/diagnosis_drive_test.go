package tui

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/tui/old/intent"
)

// elsewhere spends the current refresh token as another host would.
func (d *driver) elsewhere() {
	d.t.Helper()
	s := d.m.current
	request := flow.RefreshRequest(s.App, s.Secret.Value, s.State.Token.RefreshToken)
	if t := (&flow.Client{}).Send(d.t.Context(), request); t.Response == nil || t.Response.Status != 200 {
		d.t.Fatal("the other host got no token")
	}
}

// The card names the cause with its evidence, the others below; tab shows the
// answer itself, d the card again.
func TestCardAfterARefusedRefresh(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.elsewhere()
	d.keys("r", "enter")
	d.sees("This refresh token was replaced somewhere else.")
	d.sees("cause 1 of ")
	d.sees("the history has no earlier use")
	d.sees("docs/errors/refresh-token-replaced.md")
	d.sees("Do  a  Authorize again")
	d.keys("j")
	d.sees("cause 2 of ")
	d.keys("tab")
	d.sees(`"error": "invalid_grant"`)
	d.keys("d")
	d.sees("cause 2 of ")
	d.keys("p")
	d.sees("Sandbox profiles")
	d.keys("d")
	d.sees("What happened")
	d.sees("This refresh token was replaced somewhere else.")
}

func TestCardOfAWrongSecret(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.server.UpdateApp(d.m.current.App.ClientID, func(a *sandbox.App) { a.ClientSecret = "rotated" })
	d.keys("r", "enter")
	d.sees("Invalid client_id or client_secret")
	d.sees("cause 1 of ")
	if frame := d.frame(); !strings.Contains(frame, "secret") {
		t.Errorf("the card does not speak of the secret:\n%s", frame)
	}
}

func TestNothingToDiagnose(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("d")
	d.sees("Nothing failed")
}

// Texts from elsewhere: a known error has its card, a secret in it is hidden, and
// nonsense gets no confident answer.
func TestExplainAPastedText(t *testing.T) {
	d := drive(t)
	d.keys("X")
	d.sees("nothing is sent or kept")
	d.do(d.m.paste(`{"reason":"Invalid Token!","error":"invalid_grant"}`))
	d.sees("cause 1 of ")
	d.keys("enter")
	d.do(d.m.paste("curl -X POST https://zoom.us/oauth/token -d grant_type=refresh_token -u id:CANARYsecretCANARYsecretCANARY12"))
	d.until("another answer", func() bool { return !d.m.screens.explain.Typing() })
	if strings.Contains(d.frame(), "CANARYsecret") {
		t.Errorf("S4: the secret of the pasted command is shown:\n%s", d.frame())
	}
	d.keys("enter")
	d.do(d.m.paste("the cat sat on the mat"))
	d.sees("Nothing that zoauth knows explains this")
	if n := len(d.server.Journal()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
	d.keys("esc")
	if d.m.place != intent.Welcome {
		t.Errorf("esc leads to %s", d.m.place)
	}
}

// The card of one profile is not shown under the name of the next one.
func TestDiagnosisFollowsTheProfile(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.elsewhere()
	d.keys("r", "enter")
	d.sees("This refresh token was replaced somewhere else.")
	d.keys("p", "d")
	d.sees("What happened")
	d.sees("This refresh token was replaced somewhere else.")
	d.keys(")")
	d.sees("Nothing failed: the last request of acme-prod")
	if frame := d.frame(); strings.Contains(frame, "replaced somewhere else") {
		t.Errorf("the card of acme-dev is still there:\n%s", frame)
	}
}

// Beside a result stands the request that got it, not the next one and not that of
// another profile.
func TestRequestBesideItsResult(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("r", "enter")
	d.sees("the old refresh token is spent")
	d.do(d.m.update(tea.WindowSizeMsg{Width: 140, Height: 40}))
	spent := d.m.current.Spent.PreviousRefresh.Fingerprint()
	d.keys("4")
	d.sees("Request, not sent")
	d.keys("esc")
	d.until("the result of the refresh", func() bool { return d.m.place == intent.RefreshStep })
	_, beside, _ := strings.Cut(d.frame(), "as sent")
	if beside, _, _ = strings.Cut(beside, "Before and after"); !strings.Contains(beside, spent) {
		t.Errorf("the request that was sent had %s:\n%s", spent, d.frame())
	}
}
