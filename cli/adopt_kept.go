package cli

import (
	"cmp"
	"context"
	"fmt"

	"zoauth/flow"
	"zoauth/internal/safe"
)

// keptResponses are the responses of a profile that may hold newer tokens and could not
// be taken for a grant (R11). A person decides about them.
type keptResponses struct{ *target }

// keptUnchanged is what to do where a decision did not reach the disk.
var keptUnchanged = safe.Const("decide again: the kept responses are unchanged")

// show prints the newest kept response and what can be read in it.
func (k *keptResponses) show() error {
	c := k.state.Candidate()
	if c == nil {
		return k.profileError(cmp.Or(k.unreadable(), flow.ErrNoCandidate))
	}
	shown := k.decision(adoptKept, c, c.Pair())
	shown.Response = k.redactor.Redact(string(c.Raw))
	if k.json {
		if err := k.JSON(shown); err != nil {
			return err
		}
	} else if err := k.Print(k.Clean.Text(k.describe(*c) + "\n" + shown.Response)); err != nil {
		return err
	}
	if !c.Pair().HasToken() {
		return k.profileError(flow.ErrUnreadable)
	}
	return nil
}

// describe says what a kept response is, where it is, and what is in it.
func (k *keptResponses) describe(c flow.Candidate) string {
	text := fmt.Sprintf("%s: kept from %s", k.app.Name, c.At.Local().Format("2006-01-02 15:04:05"))
	if c.Status != 0 {
		text += fmt.Sprintf(", status %d", c.Status)
	}
	text += fmt.Sprintf(", in response to %s: %s\nfile: %s\n", c.Step, c.Why, k.tokenFile())
	if n := len(k.state.Candidates); n > 1 {
		text += fmt.Sprintf("%d older ones are kept with it\n", n-1)
	}
	pair := c.Pair()
	if !pair.HasToken() {
		return text + "tokens: none can be read whole\n"
	}
	return text + "tokens: " + fingerprints(pair) + until(pair) + "\n"
}

// adopt makes the tokens in the newest kept response current.
func (k *keptResponses) adopt(ctx context.Context) error {
	c := k.state.Candidate()
	state, err := k.Runner.Adopt(ctx, k.app)
	if err = k.adoptError(err, keptUnchanged); err != nil {
		return k.undecided(err)
	}
	if k.json {
		return k.JSON(k.decision(adoptDone, c, state.Token))
	}
	return k.Done(k.Clean.Line(fmt.Sprintf("%s: %s, recovered from a kept response and saved%s", k.app.Name, fingerprints(state.Token), until(state.Token))))
}

// discard drops the kept responses.
func (k *keptResponses) discard(ctx context.Context) error {
	c := k.state.Candidate()
	state, err := k.Runner.Discard(ctx, k.app)
	if err = k.adoptError(err, keptUnchanged); err != nil {
		return k.undecided(err)
	}
	if k.json {
		return k.JSON(k.decision(adoptDiscarded, c, state.Token))
	}
	text := k.app.Name + ": the kept responses are dropped"
	if state.HasToken() {
		text += "; " + fingerprints(state.Token) + " stay saved"
	}
	return k.Done(k.Clean.Line(text))
}

// undecided tells of a decision that changed nothing, where there was something to
// decide about.
func (k *keptResponses) undecided(err error) error {
	if c := k.state.Candidate(); k.json && c != nil {
		if jsonErr := k.JSON(k.decision(adoptKept, c, k.state.Token)); jsonErr != nil {
			return jsonErr
		}
	}
	return err
}

// decision makes the JSON of what became of c, with token's fingerprints.
func (k *keptResponses) decision(result string, c *flow.Candidate, token flow.Token) adoption {
	a := adoption{
		Profile: k.app.Name, Step: flow.StepAdopt, Result: result, Scope: token.Scope,
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
