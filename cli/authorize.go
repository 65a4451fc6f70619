package cli

import (
	"context"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/report"
	"zoauth/internal/safe"
	"zoauth/internal/terminal"
	"zoauth/profiles"
)

// authorizeVerb gets tokens for a profile, with the consent of its user where the app
// needs one.
type authorizeVerb struct {
	*program
	yes, device, force bool
}

func (v *authorizeVerb) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: "authorize PROFILE", Short: "Authorize an app in a browser and save its tokens",
		Long: `Checks the profile, prints the URL to open on a line of its own on standard
error, then waits for the callback: on the listener, or pasted into standard
input. The first valid one is exchanged. If the checks find something that is
bound to fail, zoauth stops before it prints the URL.

With --device it prints a code to enter in any browser, and polls until you
have entered it (RFC 8628). The app needs Use App on Device at Zoom.`,
		SuggestFor: []string{"login", "auth", "signin", "sign-in", "connect", "consent", "device"},
		Example:    "  zoauth authorize acme-dev\n  zoauth authorize acme-dev --device",
		RunE:       func(cmd *cobra.Command, args []string) error { return v.run(cmd.Context(), args[0]) },
	}
	cmd.Flags().BoolVar(&v.yes, "yes", false, "do not ask before a production authorization")
	cmd.Flags().BoolVar(&v.force, "force", false, "continue even if the checks find something that is bound to fail")
	cmd.Flags().BoolVar(&v.device, "device", false, "ask for a code to enter elsewhere, and poll")
	return v.jsonFlag(v.profileArg(cmd))
}

func (v *authorizeVerb) run(ctx context.Context, profile string) error {
	t, err := v.target("authorize", profile)
	switch {
	case err != nil:
		return err
	case t.state.Newer: // no pair that comes could be saved
		return t.newer()
	case v.device || t.app.DeviceOnly():
		return (&deviceGrant{t}).run(ctx, v.yes)
	}
	secret, err := t.secret(ctx)
	if err != nil {
		return err
	}
	if err := t.confirmProduction(v.yes); err != nil {
		return err
	}
	if !t.app.HasConsent() {
		return t.printOutcome(t.send(ctx, flow.DirectRequest(t.app, secret), false))
	}
	if err := v.preflight(ctx, t, secret); err != nil && !v.force {
		return err
	}
	return v.throughBrowser(ctx, t, secret)
}

// throughBrowser waits for the callback of one attempt and exchanges its code.
func (v *authorizeVerb) throughBrowser(ctx context.Context, t *target, secret flow.Secret) error {
	t.warnOfOthers()
	ctx, stop := context.WithTimeoutCause(ctx, flow.AttemptLife, errRanOut)
	defer stop()
	c, err := newConsent(t)
	if err != nil {
		return err
	}
	restore, err := terminal.RawInput(t.stdin.fd()) // from before anybody is told that they can paste until the response is saved
	if err != nil {
		return err
	}
	defer restore()
	callback, err := c.run(ctx)
	if err != nil {
		return err
	}
	if callback.Code.IsZero() {
		v.redactor.Learn(flow.QuotedSecrets(callback.Description)...)
		return &failure{v.reader().Callback(callback, t.app), nil}
	}
	v.redactor.Learn(callback.Code)
	return t.printOutcome(t.send(ctx, c.attempt.Exchange(secret, callback), false))
}

// preflight stops an authorization that is bound to fail. Whether the callback address
// can be bound is left to the listener, which says who holds it; what another profile
// has in common with this one does not make this one fail.
func (v *authorizeVerb) preflight(ctx context.Context, t *target, secret flow.Secret) error {
	site := profiles.Site{App: t.app, Paths: profiles.Paths{State: t.StateDir}}
	facts := site.Facts(ctx)
	if t.app.Secret != nil {
		facts.Secret = flow.ShapeOf(secret, t.app.Secret.Describe())
	}
	for _, c := range diagnose.Preflight(t.app, facts) {
		if c.Severity != diagnose.Bad {
			continue
		}
		name, code := v.Clean.Line(t.app.Name), report.ExitUnsent
		if c.Topic == "files" {
			code = report.ExitPermission
		}
		return because("checks-failed", code, safe.Format("%s was not authorized: %s: %s", name, v.Clean.Line(c.Text), v.Clean.Line(c.Why)),
			safe.Format("%s, then run this again; zoauth authorize %s --force goes on as it is", v.Clean.Line(c.Repair), name))
	}
	return nil
}
