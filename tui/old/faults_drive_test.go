package tui

import (
	"slices"
	"strings"
	"testing"

	"zoauth/flow"
	"zoauth/flow/sandbox"
	"zoauth/tui/old/intent"
)

// fault opens the faults of the current profile and switches one.
func (d *driver) fault(name string) {
	d.t.Helper()
	d.keys("F")
	d.sees("Faults of the sandbox")
	d.keys("g")
	for d.m.screens.faults.Under().Name != name {
		before := d.m.screens.faults.Under().Name
		d.keys("j")
		if d.m.screens.faults.Under().Name == before {
			d.t.Fatalf("no fault %s:\n%s", name, d.frame())
		}
	}
	d.keys("space", "esc")
}

// A fault is switched on, the card names its cause, it is switched off, and the
// same request works.
func TestFaultOnSendCardFaultOffSendWorks(t *testing.T) {
	d := drive(t)
	d.exchanged()
	kept := d.m.current.State.Token.RefreshToken
	d.keys("r")
	d.sees("Request, not sent")
	d.fault("admin-disabled")
	d.sees("Faults on: admin-disabled; F changes them.")
	d.keys("enter")
	d.sees("The token is disabled by admin.")
	d.sees("An admin withdrew the pre-approval of the app.")
	if d.m.current.State.Token.RefreshToken != kept {
		t.Error("R10: a refused refresh changed the token")
	}
	d.fault("admin-disabled")
	if slices.ContainsFunc(d.server.ScenariosFor(d.m.current.App.ClientID), func(s sandbox.Scenario) bool { return s.On }) {
		t.Fatal("it is still on")
	}
	d.keys("r")
	d.sees("Request, not sent")
	if strings.Contains(d.frame(), "Faults on") {
		t.Errorf("row 23 still names it:\n%s", d.frame())
	}
	d.keys("enter")
	d.sees("the old refresh token is spent")
}

// A fault that is of one answer leaves row 23 when that answer came.
func TestFaultOfOneAnswer(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("r")
	d.sees("Request, not sent")
	d.fault("token-429")
	d.sees("Faults on: token-429")
	d.keys("enter")
	d.sees("429 Too Many Requests")
	d.sees("Zoom limits the rate")
	d.keys("r")
	d.sees("Request, not sent")
	if len(d.m.current.Faults) > 0 {
		t.Errorf("still on: %v", d.m.current.Faults)
	}
}

// The list begins at the faults of the step, and says of the profiles what is on.
func TestFaultsOfTheStepAndOfTheList(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("4", "F")
	d.sees("Faults of the sandbox")
	if at := d.m.screens.faults.Under(); at.Steps[0] != string(flow.StepProbe) {
		t.Errorf("the cursor is on %s of %s", at.Name, at.Steps[0])
	}
	d.keys("enter")
	d.sees("[x] probe")
	d.sees("On: token-expired")
	d.keys("p")
	d.sees("Faults on: acme-dev 1; F changes them.")
	d.keys("j", "F")
	d.sees("Faults of the sandbox")
	d.sees("No fault is on.")
}

// A probe that is refused for a scope alone says that the token is good: row 2 too
// counts it as done, and no card explains it.
func TestProbeWithoutTheRightIsGreen(t *testing.T) {
	d := drive(t)
	d.exchanged()
	d.keys("4")
	d.sees("Request, not sent")
	d.fault("scope-missing")
	d.keys("enter")
	d.sees("The token is good: Zoom accepted it and refused the request.")
	if frame := d.frame(); !strings.Contains(frame, "4 Probe ✓") || strings.Contains(frame, "cause 1 of") {
		t.Errorf("it counts as a failure:\n%s", frame)
	}
}

// Faults are the sandbox's: a real profile has none.
func TestRealProfilesHaveNoFaults(t *testing.T) {
	m := model(80, 24)
	m.opts.Faults = func(string) []sandbox.Scenario { t.Error("asked"); return nil }
	m.at("acme-dev", intent.RefreshStep)
	m.key("F", "F")
	if m.place != intent.RefreshStep {
		t.Errorf("F led to %s", m.place)
	}
}

// The consent page's refusal is on the screen where the person waits.
func TestFaultOfTheConsentPage(t *testing.T) {
	d := drive(t)
	d.keys("enter")
	d.sees("What the browser will be asked")
	d.fault("preapproval-required")
	d.keys("enter")
	d.sees("no answer yet")
	d.keys("b", "a")
	d.sees("Request pre-approve")
	d.fault("preapproval-required")
	d.keys("b", "a")
	d.sees("Request, not sent")
}
