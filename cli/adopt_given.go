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
	"zoauth/internal/terminal"
)

// givenOptions are what a person said beside the text that is adopted.
type givenOptions struct {
	replace  bool
	yes      bool
	redirect string // the redirect URI that a code came to; empty: the profile's
}

// givenGrant is a code or tokens from elsewhere that are to be the profile's own.
type givenGrant struct {
	*target
	givenOptions
	grant recognize.Grant
}

// adopt makes what standard input gives the profile's own: tokens are saved without
// a request, a code is exchanged in one.
func (g *givenGrant) adopt(ctx context.Context) error {
	g.redirect = cmp.Or(g.redirect, g.app.RedirectURI)
	if u, err := url.Parse(g.redirect); err != nil || g.app.HasConsent() && !g.app.DeviceOnly() && u.Host == "" {
		return usage(safe.Const("--redirect-uri takes an absolute URL, as it is registered at Zoom"))
	}
	switch {
	case g.state.Newer:
		return g.newer()
	case g.state.HasToken() && !g.replace && !g.stdin.canAsk():
		return g.hasTokens()
	}
	if err := g.read(ctx); err != nil {
		return err
	}
	if err := g.judge(); err != nil {
		return err
	}
	if err := g.confirmReplace(); err != nil {
		return err
	}
	if !g.grant.Token.HasToken() {
		return g.exchange(ctx)
	}
	return g.save(ctx)
}

// read reads standard input, and asks what an opaque word is.
func (g *givenGrant) read(ctx context.Context) error {
	text, err := g.stdin.readPasted(ctx, safe.Format("Paste the tokens or the code for %s, then press enter. It is not echoed.", g.Clean.Line(g.app.Name)))
	if err != nil {
		return err
	}
	found := recognize.Read(text)
	g.grant = recognize.ReadGrantFor(text, found, g.app.ClientID)
	g.redactor.LearnToken(g.grant.Token)
	g.redactor.Learn(g.grant.Code.Code, g.grant.Verifier, g.grant.Unnamed)
	for _, a := range found {
		g.redactor.Learn(a.Secrets()...)
	}
	if !g.grant.Unnamed.IsZero() {
		return g.nameUnnamed()
	}
	return nil
}

// nameUnnamed asks what an opaque word is: a value alone does not say it.
func (g *givenGrant) nameUnnamed() error {
	nameless := because("text-not-known", report.ExitUsage, safe.Format("nothing was saved: a value of %s characters alone does not say what it is", safe.Int(g.grant.Unnamed.Len())),
		safe.Format("put its name in front, refresh_token=…, access_token=… or code=…, and run zoauth adopt %s again", g.Clean.Line(g.app.Name)))
	if !g.stdin.canAsk() {
		return nameless
	}
	switch g.stdin.answerTo(safe.Const("Is this a refresh token, an access token or a code? [r/a/c] ")) {
	case "r":
		g.grant = g.grant.Named(flow.KindRefreshToken)
	case "a":
		g.grant = g.grant.Named(flow.KindAccessToken)
	case "c":
		g.grant = g.grant.Named(flow.KindCode)
	default:
		return nameless
	}
	return nil
}

// judge says what the grant tells of itself before it is saved or sent.
func (g *givenGrant) judge() error {
	name := g.Clean.Line(g.app.Name)
	for _, remark := range diagnose.JudgeGrant(g.grant, g.app, g.redirect, time.Now()) {
		switch {
		case !remark.Refuses:
			g.Say(g.Clean.Line(remark.Text))
		case g.owner() != "" && g.owner() != g.app.ClientID:
			return because("grant-unfit", report.ExitNo, safe.Format("nothing was saved or sent: %s", g.Clean.Line(remark.Text)), g.toOwner())
		case g.grant.Code.Damage() != "":
			return because("paste-incomplete", report.ExitNo, safe.Format("nothing was sent: %s", g.Clean.Line(remark.Text)), safe.Format("copy the whole code, then run zoauth adopt %s again", name))
		case !g.grant.Code.Code.IsZero() && g.app.HasConsent():
			return because("grant-unfit", report.ExitNo, safe.Format("nothing was sent: %s", g.Clean.Line(remark.Text)), safe.Format("zoauth adopt %s --redirect-uri %s", name, g.Clean.Line(askedWith(g.grant))))
		default:
			return because("grant-unfit", report.ExitNo, safe.Format("nothing was saved: %s", g.Clean.Line(remark.Text)), safe.Format("zoauth authorize %s gets new tokens", name))
		}
	}
	if !g.grant.Token.HasToken() && g.grant.Code.Code.IsZero() {
		return because("text-not-known", report.ExitNo, safe.Const("nothing was saved: the text has no token of Zoom's and no code"), safe.Const("put refresh_token=…, access_token=… or code=… in front of a value that does not say what it is"))
	}
	return nil
}

