package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"zoauth/flow"
)

func (p *program) tokenVerb() *cobra.Command {
	var ttl time.Duration
	cmd := &cobra.Command{
		Use: "token PROFILE", Short: "print a valid access token, refreshed if it must be",
		Example: "  printf 'Authorization: Bearer %s\\n' \"$(zoauth token acme-dev)\" | curl -H @- https://api.zoom.us/v2/users/me",
		RunE: func(cmd *cobra.Command, args []string) error {
			t, err := p.target("token", args[0])
			if err != nil {
				return err
			}
			token, err := p.validToken(cmd.Context(), t, ttl)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(p.Out, p.bare(token.AccessToken))
			return err
		},
	}
	ttlFlag(cmd, &ttl)
	return p.profileArg(cmd)
}

// bare is a token as it is, for the program that reads it. A terminal gets it
// cleaned: the server chose its characters.
func (p *program) bare(token flow.Secret) string {
	if term.IsTerminal(int(p.OutFile.Fd())) {
		return p.clean.Reveal(token).String()
	}
	return token.Reveal()
}

func ttlFlag(cmd *cobra.Command, ttl *time.Duration) {
	cmd.Flags().DurationVar(ttl, "min-ttl", time.Minute, "how long the token has to be valid still")
	cmd.PreRunE = func(*cobra.Command, []string) error {
		if *ttl < 0 { // a token that has ended would do
			return usage(fmt.Errorf("--min-ttl is a time from now on, not %s", *ttl))
		}
		return nil
	}
}

var errStillShort = errors.New("the server gave a token that is not valid for long enough")

// validToken returns the saved token while it is valid for ttl, else a new one.
// An uncertain profile keeps its unexpired token: a refresh could end it.
func (p *program) validToken(ctx context.Context, t *target, ttl time.Duration) (flow.Token, error) {
	if t.state.Candidate() != nil {
		return flow.Token{}, toDecide(t.app.Name)
	}
	if err := t.state.Bound(t.app); err != nil {
		return flow.Token{}, err
	}
	if valid(t.state, ttl) {
		if t.state.Uncertain() {
			p.warn(t.app.Name + " is uncertain: a request got no answer, so this token may be dead; zoauth refresh settles it")
		}
		return t.state.Token, nil
	}
	if t.app.Environment == flow.Production && !t.app.HasConsent() {
		p.say("PRODUCTION " + t.app.Name + ": getting a new token; " + whatEnds(t.app))
	}
	out, err := t.refresh(ctx, false)
	if err != nil {
		return flow.Token{}, err
	}
	if err := failed(out); err != nil {
		return flow.Token{}, err
	}
	if !valid(out.State, ttl) {
		return flow.Token{}, &failure{exitRefused, errStillShort, "ask for less with --min-ttl"}
	}
	return out.State.Token, nil
}

// valid reports whether the access token's end is known and at least ttl away.
func valid(s flow.State, ttl time.Duration) bool {
	t := s.Token
	return !t.AccessToken.IsZero() && !t.ExpiresAt.IsZero() && time.Until(t.ExpiresAt) >= ttl
}
