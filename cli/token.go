package cli

import (
	"context"
	"time"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
)

// tokenVerb prints a valid access token.
type tokenVerb struct {
	*program
	ttl  lifetime
	form tokenForm
}

func (v *tokenVerb) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: "token [PROFILE]", Short: "Print a valid access token, refreshing it if needed",
		Long: `Prints a valid access token and nothing else; a token that expires within
--min-ttl is refreshed first. Without a name it uses the profile that the
profile file names as default.`,
		SuggestFor:        []string{"get", "print", "access-token", "print-access-token", "bearer"},
		Example:           "  zoauth token acme-dev --header | curl -H @- https://api.zoom.us/v2/users/me",
		Args:              func(_ *cobra.Command, args []string) error { return v.check(args) },
		RunE:              func(cmd *cobra.Command, args []string) error { return v.run(cmd.Context(), args) },
		ValidArgsFunction: v.completeProfile,
	}
	v.form.flags(cmd)
	v.ttl.flag(cmd)
	return cmd
}

func (v *tokenVerb) check(args []string) error {
	if v.form.several() {
		return usage(safe.Const("zoauth token takes at most one of --header, --json and --env"))
	}
	if len(args) > 1 {
		return usage(safe.Const("zoauth token takes one profile name, or none for the default profile"))
	}
	return nil
}

func (v *tokenVerb) run(ctx context.Context, args []string) error {
	name, err := v.nameOrDefault(args)
	if err != nil {
		return err
	}
	t, err := v.target("token", name)
	if err != nil {
		return err
	}
	token, err := t.validToken(ctx, v.ttl.duration)
	if err != nil {
		return err
	}
	return v.print(t, token)
}

// nameOrDefault is the profile that a verb was given, or the file's default one.
func (v *tokenVerb) nameOrDefault(args []string) (string, error) {
	if len(args) == 1 {
		return args[0], nil
	}
	set, err := v.openWorkspace()
	if err != nil {
		return "", err
	}
	if set.Default == "" {
		return "", usage(safe.Format("zoauth token takes a profile name: %s names no default", v.Clean.Line(set.Path)))
	}
	v.Say(safe.Format("Using the default profile %s.", v.Clean.Line(set.Default)))
	return set.Default, nil
}

// validToken returns the saved token while it is valid for ttl, else a new one.
// An uncertain profile keeps its unexpired token: a refresh could end it.
func (t *target) validToken(ctx context.Context, ttl time.Duration) (flow.Token, error) {
	if t.state.Candidate() != nil {
		return flow.Token{}, t.profileError(flow.ErrCandidate)
	}
	if err := t.state.Bound(t.app); err != nil {
		return flow.Token{}, t.inWords(err)
	}
	name := t.Clean.Line(t.app.Name)
	if valid(t.state, ttl) && !t.mayBeUsedUp() {
		if t.state.Uncertain() {
			t.Warn(safe.Format("%s is uncertain: a request got no response, so this token may have been replaced; zoauth refresh %s settles it", name, name))
		}
		return t.state.Token, nil
	}
	if life := lifeOf(t.state.Token); life > 0 && ttl > life {
		return flow.Token{}, because("lifetime-too-long", report.ExitRefused, safe.Format("nothing was sent: --min-ttl %s is more than the %s that Zoom gives a token of %s", safe.Duration(ttl), safe.Duration(life), name),
			safe.Format("ask for less than %s", safe.Duration(life)))
	}
	if t.app.Environment == flow.Production && !t.app.HasConsent() {
		t.Say(safe.Format("PRODUCTION %s: getting a new token; %s", name, whatEnds(t.app)))
	}
	out, err := t.refresh(ctx, false)
	if err != nil {
		return flow.Token{}, err
	}
	if r := t.readerWithHistory(out.Trace).Outcome(out); r.Failed() {
		return flow.Token{}, &failure{r, out.Err}
	}
	if !valid(out.State, ttl) {
		return flow.Token{}, because("lifetime-too-long", report.ExitRefused, safe.Format("the new token of %s is not valid for %s", name, safe.Duration(ttl)), safe.Const("ask for less with --min-ttl"))
	}
	return out.State.Token, nil
}

// lifeOf is how long Zoom said that a token is valid; 0: not known.
func lifeOf(t flow.Token) time.Duration {
	if t.ExpiresAt.IsZero() || t.ObtainedAt.IsZero() {
		return 0
	}
	return t.ExpiresAt.Sub(t.ObtainedAt).Round(time.Second)
}

// valid reports whether the access token's end is known and at least ttl away.
func valid(s flow.State, ttl time.Duration) bool {
	t := s.Token
	return !t.AccessToken.IsZero() && !t.ExpiresAt.IsZero() && time.Until(t.ExpiresAt) >= ttl
}