// owner is the client ID that the grant names as its own; empty: it names none.
func (g *givenGrant) owner() string { return cmp.Or(g.grant.ClientID, g.grant.IssuedTo()) }

// toOwner names the command that adopts the grant into the profile of its client ID.
func (g *givenGrant) toOwner() safe.Text {
	for _, app := range g.Apps {
		if app.ClientID == g.owner() {
			return safe.Format("zoauth adopt %s: that profile has this client ID", g.Clean.Line(app.Name))
		}
	}
	return safe.Const("no profile has this client ID: zoauth import makes one of its credentials")
}

// askedWith is the redirect URI that the authorize URL of a code seems to have had.
func askedWith(grant recognize.Grant) string {
	if strings.Contains(grant.Code.Address, "://") {
		return flow.AddressOf(grant.Code.Address)
	}
	return cmp.Or(grant.RedirectURI, "URI")
}

// confirmReplace asks before a pair is lost. Without a terminal it was refused before
// anything was read.
func (g *givenGrant) confirmReplace() error {
	if !g.state.HasToken() || g.replace {
		return nil
	}
	name := g.Clean.Line(g.app.Name)
	g.Show(safe.Format("%s has %s. They are lost when the new ones replace them.", name, g.Clean.Line(fingerprints(g.state.Token))))
	if g.stdin.answerTo(safe.Format("Type %s to replace them: ", name)) != g.app.Name {
		return because("command-stopped", report.ExitUsage, safe.Const("nothing was saved: it was not confirmed"), safe.Format("zoauth adopt %s --replace", name))
	}
	return nil
}

func (g *givenGrant) hasTokens() error {
	name := g.Clean.Line(g.app.Name)
	return because("tokens-changed", report.ExitUsage, safe.Format("nothing was saved: %s has tokens already", name), safe.Format("zoauth adopt %s --replace", name))
}

// save makes tokens the profile's own. Nothing is sent.
func (g *givenGrant) save(ctx context.Context) error {
	state, err := g.Runner.AdoptToken(ctx, g.app, g.grant.Token, g.replace || g.state.HasToken(), flow.Kept)
	if errors.Is(err, flow.ErrHasTokens) { // another process was faster
		return g.hasTokens()
	}
	if err = g.adoptError(err, safe.Format("run zoauth adopt %s again with the same input", g.Clean.Line(g.app.Name))); err != nil {
		return err
	}
	if g.json {
		return g.JSON(savedSummary(g.app, state))
	}
	return g.Done(g.Clean.Line(fmt.Sprintf("%s: %s, adopted and saved%s", g.app.Name, fingerprints(state.Token), until(state.Token))))
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

// confirmWhole asks before a code that may be cut off is sent: it works once.
func (g *givenGrant) confirmWhole() error {
	if g.grant.Code.IsWhole() || g.yes || g.stdin.canAsk() && g.stdin.answerTo(safe.Const("Send the code as it is? [y/N] ")) == "y" {
		return nil
	}
	return because("paste-incomplete", report.ExitUsage, safe.Const("nothing was sent: the code may be cut off"), safe.Format("copy the whole code, or send it as it is: zoauth adopt %s --yes", g.Clean.Line(g.app.Name)))
}

// exchange exchanges a code that came another way than through authorize.
func (g *givenGrant) exchange(ctx context.Context) error {
	if err := g.confirmWhole(); err != nil {
		return err
	}
	verifier := g.grant.Verifier
	if verifier.IsZero() && g.stdin.canAsk() {
		text, err := g.stdin.readPasted(ctx, safe.Const("Paste the code_verifier of this authorization and press enter; just press enter if it had none. It is not echoed."))
		if err != nil {
			return err
		}
		verifier = recognize.ReadVerifier(text)
		g.redactor.Learn(verifier)
	}
	secret, err := g.secret(ctx)
	if err != nil {
		return err
	}
	if err := g.confirmProduction(g.yes); err != nil {
		return notConfirmedCode(err)
	}
	restore, err := terminal.RawInput(g.stdin.fd()) // what is pasted meanwhile is neither shown nor left to the shell
	if err != nil {
		return err
	}
	defer restore()
	asked := g.app
	asked.RedirectURI = g.redirect
	out := g.runJob(ctx, flow.Job{
		App: g.app, Request: flow.ExchangeRequest(asked, secret, g.grant.Code.Code, verifier), Gen: g.state.Gen,
		First: !g.replace && !g.state.HasToken(),
	})
	if errors.Is(out.Err, flow.ErrHasTokens) { // another process was faster
		return g.hasTokens()
	}
	return g.printOutcome(out)
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
