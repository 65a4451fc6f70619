package cli

import (
	"context"
	"errors"
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

// adoptVerb makes tokens the profile's own that did not come through authorize or
// refresh: from standard input, or from a response that is kept.
type adoptVerb struct {
	*program
	candidate, discard, dryRun bool
	given                      givenOptions
}

func (v *adoptVerb) command() *cobra.Command {
	cmd := &cobra.Command{
		Use: "adopt PROFILE [--replace] [--redirect-uri URI] [--yes] | --candidate [--dry-run] | --discard", Short: "Save tokens or a code from elsewhere, or a kept response",
		Long: `Reads tokens or a code from standard input: a whole token response, lines such
as refresh_token=… and access_token=…, JWTs (they say what they are), code=…,
or a callback in any form. Tokens are saved without a request. From then on
zoauth refreshes them, so a server that holds the same refresh token needs the
new pair; to refresh once and give the pair back, paste the token into the
workbench instead. A code is exchanged in one request, with the verifier from a
code_verifier=… line. A pair that the profile already has is replaced only with
--replace.

If a response may hold newer tokens but is no clear grant, zoauth keeps it
beside the saved tokens and sends no refresh token until you decide:
--candidate makes the tokens of the newest kept response the profile's own,
--discard drops the kept responses and keeps the saved tokens. Neither sends
anything.`,
		SuggestFor: []string{"exchange", "code", "paste", "set", "add-token"},
		Example:    "  zoauth adopt acme-dev < response.json\n  pbpaste | zoauth adopt acme-dev --redirect-uri https://acme.example/callback\n  zoauth adopt acme-dev --candidate --dry-run\n  zoauth adopt acme-dev --discard",
		RunE:       func(cmd *cobra.Command, args []string) error { return v.run(cmd.Context(), args[0]) },
	}
	cmd.Flags().BoolVar(&v.given.replace, "replace", false, "replace the tokens that the profile has")
	cmd.Flags().StringVar(&v.given.redirect, "redirect-uri", "", "the redirect `URI` that the code came to, if it is not the profile's")
	cmd.Flags().BoolVar(&v.given.yes, "yes", false, "do not ask before a code is exchanged that is a production app's or may be cut off")
	cmd.Flags().BoolVar(&v.candidate, "candidate", false, "make the tokens in the newest kept response current")
	cmd.Flags().BoolVar(&v.discard, "discard", false, "drop the kept responses, keep the saved tokens")
	cmd.Flags().BoolVar(&v.dryRun, "dry-run", false, "with --candidate: show the response, redacted, and change nothing")
	v.profileArg(cmd)
	cmd.DisableFlagsInUseLine = true
	return v.jsonFlag(cmd)
}

func (v *adoptVerb) run(ctx context.Context, profile string) error {
	if err := v.check(); err != nil {
		return err
	}
	t, err := v.target("adopt", profile)
	switch {
	case err != nil:
		return err
	case v.dryRun:
		return (&keptResponses{t}).show()
	case v.discard:
		return (&keptResponses{t}).discard(ctx)
	case v.candidate:
		return (&keptResponses{t}).adopt(ctx)
	default:
		return (&givenGrant{target: t, givenOptions: v.given}).adopt(ctx)
	}
}

// check refuses flags that do not go together.
func (v *adoptVerb) check() error {
	switch {
	case v.candidate && v.discard:
		return usage(safe.Const("adopt takes --candidate or --discard"))
	case v.dryRun && !v.candidate:
		return usage(safe.Const("--dry-run goes with --candidate"))
	case v.given != (givenOptions{}) && (v.candidate || v.discard):
		return usage(safe.Const("--replace, --redirect-uri and --yes are for what comes from standard input"))
	}
	return nil
}

// adoptError turns what came of a decision into the verb's error. Saved without the
// disk's word for it is saved, and said. again is what to do once there is room.
func (t *target) adoptError(err error, again safe.Text) error {
	if errors.Is(err, flow.ErrNotConfirmed) {
		t.Warn(t.Clean.Error(err))
		return nil
	}
	var unsaved *flow.NotSavedError
	if errors.As(err, &unsaved) && !errors.Is(err, flow.ErrElsewhere) {
		r := t.reader().Error(err, t.app)
		r.Code, r.Next = report.ExitUnsaved, safe.Format("free some space or fix the folder, then %s", again)
		return &failure{r, err}
	}
	return t.profileError(err)
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
