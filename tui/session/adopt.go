package session

import (
	"cmp"
	"context"

	"zoauth/flow"
	"zoauth/flow/diagnose"
	"zoauth/flow/recognize"
)

// Candidate returns the newest response that is kept because it may hold a newer pair, or
// nil. While there is one no refresh token is sent.
func (k *Disk) Candidate() *flow.Candidate { return k.s.state.Candidate() }

// Adopt makes the pair of the candidate the current one. It sends nothing. The answer
// is that to [Session.Asks].
func (k *Disk) Adopt(answer Answer) Follow {
	return k.decide(ActAdopt, answer, k.s.with.Runner.Adopt, func(s *Session, op Op, _ flow.Token) Follow {
		s.line.adopted(op, KindAdopted)
		return say("Adopted: " + s.state.Token.Fingerprints() + " is the current pair.")
	})
}

// Discard drops the candidates and keeps the current pair.
func (k *Disk) Discard(answer Answer) Follow {
	return k.decide(ActDiscard, answer, k.s.with.Runner.Discard, func(*Session, Op, flow.Token) Follow {
		return say("Discarded. The current pair stays.")
	})
}

// decide changes the token file without a request, where an act can be done and its
// question was answered. then says what follows once that is on disk; before is the pair
// that was held.
func (k *Disk) decide(
	act Act, answer Answer, change func(context.Context, flow.App) (flow.State, error), then func(s *Session, op Op, before flow.Token) Follow,
) Follow {
	if why := k.s.refuses(Action{Act: act}, answer); why != "" {
		return say(why)
	}
	op, app := k.s.nextOp(flow.StepAdopt), k.s.app
	return run(func(ctx context.Context) *Event {
		ctx, cancel := context.WithTimeout(ctx, secretTimeout)
		defer cancel()
		state, err := change(ctx, app)
		return op.then(func(s *Session) Follow {
			if err != nil {
				return say("Nothing was changed: " + err.Error())
			}
			before := s.state.Token
			return s.disk.committed(state).and(then(s, op, before))
		})
	})
}

// adopted adds the row of the pair that is held now, which no request brought.
func (t *Timeline) adopted(op Op, kind Kind) {
	held := t.s.state.Token
	t.add(Entry{
		ID: newID(t.s), TraceID: flow.AdoptionID(t.s.state), Op: op, Kind: kind, Step: flow.StepAdopt, At: t.s.with.now(), Mark: Done, Verdict: flow.Granted,
		Access: held.AccessToken.Fingerprint(), Refresh: held.RefreshToken.Fingerprint(), detail: &Detail{},
	})
}

// AdoptToken makes tokens from elsewhere the profile's own and drafts a step with them;
// which one, they tell where then is empty. They are saved, and nothing is sent. The
// answer is that to [Session.Asks].
func (k *Disk) AdoptToken(token flow.Token, then flow.Step, answer Answer) Follow {
	k.s.with.Redactor.LearnToken(token)
	disposition := flow.Kept
	if !token.RefreshToken.IsZero() && !answer.Keep { // a refresh would take it from the server that holds it
		disposition = flow.Undecided
	}
	runner, replace := k.s.with.Runner, k.s.state.HasToken()
	return k.decide(ActAdoptToken, answer, func(ctx context.Context, app flow.App) (flow.State, error) {
		return runner.AdoptToken(ctx, app, token, replace, disposition)
	}, func(s *Session, op Op, _ flow.Token) Follow {
		s.line.adopted(op, KindPasted)
		return s.drafts.Open(s.drafts.withAdopted(then)).and(say("Saved " + s.state.Token.Fingerprints() + " to " + s.app.Name + ". Nothing was sent."))
	})
}

// withAdopted is the step that is drafted with adopted tokens: the wanted one where it can be.
func (ds *Drafts) withAdopted(wanted flow.Step) flow.Step {
	t := ds.s.state.Token
	switch {
	case wanted != "" && ds.blocked(wanted) == "":
		return wanted
	case t.AccessToken.IsZero(), !t.RefreshToken.IsZero() && t.Expired(ds.s.with.now()):
		return flow.StepRefresh
	}
	return flow.StepProbe
}

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
