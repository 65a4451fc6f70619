package cli

import (
	"context"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
)

// revokeVerb takes a profile's tokens back at Zoom.
type revokeVerb struct {
	*program
	yes bool
}

func (v *revokeVerb) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: "revoke PROFILE", Short: "Revoke a profile's tokens; Zoom removes the app for the user",
		Long: `Sends one request. Zoom then removes the app for that user: every token it
holds for the user stops working, including those on your servers. Asks before
it sends, unless --yes is given.`,
		SuggestFor: []string{"logout", "signout", "sign-out", "deauthorize", "remove", "delete", "rm"},
		Example:    "  zoauth revoke acme-dev --yes",
		RunE:       func(cmd *cobra.Command, args []string) error { return v.run(cmd.Context(), args[0]) },
	}
	cmd.Flags().BoolVar(&v.yes, "yes", false, "do not ask")
	return v.jsonFlag(v.profileArg(cmd))
}

func (v *revokeVerb) run(ctx context.Context, profile string) error {
	t, err := v.target("revoke", profile)
	if err != nil {
		return err
	}
	if err := t.hasAccess(); err != nil {
		return err
	}
	secret, err := t.secret(ctx)
	if err != nil {
		return err
	}
	if err := v.confirm(t); err != nil {
		return err
	}
	return t.printOutcome(t.send(ctx, flow.RevokeRequest(t.app, secret, t.state.Token.AccessToken), false))
}

var notConfirmed = safe.Const("nothing was sent: the revoke was not confirmed")

// confirm asks for the profile's name, since a revoke cannot be undone.
func (v *revokeVerb) confirm(t *target) error {
	if v.yes {
		return nil
	}
	if !v.stdin.canAsk() {
		return because("command-stopped", report.ExitUsage, notConfirmed, safe.Format("without a terminal, run zoauth revoke %s --yes", v.Clean.Line(t.app.Name)))
	}
	name := v.Clean.Line(t.app.Name)
	v.Show(safe.Format("Revoke removes the app for its user at Zoom: both tokens of %s stop working, on every machine.", name))
	if v.stdin.answerTo(safe.Format("Type %s to send it: ", name)) != t.app.Name {
		return because("command-stopped", report.ExitUnsent, notConfirmed, safe.Format("run zoauth revoke %s again and type %s, or add --yes", name, name))
	}
	return nil
}
