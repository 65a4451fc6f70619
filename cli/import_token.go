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
func (p *program) offerTokens(ctx context.Context, text, file string, result importing, dryRun bool) error {
	grant := recognize.ReadGrant(text)
	p.redactor.LearnToken(grant.Token)
	if len(result.Profiles) == 0 || !grant.Token.HasToken() {
		return nil
	}
	name := ownerOf(grant, result.Profiles)
	p.Say(safe.Format("The text has tokens too: %s.", p.Clean.Line(fingerprints(grant.Token))))
	if dryRun || !p.stdin.canAsk() {
		p.Hint(safe.Format("zoauth adopt %s < %s", p.Clean.Line(name), p.Clean.Line(cmp.Or(file, "FILE"))))
		return nil
	}
	t, err := p.target("adopt", name)
	if err != nil {
		return err
	}
	given := &givenGrant{target: t, givenOptions: givenOptions{redirect: t.app.RedirectURI}, grant: grant}
	if err := given.judge(); err != nil {
		return err
	}
	if p.stdin.answerTo(safe.Format("Adopt them into %s? [y/N] ", p.Clean.Line(name))) != "y" {
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
