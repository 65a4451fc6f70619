package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"zoauth/flow"
	"zoauth/flow/report"
	"zoauth/internal/safe"
)

// adoption is the JSON of adopt: a decision about a kept response, or with --dry-run
// the response itself.
type adoption struct {
	Profile      string     `json:"profile"`
	Step         flow.Step  `json:"step"`
	Result       string     `json:"result"`
	ReceivedAt   *time.Time `json:"received_at,omitempty"`
	Answers      flow.Step  `json:"answers,omitempty"`
	Status       int        `json:"status,omitempty"`
	Reason       string     `json:"reason,omitempty"`
	AccessToken  string     `json:"access_token,omitempty"`
	RefreshToken string     `json:"refresh_token,omitempty"`
	ExpiresAt    *time.Time `json:"expires_at,omitempty"`
	Scope        string     `json:"scope,omitempty"`
	Response     string     `json:"response,omitempty"`
}

// What becomes of a kept response.
const (
	adoptDone      = "done"
	adoptDiscarded = "discarded"
	adoptKept      = "kept"
)

func (p *program) adoptVerb() *cobra.Command {
	var candidate, discard, dryRun bool
	var how adopting
	cmd := &cobra.Command{
		Use: "adopt PROFILE [--replace] [--redirect-uri URI] [--yes] | --candidate [--dry-run] | --discard", Short: "Save tokens or a code from elsewhere, or a kept response",
		Long: "Without --candidate and --discard, standard input is read: a whole token response, refresh_token=… and\n" +
			"access_token=…, JWTs, which say themselves what they are, or a code: code=…, or its callback in any form.\n" +
			"Tokens are saved without a request. From then on zoauth refreshes them: a server that holds the same\n" +
			"refresh token has to get the new pair. A code is exchanged in one request, with the verifier of a line\n" +
			"code_verifier=… A pair that the profile has is replaced with --replace only.\n\n" +
			"When a response may hold newer tokens and could not be taken for a grant, zoauth keeps\nit beside the saved tokens, and sends no refresh token until you decide. Nothing is sent\nhere: --candidate makes the tokens in the newest kept response the profile's own,\n--discard drops every kept response and keeps the tokens that are saved.",
		Example: "  zoauth adopt acme-dev < response.json\n  pbpaste | zoauth adopt acme-dev --redirect-uri https://acme.example/callback\n  zoauth adopt acme-dev --candidate --dry-run\n  zoauth adopt acme-dev --discard",
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := adoptFlags(candidate, discard, dryRun, how); err != nil {
				return err
			}
			t, err := p.target("adopt", args[0])
			switch {
			case err != nil:
				return err
			case dryRun:
				return p.showCandidate(t)
			case discard:
				return p.discardCandidates(cmd.Context(), t)
			case candidate:
				return p.adoptCandidate(cmd.Context(), t)
			default:
				return p.adoptGiven(cmd.Context(), t, how)
			}
		},
	}
	cmd.Flags().BoolVar(&how.replace, "replace", false, "replace the tokens that the profile has")
	cmd.Flags().StringVar(&how.redirect, "redirect-uri", "", "the redirect `URI` that the code came to, where it is not the profile's")
	cmd.Flags().BoolVar(&how.yes, "yes", false, "do not ask before a code of a production app is exchanged")
	cmd.Flags().BoolVar(&candidate, "candidate", false, "make the tokens in the newest kept response current")
	cmd.Flags().BoolVar(&discard, "discard", false, "drop the kept responses, keep the saved tokens")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "with --candidate: show the response, redacted, and change nothing")
	p.profileArg(cmd)
	cmd.DisableFlagsInUseLine = true
	return p.jsonFlag(cmd)
}

func adoptFlags(candidate, discard, dryRun bool, how adopting) error {
	switch {
	case candidate && discard:
		return usage(safe.Const("adopt takes --candidate or --discard"))
	case dryRun && !candidate:
		return usage(safe.Const("--dry-run goes with --candidate"))
	case how != (adopting{}) && (candidate || discard):
		return usage(safe.Const("--replace, --redirect-uri and --yes are for what comes from standard input"))
	}
	return nil
}

// showCandidate prints the newest kept response and what can be read in it.
func (p *program) showCandidate(t *target) error {
	c := t.state.Candidate()
	if c == nil {
		return t.named(flow.ErrNoCandidate)
	}
	shown := t.adoption(adoptKept, c, c.Pair())
	shown.Response = p.redactor.Redact(string(c.Raw))
	if p.json {
		if err := p.JSON(shown); err != nil {
			return err
		}
	} else if err := p.Print(p.Clean.Text(t.describe(*c) + "\n" + shown.Response)); err != nil {
		return err
	}
	if !c.Pair().HasToken() {
		return t.named(flow.ErrUnreadable)
	}
	return nil
}

