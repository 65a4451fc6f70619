package cli

import (
	"cmp"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/internal/safe"
)

// probeVerb asks Zoom whose the access token of a profile is.
type probeVerb struct{ *program }

func (v *probeVerb) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: "probe PROFILE", Short: "Ask Zoom whether it accepts the token, and whose it is",
		Long: `Sends a GET with the access token to the profile's probe_path: /v2/users/me by
default, and /v2/users?page_size=1 for Server-to-Server apps. A response that
names a missing scope or an unknown user proves that Zoom accepts the token:
that is exit code 0 too, with a hint.`,
		SuggestFor: []string{"whoami", "me", "ping", "userinfo", "user"},
		Example:    "  zoauth probe acme-dev",
		RunE:       func(cmd *cobra.Command, args []string) error { return v.run(cmd.Context(), args[0]) },
	}
	return v.jsonFlag(v.profileArg(cmd))
}

func (v *probeVerb) run(ctx context.Context, profile string) error {
	t, err := v.target("probe", profile)
	if err != nil {
		return err
	}
	if err := t.hasAccess(); err != nil {
		return err
	}
	if !t.app.HasUser() {
		v.Say(safe.Const("Expect a refusal: Zoom's user API does not accept a chatbot's token."))
	}
	if host := t.app.APIBase(t.state.Token); host != t.app.Endpoints.APIURL {
		v.Say(v.Clean.Line(fmt.Sprintf("Zoom named %s as the API host of this token; %s works too", host, t.app.Endpoints.APIURL)))
	}
	out := t.send(ctx, flow.ProbeRequest(t.app, t.state.Token.AccessToken), false)
	if was := cmp.Or(t.state.Who, t.state.WhoWas); out.Answer.Who.Other(was) {
		v.Say(v.Clean.Line(fmt.Sprintf("%s: this is a different user than before: %s, user %s, account %s", t.app.Name, was.Email, was.UserID, was.AccountID)))
	}
	return t.printOutcome(out)
}

// hasAccess refuses what sends the access token where there is none for the profile as
// it is.
func (t *target) hasAccess() error {
	switch {
	case !t.state.Token.AccessToken.IsZero():
		return t.state.Bound(t.app)
	case t.unreadable() != nil:
		return t.unreadable()
	default:
		return t.profileError(flow.ErrNoAccessToken)
	}
}
