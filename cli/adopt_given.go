package cli

import (
	"context"
	"errors"
	"fmt"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
	"zoauth/flow/report"
	"zoauth/internal/safe"
)

// adoptGiven saves tokens that a person gives on standard input. Nothing is sent.
func (p *program) adoptGiven(ctx context.Context, t *target, replace bool) error {
	name := p.Clean.Line(t.app.Name)
	if t.state.HasToken() && !replace && !p.asks() {
		return hasTokens(name)
	}
	if p.asks() {
		p.Show(safe.Format("Paste the tokens for %s, then press ctrl+d on a line of its own.", name))
	}
	text, err := p.input(ctx)
	if err != nil {
		return fmt.Errorf("reading standard input: %w", err)
	}
	token, err := p.given(t, text)
	if err != nil {
		return err
	}
	if t.state.HasToken() && !replace {
		p.Show(safe.Format("%s has %s. They are lost when the new ones replace them.", name, p.Clean.Line(fingerprints(t.state.Token))))
		if p.question(safe.Format("Type %s to replace them: ", name)) != t.app.Name {
			return failed(report.ExitUsage, safe.Const("nothing was saved: it was not confirmed"), safe.Format("zoauth adopt %s --replace", name))
		}
		replace = true
	}
	state, err := t.Runner.AdoptToken(ctx, t.app, token, replace, flow.Kept)
	if errors.Is(err, flow.ErrHasTokens) { // another process was faster
		return hasTokens(name)
	}
	if err = t.decided(err); err != nil {
		return err
	}
	if p.json {
		return p.JSON(t.adoption(adoptDone, nil, state.Token))
	}
	if !state.Token.RefreshToken.IsZero() {
		p.Say(safe.Const("zoauth refreshes these tokens from now on. A server that holds the same refresh token has to get the new pair."))
	}
	return p.Done(p.Clean.Line(fmt.Sprintf("%s: %s, adopted and saved%s", t.app.Name, fingerprints(state.Token), until(state.Token))))
}

func hasTokens(name safe.Text) error {
	return failed(report.ExitUsage, safe.Format("nothing was saved: %s has tokens already", name), safe.Format("zoauth adopt %s --replace", name))
}

// given reads the tokens, and looks at what they say of themselves before they are
// saved.
func (p *program) given(t *target, text string) (flow.Token, error) {
	g := recognize.ReadGrant(text)
	p.redactor.LearnToken(g.Token)
	for _, a := range recognize.Read(text) {
		p.redactor.Learn(a.Secrets()...)
	}
	for _, remark := range diagnose.JudgeGrant(g, t.app, t.app.RedirectURI, time.Now()) {
		if remark.Refuses {
			return flow.Token{}, failed(report.ExitNo, safe.Format("nothing was saved: %s", p.Clean.Line(remark.Text)), safe.Format("zoauth authorize %s gets new tokens", p.Clean.Line(t.app.Name)))
		}
	}
	if !g.Token.HasToken() {
		return flow.Token{}, failed(report.ExitNo, safe.Const("nothing was saved: the text has no token that can be adopted"), safe.Const("write refresh_token=… or access_token=… before a value: it does not say what it is"))
	}
	return g.Token, nil
}
