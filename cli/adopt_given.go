package cli

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
	"zoauth/flow/report"
	"zoauth/internal/safe"
)

// adopting is what a person said beside the text that is adopted.
type adopting struct {
	replace  bool
	yes      bool
	redirect string // the redirect URI that a code came to; empty: the profile's
}

// adoptGiven makes what standard input gives the profile's own: tokens are saved without
// a request, a code is exchanged in one.
func (p *program) adoptGiven(ctx context.Context, t *target, how adopting) error {
	name := p.Clean.Line(t.app.Name)
	how.redirect = cmp.Or(how.redirect, t.app.RedirectURI)
	if u, err := url.Parse(how.redirect); err != nil || t.app.HasConsent() && !t.app.DeviceOnly() && u.Host == "" {
		return usage(safe.Const("--redirect-uri takes an absolute URL, as it is registered at Zoom"))
	}
	switch {
	case t.state.Newer:
		return t.newer()
	case t.state.HasToken() && !how.replace && !p.stdin.canAsk():
		return hasTokens(name)
	}
	grant, err := p.readGrant(ctx, t)
	if err != nil {
		return err
	}
	if err := p.judgeGrant(t, grant, how); err != nil {
		return err
	}
	if err := p.confirmReplace(t, how.replace); err != nil {
		return err
	}
	if !grant.Token.HasToken() {
		return p.exchangeGiven(ctx, t, grant, how)
	}
	return p.saveTokens(ctx, t, grant, how)
}

// saveTokens makes tokens the profile's own. Nothing is sent.
func (p *program) saveTokens(ctx context.Context, t *target, grant recognize.Grant, how adopting) error {
	state, err := t.Runner.AdoptToken(ctx, t.app, grant.Token, how.replace || t.state.HasToken(), flow.Kept)
	if errors.Is(err, flow.ErrHasTokens) { // another process was faster
		return hasTokens(p.Clean.Line(t.app.Name))
	}
	if err = t.decided(err); err != nil {
		return err
	}
	if p.json {
		return p.JSON(savedSummary(t.app, state))
	}
	return p.Done(p.Clean.Line(fmt.Sprintf("%s: %s, adopted and saved%s", t.app.Name, fingerprints(state.Token), until(state.Token))))
}

// savedSummary is the JSON of tokens that were saved without a request.
func savedSummary(app flow.App, state flow.State) summary {
	s := summary{
		Profile: app.Name, Step: flow.StepAdopt, Result: adoptDone,
		AccessToken: state.Token.AccessToken.Fingerprint(), RefreshToken: state.Token.RefreshToken.Fingerprint(),
		Scope: state.Token.Scope, ScopeCount: len(state.Token.Scopes()),
	}
	if at := state.Token.ExpiresAt; !at.IsZero() {
		s.ExpiresAt = &at
	}
	return s
}

func hasTokens(name safe.Text) error {
	return failed(report.ExitUsage, safe.Format("nothing was saved: %s has tokens already", name), safe.Format("zoauth adopt %s --replace", name))
}

// confirmReplace asks before a pair is lost. Without a terminal it was refused before
// anything was read.
func (p *program) confirmReplace(t *target, replace bool) error {
	if !t.state.HasToken() || replace {
		return nil
	}
	name := p.Clean.Line(t.app.Name)
	p.Show(safe.Format("%s has %s. They are lost when the new ones replace them.", name, p.Clean.Line(fingerprints(t.state.Token))))
	if p.stdin.answerTo(safe.Format("Type %s to replace them: ", name)) != t.app.Name {
		return failed(report.ExitUsage, safe.Const("nothing was saved: it was not confirmed"), safe.Format("zoauth adopt %s --replace", name))
	}
	return nil
}

// readGrant reads standard input, and asks what an opaque word is.
func (p *program) readGrant(ctx context.Context, t *target) (recognize.Grant, error) {
	text, err := p.stdin.readPasted(ctx, safe.Format("Paste the tokens or the code for %s, then press enter. It is not echoed.", p.Clean.Line(t.app.Name)))
	if err != nil {
		return recognize.Grant{}, err
	}
	grant := recognize.ReadGrant(text)
	p.redactor.LearnToken(grant.Token)
	p.redactor.Learn(grant.Code.Code, grant.Verifier, grant.Unnamed)
	for _, a := range recognize.Read(text) {
		p.redactor.Learn(a.Secrets()...)
	}
	if !grant.Unnamed.IsZero() {
		return p.nameIt(t, grant)
	}
	return grant, nil
}

