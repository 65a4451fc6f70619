package session

import (
	"cmp"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
)

// JudgeGrant says what a grant from elsewhere shows about itself, and what using it does
// to the server that holds it now. redirect is that of a code; empty: the profile's.
func (s *Session) JudgeGrant(g recognize.Grant, redirect string) []diagnose.Remark {
	return diagnose.JudgeGrant(g, s.app, cmp.Or(redirect, s.app.RedirectURI), s.with.now())
}

// Wants reports whether a step lacks nothing but a code or a token, which a person may
// have from elsewhere.
func (ds *Drafts) Wants(step flow.Step) bool {
	t := ds.spendable()
	if ok, _ := ds.s.Can(Action{Act: ActAdoptToken}); !ok || !hasStep(ds.s.app, step) || ds.kept[step] != nil {
		return false
	}
	switch step {
	case flow.StepExchange:
		return ds.s.app.HasConsent() && ds.s.consent.Code() == nil
	case flow.StepRefresh:
		return t.RefreshToken.IsZero() && ds.s.disk.Candidate() == nil
	case flow.StepProbe, flow.StepRevoke:
		return t.AccessToken.IsZero()
	}
	return false
}

// AdoptCode drafts the exchange of a code from elsewhere, with the redirect URI that it
// was asked for with; empty: the profile's. Nothing is sent. It ends what waits for a
// person.
func (co *Consent) AdoptCode(g recognize.Grant, redirect string) Follow {
	s := co.s
	switch {
	case g.Code.Code.IsZero():
		return say("There is no code to exchange.")
	case !s.app.HasConsent():
		return say(notAStep(s.app, flow.StepAuthorize))
	}
	s.with.Redactor.Learn(g.Code.Code, g.Verifier)
	op, app, now := s.nextOp(flow.StepAdopt), s.app, s.with.now()
	app.RedirectURI = cmp.Or(redirect, app.RedirectURI)
	e := Entry{
		ID: newID(s), Op: op, Kind: KindPasted, Step: flow.StepAdopt, At: now, Mark: Done,
		Code: g.Code.Code.Fingerprint(), detail: &Detail{},
	}
	co.ask(coded{
		attempt:  &flow.Attempt{ID: e.ID, App: app, Verifier: g.Verifier, Started: now},
		callback: flow.Callback{Code: g.Code.Code, At: now, Pasted: true, BeganAtZoom: g.Verifier.IsZero()},
		remarks:  s.JudgeGrant(g, app.RedirectURI),
	}, "replaced by a pasted code")
	delete(s.drafts.kept, flow.StepExchange)
	s.line.add(e)
	return s.drafts.Open(flow.StepExchange)
}

// Remarks are what there is to know about the grant from elsewhere that a draft sends;
// nil for any other.
func (ds *Drafts) Remarks(d *Draft) []diagnose.Remark {
	switch d.step {
	case flow.StepExchange:
		if c, ok := ds.s.consent.now.(coded); ok {
			return c.remarks
		}
	case flow.StepRefresh:
		if ds.s.app.Loose && ds.s.app.ClientID != "" {
			return ds.s.JudgeGrant(recognize.Grant{Token: flow.Token{RefreshToken: ds.spendable().RefreshToken}}, "")
		}
		if ds.fromElsewhere(d) {
			return ds.s.JudgeGrant(recognize.Grant{Token: flow.Token{RefreshToken: ds.s.state.Token.RefreshToken}}, "")
		}
	}
	return nil
}

// SendOnce drafts a refresh with a pasted token, of an app that is no profile. It is sent
// by the runner like any other, on a token file of the app's own name; the pasted token
// stays in memory.
func (ds *Drafts) SendOnce(token flow.Token) Follow {
	ds.s.with.Redactor.LearnToken(token)
	ds.s.once = token
	return ds.Open(flow.StepRefresh)
}

// OnceName is the name of the token file for the pair that a pasted refresh token brings.
func OnceName(spent flow.Secret) string { return looseName("rt", spent) }
