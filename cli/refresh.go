package cli

import (
	"context"

	"github.com/spf13/cobra"

	"zoauth/flow"
)

// refreshVerb sends the refresh token of a profile and saves the new pair.
type refreshVerb struct {
	*program
	force, yes bool
}

func (v *refreshVerb) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: "refresh PROFILE", Short: "Refresh a profile's token",
		Long:       "Sends one request and saves the new tokens before it reports them.",
		SuggestFor: []string{"rotate", "renew", "update"},
		Example:    "  zoauth refresh acme-dev",
		RunE:       func(cmd *cobra.Command, args []string) error { return v.run(cmd.Context(), args[0]) },
	}
	cmd.Flags().BoolVar(&v.force, "force", false, "send even if another process seems to be at work, or has already refreshed")
	cmd.Flags().BoolVar(&v.yes, "yes", false, "do not ask before a new token of a production Server-to-Server app")
	return v.jsonFlag(v.profileArg(cmd))
}

func (v *refreshVerb) run(ctx context.Context, profile string) error {
	t, err := v.target("refresh", profile)
	if err != nil {
		return err
	}
	if err := t.confirmDirect(v.yes); err != nil {
		return err
	}
	out, err := t.refresh(ctx, v.force)
	if err != nil {
		return err
	}
	return t.printOutcome(out)
}

// refresh sends the saved refresh token, or gets a new token where the app's
// grant needs no person.
func (t *target) refresh(ctx context.Context, force bool) (flow.Outcome, error) {
	switch {
	case t.unreadable() != nil:
		return flow.Outcome{}, t.unreadable()
	case t.state.Candidate() != nil:
		return flow.Outcome{}, t.profileError(flow.ErrCandidate)
	case t.state.Bound(t.app) != nil:
		return flow.Outcome{}, t.state.Bound(t.app)
	}
	if t.app.HasConsent() && t.state.Token.RefreshToken.IsZero() {
		return flow.Outcome{}, t.profileError(flow.ErrNoRefreshToken)
	}
	secret, err := t.secret(ctx)
	if err != nil {
		return flow.Outcome{}, err
	}
	request := flow.DirectRequest(t.app, secret)
	if t.app.HasConsent() {
		request = flow.RefreshRequest(t.app, secret, t.state.Token.RefreshToken)
	}
	return t.send(ctx, request, force), nil
}