// describe says what a kept response is, where it is, and what is in it.
func (t *target) describe(c flow.Candidate) string {
	text := fmt.Sprintf("%s: kept from %s", t.app.Name, c.At.Local().Format("2006-01-02 15:04:05"))
	if c.Status != 0 {
		text += fmt.Sprintf(", status %d", c.Status)
	}
	text += fmt.Sprintf(", in response to %s: %s\nfile: %s\n", c.Step, c.Why, t.tokenFile())
	if n := len(t.state.Candidates); n > 1 {
		text += fmt.Sprintf("%d older ones are kept with it\n", n-1)
	}
	pair := c.Pair()
	if !pair.HasToken() {
		return text + "tokens: none can be read whole\n"
	}
	return text + "tokens: " + fingerprints(pair) + until(pair) + "\n"
}

// fingerprints names the tokens of a pair.
func fingerprints(t flow.Token) string {
	if t.AccessToken.IsZero() {
		return t.RefreshToken.Fingerprint()
	}
	if t.RefreshToken.IsZero() {
		return t.AccessToken.Fingerprint()
	}
	return t.AccessToken.Fingerprint() + " and " + t.RefreshToken.Fingerprint()
}

func until(t flow.Token) string {
	if t.ExpiresAt.IsZero() {
		return "; its end is not known"
	}
	return ", valid until " + t.ExpiresAt.Local().Format(time.TimeOnly)
}

func (p *program) adoptCandidate(ctx context.Context, t *target) error {
	c := t.state.Candidate()
	state, err := t.Runner.Adopt(ctx, t.app)
	if err = t.decided(err); err != nil {
		return p.undecided(t, err)
	}
	if p.json {
		return p.JSON(t.adoption(adoptDone, c, state.Token))
	}
	return p.Done(p.Clean.Line(fmt.Sprintf("%s: %s, recovered from a kept response and saved%s", t.app.Name, fingerprints(state.Token), until(state.Token))))
}

func (p *program) discardCandidates(ctx context.Context, t *target) error {
	c := t.state.Candidate()
	state, err := t.Runner.Discard(ctx, t.app)
	if err = t.decided(err); err != nil {
		return p.undecided(t, err)
	}
	if p.json {
		return p.JSON(t.adoption(adoptDiscarded, c, state.Token))
	}
	text := t.app.Name + ": the kept responses are dropped"
	if state.HasToken() {
		text += "; " + fingerprints(state.Token) + " stay saved"
	}
	return p.Done(p.Clean.Line(text))
}

// undecided tells of a decision that changed nothing, where there was something to
// decide about.
func (p *program) undecided(t *target, err error) error {
	if c := t.state.Candidate(); p.json && c != nil {
		if jsonErr := p.JSON(t.adoption(adoptKept, c, t.state.Token)); jsonErr != nil {
			return jsonErr
		}
	}
	return err
}

// decided turns what came of a decision into the verb's error. Saved without the
// disk's word for it is saved, and said.
func (t *target) decided(err error) error {
	if errors.Is(err, flow.ErrNotConfirmed) {
		t.Warn(t.Clean.Error(err))
		return nil
	}
	var unsaved *flow.NotSavedError
	if errors.As(err, &unsaved) && !errors.Is(err, flow.ErrElsewhere) {
		r := t.reader().Error(err, t.app)
		r.Code, r.Next = report.ExitUnsaved, safe.Const("free some space or fix the folder, then decide again: the kept responses are unchanged")
		return &failure{r, err}
	}
	return t.named(err)
}

// adoption makes the JSON of what became of c, with token's fingerprints.
func (t *target) adoption(result string, c *flow.Candidate, token flow.Token) adoption {
	a := adoption{
		Profile: t.app.Name, Step: flow.StepAdopt, Result: result, Scope: token.Scope,
		AccessToken: token.AccessToken.Fingerprint(), RefreshToken: token.RefreshToken.Fingerprint(),
	}
	if c != nil {
		a.ReceivedAt, a.Answers, a.Status, a.Reason = &c.At, c.Step, c.Status, c.Why
	}
	if !token.ExpiresAt.IsZero() {
		a.ExpiresAt = &token.ExpiresAt
	}
	return a
}
