package cli

import (
	"cmp"
	"context"

	"zoauth/flow/recognize"
	"zoauth/internal/safe"
)

// offerTokens offers to adopt the tokens that stand beside the credentials that were
// imported: at a terminal with a question, else by naming the command. file is where
// the text came from; empty: standard input.
func (v *importVerb) offerTokens(ctx context.Context, text, file string, made []newProfile) error {
	grant := recognize.ReadGrant(text)
	v.redactor.LearnToken(grant.Token)
	if !grant.Token.HasToken() {
		return nil
	}
	name := ownerOf(grant, made)
	v.Say(safe.Format("The text has tokens too: %s.", v.Clean.Line(fingerprints(grant.Token))))
	if v.dryRun || !v.stdin.canAsk() {
		v.Hint(safe.Format("zoauth adopt %s < %s", v.Clean.Line(name), v.Clean.Line(cmp.Or(file, "FILE"))))
		return nil
	}
	t, err := v.target("adopt", name)
	if err != nil {
		return err
	}
	given := &givenGrant{target: t, givenOptions: givenOptions{redirect: t.app.RedirectURI}, grant: grant}
	if err := given.judge(); err != nil {
		return err
	}
	if v.stdin.answerTo(safe.Format("Adopt them into %s? [y/N] ", v.Clean.Line(name))) != "y" {
		return nil
	}
	return given.save(ctx)
}

// ownerOf is the profile that tokens were issued to, by what a JWT says, else the first.
func ownerOf(grant recognize.Grant, list []newProfile) string {
	client := cmp.Or(recognize.ClientOf(grant.Token.RefreshToken), recognize.ClientOf(grant.Token.AccessToken))
	for _, n := range list {
		if n.ClientID == client {
			return n.Name
		}
	}
	return list[0].Name
}