// nameIt asks what an opaque word is: a value alone does not say it.
func (p *program) nameIt(t *target, grant recognize.Grant) (recognize.Grant, error) {
	nameless := failed(report.ExitUsage, safe.Format("nothing was saved: a value of %s characters alone does not say what it is", safe.Int(grant.Unnamed.Len())),
		safe.Format("write its name before it, refresh_token=…, access_token=… or code=…, and run zoauth adopt %s again", p.Clean.Line(t.app.Name)))
	if !p.stdin.canAsk() {
		return recognize.Grant{}, nameless
	}
	switch p.stdin.answerTo(safe.Const("Is this a refresh token, an access token or a code? [r/a/c] ")) {
	case "r":
		return grant.Named(flow.KindRefreshToken), nil
	case "a":
		return grant.Named(flow.KindAccessToken), nil
	case "c":
		return grant.Named(flow.KindCode), nil
	}
	return recognize.Grant{}, nameless
}

// judgeGrant says what the grant tells of itself before it is saved or sent.
func (p *program) judgeGrant(t *target, grant recognize.Grant, how adopting) error {
	name := p.Clean.Line(t.app.Name)
	for _, remark := range diagnose.JudgeGrant(grant, t.app, how.redirect, time.Now()) {
		switch {
		case !remark.Refuses:
			p.Say(p.Clean.Line(remark.Text))
		case !grant.Code.Code.IsZero() && t.app.HasConsent():
			return failed(report.ExitNo, safe.Format("nothing was sent: %s", p.Clean.Line(remark.Text)), safe.Format("zoauth adopt %s --redirect-uri %s", name, p.Clean.Line(askedWith(grant))))
		default:
			return failed(report.ExitNo, safe.Format("nothing was saved: %s", p.Clean.Line(remark.Text)), safe.Format("zoauth authorize %s gets new tokens", name))
		}
	}
	if !grant.Token.HasToken() && grant.Code.Code.IsZero() {
		return failed(report.ExitNo, safe.Const("nothing was saved: the text has no token and no code"), safe.Const("write refresh_token=…, access_token=… or code=… before a value that does not say what it is"))
	}
	return nil
}

// askedWith is the redirect URI that the authorize URL of a code seems to have had.
func askedWith(grant recognize.Grant) string {
	if strings.Contains(grant.Code.Address, "://") {
		return flow.AddressOf(grant.Code.Address)
	}
	return cmp.Or(grant.RedirectURI, "URI")
}

// exchangeGiven exchanges a code that came another way than through authorize.
func (p *program) exchangeGiven(ctx context.Context, t *target, grant recognize.Grant, how adopting) error {
	verifier := grant.Verifier
	if verifier.IsZero() && p.stdin.canAsk() {
		text, err := p.stdin.readPasted(ctx, safe.Const("Paste the code_verifier of this authorization and press enter; enter alone where it had none. It is not echoed."))
		if err != nil {
			return err
		}
		verifier = recognize.ReadVerifier(text)
		p.redactor.Learn(verifier)
	}
	secret, err := t.secret(ctx)
	if err != nil {
		return err
	}
	if err := t.confirmProduction(how.yes); err != nil {
		return notConfirmedCode(err)
	}
	asked := t.app
	asked.RedirectURI = how.redirect
	out := t.do(ctx, flow.Job{
		App: t.app, Request: flow.ExchangeRequest(asked, secret, grant.Code.Code, verifier), Gen: t.state.Gen,
		First: !how.replace && !t.state.HasToken(),
	})
	if errors.Is(out.Err, flow.ErrHasTokens) { // another process was faster
		return hasTokens(p.Clean.Line(t.app.Name))
	}
	return t.tell(out)
}

// notConfirmedCode gives a question of adopt that was not answered with yes the code of
// the others.
func notConfirmedCode(err error) error {
	var f *failure
	if errors.As(err, &f) {
		f.Code = report.ExitUsage
	}
	return err
}
