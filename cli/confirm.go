package cli

import (
	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
)

// confirmProduction asks before new production tokens, unless yes was said.
func (t *target) confirmProduction(yes bool) error {
	if t.app.Environment != flow.Production || yes {
		return nil
	}
	declined := safe.Const("nothing was sent: a new token of a production app has to be confirmed")
	if !t.stdin.canAsk() {
		return failed(report.ExitUsage, declined, safe.Const("add --yes to go on"))
	}
	question := safe.Format("PRODUCTION %s: %s Go on? [y/N] ", t.Clean.Line(t.app.Name), whatEnds(t.app))
	if t.stdin.answerTo(question) != "y" {
		return failed(report.ExitUnsent, declined, safe.Const("run this again and answer y, or add --yes"))
	}
	return nil
}

// confirmDirect is [target.confirmProduction] for the apps whose refresh is a new
// grant: reports of 2022 had it end the one before (docs/zoom.md §4).
func (t *target) confirmDirect(yes bool) error {
	if t.app.HasConsent() {
		return nil
	}
	return t.confirmProduction(yes)
}

// whatEnds says what new tokens of an app do to those that there are.
func whatEnds(app flow.App) safe.Text {
	if app.HasConsent() {
		return safe.Const("Allow gives this user new tokens and revokes the ones your servers have for the same user.")
	}
	return safe.Const("Zoom documents that tokens of this app work side by side; reports until 2023 show a new one revoking the one before.")
}

// warnOfOthers names the profiles whose tokens end if the same user signs in now.
func (t *target) warnOfOthers() {
	own := flow.Tenant{App: t.app, State: t.state}
	for _, other := range own.SharingClient(t.Tenants()) {
		user := safe.Const("their user")
		if w := other.State.Who; w != nil && w.Email != "" {
			user = t.Clean.Line(w.Email)
		}
		t.Warn(safe.Format("%s has tokens for the same client ID; if %s signs in now, they stop working", t.Clean.Line(other.App.Name), user))
	}
}
