package cli

import (
	"cmp"
	"fmt"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
)

func (p *program) refreshVerb() *cobra.Command {
	var force, yes bool
	cmd := &cobra.Command{
		Use: "refresh PROFILE", Short: "Refresh a profile's token",
		Long:    "Sends one request and saves the new tokens before it reports them.",
		Example: "  zoauth refresh acme-dev",
		RunE: func(cmd *cobra.Command, args []string) error {
			t, err := p.target("refresh", args[0])
			if err != nil {
				return err
			}
			if err := p.guardDirect(t, yes); err != nil {
				return err
			}
			out, err := t.refresh(cmd.Context(), force)
			if err != nil {
				return err
			}
			return p.tell(t, out)
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "send even if another process seems to be at work, or has already refreshed")
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask before a new token of a production Server-to-Server app")
	return p.jsonFlag(p.profileArg(cmd))
}

func (p *program) probeVerb() *cobra.Command {
	cmd := &cobra.Command{
		Use: "probe PROFILE", Short: "Ask Zoom whether it accepts the token, and whose it is",
		Long:    "Sends GET with the access token to the profile's probe_path: /v2/users/me by default, and\n/v2/users?page_size=1 for Server-to-Server apps. A response that names a missing scope or an\nunknown user proves that the token is accepted: that is exit code 0 too, with a hint.",
		Example: "  zoauth probe acme-dev",
		RunE: func(cmd *cobra.Command, args []string) error {
			t, err := p.target("probe", args[0])
			if err != nil {
				return err
			}
			if err := t.hasAccess(); err != nil {
				return err
			}
			if !t.app.HasUser() {
				p.Say(safe.Const("Expect a refusal: Zoom's user API does not accept a chatbot's token."))
			}
			if named := t.app.APIBase(t.state.Token); named != t.app.Endpoints.APIURL {
				p.Say(p.Clean.Line(fmt.Sprintf("Zoom named %s as the API host of this token; %s works too", named, t.app.Endpoints.APIURL)))
			}
			out := t.run(cmd.Context(), flow.ProbeRequest(t.app, t.state.Token.AccessToken), false)
			if was := cmp.Or(t.state.Who, t.state.WhoWas); out.Answer.Who.Other(was) {
				p.Say(p.Clean.Line(fmt.Sprintf("%s: this is a different user than before: %s, user %s, account %s", t.app.Name, was.Email, was.UserID, was.AccountID)))
			}
			return p.tell(t, out)
		},
	}
	return p.jsonFlag(p.profileArg(cmd))
}

func (p *program) revokeVerb() *cobra.Command {
	var yes bool
	cmd := &cobra.Command{
		Use: "revoke PROFILE", Short: "Revoke a profile's tokens; Zoom removes the app for the user",
		Example: "  zoauth revoke acme-dev --yes",
		RunE: func(cmd *cobra.Command, args []string) error {
			t, err := p.target("revoke", args[0])
			if err != nil {
				return err
			}
			if err := t.hasAccess(); err != nil {
				return err
			}
			secret, err := t.secret(cmd.Context())
			if err != nil {
				return err
			}
			if err := p.confirmRevoke(t, yes); err != nil {
				return err
			}
			return p.tell(t, t.run(cmd.Context(), flow.RevokeRequest(t.app, secret, t.state.Token.AccessToken), false))
		},
	}
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask")
	return p.jsonFlag(p.profileArg(cmd))
}

// hasAccess refuses what sends the access token where there is none for the profile as
// it is.
func (t *target) hasAccess() error {
	if t.state.Token.AccessToken.IsZero() {
		return t.named(flow.ErrNoAccessToken)
	}
	return t.state.Bound(t.app)
}

var notConfirmed = safe.Const("nothing was sent: the revoke was not confirmed")

// confirmRevoke asks for the profile's name, since a revoke cannot be undone.
func (p *program) confirmRevoke(t *target, yes bool) error {
	if yes {
		return nil
	}
	if !p.asks() {
		return failed(report.ExitUsage, notConfirmed, safe.Format("without a terminal, run zoauth revoke %s --yes", p.Clean.Line(t.app.Name)))
	}
	name := p.Clean.Line(t.app.Name)
	p.Show(safe.Format("Revoke removes the app for its user at Zoom: both tokens of %s stop working, on every machine.", name))
	if p.question(safe.Format("Type %s to send it: ", name)) != t.app.Name {
		return failed(report.ExitUnsent, notConfirmed, safe.Format("run zoauth revoke %s again and type %s, or add --yes", name, name))
	}
	return nil
}
